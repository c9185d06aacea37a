// Package audit is the pipeline: it gathers the evidence for one agency and has
// it judged.
//
// Gather is above the line: slow, polite, and dependent on the network. Judge is
// below it: a pure function of what Gather stored. Neither renders anything.
package audit

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"itacheck/checks"
	"itacheck/crawler"
	"itacheck/ita"
	"itacheck/rules"
)

// Source fetches pages and probes addresses; *crawler.Crawler is the one that
// asks the network. Bad news about an address is in what they return.
type Source interface {
	Page(ctx context.Context, address string) ita.Page
	ProbeAll(ctx context.Context, addresses []string, done func(ita.Fetch)) map[string]ita.Fetch
}

// Options of one audit.
type Options struct {
	Agency    ita.Agency
	Rules     *ita.RuleSet
	Others    []*ita.RuleSet // the scheme's lists of other years, to explain numbers printed by them
	AsOf      time.Time      // the day that the verdicts hold for; zero: DefaultAsOf
	Documents *Documents     // reads linked documents; nil: they are not opened
	Version   string         // of the program, for the report
	// SecondLook is the pause before links that failed in a way that may pass
	// are asked for once more. Zero: 20 of the agency's delays, 10 s by default;
	// negative: they are not.
	SecondLook time.Duration
	// Progress is told what is being done; may be nil. It is called from
	// several goroutines.
	Progress func(Progress)
	Now      func() time.Time // the clock; nil: time.Now

	matcher *rules.Matcher // that Gather has used; nil: Judge takes one of its own
}

// match matches a site with the rule set.
func (o *Options) match(site *ita.Site) *ita.Mapping {
	if o.matcher == nil {
		o.matcher = rules.NewMatcher(o.Rules)
	}
	return o.matcher.Match(site)
}

// Stage is a part of an audit.
type Stage string

// Stages of an audit, in order.
const (
	StageSearch    Stage = "search" // for the ITA page; only when it was not given
	StagePages     Stage = "pages"
	StageLinks     Stage = "links"
	StageDocuments Stage = "documents"
)

// Progress is how far a stage has come.
type Progress struct {
	Stage       Stage
	Done, Total int
	URL         string // finished last
}

// Defaults of a crawl.
const (
	defaultMaxPages = 60
	perPage         = 12 // documents probed per item and sub-page
	perItem         = 300
	mostLinks       = 3000      // links that are asked for in one audit
	mostKept        = 128 << 20 // bytes that the pages of one audit may take, about
	longest         = 6 * time.Hour
	pagesAtOnce     = 4
	maxFrames       = 8
)

// CannotLook is the error of an audit whose ITA page could not be read. It is
// news about the website, not a fault of the program.
type CannotLook struct {
	Code    string // reason code
	Message ita.Text
	Remedy  ita.Text
	Page    ita.Page // what was seen
}

// Error returns the English message.
func (e *CannotLook) Error() string { return e.Message.EN }

// DefaultAsOf is the day that verdicts are for when none is asked for: today,
// but for a past fiscal year the last day of its submission, 30 April.
func DefaultAsOf(now time.Time, year ita.FiscalYear) time.Time {
	if ita.FiscalYearOf(now) > year {
		return year.Submission()
	}
	return now
}

// Run audits one agency. When ctx ends early the result holds what was gathered
// until then and says so; the error is then nil unless nothing was.
func Run(ctx context.Context, src Source, o Options) (*ita.Result, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	started := o.Now()
	o.matcher = rules.NewMatcher(o.Rules)
	site, err := Gather(ctx, src, o)
	if err != nil {
		return nil, err
	}
	r, err := Judge(site, o)
	if err != nil {
		return nil, err
	}
	r.Started, r.Finished = started, o.Now()
	return r, nil
}

// Gather finds the ITA page, unless the agency names it, reads it, its frames
// and extra pages, then the pages of the same site that its items lead to, and
// probes every other link of the items once, what may have failed in passing
// twice; then it opens the documents.
//
// A website cannot make it endless: it ends after [longest] at the latest, and of
// links and of what pages hold there is a bound too. What lies beyond is not
// looked at, and said to be so.
func Gather(ctx context.Context, src Source, o Options) (*ita.Site, error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	g := &gatherer{src: src, o: o, site: &ita.Site{Fetches: map[string]ita.Fetch{}}, have: map[string]bool{}, read: map[string]ita.Page{}, asking: map[string]bool{}, perItem: map[string]int{}}
	g.reading = newReading(g)
	if o.Documents != nil {
		g.site.Documents = map[string]ita.Document{}
	}
	g.most = o.Agency.Limits.MaxPages
	if g.most <= 0 {
		g.most = defaultMaxPages
	}
	if err := g.start(ctx); err != nil {
		return nil, err
	}
	others := g.elsewhere(ctx)
	g.subPages(ctx)
	g.probe(ctx)
	maps.Copy(g.site.Fetches, others())
	g.again(ctx)
	g.control(ctx)
	g.documents(ctx)
	if ctx.Err() != nil {
		g.site.Incomplete = "interrupted"
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			g.site.Incomplete = "out of time"
		}
	}
	return g.site, nil
}

type gatherer struct {
	src    Source
	o      Options
	site   *ita.Site
	have   map[string]bool     // addresses of pages that are part of the site's evidence
	read   map[string]ita.Page // pages read already
	asking map[string]bool     // addresses of links that are or were asked for
	most   int

	perItem map[string]int // code → links that are or were asked for
	kept    atomic.Int64   // bytes that pages take
	full    atomic.Bool    // no more of them can be kept

	reading *reading // documents

	asked, answered atomic.Int64 // links
}

// page reads a page, each address once.
func (g *gatherer) page(ctx context.Context, address string) ita.Page {
	if p, ok := g.read[address]; ok {
		return p
	}
	p := g.look(ctx, address)
	g.read[address] = p
	return p
}

// look has a page read. When the pages of a website are more than can be kept,
// the one that is too much counts as not read, and no further ones are asked for.
func (g *gatherer) look(ctx context.Context, address string) ita.Page {
	why := fmt.Sprintf("the pages of this website hold more than %d MiB together", mostKept>>20)
	if g.full.Load() {
		return ita.Page{Fetch: ita.Fetch{URL: address, Bytes: -1, Failure: ita.FailPageBudget, Detail: why}}
	}
	p := g.src.Page(ctx, address)
	const element = 200 // bytes of a Node, a Block or a Link, about
	size := max(0, p.Fetch.Bytes) + element*int64(len(p.Nodes)+len(p.Blocks)+len(p.Links))
	if g.kept.Add(size) <= mostKept {
		return p
	}
	g.full.Store(true)
	p.Fetch.Failure, p.Fetch.Detail = ita.FailTooLarge, why
	return ita.Page{Fetch: p.Fetch, Title: p.Title}
}

// start reads the pages that list items.
func (g *gatherer) start(ctx context.Context) error {
	var p ita.Page
	var err error
	if g.o.Agency.ITAPage == "" {
		p, err = g.search(ctx, g.o.Agency.URL)
	} else {
		p = g.page(ctx, g.o.Agency.ITAPage)
		if checks.MayPass(&p.Fetch) && g.waitAgain(ctx, p.Fetch.At) {
			first := p.Fetch
			p = g.look(crawler.Again(ctx), g.o.Agency.ITAPage)
			p.Fetch = second(first, p.Fetch)
			g.read[g.o.Agency.ITAPage] = p
		}
		err = unreadable(&p)
	}
	if err != nil {
		return err
	}
	g.report(StagePages, 1, 0, p.Fetch.URL)
	g.add(p)
	g.frames(ctx, 0)
	for _, extra := range g.o.Agency.ExtraPages {
		if g.have[extra] || ctx.Err() != nil {
			continue
		}
		g.add(g.page(ctx, extra))
		g.frames(ctx, len(g.site.Pages)-1)
	}
	if listed(g.o.match(g.site)) < minListed {
		if p := g.rendered(ctx, g.site.Pages[0]); p.Rendered {
			g.site.Pages[0], g.site.Fetches[p.Fetch.URL], g.have[p.URL()] = p, p.Fetch, true
			g.frames(ctx, 0)
		}
	}
	g.index(ctx)
	return nil
}

// rendered returns a page without a list as a browser shows it, where the
// source has a browser; else as it is.
func (g *gatherer) rendered(ctx context.Context, p ita.Page) ita.Page {
	src, ok := g.src.(interface {
		Render(ctx context.Context, page ita.Page) ita.Page
	})
	if !ok || p.Rendered {
		return p
	}
	return src.Render(ctx, p)
}

func (g *gatherer) add(p ita.Page) {
	g.have[p.Fetch.URL] = true
	g.have[p.URL()] = true
	g.site.Pages = append(g.site.Pages, p)
	g.site.Fetches[p.Fetch.URL] = p.Fetch
}

// frames reads the frames of a page as part of it.
func (g *gatherer) frames(ctx context.Context, page int) {
	for _, l := range g.site.Pages[page].Links {
		if l.Via != "frame" || l.URL == "" || g.have[l.URL] || len(g.site.Pages) >= maxFrames || ctx.Err() != nil {
			continue
		}
		if !sameSite(l.URL, g.site.Pages[page].URL()) || rules.IsDocument(l.URL) {
			continue
		}
		p := g.page(ctx, l.URL)
		p.Depth, p.Parent = g.site.Pages[page].Depth, g.site.Pages[page].URL()
		g.add(p)
	}
}

// index reads further pages that hold the list, where the ITA page is only an
// index of them: one page per section.
func (g *gatherer) index(ctx context.Context) {
	m := g.o.match(g.site)
	if listed(m)*2 >= len(g.o.Rules.Items) {
		return
	}
	var add []string
	seen := map[string]bool{}
	for _, i := range rules.IndexLinks(g.o.Rules, &g.site.Pages[0]) {
		l := &g.site.Pages[0].Links[i]
		if g.have[l.URL] || seen[l.URL] || !sameSite(l.URL, g.site.Pages[0].URL()) {
			continue
		}
		seen[l.URL] = true
		add = append(add, l.URL)
	}
	for _, p := range g.fetch(ctx, add) {
		p.Parent = g.site.Pages[0].URL()
		if p.Fetch.Failure == "" && p.Fetch.Status == 200 {
			g.add(p)
			g.frames(ctx, len(g.site.Pages)-1)
			continue
		}
		p.Depth = 1
		g.add(p)
	}
}

func listed(m *ita.Mapping) int {
	codes := map[string]bool{}
	for _, h := range m.Headings {
		codes[h.Code] = true
	}
	return len(codes)
}

// subPages reads the pages of the same site that items lead to.
func (g *gatherer) subPages(ctx context.Context) {
	m := g.o.match(g.site)
	var add []string
	seen := map[string]bool{}
	for _, match := range m.Matches {
		l := &g.site.Pages[match.Page].Links[match.Link]
		if l.URL == "" || match.Waiting || match.Elsewhere || g.have[l.URL] || seen[l.URL] || rules.IsDocument(l.URL) || !sameSite(l.URL, g.site.Pages[0].URL()) {
			continue
		}
		seen[l.URL] = true
		add = append(add, l.URL)
	}
	if room := g.most - len(g.site.Pages); len(add) > room {
		add = add[:max(0, room)]
	}
	for _, p := range g.fetch(ctx, add) {
		p.Depth, p.Parent = 1, g.site.Pages[0].URL()
		from := len(g.site.Pages)
		g.add(p)
		g.frames(ctx, from)
	}
}

// fetch reads pages, several at once, and returns them in the order asked for.
func (g *gatherer) fetch(ctx context.Context, addresses []string) []ita.Page {
	pages := make([]ita.Page, len(addresses))
	var group errgroup.Group
	group.SetLimit(pagesAtOnce)
	done := make(chan string, len(addresses))
	for i, address := range addresses {
		group.Go(func() error {
			if ctx.Err() == nil {
				pages[i] = g.look(ctx, address)
				done <- address
			}
			return nil
		})
	}
	go func() {
		group.Wait()
		close(done)
	}()
	n := 0
	for address := range done {
		n++
		g.report(StagePages, n, len(addresses), address)
	}
	return slices.DeleteFunc(pages, func(p ita.Page) bool { return p.Fetch.URL == "" })
}

// elsewhere begins to probe the links of the list that lead to other websites,
// which need not wait until this one's pages are read. The function that it
// returns waits for the answers.
func (g *gatherer) elsewhere(ctx context.Context) (answers func() map[string]ita.Fetch) {
	ask := g.unasked(func(l *ita.Link) bool { return !sameSite(l.URL, g.site.Pages[0].URL()) })
	var found map[string]ita.Fetch
	var asking sync.WaitGroup
	asking.Go(func() { found = g.ask(ctx, ask) })
	return func() map[string]ita.Fetch {
		asking.Wait()
		return found
	}
}

// probe asks for every link of the items that was not read as a page.
func (g *gatherer) probe(ctx context.Context) {
	maps.Copy(g.site.Fetches, g.ask(ctx, g.unasked(func(*ita.Link) bool { return true })))
}

// unasked takes those links of the items, of a kind, that nobody has asked for
// yet, to be asked for now.
func (g *gatherer) unasked(kind func(*ita.Link) bool) []string {
	var ask []string
	fromSub := map[string]int{}
	for _, match := range g.o.match(g.site).Matches {
		p := &g.site.Pages[match.Page]
		l := &p.Links[match.Link]
		if l.URL == "" || match.Waiting || g.asking[l.URL] || !kind(l) {
			continue
		}
		if _, ok := g.site.Fetches[l.URL]; ok {
			continue
		}
		if p.Depth > 0 {
			key := match.Code + " " + p.Fetch.URL
			if fromSub[key]++; fromSub[key] > perPage {
				continue
			}
		}
		if g.perItem[match.Code]++; g.perItem[match.Code] > perItem || len(g.asking) >= mostLinks {
			continue
		}
		g.asking[l.URL] = true
		ask = append(ask, l.URL)
		if !match.Elsewhere {
			g.reading.wish(l.URL)
		}
	}
	return ask
}

// ask probes addresses and tells how far it has come. Documents among them that
// are wanted are opened as they are found, while the next is asked for.
func (g *gatherer) ask(ctx context.Context, addresses []string) map[string]ita.Fetch {
	if len(addresses) == 0 {
		return nil
	}
	g.asked.Add(int64(len(addresses)))
	return g.src.ProbeAll(ctx, addresses, func(f ita.Fetch) {
		g.report(StageLinks, int(g.answered.Add(1)), int(g.asked.Load()), f.URL)
		g.reading.found(ctx, f)
	})
}

func (g *gatherer) report(s Stage, done, total int, address string) {
	if g.o.Progress != nil {
		g.o.Progress(Progress{Stage: s, Done: done, Total: total, URL: address})
	}
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

func sameSite(a, b string) bool {
	host := func(s string) string {
		u, err := url.Parse(s)
		if err != nil {
			return s
		}
		return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	}
	return host(a) == host(b)
}

// unreadable says why a page cannot be the ITA page, or returns nil.
func unreadable(p *ita.Page) error {
	f := &p.Fetch
	code := ""
	switch {
	case f.Failure != "":
		code = f.Failure
	case f.Status == 404 || f.Status == 410:
		code = "not_found"
	case f.Status == 401:
		code = "login_required"
	case f.Status == 403:
		code = "forbidden"
	case f.Status == 429:
		code = ita.FailRateLimit
	case f.Status >= 500:
		code = "server_error"
	case f.Status < 200 || f.Status > 299:
		code = "http_error"
	case f.Kind == "empty" || f.Bytes == 0:
		code = "empty"
	}
	if code == "" {
		return nil
	}
	why := ita.ReasonOf(code)
	return &CannotLook{
		Code: code, Page: *p,
		Message: ita.Text{
			TH: fmt.Sprintf("อ่านหน้า ITA ที่ %s ไม่ได้: %s", f.URL, why.Means.TH),
			EN: fmt.Sprintf("could not read the ITA page at %s: %s", f.URL, why.Means.EN),
		},
		Remedy: ita.Text{
			TH: "เปิดที่อยู่นี้ด้วยเบราว์เซอร์ ถ้าเปิดไม่ได้ให้แก้ที่อยู่ ถ้าเปิดได้ให้รอสักครู่แล้วตรวจใหม่",
			EN: "open the address in a browser: if it does not open, correct it; if it does, wait a while and run the audit again",
		},
	}
}
