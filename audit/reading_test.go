package audit_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"itacheck/audit"
	"itacheck/crawler"
	"itacheck/ita"
)

// hosts are websites in memory: address without scheme → page.
type hosts map[string]string

func (h hosts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, ok := h[r.URL.Host+r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, body)
}

// auditOf audits an agency of websites in memory.
func auditOf(t *testing.T, web http.Handler, ag ita.Agency) (*ita.Result, error) {
	t.Helper()
	book, rs := find(t, 2566, "general")
	c := crawler.New(crawler.Config{Delay: crawler.NoDelay, Transport: inProcess{web}})
	defer c.Close()
	return audit.Run(t.Context(), c, audit.Options{Agency: ag, Rules: rs, Others: book.Others(rs), AsOf: rs.Year.Submission(), SecondLook: 1})
}

func TestWhyAnITAPageCannotBeRead(t *testing.T) {
	for status, code := range map[int]string{
		404: "not_found", 410: "not_found", 401: "login_required", 403: "forbidden", 429: ita.FailRateLimit, 500: "server_error", 503: "server_error", 418: "http_error",
		200: "empty",
	} {
		_, err := auditOf(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(status)
		}), ita.Agency{Name: "ก", ITAPage: "https://www.agency.go.th/ita"})
		var look *audit.CannotLook
		if !errors.As(err, &look) || look.Code != code || !strings.Contains(err.Error(), "https://www.agency.go.th/ita: ") {
			t.Errorf("%d: %v, want %s", status, err, code)
		}
	}
}

// The ITA page leads to one page for each range of items; one of them is away.
func TestAnIndexOfPartsIsReadAsOneList(t *testing.T) {
	_, rs := find(t, 2566, "general")
	part := func(from, to int) string {
		var b strings.Builder
		for i := from; i < to; i++ {
			fmt.Fprintf(&b, "<p>%s %s <a href='/files/%d.pdf'>เปิด</a></p>", rs.Items[i].Code, rs.Items[i].Title.TH, i)
		}
		return b.String()
	}
	web := hosts{
		"www.agency.go.th/ita": `<h1>การประเมิน ITA 2566</h1><ul><li><a href="/a">ตัวชี้วัดย่อย (O1 - O10)</a><li><a href="/b">ตัวชี้วัดย่อย (O11 - O20)</a>
			<li><a href="/gone">ตัวชี้วัดย่อย (O21 - O30)</a><li><a href="https://www.other.go.th/c">ตัวชี้วัดย่อย (O31 - O43)</a><li><a href="/a">ตัวชี้วัดย่อย (O1 - O10)</a></ul>
			<p>O1 โครงสร้าง</p><p>O2 ข้อมูลผู้บริหาร</p><p>O3 อำนาจหน้าที่</p><p>O4 แผนยุทธศาสตร์หรือแผนพัฒนาหน่วยงาน</p>`,
		"www.agency.go.th/a": part(0, 10), "www.agency.go.th/b": part(10, 20), "www.other.go.th/c": part(30, 43),
	}
	r, err := auditOf(t, web, ita.Agency{Name: "ก", ITAPage: "https://www.agency.go.th/ita"})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for i := range r.Items {
		if len(r.Items[i].Evidence) > 0 {
			got[r.Items[i].Item.Code]++
		}
	}
	if got["O5"] != 1 || got["O20"] != 1 || got["O35"] != 0 {
		t.Errorf("items with links: %v", got)
	}
}

// Of another host only one below the agency's own name is the agency's.
func TestTheITAPageMayBeOnAnotherHostOfTheAgency(t *testing.T) {
	_, rs := find(t, 2566, "general")
	list := listPage(rs, func(_ int, it *ita.Item) string { return it.Code })
	for _, c := range []struct{ home, other, want string }{
		{"www.agency.go.th", "ita.agency.go.th", "https://ita.agency.go.th/2566"},
		{"www.agency.go.th", "ita.other.go.th", ""},
		{"www.agency.com", "ita.agency.com", "https://ita.agency.com/2566"},
		{"www.agency.com", "www.other.com", ""},
	} {
		web := hosts{c.home + "/": `<h1>หน่วยงาน</h1><a href="https://` + c.other + `/2566">การประเมิน ITA 2566</a>`, c.other + "/2566": "<h1>ITA 2566</h1>" + list}
		r, err := auditOf(t, web, ita.Agency{Name: "ก", URL: "https://" + c.home + "/"})
		if got := err == nil; got != (c.want != "") || got && r.Pages[0].URL != c.want {
			t.Errorf("%s, %s: %v", c.home, c.other, err)
		}
	}
}
