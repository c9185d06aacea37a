package rules

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"itacheck/ita"
)

// pageReader is a page prepared for matching: its text cut into runs, each of
// which names at most one item.
type pageReader struct {
	*ita.Page
	texts    []string // of the blocks
	runs     []run
	firstRun []int             // per block: index of its first run; one more at the end
	codes    map[int]string    // of addresses, by link; filled as they are asked for
	yearRows map[int][]yearRow // by table; nil until asked for
}

// run is a block, or a part of one that begins with an item's code.
type run struct {
	block    int
	from, to int // spans
	raw      string
	text     string // readable
}

func newPageReader(p *ita.Page) *pageReader {
	pg := &pageReader{Page: p, texts: make([]string, len(p.Blocks)), firstRun: make([]int, len(p.Blocks)+1), codes: map[int]string{}}
	for b := range p.Blocks {
		pg.firstRun[b] = len(pg.runs)
		raw := p.Blocks[b].Text()
		pg.texts[b] = raw
		pg.runs = append(pg.runs, run{block: b, to: len(p.Blocks[b].Spans), raw: raw, text: readable(raw)})
	}
	pg.firstRun[len(p.Blocks)] = len(pg.runs)
	return pg
}

// cut is where a run begins within a block: a span, and an offset in its text.
type cut struct{ span, offset int }

// split cuts blocks that hold several codes, such as a line of links O1 O2 O3 or
// "O1 … • O2 …", into a run for each.
func (pg *pageReader) split(c *coder) {
	var runs []run
	for b := range pg.Blocks {
		pg.firstRun[b] = len(runs)
		spans := pg.Blocks[b].Spans
		cuts := c.cuts(spans)
		for k, at := range cuts {
			end := cut{span: len(spans)}
			if k+1 < len(cuts) {
				end = cuts[k+1]
			}
			raw := strings.TrimSpace(between(spans, at, end))
			rn := run{block: b, from: at.span, to: end.span, raw: raw, text: readable(raw)}
			if at.offset > 0 {
				rn.from++ // the span where it begins is plain text of the run before too
				rn.to = max(rn.to, rn.from)
			}
			runs = append(runs, rn)
		}
	}
	pg.firstRun[len(pg.Blocks)] = len(runs)
	pg.runs = runs
}

// cuts finds where the runs of a block begin: at its start, at every further
// span that begins with a code, and at codes that follow a bullet in plain text.
func (c *coder) cuts(spans []ita.Span) []cut {
	cuts := []cut{{}}
	if len(spans) < 2 {
		return cuts
	}
	plain := func(text string) bool {
		p, ok := c.parse(readable(beginning(text)))
		return ok && !p.weak && !p.sub && p.last == 0
	}
	seen := false
	for i := range spans {
		if len(cuts) >= mostCuts {
			break
		}
		if plain(spans[i].Text) {
			if seen {
				cuts = append(cuts, cut{span: i})
			}
			seen = true
		}
		if spans[i].Link >= 0 {
			continue
		}
		text := spans[i].Text
		coded, until := false, 0 // whether a code follows the bullets that end there
		for at, r := range text {
			if at == 0 || !strings.ContainsRune("•●·|", r) {
				continue
			}
			if len(cuts) >= mostCuts {
				break
			}
			if at >= until {
				rest := strings.TrimLeft(text[at:], bullets)
				coded, until = plain(rest), len(text)-len(rest)
			}
			if coded {
				cuts = append(cuts, cut{span: i, offset: at})
				seen = true
			}
		}
	}
	return cuts
}

// mostCuts is how many runs a block is cut into; no list has so many items.
const mostCuts = 2000

// beginning is as much of a text as can hold a code, with what stands around it.
func beginning(text string) string {
	const most = 150 // bytes
	if len(text) <= most {
		return text
	}
	end := most
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// between is the text from one cut to another.
func between(spans []ita.Span, from, to cut) string {
	if from.span == to.span {
		return spans[from.span].Text[from.offset:to.offset]
	}
	var b strings.Builder
	b.WriteString(spans[from.span].Text[from.offset:])
	for _, s := range spans[from.span+1 : to.span] {
		b.WriteString(s.Text)
	}
	if to.span < len(spans) {
		b.WriteString(spans[to.span].Text[:to.offset])
	}
	return b.String()
}

// node returns the block element of a run.
func (pg *pageReader) node(r int) int { return pg.Blocks[pg.runs[r].block].Node }

// link returns the one link that all of a run's words belong to, or -1.
func (pg *pageReader) link(r int) int {
	rn := &pg.runs[r]
	link := -1
	for _, s := range pg.Blocks[rn.block].Spans[rn.from:rn.to] {
		if s.Link < 0 {
			if countLetters(s.Text) > 0 {
				return -1
			}
			continue
		}
		if link >= 0 && link != s.Link {
			return -1
		}
		link = s.Link
	}
	return link
}

// beforeLinks is what a run says before its first link, readable; "" when it has none.
func (pg *pageReader) beforeLinks(r int) string {
	rn := &pg.runs[r]
	var b strings.Builder
	for _, s := range pg.Blocks[rn.block].Spans[rn.from:rn.to] {
		if s.Link >= 0 {
			return readable(b.String())
		}
		b.WriteString(s.Text)
	}
	return ""
}

// content reports whether a block lies in the page's content, not in its menus, footer or side bars.
func (pg *pageReader) content(block int) bool {
	if block >= len(pg.Blocks) {
		return false
	}
	return pg.Nodes[pg.Blocks[block].Node].Region == ita.RegionMain
}

// candidate is a run that may name an item.
type candidate struct {
	run     int
	code    printed // zero when no code is printed
	words   string  // the heading's words without the code; those of the next run when the code stands alone
	titled  int     // the run that the words come from
	alike   []alike
	number  int // a bare number before the title: 12 of "12. แผน…"; 0 when there is none
	shape   string
	year    ita.FiscalYear // of the section that it stands in; 0 when none
	support float64        // how many items its shape names, as a share of the commonest shape's, 0 to 1
	pure    float64        // share of the runs of its shape that are candidates, 0 to 1

	filed    bool // the documents that follow bear its printed code in their addresses
	loose    bool // the code stands alone and a link follows: its words may be a document's name, not the title
	stranger bool // a title without a code, set unlike the headings that have one

	item  int  // the item it was chosen for
	waits bool // what stands under it says that the document is still to come
}

// longestRange is how far apart the codes of one entry can be: "MOIT 3-5" is an
// entry for three items, "MOIT 1-22" speaks of the list.
const longestRange = 6

// longestHeading is how many letters a run may have and still name an item by its title alone.
const longestHeading = 250

// candidates lists every run that begins with a code or resembles a title.
func (m *matcher) candidates(pg *pageReader) []*candidate {
	pg.split(m.coder)
	var out []*candidate
	titles := map[int]bool{} // runs that are the title of a code beside them
	for r := range pg.runs {
		if c := m.candidate(pg, r); c != nil {
			out = append(out, c)
			titles[c.titled] = titles[c.titled] || c.titled != r
		}
	}
	out = slices.DeleteFunc(out, func(c *candidate) bool { return c.code.code == "" && titles[c.run] })
	out = entries(inContent(pg, out))
	support(m, pg, out)
	for i, c := range out {
		if c.code.code != "" {
			c.filed = m.filedUnder(pg, c, out[i+1:])
		}
	}
	return out
}

// entries leaves out the headings of sections, "O1-O6", which are no entries of
// the list: a range is one only where none of its items stands by itself.
func entries(all []*candidate) []*candidate {
	alone := map[string]bool{}
	for _, c := range all {
		if c.code.last == 0 && !c.code.sub {
			alone[c.code.code] = true
		}
	}
	return slices.DeleteFunc(all, func(c *candidate) bool {
		if c.code.last == 0 {
			return false
		}
		prefix, n := splitCode(c.code.code)
		for ; n <= c.code.last; n++ {
			if alone[prefix+strconv.Itoa(n)] {
				return true
			}
		}
		return false
	})
}

// filedUnder reports whether more of the links between a candidate and the next
// one with a code bear the candidate's own code in their addresses
// ("/ita2569/O16/o16_แนวปฏิบัติ.pdf") than that of the item its title resembles.
func (m *matcher) filedUnder(pg *pageReader, c *candidate, rest []*candidate) bool {
	end := min(c.run+40, len(pg.runs))
	for _, o := range rest {
		if o.run >= end {
			break
		}
		// A link with a code may be a document of this item, but not one with a title too.
		if o.code.code != "" && (pg.link(o.run) < 0 || bestOf(o.alike).score >= 0.75 && !o.code.sub) {
			end = o.run
		}
	}
	other := ""
	if best := bestOf(c.alike); best.item >= 0 {
		other = m.rs.Items[best.item].Code
	}
	own, others := 0, 0
	for r := c.run; r < end; r++ {
		for _, s := range pg.Blocks[pg.runs[r].block].Spans[pg.runs[r].from:pg.runs[r].to] {
			if s.Link < 0 || pg.Links[s.Link].URL == "" {
				continue
			}
			switch pg.filed(m, s.Link) {
			case c.code.code:
				own++
			case other:
				others++
			}
		}
	}
	return own > others
}

// filed is the code that the address of a link begins with, or "".
func (pg *pageReader) filed(m *matcher, link int) string {
	code, known := pg.codes[link]
	if !known {
		code = m.codeInAddress(pg.Links[link].URL)
		pg.codes[link] = code
	}
	return code
}

// codeInAddress returns the code that a file's name or its folder begins with, or "".
func (m *matcher) codeInAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	dir, file := path.Split(u.Path)
	for _, name := range []string{file, path.Base(dir)} {
		if p, ok := m.coder.parse(readable(name)); ok && !p.weak {
			return p.code
		}
	}
	return ""
}

func (m *matcher) candidate(pg *pageReader, r int) *candidate {
	text := pg.runs[r].text
	c := &candidate{run: r, titled: r, shape: pg.shape(r)}
	p, ok := m.coder.parse(text)
	if !ok {
		if label := pg.nodeLabel(r); label != "" {
			if q, found := m.coder.parse(label); found && !q.sub && q.last == 0 {
				p, ok = q, true
				p.end = 0
				if n, end := bareNumber(text); n > 0 {
					p.end = end
				}
				if countLetters(text) < 4 {
					text = label
					p.end = q.end
				}
			}
		}
	}
	if ok && p.last-numberOf(p.code) > longestRange {
		return nil // "O1-O9" heads a section
	}
	if !ok {
		p, text, ok = m.codeAfter(text)
	}
	if !ok {
		if q, words, found := m.codeAfter(pg.beforeLinks(r)); found {
			p, text, ok = q, words, true
		}
	}
	if ok {
		c.code = p
		c.words = strings.TrimLeft(text[p.end:], bullets+")]}")
		if countLetters(c.words) < 2 {
			if n := pg.beside(r, m.coder); n >= 0 {
				c.titled, c.words = n, pg.runs[n].text
				c.loose = pg.link(n) >= 0
			}
		}
		c.alike = m.titles.similar(c.words)
		return c
	}
	if n := countLetters(text); n < 2 || n > longestHeading {
		return nil
	}
	if n, end := bareNumber(text); n > 0 {
		c.number = n
		c.words = text[end:]
	} else {
		c.words = strings.TrimLeft(text, bullets)
	}
	c.alike = m.titles.similar(c.words)
	if best := bestOf(c.alike).score; best < 0.6 || m.groups.best(c.words) > best+0.02 {
		return nil // nothing like a title, or rather the heading of a group of items
	}
	return c
}

// codeAfter reads a code in brackets or after a dash at the end of a heading,
// "ข้อมูลการติดต่อ (O5):" or "ข้อมูลการติดต่อ – O5", and returns it with the words before it.
func (m *matcher) codeAfter(text string) (printed, string, bool) {
	t := strings.TrimRight(text, " :-–")
	if len(t) > longestLine || countLetters(t) > 120 {
		return printed{}, text, false
	}
	from := strings.LastIndexAny(t, "([")
	if from <= 0 || !strings.HasSuffix(t, ")") && !strings.HasSuffix(t, "]") {
		from = strings.LastIndexAny(t, "-–—|:")
	}
	if from <= 0 {
		return printed{}, text, false
	}
	end := t[from:]
	p, ok := m.coder.parse(end)
	if !ok || p.weak || p.last > 0 || countLetters(end[p.end:]) > 0 {
		return printed{}, text, false
	}
	p.end = 0
	return p, t[:from], true
}

func numberOf(code string) int {
	_, n := splitCode(code)
	return n
}

// nodeLabel is the accessible name of the element around a run, or of its link,
// when it is set apart from the visible text.
func (pg *pageReader) nodeLabel(r int) string {
	if l := pg.link(r); l >= 0 {
		if label := firstNonEmpty(pg.Links[l].Title, pg.Links[l].Image); label != "" {
			return readable(label)
		}
	}
	rn := &pg.runs[r]
	for n, up := pg.node(r), 0; n > 0 && up < 3; n, up = pg.Nodes[n].Parent, up+1 {
		if pg.Nodes[n].First != rn.block {
			break // the label is for more than this run, and began before it
		}
		if pg.Nodes[n].Label != "" {
			return readable(pg.Nodes[n].Label)
		}
	}
	return ""
}

// beside returns the run that holds the title of a code standing alone: of the
// runs in the same table row the one that follows, else the one before; without
// a table the next one in the same card or list entry. It returns -1 when there
// is none.
func (pg *pageReader) beside(r int, c *coder) int {
	row := pg.row(pg.node(r))
	title := func(n int) bool {
		if countLetters(pg.runs[n].text) < 2 {
			return false
		}
		_, coded := c.parse(pg.runs[n].text)
		return !coded
	}
	for n := r + 1; n < len(pg.runs) && n <= r+3; n++ {
		if row >= 0 && pg.row(pg.node(n)) != row || row < 0 && pg.apart(pg.node(r), pg.node(n)) > 4 {
			break
		}
		if title(n) {
			return n
		}
		if countLetters(pg.runs[n].text) >= 2 {
			break
		}
	}
	if row < 0 {
		return -1
	}
	before := -1 // the first of the row that is not a link, else the first
	for n := r - 1; n >= 0 && n >= r-8 && pg.row(pg.node(n)) == row; n-- {
		if title(n) && (before < 0 || pg.link(n) < 0 || pg.link(before) >= 0) {
			before = n
		}
	}
	return before
}

// cell returns the table cell that a node lies in, or the root, 0.
func (pg *pageReader) cell(n int) int {
	return pg.up(n, "td")
}

// up returns the nearest element of one of some kinds that a node is or lies in,
// or the root, 0.
func (pg *pageReader) up(n int, tags ...string) int {
	for n > 0 && !slices.Contains(tags, pg.Nodes[n].Tag) {
		n = pg.Nodes[n].Parent
	}
	return n
}

// row returns the table row that a node lies in, or -1.
func (pg *pageReader) row(n int) int {
	for ; n > 0; n = pg.Nodes[n].Parent {
		switch pg.Nodes[n].Tag {
		case "tr":
			return n
		case "table":
			return -1
		}
	}
	return -1
}

// apart is how many levels above a node the element lies that holds another node too.
func (pg *pageReader) apart(a, b int) int {
	up := 0
	for ; a > 0; a = pg.Nodes[a].Parent {
		if pg.within(b, a) {
			return up
		}
		up++
	}
	return up
}

// within reports whether node n is node top or lies in it. Parents come before
// their children, so the walk ends early.
func (pg *pageReader) within(n, top int) bool {
	for n > top {
		n = pg.Nodes[n].Parent
	}
	return n == top
}

// shape describes how a run is set: the elements around it and whether it is a
// link. Headings of a list share a shape, whatever it is on that page.
func (pg *pageReader) shape(r int) string {
	var b strings.Builder
	if pg.link(r) >= 0 {
		b.WriteString("a<")
	}
	n := pg.node(r)
	for range 3 {
		if n <= 0 {
			break
		}
		node := &pg.Nodes[n]
		b.WriteString(node.Tag)
		if class, _, _ := strings.Cut(strings.TrimSpace(node.Class), " "); class != "" {
			b.WriteByte('.')
			b.WriteString(class)
		}
		if node.Tag == "td" || node.Tag == "th" {
			b.WriteByte('0' + byte(min(node.Col, 9)))
		}
		b.WriteByte('<')
		n = node.Parent
	}
	return b.String()
}

// inContent leaves out candidates in menus, footers and side bars, unless that
// is where the list is.
func inContent(pg *pageReader, all []*candidate) []*candidate {
	var in []*candidate
	items, inItems := map[int]bool{}, map[int]bool{}
	for _, c := range all {
		best := bestOf(c.alike).item
		items[best] = true
		if pg.content(pg.runs[c.run].block) {
			in = append(in, c)
			inItems[best] = true
		}
	}
	if len(inItems)*3 < len(items) {
		return all
	}
	return in
}

// support tells each candidate how much its shape is that of the page's item headings.
func support(m *matcher, pg *pageReader, cands []*candidate) {
	byShape := map[string]map[int]bool{}
	named, all := map[string]int{}, map[string]int{}
	most := 1
	for _, c := range cands {
		named[c.shape]++
		item := -1
		if i, ok := m.index[c.code.code]; ok && !c.code.sub {
			item = i
		} else if best := bestOf(c.alike); best.score >= 0.75 {
			item = best.item
		}
		if item < 0 {
			continue
		}
		if byShape[c.shape] == nil {
			byShape[c.shape] = map[int]bool{}
		}
		byShape[c.shape][item] = true
		most = max(most, len(byShape[c.shape]))
	}
	for r := range pg.runs {
		if pg.content(pg.runs[r].block) {
			all[pg.shape(r)]++
		}
	}
	for _, c := range cands {
		c.support = float64(len(byShape[c.shape])) / float64(most)
		c.pure = min(1, float64(named[c.shape])/float64(max(1, all[c.shape])))
	}
}

// by says what tied a chosen candidate to its item.
func (c *candidate) by(m *matcher) ita.MatchBy {
	titled := scoreOf(c.alike, c.item) >= 0.6
	switch {
	case c.code.code == m.rs.Items[c.item].Code && titled:
		return ita.ByCodeTitle
	case c.code.code == m.rs.Items[c.item].Code:
		return ita.ByCode
	}
	return ita.ByTitle
}

// confidence is how sure a heading is, 0 to 1.
func (c *candidate) confidence(m *matcher) float64 {
	score := scoreOf(c.alike, c.item)
	switch c.by(m) {
	case ita.ByCodeTitle:
		return min(1, 0.9+0.1*score)
	case ita.ByCode:
		if c.code.weak {
			return 0.6
		}
		return 0.8
	}
	if c.code.code != "" {
		return 0.7 * score // the printed code speaks against it
	}
	return 0.5 + 0.45*max(0, score-0.5)*2*(0.5+0.5*c.support)
}
