package crawler

import (
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// share returns crawlers of several agencies on one network.
func share(t *testing.T, cfg Config, agencies int) []*Crawler {
	t.Helper()
	cfg.AllowPrivate = true
	n := NewNetwork(cfg)
	t.Cleanup(n.Close)
	var all []*Crawler
	for range agencies {
		c := n.Crawler(cfg)
		t.Cleanup(c.Close)
		all = append(all, c)
	}
	return all
}

// together probes an address of its own with each crawler, all at the same time.
func together(crawlers []*Crawler, address func(i int) string) {
	var wg sync.WaitGroup
	for i, c := range crawlers {
		wg.Go(func() { c.Probe(background, address(i)) })
	}
	wg.Wait()
}

func TestAgenciesOnOneServerAreTogetherAsPoliteAsOne(t *testing.T) {
	var now, most atomic.Int64
	s := serve(t, noRobots(func(http.ResponseWriter, *http.Request) {
		most.Store(max(most.Load(), now.Add(1)))
		time.Sleep(100 * time.Millisecond)
		now.Add(-1)
	}))
	const delay = 30 * time.Millisecond
	together(share(t, Config{Delay: delay, PerHost: 2}, 5), func(i int) string { return fmt.Sprintf("%s/%d", s.URL, i) })
	got := s.visits("")
	wantSpaced(t, got, delay)
	if robots := len(s.visits("/robots.txt")); len(got) != 6 || robots != 1 {
		t.Errorf("%d requests, %d of them for robots.txt", len(got), robots)
	}
	if most.Load() > 2 {
		t.Errorf("%d at once", most.Load())
	}
}

func TestTheLongerDelayOfTwoAgenciesIsKept(t *testing.T) {
	s := serve(t, html200(thaiPage))
	n := NewNetwork(Config{AllowPrivate: true})
	defer n.Close()
	quick, slow := n.Crawler(Config{Delay: NoDelay}), n.Crawler(Config{Delay: 100 * time.Millisecond})
	defer quick.Close()
	defer slow.Close()
	quick.Probe(background, s.URL+"/quick")
	slow.Probe(background, s.URL+"/slow")
	got := s.visits("")
	wantSpaced(t, got[1:], 100*time.Millisecond)
}

func TestAgenciesShareNoCookies(t *testing.T) {
	s := serve(t, html200(thaiPage))
	s.Config.Handler = noRobots(func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("agency"); err == nil && r.URL.Path == "/second" {
			t.Error("the second agency shows the first one's cookie")
		}
		http.SetCookie(w, &http.Cookie{Name: "agency", Value: "first", Path: "/"})
	})
	both := share(t, Config{Delay: NoDelay}, 2)
	both[0].Probe(background, s.URL+"/first")
	both[1].Probe(background, s.URL+"/second")
}

func TestARequestIsNotRepeatedBehindOurBack(t *testing.T) {
	s := serve(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/reset" {
			hangUp(w, r)
		}
		time.Sleep(20 * time.Millisecond) // so that each needs a connection of its own
	}))
	c := crawl(t, Config{PerHost: 6})
	var idle []string
	for i := range 6 {
		idle = append(idle, fmt.Sprintf("%s/%d", s.URL, i))
	}
	c.ProbeAll(background, idle, nil)
	if f := c.Probe(background, s.URL+"/reset"); f.Tries != maxTries || len(s.visits("/reset")) != maxTries {
		t.Errorf("%d tries, %d requests", f.Tries, len(s.visits("/reset")))
	}
}

func TestNothingIsSentAsTheBodyOfARequest(t *testing.T) {
	s := serve(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
		if b, _ := io.ReadAll(r.Body); len(b) > 0 || r.ContentLength != 0 || len(r.TransferEncoding) > 0 {
			t.Errorf("%s has a body: %d bytes, %q", r.URL, r.ContentLength, r.TransferEncoding)
		}
	}))
	crawl(t, Config{}).ProbeAll(background, []string{s.URL + "/1", s.URL + "/2", s.URL + "/3"}, nil)
}

func TestHTTP2IsUsedWhereItIsOffered(t *testing.T) {
	for name, offered := range map[string]bool{"HTTP/2.0": true, "HTTP/1.1": false} {
		var connections atomic.Int64
		s := httptest.NewUnstartedServer(noRobots(func(w http.ResponseWriter, r *http.Request) {
			if r.Proto != name {
				t.Errorf("asked by %s where %s can be had", r.Proto, name)
			}
			html200(thaiPage)(w, r)
		}))
		s.EnableHTTP2 = offered
		s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
			if state == http.StateNew {
				connections.Add(1)
			}
		}
		s.StartTLS()
		defer s.Close()
		roots := x509.NewCertPool()
		roots.AddCert(s.Certificate())
		cfg := Config{AllowPrivate: true, Delay: NoDelay, PerHost: 4}.withDefaults()
		rt, idle := secure(cfg, roots, nil)
		defer idle()
		cfg.Transport = rt
		var urls []string
		for i := range 20 {
			urls = append(urls, fmt.Sprintf("%s/%d", s.URL, i))
		}
		for _, f := range crawl(t, cfg).ProbeAll(background, urls, nil) {
			if f.Status != 200 {
				t.Errorf("%+v", f)
			}
		}
		if offered && connections.Load() != 1 {
			t.Errorf("%d connections", connections.Load())
		}
	}
}

func TestHostsOfOneServerAreTogetherAsPoliteAsOne(t *testing.T) {
	var mu sync.Mutex
	var got []time.Time
	serveOne := func() *site {
		return serve(t, noRobots(func(http.ResponseWriter, *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			got = append(got, time.Now())
		}))
	}
	first, second := serveOne(), serveOne() // hosts differ by port, and are one server by their address
	const delay = 60 * time.Millisecond
	cfg := Config{Delay: delay, Server: func(host string) string { return host }}
	together(share(t, cfg, 4), func(i int) string {
		return fmt.Sprintf("%s/%d", []string{first.URL, second.URL}[i%2], i)
	})
	for i := 1; i < len(got); i++ {
		if pause := got[i].Sub(got[i-1]); pause < delay*9/10 {
			t.Errorf("%v between two requests, want %v", pause, delay)
		}
	}
	if len(got) != 4 {
		t.Errorf("%d requests", len(got))
	}
}
