package crawler

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestSitemap(t *testing.T) {
	mux := http.NewServeMux()
	srv := httptest.NewServer(mux)
	defer srv.Close()
	mux.HandleFunc("/sitemap.xml", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
			<sitemap><loc>%s/pages.xml</loc></sitemap></sitemapindex>`, srv.URL)
	})
	mux.HandleFunc("/pages.xml", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<urlset><url><loc>https://a.go.th/ita-2566</loc></url><url><loc> https://a.go.th/ข่าว </loc></url><url><lo`)
	})
	c := New(Config{Delay: NoDelay, AllowPrivate: true})
	defer c.Close()
	got := c.Sitemap(context.Background(), srv.URL+"/index.php?x=1")
	want := []string{"https://a.go.th/ita-2566", "https://a.go.th/ข่าว"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if got := c.Sitemap(context.Background(), "http://127.0.0.1:1/"); got != nil {
		t.Errorf("no server: %v", got)
	}
}

// FuzzSitemap reads any bytes as a sitemap: what stands before damage is kept, an
// address has no blanks around it, and there are no more than the file can hold.
func FuzzSitemap(f *testing.F) {
	for _, s := range []string{
		"", "<url><loc> https://a.go.th/ข่าว </loc></url><url><lo", "<sitemap><loc>https://a.go.th/s.xml</loc></sitemap>", "<url><loc><![CDATA[https://a.go.th/x]]></loc></url>",
		"<!DOCTYPE x [<!ENTITY a \"b\">]><url><loc>&a;</loc></url>", "\xff\xfe<\x00u\x00", "<url><loc/><loc>\xe0</loc>", "<a:loc xmlns:a='b'>x</a:loc>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		const first = "https://www.example.go.th/ita"
		for _, b := range [][]byte{body, append([]byte("<urlset><url><loc>"+first+"</loc></url>"), body...)} {
			pages, sitemaps := locations(b)
			if len(pages)+len(sitemaps) > len(b)/len("<loc>") {
				t.Errorf("%q has %d addresses", b, len(pages)+len(sitemaps))
			}
			for _, a := range append(pages, sitemaps...) {
				if a != strings.TrimSpace(a) || !utf8.ValidString(a) {
					t.Errorf("%q: address %q", b, a)
				}
			}
			if len(b) > len(body) && (len(pages) == 0 || pages[0] != first) {
				t.Errorf("%q hides the address before it: %q", body, pages)
			}
		}
	})
}
