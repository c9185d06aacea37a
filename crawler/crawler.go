// Package crawler gathers evidence from websites: pages as text and links, and
// what answers at an address.
//
// It judges nothing. A dead link, a site that refuses robots and a page that is
// no page are all values of ita.Fetch; no method returns an error for what a
// website does. Every request, redirect and robots.txt goes through one stack
// of http.RoundTrippers (see transport.go), so that there is one policy.
package crawler

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gocolly/colly/v2"

	"itacheck/ita"
)

// DefaultUserAgent says who asks, in the shape that web application firewalls
// expect of a browser, and where the owner of a site can read what it does.
const DefaultUserAgent = "Mozilla/5.0 (compatible; itacheck/0.1; +https://itacheck.example/robot)"

// NoDelay as Config.Delay leaves no time between requests: tests and one's own server.
const NoDelay time.Duration = -1

// Config is how a Crawler behaves. The zero value crawls politely.
type Config struct {
	Delay         time.Duration            // between the starts of two requests to one host; a site's Crawl-delay raises it; zero: 500 ms; negative (NoDelay): none
	PerHost       int                      // requests in flight for one host; zero: 2
	Parallel      int                      // requests in flight altogether; zero: 16
	Timeout       time.Duration            // for one request until its last needed byte, waiting for its turn not counted; zero: 30 s
	MaxPageBytes  int64                    // a longer page, unpacked, is ita.FailTooLarge, never cut; zero: 10 MiB
	MaxRedirects  int                      // zero: 10
	UserAgent     string                   // zero: DefaultUserAgent
	AllowPrivate  bool                     // loopback and private addresses may be fetched
	Server        func(host string) string // names the server that a host is on, so that its hosts are asked as if they were one; nil or "": the host is its own
	IgnoreRobots  string                   // why robots.txt is not obeyed; empty: it is
	Render        string                   // whether a browser runs a page's JavaScript: RenderAuto, RenderAlways or RenderNever; zero: RenderAuto
	Browser       string                   // the browser's program; zero: FindBrowser
	Documents     bool                     // documents will be opened: a probe keeps their beginning, up to 256 KiB, for File
	Memory        *Memory                  // of an earlier audit of the same agency; nil: nothing is remembered
	Transport     http.RoundTripper        // in place of the network; nil: the network, through the environment's proxy
	Log           *slog.Logger             // nil: silent
	retryPause    time.Duration            // before the first repetition; set by withDefaults
	retryAfterMax time.Duration            // longest Retry-After that is waited for; set by withDefaults
	renderQuiet   time.Duration            // without an answer and without a change, after which a page is complete; zero: 500 ms
}

// withDefaults fills in the zero fields.
func (cfg Config) withDefaults() Config {
	cfg.retryPause, cfg.retryAfterMax = time.Second, 30*time.Second
	switch {
	case cfg.Delay == 0:
		cfg.Delay = 500 * time.Millisecond
	case cfg.Delay < 0:
		cfg.Delay, cfg.retryPause, cfg.retryAfterMax = 0, 0, 2*time.Second
	}
	if cfg.PerHost <= 0 {
		cfg.PerHost = 2
	}
	if cfg.Parallel <= 0 {
		cfg.Parallel = 16
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = 30 * time.Second
	}
	if cfg.MaxPageBytes <= 0 {
		cfg.MaxPageBytes = 10 << 20
	}
	if cfg.MaxRedirects <= 0 {
		cfg.MaxRedirects = 10
	}
	if cfg.Render == "" {
		cfg.Render = RenderAuto
	}
	if cfg.renderQuiet == 0 {
		cfg.renderQuiet = 500 * time.Millisecond
	}
	if cfg.UserAgent == "" {
		cfg.UserAgent = DefaultUserAgent
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return cfg
}

// Crawler fetches pages and probes links. Its methods may be called at the same
// time. It holds cookies, so one serves for one audit; a Network is what several
// share.
type Crawler struct {
	cfg   Config
	pages *http.Client // reads whole pages
	heads *http.Client // reads the beginning of anything
	files *http.Client // reads documents, whole or in parts
	idle  func()       // closes idle connections, when they are this crawler's own

	browser *browser
	plain   sync.Map // addresses of pages without scripts → true

	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	mu     sync.Mutex
	closed bool
	wg     sync.WaitGroup
	probes map[string]*probing // in flight, by address
	kept   map[string][]byte   // beginnings of documents that File will want, by address
	room   *allowance          // for them
}

// New returns a Crawler. Close it to give back its connections.
func New(cfg Config) *Crawler {
	n := NewNetwork(cfg)
	c := n.Crawler(cfg)
	c.idle = n.Close
	return c
}

// Close ends everything that is under way and closes all connections that are not shared.
func (c *Crawler) Close() {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.cancel()
	c.wg.Wait()
	c.browser.close()
	c.forget()
	c.idle()
}

// begin ties a call to Close; end must be called when it is over.
func (c *Crawler) begin(ctx context.Context) (_ context.Context, end func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	if c.closed {
		cancel()
		return ctx, func() {}
	}
	c.wg.Add(1)
	unhook := context.AfterFunc(c.ctx, cancel)
	return ctx, func() {
		unhook()
		cancel()
		c.wg.Done()
	}
}

// fetchKey is the context key of the ita.Fetch that an exchange fills in.
type fetchKey struct{}

// filling returns the Fetch that a request fills in; robots.txt requests fill one that nobody reads.
func filling(ctx context.Context) *ita.Fetch {
	if f, ok := ctx.Value(fetchKey{}).(*ita.Fetch); ok {
		return f
	}
	return &ita.Fetch{}
}

// checkRedirect records every hop, and ends loops and endless chains.
func (c *Crawler) checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > c.cfg.MaxRedirects {
		return &failure{code: ita.FailRedirects, detail: fmt.Sprintf("more than %d redirects", c.cfg.MaxRedirects)}
	}
	same, next := 0, req.URL.String()
	for _, v := range via {
		if v.URL.String() == next {
			same++
		}
	}
	// Once back to the same address is how sites set a cookie.
	if same > 1 {
		return &failure{code: ita.FailRedirects, detail: "redirected in a circle"}
	}
	// net/http tells the next server where it was led from, with the query and
	// all. Other servers need not know, as in browsers.
	if before := via[len(via)-1].URL; hostPort(before) != hostPort(req.URL) || before.Scheme != req.URL.Scheme {
		req.Header.Del("Referer")
	}
	moved(filling(req.Context()), next)
	return nil
}

// moved records that an exchange goes on at another address.
func moved(f *ita.Fetch, to string) {
	if f.FinalURL != "" {
		f.Hops = append(f.Hops, f.FinalURL)
	}
	f.FinalURL = to
}

// Refreshes that are followed like a redirect.
const (
	maxRefreshes    = 2
	maxRefreshDelay = 5 // seconds; a reader waits this long
)

// Page fetches one address and reads it as a page. What went wrong is in
// Fetch.Failure and Fetch.Status; only an answer of status 2xx has Nodes,
// Blocks and Links. A quick <meta http-equiv=refresh> counts as a redirect. What
// needs JavaScript is read as a browser shows it, as Config.Render says.
func (c *Crawler) Page(ctx context.Context, rawURL string) ita.Page {
	ctx, end := c.begin(ctx)
	defer end()
	page := ita.Page{Fetch: ita.Fetch{URL: rawURL, Bytes: -1}}
	f := &page.Fetch
	u, err := parseURL(rawURL)
	var body []byte
	for moves := 0; err == nil; moves++ {
		if body, err = c.visit(ctx, u, f); err != nil || f.Kind != "html" {
			break
		}
		s := skim(body)
		s.describe(f)
		if f.Status >= 300 {
			break
		}
		u = endOf(f.FinalURL, u)
		next := s.refresh(u)
		if next == nil || moves == maxRefreshes {
			err = read(body, u, &page, c.cfg.MaxPageBytes)
			break
		}
		u = next
		moved(f, u.String())
	}
	c.finish(ctx, f, err)
	page.Title = f.Title
	if f.Kind == "html" && !hasScript(body) {
		c.plain.Store(page.URL(), true)
	}
	if c.wantsRender(&page) {
		c.render(ctx, &page, body)
	}
	return page
}

// endOf parses the address that a fetch ended at, if it was redirected.
func endOf(final string, start *url.URL) *url.URL {
	if u, err := url.Parse(final); err == nil && final != "" {
		return u
	}
	return start
}

// visit lets colly fetch one page through the crawler's client and returns its body in UTF-8.
func (c *Crawler) visit(ctx context.Context, u *url.URL, f *ita.Fetch) ([]byte, error) {
	col := colly.NewCollector()
	// Every field is set here, after NewCollector: COLLY_* variables override its options.
	// robots.txt, limits, redirects and cookies are the client's, the frontier is the caller's.
	col.Context = context.WithValue(ctx, fetchKey{}, f)
	col.UserAgent = c.cfg.UserAgent
	col.Headers = pageHeader()
	col.IgnoreRobotsTxt = true
	col.AllowURLRevisit = true
	col.ParseHTTPErrorResponse = true
	col.MaxBodySize, col.MaxDepth, col.MaxRequests = 0, 0, 0
	col.CacheDir, col.DetectCharset, col.TraceHTTP, col.Async, col.CheckHead = "", false, false, false, false
	col.AllowedDomains, col.DisallowedDomains = nil, nil
	col.URLFilters, col.DisallowedURLFilters = nil, nil
	col.SetClient(c.pages)
	var body []byte
	col.OnResponse(func(r *colly.Response) { body = r.Body })
	err := col.Visit(u.String())
	return body, err
}

// read parses a page's HTML and takes down what a reader sees. longest is how
// many bytes a page may have.
func read(body []byte, u *url.URL, page *ita.Page, longest int64) error {
	if tooManyTags(body, longest) != nil {
		body = flatten(body)
		if err := tooManyTags(body, longest); err != nil {
			return err
		}
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
	if err != nil {
		// html.Parse refuses more than 512 open elements: a page that never closes its <div>s has them.
		doc, err = goquery.NewDocumentFromReader(bytes.NewReader(flatten(body)))
	}
	if err != nil {
		return &failure{code: ita.FailTooLarge, detail: "the HTML is nested too deeply to be read", err: err}
	}
	outline(doc, u, page)
	return nil
}

// slowAfter is how long an answer may take before a reader gives up.
const slowAfter = 10 * time.Second

// finish puts the end of an exchange into words.
func (c *Crawler) finish(ctx context.Context, f *ita.Fetch, err error) {
	f.At = time.Now()
	f.Failure, f.Detail = classify(ctx, err)
	f.Detail = words(f.Detail)
	if f.Failure == "" && f.Status == http.StatusTooManyRequests {
		f.Failure, f.Detail = ita.FailRateLimit, "answered 429 Too Many Requests until the end"
	}
	if f.Failure == "" && f.FinalURL != "" {
		f.Warnings = append(f.Warnings, "redirected")
	}
	if f.Failure == "" && f.Elapsed > slowAfter {
		f.Warnings = append(f.Warnings, "slow")
	}
	c.cfg.Log.Debug("fetched", "url", f.URL, "status", f.Status, "kind", f.Kind, "failure", f.Failure, "elapsed", f.Elapsed)
}

// Resolve makes an address of what a person typed. One with a scheme is only
// tidied; one without is asked for with https, then with http, and keeps https
// when neither answers. The error says what is wrong with the typing.
func Resolve(ctx context.Context, c *Crawler, raw string) (string, error) {
	raw = strings.TrimSpace(raw)
	if strings.Contains(raw, "://") {
		u, err := parseURL(raw)
		if err != nil {
			return "", fmt.Errorf("address %q: %w", raw, err)
		}
		return u.String(), nil
	}
	secure, err := parseURL("https://" + strings.TrimPrefix(raw, "//"))
	if err != nil {
		return "", fmt.Errorf("address %q: %w", raw, err)
	}
	plain := *secure
	plain.Scheme = "http"
	if !answers(c.Probe(ctx, secure.String())) && answers(c.Probe(ctx, plain.String())) {
		return plain.String(), nil
	}
	return secure.String(), nil
}

// answers reports whether a web server is there, whatever it said.
func answers(f ita.Fetch) bool {
	return f.Status != 0 || f.Failure == "" || f.Failure == ita.FailRobots || f.Failure == ita.FailNoRobots || f.Failure == ita.FailRedirects
}
