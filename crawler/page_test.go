package crawler

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"itacheck/ita"
)

const thaiPage = `<!DOCTYPE html><title>เปิดเผยข้อมูลสาธารณะ</title><h1>ITA 2566</h1><p>แผนปฏิบัติการ <a href="/o1.pdf">O1 โครงสร้าง</a></p>`

func TestAPageIsReadWithItsTitleTextAndLinks(t *testing.T) {
	s := serve(t, html200(thaiPage+`<script>var x = "ลับ"</script><form><input type="PASSWORD" name=p></form>`))
	p := crawl(t, Config{}).Page(background, s.URL+"/ita")
	f := p.Fetch
	if f.Failure != "" || f.Status != 200 || f.Kind != "html" || f.ContentType != "text/html" || f.Tries != 1 {
		t.Errorf("fetch: %+v", f)
	}
	if p.Title != "เปิดเผยข้อมูลสาธารณะ" || f.Title != p.Title || !f.Password {
		t.Errorf("title %q, password %v", p.Title, f.Password)
	}
	if f.Text != "ITA 2566 แผนปฏิบัติการ O1 โครงสร้าง" {
		t.Errorf("text %q", f.Text)
	}
	if len(p.Links) != 1 || p.Links[0].URL != s.URL+"/o1.pdf" {
		t.Errorf("links: %+v", p.Links)
	}
	if got := s.visits("/ita")[0].req; got.UserAgent() != DefaultUserAgent || got.Method != "GET" || got.Header.Get("Accept-Language") == "" {
		t.Errorf("asked with %v %v", got.Method, got.Header)
	}
}

func TestAPageInAnyThaiEncodingWhateverIsDeclared(t *testing.T) {
	tis := func(s string) string {
		b, err := charmap.Windows874.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	title := "แผนปฏิบัติการประจำปี"
	html := func(meta string) string { return meta + "<title>" + title + "</title><p>ก" }
	for name, c := range map[string]struct{ declared, body string }{
		"header tis-620":                        {"text/html; charset=tis-620", tis(html(""))},
		"header windows-874":                    {"text/html; charset=windows-874", tis(html(""))},
		"header TIS620":                         {"text/html; charset=TIS620", tis(html(""))},
		"header lies utf-8":                     {"text/html; charset=utf-8", tis(html(""))},
		"header lies tis-620":                   {"text/html; charset=tis-620", html("")},
		"meta tis-620":                          {"text/html", tis(html("<meta charset=tis-620>"))},
		"meta iso-8859-11":                      {"text/html", tis(html("<meta http-equiv=content-type content='text/html; charset=iso-8859-11'>"))},
		"meta lies tis-620":                     {"text/html", html("<meta charset=tis-620>")},
		"nothing declared, TIS-620":             {"text/html", tis(html(""))},
		"nothing declared, UTF-8":               {"text/html", html("")},
		"no type at all":                        {"", html("")},
		"byte order mark":                       {"text/html", "\ufeff" + html("")},
		"UTF-8 with a letter cut in two":        {"text/html; charset=utf-8", html("") + "\xe0\xb8 ท้าย"},
		"UTF-16, little end first":              {"text/html", "\xff\xfe" + utf16LE(html(""))},
		"UTF-8 page with TIS-620 from database": {"text/html", html("") + strings.Repeat("ไทย", 20) + " " + tis("จัดซื้อจัดจ้าง")},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, noRobots(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", c.declared)
				io.WriteString(w, c.body)
			}))
			cr := crawl(t, Config{})
			if p := cr.Page(background, s.URL); p.Title != title {
				t.Errorf("page title %q, %+v", p.Title, p.Fetch)
			}
			f := cr.Probe(background, s.URL)
			if f.Title != title {
				t.Errorf("probe title %q", f.Title)
			}
			if strings.HasPrefix(name, "UTF-8 page with") && !strings.HasSuffix(f.Text, "จัดซื้อจัดจ้าง") {
				t.Errorf("text %q", f.Text)
			}
		})
	}
}

func utf16LE(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteByte(byte(r))
		b.WriteByte(byte(r >> 8))
	}
	return b.String()
}

func TestWhatIsNoPageSaysWhatItIs(t *testing.T) {
	noise := strings.Repeat("\x00\x01\x02\xfe", 300)
	for name, c := range map[string]struct{ declared, body, failure, kind string }{
		"a PDF":                    {"application/pdf", "%PDF-1.4\n" + noise, ita.FailNotHTML, "pdf"},
		"a PDF declared as a page": {"text/html", "%PDF-1.4\n", ita.FailNotHTML, "pdf"},
		"a zip":                    {"application/zip", "PK\x03\x04" + noise, ita.FailNotHTML, "zip"},
		"binary noise":             {"text/html", noise, ita.FailNotHTML, ""},
		"plain text":               {"text/plain", "สวัสดี", ita.FailNotHTML, "text"},
		"nothing":                  {"text/html", "", "", "empty"},
		"a page declared as bytes": {"application/octet-stream", thaiPage, "", "html"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, noRobots(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", c.declared)
				io.WriteString(w, c.body)
			}))
			f := crawl(t, Config{}).Page(background, s.URL).Fetch
			if f.Failure != c.failure || f.Kind != c.kind || f.Status != 200 {
				t.Errorf("%+v", f)
			}
		})
	}
}

func TestAPageThatIsGoneIsAnAnswer(t *testing.T) {
	s := serve(t, noRobots(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(404)
		io.WriteString(w, "<title>ไม่พบหน้า</title><a href=/>หน้าแรก</a>")
	}))
	p := crawl(t, Config{}).Page(background, s.URL)
	if p.Fetch.Status != 404 || p.Fetch.Failure != "" || p.Fetch.Title != "ไม่พบหน้า" || len(p.Links) != 0 {
		t.Errorf("%+v", p)
	}
}

func TestAPageTooLargeIsNeitherCutNorReadToItsEnd(t *testing.T) {
	const whole = 200 << 20
	for name, announced := range map[string]bool{"with its length announced": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			var sent atomic.Int64
			s := serve(t, noRobots(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				if announced {
					w.Header().Set("Content-Length", fmt.Sprint(whole))
				}
				block := append([]byte("<!doctype html>"), bytes.Repeat([]byte("x"), 1<<20)...)
				for sent.Load() < whole {
					n, err := w.Write(block)
					sent.Add(int64(n))
					if err != nil {
						return
					}
				}
			}))
			c := crawl(t, Config{MaxPageBytes: 2 << 20})
			f := c.Page(background, s.URL).Fetch
			if f.Failure != ita.FailTooLarge || !strings.Contains(f.Detail, "2 MiB") {
				t.Errorf("%+v", f)
			}
			if n := sent.Load(); n > 40<<20 {
				t.Errorf("the server could send %d MiB", n>>20)
			}
		})
	}
}

func TestAGzipBombStopsAtTheLimitOfUnpackedBytes(t *testing.T) {
	bomb := gzipped(append([]byte("<!doctype html>"), make([]byte, 64<<20)...))
	s := serve(t, noRobots(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(bomb)
	}))
	c := crawl(t, Config{MaxPageBytes: 1 << 20})
	if f := c.Page(background, s.URL+"/bomb.xml.gz").Fetch; f.Failure != ita.FailNotHTML && f.Failure != ita.FailTooLarge {
		t.Errorf("%+v", f)
	}
	text := gzipped(append([]byte("<!doctype html>"), bytes.Repeat([]byte("ก "), 8<<20)...))
	bomb = text
	if f := c.Page(background, s.URL).Fetch; f.Failure != ita.FailTooLarge {
		t.Errorf("%+v", f)
	}
}

func TestRedirectsAreFollowedAndKept(t *testing.T) {
	s := serve(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/a":
			http.Redirect(w, r, "/b", http.StatusFound)
		case "/b":
			http.Redirect(w, r, "/c", http.StatusMovedPermanently)
		case "/c":
			html200(`<meta http-equiv="Refresh" content="0; URL='/d'">`)(w, r)
		default:
			html200(thaiPage)(w, r)
		}
	}))
	c := crawl(t, Config{})
	p := c.Page(background, s.URL+"/a")
	if diff := cmp.Diff([]string{s.URL + "/b", s.URL + "/c"}, p.Fetch.Hops); diff != "" || p.URL() != s.URL+"/d" || len(p.Links) != 1 {
		t.Errorf("ended at %s, hops %s", p.URL(), diff)
	}
	if diff := cmp.Diff([]string{"redirected"}, p.Fetch.Warnings); diff != "" {
		t.Error(diff)
	}
	f := c.Probe(background, s.URL+"/a")
	if f.FinalURL != s.URL+"/c" || len(f.Hops) != 1 || f.Hops[0] != s.URL+"/b" || f.URL != s.URL+"/a" {
		t.Errorf("%+v", f)
	}
}

func TestRedirectsEnd(t *testing.T) {
	var n atomic.Int64
	s := serve(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/circle":
			http.Redirect(w, r, "/back", http.StatusFound)
		case "/back":
			http.Redirect(w, r, "/circle", http.StatusFound)
		case "/refresh":
			html200(fmt.Sprintf(`<title>นับ</title><meta http-equiv=refresh content="0;url=/refresh?%d">`, n.Add(1)))(w, r)
		case "/late":
			html200(`<title>อยู่</title><meta http-equiv=refresh content="300;url=/gone">`)(w, r)
		case "/cookie":
			if _, err := r.Cookie("seen"); err != nil {
				http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1"})
				http.Redirect(w, r, "/cookie", http.StatusFound)
				return
			}
			html200(thaiPage)(w, r)
		case "/odd":
			w.Header().Set("Location", "line://ti/p/@agency")
			w.WriteHeader(302)
		default:
			http.Redirect(w, r, fmt.Sprintf("/%d", n.Add(1)), http.StatusFound)
		}
	}))
	c := crawl(t, Config{MaxRedirects: 4})
	for path, want := range map[string]string{"/circle": ita.FailRedirects, "/endless": ita.FailRedirects, "/cookie": "", "/odd": ita.FailBadURL, "/late": "", "/refresh": ""} {
		if f := c.Page(background, s.URL+path).Fetch; f.Failure != want {
			t.Errorf("page %s: %+v", path, f)
		}
		if f := c.Probe(background, s.URL+path); f.Failure != want {
			t.Errorf("probe %s: %+v", path, f)
		}
	}
	if got := len(s.visits("/gone")); got != 0 {
		t.Error("a refresh after five minutes was followed")
	}
}

func TestCookiesAreKeptByTheCrawler(t *testing.T) {
	s := serve(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "1"})
		html200(thaiPage)(w, r)
	}))
	c := crawl(t, Config{})
	c.Page(background, s.URL+"/1")
	c.Probe(background, s.URL+"/2")
	if _, err := s.visits("/2")[0].req.Cookie("session"); err != nil {
		t.Error("the probe does not know the page's cookie")
	}
	crawl(t, Config{}).Page(background, s.URL+"/3")
	if _, err := s.visits("/3")[0].req.Cookie("session"); err == nil {
		t.Error("another crawler knows it too")
	}
}

func TestThaiInAddresses(t *testing.T) {
	s := serve(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Query().Get("to") {
		case "utf8":
			w.Header().Set("Location", "/แผน งาน.html?ปี=๒๕๖๖")
			w.WriteHeader(302)
		case "tis620":
			w.Header().Set("Location", "/\xe1\xbc\xb9.html")
			w.WriteHeader(302)
		default:
			html200(thaiPage)(w, r)
		}
	}))
	c := crawl(t, Config{})
	const plan, tis = "/%E0%B9%81%E0%B8%9C%E0%B8%99", "/%E1%BC%B9.html"
	for _, x := range []struct{ name, address, asked string }{
		{"raw in a link", "/แผน งาน.html", plan + "%20%E0%B8%87%E0%B8%B2%E0%B8%99.html"},
		{"encoded in a link", plan + ".html", plan + ".html"},
		{"raw UTF-8 in Location", "/?to=utf8", plan + "%20%E0%B8%87%E0%B8%B2%E0%B8%99.html?%E0%B8%9B%E0%B8%B5=%E0%B9%92%E0%B9%95%E0%B9%96%E0%B9%96"},
		{"raw TIS-620 in Location", "/?to=tis620", tis},
		{"encoded TIS-620 in a link", tis, tis},
		{"a stray percent sign", "/100%.html", "/100%25.html"},
	} {
		for what, fetch := range map[string]func() ita.Fetch{
			"page":  func() ita.Fetch { return c.Page(background, s.URL+x.address).Fetch },
			"probe": func() ita.Fetch { return c.Probe(background, s.URL+x.address) },
		} {
			before := len(s.visits(x.asked))
			if f := fetch(); f.Status != 200 || f.Failure != "" {
				t.Errorf("%s, %s: %+v", x.name, what, f)
			}
			if len(s.visits(x.asked)) != before+1 {
				t.Errorf("%s, %s: asked for %v", x.name, what, s.visits(""))
			}
		}
	}
}

func TestAPageOfUnclosedTagsIsStillRead(t *testing.T) {
	for name, open := range map[string]string{"divs": "<div>", "mixed": "<div><font size=2><b>"} {
		s := serve(t, html200("<!doctype html><title>ลึก</title>"+strings.Repeat(open, 100_000)+"<a href=/o1.pdf>O1</a>"))
		start := time.Now()
		p := crawl(t, Config{}).Page(background, s.URL)
		if p.Fetch.Failure != "" || len(p.Links) != 1 || p.Title != "ลึก" {
			t.Errorf("%s: %+v, %d links", name, p.Fetch.Failure, len(p.Links))
		}
		if d := time.Since(start); d > time.Minute { // no end in sight
			t.Errorf("%s took %v", name, d)
		}
	}
	s := serve(t, html200("<!doctype html>"+strings.Repeat("<table><tr><td>", 10_000)))
	if f := crawl(t, Config{}).Page(background, s.URL).Fetch; f.Failure != ita.FailTooLarge || f.Detail == "" {
		t.Errorf("tables in tables: %+v", f)
	}
}

func TestEnvironmentVariablesOfCollyChangeNothing(t *testing.T) {
	for k, v := range map[string]string{"COLLY_ALLOWED_DOMAINS": "example.com", "COLLY_MAX_BODY_SIZE": "5", "COLLY_USER_AGENT": "x", "COLLY_MAX_DEPTH": "1", "COLLY_FOLLOW_REDIRECTS": "false", "COLLY_CACHE_DIR": t.TempDir(), "COLLY_DETECT_CHARSET": "y"} {
		t.Setenv(k, v)
	}
	s := serve(t, html200(thaiPage))
	if p := crawl(t, Config{}).Page(background, s.URL); p.Fetch.Failure != "" || len(p.Links) != 1 || s.visits("/")[0].req.UserAgent() != DefaultUserAgent {
		t.Errorf("%+v", p.Fetch)
	}
}

func TestEverythingEndsWithTheContextAndWithClose(t *testing.T) {
	hang := make(chan struct{})
	s := serve(t, noRobots(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-hang:
		case <-r.Context().Done():
		}
	}))
	defer close(hang)
	for name, stop := range map[string]func(cancel context.CancelFunc, c *Crawler){
		"context": func(cancel context.CancelFunc, _ *Crawler) { cancel() },
		"close":   func(_ context.CancelFunc, c *Crawler) { c.Close() },
	} {
		c := crawl(t, Config{Delay: 50 * time.Millisecond})
		ctx, cancel := context.WithCancel(background)
		var urls []string
		for i := range 20 {
			urls = append(urls, fmt.Sprintf("%s/%d", s.URL, i))
		}
		time.AfterFunc(200*time.Millisecond, func() { stop(cancel, c) })
		start := time.Now()
		got := c.ProbeAll(ctx, urls, nil)
		if d := time.Since(start); d > time.Minute { // no end in sight
			t.Errorf("%s: took %v", name, d)
		}
		for _, u := range urls {
			if got[u].Failure != ita.FailCancelled {
				t.Errorf("%s: %+v", name, got[u])
			}
		}
		if f := c.Page(ctx, s.URL).Fetch; f.Failure != ita.FailCancelled {
			t.Errorf("%s: afterwards %+v", name, f)
		}
		cancel()
		c.Close()
	}
	wantNothingLeft(t)
}
