package crawler

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// benchSite answers with a Thai page of links, and with documents that honour
// Range and that do not.
func benchSite(b *testing.B) string {
	var page strings.Builder
	page.WriteString("<!DOCTYPE html><html lang=th><head><meta charset=utf-8><title>การเปิดเผยข้อมูลสาธารณะ</title></head><body><table>")
	for i := range 60 {
		fmt.Fprintf(&page, "<tr><td>O%d โครงสร้างหน่วยงาน ประจำปีงบประมาณ พ.ศ. 2568</td><td><a href=/files/%d.pdf>ดาวน์โหลดเอกสาร</a></td></tr>", i, i)
	}
	page.WriteString("</table></body></html>")
	pdf := "%PDF-1.4\n" + strings.Repeat("% no content\n", 20_000)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			io.WriteString(w, "User-agent: *\nDisallow: /private/\n")
		case "/ranged.pdf":
			http.ServeContent(w, r, "a.pdf", time.Time{}, strings.NewReader(pdf))
		case "/whole.pdf":
			w.Header().Set("Content-Length", fmt.Sprint(len(pdf)))
			io.WriteString(w, pdf)
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			io.WriteString(w, page.String())
		}
	}))
	b.Cleanup(s.Close)
	return s.URL
}

// The figures include the server, which runs in the same process.

func BenchmarkPage(b *testing.B) { benchmark(b, "/ita", (*Crawler).page) }

func BenchmarkProbeOfAPage(b *testing.B) { benchmark(b, "/page", (*Crawler).probing) }

func BenchmarkProbeOfADocument(b *testing.B) { benchmark(b, "/ranged.pdf", (*Crawler).probing) }

func BenchmarkProbeOfADocumentWithoutRange(b *testing.B) {
	benchmark(b, "/whole.pdf", (*Crawler).probing)
}

func (c *Crawler) page(url string) int    { return c.Page(background, url).Fetch.Status }
func (c *Crawler) probing(url string) int { return c.Probe(background, url).Status }

func benchmark(b *testing.B, path string, fetch func(c *Crawler, url string) int) {
	url := benchSite(b) + path
	c := New(Config{AllowPrivate: true, Delay: NoDelay, Render: RenderNever})
	defer c.Close()
	b.ReportAllocs()
	for b.Loop() {
		if status := fetch(c, url); status != 200 {
			b.Fatal(status)
		}
	}
}
