package audit_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"itacheck/audit"
	"itacheck/crawler"
	"itacheck/ita"
)

// site is a small website: path → body; a missing path is 404. It keeps what was
// asked for; look at that after the audit only.
func site(t *testing.T, pages map[string]string) (address string, asked *[]string) {
	t.Helper()
	asked = &[]string{}
	var mu sync.Mutex
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		body, ok := pages[r.URL.RequestURI()]
		if r.URL.Path != "/robots.txt" {
			*asked = append(*asked, r.URL.RequestURI())
		}
		if !ok {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, body)
	}))
	t.Cleanup(srv.Close)
	return srv.URL, asked
}

func TestFindingTheITAPageOfTheYear(t *testing.T) {
	book, rs := find(t, 2566, "general")
	list := listPage(rs, func(_ int, it *ita.Item) string { return it.Code }) + "</table>"
	const menu = `<a href="/structure">โครงสร้าง</a> <a href="/contact">ติดต่อเรา</a> <a href="/news/1">ประกาศผลการประเมิน ITA ประจำปี 2566</a> `
	for _, tt := range []struct {
		name  string
		pages map[string]string
		want  string // "" when it must not be found
	}{
		{"a link on the home page", map[string]string{
			"/":        menu + `<a href="/ita65">ITA 2565</a> <a href="/ita66">ITA 2566</a>`,
			"/ita65":   "<h1>ITA 2565</h1>" + list,
			"/ita66":   "<h1>ITA 2566</h1>" + list,
			"/news/1":  "<h1>ประกาศผลการประเมิน ITA 2566</h1><p>ได้ 95 คะแนน</p>",
			"/contact": "ติดต่อ",
		}, "/ita66"},
		{"by way of a page of years", map[string]string{
			"/":       menu + `<a href="/ita">การประเมินคุณธรรมและความโปร่งใส</a>`,
			"/ita":    `<h1>การประเมินคุณธรรมและความโปร่งใส</h1><a href="/a">2565</a> <a href="/b">ปี ๒๕๖๖</a>`,
			"/a":      list,
			"/b":      list,
			"/news/1": "ข่าว",
		}, "/b"},
		{"behind a welcome page", map[string]string{
			"/":        `<a href="/home">เข้าสู่เว็บไซต์</a>`,
			"/home":    menu + `<a href="/oit">OIT</a>`,
			"/oit":     `<title>OIT</title><a href="/oit2023">OIT 2566</a>`,
			"/oit2023": list,
		}, "/oit2023"},
		{"the page is headed for another year than its address says", map[string]string{
			"/":         menu + `<a href="/ita-2566">ITA ปี 2566</a> <a href="/ita-new">ITA</a>`,
			"/ita-2566": "<h1>ITA ปี 2567</h1>" + list,
			"/ita-new":  "<h1>ITA ปี 2566</h1>" + list,
		}, "/ita-new"},
		{"several years on one page", map[string]string{
			"/":    menu + `<a href="/ita">ITA</a>`,
			"/ita": "<h2>ITA ปี 2566</h2>" + list + "<h2>ITA ปี 2565</h2>" + list,
		}, "/ita"},
		{"from a page deep in the site", map[string]string{
			"/":         menu + `<a href="/ita66">ITA 2566</a>`,
			"/news/9":   "<p>ข่าวที่ไม่มีเมนู</p>",
			"/ita66":    list,
			"start at ": "/news/9",
		}, "/ita66"},
		{"in a frame", map[string]string{
			"/":      menu + `<a href="/ita">ITA 2566</a>`,
			"/ita":   `<title>ITA 2566</title><iframe src="/frame"></iframe>`,
			"/frame": list,
		}, "/ita"},
		{"only in the sitemap", map[string]string{
			"/":             menu,
			"/sitemap.xml":  `<urlset><url><loc>HOST/about</loc></url><url><loc>HOST/ita2566.html</loc></url></urlset>`,
			"/ita2566.html": "<h1>ITA 2566</h1>" + list,
		}, "/ita2566.html"},
		{"only other years", map[string]string{
			"/":      menu + `<a href="/ita65">ITA 2565</a> <a href="/ita64">ITA</a>`,
			"/ita65": "<h1>ITA 2565</h1>" + list,
			"/ita64": "<h1>ITA 2564</h1>" + list,
		}, ""},
		{"no ITA page at all", map[string]string{"/": menu, "/news/1": "ข่าว"}, ""},
		{"a site that leads round in circles", map[string]string{
			"/": `<a href="/a?n=1">ITA</a>`, "/a?n=1": `<a href="/a?n=2">ITA 2566</a>`, "/a?n=2": `<a href="/a?n=3">ITA 2566</a>`,
			"/a?n=3": `<a href="/a?n=4">ITA 2566</a>`, "/a?n=4": list,
		}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			address, asked := site(t, tt.pages)
			for path, body := range tt.pages {
				tt.pages[path] = strings.ReplaceAll(body, "HOST", address)
			}
			c := crawler.New(crawler.Config{Delay: crawler.NoDelay, AllowPrivate: true})
			defer c.Close()
			r, err := audit.Run(context.Background(), c, audit.Options{
				Agency: ita.Agency{URL: address + cmp.Or(tt.pages["start at "], "/")}, Rules: rs, Others: book.Others(rs), AsOf: rs.Year.Submission(), SecondLook: 1,
			})
			if tt.want == "" {
				var cannot *audit.CannotLook
				if !errors.As(err, &cannot) || cannot.Code != "no_ita_page" {
					t.Fatalf("err %v, asked %v", err, *asked)
				}
				return
			}
			if err != nil {
				t.Fatalf("%v, asked %v", err, *asked)
			}
			if r.ITAPage != address+tt.want {
				t.Errorf("found %s, want %s; asked %v", r.ITAPage, tt.want, *asked)
			}
		})
	}
}
