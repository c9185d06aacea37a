package crawler

import (
	"cmp"
	"context"
	"io"
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

// pace is how fast each host is asked, and how much runs at once. Crawlers that
// share one are together as polite as one of them. Hosts are told apart by name
// and port, or by the server that they are on where that is known.
type pace struct {
	perHost int
	server  func(host string) string
	all     slots

	mu    sync.Mutex
	hosts map[string]*host
}

// host is the pace of one host.
type host struct {
	running slots
	turn    slots // of one: whose request starts next

	mu      sync.Mutex
	delay   time.Duration // its Crawl-delay
	after   time.Time     // not to be asked before, as its Retry-After says
	sent    time.Time     // when the last request was sent
	noticed time.Time     // when the server had it at the latest, as far as we know
	count   int           // of requests
	open    bool          // the last request is not answered yet
	kept    time.Duration // the delay before the last request
	http1   bool          // it answers by HTTP/1.x
	silent  int           // requests in a row that ran into their time limit
	awake   time.Time     // not to be asked before, since it was silent
}

func newPace(cfg Config) *pace {
	return &pace{perHost: cfg.PerHost, server: cfg.Server, all: make(slots, cfg.Parallel), hosts: map[string]*host{}}
}

func (p *pace) host(u *url.URL) *host {
	key := hostPort(u)
	if p.server != nil {
		key = cmp.Or(p.server(u.Hostname()), key)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.hosts[key]
	if h == nil {
		h = &host{running: make(slots, p.perHost), turn: make(slots, 1)}
		p.hosts[key] = h
	}
	return h
}

// slow raises the delay of a host, as its Crawl-delay asks.
func (p *pace) slow(u *url.URL, delay time.Duration) {
	h := p.host(u)
	h.mu.Lock()
	defer h.mu.Unlock()
	if delay > h.delay {
		h.delay = delay
		h.noticed = time.Now() // its robots.txt has just been fetched
	}
}

// hold leaves a host alone for a while, as its Retry-After asks.
func (p *pace) hold(u *url.URL, pause time.Duration) {
	h := p.host(u)
	h.mu.Lock()
	defer h.mu.Unlock()
	if t := time.Now().Add(pause); t.After(h.after) {
		h.after = t
	}
}

// polite spaces the requests to each host and bounds how many run at once, to
// one host and altogether. A request runs until its body is read or closed.
type polite struct {
	next  http.RoundTripper
	pace  *pace
	delay time.Duration // between two requests to a host, at least
}

func (p *polite) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, h := req.Context(), p.pace.host(req.URL)
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
	var nth int
	sent := sync.OnceFunc(func() {
		nth = h.started(p.delay)
		h.turn.give()
	})
	http1, spaced := h.manner(p.delay)
	if spaced {
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: sent})
	} else {
		sent()
	}
	if http1 || spaced {
		req = req.WithContext(ctx)
	}
	if http1 {
		req.Body = once{}
	}
	resp, err := p.next.RoundTrip(req)
	sent()
	h.answered(nth, resp)
	if err != nil {
		end()
		return nil, err
	}
	resp.Body = &watched{body: resp.Body, over: end}
	return resp, nil
}

// once is the empty body of a request that Go's transport shall not repeat by
// itself. It repeats requests without a body, past every limit, for as long as
// the connections that it finds idle break; retry does so by our rules. Nothing
// of this is sent by HTTP/1.x; by HTTP/2 it would be an empty frame, and what
// is repeated there was never looked at by the server.
type once struct{}

func (once) Read([]byte) (int, error) { return 0, io.EOF }
func (once) Close() error             { return nil }

// start waits for the host's time and for free places; end frees them.
func (p *polite) start(ctx context.Context, h *host) (end func(), err error) {
	if err := h.running.take(ctx); err != nil {
		return nil, err
	}
	if err := h.wait(ctx, p.delay); err != nil {
		h.running.give()
		return nil, err
	}
	if err := p.pace.all.take(ctx); err != nil {
		h.running.give()
		return nil, err
	}
	return sync.OnceFunc(func() {
		p.pace.all.give()
		h.running.give()
	}), nil
}

// wait sleeps until the host may be asked again. What it waits for can change
// meanwhile: an answer, a Retry-After. A server that has not answered after the
// delay may have stalled and not have seen the request: it is given as long again.
func (h *host) wait(ctx context.Context, delay time.Duration) error {
	for {
		h.mu.Lock()
		delay = max(delay, h.delay)
		d := max(time.Until(h.after), time.Until(h.sent.Add(delay)))
		if d <= 0 && delay > 0 {
			if d = time.Until(h.noticed.Add(delay)); h.open {
				d = max(d, min(time.Until(h.sent.Add(2*delay)), minSlack/10))
			}
		}
		h.mu.Unlock()
		if d <= 0 {
			return ctx.Err()
		}
		if err := sleep(ctx, d); err != nil {
			return err
		}
	}
}

// minSlack is the least time that a request is given to come to the server's
// notice after it was sent; else it is a tenth of the delay. It is added to the
// delay, unless an answer comes sooner. On a busy machine it does take so long.
const minSlack = 50 * time.Millisecond

// started notes that a request has been sent, and numbers it.
func (h *host) started(delay time.Duration) (nth int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sent = time.Now()
	h.noticed = h.sent.Add(max(delay/10, h.delay/10, minSlack))
	h.count++
	h.open, h.kept = true, max(delay, h.delay)
	return h.count
}

// answered notes that a host has answered the nth request; nil for a failure.
// What took longer than the delay may have been noticed as late as that.
func (h *host) answered(nth int, resp *http.Response) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if resp != nil {
		h.http1 = resp.ProtoMajor == 1
	}
	if nth != h.count {
		return
	}
	h.open = false
	if now := time.Now(); h.noticed.After(now) || now.Sub(h.sent) > h.kept {
		h.noticed = now
	}
}

// manner is how a host is to be asked: by HTTP/1.x, and with time between requests.
func (h *host) manner(delay time.Duration) (http1, spaced bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.http1, delay > 0 || h.delay > 0
}
