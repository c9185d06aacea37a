package rules

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"itacheck/ita"
)

func TestAYearHeadingSaysNothingButTheAssessmentAndTheYear(t *testing.T) {
	for text, want := range map[string]ita.FiscalYear{
		"ITA ปี 2566": 2566,
		"2566":        2566,
		"การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA) ประจำปีงบประมาณ พ.ศ. 2565": 2565,
		"Integrity and Transparency Assessment 2566":   2566,
		"OIT 2566 (Open Data) (ใหม่ล่าสุดของหน่วยงาน)": 2566,
		"ITA 2566 กขค":         2566, // hardly a word
		"ITA 2566 กขคง":        0,
		"ITA ๒๕๖๖":             2566,
		"ITA 2565-2566":        0,
		"ITA 2565 2566":        0,
		"ITA ไตรมาส 1 ปี 2566": 0,
		"แผนปฏิบัติราชการ 2566": 0,
		"ITA": 0,
		"":    0,
	} {
		if got := yearHeading(readable(text)); got != want {
			t.Errorf("yearHeading(%q) = %d, want %d", text, got, want)
		}
	}
	for blanks, want := range map[int]ita.FiscalYear{592: 2566, 593: 0} { // no heading has over 600 bytes
		if got := yearHeading("ITA 2566" + strings.Repeat(" ", blanks)); got != want {
			t.Errorf("with %d blanks: %d", blanks, got)
		}
	}
	for text, want := range map[string]string{
		"ก (ข) ค (ง)": "ก  ค ", "ก (ข": "ก (ข", "ก) (ข)": "ก) ", "(ก(ข))": ")", "ก": "ก", "": "",
	} {
		if got := dropBrackets(text); got != want {
			t.Errorf("dropBrackets(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestYearsAreKeptInOrderAndOnce(t *testing.T) {
	var years []ita.FiscalYear
	for _, y := range []ita.FiscalYear{2566, 2564, 2566, 2565, 2564, 2567} {
		years = insertYear(years, y)
	}
	if diff := cmp.Diff([]ita.FiscalYear{2564, 2565, 2566, 2567}, years); diff != "" {
		t.Error(diff)
	}
}

// A page for the years below: its nodes, and of each block the node and the text.
type yearPage struct {
	nodes  []ita.Node
	blocks []struct {
		node int
		text string
	}
	links map[int]ita.Link // that a block is
}

func (y *yearPage) read() *pageReader {
	p := &ita.Page{Nodes: y.nodes}
	for i, b := range y.blocks {
		spans := plain(b.text)
		if l, is := y.links[i]; is {
			spans = []ita.Span{{Text: b.text, Link: len(p.Links)}}
			p.Links = append(p.Links, l)
		}
		p.Blocks = append(p.Blocks, ita.Block{Node: b.node, Spans: spans})
	}
	return newPageReader(p)
}

func TestWhichYearALineStandsUnder(t *testing.T) {
	type b = struct {
		node int
		text string
	}
	main := func(parents ...int) (nodes []ita.Node) {
		for _, p := range parents {
			nodes = append(nodes, ita.Node{Parent: p, Region: ita.RegionMain})
		}
		return nodes
	}
	panels := main(-1, 0, 0, 0, 0)
	panels[1].Opens, panels[2].Opens = "a", "b"
	panels[3].ID, panels[4].ID = "a", "b"
	nested := main(-1, 0, 1, 2, 3, 0, 0)
	nested[1].Opens, nested[5].ID, nested[6].ID = "a", "a", "a"
	menu := main(-1, 0)
	menu[1].Region = ita.RegionNav
	inside := main(-1, 0)
	inside[1].ID, inside[1].Opens = "a", "a"
	for name, c := range map[string]struct {
		page  yearPage
		want  []ita.FiscalYear // of each block
		years []ita.FiscalYear
	}{
		"one heading is for the whole page": {
			yearPage{nodes: main(-1), blocks: []b{{0, "ก"}, {0, "ITA 2566"}, {0, "ข"}}},
			[]ita.FiscalYear{0, 2566, 2566},
			[]ita.FiscalYear{2566},
		},
		"each for what follows": {
			yearPage{nodes: main(-1), blocks: []b{{0, "ก"}, {0, "ITA 2566"}, {0, "ข"}, {0, "ITA 2565"}, {0, "ค"}}},
			[]ita.FiscalYear{0, 2566, 2566, 2565, 2565},
			[]ita.FiscalYear{2565, 2566},
		},
		"each for its own part": {
			yearPage{nodes: main(-1, 0, 0), blocks: []b{{1, "ITA 2566"}, {1, "ก"}, {2, "ข"}, {2, "ITA 2565"}, {2, "ค"}, {0, "ง"}}},
			[]ita.FiscalYear{2566, 2566, 2566, 2565, 2565, 2565},
			[]ita.FiscalYear{2565, 2566},
		},
		"of two in a part the later": {
			yearPage{nodes: main(-1, 0, 0), blocks: []b{{1, "ITA 2566"}, {1, "ก"}, {1, "ITA 2565"}, {1, "ข"}, {2, "ITA 2564"}, {2, "ค"}}},
			[]ita.FiscalYear{2566, 2566, 2565, 2565, 2564, 2564},
			[]ita.FiscalYear{2564, 2565, 2566},
		},
		"the same year again": {
			yearPage{nodes: main(-1, 0, 0), blocks: []b{{1, "ITA 2566"}, {1, "ก"}, {2, "ITA 2566"}, {2, "ข"}}},
			[]ita.FiscalYear{2566, 2566, 2566, 2566},
			[]ita.FiscalYear{2566},
		},
		"tabs are for their panels": {
			yearPage{nodes: panels, blocks: []b{{1, "ปี 2566"}, {2, "ปี 2565"}, {3, "ก"}, {4, "ข"}, {0, "ค"}}},
			[]ita.FiscalYear{0, 0, 2566, 2565, 0},
			[]ita.FiscalYear{2565, 2566},
		},
		"a link that opens one": {
			yearPage{
				nodes: panels, blocks: []b{{0, "ปี 2566"}, {3, "ก"}, {4, "ข"}},
				links: map[int]ita.Link{0: {Placeholder: "toggle", Fragment: "a"}},
			},
			[]ita.FiscalYear{0, 2566, 0},
			[]ita.FiscalYear{2566},
		},
		"a link to that year's page is no heading": {
			yearPage{nodes: main(-1), blocks: []b{{0, "ปี 2565"}, {0, "ก"}}, links: map[int]ita.Link{0: {URL: "https://a.go.th/2565"}}},
			[]ita.FiscalYear{0, 0},
			nil,
		},
		"the element around it opens the panel": {
			yearPage{nodes: nested, blocks: []b{{2, "ปี 2566"}, {5, "ก"}, {6, "ข"}}},
			[]ita.FiscalYear{0, 2566, 0}, // the first of that name
			[]ita.FiscalYear{2566},
		},
		"but not one far around": {
			yearPage{nodes: nested, blocks: []b{{3, "ปี 2566"}, {5, "ก"}}},
			[]ita.FiscalYear{2566, 2566},
			[]ita.FiscalYear{2566},
		},
		"a panel that it lies in itself": {
			yearPage{nodes: inside, blocks: []b{{1, "ปี 2566"}, {1, "ก"}, {0, "ข"}}},
			[]ita.FiscalYear{2566, 2566, 2566},
			[]ita.FiscalYear{2566},
		},
		"menus have no headings": {
			yearPage{nodes: menu, blocks: []b{{1, "ITA 2565"}, {0, "ก"}}},
			[]ita.FiscalYear{0, 0},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			pg := c.page.read()
			secs := yearSections(pg)
			var got []ita.FiscalYear
			for r := range pg.runs {
				got = append(got, secs.yearOf(r))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.years, secs.years); diff != "" {
				t.Errorf("the page's years: %s", diff)
			}
		})
	}
}

func TestOnlyTheYearsOwnPartOfAPageCounts(t *testing.T) {
	page := yearPage{nodes: []ita.Node{{Parent: -1, Region: ita.RegionMain}}, blocks: []struct {
		node int
		text string
	}{{0, "ก"}, {0, "ITA 2566"}, {0, "ข"}, {0, "ITA 2565"}, {0, "ค"}}}
	for year, want := range map[ita.FiscalYear]string{2566: "0 2", 2565: "0 4", 2564: "0 2 4"} {
		cands := []*candidate{{run: 0}, {run: 2}, {run: 4}}
		var got []string
		for _, c := range yearSections(page.read()).only(cands, year) {
			got = append(got, itoa(c.run))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%d: %v, want %s", year, got, want)
		}
	}
}
