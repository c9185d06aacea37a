package crawler

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"itacheck/ita"
)

func gzipped(b []byte) []byte {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	w.Write(b)
	w.Close()
	return buf.Bytes()
}

func TestAProbeAsksForTheBeginningAndLearnsTheLength(t *testing.T) {
	pdf := "%PDF-1.4\n" + strings.Repeat("0", 20_000)
	s := serve(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/pdf; name=x")
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(pdf))
	}))
	f := crawl(t, Config{}).Probe(background, s.URL+"/แผน.pdf")
	if f.Failure != "" || f.Status != 200 || f.Kind != "pdf" || f.Bytes != int64(len(pdf)) || f.ContentType != "application/pdf" {
		t.Errorf("%+v", f)
	}
	got := s.visits("")
	if len(got) != 2 || got[1].req.Method != "GET" || got[1].req.Header.Get("Range") != "bytes=0-4095" {
		t.Errorf("asked %v", got)
	}
}

func TestAProbeOfAServerThatCannotServeARange(t *testing.T) {
	for _, status := range []int{400, 405, 416, 501} {
		s := serve(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Range") != "" {
				w.WriteHeader(status)
				return
			}
			io.WriteString(w, "%PDF-1.4\n")
		}))
		if f := crawl(t, Config{}).Probe(background, s.URL+"/a.pdf"); f.Status != 200 || f.Kind != "pdf" || f.Bytes != 9 {
			t.Errorf("%d: %+v", status, f)
		}
	}
	gone := serve(t, noRobots(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(405) }))
	if f := crawl(t, Config{}).Probe(background, gone.URL+"/a.pdf"); f.Status != 405 || f.Failure != "" {
		t.Errorf("%+v", f)
	}
}

func TestAnEndlessBodyIsCutOff(t *testing.T) {
	var sent atomic.Int64
	s := serve(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
		block := bytes.Repeat([]byte("x"), 64<<10)
		if strings.HasSuffix(r.URL.Path, ".html") {
			w.Header().Set("Content-Type", "text/html")
		}
		for range 4000 {
			n, err := w.Write(block)
			if sent.Add(int64(n)); err != nil {
				return
			}
		}
	}))
	c := crawl(t, Config{})
	for path, kind := range map[string]string{"/a.pdf": "text", "/a.html": "html"} {
		if f := c.Probe(background, s.URL+path); f.Failure != "" || f.Kind != kind || f.Bytes != -1 {
			t.Errorf("%+v", f)
		}
	}
	if n := sent.Load(); n > 40<<20 {
		t.Errorf("the server could send %d MiB", n>>20)
	}
}

func TestAProbeOfAPageShowsTitleTextAndPasswordField(t *testing.T) {
	long := "<title>เข้าสู่ระบบ</title>" + strings.Repeat("<p>ข้อความ</p>", 3000) + "<input type=password>"
	s := serve(t, html200(long))
	f := crawl(t, Config{}).Probe(background, s.URL+"/login.php")
	if f.Kind != "html" || f.Title != "เข้าสู่ระบบ" || !f.Password || f.Bytes != int64(len(long)) {
		t.Errorf("kind %q title %q password %v bytes %d", f.Kind, f.Title, f.Password, f.Bytes)
	}
	if n := len([]rune(f.Text)); n < 3990 || n > 4000 {
		t.Errorf("%d characters of text", n)
	}
}

func TestAnAnswerPackedUnasked(t *testing.T) {
	packed := gzipped([]byte("<!doctype html><title>ข่าว</title>" + strings.Repeat("<p>ประกาศ", 5000)))
	s := serve(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Type", "text/html")
		w.Write(packed)
	}))
	if f := crawl(t, Config{}).Probe(background, s.URL+"/news"); f.Kind != "html" || f.Title != "ข่าว" {
		t.Errorf("%+v", f)
	}
}

func TestKindsOfContent(t *testing.T) {
	for _, c := range []struct{ name, body, declared, want string }{
		{"PDF", "%PDF-1.7\n", "", "pdf"},
		{"PDF after a byte order mark and a blank line", "\xef\xbb\xbf\r\n%PDF-1.7\n", "", "pdf"},
		{"a page about PDF", "<html><p>%PDF-1.4 is a header</html>", "application/pdf", "html"},
		{"DOCX", "PK\x03\x04", "", "zip"},
		{"DOC", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\x00", "", "ole"},
		{"RAR", "Rar!\x1a\x07\x01\x00", "", "rar"},
		{"7z", "7z\xBC\xAF\x27\x1C\x00", "", "7z"},
		{"JPEG", "\xFF\xD8\xFF\xE0", "", "jpeg"},
		{"PNG", "\x89PNG\r\n\x1a\n", "", "png"},
		{"GIF", "GIF89a", "", "gif"},
		{"nothing", "", "application/pdf", "empty"},
		{"blanks", " \r\n", "text/html", "empty"},
		{"page after a PHP warning", "Warning: mysql_connect() in x.php\n<html>", "text/plain", "html"},
		{"fragment of a page", "<div>ไม่พบ</div>", "", "html"},
		{"XHTML", `<?xml version="1.0"?><!DOCTYPE html><html>`, "", "html"},
		{"XML", `<?xml version="1.0"?><rss>`, "text/xml", "xml"},
		{"JSON", `{"status":404}`, "", "json"},
		{"text", "ไม่พบไฟล์", "", "text"},
		{"text declared as a page", "ไม่พบไฟล์", "text/html", "html"},
		{"noise", "\x00\x01\x02", "text/html", ""},
	} {
		if got := sniff([]byte(c.body), c.declared); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTwoProbesOfOneAddressShareAnExchange(t *testing.T) {
	s := serve(t, noRobots(func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(100 * time.Millisecond)
		io.WriteString(w, "%PDF-1.4")
	}))
	c := crawl(t, Config{PerHost: 8})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			raw := fmt.Sprintf("%s/a.pdf#page=%d", s.URL, i)
			if f := c.Probe(background, raw); f.URL != raw || f.Kind != "pdf" {
				t.Errorf("%+v", f)
			}
		})
	}
	wg.Wait()
	if n := len(s.visits("/a.pdf")); n != 1 {
		t.Errorf("%d exchanges", n)
	}
	if n := len(s.visits("/robots.txt")); n != 1 {
		t.Errorf("robots.txt was fetched %d times", n)
	}
}

func TestProbeAllAsksOnceForEachAndAnswersForAll(t *testing.T) {
	s := serve(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/3" {
			http.NotFound(w, r)
		}
	}))
	var urls []string
	for i := range 30 {
		urls = append(urls, fmt.Sprintf("%s/%d", s.URL, i%10))
	}
	urls = append(urls, "mailto:a@b.go.th")
	told := 0
	got := crawl(t, Config{}).ProbeAll(background, urls, func(ita.Fetch) { told++ })
	if len(got) != 11 || told != 11 || len(s.visits("")) != 11 {
		t.Errorf("%d answers, %d told, %d requests", len(got), told, len(s.visits("")))
	}
	if got[s.URL+"/3"].Status != 404 || got[s.URL+"/4"].Kind != "empty" || got["mailto:a@b.go.th"].Failure != ita.FailBadURL {
		t.Errorf("%+v", got)
	}
}

func TestResolve(t *testing.T) {
	s := serve(t, html200(thaiPage))
	c := crawl(t, Config{})
	for raw, want := range map[string]string{
		strings.TrimPrefix(s.URL, "http://") + "/ita": s.URL + "/ita", // speaks no TLS
		" HTTPS://WWW.Example.go.th ":                 "https://www.example.go.th/",
		"http://ไทย.example/แผน":                      "http://xn--o3cw4h.example/%E0%B9%81%E0%B8%9C%E0%B8%99",
	} {
		if got, err := Resolve(background, c, raw); err != nil || got != want {
			t.Errorf("%q: %q, %v", raw, got, err)
		}
	}
	for _, raw := range []string{"", "ftp://a.go.th", "http://", "http://[::1"} {
		if got, err := Resolve(background, c, raw); err == nil {
			t.Errorf("%q gave %q", raw, got)
		}
	}
}

func TestADocumentThatBreaksOffTwiceAtOnePlaceIsTruncated(t *testing.T) {
	whole := "%PDF-1.4\n" + strings.Repeat("0", 200_000)
	for name, c := range map[string]struct {
		sent    []int // bytes of each answer; the last one again and again
		failure string
		asked   int
	}{
		"whole":                      {[]int{len(whole)}, "", 1},
		"broken off once":            {[]int{100_000, len(whole)}, "", 2},
		"always at the same place":   {[]int{100_000}, "truncated", 2},
		"at another place each time": {[]int{100_000, 90_000, 80_000, 70_000, 60_000, 50_000}, ita.FailReset, 6},
	} {
		t.Run(name, func(t *testing.T) {
			var n atomic.Int64
			s := serve(t, noRobots(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/pdf")
				w.Header().Set("Content-Length", fmt.Sprint(len(whole)))
				io.WriteString(w, whole[:c.sent[min(int(n.Add(1)), len(c.sent))-1]])
			}))
			f := crawl(t, Config{}).Probe(background, s.URL+"/a.pdf")
			if f.Failure != c.failure || f.Status != 200 && c.failure != ita.FailReset || len(s.visits("/a.pdf")) != c.asked {
				t.Errorf("%d requests: %+v", len(s.visits("/a.pdf")), f)
			}
		})
	}
}

func TestADocumentThatIsTooSlowOrTooLongIsNotReadToItsEnd(t *testing.T) {
	s := serve(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
		length := 100_000
		if r.URL.Path == "/long.pdf" {
			length = maxFollowed + 1
		}
		w.Header().Set("Content-Length", fmt.Sprint(length))
		io.WriteString(w, "%PDF-1.4\n"+strings.Repeat("0", headDocument))
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}))
	c := crawl(t, Config{Timeout: 200 * time.Millisecond})
	for _, path := range []string{"/slow.pdf", "/long.pdf"} {
		if f := c.Probe(background, s.URL+path); f.Failure != "" || f.Kind != "pdf" || len(s.visits(path)) != 1 {
			t.Errorf("%+v", f)
		}
	}
}
