package crawler

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"itacheck/ita"
)

// stack builds the transports of a Crawler on the network, for whole pages, for the beginnings
// of anything, for what a browser loads for a page and for documents. Each
// request goes down through these layers, each redirect too:
//
//	addresses  http and https only; raw Thai in Location
//	robots     robots.txt, fetched through the layers below "reader"
//	retry      passing failures once or twice more
//	reader     takes what is needed from the body, and no more
//	guard      no private addresses
//	polite     each host's pace, and how much runs at once
//	limit      the time limit of one request
//	tolerant   old or careless TLS: once more, with a warning
//	network    connections; none but to public addresses
func (n *Network) stack(cfg Config) (pages, heads, parts, files http.RoundTripper) {
	p := &polite{next: limit{next: n.next, timeout: cfg.Timeout}, pace: n.pace, delay: cfg.Delay}
	bottom := guard{next: p, allow: cfg.AllowPrivate}
	repeat := func(next http.RoundTripper) http.RoundTripper {
		return retry{next: next, hosts: n.pace, pause: cfg.retryPause, afterMax: cfg.retryAfterMax}
	}
	rules := newRules(repeat(robotsReader{bottom}), n.pace, n.robots, cfg)
	layers := func(reader http.RoundTripper) http.RoundTripper {
		return addresses{robots{next: repeat(reader), rules: rules}}
	}
	pages = layers(pageReader{next: bottom, max: cfg.MaxPageBytes})
	heads = layers(headReader{next: bottom, buffers: n.buffers, ahead: cfg.Documents, memory: cfg.Memory})
	parts = layers(partReader{next: bottom, max: cfg.MaxPageBytes})
	files = layers(partReader{next: bottom, max: maxFile})
	return pages, heads, parts, files
}

// secure is the network, strictly and where need be laxly encrypted. roots are
// nil for the system's.
func secure(cfg Config, roots *x509.CertPool, proxy func(*http.Request) (*url.URL, error)) (rt http.RoundTripper, idle func()) {
	strict, lax := network(cfg, proxy), network(cfg, proxy)
	strict.TLSClientConfig = &tls.Config{RootCAs: roots}
	lax.TLSClientConfig = laxTLS(roots, newIssuers(strict, cfg))
	idle = func() {
		strict.CloseIdleConnections()
		lax.CloseIdleConnections()
	}
	return tolerant{strict: strict, lax: lax, roots: roots, needed: &sync.Map{}}, idle
}

// network is the bottom of the stack: Go's transport, dialling only addresses that may be fetched.
func network(cfg Config, proxy func(*http.Request) (*url.URL, error)) *http.Transport {
	d := &dialer{allow: cfg.AllowPrivate}
	return &http.Transport{
		Proxy:                  d.remember(proxy),
		DialContext:            d.dial,
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    cfg.PerHost,
		MaxIdleConns:           4 * cfg.Parallel,
		IdleConnTimeout:        30 * time.Second,
		TLSHandshakeTimeout:    dialTimeout,
		MaxResponseHeaderBytes: 256 << 10,
		OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
			if resp.StatusCode == http.StatusOK {
				return nil
			}
			return &failure{code: ita.FailProxy, detail: "the proxy answered " + resp.Status}
		},
	}
}

// dialTimeout is how long a connection may take: a server that is there answers much sooner.
const dialTimeout = 10 * time.Second

// limit ends a request that takes too long, its body included, and counts the
// time that it took.
type limit struct {
	next    http.RoundTripper
	timeout time.Duration
}

// errTimeLimit is the cause of a context that limit ended.
var errTimeLimit = errors.New("time limit of one request")

func (l limit) RoundTrip(req *http.Request) (*http.Response, error) {
	start, f := time.Now(), filling(req.Context())
	ctx, cancel := context.WithTimeoutCause(req.Context(), l.timeout, errTimeLimit)
	over := sync.OnceFunc(func() {
		cancel()
		f.Elapsed += time.Since(start)
	})
	reason := func(err error) error {
		if err != nil && err != io.EOF && context.Cause(ctx) == errTimeLimit {
			return &failure{code: ita.FailTimeout, detail: fmt.Sprintf("no complete answer within %v", l.timeout), err: err}
		}
		return err
	}
	resp, err := l.next.RoundTrip(req.WithContext(ctx))
	if err != nil {
		err = reason(err)
		over()
		return nil, err
	}
	if resp.StatusCode == http.StatusProxyAuthRequired {
		resp.Body.Close()
		over()
		return nil, &failure{code: ita.FailProxy, detail: "the proxy answered " + resp.Status}
	}
	resp.Body = &watched{body: resp.Body, reason: reason, over: over}
	return resp, nil
}

// watched is a body that tells when it is no longer needed: at its end, at an
// error and when it is closed.
type watched struct {
	body   io.ReadCloser
	reason func(error) error // may be nil
	over   func()            // may be called more than once
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.body.Read(p)
	if err != nil {
		if w.reason != nil {
			err = w.reason(err)
		}
		w.over()
	}
	return n, err
}

func (w *watched) Close() error {
	err := w.body.Close()
	w.over()
	return err
}

// sleep waits, or returns the context's error when that ends first.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// connecting reports whether a failure came before any HTTP was spoken: every
// address of the host fails alike.
func connecting(err error) bool {
	code, _ := classify(context.Background(), err)
	switch code {
	case ita.FailDNS, ita.FailDNSTemp, ita.FailConnect, ita.FailTLS, ita.FailTLSSelf, ita.FailTLSHost, ita.FailAddress, ita.FailProxy:
		return true
	case ita.FailTimeout:
		op, ok := errors.AsType[*net.OpError](err)
		return ok && op.Op == "dial"
	}
	return false
}
