package crawler

import (
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"itacheck/ita"
)

func outlineOf(t testing.TB, address, body string) *ita.Page {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	page := &ita.Page{}
	outline(doc, base, page)
	return page
}

func TestLinksAsPagesWriteThem(t *testing.T) {
	const page = "https://www.agency.go.th/ita/2566.html"
	for _, tt := range []struct {
		name, html  string
		url         string
		text        string
		placeholder string
	}{
		{"plain", `<a href="o1.pdf">โครงสร้าง</a>`, "https://www.agency.go.th/ita/o1.pdf", "โครงสร้าง", ""},
		{"from the root", `<a href="/o1.pdf">ก</a>`, "https://www.agency.go.th/o1.pdf", "ก", ""},
		{"raw Thai letters and a blank", `<a href="/แผน 66.pdf">แผน</a>`, "https://www.agency.go.th/%E0%B9%81%E0%B8%9C%E0%B8%99%2066.pdf", "แผน", ""},
		{"stray percent sign", `<a href="/100%งบ.pdf">งบ</a>`, "https://www.agency.go.th/100%25%E0%B8%87%E0%B8%9A.pdf", "งบ", ""},
		{"backslashes", `<a href="\files\a.pdf">ก</a>`, "https://www.agency.go.th/files/a.pdf", "ก", ""},
		{"quotes by mistake", `<a href="'https://a.go.th/x.pdf'">ก</a>`, "https://a.go.th/x.pdf", "ก", ""},
		{"window.open", `<a href="#" onclick="window.open('x.pdf','_blank')">ก</a>`, "https://www.agency.go.th/ita/x.pdf", "ก", ""},
		{"location.href on a span", `<span onclick="location.href='/x'">ก</span>`, "https://www.agency.go.th/x", "ก", ""},
		{"script in the href", `<a href="javascript:window.open('/x.pdf')">ก</a>`, "https://www.agency.go.th/x.pdf", "ก", ""},
		{"data-href", `<button data-href="/x.pdf">ก</button>`, "https://www.agency.go.th/x.pdf", "ก", ""},
		{"google redirector", `<a href="https://www.google.com/url?q=https://a.go.th/x.pdf&sa=D">ก</a>`, "https://a.go.th/x.pdf", "ก", ""},
		{"facebook redirector", `<a href="https://l.facebook.com/l.php?u=https%3A%2F%2Fa.go.th%2F">ก</a>`, "https://a.go.th/", "ก", ""},
		{"picture with a name", `<a href="x.pdf"><img src="i.png" alt="โครงสร้าง"></a>`, "https://www.agency.go.th/ita/x.pdf", "โครงสร้าง", ""},
		{"picture without", `<a href="x.pdf" title="แผน"><img src="i.png"></a>`, "https://www.agency.go.th/ita/x.pdf", "แผน", ""},
		{"area of a map", `<map><area href="x.pdf" alt="แผน"></map>`, "https://www.agency.go.th/ita/x.pdf", "แผน", ""},
		{"iframe", `<iframe src="/list.html"></iframe>`, "https://www.agency.go.th/list.html", "", ""},
		{"client-side route", `<a href="https://www.agency.go.th/app#/structure">ก</a>`, "https://www.agency.go.th/app", "ก", ""},

		{"hash", `<a href="#">ก</a>`, "", "ก", "no_href"},
		{"hash with an exclamation mark", `<a href="#!">ก</a>`, "", "ก", "no_href"},
		{"empty", `<a href="">ก</a>`, "", "ก", "no_href"},
		{"no address at all", `<a>ก</a>`, "", "ก", "no_href"},
		{"scheme alone", `<a href="https://">ก</a>`, "", "ก", "no_href"},
		{"script", `<a href="javascript:void(0)">ก</a>`, "", "ก", "script_href"},
		{"itself", `<a href="/ita/2566.html">ก</a>`, "", "ก", "self_link"},
		{"fragment that is not there", `<a href="#o1">ก</a>`, "", "ก", "no_href"},
		{"panel", `<a href="#o1">ก</a><div id="o1">ข</div>`, "", "ก", "toggle"},
		{"mail", `<a href="mailto:a@b.go.th">ก</a>`, "", "ก", "mail_link"},
		{"somebody's disk", `<a href="file:///C:/plan.pdf">ก</a>`, "", "ก", "local_file"},
		{"somebody's disk, as typed", `<a href="C:\plan.pdf">ก</a>`, "", "ก", "local_file"},
		{"another scheme", `<a href="line://ti/p/@x">ก</a>`, "", "ก", "bad_scheme"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := outlineOf(t, page, "<body>"+tt.html+"</body>")
			if len(p.Links) != 1 {
				t.Fatalf("%d links, want 1: %+v", len(p.Links), p.Links)
			}
			l := p.Links[0]
			if l.URL != tt.url || l.Text != tt.text || l.Placeholder != tt.placeholder {
				t.Errorf("url %q text %q placeholder %q", l.URL, l.Text, l.Placeholder)
			}
		})
	}
}

func TestBaseElement(t *testing.T) {
	p := outlineOf(t, "https://a.go.th/ita/", `<head><base href="/files/"></head><body><a href="x.pdf">ก</a><a href="#">ข</a></body>`)
	if got := p.Links[0].URL; got != "https://a.go.th/files/x.pdf" {
		t.Error(got)
	}
	if got := p.Links[1].Placeholder; got != "no_href" {
		t.Error(got)
	}
}

func TestBlocksAreWhatAReaderSeesAsLines(t *testing.T) {
	p := outlineOf(t, "https://a.go.th/", `
		<script>var x = "ไม่อ่าน";</script>
		<!-- <a href="old.pdf">ของเก่า</a> -->
		<h2>ตัวชี้วัด</h2>
		<p>O1 <b>โครง</b>สร้าง<br>บรรทัดสอง</p>
		<a href="/o2"><div>O2</div><div>ผู้บริหาร</div></a>
		<table><tr><td rowspan=2>O3<td>หนึ่ง<td>สอง<tr><td>สาม</table>
		<div style="display: none">ซ่อน</div>`)
	var got []string
	for i := range p.Blocks {
		got = append(got, p.Blocks[i].Text())
	}
	want := []string{"ตัวชี้วัด", "O1 โครงสร้าง", "บรรทัดสอง", "O2", "ผู้บริหาร", "O3", "หนึ่ง", "สอง", "สาม", "ซ่อน"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if got := p.Links[0].Text; got != "O2 ผู้บริหาร" {
		t.Errorf("link text %q", got)
	}
	cols := map[string]int{}
	for i := range p.Blocks {
		cols[p.Blocks[i].Text()] = p.Nodes[p.Blocks[i].Node].Col
	}
	if cols["O3"] != 0 || cols["หนึ่ง"] != 1 || cols["สอง"] != 2 || cols["สาม"] != 1 {
		t.Errorf("columns after row spans: %v", cols)
	}
}

func TestRegions(t *testing.T) {
	p := outlineOf(t, "https://a.go.th/", `<nav>เมนู</nav><div class="navbar x">เมนูบน</div><div class="accordion-header">O1</div>
		<div id="ctl00_footer">ท้าย</div><aside>ข้าง</aside><main>เนื้อหา</main>`)
	got := map[string]ita.Region{}
	for i := range p.Blocks {
		got[p.Blocks[i].Text()] = p.Nodes[p.Blocks[i].Node].Region
	}
	want := map[string]ita.Region{
		"เมนู": ita.RegionNav, "เมนูบน": ita.RegionNav, "O1": ita.RegionMain,
		"ท้าย": ita.RegionFooter, "ข้าง": ita.RegionAside, "เนื้อหา": ita.RegionMain,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestShellOfAScriptedPage(t *testing.T) {
	if p := outlineOf(t, "https://a.go.th/", `<div id="root"></div><script src="/app.js"></script>`); !p.Script {
		t.Error("an empty root with a script is a shell")
	}
	if p := outlineOf(t, "https://a.go.th/", `<p>`+strings.Repeat("เนื้อหา ", 60)+`</p><script src="/app.js"></script>`); p.Script {
		t.Error("a page with text is none")
	}
}

// FuzzOutline checks what the matcher relies on, for any bytes.
func FuzzOutline(f *testing.F) {
	f.Add(`<table><tr><td>O1<td><a href="x.pdf">แผน</a></table>`)
	f.Add(`<a href="#l1" data-toggle="collapse">EB1</a><div id=l1><a href="%zz">x</a></div>`)
	f.Add(`<base href="//x"><iframe src="a"></iframe><a href="http://[::1"><div>O1</a>`)
	f.Fuzz(func(t *testing.T, body string) {
		p := outlineOf(t, "https://a.go.th/ita/", body)
		for i, n := range p.Nodes {
			if n.Parent >= i || n.First > n.Last || n.Last > len(p.Blocks) {
				t.Fatalf("node %d: %+v of %d blocks", i, n, len(p.Blocks))
			}
		}
		for _, b := range p.Blocks {
			for _, s := range b.Spans {
				if s.Link >= len(p.Links) {
					t.Fatalf("span of link %d of %d", s.Link, len(p.Links))
				}
			}
		}
		for _, l := range p.Links {
			if l.URL == "" {
				continue
			}
			u, err := url.Parse(l.URL)
			if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Fragment != "" {
				t.Fatalf("%q is no absolute web address: %v", l.URL, err)
			}
		}
		if d := cmp.Diff(p, outlineOf(t, "https://a.go.th/ita/", body)); d != "" {
			t.Fatal(d)
		}
	})
}

func TestFormsToWriteIn(t *testing.T) {
	for html, want := range map[string]bool{
		`<form><input name="q"><input type="submit"></form>`:                                    false,
		`<form><input name="user"><input type="password" name="p"></form>`:                      false,
		`<form><input name="name"><input type="email" name="mail"><textarea></textarea></form>`: true,
		`<form><input name="name"><input type="tel" name="phone"></form>`:                       true,
		`<p>ติดต่อเรา</p>`:                                                                      false,
	} {
		if p := outlineOf(t, "https://a.go.th/", html); p.Form != want {
			t.Errorf("%s: %v", html, p.Form)
		}
	}
}
