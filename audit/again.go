package audit

import (
	"context"
	"maps"
	"slices"
	"time"

	"itacheck/checks"
	"itacheck/crawler"
	"itacheck/ita"
)

// Links are asked for a second time, after a pause, when they failed in a way
// that may pass: a server that is being restarted or that had too much to do.
const (
	pauseDelays  = 20                     // the pause, in delays between two requests to a host
	defaultDelay = 500 * time.Millisecond // the crawler's
)

// pause is how long to wait before a second look.
func (o *Options) pause() time.Duration {
	switch delay := o.Agency.Limits.Delay; {
	case o.SecondLook != 0:
		return max(0, o.SecondLook)
	case delay < 0:
		return 0
	case delay == 0:
		return pauseDelays * defaultDelay
	default:
		return pauseDelays * delay
	}
}

// waitAgain waits until a second look at what failed at a time is due; it
// reports whether there is to be one.
func (g *gatherer) waitAgain(ctx context.Context, failed time.Time) bool {
	if g.o.SecondLook < 0 {
		return false
	}
	t := time.NewTimer(time.Until(failed.Add(g.o.pause())))
	defer t.Stop()
	select {
	case <-t.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// again takes a second look at everything that failed in a way that may pass:
// pages first, since more links may stand on them.
func (g *gatherer) again(ctx context.Context) {
	var pages []int
	var last time.Time // when the last of them failed
	isPage := map[string]bool{}
	for i := range g.site.Pages {
		isPage[g.site.Pages[i].Fetch.URL] = true
		if f := &g.site.Pages[i].Fetch; checks.MayPass(f) {
			pages = append(pages, i)
			last = later(last, f.At)
		}
	}
	var links []string
	for _, address := range slices.Sorted(maps.Keys(g.site.Fetches)) {
		if f := g.site.Fetches[address]; !isPage[address] && checks.MayPass(&f) {
			links = append(links, address)
			last = later(last, f.At)
		}
	}
	if len(pages)+len(links) == 0 || !g.waitAgain(ctx, last) {
		return
	}
	ctx = crawler.Again(ctx)
	ask := make([]string, len(pages))
	for i, at := range pages {
		ask[i] = g.site.Pages[at].Fetch.URL
	}
	got := map[string]ita.Page{}
	for _, p := range g.fetch(ctx, ask) {
		got[p.Fetch.URL] = p
	}
	opened := false
	for _, at := range pages {
		old := &g.site.Pages[at]
		p, ok := got[old.Fetch.URL]
		if !ok {
			continue
		}
		p.Fetch = second(old.Fetch, p.Fetch)
		p.Depth, p.Parent = old.Depth, old.Parent
		*old = p
		g.site.Fetches[p.Fetch.URL] = p.Fetch
		if p.Fetch.Failure == "" && p.Fetch.Status < 300 {
			g.have[p.URL()] = true
			g.frames(ctx, at)
			opened = true
		}
	}
	for address, f := range g.ask(ctx, links) {
		g.site.Fetches[address] = second(g.site.Fetches[address], f)
	}
	if opened {
		g.probe(ctx)
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// second is what two looks at an address say together. What the first saw fail
// and the second says does not exist has been seen once only, and so is not
// settled.
func second(first, then ita.Fetch) ita.Fetch {
	if then.Failure == ita.FailCancelled {
		return first
	}
	then.Before = append(slices.Clone(first.Before), ita.Attempt{At: first.At, Failure: first.Failure, Status: first.Status, Detail: first.Detail, Tries: first.Tries})
	then.Tries += first.Tries
	if then.Failure == ita.FailDNS && first.Failure != ita.FailDNS {
		then.Failure = ita.FailDNSTemp
	}
	return then
}

// control asks each server whose pages may be mere talk for an address that
// cannot exist, once, and stores the answer with its pages.
func (g *gatherer) control(ctx context.Context) {
	suspects := map[string][]string{}
	ask := map[string]string{} // control address → host
	var order []string
	for _, address := range slices.Sorted(maps.Keys(g.site.Fetches)) {
		f := g.site.Fetches[address]
		if !checks.Doubtful(&f) {
			continue
		}
		host := hostOf(address)
		if suspects[host] == nil {
			if c := crawler.Control(address); c != "" {
				ask[c] = host
				order = append(order, c)
			}
		}
		suspects[host] = append(suspects[host], address)
	}
	for at, answer := range g.ask(ctx, order) {
		for _, address := range suspects[ask[at]] {
			f := g.site.Fetches[address]
			f.Control = &answer
			g.site.Fetches[address] = f
		}
	}
	g.templates(ctx)
}

// maxTemplates is how many applications of a host are asked for a record that
// does not exist.
const maxTemplates = 5

// templates asks each application whose pages are told apart by a number for one
// that nothing has, and stores the answer with its pages. Of a page without
// others of its kind, it would tell nothing.
func (g *gatherer) templates(ctx context.Context) {
	pages := map[string][]string{} // address for the template → those of its pages
	doubtful := map[string]bool{}
	for address, f := range g.site.Fetches {
		if f.Failure != "" || f.Kind != "html" || f.Status < 200 || f.Status > 299 {
			continue
		}
		for _, t := range crawler.Templates(address) {
			pages[t] = append(pages[t], address)
			doubtful[t] = doubtful[t] || checks.Doubtful(&f)
		}
	}
	maps.DeleteFunc(pages, func(t string, of []string) bool { return len(of) < 2 || !doubtful[t] })
	byHost := map[string]int{}
	var ask []string
	for _, t := range slices.Sorted(maps.Keys(pages)) {
		if byHost[hostOf(t)]++; byHost[hostOf(t)] <= maxTemplates {
			ask = append(ask, t)
		}
	}
	for at, answer := range g.ask(ctx, ask) {
		for _, address := range pages[at] {
			f := g.site.Fetches[address]
			f.Template = &answer
			g.site.Fetches[address] = f
		}
	}
}
