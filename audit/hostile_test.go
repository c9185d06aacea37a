package audit_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"itacheck/audit"
	"itacheck/crawler"
	"itacheck/ita"
)

// auditSite audits a website whose ITA page is body and whose other pages are all one.
func auditSite(t *testing.T, rs *ita.RuleSet, body, other string) (r *ita.Result, asked int64) {
	t.Helper()
	var n atomic.Int64
	web := inProcess{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.Add(1)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		switch r.URL.Path {
		case "/robots.txt":
			w.WriteHeader(http.StatusNotFound)
		case "/ita":
			fmt.Fprint(w, body)
		default:
			fmt.Fprint(w, other)
		}
	})}
	c := crawler.New(crawler.Config{Delay: crawler.NoDelay, Transport: web, MaxPageBytes: 2 << 20, Render: crawler.RenderNever})
	defer c.Close()
	r, err := audit.Run(context.Background(), c, audit.Options{
		Agency: ita.Agency{Name: "หน่วยงาน", ITAPage: "https://www.agency.go.th/ita"}, Rules: rs, AsOf: rs.Year.Submission(), SecondLook: -1,
	})
	if err != nil {
		t.Fatal(err)
	}
	return r, n.Load()
}

func TestAFloodOfLinksIsNotFollowedToItsEnd(t *testing.T) {
	_, rs := find(t, 2566, "general")
	var body strings.Builder
	body.WriteString("<title>OIT 2566</title>" + listPage(rs, func(_ int, it *ita.Item) string { return it.Code }) + "</table>")
	for i := range 5000 {
		fmt.Fprintf(&body, "<p>O43 <a href='/flood/%d.pdf'>เอกสาร</a></p>", i)
	}
	r, asked := auditSite(t, rs, body.String(), "<title>เอกสาร</title><p>เนื้อหา")
	if asked > 1000 {
		t.Errorf("%d requests", asked)
	}
	it := r.Items[len(r.Items)-1]
	if it.Status == ita.Missing {
		t.Error("an item with 5,000 links is missing")
	}
	if n := len(it.Evidence); n > 1000 {
		t.Errorf("%d links are kept", n)
	}
	unchecked := 0
	for _, e := range it.Evidence {
		if e.Reach.Reason == "not_checked" && e.Reach.State == ita.ReachUndecided {
			unchecked++
		}
	}
	if unchecked == 0 {
		t.Error("what was not asked for is not said to be so")
	}
}

// What is longer than is read may hold the year, and the document too.
func TestAPageTooLongToBeReadDecidesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("long pages behind every item: -short leaves them out")
	}
	_, rs := find(t, 2566, "general")
	for name, label := range map[string]string{"without a year": "เปิดข้อมูล", "of an older year": "ปี 2560"} {
		body := strings.ReplaceAll(listPage(rs, func(_ int, it *ita.Item) string { return it.Code }), ".pdf", "")
		body = "<title>OIT</title>" + strings.ReplaceAll(body, "เปิดเอกสาร", label)
		r, _ := auditSite(t, rs, body, "<title>เอกสาร</title>"+strings.Repeat("<p>x", 50_000))
		undecided := 0
		for _, it := range r.Items {
			switch {
			case it.Status == ita.Undecided:
				undecided++
			case it.Status.Fails():
				t.Errorf("%s: %s is %s", name, it.Item.Code, it.Status)
			}
		}
		if undecided < 10 {
			t.Errorf("%s: %d items are undecided", name, undecided)
		}
	}
}
