package rules_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"itacheck/crawler"
	"itacheck/ita"
	"itacheck/rules"
)

// nine is a list that is short enough for whole pages to stand in a test.
func nine() *ita.RuleSet {
	rs := &ita.RuleSet{ID: "2566/nine", Year: 2566, Sections: []ita.Section{{Title: ita.Text{TH: "ข้อมูลพื้นฐาน"}}}}
	for i, item := range []struct{ title, kind string }{
		{"โครงสร้างหน่วยงาน", "static-page"},
		{"ข้อมูลผู้บริหาร", "people"},
		{"อำนาจหน้าที่", "static-page"},
		{"แผนยุทธศาสตร์หรือแผนพัฒนา", "plan"},
		{"ข้อมูลการติดต่อ", "contact"},
		{"กฎหมายที่เกี่ยวข้อง", "list"},
		{"ข่าวประชาสัมพันธ์", "news"},
		{"ช่องทางการถามตอบ", "interactive"},
		{"เครือข่ายสังคมออนไลน์", "social"},
	} {
		rs.Items = append(rs.Items, ita.Item{Code: "O" + string(rune('1'+i)), Title: ita.Text{TH: item.title}, Kind: item.kind})
	}
	return rs
}

// pages answers with a page for each path; every other answer is empty.
type pages map[string]string

func (p pages) RoundTrip(r *http.Request) (*http.Response, error) {
	body := "<!DOCTYPE html><title>หน้า</title>" + p[r.URL.Path]
	return &http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, Body: io.NopCloser(bytes.NewReader([]byte(body))), ContentLength: int64(len(body)),
	}, nil
}

// site reads the list, and the pages behind it that are named.
func (p pages) site(t *testing.T, behind ...string) *ita.Site {
	t.Helper()
	c := crawler.New(crawler.Config{Delay: crawler.NoDelay, IgnoreRobots: "a test", Transport: p, Render: crawler.RenderNever})
	defer c.Close()
	site := &ita.Site{}
	for i, at := range append([]string{"/"}, behind...) {
		page := c.Page(context.Background(), "https://www.example.go.th"+at)
		if page.Fetch.Status != http.StatusOK {
			t.Fatalf("%s: %+v", at, page.Fetch)
		}
		page.Depth = min(i, 1)
		site.Pages = append(site.Pages, page)
	}
	return site
}

// found writes for each item the files that its links lead to: "O1 a.pdf b.pdf".
// A file is followed by ? where the label says that it is still to come, and by ~
// where the link stands elsewhere than in the list.
func found(rs *ita.RuleSet, site *ita.Site) []string {
	files := map[string]string{}
	for _, m := range rules.Match(rs, site).Matches {
		l := &site.Pages[m.Page].Links[m.Link]
		name := path.Base(l.URL)
		if l.URL == "" {
			name = "-"
		}
		if m.Waiting {
			name += "?"
		}
		if m.Elsewhere {
			name += "~"
		}
		files[m.Code] += " " + name
	}
	var out []string
	for _, it := range rs.Items {
		if files[it.Code] != "" {
			out = append(out, it.Code+files[it.Code])
		}
	}
	return out
}

// The rows and entries that the cases below are made of.
const (
	rowO1 = `<tr><td>O1</td><td>โครงสร้างหน่วยงาน</td><td><a href="1.pdf">ดู</a></td></tr>`
	rowO2 = `<tr><td>O2</td><td>ข้อมูลผู้บริหาร</td><td><a href="2.pdf">ดู</a></td></tr>`
	rowO3 = `<tr><td>O3</td><td>อำนาจหน้าที่</td><td><a href="3.pdf">ดู</a></td></tr>`
	table = "<table>" + rowO1 + rowO2 + rowO3 + "</table>"
)

// TestWhichHeadingALinkBelongsTo pins, one rule a page, in which part of a page a
// link must stand to be an item's.
func TestWhichHeadingALinkBelongsTo(t *testing.T) {
	for name, c := range map[string]struct {
		html string
		want string
	}{
		"a table with a row for each": {table, "O1 1.pdf|O2 2.pdf|O3 3.pdf"},
		"a row without a code goes on with the one before": {
			"<table>" + rowO1 + `<tr><td></td><td></td><td><a href="1b.pdf">ดู</a></td></tr>` + rowO2 + rowO3 + "</table>",
			"O1 1.pdf 1b.pdf|O2 2.pdf|O3 3.pdf",
		},
		"so does the last row of the table": {
			"<table>" + rowO1 + rowO2 + rowO3 + `<tr><td></td><td></td><td><a href="3b.pdf">ดู</a></td></tr></table>`,
			"O1 1.pdf|O2 2.pdf|O3 3.pdf 3b.pdf",
		},
		"what follows the table is nobody's": {table + `<p><a href="x.pdf">ดู</a></p>`, "O1 1.pdf|O2 2.pdf|O3 3.pdf"},
		"a cell for two rows is both's": {
			`<table><tr><td>O1</td><td>โครงสร้างหน่วยงาน</td><td rowspan="2"><a href="12.pdf">ดู</a></td></tr><tr><td>O2</td><td>ข้อมูลผู้บริหาร</td></tr>` + rowO3 + "</table>",
			"O1 12.pdf|O2 12.pdf|O3 3.pdf",
		},
		"a cell for three rows, of which the table has two": {
			`<table>` + rowO3 + `<tr><td>O1</td><td>โครงสร้างหน่วยงาน</td><td rowspan="3"><a href="12.pdf">ดู</a></td></tr><tr><td>O2</td><td>ข้อมูลผู้บริหาร</td></tr></table>`,
			"O1 12.pdf|O2 12.pdf|O3 3.pdf",
		},
		"a code that spans two rows is its own": {
			`<table><tr><td rowspan="2">O1</td><td>โครงสร้างหน่วยงาน</td><td><a href="1.pdf">ดู</a></td></tr><tr><td>เพิ่ม</td><td><a href="1b.pdf">ดู</a></td></tr>` + rowO2 + rowO3 + "</table>",
			"O1 1.pdf 1b.pdf|O2 2.pdf|O3 3.pdf",
		},
		"a row of headings and a row of links below": {
			`<table><tr><td>O1 โครงสร้างหน่วยงาน</td><td>O2 ข้อมูลผู้บริหาร</td></tr><tr><td><a href="1.pdf">ดู</a></td><td><a href="2.pdf">ดู</a></td></tr>` +
				`<tr><td>O3 อำนาจหน้าที่</td><td>O4 แผนยุทธศาสตร์หรือแผนพัฒนา</td></tr><tr><td><a href="3.pdf">ดู</a></td><td><a href="4.pdf">ดู</a></td></tr></table>`,
			"O1 1.pdf|O2 2.pdf|O3 3.pdf|O4 4.pdf",
		},
		"and one of notes between": {
			`<table><tr><td>O1 โครงสร้างหน่วยงาน</td><td>O2 ข้อมูลผู้บริหาร</td></tr><tr><td>-</td><td>-</td></tr><tr><td><a href="1.pdf">ดู</a></td><td><a href="2.pdf">ดู</a></td></tr></table>`,
			"O1 1.pdf|O2 2.pdf",
		},
		"what follows a heading until the next": {
			`<h3>O1 โครงสร้างหน่วยงาน</h3><p><a href="1.pdf">ดู</a></p><p><a href="1b.pdf">ดู</a></p><h3>O2 ข้อมูลผู้บริหาร</h3><p><a href="2.pdf">ดู</a></p>`,
			"O1 1.pdf 1b.pdf|O2 2.pdf",
		},
		"a heading of the same rank ends it": {
			`<h3>O1 โครงสร้างหน่วยงาน</h3><p><a href="1.pdf">ดู</a></p><h3>อื่น ๆ</h3><p><a href="x.pdf">ดู</a></p>`, "O1 1.pdf",
		},
		"a higher one too": {
			`<h3>O1 โครงสร้างหน่วยงาน</h3><p><a href="1.pdf">ดู</a></p><h2>อื่น ๆ</h2><p><a href="x.pdf">ดู</a></p>`, "O1 1.pdf",
		},
		"a lower one does not": {
			`<h3>O1 โครงสร้างหน่วยงาน</h3><h4>ไตรมาส 1</h4><p><a href="1.pdf">ดู</a></p><h4>ไตรมาส 2</h4><p><a href="1b.pdf">ดู</a></p>`, "O1 1.pdf 1b.pdf",
		},
		"any ends what a paragraph heads": {
			`<p>O1 โครงสร้างหน่วยงาน</p><p><a href="1.pdf">ดู</a></p><h5>อื่น ๆ</h5><p><a href="x.pdf">ดู</a></p>`, "O1 1.pdf",
		},
		"but not one that is a link": {
			`<p>O1 โครงสร้างหน่วยงาน</p><h5><a href="1.pdf">แผนผัง</a></h5><p><a href="1b.pdf">ดู</a></p>`, "O1 1.pdf 1b.pdf",
		},
		"a line that names another part ends it": {
			`<p>O1 โครงสร้างหน่วยงาน</p><p><a href="1.pdf">ดู</a></p><p>ข่าวล่าสุด</p><p><a href="x.pdf">ดู</a></p>`, "O1 1.pdf",
		},
		"the footer ends it": {
			`<main><p>O1 โครงสร้างหน่วยงาน</p><p><a href="1.pdf">ดู</a></p></main><footer><p><a href="x.pdf">ดู</a></p></footer>`, "O1 1.pdf",
		},
		"in a menu it goes on": {
			`<nav><p>O1 โครงสร้างหน่วยงาน</p><p><a href="1.pdf">ดู</a></p></nav>`, "O1 1.pdf",
		},
		"a card for each": {
			`<div class="card"><b>O1 โครงสร้างหน่วยงาน</b><p><a href="1.pdf">ดู</a></p></div><div class="card"><b>O2 ข้อมูลผู้บริหาร</b><p><a href="2.pdf">ดู</a></p></div><div class="banner"><p><a href="x.pdf">ดู</a></p></div>`,
			"O1 1.pdf|O2 2.pdf",
		},
		"two headings in one card": {
			`<div><div>O1 โครงสร้างหน่วยงาน</div><div><a href="1.pdf">ดู</a></div><div>O2 ข้อมูลผู้บริหาร</div><div><a href="2.pdf">ดู</a></div></div>`,
			"O1 1.pdf|O2 2.pdf",
		},
		"a panel that a link opens": {
			`<p><a href="#a">O1 โครงสร้างหน่วยงาน</a></p><p><a href="#b">O2 ข้อมูลผู้บริหาร</a></p><div id="b"><p><a href="2.pdf">ดู</a></p></div><div id="a"><p><a href="1.pdf">ดู</a></p></div>`,
			"O1 1.pdf|O2 2.pdf",
		},
		"a panel that a button opens": {
			`<div data-target="#a"><p>O1 โครงสร้างหน่วยงาน</p></div><div data-target="#b"><p>O2 ข้อมูลผู้บริหาร</p></div><div id="b"><p><a href="2.pdf">ดู</a></p></div><div id="a"><p><a href="1.pdf">ดู</a></p></div>`,
			"O1 1.pdf|O2 2.pdf",
		},
		"of panels with one name the next": {
			`<div id="a"><p><a href="x.pdf">ดู</a></p></div><p><a href="#a">O1 โครงสร้างหน่วยงาน</a></p><div id="a"><p><a href="1.pdf">ดู</a></p></div><p><a href="#a">O2 ข้อมูลผู้บริหาร</a></p><div id="a"><p><a href="2.pdf">ดู</a></p></div>`,
			"O1 1.pdf|O2 2.pdf",
		},
		"a panel of several items is nobody's": {
			`<p><a href="#a">O1 โครงสร้างหน่วยงาน</a></p><div id="a"><p>O2 ข้อมูลผู้บริหาร</p><p><a href="2.pdf">ดู</a></p><p>O3 อำนาจหน้าที่</p><p><a href="3.pdf">ดู</a></p></div>`,
			"O2 2.pdf|O3 3.pdf",
		},
		"a line with several": {
			`<p><a href="1.pdf">O1</a> <a href="2.pdf">O2</a> <a href="3.pdf">O3</a></p>`, "O1 1.pdf|O2 2.pdf|O3 3.pdf",
		},
		"bullets in a line": {
			`<p>O1 โครงสร้างหน่วยงาน • O2 ข้อมูลผู้บริหาร <a href="2.pdf">ดู</a></p>`, "O2 2.pdf",
		},
		"an entry for several": {
			`<ul><li>O1, O2 โครงสร้างและผู้บริหาร <a href="12.pdf">ดู</a></li><li>O3 อำนาจหน้าที่ <a href="3.pdf">ดู</a></li></ul>`, "O1 12.pdf|O2 12.pdf|O3 3.pdf",
		},
		"links that share a page are no documents": {
			`<p>O1 โครงสร้างหน่วยงาน <a href="1.pdf">ดู</a> <a href="https://www.facebook.com/sharer/sharer.php?u=x">แชร์</a></p>`, "O1 1.pdf",
		},
		"links that lead nowhere are told": {`<p>O1 โครงสร้างหน่วยงาน <a href="#">ดู</a></p>`, "O1 -"},
		"one that is still to come": {
			`<p>O1 โครงสร้างหน่วยงาน <a href="1.pdf">(รอเอกสาร)</a></p><p>O2 ข้อมูลผู้บริหาร <a href="2.pdf">ดู</a></p>`, "O1 1.pdf?|O2 2.pdf",
		},
		"a line that says so": {
			`<p>O1 โครงสร้างหน่วยงาน (รอเอกสาร) <a href="1.pdf">ดู</a></p>`, "O1 1.pdf?",
		},
		"running text that says so": {
			`<p>O1 โครงสร้างหน่วยงาน (รอเอกสาร) ` + strings.Repeat("ก ", 400) + `<a href="1.pdf">รายงานผลการดำเนินงาน</a></p>`, "O1 1.pdf",
		},
		"a link twice in a line is one": {`<p>O1 โครงสร้างหน่วยงาน <a href="1.pdf">ดู<br>ดู</a></p>`, "O1 1.pdf"},
		"codes alone, titles beside": {
			`<table><tr><td>โครงสร้างหน่วยงาน</td><td>O1</td><td><a href="1.pdf">ดู</a></td></tr><tr><td>ข้อมูลผู้บริหาร</td><td>O2</td><td><a href="2.pdf">ดู</a></td></tr></table>`,
			"O1 1.pdf|O2 2.pdf",
		},
		"titles without codes": {
			`<ul><li>โครงสร้างหน่วยงาน <a href="1.pdf">ดู</a></li><li>ข้อมูลผู้บริหาร <a href="2.pdf">ดู</a></li><li>อำนาจหน้าที่ <a href="3.pdf">ดู</a></li></ul>`,
			"O1 1.pdf|O2 2.pdf|O3 3.pdf",
		},
		"numbers and titles": {
			`<ul><li>1. โครงสร้างหน่วยงาน <a href="1.pdf">ดู</a></li><li>2. ข้อมูลผู้บริหาร <a href="2.pdf">ดู</a></li><li>3. อำนาจหน้าที่ <a href="3.pdf">ดู</a></li></ul>`,
			"O1 1.pdf|O2 2.pdf|O3 3.pdf",
		},
		"a wrong code before the title": {
			`<ul><li>O1 โครงสร้างหน่วยงาน <a href="1.pdf">ดู</a></li><li>O3 ข้อมูลผู้บริหาร <a href="2.pdf">ดู</a></li><li>O3 อำนาจหน้าที่ <a href="3.pdf">ดู</a></li></ul>`,
			"O1 1.pdf|O2 2.pdf|O3 3.pdf",
		},
		"a list in a menu and the list itself": {
			`<nav><ul><li><a href="m1">โครงสร้างหน่วยงาน</a></li><li><a href="m2">ข้อมูลผู้บริหาร</a></li><li><a href="m3">อำนาจหน้าที่</a></li></ul></nav>` + table,
			"O1 1.pdf|O2 2.pdf|O3 3.pdf",
		},
		"a document named as the next item": {
			"<table>" + rowO1 + `<tr><td>O2</td><td>ข้อมูลผู้บริหาร</td><td><a href="2.pdf">ดู</a><br><a href="2b.pdf">อำนาจหน้าที่</a></td></tr>` + rowO3 + "</table>",
			"O1 1.pdf|O2 2.pdf 2b.pdf|O3 3.pdf",
		},
		"sections head no items": {
			`<p>O1-O3 ข้อมูลพื้นฐาน <a href="x.pdf">ดู</a></p>` + table, "O1 1.pdf|O2 2.pdf|O3 3.pdf",
		},
		"codes in brackets after other words": {
			`<ul><li>แผนผังของเรา (O1)<p><a href="1.pdf">ดู</a></p></li><li>คณะผู้บริหาร (O2)<p><a href="2.pdf">ดู</a></p></li></ul>`, "O1 1.pdf|O2 2.pdf",
		},
		"and with a link behind them": {
			`<ul><li>แผนผังของเรา (O1) <a href="1.pdf">ดู</a></li><li>คณะผู้บริหาร (O2): <a href="2.pdf">รายชื่อ</a></li></ul>`, "O1 1.pdf|O2 2.pdf",
		},
		"the code is an element's name": {
			`<ul><li aria-label="O1"><a href="1.pdf">แผนผัง</a></li><li aria-label="O2"><a href="2.pdf">บุคลากร</a></li></ul>`, "O1 1.pdf|O2 2.pdf",
		},
		"the name is that of a part": {`<ul><li aria-label="O1-2"><a href="1.pdf">แผนผัง</a></li></ul>`, ""},
		"or of several":              {`<ul><li aria-label="O1-O3"><a href="1.pdf">แผนผัง</a></li></ul>`, ""},
		"bare codes of another year's list, which its titles show": {
			`<p>O1 ข้อมูลผู้บริหาร</p><p>O2 อำนาจหน้าที่</p><p>O3 แผนยุทธศาสตร์หรือแผนพัฒนา</p><p><a href="2.pdf">O1</a> <a href="3.pdf">O2</a> <a href="4.pdf">O3</a></p>`,
			"O2 2.pdf|O3 3.pdf|O4 4.pdf",
		},
		"last year's titles over files that bear the codes": {
			`<ul><li>O1 ข้อมูลผู้บริหาร <a href="o1_a.pdf">ดู</a></li><li>O2 อำนาจหน้าที่ <a href="o2_a.pdf">ดู</a></li><li>O3 ข้อมูลการติดต่อ <a href="o3_a.pdf">ดู</a></li></ul>`,
			"O1 o1_a.pdf|O2 o2_a.pdf|O3 o3_a.pdf",
		},
		"a document beside a code that is named as another item": {
			`<table><tr><td>O1</td><td><a href="1.pdf">อำนาจหน้าที่</a></td></tr><tr><td>O2</td><td><a href="2.pdf">ข้อมูลผู้บริหาร</a></td></tr><tr><td>O3</td><td><a href="3.pdf">อำนาจหน้าที่</a></td></tr></table>`,
			"O1 1.pdf|O2 2.pdf|O3 3.pdf",
		},
		"only this year's part": {
			`<h2>ITA 2565</h2><ul><li>O1 โครงสร้างหน่วยงาน <a href="y1.pdf">ดู</a></li></ul><h2>ITA 2566</h2><ul><li>O1 โครงสร้างหน่วยงาน <a href="1.pdf">ดู</a></li><li>O2 ข้อมูลผู้บริหาร</li></ul><h2>ITA 2564</h2><p><a href="z.pdf">ดู</a></p>`,
			"O1 1.pdf",
		},
		"a menu's link where the list has none": {
			`<nav><a href="chart">โครงสร้างหน่วยงาน</a> <a href="law">กฎหมายที่เกี่ยวข้อง</a> <a href="boss">ข้อมูลผู้บริหาร</a></nav><ul><li>O1 โครงสร้างหน่วยงาน</li><li>O2 ข้อมูลผู้บริหาร <a href="2.pdf">ดู</a></li><li>O3 อำนาจหน้าที่ <a href="3.pdf">ดู</a></li></ul>`,
			"O1 chart~|O2 2.pdf|O3 3.pdf",
		},
		"or one that is still to come": {
			`<nav><a href="chart">โครงสร้างหน่วยงาน</a> <a href="c2">โครงสร้างหน่วยงาน</a></nav><ul><li>O1 โครงสร้างหน่วยงาน <a href="1.pdf">(รอเอกสาร)</a></li><li>O2 ข้อมูลผู้บริหาร <a href="2.pdf">ดู</a></li><li>O3 อำนาจหน้าที่ <a href="3.pdf">ดู</a></li></ul>`,
			"O1 1.pdf? chart~|O2 2.pdf|O3 3.pdf",
		},
		"nothing": {"<p>ไม่มีอะไร</p>", ""},
	} {
		t.Run(name, func(t *testing.T) {
			rs := nine()
			if got := strings.Join(found(rs, pages{"/": c.html}.site(t)), "|"); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// TestPagesBehindTheList pins which links of a page behind an item are the item's.
func TestPagesBehindTheList(t *testing.T) {
	const menu = `<nav><a href="/">หน้าแรกของเว็บไซต์</a></nav>`
	list := func(more string) string {
		return menu + "<table>" + strings.ReplaceAll(rowO1, "1.pdf", "one") + strings.ReplaceAll(rowO2, "2.pdf", "two") + rowO3 + "</table>" + more
	}
	many := strings.Repeat(`<p><a href="more">หน้าถัดไปของเอกสาร</a></p>`, 8)
	for name, c := range map[string]struct {
		list, behind string
		want         string
	}{
		"documents":                   {list(""), `<p><a href="a.pdf">รายงาน</a></p><p><a href="b.pdf">ดู</a></p>`, "O1 one a.pdf b.pdf|O2 two|O3 3.pdf"},
		"a page of a year":            {list(""), `<p><a href="y">รายงานปี 2566</a></p><p><a href="x">เรื่องอื่น ๆ</a></p>`, "O1 one y|O2 two|O3 3.pdf"},
		"a label without an address":  {list(""), `<p><a href="#">รายงานฉบับเต็ม</a></p>`, "O1 one -|O2 two|O3 3.pdf"},
		"one that is still to come":   {list(""), `<p>แผน <a href="a.pdf">(รอเอกสาร)</a></p>`, "O1 one a.pdf?|O2 two|O3 3.pdf"},
		"few pages":                   {list(""), many + `<p><a href="a">เอกสารฉบับที่หนึ่ง</a></p><p><a href="b">เอกสารฉบับที่สอง</a></p>`, "O1 one" + strings.Repeat(" more", 8) + " a b|O2 two|O3 3.pdf"},
		"many pages":                  {list(""), many + many[:len(many)/8] + `<p><a href="a">เอกสารฉบับที่หนึ่ง</a></p><p><a href="b">เอกสารฉบับที่สอง</a></p>`, "O1 one|O2 two|O3 3.pdf"},
		"few pages beside a document": {list(""), `<p><a href="a.pdf">รายงาน</a></p><p><a href="b">เอกสารฉบับที่สอง</a></p>`, "O1 one a.pdf|O2 two|O3 3.pdf"},
		"buttons":                     {list(""), `<p><a href="b">กขคงจ</a></p><p><a href="c">กขคงจฉ</a></p>`, "O1 one c|O2 two|O3 3.pdf"},
		"menus":                       {list(""), `<nav><a href="a.pdf">เอกสารของเมนู</a></nav>`, "O1 one|O2 two|O3 3.pdf"},
		"what the list links to":      {list(`<p><a href="a.pdf">ประกาศ</a></p>`), `<p><a href="a.pdf">ประกาศ</a></p>`, "O1 one|O2 two|O3 3.pdf"},
		"toggles":                     {list(""), `<p><a href="#t">แสดงเพิ่มเติมอีก</a></p><div id="t"><a href="a.pdf">รายงาน</a></div>`, "O1 one a.pdf|O2 two|O3 3.pdf"},
		"a part of the list": {
			list(""), `<p>O4 แผนยุทธศาสตร์หรือแผนพัฒนา <a href="4.pdf">ดู</a></p><p>O5 ข้อมูลการติดต่อ <a href="5.pdf">ดู</a></p><p>O6 กฎหมายที่เกี่ยวข้อง <a href="6.pdf">ดู</a></p>`,
			"O1 one|O2 two|O3 3.pdf|O4 4.pdf|O5 5.pdf|O6 6.pdf",
		},
		"less than a list": {
			list(""), `<p>O4 แผนยุทธศาสตร์หรือแผนพัฒนา <a href="4.pdf">ดู</a></p><p>O5 ข้อมูลการติดต่อ <a href="5.pdf">ดู</a></p>`,
			"O1 one 4.pdf 5.pdf|O2 two|O3 3.pdf",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(found(nine(), pages{"/": c.list, "/one": c.behind}.site(t, "/one")), "|"); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
	t.Run("two items lead to one page", func(t *testing.T) {
		list := strings.ReplaceAll(list(""), `href="two"`, `href="one"`)
		site := pages{"/": list, "/one": `<p><a href="a.pdf">รายงาน</a></p>`}.site(t, "/one")
		if got := strings.Join(found(nine(), site), "|"); got != "O1 one a.pdf|O2 one a.pdf|O3 3.pdf" {
			t.Error(got)
		}
		for _, m := range rules.Match(nine(), site).Matches {
			if m.Page == 1 && (m.Confidence != 0.8 || m.By != ita.ByCodeTitle || m.Heading == "") {
				t.Errorf("behind the list: %+v", m)
			}
		}
	})
	t.Run("a page behind a page", func(t *testing.T) {
		site := pages{"/": list(""), "/one": `<p><a href="deep">รายงานของปี 2566</a></p>`, "/deep": `<p><a href="a.pdf">รายงาน</a></p>`}.site(t, "/one", "/deep")
		if got := strings.Join(found(nine(), site), "|"); got != "O1 one deep a.pdf|O2 two|O3 3.pdf" {
			t.Error(got)
		}
	})
	t.Run("a matcher that has seen a site", func(t *testing.T) {
		m := rules.NewMatcher(nine())
		site := pages{"/": list(""), "/one": `<p><a href="a.pdf">รายงาน</a></p>`}.site(t, "/one")
		short := &ita.Site{Pages: site.Pages[:1]}
		if got := len(m.Match(short).Matches); got != 3 {
			t.Errorf("of the list alone: %d", got)
		}
		if got := len(m.Match(site).Matches); got != 4 {
			t.Errorf("when it has grown: %d", got)
		}
	})
	if got := len(rules.Match(nine(), &ita.Site{}).Matches); got != 0 {
		t.Errorf("no pages: %d links", got)
	}
}

// TestHeadingsAreDescribed pins what a report can say about a heading and its links.
func TestHeadingsAreDescribed(t *testing.T) {
	site := pages{"/": `<h2>ITA 2566</h2><table><tr><td>O1</td><td>โครงสร้างหน่วยงาน</td><td><a href="1.pdf">ดู</a></td></tr>` +
		`<tr><td>O2</td><td>รายชื่อบุคคล</td><td><a href="2.pdf">รายชื่อทั้งหมด</a></td></tr><tr><td>O4</td><td>อำนาจหน้าที่</td><td><a href="3.pdf">ดู</a></td></tr>` +
		`<tr><td>O5-O6</td><td>ติดต่อและกฎหมาย</td><td>(รอเอกสาร)</td></tr></table><h4>ไตรมาส 1</h4>`}.site(t)
	m := rules.Match(nine(), site)
	want := []ita.Heading{
		{Code: "O1", Text: "โครงสร้างหน่วยงาน", By: ita.ByCodeTitle, Confidence: 1, Printed: "O1", Year: 2566},
		{Code: "O2", Text: "รายชื่อบุคคล", By: ita.ByCode, Confidence: 0.8, Printed: "O2", Year: 2566},
		{Code: "O3", Text: "อำนาจหน้าที่", By: ita.ByTitle, Confidence: 0.7, Printed: "O4", Year: 2566},
		{Code: "O5", Text: "ติดต่อและกฎหมาย", By: ita.ByCode, Confidence: 0.8, Year: 2566, Waiting: true},
		{Code: "O6", Text: "ติดต่อและกฎหมาย", By: ita.ByCode, Confidence: 0.8, Year: 2566, Waiting: true},
	}
	var got []ita.Heading
	for _, h := range m.Headings {
		if text := site.Pages[0].Blocks[h.Block].Text(); h.Block == 0 || text == "" {
			t.Errorf("%s is in block %d", h.Code, h.Block)
		}
		h.Block = 0
		got = append(got, h)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var words []string
	for _, x := range m.Matches {
		words = append(words, x.Code+": "+x.Heading+" | "+x.Label)
	}
	if diff := cmp.Diff([]string{"O1: O1 โครงสร้างหน่วยงาน | โครงสร้างหน่วยงาน", "O2: O2 รายชื่อบุคคล | ", "O3: O4 อำนาจหน้าที่ | อำนาจหน้าที่"}, words); diff != "" {
		t.Error(diff)
	}
	for _, html := range []string{
		`<table><tr><td>โครงสร้างหน่วยงาน (O1) ของเรา</td><td>ข้อมูล O1</td><td><a href="1.pdf">ดู</a></td></tr>` + rowO2 + rowO3 + "</table>",
		`<table><tr><td>ข้อมูล O1</td><td>O1 โครงสร้างหน่วยงาน (O1) ของเรา</td><td>O1</td><td><a href="1.pdf">ดู</a></td></tr>` + rowO2 + rowO3 + "</table>",
	} {
		if got := rules.Match(nine(), pages{"/": html}.site(t)).Matches[0].Heading; !strings.Contains(got, "(O1) ของเรา") {
			t.Errorf("of an item's headings in a row the longest names its links, not %q", got)
		}
	}
	if diff := cmp.Diff([]ita.FiscalYear{2566}, m.Years); diff != "" {
		t.Error(diff)
	}
}

// TestTheYearOfATableColumn pins what a report calls the year of a link in a table
// that has a column for each year.
func TestTheYearOfATableColumn(t *testing.T) {
	const first = `<tr><th>รายการ</th><th>ปี 2565</th><th>ปีงบประมาณ 2566</th><th>หมายเหตุ</th></tr>`
	row := func(n string) string {
		return `<tr><td>O` + n + ` เรื่องของเรา</td><td><a href="5.pdf">ดู</a></td><td><p><a href="6.pdf">ดู</a></p></td><td><a href="x.pdf">ดู</a></td></tr>`
	}
	asking := func(period ita.Period, accept ...ita.Period) *ita.RuleSet {
		rs := nine()
		for i := range rs.Items {
			rs.Items[i].Period, rs.Items[i].Accept = period, accept
		}
		return rs
	}
	for name, c := range map[string]struct{ html, want string }{
		"one for each year":          {"<table>" + first + row("1") + row("2") + "</table>", "ปี 2565|ปีงบประมาณ 2566||ปี 2565|ปีงบประมาณ 2566|"},
		"headings in a part of it":   {"<table><thead>" + first + "</thead><tbody>" + row("1") + "</tbody></table>", "ปี 2565|ปีงบประมาณ 2566|"},
		"headings over two columns":  {`<table><tr><th>รายการ</th><th colspan="2">ปี 2565</th><th>ปี 2566</th></tr>` + row("1") + "</table>", "ปี 2565|ปี 2565|ปี 2566"},
		"other headings further on":  {"<table>" + first + row("1") + strings.NewReplacer("2565", "2563", "2566", "2564").Replace(first) + row("2") + "</table>", "ปี 2565|ปีงบประมาณ 2566||ปี 2563|ปีงบประมาณ 2564|"},
		"a single year is no column": {`<table><tr><th>รายการ</th><th>ปี 2566</th></tr>` + row("1") + "</table>", "||"},
		"the same year twice":        {`<table><tr><th>รายการ</th><th>ปี 2566</th><th>ปี 2566</th></tr>` + row("1") + "</table>", "||"},
		"headings below":             {"<table>" + row("1") + first + "</table>", "||"},
		"of another table":           {"<table>" + first + "</table><table>" + row("1") + "</table>", "||"},
		"no table":                   {`<p>ปี 2565</p><p>O1 เรื่องของเรา</p><p><a href="5.pdf">ดู</a></p>`, ""},
	} {
		var got []string
		for _, m := range rules.Match(asking(ita.PeriodSame), pages{"/": c.html}.site(t)).Matches {
			got = append(got, m.Context)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %s, want %s", name, strings.Join(got, "|"), c.want)
		}
	}
	site := pages{"/": "<table>" + first + row("1") + "</table>"}.site(t)
	for _, rs := range []*ita.RuleSet{
		asking(ita.PeriodNone), asking(ita.PeriodPrevious), asking(ita.PeriodCovers), asking(ita.PeriodInForce), asking(ita.PeriodSame, ita.PeriodPrevious),
	} {
		for _, m := range rules.Match(rs, site).Matches {
			if m.Context != "" {
				t.Errorf("%s, %v: a column may be for an assessment, whose documents are of other years: %q", rs.Items[0].Period, rs.Items[0].Accept, m.Context)
			}
		}
	}
	behind := pages{
		"/":    `<p>O1 เรื่องของเรา <a href="/one">ดู</a></p>`,
		"/one": `<table><tr><th>ปี 2565</th><th>ปี 2566</th></tr><tr><td><a href="5.pdf">ดู</a></td><td><a href="6.pdf">ดู</a></td></tr></table>`,
	}.site(t, "/one")
	for _, m := range rules.Match(asking(ita.PeriodSame), behind).Matches[1:] {
		if want := map[string]string{"5.pdf": "ปี 2565", "6.pdf": "ปี 2566"}[path.Base(behind.Pages[1].Links[m.Link].URL)]; m.Context != want {
			t.Errorf("behind the list: %q, want %q", m.Context, want)
		}
	}
}
