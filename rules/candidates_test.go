package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"itacheck/ita"
)

// plain are spans of text without links.
func plain(texts ...string) (spans []ita.Span) {
	for _, s := range texts {
		spans = append(spans, ita.Span{Text: s, Link: -1})
	}
	return spans
}

// linked are spans that are a link each.
func linked(texts ...string) (spans []ita.Span) {
	for i, s := range texts {
		spans = append(spans, ita.Span{Text: s, Link: i})
	}
	return spans
}

func TestALineIsCutAtItsCodes(t *testing.T) {
	rs := setWith("O", 43)
	for name, c := range map[string]struct {
		spans []ita.Span
		want  []string
	}{
		"a single span":                      {plain("O1 ก • O2 ข"), []string{"O1 ก • O2 ข"}},
		"a line of links":                    {linked("O1 ก", "O2 ข", "O3 ค"), []string{"O1 ก", "O2 ข", "O3 ค"}},
		"words before the first":             {linked("ดู", "O1 ก", "O2 ข"), []string{"ดูO1 ก", "O2 ข"}},
		"links without codes":                {linked("O1 ก", "ดู", "O2 ข"), []string{"O1 กดู", "O2 ข"}},
		"a part is none":                     {linked("O1 ก", "O1-1 ข", "O1-2 ค"), []string{"O1 กO1-1 ขO1-2 ค"}},
		"a range is none":                    {linked("O1 ก", "O2-O9", "O3"), []string{"O1 กO2-O9", "O3"}},
		"a number is none":                   {linked("O1 ก", "02 ข"), []string{"O1 ก02 ข"}},
		"bullets in plain text":              {append(plain("O1 ก • O2 ข"), linked("ดู")...), []string{"O1 ก", "O2 ขดู"}},
		"each kind of bullet":                {append(plain("O1 ●O2 ·O3 |O4"), linked("ดู")...), []string{"O1", "O2", "O3", "O4ดู"}},
		"a bullet at the beginning":          {append(plain("• O1 ก"), linked("ดู")...), []string{"• O1 กดู"}},
		"a bullet before other words":        {append(plain("O1 ก • ข"), linked("ดู")...), []string{"O1 ก • ขดู"}},
		"a link after those":                 {append(plain("ดู • O1 ก"), linked("O2 ข")...), []string{"ดู", "O1 ก", "O2 ข"}},
		"a bullet after a link":              {append(linked("O1 ก"), append(plain(" ข • O2 ค"), linked("ง")...)...), []string{"O1 ก ข", "O2 คง"}},
		"a bullet in a link":                 {append(linked("O1 ก • O2 ข"), plain("ค")...), []string{"O1 ก • O2 ขค"}},
		"plain text with a code after words": {append(linked("ดู"), plain("O1 ก", "O2 ข")...), []string{"ดูO1 ก", "O2 ข"}},
	} {
		t.Run(name, func(t *testing.T) {
			pg := newPageReader(&ita.Page{Nodes: []ita.Node{{Parent: -1}}, Blocks: []ita.Block{{Spans: c.spans}, {Spans: plain("ท้าย")}}})
			pg.split(newCoder(rs))
			var got []string
			for _, r := range pg.runs {
				got = append(got, strings.TrimLeft(r.raw, "•●·| "))
			}
			want := slices.Clone(c.want)
			for i := range want {
				want[i] = strings.TrimLeft(want[i], "•●·| ")
			}
			if diff := cmp.Diff(append(want, "ท้าย"), got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]int{0, len(want), len(want) + 1}, pg.firstRun); diff != "" {
				t.Errorf("the first runs of the blocks: %s", diff)
			}
		})
	}
}

func TestALineWithNoEndOfCodesIsCutSoOften(t *testing.T) {
	c := newCoder(setWith("O", 43))
	if got := len(c.cuts(linked(slices.Repeat([]string{"O1 ก"}, mostCuts+10)...))); got != mostCuts {
		t.Errorf("spans: %d runs, want %d", got, mostCuts)
	}
	if got := len(c.cuts(append(plain(strings.Repeat("• O1 ", mostCuts+10)), linked("ดู")...))); got != mostCuts {
		t.Errorf("bullets: %d runs, want %d", got, mostCuts)
	}
}

func TestWhichSpansARunHas(t *testing.T) {
	spans := append(plain("O1 ก • O2 "), linked("ข")...)
	pg := newPageReader(&ita.Page{Nodes: []ita.Node{{Parent: -1}}, Blocks: []ita.Block{{Spans: spans}}, Links: make([]ita.Link, 1)})
	pg.split(newCoder(setWith("O", 43)))
	var got []string
	for r, run := range pg.runs {
		got = append(got, fmt.Sprintf("%d-%d link %d", run.from, run.to, pg.link(r)))
	}
	if diff := cmp.Diff([]string{"0-0 link -1", "1-2 link 0"}, got); diff != "" {
		t.Error(diff)
	}
	long := strings.Repeat("ก", 50)
	for text, want := range map[string]string{"": "", long: long, long + "ข": long, "a" + long: "a" + strings.Repeat("ก", 49)} {
		if got := beginning(text); got != want {
			t.Errorf("beginning(%q) = %q", text, got)
		}
	}
}

// tree is a table of two rows in which nodes 3, 4, 6 and 7 are cells, and a card, 8, that has a paragraph, 9.
var tree = []ita.Node{
	{Parent: -1, Tag: "body", First: 0, Last: 9},
	{Parent: 0, Tag: "table", First: 0, Last: 5},
	{Parent: 1, Tag: "tr", First: 0, Last: 2},
	{Parent: 2, Tag: "td", First: 0, Last: 1},
	{Parent: 2, Tag: "td", Col: 1, First: 1, Last: 2},
	{Parent: 1, Tag: "tr", First: 2, Last: 5},
	{Parent: 5, Tag: "td", Class: "no", First: 2, Last: 3},
	{Parent: 5, Tag: "th", Col: 12, First: 3, Last: 5},
	{Parent: 0, Tag: "div", Class: " card item", First: 5, Last: 6},
	{Parent: 8, Tag: "p", First: 5, Last: 6},
	{Parent: 4, Tag: "table", First: 6, Last: 6},
	{Parent: 10, Tag: "div", First: 6, Last: 6},
}

func TestWhereARunStands(t *testing.T) {
	pg := newPageReader(&ita.Page{Nodes: tree})
	for n, want := range []struct{ row, cell int }{{-1, 0}, {-1, 0}, {2, 0}, {2, 3}, {2, 4}, {5, 0}, {5, 6}, {5, 0}, {-1, 0}, {-1, 0}, {-1, 4}, {-1, 4}} {
		if got := pg.row(n); got != want.row {
			t.Errorf("row(%d) = %d, want %d", n, got, want.row)
		}
		if got := pg.cell(n); got != want.cell {
			t.Errorf("cell(%d) = %d, want %d", n, got, want.cell)
		}
	}
	for _, c := range []struct{ a, b, apart int }{{3, 3, 0}, {3, 4, 1}, {3, 6, 2}, {3, 9, 3}, {9, 3, 2}, {9, 8, 1}, {8, 9, 0}, {0, 3, 0}, {2, 0, 2}} {
		if got := pg.apart(c.a, c.b); got != c.apart {
			t.Errorf("apart(%d, %d) = %d, want %d", c.a, c.b, got, c.apart)
		}
	}
	for _, c := range []struct {
		n, top int
		want   bool
	}{{3, 2, true}, {3, 3, true}, {3, 0, true}, {2, 3, false}, {6, 2, false}, {9, 1, false}} {
		if got := pg.within(c.n, c.top); got != c.want {
			t.Errorf("within(%d, %d) = %v", c.n, c.top, got)
		}
	}
	for node, want := range map[int]string{0: "", 3: "td0<tr<table<", 4: "td1<tr<table<", 6: "td.no0<tr<table<", 7: "th9<tr<table<", 9: "p<div.card<", 11: "div<table<td1<"} {
		p := &ita.Page{Nodes: tree, Links: make([]ita.Link, 1)}
		p.Blocks = []ita.Block{{Node: node, Spans: plain("ก")}, {Node: node, Spans: append(linked("ก"), plain(" - ")...)}}
		pg := newPageReader(p)
		if got := pg.shape(0); got != want {
			t.Errorf("shape of text in %d: %q, want %q", node, got, want)
		}
		if got := pg.shape(1); got != "a<"+want {
			t.Errorf("shape of a link in %d: %q, want %q", node, got, "a<"+want)
		}
	}
}

func TestTheLinkThatARunIs(t *testing.T) {
	two := append(linked("ก"), ita.Span{Text: "ข", Link: 1})
	for name, c := range map[string]struct {
		spans []ita.Span
		want  int
	}{
		"a link":            {linked("ก"), 0},
		"one in two spans":  {append(linked("ก"), linked("ข")...), 0},
		"with marks around": {append(plain("• "), linked("ก")...), 0},
		"with words around": {append(linked("ก"), plain("ข")...), -1},
		"two links":         {two, -1},
		"text":              {plain("ก"), -1},
		"nothing":           {nil, -1},
	} {
		pg := newPageReader(&ita.Page{Nodes: tree, Links: make([]ita.Link, 2), Blocks: []ita.Block{{Spans: c.spans}}})
		if got := pg.link(0); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	p := &ita.Page{Nodes: []ita.Node{{Region: ita.RegionMain}, {Region: ita.RegionNav}}, Blocks: []ita.Block{{Node: 0}, {Node: 1}}}
	pg := newPageReader(p)
	if !pg.content(0) || pg.content(1) || pg.content(2) {
		t.Error("what is content")
	}
}

func TestTheNameOfTheElementAroundARun(t *testing.T) {
	nodes := []ita.Node{
		{Parent: -1, Label: "page", Last: 4},
		{Parent: 0, Label: "far", Last: 4},
		{Parent: 1, Label: "wide", First: 0, Last: 4},
		{Parent: 2, First: 0, Last: 2},
		{Parent: 3, First: 0, Last: 1},
		{Parent: 3, First: 1, Last: 2},
		{Parent: 2, Label: "o ๕", First: 2, Last: 3},
		{Parent: 4, First: 0, Last: 1}, // of "wide", three levels up, nothing is seen
		{Parent: 6, First: 2, Last: 3},
		{Parent: 8, First: 2, Last: 3},
	}
	p := &ita.Page{Nodes: nodes, Links: []ita.Link{{Title: "O1", Image: "O2.png"}, {Image: "O2.png"}, {}}}
	for _, at := range []int{7, 5, 9, 3} {
		p.Blocks = append(p.Blocks, ita.Block{Node: at, Spans: plain("ก")})
	}
	for l := range p.Links {
		p.Blocks = append(p.Blocks, ita.Block{Node: 0, Spans: []ita.Span{{Text: "ก", Link: l}}})
	}
	pg := newPageReader(p)
	for r, want := range []string{"", "", "o 5", "", "O1", "O2.png", ""} {
		if got := pg.nodeLabel(r); got != want {
			t.Errorf("run %d: %q, want %q", r, got, want)
		}
	}
}

func TestTheTitleBesideACode(t *testing.T) {
	c := newCoder(setWith("O", 43))
	// at is a block of a node; a text that begins with > is a link.
	type at struct {
		node int
		text string
	}
	card := []ita.Node{{Parent: -1}, {Parent: 0, Tag: "ul"}, {Parent: 1, Tag: "li"}, {Parent: 2, Tag: "b"}, {Parent: 2, Tag: "p"}, {Parent: 1, Tag: "li"}, {Parent: 5, Tag: "p"}, {Parent: 0, Tag: "div"}}
	deep := []ita.Node{{Parent: -1}, {Parent: 0}, {Parent: 1}, {Parent: 2}, {Parent: 3}, {Parent: 4}, {Parent: 1}, {Parent: 0}}
	for name, k := range map[string]struct {
		nodes []ita.Node
		from  int
		all   []at
		want  int
	}{
		"the next cell":        {tree, 0, []at{{3, "O1"}, {4, "โครงสร้าง"}}, 1},
		"after an empty one":   {tree, 0, []at{{3, "O1"}, {3, "-"}, {4, "โครงสร้าง"}}, 2},
		"three further on":     {tree, 0, []at{{3, "O1"}, {3, "-"}, {3, "1"}, {4, "โครงสร้าง"}}, 3},
		"four further on":      {tree, 0, []at{{3, "O1"}, {3, "-"}, {3, "-"}, {3, "-"}, {4, "โครงสร้าง"}}, -1},
		"a code is none":       {tree, 0, []at{{3, "O1"}, {4, "O2"}, {4, "โครงสร้าง"}}, -1},
		"not in another row":   {tree, 0, []at{{3, "O1"}, {6, "โครงสร้าง"}}, -1},
		"else the cell before": {tree, 1, []at{{6, "โครงสร้าง"}, {7, "O1"}}, 0},
		"else of the cells before that which is no link": {tree, 3, []at{{6, ">ดูเอกสาร"}, {6, "โครงสร้าง"}, {6, ">ดูเอกสาร"}, {7, "O1"}}, 1},
		"the first that is none":                         {tree, 2, []at{{6, "โครงสร้าง"}, {6, "เอกสาร"}, {7, "O1"}}, 0},
		"not before the row":                             {tree, 1, []at{{4, "โครงสร้าง"}, {6, "O1"}}, -1},
		"eight before":                                   {tree, 8, []at{{6, "โครงสร้าง"}, {6, "-"}, {6, "-"}, {6, "-"}, {6, "-"}, {6, "-"}, {6, "-"}, {6, "-"}, {7, "O1"}}, 0},
		"nine before":                                    {tree, 9, []at{{6, "โครงสร้าง"}, {6, "-"}, {6, "-"}, {6, "-"}, {6, "-"}, {6, "-"}, {6, "-"}, {6, "-"}, {6, "-"}, {7, "O1"}}, -1},
		"the next of a card":                             {card, 0, []at{{3, "O1"}, {4, "โครงสร้าง"}}, 1},
		"the next entry of a list":                       {card, 0, []at{{3, "O1"}, {6, "โครงสร้าง"}}, 1},
		"without a table none before":                    {card, 1, []at{{4, "โครงสร้าง"}, {3, "O1"}}, -1},
		"four levels apart":                              {deep, 0, []at{{5, "O1"}, {6, "โครงสร้าง"}}, 1},
		"five levels apart":                              {deep, 0, []at{{5, "O1"}, {7, "โครงสร้าง"}}, -1},
		"nothing follows":                                {card, 0, []at{{3, "O1"}}, -1},
	} {
		p := &ita.Page{Nodes: k.nodes}
		for _, a := range k.all {
			spans := plain(a.text)
			if text, is := strings.CutPrefix(a.text, ">"); is {
				spans = []ita.Span{{Text: text, Link: len(p.Links)}}
				p.Links = append(p.Links, ita.Link{Text: text})
			}
			p.Blocks = append(p.Blocks, ita.Block{Node: a.node, Spans: spans})
		}
		if got := newPageReader(p).beside(k.from, c); got != k.want {
			t.Errorf("%s: %d, want %d", name, got, k.want)
		}
	}
}

func TestARangeIsAnEntryWhereNoneOfItsItemsStandsAlone(t *testing.T) {
	entry := func(code string, last int, sub bool) *candidate {
		return &candidate{code: printed{code: code, last: last, sub: sub}}
	}
	for name, c := range map[string]struct {
		all  []*candidate
		want int
	}{
		"alone":            {[]*candidate{entry("O3", 5, false), entry("O6", 0, false)}, 2},
		"its first is":     {[]*candidate{entry("O3", 5, false), entry("O3", 0, false)}, 1},
		"its last is":      {[]*candidate{entry("O3", 5, false), entry("O5", 0, false)}, 1},
		"the one after is": {[]*candidate{entry("O3", 5, false), entry("O6", 0, false)}, 2},
		"a part is not":    {[]*candidate{entry("O3", 5, false), entry("O4", 0, true)}, 2},
		"a range is not":   {[]*candidate{entry("O3", 5, false), entry("O4", 6, false)}, 2},
	} {
		if got := len(entries(c.all)); got != c.want {
			t.Errorf("%s: %d left, want %d", name, got, c.want)
		}
	}
}

func TestMenusCountOnlyWhereTheListIsInThem(t *testing.T) {
	p := &ita.Page{Nodes: []ita.Node{{Region: ita.RegionMain}, {Region: ita.RegionNav}}}
	for i := range 12 {
		p.Blocks = append(p.Blocks, ita.Block{Node: i / 6})
	}
	pg := newPageReader(p)
	at := func(run, item int) *candidate { return &candidate{run: run, alike: []alike{{item: item, score: 1}}} }
	for name, c := range map[string]struct {
		all  []*candidate
		want int
	}{
		"content":                     {[]*candidate{at(0, 0), at(1, 1), at(2, 2)}, 3},
		"a third of the items in it":  {[]*candidate{at(0, 0), at(6, 1), at(7, 2)}, 1},
		"less than a third in it":     {[]*candidate{at(0, 0), at(6, 1), at(7, 2), at(8, 3)}, 4},
		"an item again is no further": {[]*candidate{at(0, 0), at(6, 1), at(7, 2), at(8, 2)}, 1},
		"all in a menu":               {[]*candidate{at(6, 0), at(7, 1)}, 2},
	} {
		if got := len(inContent(pg, c.all)); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestHowMuchAShapeIsThatOfTheHeadings(t *testing.T) {
	m := NewMatcher(setWith("O", 9)).m
	nodes := []ita.Node{{Parent: -1}, {Parent: 0, Tag: "h2"}, {Parent: 0, Tag: "p"}, {Parent: 0, Tag: "p", Region: ita.RegionNav}}
	for i := range nodes[:3] {
		nodes[i].Region = ita.RegionMain
	}
	p := &ita.Page{Nodes: nodes}
	var cands []*candidate
	add := func(node int, code string, sub bool, like float64, item int) {
		c := &candidate{run: len(p.Blocks), code: printed{code: code, sub: sub}, alike: []alike{{item: item, score: like}}}
		c.shape = nodes[node].Tag
		cands = append(cands, c)
		p.Blocks = append(p.Blocks, ita.Block{Node: node, Spans: plain("ก")})
	}
	add(1, "O1", false, 0, 5)
	add(1, "O2", false, 0, 5)
	add(1, "", false, 0.75, 2)
	add(1, "", false, 0.75, 2)
	add(1, "", false, 0.74, 3) // hardly a title
	add(2, "O4", true, 0.9, 4) // a part: its title tells the item
	p.Blocks = append(p.Blocks, ita.Block{Node: 2, Spans: plain("ก")}, ita.Block{Node: 2, Spans: plain("ก")}, ita.Block{Node: 3, Spans: plain("ก")})
	pg := newPageReader(p)
	for _, c := range cands {
		c.shape = pg.shape(c.run)
	}
	support(m, pg, cands)
	var got []string
	for _, c := range cands {
		got = append(got, fmt.Sprintf("%.2f %.2f", c.support, c.pure))
	}
	want := []string{"1.00 1.00", "1.00 1.00", "1.00 1.00", "1.00 1.00", "1.00 1.00", "0.33 0.33"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheCodeThatAnAddressBears(t *testing.T) {
	m := NewMatcher(setWith("O", 43)).m
	for address, want := range map[string]string{
		"https://a.go.th/o16_plan.pdf":     "O16",
		"https://a.go.th/ita/O16/plan.pdf": "O16",
		"https://a.go.th/O1/o16.pdf":       "O16", // the file before its folder
		"https://a.go.th/O16/x/plan.pdf":   "",
		"https://a.go.th/016.pdf":          "", // a weak spelling
		"https://a.go.th/plan.pdf?o16":     "",
		"https://a.go.th/%zz/o16.pdf":      "",
		"":                                 "",
	} {
		if got := m.codeInAddress(address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

func TestWhetherDocumentsAreFiledUnderTheCodeOrTheTitle(t *testing.T) {
	m := NewMatcher(setWith("O", 9)).m
	for name, c := range map[string]struct {
		files []string // of the run after the heading's
		next  string   // the next candidate: its code, "title" for one with its title, "link" for a link
		want  bool
	}{
		"under the code":                     {[]string{"o1_a.pdf", "o1_b.pdf", "o2_c.pdf"}, "O3", true},
		"under the title's":                  {[]string{"o2_a.pdf"}, "O3", false},
		"as many of each":                    {[]string{"o1_a.pdf", "o2_a.pdf"}, "O3", false},
		"under neither":                      {[]string{"a.pdf"}, "O3", false},
		"after the next heading":             {nil, "O3", false},
		"after a document that bears a code": {nil, "link", true},
		"after a link with a title too":      {nil, "titled link", false},
		"after a title without a code":       {nil, "", true},
	} {
		p := &ita.Page{Nodes: []ita.Node{{}}}
		block := func(spans ...ita.Span) { p.Blocks = append(p.Blocks, ita.Block{Spans: spans}) }
		link := func(text, file string) ita.Span {
			p.Links = append(p.Links, ita.Link{URL: "https://a.go.th/" + file})
			return ita.Span{Text: text, Link: len(p.Links) - 1}
		}
		block(plain("O1 แผน")...)
		block()
		for _, f := range c.files {
			p.Blocks[1].Spans = append(p.Blocks[1].Spans, link("ดู", f))
		}
		next := &candidate{run: 2, code: printed{code: "O3"}}
		switch c.next {
		case "link", "titled link":
			block(link("O3", "x.pdf"))
			if c.next != "link" {
				next.alike = []alike{{item: 2, score: 0.75}}
			}
		default:
			next.code.code = c.next
			block(plain("O3")...)
		}
		block(link("ดู", "o1_z.pdf"))
		own := &candidate{run: 0, code: printed{code: "O1"}, alike: []alike{{item: 1, score: 1}}}
		if c.next == "O3" && len(c.files) > 0 {
			p.Links[len(p.Links)-1].URL = "" // counts for nothing
		}
		if got := m.filedUnder(newPageReader(p), own, []*candidate{next}); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	p := &ita.Page{Nodes: []ita.Node{{}}, Links: []ita.Link{{URL: "https://a.go.th/o1.pdf"}}}
	for range 60 {
		p.Blocks = append(p.Blocks, ita.Block{Spans: plain("ก")})
	}
	own := &candidate{code: printed{code: "O1"}}
	for run, want := range map[int]bool{39: true, 40: false} {
		p.Blocks[run].Spans = linked("ดู")
		if got := m.filedUnder(newPageReader(p), own, nil); got != want {
			t.Errorf("a document %d lines below: %v", run, got)
		}
		p.Blocks[run].Spans = plain("ก")
	}
}
