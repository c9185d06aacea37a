package crawler

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// visited is one request as a test's server saw it.
type visited struct {
	path string // with the query
	at   time.Time
	req  *http.Request
}

// site is a server on loopback that remembers who came when.
type site struct {
	*httptest.Server
	mu  sync.Mutex
	log []visited
}

func serve(t *testing.T, h http.HandlerFunc) *site {
	t.Helper()
	s := &site{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.log = append(s.log, visited{r.URL.RequestURI(), time.Now(), r})
		s.mu.Unlock()
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// visits are the requests for a path; for "" all of them.
func (s *site) visits(path string) []visited {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []visited
	for _, v := range s.log {
		if path == "" || v.path == path {
			found = append(found, v)
		}
	}
	return found
}

// crawl returns a crawler for servers on loopback.
func crawl(t *testing.T, cfg Config) *Crawler {
	t.Helper()
	cfg.AllowPrivate = true
	if cfg.Delay == 0 {
		cfg.Delay = NoDelay
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 5 * time.Second
	}
	c := New(cfg)
	t.Cleanup(c.Close)
	return c
}

// html answers with a page; robots.txt does not exist.
func html200(body string) http.HandlerFunc {
	return noRobots(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, body)
	})
}

func noRobots(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		h(w, r)
	}
}

// hangUp closes the connection without an answer.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// leftovers are the stacks of goroutines that a crawler has left behind.
func leftovers() string {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	var left []string
	for _, g := range strings.Split(string(buf), "\n\n") {
		if strings.Contains(g, "persistConn") || strings.Contains(g, "crawler.(*Crawler)") || strings.Contains(g, "crawler.limit") {
			left = append(left, g)
		}
	}
	return strings.Join(left, "\n\n")
}

func wantNothingLeft(t *testing.T) {
	t.Helper()
	var left string
	for range 100 {
		if left = leftovers(); left == "" {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("still running after Close:\n%s", left)
}

var background = context.Background()
