package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"itacheck/ita"
)

func TestHowLikelyALinkLeadsToTheList(t *testing.T) {
	const plain = "https://a.go.th/x"
	for name, c := range map[string]struct {
		text, address string
		about, splash bool
		score         float64
		year          ita.FiscalYear
	}{
		"the assessment and the year":          {"ITA ปี 2566", plain, false, false, 6, 2566},
		"the year is one of two":               {"OIT 2565 และ 2566", plain, false, false, 6, 2566},
		"another year":                         {"ITA ปี 2565", plain, false, false, -2, 2565},
		"a span of years is no year":           {"ITA 2565-2566", plain, false, false, 3, 0},
		"no year":                              {"การเปิดเผยข้อมูลสาธารณะ", plain, false, false, 3, 0},
		"the address names the year":           {"ITA", "https://a.go.th/ita2566", false, false, 4.5, 0},
		"its query does":                       {"ITA", "https://a.go.th/page?y=2566", false, false, 4.5, 0},
		"its folder does":                      {"ITA", "https://a.go.th/ita2566/index.php", false, false, 4.5, 0},
		"the address names another":            {"ITA", "https://a.go.th/ita2565", false, false, 1.5, 0},
		"the text counts before the address":   {"ITA ปี 2566", "https://a.go.th/ita2565", false, false, 6, 2566},
		"only the address names it":            {"ข้อมูล", "https://a.go.th/ita/", false, false, 1.5, 0},
		"oit in the address":                   {"ข้อมูล", "https://a.go.th/?p=oit", false, false, 1.5, 0},
		"a part of a word does not":            {"ข้อมูล", "https://a.go.th/digital/", false, false, 0, 0},
		"a year where all is about it":         {"ปีงบประมาณ 2566", plain, true, false, 5, 2566},
		"another year where all is about it":   {"ปีงบประมาณ 2565", plain, true, false, -3, 2565},
		"a year elsewhere":                     {"ปีงบประมาณ 2566", plain, false, false, 0, 0},
		"a document's name is no year":         {"แผนปฏิบัติราชการ 2566", plain, true, false, 0, 0},
		"news":                                 {"ประกาศผล ITA ปี 2566", plain, false, false, 2, 2566},
		"the other parts of the assessment":    {"แบบ EIT ของ ITA", plain, false, false, -1, 0},
		"and the third":                        {"IIT และ ITA", plain, false, false, -1, 0},
		"the door of a welcome page":           {"เข้าสู่เว็บไซต์", plain, false, true, 1.5, 0},
		"in English":                           {"ENTER", plain, false, true, 1.5, 0},
		"the first page":                       {"หน้าแรก", plain, false, true, 1.5, 0},
		"the main page":                        {"หน้าหลัก", plain, false, true, 1.5, 0},
		"home":                                 {"Home", plain, false, true, 1.5, 0},
		"the same on a full page":              {"เข้าสู่เว็บไซต์", plain, false, false, 0, 0},
		"a map of the site":                    {"แผนผังเว็บไซต์", plain, false, false, 0.3, 0},
		"the same, shorter":                    {"ผังเว็บไซต์", plain, false, true, 0.3, 0},
		"in English too":                       {"SiteMap", plain, false, false, 0.3, 0},
		"nothing of it":                        {"ติดต่อเรา", plain, true, true, 0, 0},
		"an address that cannot be understood": {"ITA", "https://a.go.th/%zz", false, false, 3, 0},
		"one that names nothing either":        {"x", "https://a.go.th/ita%zz", false, false, 0, 0},
	} {
		got := rate(&ita.Link{Text: c.text, URL: c.address}, 2566, c.about, c.splash)
		if got != (Lead{Score: c.score, Year: c.year}) {
			t.Errorf("%s: %+v, want %v, %d", name, got, c.score, c.year)
		}
	}
	if got := rate(&ita.Link{Text: "ดู", Title: "ITA 2566", URL: plain}, 2566, false, false); got.Score != 6 {
		t.Errorf("a link's title counts as its text: %+v", got)
	}
}

func TestTheBestLinksComeFirst(t *testing.T) {
	page := func(links ...ita.Link) *ita.Page { return &ita.Page{Links: links} }
	link := func(text, address string) ita.Link { return ita.Link{Text: text, URL: address} }
	full := page(slices.Repeat([]ita.Link{link("เข้าสู่เว็บไซต์", "https://a.go.th/in")}, 25)...)
	about := page(link("2566", "https://a.go.th/1"))
	about.Title = "ITA"
	for name, c := range map[string]struct {
		page *ita.Page
		want string
	}{
		"by score": {page(link("ITA", "https://a.go.th/1"), link("ITA 2566", "https://a.go.th/2"), link("ข้อมูล", "https://a.go.th/ita")), "1:6 0:3 2:1.5"},
		"as they stand where they are equal": {
			page(link("ITA", "https://a.go.th/2"), link("OIT", "https://a.go.th/1")), "0:3 1:3",
		},
		"each address once, at its best": {
			page(link("ITA", "https://a.go.th/1"), link("ITA 2566", "https://a.go.th/1"), link("ITA", "https://a.go.th/1"), link("OIT", "https://a.go.th/2")), "1:6 3:3",
		},
		"the first of two that are equal": {page(link("ITA", "https://a.go.th/1"), link("OIT", "https://a.go.th/1")), "0:3"},
		"none that leads elsewhere":       {page(link("ITA 2565", "https://a.go.th/1"), link("x", "https://a.go.th/2")), ""},
		"no documents, frames or labels": {
			page(link("ITA 2566", "https://a.go.th/ita.pdf"), link("ITA 2566", ""), ita.Link{Text: "ITA 2566", URL: "https://a.go.th/f", Via: "frame"}), "",
		},
		"a year on a page about it":       {about, "0:5"},
		"a door of a page with few links": {page(full.Links[:24]...), "0:1.5"},
		"no door of a page with many":     {full, ""},
	} {
		var got []string
		for _, l := range Leads(c.page, 2566) {
			got = append(got, fmt.Sprintf("%d:%v", l.Link, l.Score))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
	for address, want := range map[string]Lead{
		"https://a.go.th/ita2566":     {Score: 3, Year: 2566},
		"https://a.go.th/ita2565":     {Year: 2565},
		"https://a.go.th/ita":         {Score: 1.5},
		"https://a.go.th/ita2566.pdf": {},
		"https://a.go.th/about":       {},
	} {
		if got := AddressLead(address, 2566); got != want {
			t.Errorf("AddressLead(%s) = %+v, want %+v", address, got, want)
		}
	}
}

func TestWhatAPageIsAbout(t *testing.T) {
	page := func(title, tag string, region ita.Region, text string) *ita.Page {
		return &ita.Page{
			Title: title, Nodes: []ita.Node{{Parent: -1}, {Tag: tag, Region: region}},
			Blocks: []ita.Block{{Node: 1, Spans: []ita.Span{{Text: text, Link: -1}}}},
		}
	}
	for name, c := range map[string]struct {
		page *ita.Page
		want bool
	}{
		"its title":            {page("ITA 2566", "p", ita.RegionMain, ""), true},
		"a heading":            {page("หน้า", "h2", ita.RegionMain, "การประเมินคุณธรรมและความโปร่งใส"), true},
		"a heading of a menu":  {page("หน้า", "h2", ita.RegionNav, "ITA"), false},
		"a paragraph":          {page("หน้า", "p", ita.RegionMain, "ITA"), false},
		"a line":               {page("หน้า", "hr", ita.RegionMain, "หน้า"), false},
		"another element":      {page("หน้า", "td", ita.RegionMain, "ITA"), false},
		"a longer element":     {page("หน้า", "header", ita.RegionMain, "ITA"), false},
		"a heading of another": {page("หน้า", "h2", ita.RegionMain, "ติดต่อ"), false},
	} {
		if got := About(c.page); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	for text, want := range map[string]bool{
		"O I T 2566": true, "I T A": true, "oit": true, "ITA2566": true, "capital ita": true, "(ITA)": true,
		"Integrity and Transparency Assessment": true, "ประเมินคุณธรรม และความโปร่งใส": true,
		"digital": false, "italy": false, "vita": false, "": false,
	} {
		if got := assessment(text); got != want {
			t.Errorf("assessment(%q) = %v", text, got)
		}
	}
	years := func(title, address string) []ita.FiscalYear {
		return TitleYears(&ita.Page{Title: title, Fetch: ita.Fetch{URL: address}})
	}
	for _, c := range []struct {
		title, address string
		want           []ita.FiscalYear
	}{
		{"ITA 2566", "https://a.go.th/ita2565", []ita.FiscalYear{2566}},
		{"ITA 2564-2566", "https://a.go.th/ita2565", []ita.FiscalYear{2565}},
		{"ITA", "https://a.go.th/x", nil},
		{"ITA", "https://a.go.th/ita2565/oit2566", []ita.FiscalYear{2566, 2565}},
	} {
		if diff := cmp.Diff(c.want, years(c.title, c.address)); diff != "" {
			t.Errorf("%s, %s: %s", c.title, c.address, diff)
		}
	}
}
