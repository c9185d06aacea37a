package rules

import (
	"slices"
	"strconv"
	"strings"

	"itacheck/internal/thai"
	"itacheck/ita"
)

// Match finds where the items of a rule set stand on a site's pages and which
// links belong to each. It decides a page as a whole:
//
//  1. every run of text that begins with a code or resembles a title is a candidate (candidates.go);
//  2. the fiscal year that each part of the page is for is read from its year headings (sections.go);
//  3. the sequence of candidates that fits the rule set's order best becomes the headings (align.go);
//  4. every link goes to the heading whose part of the page it lies in (scope.go).
//
// A code alone never decides against a title that plainly is another item's.
// Match fetches nothing and judges nothing; the same site gives the same result.
func Match(rs *ita.RuleSet, site *ita.Site) *ita.Mapping { return NewMatcher(rs).Match(site) }

// Matcher matches sites with one rule set. It remembers what stands on the pages
// that it has seen, so that a site can be matched again when it has grown. It is
// for one goroutine.
type Matcher struct{ m *matcher }

// NewMatcher returns a Matcher that has seen nothing.
func NewMatcher(rs *ita.RuleSet) *Matcher {
	m := &matcher{rs: rs, coder: newCoder(rs), titles: newTitles(rs), groups: newGroups(rs), index: map[string]int{}, lists: map[*ita.Block]pageMap{}}
	for i := range rs.Items {
		m.index[rs.Items[i].Code] = i
	}
	return &Matcher{m}
}

// Match is the function Match with the Matcher's rule set.
func (mr *Matcher) Match(site *ita.Site) *ita.Mapping {
	m, rs := mr.m, mr.m.rs
	maps := make([]*pageMap, len(site.Pages))
	elsewhere := chrome(site) // addresses that the pages of the list link to, or most pages
	for i := range site.Pages {
		p := &site.Pages[i]
		if p.Depth > 0 {
			continue
		}
		maps[i] = m.list(p, rs.Year)
		for _, l := range p.Links {
			if l.URL != "" {
				elsewhere[l.URL] = true
			}
		}
	}
	oneList(maps)
	out := &ita.Mapping{}
	leads := map[string][]ita.Match{} // address → the items whose links lead there
	for i := range site.Pages {
		p := &site.Pages[i]
		found := maps[i]
		if p.Depth > 0 {
			found = m.subPage(p, rs.Year, leads[p.Fetch.URL], elsewhere)
		}
		for _, h := range found.headings {
			h.Page = i
			out.Headings = append(out.Headings, h)
		}
		for _, match := range found.matches {
			match.Page = i
			out.Matches = append(out.Matches, match)
			if l := &p.Links[match.Link]; l.URL != "" {
				leads[l.URL] = append(leads[l.URL], match)
			}
		}
		for _, y := range found.years {
			if p.Depth == 0 {
				out.Years = insertYear(out.Years, y)
			}
		}
	}
	if len(site.Pages) > 0 {
		out.Matches = append(out.Matches, m.elsewhere(&site.Pages[0], out)...)
	}
	return out
}

// Kinds of items that a website commonly has in its menus.
var menuKinds = map[string]bool{
	"static-page": true, "people": true, "contact": true, "news": true, "interactive": true, "social": true, "channel": true, "e-service": true,
}

// elsewhere offers, for items that the list has no usable link for, a link
// outside the list that plainly is the thing: the menu's "โครงสร้างหน่วยงาน".
func (m *matcher) elsewhere(p *ita.Page, found *ita.Mapping) []ita.Match {
	has := map[string]bool{}
	used := map[int]bool{}
	for _, match := range found.Matches {
		if match.Page != 0 {
			has[match.Code] = true
			continue
		}
		used[match.Link] = true
		if p.Links[match.Link].URL != "" && !match.Waiting {
			has[match.Code] = true
		}
	}
	best := make([]ita.Match, len(m.rs.Items))
	for i := range p.Links {
		l := &p.Links[i]
		if l.URL == "" || used[i] || l.Via == "frame" || countLetters(l.Text) > 60 {
			continue
		}
		a := bestOf(m.titles.similar(readable(l.Text)))
		if a.item < 0 || a.score < 0.9 || a.score*0.4 <= best[a.item].Confidence {
			continue
		}
		it := &m.rs.Items[a.item]
		if has[it.Code] || !menuKinds[it.Kind] {
			continue
		}
		best[a.item] = ita.Match{Code: it.Code, Link: i, By: ita.ByTitle, Confidence: a.score * 0.4, Elsewhere: true}
	}
	return slices.DeleteFunc(best, func(b ita.Match) bool { return b.Code == "" })
}

// chrome returns the addresses that many of the pages behind the list link to,
// more than a third: menus and footers.
func chrome(site *ita.Site) map[string]bool {
	on := map[string]int{} // address → pages
	pages := 0
	for i := range site.Pages {
		if site.Pages[i].Depth == 0 || len(site.Pages[i].Links) == 0 {
			continue
		}
		pages++
		seen := map[string]bool{}
		for _, l := range site.Pages[i].Links {
			if l.URL != "" && !seen[l.URL] {
				seen[l.URL] = true
				on[l.URL]++
			}
		}
	}
	common := map[string]bool{}
	for address, n := range on {
		if n >= 3 && n*3 > pages {
			common[address] = true
		}
	}
	return common
}

// oneList drops what the pages around a list merely resemble: where one page
// prints the items' codes, a title in the menus of another page names no item.
func oneList(maps []*pageMap) {
	best := 0
	for _, pm := range maps {
		if pm != nil {
			best = max(best, CodedItems(pm.headings))
		}
	}
	if best < minListed {
		return
	}
	for _, pm := range maps {
		if pm == nil || CodedItems(pm.headings) > 0 {
			continue
		}
		pm.headings, pm.matches = nil, nil
	}
}

// CodedItems counts the items that headings name by their codes, not merely by
// their titles.
func CodedItems(headings []ita.Heading) int {
	codes := map[string]bool{}
	for _, h := range headings {
		if h.By != ita.ByTitle {
			codes[h.Code] = true
		}
	}
	return len(codes)
}

// matcher holds what is derived from the rule set once.
type matcher struct {
	rs     *ita.RuleSet
	coder  *coder
	titles *titles
	groups *titles                // headings that name no item
	index  map[string]int         // code → index of the item
	lists  map[*ita.Block]pageMap // what was found on a page, by its first block
}

// pageMap is what was found on one page.
type pageMap struct {
	headings []ita.Heading
	matches  []ita.Match
	years    []ita.FiscalYear
}

// list reads a page that lists items, each once.
func (m *matcher) list(p *ita.Page, year ita.FiscalYear) *pageMap {
	if len(p.Blocks) == 0 {
		return m.readList(p, year)
	}
	key := &p.Blocks[0]
	found, ok := m.lists[key]
	if !ok {
		found = *m.readList(p, year)
		m.lists[key] = found
	}
	return &found
}

func (m *matcher) readList(p *ita.Page, year ita.FiscalYear) *pageMap {
	pg := newPageReader(p)
	cands := m.candidates(pg)
	secs := yearSections(pg)
	cands = secs.only(cands, year)
	chosen := m.align(pg, cands)
	out := &pageMap{years: secs.years, matches: m.scope(pg, chosen, secs, year)}
	for _, c := range chosen {
		h := m.heading(pg, c)
		for _, h.Code = range m.codes(c) {
			out.headings = append(out.headings, h)
		}
	}
	return out
}

// minListed is how many items a sub-page must name to count as a list of its own.
const minListed = 3

// subPage reads a page that items lead to: either a part of the list, or the
// documents of the items whose links lead here.
func (m *matcher) subPage(p *ita.Page, year ita.FiscalYear, from []ita.Match, elsewhere map[string]bool) *pageMap {
	found := m.list(p, year)
	if CodedItems(found.headings) >= minListed {
		return found
	}
	return m.documents(p, from, elsewhere)
}

// documents reads a page of documents: its links count for the items that lead
// here, unless the ITA page has them too, as menus do. Where the page has no
// documents its few links to further pages count.
func (m *matcher) documents(p *ita.Page, from []ita.Match, elsewhere map[string]bool) *pageMap {
	const few = 10
	pg := newPageReader(p)
	var docs, pages []int
	for i := range p.Links {
		l := &p.Links[i]
		if elsewhere[l.URL] || !pg.content(l.Block) || l.Placeholder == "toggle" || l.Placeholder == "self_link" {
			continue
		}
		label, _ := pg.label(i)
		switch words := firstNonEmpty(label, l.Text); {
		case countLetters(words) < 6 && !IsDocument(l.URL):
			// a button of the page
		case l.URL == "" || IsDocument(l.URL) || len(thai.Years(readable(words))) > 0:
			docs = append(docs, i)
		default:
			pages = append(pages, i)
		}
	}
	if len(docs) == 0 && len(pages) <= few {
		docs = pages
	}
	out := &pageMap{}
	for _, i := range docs {
		label, context := pg.label(i)
		waits := waiting(label) || waiting(p.Links[i].Text)
		for _, f := range from {
			out.matches = append(out.matches, ita.Match{
				Code: f.Code, Link: i, By: f.By, Confidence: f.Confidence * 0.8,
				Heading: f.Heading, Label: label, Context: firstNonEmpty(m.column(pg, f.Code, i), context), Waiting: waits,
			})
		}
	}
	return out
}

// codes are the items that a chosen candidate names: one, or those of a range.
func (m *matcher) codes(c *candidate) []string {
	own := m.rs.Items[c.item].Code
	codes := []string{own}
	if c.code.code == own && c.code.last > 0 {
		prefix, n := splitCode(own)
		for n++; n <= c.code.last; n++ {
			if code := prefix + strconv.Itoa(n); m.rs.Item(code) != nil {
				codes = append(codes, code)
			}
		}
	}
	return codes
}

// heading describes a chosen candidate.
func (m *matcher) heading(pg *pageReader, c *candidate) ita.Heading {
	h := ita.Heading{
		Block: pg.runs[c.run].block, Text: clip(c.words),
		By: c.by(m), Confidence: c.confidence(m), Waiting: c.waits || waiting(c.words), Year: c.year,
	}
	if c.code.last == 0 {
		h.Printed = c.code.code
	}
	return h
}

// clip bounds the length of a text that is kept for the report.
func clip(s string) string {
	const most = 300
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

func insertYear(years []ita.FiscalYear, y ita.FiscalYear) []ita.FiscalYear {
	i := 0
	for i < len(years) && years[i] < y {
		i++
	}
	if i < len(years) && years[i] == y {
		return years
	}
	years = append(years, 0)
	copy(years[i+1:], years[i:])
	years[i] = y
	return years
}

// IndexLinks returns the links of a page that lead to a part of the list: their
// text names a section, or a range of items.
func IndexLinks(rs *ita.RuleSet, p *ita.Page) []int {
	m := &matcher{rs: rs, coder: newCoder(rs)}
	pg := newPageReader(p)
	var out []int
	for i := range p.Links {
		l := &p.Links[i]
		if l.URL == "" || IsDocument(l.URL) || !pg.content(l.Block) {
			continue
		}
		if text := readable(l.Text); strings.HasPrefix(text, "ตัวชี้วัด") || m.namesRange(text) || m.isSection(text) {
			out = append(out, i)
		}
	}
	return out
}

// namesRange reports whether a text holds a range of codes such as (O1 - O9).
func (m *matcher) namesRange(text string) bool {
	for i := range text {
		if i > 0 && (isLatin(text[i-1]) || isDigit(text[i-1])) {
			continue
		}
		if p, ok := m.coder.parseBare(text[i:]); ok && p.last > 0 && !p.weak {
			return true
		}
	}
	return false
}

func (m *matcher) isSection(text string) bool {
	folded := string(foldTitle(text))
	for _, s := range m.rs.Sections {
		if s.Title.TH != "" && strings.HasSuffix(folded, string(foldTitle(s.Title.TH))) {
			return true
		}
	}
	return false
}
