package audit_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"itacheck/audit"
	"itacheck/crawler"
	"itacheck/ita"
	"itacheck/rules"
)

// FuzzPage reads any bytes as an ITA page and judges what it finds: each piece
// of evidence is an absolute http or https address, or says why it is none, and
// the same bytes give the same result.
func FuzzPage(f *testing.F) {
	book := loadRules(f)
	rs, err := book.Find(2566, "general")
	if err != nil {
		f.Fatal(err)
	}
	names, _ := filepath.Glob(filepath.Join("..", "testdata", "seeds", "*", "page.html"))
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw[:min(len(raw), 6000)])
	}
	f.Add([]byte(`<base href="ftp://x/"><table><tr><td>O1<td>โครงสร้าง<td><a href="//[::1]:x">ก</a><a href=" java
script:void(0)">ข</a><tr><td>O2<td colspan=99999 rowspan=0><a onclick="window.open('/x.pdf')">ค</a><tr><td>O3<td><a href="#p">ง</a><div id=p><iframe src="/f">`))
	const address = "http://www.example.go.th/ita/index.html"
	var body []byte
	c := crawler.New(crawler.Config{Delay: crawler.NoDelay, Transport: inProcess{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		w.Write(body)
	})}})
	f.Cleanup(c.Close)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 16<<10 {
			return
		}
		body = data
		judge := func() (*ita.Result, error) {
			p := c.Page(t.Context(), address)
			if p.Fetch.Failure != "" {
				return nil, nil
			}
			p.Fetch.At, p.Fetch.Elapsed = time.Time{}, 0
			site := &ita.Site{Pages: []ita.Page{p}, Fetches: map[string]ita.Fetch{}}
			for _, match := range rules.Match(rs, site).Matches {
				if match.Link >= len(p.Links) {
					t.Fatalf("match %+v is nowhere", match)
				}
			}
			return audit.Judge(site, audit.Options{Agency: ita.Agency{ITAPage: address}, Rules: rs, AsOf: rs.Year.Submission()})
		}
		r, err := judge()
		if err != nil || r == nil {
			return // no ITA page
		}
		for _, it := range r.Items {
			for _, e := range it.Evidence {
				if e.Link.URL == "" {
					if e.Link.Placeholder == "" {
						t.Errorf("%s: %+v leads nowhere and does not say why", it.Item.Code, e.Link)
					}
					continue
				}
				if u, err := url.Parse(e.Link.URL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
					t.Errorf("%s: address %q (%v)", it.Item.Code, e.Link.URL, err)
				}
			}
		}
		again, _ := judge()
		if diff := cmp.Diff(r, again); diff != "" {
			t.Errorf("the second time differs: %s", diff)
		}
	})
}
