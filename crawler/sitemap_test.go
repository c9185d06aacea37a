package crawler

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

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
