package rules_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"itacheck"
	"itacheck/ita"
	"itacheck/rules"
)

// fuzzPage decodes bytes into a page: each byte opens or closes an element,
// writes a text or a link, or ends a line. Every sequence of bytes is a page.
type fuzzPage struct {
	page  ita.Page
	open  []int // elements that are open, outermost first
	spans []ita.Span
	rest  []byte
}

var (
	fuzzTags    = []string{"div", "table", "tr", "td", "p", "h2", "h4", "li", "ul", "dt", "dd", "summary", "details", "section"}
	fuzzClasses = []string{"", "", "row", "card item", "tab-pane"}
	fuzzRegions = []ita.Region{ita.RegionMain, ita.RegionMain, ita.RegionMain, ita.RegionNav, ita.RegionFooter}
	fuzzIDs     = []string{"", "", "a", "b", "c"}
	fuzzWords   = []string{
		"", " ", "O", "O1-O9", "MOIT 3-5:", "ข้อ ", "๑๒.", "12.", "010 ", "O1.1 ", "ปี 2566", "ITA ปี 2565", "ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล",
		"ดาวน์โหลด", "คลิกที่นี่", "(รอเอกสาร)", "รายงานผลการดำเนินงาน พ.ศ. 2565", "โครงสร้าง หน้าที่และอำนาจ", "\u200b", "\xff\xfe", "–", "น้ํา",
	}
	fuzzAddresses = []string{
		"", "https://www.example.go.th/files/o12-report.pdf", "https://www.example.go.th/o12/plan.pdf", "https://www.example.go.th/structure",
		"https://drive.google.com/file/d/1", "http://www.example.go.th/%zz", "https://www.example.go.th/a b\x7f",
	}
)

// next takes a byte; 0 when none is left.
func (f *fuzzPage) next() int {
	if len(f.rest) == 0 {
		return 0
	}
	b := f.rest[0]
	f.rest = f.rest[1:]
	return int(b)
}

func (f *fuzzPage) text(rs *ita.RuleSet) string {
	switch n := f.next(); {
	case n < 80:
		return fuzzWords[n%len(fuzzWords)]
	case n < 140:
		return rs.Items[n%len(rs.Items)].Code
	case n < 200:
		return rs.Items[n%len(rs.Items)].Title.TH
	default:
		it := &rs.Items[n%len(rs.Items)]
		return it.Code + " " + rs.Items[f.next()%len(rs.Items)].Title.TH
	}
}

// flush ends the current block.
func (f *fuzzPage) flush() {
	if len(f.spans) > 0 {
		f.page.Blocks = append(f.page.Blocks, ita.Block{Node: f.open[len(f.open)-1], Spans: f.spans})
		f.spans = nil
	}
}

func (f *fuzzPage) shut() {
	f.flush()
	f.page.Nodes[f.open[len(f.open)-1]].Last = len(f.page.Blocks)
	f.open = f.open[:len(f.open)-1]
}

func decodePage(rs *ita.RuleSet, address string, data []byte) ita.Page {
	f := &fuzzPage{rest: data, open: []int{0}}
	f.page = ita.Page{Fetch: ita.Fetch{URL: address, Status: 200, Kind: "html"}, Nodes: []ita.Node{{Parent: -1, Tag: "body"}}}
	for len(f.rest) > 0 {
		switch op := f.next(); op % 8 {
		case 0, 1:
			f.flush()
			k := f.next()
			parent := f.open[len(f.open)-1]
			n := ita.Node{
				Parent: parent, Tag: fuzzTags[k%len(fuzzTags)], Class: fuzzClasses[op/8%len(fuzzClasses)],
				ID: fuzzIDs[k/16%len(fuzzIDs)], Region: fuzzRegions[op/16%len(fuzzRegions)], Col: k % 3, First: len(f.page.Blocks),
			}
			if op > 200 {
				n.Opens, n.Label = fuzzIDs[op%len(fuzzIDs)], f.text(rs)
			}
			f.open = append(f.open, len(f.page.Nodes))
			f.page.Nodes = append(f.page.Nodes, n)
		case 2:
			if len(f.open) > 1 {
				f.shut()
			}
		case 3, 4:
			f.spans = append(f.spans, ita.Span{Text: f.text(rs), Link: -1})
		case 5, 6:
			l := ita.Link{Via: "href", Block: len(f.page.Blocks), Text: f.text(rs), URL: fuzzAddresses[f.next()%len(fuzzAddresses)]}
			switch {
			case l.URL == "" && op > 128:
				l.Placeholder, l.Fragment = "toggle", fuzzIDs[op%len(fuzzIDs)]
			case l.URL == "":
				l.Placeholder = "no_href"
			case op > 240:
				l.URL += fmt.Sprint(len(f.page.Links))
			}
			f.spans = append(f.spans, ita.Span{Text: l.Text, Link: len(f.page.Links)})
			f.page.Links = append(f.page.Links, l)
		case 7:
			f.flush()
		}
	}
	for len(f.open) > 1 {
		f.shut()
	}
	f.flush()
	f.page.Nodes[0].Last = len(f.page.Blocks)
	return f.page
}

// FuzzMatch matches pages that nobody would write. Whatever is on a page, every
// heading and link of the mapping is there, headings come in the order of their
// page, and the same pages give the same mapping, whatever a matcher has seen
// before them.
func FuzzMatch(f *testing.F) {
	book, err := rules.Load("rules.yaml", itacheck.Rules)
	if err != nil {
		f.Fatal(err)
	}
	sets := book.Sets()
	matchers := map[int][2]*rules.Matcher{} // to make one takes longer than all else
	pages := 0                              // that they remember
	f.Add(uint8(3), []byte("\x00\x01\x03\xc8\x01\x05\x50\x01\x02\x00\x04\x03\xc9\x02\x05\x10\x02"), []byte("\x05\x10\x01\x07\x05\x20\x02"))
	f.Add(uint8(14), []byte("\x03\x05\x05\x10\x01\x03\x06\x05\x11\x02\xd0\x10\x03\x60"), []byte{})
	f.Add(uint8(6), []byte("\x08\x03\x0b\x96\x10\x0d\x97\x01\x12\x07\x03\x98\x05\x0d\x03"), []byte("\x03\xc8\x01\x03\xc9\x02\x03\xca\x03\x05\x0d\x02"))
	f.Fuzz(func(t *testing.T, set uint8, list, behind []byte) {
		if len(list)+len(behind) > 4096 {
			return
		}
		i := int(set) % len(sets)
		rs, two := sets[i], matchers[i]
		if pages++; pages%5000 == 0 {
			clear(matchers)
		}
		if two[0] == nil {
			two = [2]*rules.Matcher{rules.NewMatcher(rs), rules.NewMatcher(rs)}
			matchers[i] = two
		}
		site := &ita.Site{Pages: []ita.Page{decodePage(rs, "https://www.example.go.th/ita", list), decodePage(rs, "https://www.example.go.th/structure", behind)}}
		site.Pages[1].Depth = 1
		m := two[0].Match(site)
		checkMapping(t, rs, site, m)
		if diff := cmp.Diff(m, two[1].Match(site)); diff != "" {
			t.Errorf("the second time differs: %s", diff)
		}
		for _, link := range rules.IndexLinks(rs, &site.Pages[0]) {
			if link < 0 || link >= len(site.Pages[0].Links) {
				t.Errorf("IndexLinks: no link %d", link)
			}
		}
		for _, lead := range rules.Leads(&site.Pages[0], rs.Year) {
			if lead.Link < 0 || lead.Link >= len(site.Pages[0].Links) || lead.Score <= 0 {
				t.Errorf("Leads: %+v", lead)
			}
		}
	})
}

func checkMapping(t *testing.T, rs *ita.RuleSet, site *ita.Site, m *ita.Mapping) {
	t.Helper()
	last := ita.Heading{}
	for _, h := range m.Headings {
		if h.Page < 0 || h.Page >= len(site.Pages) || h.Block < 0 || h.Block >= len(site.Pages[h.Page].Blocks) || rs.Item(h.Code) == nil {
			t.Fatalf("heading %+v is nowhere", h)
		}
		if h.Page < last.Page || h.Page == last.Page && h.Block < last.Block {
			t.Errorf("heading %+v comes after %+v", h, last)
		}
		if h.Confidence < 0 || h.Confidence > 1 {
			t.Errorf("heading %+v: confidence", h)
		}
		last = h
	}
	for _, match := range m.Matches {
		if match.Page < 0 || match.Page >= len(site.Pages) || match.Link < 0 || match.Link >= len(site.Pages[match.Page].Links) || rs.Item(match.Code) == nil {
			t.Fatalf("match %+v is nowhere", match)
		}
		if match.Confidence < 0 || match.Confidence > 1 {
			t.Errorf("match %+v: confidence", match)
		}
	}
}
