package crawler

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"itacheck/ita"
)

// withRobots serves pages, and a robots.txt of one's own.
func withRobots(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			h(w, r)
			return
		}
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, "/private/x", http.StatusFound)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, thaiPage)
	}
}

func TestRobotsRules(t *testing.T) {
	const thaiPath = "/%E0%B9%84%E0%B8%9F%E0%B8%A5%E0%B9%8C/a.pdf" // /ไฟล์/a.pdf
	for _, c := range []struct {
		name, file, path string
		allowed          bool
	}{
		{"no rules", "", "/a", true},
		{"everything is refused", "User-agent: *\nDisallow: /\n", "/a", false},
		{"an empty Disallow refuses nothing", "User-agent: *\nDisallow:\n", "/a", true},
		{"a folder is refused", "User-agent: *\nDisallow: /private/\n", "/private/a", false},
		{"and another is not", "User-agent: *\nDisallow: /private/\n", "/public/a", true},
		{"refused after a redirect", "User-agent: *\nDisallow: /private/\n", "/moved", false},
		{"our own group counts alone", "User-agent: *\nDisallow: /\n\nUser-agent: ItaCheck\nDisallow: /x\n", "/a", true},
		{"our own group refuses", "User-agent: itacheck\nDisallow: /\n", "/a", false},
		{"another robot's group", "User-agent: GPTBot\nDisallow: /\n", "/a", true},
		{"the longer rule counts", "User-agent: *\nDisallow: /\nAllow: /ita\n", "/ita/2566", true},
		{"patterns", "User-agent: *\nDisallow: /*.pdf$\n", "/a.pdf", false},
		{"the query counts", "User-agent: *\nDisallow: /*?print=\n", "/a?print=1", false},
		{"Thai raw in the file", "User-agent: *\nDisallow: /ไฟล์/\n", thaiPath, false},
		{"Thai encoded in the file", "User-agent: *\nDisallow: /%e0%b9%84%e0%b8%9f%e0%b8%a5%e0%b9%8c/\n", thaiPath, false},
		{"Thai raw in the link", "User-agent: *\nDisallow: /%E0%B9%84%E0%B8%9F%E0%B8%A5%E0%B9%8C/\n", "/ไฟล์/a.pdf", false},
		{"Thai allowed, all else refused", "User-agent: *\nDisallow: /\nAllow: /ไฟล์/\n", thaiPath, true},
		{"a blank in a path", "User-agent: *\nDisallow: /my files/\n", "/my%20files/a", false},
		{"byte order mark and comments", "\ufeff# ห้าม\nUser-agent: * # all\nDisallow: /private # ลับ\n", "/private/a", false},
		{"a rule before any robot is skipped", "Disallow: /\nUser-agent: *\nDisallow: /x\n", "/a", true},
		{"a bad line spoils no other", "User-agent: *\nCrawl-delay: soon\nDisallow: /private\n", "/private/a", false},
		{"a page in place of the file", "<html><body>ไม่พบหน้า: 404</body></html>", "/a", true},
		{"old Mac line ends", "User-agent: *\rDisallow: /private\r", "/private/a", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, withRobots(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, c.file) }))
			cr := crawl(t, Config{})
			for what, f := range map[string]ita.Fetch{"page": cr.Page(background, s.URL+c.path).Fetch, "probe": cr.Probe(background, s.URL+c.path)} {
				if allowed := f.Failure == ""; allowed != c.allowed || !allowed && f.Failure != ita.FailRobots {
					t.Errorf("%s: %+v", what, f)
				}
			}
			if n := len(s.visits("/robots.txt")); n != 1 {
				t.Errorf("robots.txt was fetched %d times", n)
			}
			if !c.allowed && c.path != "/moved" && len(s.visits("")) != 1 {
				t.Error("the page was fetched all the same")
			}
		})
	}
}

func TestARobotsFileThatCannotBeReadMeansNotNow(t *testing.T) {
	for name, c := range map[string]struct {
		h       http.HandlerFunc
		failure string
	}{
		"404":       {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }, ""},
		"403":       {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) }, ""},
		"401":       {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(401) }, ""},
		"500":       {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, ita.FailNoRobots},
		"503":       {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }, ita.FailNoRobots},
		"no answer": {hangUp, ita.FailNoRobots},
		"silence":   {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, ita.FailNoRobots},
		"a circle":  {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/robots.txt", http.StatusFound) }, ita.FailNoRobots},
		"a redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/page-in-its-place", http.StatusFound)
		}, ""},
		"longer than the limit": {func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "User-agent: *\nDisallow: /private\n"+strings.Repeat("# x\n", 1<<18))
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, withRobots(c.h))
			limit := 5 * time.Second
			if name == "silence" {
				limit = 200 * time.Millisecond
			}
			f := crawl(t, Config{Timeout: limit}).Probe(background, s.URL+"/a")
			if f.Failure != c.failure || c.failure != "" && !strings.Contains(f.Detail, "could not be read") {
				t.Errorf("%+v", f)
			}
		})
	}
}

func TestAHostThatCannotBeReachedIsLookedForOnce(t *testing.T) {
	dials := 0
	c := New(Config{Delay: NoDelay, Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		dials++
		return nil, &netError
	})})
	defer c.Close()
	var urls []string
	for i := range 20 {
		urls = append(urls, fmt.Sprintf("http://gone.example.go.th/%d", i))
	}
	for _, f := range c.ProbeAll(background, urls, nil) {
		if f.Failure != ita.FailConnect {
			t.Errorf("%+v", f)
		}
	}
	if dials != 1 {
		t.Errorf("dialled %d times", dials)
	}
}

func TestASecondLookReadsRobotsAgain(t *testing.T) {
	var away atomic.Bool
	away.Store(true)
	s := serve(t, withRobots(func(w http.ResponseWriter, _ *http.Request) {
		if away.Load() {
			w.WriteHeader(503)
		}
	}))
	c := crawl(t, Config{})
	if f := c.Probe(background, s.URL+"/a"); f.Failure != ita.FailNoRobots {
		t.Errorf("%+v", f)
	}
	away.Store(false)
	if f := c.Probe(background, s.URL+"/a"); f.Failure != ita.FailNoRobots {
		t.Errorf("asked again at once: %+v", f)
	}
	if f := c.Probe(Again(background), s.URL+"/a"); f.Failure != "" {
		t.Errorf("second look: %+v", f)
	}
}

func TestRobotsCanBeIgnoredForAReason(t *testing.T) {
	s := serve(t, withRobots(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "User-agent: *\nDisallow: /\n") }))
	f := crawl(t, Config{IgnoreRobots: "own site"}).Page(background, s.URL).Fetch
	if f.Failure != "" || len(s.visits("/robots.txt")) != 0 {
		t.Errorf("%+v", f)
	}
}

// FuzzRobots reads any bytes as a robots.txt: a path has one spelling; and
// whatever follows, a file that begins by refusing everything to itacheck refuses
// everything.
func FuzzRobots(f *testing.F) {
	for _, s := range []string{
		"", "User-agent: *\nDisallow: /private/\nAllow: /private/ita\n", "Disallow: /\nUser-agent: *\nDisallow: /*.pdf$\n",
		"\ufeff# ห้าม\nUser-agent: * # all\nDisallow: /ไฟล์/ # ลับ\n", "User-agent: GPTBot\nUser-agent: *\rCrawl-delay: 1e9\rDisallow: /%e0%b9%84\r",
		"<html><body>ไม่พบหน้า: 404</body></html>", "user-agent:*\nallow:/*?*[(\\\ndisallow:\x00\xff%zz\n", "Sitemap: https://www.example.go.th/sitemap.xml\nHost: x\n",
	} {
		f.Add([]byte(s), "/private/ita/o12.pdf?year=2566")
	}
	f.Fuzz(func(t *testing.T, body []byte, path string) {
		if len(body) > 64<<10 || len(path) > 4<<10 {
			return
		}
		path = robotsPath("/" + path)
		if again := robotsPath(path); again != path {
			t.Errorf("%q is spelled %q the second time", path, again)
		}
		if g := parseRobots(body); g != nil {
			g.allows(path)
		}
		if strings.Contains(strings.ToLower(string(body)), agentToken) {
			return // it may have rules of its own for us
		}
		refused := "User-agent: itacheck\nDisallow: /\n\nUser-agent: *\nAllow: /\n"
		if g := parseRobots(append([]byte(refused), body...)); g.allows(path) {
			t.Errorf("%q: %q is allowed", body, path)
		}
	})
}
