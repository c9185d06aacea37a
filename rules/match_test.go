package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"itacheck/ita"
)

func TestTextsAreClipped(t *testing.T) {
	for n, want := range map[int]int{0: 0, 299: 299, 300: 300, 301: 301, 400: 301} { // with the ellipsis
		text := strings.Repeat("ก", n)
		if got := []rune(clip(text)); len(got) != want || n > 300 && got[300] != '…' {
			t.Errorf("of %d characters %d are left, want %d", n, len(got), want)
		}
	}
}

func TestAddressesThatManyPagesLinkToAreMenus(t *testing.T) {
	page := func(depth int, addresses ...string) ita.Page {
		p := ita.Page{Depth: depth}
		for _, a := range addresses {
			p.Links = append(p.Links, ita.Link{URL: a})
		}
		return p
	}
	for name, c := range map[string]struct {
		pages []ita.Page
		want  string
	}{
		"on three of three":                {[]ita.Page{page(1, "m", "a"), page(1, "m"), page(2, "m", "")}, "map[m:true]"},
		"on two":                           {[]ita.Page{page(1, "m"), page(1, "m")}, "map[]"},
		"three times on one":               {[]ita.Page{page(1, "m", "m", "m")}, "map[]"},
		"the list itself does not count":   {[]ita.Page{page(0, "m"), page(1, "m"), page(1, "m")}, "map[]"},
		"on a third":                       {[]ita.Page{page(1, "m"), page(1, "m"), page(1, "m"), page(1, "a"), page(1, "a"), page(1, "b"), page(1, "b"), page(1, "c"), page(1, "c")}, "map[]"},
		"on more than a third":             {[]ita.Page{page(1, "m"), page(1, "m"), page(1, "m"), page(1, "a"), page(1, "a"), page(1, "b"), page(1, "b"), page(1, "c")}, "map[m:true]"},
		"pages without links do not count": {[]ita.Page{page(1, "m"), page(1, "m"), page(1, "m"), page(1), page(1), page(1), page(1), page(1), page(1)}, "map[m:true]"},
	} {
		if got := fmt.Sprint(chrome(&ita.Site{Pages: c.pages})); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestTitlesInMenusNameNoItemsWhereAnotherPagePrintsCodes(t *testing.T) {
	page := func(by ita.MatchBy, codes ...string) *pageMap {
		pm := &pageMap{matches: []ita.Match{{}}}
		for _, c := range codes {
			pm.headings = append(pm.headings, ita.Heading{Code: c, By: by})
		}
		return pm
	}
	for name, c := range map[string]struct {
		list *pageMap
		kept bool
	}{
		"three codes":        {page(ita.ByCode, "O1", "O2", "O3"), false},
		"with titles":        {page(ita.ByCodeTitle, "O1", "O2", "O3"), false},
		"two codes":          {page(ita.ByCode, "O1", "O2"), true},
		"a code three times": {page(ita.ByCode, "O1", "O1", "O1"), true},
		"three titles":       {page(ita.ByTitle, "O1", "O2", "O3"), true},
	} {
		titles := page(ita.ByTitle, "O4")
		one := page(ita.ByCode, "O5")
		oneList([]*pageMap{titles, nil, c.list, one})
		if got := len(titles.headings) == 1 && len(titles.matches) == 1; got != c.kept {
			t.Errorf("%s: kept %v", name, got)
		}
		if len(one.headings) != 1 || len(one.matches) != 1 {
			t.Errorf("%s: a page with a code of its own lost it", name)
		}
	}
}

func TestTheItemsThatAnEntryNames(t *testing.T) {
	rs := setWith("O", 9)
	rs.Items = append(rs.Items[:5], rs.Items[6:]...) // no O6
	m := NewMatcher(rs).m
	for name, c := range map[string]struct {
		code printed
		item int
		want string
	}{
		"one":                            {printed{code: "O3"}, 2, "[O3]"},
		"a range":                        {printed{code: "O3", last: 5}, 2, "[O3 O4 O5]"},
		"with one that the list has not": {printed{code: "O5", last: 7}, 4, "[O5 O7]"},
		"a title against the range":      {printed{code: "O3", last: 5}, 0, "[O1]"},
	} {
		if got := fmt.Sprint(m.codes(&candidate{code: c.code, item: c.item})); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestLinksToPartsOfTheList(t *testing.T) {
	rs := setWith("O", 43)
	rs.Sections = []ita.Section{{Title: ita.Text{TH: "ข้อมูลพื้นฐาน"}}, {}}
	p := &ita.Page{Nodes: []ita.Node{{Region: ita.RegionMain}, {Region: ita.RegionNav}}, Blocks: []ita.Block{{Node: 0}, {Node: 1}}}
	p.Links = []ita.Link{
		{Text: "ตัวชี้วัดที่ 9", URL: "https://a.go.th/9"},
		{Text: "ข้อมูล (O1-O9)", URL: "https://a.go.th/1"},
		{Text: "9.1 ข้อมูลพื้นฐาน", URL: "https://a.go.th/91"},
		{Text: "ข้อมูลพื้นฐาน ของเรา", URL: "https://a.go.th/o"}, // 3: does not end with the section
		{Text: "O1 โครงสร้าง", URL: "https://a.go.th/o1"},
		{Text: "ข้อมูล (01-O9)", URL: "https://a.go.th/w"},
		{Text: "VO1-O9", URL: "https://a.go.th/v"},
		{Text: "2O1-O9", URL: "https://a.go.th/2"},
		{Text: "ตัวชี้วัดที่ 9", URL: ""},
		{Text: "ตัวชี้วัดที่ 9", URL: "https://a.go.th/9.pdf"},
		{Text: "ตัวชี้วัดที่ 9", URL: "https://a.go.th/menu", Block: 1},
		{Text: "O1-O9", URL: "https://a.go.th/19"},
	}
	if diff := cmp.Diff([]int{0, 1, 2, 11}, IndexLinks(rs, p)); diff != "" {
		t.Error(diff)
	}
}

func TestWhichLinksSayNothingAboutTheirDocument(t *testing.T) {
	for text, want := range map[string]bool{
		"ดาวน์โหลด": true, "Click here": true, "PDF": true, "": true, "ดูรายละเอียด 1": true, "กข ดู": true,
		"กขค ดู": false, "แผนปฏิบัติราชการ": false,
	} {
		if got := isGeneric(text); got != want {
			t.Errorf("isGeneric(%q) = %v", text, got)
		}
	}
	for _, c := range []struct {
		nodes       []int
		after, want int
	}{{nil, 3, -1}, {[]int{1, 5, 9}, 3, 5}, {[]int{1, 5, 9}, 5, 9}, {[]int{1, 5, 9}, 9, 9}, {[]int{1}, 4, 1}, {[]int{4, 6}, 3, 4}} {
		if got := nearest(c.nodes, c.after); got != c.want {
			t.Errorf("nearest(%v, %d) = %d, want %d", c.nodes, c.after, got, c.want)
		}
	}
	if firstNonEmpty("", "a", "b") != "a" || firstNonEmpty("") != "" {
		t.Error("the first that is not empty")
	}
}

func TestTheWordsThatNameALink(t *testing.T) {
	nodes := []ita.Node{{Parent: -1}, {Parent: 0, Tag: "h3"}, {Parent: 0, Tag: "p"}, {Parent: 0, Tag: "tr"}, {Parent: 3, Tag: "td"}, {Parent: 3, Tag: "td"}, {Parent: 5, Tag: "div"}, {Parent: 6, Tag: "div"}, {Parent: 7, Tag: "div"}}
	type line struct {
		node  int
		spans []ita.Span
	}
	link := func(text string) ita.Span { return ita.Span{Text: text, Link: 0} }
	text := func(s string) ita.Span { return ita.Span{Text: s, Link: -1} }
	other := func(s string) ita.Span { return ita.Span{Text: s, Link: 1} }
	for name, c := range map[string]struct {
		lines          []line // the link's is the last
		label, context string
	}{
		"its own words do":           {[]line{{2, []ita.Span{text("แผน "), link("รายงานผลการดำเนินงาน")}}}, "", ""},
		"else the rest of its line":  {[]line{{2, []ita.Span{text("แผนปี 2566 "), link("ดู"), other(" ดูอีก")}}}, "แผนปี 2566  ดูอีก", ""},
		"else the line before":       {[]line{{4, []ita.Span{text("แผนปี 2566")}}, {5, []ita.Span{link("ดู")}}}, "แผนปี 2566", ""},
		"which is in the same entry": {[]line{{4, []ita.Span{text("แผนปี 2566")}}, {7, []ita.Span{link("ดู")}}}, "แผนปี 2566", ""},
		"not far from it":            {[]line{{4, []ita.Span{text("แผนปี 2566")}}, {8, []ita.Span{text("-"), link("ดู")}}}, "-", ""},
		"nothing":                    {[]line{{2, []ita.Span{link("ดู")}}}, "", ""},
		"hardly a word in its line":  {[]line{{4, []ita.Span{text("แผนปี 2566")}}, {5, []ita.Span{text("กขค"), link("ดู")}}}, "แผนปี 2566", ""},
		"a word in its line":         {[]line{{4, []ita.Span{text("แผนปี 2566")}}, {5, []ita.Span{text("กขคง"), link("ดู")}}}, "กขคง", ""},
		"under a heading":            {[]line{{1, []ita.Span{text("ไตรมาส 1")}}, {2, []ita.Span{link("รายงานผลการดำเนินงาน")}}}, "", "ไตรมาส 1"},
		"under the nearest":          {[]line{{1, []ita.Span{text("ไตรมาส 1")}}, {1, []ita.Span{text("ไตรมาส 2")}}, {2, nil}, {2, []ita.Span{link("รายงานผลการดำเนินงาน")}}}, "", "ไตรมาส 2"},
		"six lines below it":         {[]line{{1, []ita.Span{text("ไตรมาส 1")}}, {2, nil}, {2, nil}, {2, nil}, {2, nil}, {2, nil}, {2, []ita.Span{link("รายงานผลการดำเนินงาน")}}}, "", "ไตรมาส 1"},
		"seven lines below it":       {[]line{{1, []ita.Span{text("ไตรมาส 1")}}, {2, nil}, {2, nil}, {2, nil}, {2, nil}, {2, nil}, {2, nil}, {2, []ita.Span{link("รายงานผลการดำเนินงาน")}}}, "", ""},
	} {
		last := len(c.lines) - 1
		p := &ita.Page{Nodes: nodes, Links: []ita.Link{{Block: last}, {Block: last}}}
		for _, l := range c.lines {
			p.Blocks = append(p.Blocks, ita.Block{Node: l.node, Spans: l.spans})
			for _, s := range l.spans {
				if s.Link == 0 {
					p.Links[0].Text = s.Text
				}
			}
		}
		if label, context := newPageReader(p).label(0); label != c.label || context != c.context {
			t.Errorf("%s: %q under %q, want %q under %q", name, label, context, c.label, c.context)
		}
	}
	lost := newPageReader(&ita.Page{Nodes: nodes, Links: []ita.Link{{Text: "ดู", Block: 3}}})
	if label, context := lost.label(0); label != "" || context != "" {
		t.Errorf("a link in no line: %q, %q", label, context)
	}
}
