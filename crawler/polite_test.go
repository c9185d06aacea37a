package crawler

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"itacheck/ita"
)

var netError = net.OpError{Op: "dial", Err: errors.New("no route to host")}

// jitter is how much later than its start a server on a busy machine may notice a request.
const jitter = 10 * time.Millisecond

func wantSpaced(t *testing.T, got []visited, delay time.Duration) {
	t.Helper()
	for i := 1; i < len(got); i++ {
		if gap := got[i].at.Sub(got[i-1].at); gap < delay-jitter {
			t.Errorf("%s came only %v after %s", got[i].path, gap, got[i-1].path)
		}
	}
}

func TestRequestsToOneHostAreSpaced(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			http.Redirect(w, r, "/robots2.txt", http.StatusFound)
		case "/robots2.txt":
		case "/a":
			http.Redirect(w, r, "/b", http.StatusFound)
		case "/range.pdf":
			if r.Header.Get("Range") != "" {
				w.WriteHeader(416)
			}
		default:
			html200(thaiPage)(w, r)
		}
	})
	const delay = 30 * time.Millisecond
	c := crawl(t, Config{Delay: delay, PerHost: 4})
	c.ProbeAll(background, []string{s.URL + "/a", s.URL + "/range.pdf", s.URL + "/c", s.URL + "/d"}, nil)
	c.Page(background, s.URL+"/a")
	got := s.visits("")
	if len(got) != 10 {
		t.Errorf("%d requests", len(got))
	}
	wantSpaced(t, got, delay)
}

func TestHostsDoNotWaitForEachOther(t *testing.T) {
	const delay = 300 * time.Millisecond
	var urls []string
	for range 5 {
		s := serve(t, html200(thaiPage))
		urls = append(urls, s.URL+"/1", s.URL+"/2")
	}
	start := time.Now()
	crawl(t, Config{Delay: delay}).ProbeAll(background, urls, nil)
	if d := time.Since(start); d < 2*delay-jitter || d > 8*delay {
		t.Errorf("took %v", d)
	}
}

func TestCrawlDelayRaisesTheDelay(t *testing.T) {
	s := serve(t, withRobots(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, "User-agent: *\nCrawl-delay: 0.1\n")
	}))
	crawl(t, Config{}).ProbeAll(background, []string{s.URL + "/1", s.URL + "/2", s.URL + "/3"}, nil)
	wantSpaced(t, s.visits(""), 100*time.Millisecond)
}

func TestHowManyRequestsRunAtOnce(t *testing.T) {
	var now, most atomic.Int64
	busy := noRobots(func(http.ResponseWriter, *http.Request) {
		n := now.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		time.Sleep(10 * time.Millisecond)
		now.Add(-1)
	})
	var one, many []string
	s := serve(t, busy)
	for i := range 12 {
		one = append(one, fmt.Sprintf("%s/%d", s.URL, i))
		many = append(many, serve(t, busy).URL+"/")
	}
	c := crawl(t, Config{PerHost: 3, Parallel: 5})
	c.ProbeAll(background, one, nil)
	if n := most.Load(); n != 3 {
		t.Errorf("%d at once for one host", n)
	}
	most.Store(0)
	c.ProbeAll(background, many, nil)
	if n := most.Load(); n != 5 {
		t.Errorf("%d at once altogether", n)
	}
}

func TestPassingFailuresAreRepeated(t *testing.T) {
	for name, c := range map[string]struct {
		fail   func(w http.ResponseWriter, r *http.Request)
		times  int64 // that it fails before it works
		want   string
		status int
		tries  int
	}{
		"reset twice":               {hangUp, 2, "", 200, 3},
		"reset always":              {hangUp, 9, ita.FailReset, 0, 3},
		"one timeout":               {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, 1, "", 200, 2},
		"two timeouts":              {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, 2, ita.FailTimeout, 0, 2},
		"502 once":                  {status(502, ""), 1, "", 200, 2},
		"503 always":                {status(503, ""), 9, "", 503, 3},
		"429 with a short wait":     {status(429, "1"), 1, "", 200, 2},
		"429 always":                {status(429, "0"), 9, ita.FailRateLimit, 429, 3},
		"503 back in an hour":       {status(503, "3600"), 9, "", 503, 1},
		"500 is no passing failure": {status(500, ""), 9, "", 500, 1},
		"404 is no passing failure": {status(404, ""), 9, "", 404, 1},
		"cut off in the body, twice": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "99")
			io.WriteString(w, "<p>")
		}, 2, "", 200, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var n atomic.Int64
			s := serve(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
				if n.Add(1) <= c.times {
					c.fail(w, r)
					return
				}
				html200(thaiPage)(w, r)
			}))
			limit := 5 * time.Second
			if strings.Contains(name, "timeout") {
				limit = 200 * time.Millisecond
			}
			f := crawl(t, Config{Timeout: limit}).Page(background, s.URL).Fetch
			if f.Failure != c.want || f.Status != c.status || f.Tries != c.tries {
				t.Errorf("%+v", f)
			}
			if got := s.visits("/"); strings.HasPrefix(name, "429 with") && got[1].at.Sub(got[0].at) < time.Second-jitter {
				t.Error("Retry-After was not waited for")
			}
		})
	}
}

func status(code int, retryAfter string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		w.WriteHeader(code)
	}
}

func TestRetryAfterIsSecondsOrADate(t *testing.T) {
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"5": 5 * time.Second, " 0 ": 0, "-3": 0, "Fri, 01 May 2026 00:00:20 GMT": 20 * time.Second, "Thu, 30 Apr 2026 00:00:00 GMT": 0,
	} {
		if got, ok := retryAfter(header, now); !ok || got != want {
			t.Errorf("%q: %v %v", header, got, ok)
		}
	}
	for _, header := range []string{"", "soon"} {
		if _, ok := retryAfter(header, now); ok {
			t.Errorf("%q", header)
		}
	}
}

func TestAServerSlowerThanTheDelayIsGivenTheDelayAfterItsAnswer(t *testing.T) {
	const delay, slow = 50 * time.Millisecond, 75 * time.Millisecond
	s := serve(t, noRobots(func(http.ResponseWriter, *http.Request) { time.Sleep(slow) }))
	crawl(t, Config{Delay: delay}).ProbeAll(background, []string{s.URL + "/1", s.URL + "/2", s.URL + "/3"}, nil)
	wantSpaced(t, s.visits("")[1:], slow+delay)
}
