package audit_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"itacheck/crawler"
	"itacheck/ita"
	"itacheck/rules"
)

// BenchmarkMatch reads and matches the largest labelled page, about 150 kB, or
// the largest seed page where no corpus is at hand. A page should take less than
// 30 ms of processor time altogether.
func BenchmarkMatch(b *testing.B) {
	book := loadRules(b)
	var largest *sample
	var page ita.Page
	found := corpora()
	for _, dir := range sortedKeys(found) {
		for _, s := range samples(b, book, found[dir]) {
			if p := readPage(b, inProcess{s.web}, s.page); p.Fetch.Bytes > page.Fetch.Bytes {
				largest, page = &s, p
			}
		}
	}
	site := &ita.Site{Pages: []ita.Page{page}}
	b.Logf("%s, %d bytes, %d blocks, %d links", largest.name, page.Fetch.Bytes, len(page.Blocks), len(page.Links))
	b.Run("read", func(b *testing.B) {
		c := crawler.New(crawler.Config{Delay: crawler.NoDelay, Transport: inProcess{largest.web}})
		defer c.Close()
		b.ReportAllocs()
		for b.Loop() {
			c.Page(context.Background(), largest.page)
		}
	})
	b.Run("match", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			rules.Match(largest.rules, site)
		}
	})
	// What Match does before it looks at a page; an audit calls it four times.
	b.Run("match nothing", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			rules.Match(largest.rules, &ita.Site{})
		}
	})
}

// hugePages are pages of n links each, about 150 bytes of HTML per link: the
// worst of what a broken template, a dump of a database or a joker may serve.
// 100,000 links should be read and matched within 4 s and 500 MB.
var hugePages = []struct {
	name string
	page func(w *strings.Builder, rs *ita.RuleSet, n int)
}{
	{"one table of all items", hugeTable},
	{"flat paragraphs like titles", hugeParagraphs},
	{"deep nesting", hugeNesting},
	{"headings with codes", hugeHeadings},
	{"links with codes", hugeCodedLinks},
	{"one paragraph of links", hugeLine},
	{"one paragraph of links that say nothing", hugeGenericLine},
	{"headings of years", hugeYears},
	{"one item again and again", hugeRepeats},
}

// filler makes a link as long as those of real pages.
const filler = "wp-content/uploads/2566/03/itadocument-of-the-organization-fiscal-year-2566-number-"

func link(w *strings.Builder, i int, text string) {
	fmt.Fprintf(w, `<a href="/%s%d.pdf">%s</a>`, filler, i, text)
}

func hugeTable(w *strings.Builder, rs *ita.RuleSet, n int) {
	w.WriteString("<table>")
	for k, it := range rs.Items {
		fmt.Fprintf(w, "<tr><td>%s</td><td>%s</td><td>", it.Code, it.Title.TH)
		for i := k * n / len(rs.Items); i < (k+1)*n/len(rs.Items); i++ {
			w.WriteString("<p>")
			link(w, i, "เอกสารปี 2566 ฉบับที่ "+fmt.Sprint(i))
			w.WriteString("</p>")
		}
		w.WriteString("</td></tr>")
	}
	w.WriteString("</table>")
}

func hugeParagraphs(w *strings.Builder, rs *ita.RuleSet, n int) {
	for i := range n {
		w.WriteString("<p>")
		link(w, i, rs.Items[i/8%len(rs.Items)].Title.TH+" "+fmt.Sprint(i))
		w.WriteString("</p>\n")
	}
}

func hugeNesting(w *strings.Builder, rs *ita.RuleSet, n int) {
	const deep = 400
	for i := 0; i < n; {
		w.WriteString(strings.Repeat("<div>", deep))
		for range 500 {
			if i%200 == 0 {
				it := &rs.Items[i/200%len(rs.Items)]
				fmt.Fprintf(w, "<h4>%s %s</h4>", it.Code, it.Title.TH)
			}
			w.WriteString("<div><p>")
			link(w, i, "ดาวน์โหลด")
			w.WriteString("</p></div>")
			i++
		}
		w.WriteString(strings.Repeat("</div>", deep))
	}
}

func hugeHeadings(w *strings.Builder, rs *ita.RuleSet, n int) {
	for i := range n {
		it := &rs.Items[i%len(rs.Items)]
		fmt.Fprintf(w, "<h4>%s %s</h4><p>", it.Code, it.Title.TH)
		link(w, i, "เอกสาร "+fmt.Sprint(i))
		w.WriteString("</p>")
	}
}

func hugeCodedLinks(w *strings.Builder, rs *ita.RuleSet, n int) {
	for i := range n {
		it := &rs.Items[i%len(rs.Items)]
		w.WriteString("<p>")
		link(w, i, it.Code+" "+it.Title.TH)
		w.WriteString("</p>")
	}
}

func hugeLine(w *strings.Builder, rs *ita.RuleSet, n int) {
	fmt.Fprintf(w, "<h4>%s %s</h4><p>", rs.Items[0].Code, rs.Items[0].Title.TH)
	for i := range n {
		link(w, i, "เอกสาร "+fmt.Sprint(i))
		w.WriteString(", ")
	}
	fmt.Fprintf(w, "</p><h4>%s %s</h4>", rs.Items[1].Code, rs.Items[1].Title.TH)
}

func hugeGenericLine(w *strings.Builder, rs *ita.RuleSet, n int) {
	fmt.Fprintf(w, "<h4>%s %s</h4><p>", rs.Items[0].Code, rs.Items[0].Title.TH)
	for i := range n {
		link(w, i, "ดาวน์โหลด")
		w.WriteString(", ")
	}
	fmt.Fprintf(w, "</p><h4>%s %s</h4>", rs.Items[1].Code, rs.Items[1].Title.TH)
}

func hugeYears(w *strings.Builder, rs *ita.RuleSet, n int) {
	for i := range n {
		it := &rs.Items[i%len(rs.Items)]
		fmt.Fprintf(w, "<h3>ITA ปี %d</h3><p>%s ", 2560+i%8, it.Code)
		link(w, i, it.Title.TH)
		w.WriteString("</p>")
	}
}

func hugeRepeats(w *strings.Builder, rs *ita.RuleSet, n int) {
	it := &rs.Items[0]
	for range n {
		fmt.Fprintf(w, "<div><p>%s %s</p></div>", it.Code, it.Title.TH)
	}
	for i := range n / 10 {
		link(w, i, "เอกสาร")
	}
}

// BenchmarkMatchHuge reads and matches pages of 25,000, 50,000 and 100,000
// links: twice the links should take twice the time.
func BenchmarkMatchHuge(b *testing.B) {
	rs, err := loadRules(b).Find(2566, "general")
	if err != nil {
		b.Fatal(err)
	}
	for _, huge := range hugePages {
		for _, n := range []int{25_000, 50_000, 100_000} {
			b.Run(fmt.Sprintf("%s/%dk", huge.name, n/1000), func(b *testing.B) {
				var body strings.Builder
				body.WriteString("<!DOCTYPE html><title>ITA</title><body>")
				huge.page(&body, rs, n)
				web := inProcess{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/robots.txt" {
						http.NotFound(w, r)
						return
					}
					w.Header().Set("Content-Type", "text/html; charset=utf-8")
					fmt.Fprint(w, body.String())
				})}
				b.ReportAllocs()
				b.ResetTimer()
				var read, matched float64
				for b.Loop() {
					start := b.Elapsed()
					p := readPage(b, web, "http://www.example.go.th/ita")
					read += (b.Elapsed() - start).Seconds()
					start = b.Elapsed()
					rules.Match(rs, &ita.Site{Pages: []ita.Page{p}})
					matched += (b.Elapsed() - start).Seconds()
				}
				b.ReportMetric(float64(body.Len())/1e6, "MB")
				b.ReportMetric(read/float64(b.N), "s-read/op")
				b.ReportMetric(matched/float64(b.N), "s-match/op")
			})
		}
	}
}

// readPage reads one page, however long.
func readPage(b testing.TB, web http.RoundTripper, address string) ita.Page {
	b.Helper()
	c := crawler.New(crawler.Config{Delay: crawler.NoDelay, MaxPageBytes: 1 << 30, Transport: web})
	defer c.Close()
	p := c.Page(context.Background(), address)
	if p.Fetch.Failure != "" {
		b.Fatalf("%s: %s (%s)", address, p.Fetch.Failure, p.Fetch.Detail)
	}
	return p
}
