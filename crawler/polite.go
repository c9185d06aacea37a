package crawler

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync"
	"time"
)

// slots are places that a limited number of requests hold at once.
type slots chan struct{}

func (s slots) take(ctx context.Context) error {
	select {
	case s <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s slots) give() { <-s }

// polite spaces the requests to each host and bounds how many run at once, to
// one host and altogether. A request runs until its body is read or closed.
// Hosts are told apart by name and port.
type polite struct {
	next    http.RoundTripper
	delay   time.Duration
	perHost int
	all     slots

	mu    sync.Mutex
	hosts map[string]*host
}

// host is the pace of one host.
type host struct {
	running slots
	turn    slots // of one: whose request starts next

	mu    sync.Mutex
	delay time.Duration
	next  time.Time // no request starts before
}

func newPolite(next http.RoundTripper, cfg Config) *polite {
	return &polite{
		next: next, delay: cfg.Delay, perHost: cfg.PerHost,
		all: make(slots, cfg.Parallel), hosts: map[string]*host{},
	}
}

func (p *polite) host(u *url.URL) *host {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := hostPort(u)
	h := p.hosts[key]
	if h == nil {
		h = &host{running: make(slots, p.perHost), turn: make(slots, 1), delay: p.delay}
		p.hosts[key] = h
	}
	return h
}

// slow raises the delay of a host, as its Crawl-delay asks.
func (p *polite) slow(u *url.URL, delay time.Duration) {
	h := p.host(u)
	h.mu.Lock()
	defer h.mu.Unlock()
	if delay > h.delay {
		h.delay = delay
		h.next = time.Now().Add(delay) // its robots.txt has just been fetched
	}
}

// hold leaves a host alone for a while, as its Retry-After asks.
func (p *polite) hold(u *url.URL, pause time.Duration) {
	h := p.host(u)
	h.mu.Lock()
	defer h.mu.Unlock()
	if t := time.Now().Add(pause); t.After(h.next) {
		h.next = t
	}
}

func (p *polite) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, h := req.Context(), p.host(req.URL)
	if err := h.turn.take(ctx); err != nil {
		return nil, err
	}
	end, err := p.start(ctx, h)
	if err != nil {
		h.turn.give()
		return nil, err
	}
	// The turn is kept until the request is really sent: connecting can take
	// longer than the delay, and the server counts from what it receives.
	sent := sync.OnceFunc(func() {
		h.started()
		h.turn.give()
	})
	defer sent()
	if h.spaced() {
		req = req.WithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: sent}))
	} else {
		sent()
	}
	resp, err := p.next.RoundTrip(req)
	if err != nil {
		end()
		return nil, err
	}
	resp.Body = &watched{body: resp.Body, over: end}
	return resp, nil
}

// start waits for the host's time and for free places; end frees them.
func (p *polite) start(ctx context.Context, h *host) (end func(), err error) {
	if err := h.running.take(ctx); err != nil {
		return nil, err
	}
	if err := h.wait(ctx); err != nil {
		h.running.give()
		return nil, err
	}
	if err := p.all.take(ctx); err != nil {
		h.running.give()
		return nil, err
	}
	return sync.OnceFunc(func() {
		p.all.give()
		h.running.give()
	}), nil
}

// wait sleeps until the host may be asked again; the time can be put off meanwhile.
func (h *host) wait(ctx context.Context) error {
	for {
		h.mu.Lock()
		d := time.Until(h.next)
		h.mu.Unlock()
		if d <= 0 {
			return ctx.Err()
		}
		if err := sleep(ctx, d); err != nil {
			return err
		}
	}
}

func (h *host) started() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t := time.Now().Add(h.delay); t.After(h.next) {
		h.next = t
	}
}

func (h *host) spaced() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.delay > 0
}
