package rules

import (
	"maps"
	"slices"
	"sort"
	"strings"

	"itacheck/ita"
)

// Owners of a node besides the index of an item.
const (
	nobody = -1
	mixed  = -2
)

// territory tells which heading governs each block of a page.
type territory struct {
	pg     *pageReader
	heads  []*candidate
	owner  []int           // per node: the one item whose headings lie in it, nobody or mixed
	own    []int           // per heading: the largest element around it with no other item's heading
	ofNode map[int]int     // own element → heading
	boxed  map[string]bool // per tag of own elements: the links lie in them, not after them
	linked []int           // per block: how many of the blocks before it have a link
	rows   map[int][]int   // element → the table rows that are its children
	inRow  map[[2]int]int  // table row and column → the first heading there
}

// scope gives every link to the heading in whose part of the page it lies: the
// row, card or list entry of the heading, the panel that it opens, or what
// follows it until the next heading.
func (m *matcher) scope(pg *pageReader, heads []*candidate, secs *sections, year ita.FiscalYear) []ita.Match {
	if len(heads) == 0 {
		return nil
	}
	t := newTerritory(pg, heads)
	head := t.assign(secs, year)
	words := t.words()
	var out []ita.Match
	seen := map[[2]int]bool{}
	for r := range pg.runs {
		h := head[r]
		if h < 0 {
			continue
		}
		c := heads[h]
		rn := &pg.runs[r]
		waits := len(rn.raw) < longestLine && waiting(rn.raw)
		c.waits = c.waits || waits
		for _, s := range pg.Blocks[rn.block].Spans[rn.from:rn.to] {
			if s.Link < 0 || seen[[2]int{s.Link, c.item}] {
				continue
			}
			seen[[2]int{s.Link, c.item}] = true
			if l := &pg.Links[s.Link]; l.Placeholder == "toggle" || shares(l.URL) {
				continue
			}
			label, context := pg.label(s.Link)
			coming := waits || waiting(label) || waiting(pg.Links[s.Link].Text)
			for _, code := range append(m.codes(c), t.spanned(m, r, c)...) {
				out = append(out, ita.Match{
					Code: code, Link: s.Link, By: c.by(m), Confidence: c.confidence(m),
					Heading: words[h], Label: label, Context: firstNonEmpty(m.column(pg, code, s.Link), context),
					Waiting: coming,
				})
			}
		}
	}
	return out
}

// column is the heading of the table column that an item's link stands in, where
// there is a column for each year and the item asks for the list's own year: only
// then is the year of the assessment, which a column may be for, that of its
// documents. Else it is "".
func (m *matcher) column(pg *pageReader, code string, link int) string {
	block := pg.Links[link].Block
	if block >= len(pg.Blocks) {
		return ""
	}
	heading := pg.columnYear(pg.Blocks[block].Node)
	if heading == "" {
		return ""
	}
	it := &m.rs.Items[m.index[code]]
	if it.Period == ita.PeriodCovers || !slices.Equal(it.ExpectedYears(m.rs.Year), []ita.FiscalYear{m.rs.Year}) {
		return ""
	}
	return clip(heading)
}

// spanned are the items of the further rows that the table cell of a run spans.
func (t *territory) spanned(m *matcher, r int, own *candidate) []string {
	pg := t.pg
	cell := pg.cell(pg.node(r))
	row := pg.row(cell)
	if pg.Nodes[cell].Rows < 2 || row < 0 || pg.within(pg.node(own.run), cell) {
		return nil
	}
	rows := t.rows[pg.Nodes[row].Parent]
	first := sort.SearchInts(rows, row) + 1
	var codes []string
	for _, n := range rows[first:min(first+pg.Nodes[cell].Rows-1, len(rows))] {
		if owner := t.owner[n]; owner >= 0 && owner != own.item && !slices.Contains(codes, m.rs.Items[owner].Code) {
			codes = append(codes, m.rs.Items[owner].Code)
		}
	}
	return codes
}

// words returns each heading's text: the code's run and the title's. Of several
// headings of an item in one element, such as its title and a link "ข้อมูล O5" at
// the end of the row, all have the longest text.
func (t *territory) words() []string {
	words := make([]string, len(t.heads))
	for i, c := range t.heads {
		text := t.pg.runs[c.run].raw
		if c.titled != c.run {
			text += " " + t.pg.runs[c.titled].raw
		}
		words[i] = clip(text)
		for k := i - 1; k >= 0 && t.own[i] >= 0 && t.own[k] == t.own[i]; k-- {
			if len(words[k]) >= len(words[i]) {
				words[i] = words[k]
				break
			}
			words[k] = words[i]
		}
	}
	return words
}

func newTerritory(pg *pageReader, heads []*candidate) *territory {
	t := &territory{
		pg: pg, heads: heads, owner: make([]int, len(pg.Nodes)), ofNode: map[int]int{}, boxed: map[string]bool{},
		linked: make([]int, len(pg.Blocks)+1), rows: map[int][]int{}, inRow: map[[2]int]int{},
	}
	for i := range t.owner {
		t.owner[i] = nobody
		if node := &pg.Nodes[i]; node.Tag == "tr" {
			t.rows[node.Parent] = append(t.rows[node.Parent], i)
		}
	}
	for b := range pg.Blocks {
		t.linked[b+1] = t.linked[b]
		if t.leads(&pg.Blocks[b]) {
			t.linked[b+1]++
		}
	}
	for i, c := range heads {
		at := pg.node(c.run)
		place := [2]int{pg.row(at), pg.Nodes[pg.cell(at)].Col}
		if _, taken := t.inRow[place]; !taken {
			t.inRow[place] = i
		}
	}
	for _, c := range heads {
		for n := pg.node(c.run); n >= 0; n = pg.Nodes[n].Parent {
			switch t.owner[n] {
			case nobody:
				t.owner[n] = c.item
			case c.item, mixed:
			default:
				t.owner[n] = mixed
			}
		}
	}
	inside, after := map[string]int{}, map[string]int{}
	for i, c := range heads {
		n := pg.node(c.run)
		if t.owner[n] == mixed {
			t.own = append(t.own, -1) // shares its own element with another item
		} else {
			for n > 0 && t.owner[pg.Nodes[n].Parent] == c.item && pg.Nodes[n].Parent > 0 {
				n = pg.Nodes[n].Parent
			}
			t.own = append(t.own, n)
			t.ofNode[n] = i
		}
		if t.own[i] >= 0 && t.hasLink(pg.Nodes[t.own[i]].First, pg.Nodes[t.own[i]].Last) {
			inside[t.tag(i)]++
		} else if t.hasLink(t.follows(i)) {
			after[t.tag(i)]++
		}
	}
	for tag := range inside {
		t.boxed[tag] = inside[tag] > after[tag]*3
	}
	return t
}

// tag is the tag of a heading's own element.
func (t *territory) tag(i int) string {
	if t.own[i] < 0 {
		return ""
	}
	return t.pg.Nodes[t.own[i]].Tag
}

// follows returns the blocks between a heading's own element and the next heading in the same parent.
func (t *territory) follows(i int) (first, last int) {
	first = t.pg.runs[t.heads[i].run].block + 1
	parent := 0
	if t.own[i] > 0 {
		first = t.pg.Nodes[t.own[i]].Last
		parent = t.pg.Nodes[t.own[i]].Parent
	} else {
		parent = t.pg.node(t.heads[i].run)
	}
	last = t.pg.Nodes[parent].Last
	if i+1 < len(t.heads) {
		last = min(last, t.pg.runs[t.heads[i+1].run].block)
	}
	return first, last
}

// hasLink reports whether there is a link in the blocks from first up to last.
func (t *territory) hasLink(first, last int) bool {
	return first < last && t.linked[last] > t.linked[first]
}

// leads reports whether a block has a link that does more than open a panel.
func (t *territory) leads(b *ita.Block) bool {
	return slices.ContainsFunc(b.Spans, func(s ita.Span) bool {
		return s.Link >= 0 && t.pg.Links[s.Link].Placeholder != "toggle"
	})
}

// assign returns, per run, the index of the heading that governs it, or -1.
func (t *territory) assign(secs *sections, year ita.FiscalYear) []int {
	pg := t.pg
	head := make([]int, len(pg.runs))
	for r := range head {
		head[r] = -1
	}
	next, cur, end := 0, -1, 0 // the heading to come; the heading in force until block end
	for r := range pg.runs {
		if next < len(t.heads) && t.heads[next].run == r {
			cur = next
			next++
			_, end = t.follows(cur)
			head[r] = cur
			continue
		}
		b := pg.runs[r].block
		if box := t.box(b, cur); box >= 0 {
			head[r] = box
			continue
		}
		if h := t.above(r); h >= 0 {
			head[r] = h
			continue
		}
		if cur < 0 || b >= end {
			continue
		}
		inOwn := t.own[cur] >= 0 && b < pg.Nodes[t.own[cur]].Last && pg.within(pg.node(r), t.own[cur])
		if !inOwn && (t.ends(r, cur) || !pg.content(b) && pg.content(pg.runs[t.heads[cur].run].block)) {
			end = b
			continue
		}
		if !inOwn && t.boxed[t.tag(cur)] && !t.continues(r, cur) {
			continue
		}
		head[r] = cur
	}
	t.panels(head)
	for r := range head {
		if h := head[r]; h >= 0 && t.heads[h].year == year {
			if y := secs.yearOf(r); y != 0 && y != year {
				head[r] = -1
			}
		}
	}
	return head
}

// above returns the heading in the same column of the table row before, for a
// row of links below a row of several headings; -1 when there is none.
func (t *territory) above(r int) int {
	pg := t.pg
	cell := pg.cell(pg.node(r))
	row := pg.row(cell)
	if row < 0 || t.owner[row] != nobody {
		return -1
	}
	rows := t.rows[pg.Nodes[row].Parent]
	at := sort.SearchInts(rows, row)
	for _, n := range slices.Backward(rows[max(0, at-2):at]) {
		if t.owner[n] == nobody {
			continue
		}
		if t.owner[n] != mixed {
			return -1
		}
		if h, ok := t.inRow[[2]int{n, pg.Nodes[cell].Col}]; ok {
			return h
		}
		return -1
	}
	return -1
}

// box returns the heading in whose own element a block lies. Where the item has
// several headings in there, the latest one before the block counts.
func (t *territory) box(block, cur int) int {
	for n := t.pg.Blocks[block].Node; n > 0; n = t.pg.Nodes[n].Parent {
		if h, ok := t.ofNode[n]; ok {
			if cur >= 0 && t.own[cur] == n {
				return cur
			}
			return h
		}
		if t.owner[n] == mixed {
			return -1
		}
	}
	return -1
}

// ends reports whether a run outside a heading's own element ends what the
// heading governs: the title of another part of the page.
func (t *territory) ends(r, cur int) bool {
	pg := t.pg
	tag := pg.Nodes[pg.node(r)].Tag
	text := pg.runs[r].text
	for _, w := range otherParts {
		if strings.HasPrefix(text, w) {
			return true
		}
	}
	if len(tag) == 2 && tag[0] == 'h' && isDigit(tag[1]) {
		own := pg.Nodes[pg.node(t.heads[cur].run)].Tag
		if len(own) == 2 && own[0] == 'h' && isDigit(own[1]) {
			return tag[1] <= own[1]
		}
		return pg.link(r) < 0
	}
	return false
}

// otherParts begin the titles of parts of a page that belong to no item.
var otherParts = []string{
	"ตัวชี้วัด", "ส่วนที่ ", "บทความ", "ข่าวที่เกี่ยวข้อง", "เรื่องที่เกี่ยวข้อง", "เอกสารที่เกี่ยวข้อง", "ลิงก์ที่เกี่ยวข้อง", "ลิงค์ที่เกี่ยวข้อง",
	"ข่าวล่าสุด", "ข่าวอื่น", "แชร์", "Share", "Tags", "ป้ายกำกับ", "หมวดหมู่", "Related",
}

// continues reports whether a run lies in an element of the same kind as the
// heading's own, such as a further row of a table, without anything in the
// column where headings stand.
func (t *territory) continues(r, cur int) bool {
	pg := t.pg
	own := t.own[cur]
	if own < 0 {
		return true
	}
	parent := pg.Nodes[own].Parent
	n := pg.node(r)
	for n > 0 && pg.Nodes[n].Parent != parent {
		n = pg.Nodes[n].Parent
	}
	if n <= 0 || pg.Nodes[n].Tag != pg.Nodes[own].Tag {
		return false
	}
	return cur+1 < len(t.heads) || pg.Nodes[n].Tag == "tr"
}

// panels gives the contents of a panel to the heading that opens it, wherever it stands.
func (t *territory) panels(head []int) {
	pg := t.pg
	byID := map[string][]int{}
	for i := range pg.Nodes {
		if id := pg.Nodes[i].ID; id != "" {
			byID[id] = append(byID[id], i)
		}
	}
	opened := map[int]int{} // panel → the last heading that opens it
	for i, c := range t.heads {
		opens := ""
		rn := &pg.runs[c.run]
		for _, s := range pg.Blocks[rn.block].Spans[rn.from:rn.to] {
			if s.Link >= 0 && pg.Links[s.Link].Placeholder == "toggle" {
				opens = pg.Links[s.Link].Fragment
			}
		}
		for n, up := pg.node(c.run), 0; n > 0 && up < 3 && opens == ""; n, up = pg.Nodes[n].Parent, up+1 {
			if t.owner[n] == mixed {
				break
			}
			opens = pg.Nodes[n].Opens
		}
		panel := nearest(byID[opens], pg.node(c.run))
		if opens == "" || panel < 0 || t.owner[panel] == mixed || t.owner[panel] != nobody && t.owner[panel] != c.item {
			continue
		}
		opened[panel] = i
	}
	for _, panel := range slices.SortedFunc(maps.Keys(opened), func(a, b int) int { return opened[a] - opened[b] }) {
		for r := pg.firstRun[pg.Nodes[panel].First]; r < pg.firstRun[pg.Nodes[panel].Last]; r++ {
			head[r] = opened[panel]
		}
	}
}

// nearest returns the first node after one, else the last before it: ids are
// often repeated, and the panel meant is the one that follows. It returns -1
// when there is none.
func nearest(nodes []int, after int) int {
	if len(nodes) == 0 {
		return -1
	}
	return nodes[min(sort.SearchInts(nodes, after+1), len(nodes)-1)]
}

// longestLine is how many bytes of a line are looked at as the label of a link
// in it: a longer one is running text.
const longestLine = 1200

// label returns the words that name a link when its own do not (a picture, "ดาวน์โหลด"):
// the rest of its line, else the line before in the same entry; and the
// nearest heading-like line above it, such as a quarter.
func (pg *pageReader) label(link int) (label, context string) {
	l := &pg.Links[link]
	if l.Block >= len(pg.Blocks) {
		return "", ""
	}
	if isGeneric(l.Text) {
		var b strings.Builder
		for _, s := range pg.Blocks[l.Block].Spans[:min(len(pg.Blocks[l.Block].Spans), longestLine)] {
			if s.Link != link {
				b.WriteString(s.Text)
			}
			if b.Len() > longestLine {
				break
			}
		}
		label = strings.TrimSpace(b.String())
		if countLetters(label) < 4 && l.Block > 0 {
			prev := l.Block - 1
			if pg.apart(pg.Blocks[l.Block].Node, pg.Blocks[prev].Node) <= 3 {
				label = strings.TrimSpace(pg.texts[prev])
			}
		}
	}
	for b, n := l.Block-1, 0; b >= 0 && n < 6; b, n = b-1, n+1 {
		node := &pg.Nodes[pg.Blocks[b].Node]
		switch node.Tag {
		case "h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt", "legend", "caption":
			return clip(label), clip(pg.texts[b])
		}
	}
	return clip(label), ""
}

// isGeneric reports whether a link's text says nothing about the document.
func isGeneric(s string) bool {
	s = strings.ToLower(readable(s))
	for _, w := range genericWords {
		s = strings.ReplaceAll(s, w, "")
	}
	return countLetters(s) < 3
}

var genericWords = []string{
	"คลิกดูรายละเอียดเพิ่มเติม", "ดูรายละเอียดเพิ่มเติม", "รายละเอียดเพิ่มเติม", "ดูรายละเอียด", "รายละเอียด", "คลิกที่นี่", "คลิ๊กที่นี่", "คลิกเพื่อดู", "คลิก", "คลิ๊ก",
	"เปิดหลักฐาน", "เปิดข้อมูล", "เปิดดู", "เปิดอ่าน", "เปิดเอกสาร", "เปิดไฟล์", "เปิด", "ดูข้อมูล", "ดูเอกสาร", "ดูไฟล์", "อ่านต่อ", "อ่าน",
	"ดาวน์โหลดเอกสาร", "ดาวน์โหลด", "ดาวโหลด", "เอกสารแนบ", "เอกสาร", "ไฟล์แนบ", "ไฟล์", "ลิงก์", "ลิงค์", "ลิ้งค์", "ที่นี่", "เพิ่มเติม", "ดู",
	"click here", "click", "download", "read more", "more", "view", "open", "link", "here", "pdf", "docx", "xlsx", "doc", "xls", "file", "url",
}

func firstNonEmpty(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
