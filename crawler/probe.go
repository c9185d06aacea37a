package crawler

import (
	"context"
	"net/http"
	"sync"

	"itacheck/ita"
)

// probing is a probe that is under way.
type probing struct {
	done  chan struct{}
	fetch ita.Fetch // when done
}

// Probe asks whether the public can open an address, and reads no more of it
// than shows what it is: 4 KiB, of a page 256 KiB, of a document too if it will
// be opened. Two probes of one address at
// the same time share one exchange.
func (c *Crawler) Probe(ctx context.Context, rawURL string) ita.Fetch {
	ctx, end := c.begin(ctx)
	defer end()
	f := ita.Fetch{URL: rawURL, Bytes: -1}
	u, err := parseURL(rawURL)
	if err != nil {
		c.finish(ctx, &f, err)
		return f
	}
	for key := u.String(); ; {
		c.mu.Lock()
		p, shared := c.probes[key]
		if !shared {
			p = &probing{done: make(chan struct{})}
			c.probes[key] = p
		}
		c.mu.Unlock()
		if !shared {
			err := c.probe(ctx, key, &f)
			c.finish(ctx, &f, err)
			p.fetch = f
			c.mu.Lock()
			delete(c.probes, key)
			c.mu.Unlock()
			close(p.done)
			return f
		}
		select {
		case <-ctx.Done():
			c.finish(ctx, &f, ctx.Err())
			return f
		case <-p.done:
			if p.fetch.Failure == ita.FailCancelled { // the other's context ended, not ours
				continue
			}
			f = p.fetch
			f.URL = rawURL
			return f
		}
	}
}

// probe fills in a Fetch with one exchange.
func (c *Crawler) probe(ctx context.Context, address string, f *ita.Fetch) error {
	req, err := http.NewRequestWithContext(context.WithValue(ctx, fetchKey{}, f), http.MethodGet, address, nil)
	if err != nil {
		return &failure{code: ita.FailBadURL, detail: "not a valid address", err: err}
	}
	req.Header = *pageHeader()
	req.Header.Set("User-Agent", c.cfg.UserAgent)
	resp, err := c.heads.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var body []byte
	if m, ok := resp.Body.(*memory); ok {
		body = m.all
	}
	switch {
	case f.Unchanged:
	case f.Kind == "html":
		s := skim(toUTF8(wholeRunes(body)))
		s.describe(f)
	case c.cfg.Documents && f.Status == http.StatusOK && (len(body) > headDocument || int64(len(body)) == f.Bytes):
		c.keep(f.URL, body)
	}
	c.cfg.Memory.remember(f, resp.Header, body)
	if c.cfg.Memory.read(f) {
		c.give(f.URL)
	}
	return nil
}

// pageHeader is what browsers ask for; some firewalls refuse less.
func pageHeader() *http.Header {
	return &http.Header{
		"Accept":          {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
		"Accept-Language": {"th,en;q=0.8"},
	}
}

// ProbeAll probes each address once: the hosts at the same time, one host's
// addresses in the order given. done, which may be nil, is told of each answer
// as it comes, one at a time. The map has an answer for every address, also
// when ctx ends early.
func (c *Crawler) ProbeAll(ctx context.Context, urls []string, done func(ita.Fetch)) map[string]ita.Fetch {
	queues, order := map[string][]string{}, []string(nil)
	seen := map[string]bool{}
	for _, raw := range urls {
		if seen[raw] {
			continue
		}
		seen[raw] = true
		host := ""
		if u, err := parseURL(raw); err == nil {
			host = hostPort(u)
		}
		if queues[host] == nil {
			order = append(order, host)
		}
		queues[host] = append(queues[host], raw)
	}
	var (
		mu      sync.Mutex
		wg      sync.WaitGroup
		fetches = make(map[string]ita.Fetch, len(seen))
	)
	for _, host := range order {
		queue := make(chan string, len(queues[host]))
		for _, raw := range queues[host] {
			queue <- raw
		}
		close(queue)
		for range min(c.cfg.PerHost, len(queue)) {
			wg.Go(func() {
				for raw := range queue {
					f := c.Probe(ctx, raw)
					mu.Lock()
					fetches[raw] = f
					if done != nil {
						done(f)
					}
					mu.Unlock()
				}
			})
		}
	}
	wg.Wait()
	return fetches
}
