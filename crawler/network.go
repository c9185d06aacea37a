package crawler

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"sync"

	"golang.org/x/net/publicsuffix"
)

// Network is what the crawlers of a program share, so that a server that several
// agencies use sees one polite visitor: the connections, each host's pace, the
// robots.txt files and the bound on how much runs at once. It grows by about a
// kilobyte for each host met.
type Network struct {
	cfg    Config
	next   http.RoundTripper
	idle   func()
	pace   *pace
	robots *robotsFiles

	buffers *sync.Pool // for headReader
	kept    allowance  // of documents
}

// NewNetwork returns a Network. Of cfg it takes AllowPrivate, PerHost,
// Parallel, Server and Transport; the rest is each Crawler's.
func NewNetwork(cfg Config) *Network {
	cfg = cfg.withDefaults()
	n := &Network{
		cfg: cfg, next: cfg.Transport, idle: func() {}, pace: newPace(cfg), robots: &robotsFiles{files: map[string]*robotsFile{}},
		buffers: &sync.Pool{New: func() any { return new([block]byte) }},
	}
	if n.next == nil {
		n.next, n.idle = secure(cfg, nil, http.ProxyFromEnvironment)
	}
	return n
}

// Crawler returns a Crawler that shares the network with others and has cookies
// of its own. AllowPrivate, PerHost, Parallel, Server and Transport are the
// network's, whatever cfg says; Delay is kept before each of this crawler's requests.
func (n *Network) Crawler(cfg Config) *Crawler {
	cfg.AllowPrivate, cfg.PerHost, cfg.Parallel, cfg.Transport = n.cfg.AllowPrivate, n.cfg.PerHost, n.cfg.Parallel, n.cfg.Transport
	cfg = cfg.withDefaults()
	if cfg.IgnoreRobots != "" {
		cfg.Log.Warn("robots.txt is not obeyed", "reason", cfg.IgnoreRobots)
	}
	c := &Crawler{cfg: cfg, probes: map[string]*probing{}, kept: map[string][]byte{}, room: &n.kept, idle: func() {}}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	pages, heads, parts, files := n.stack(cfg)
	jar, _ := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List}) // never fails
	c.pages = &http.Client{Transport: pages, Jar: jar, CheckRedirect: c.checkRedirect}
	c.heads = &http.Client{Transport: heads, Jar: jar, CheckRedirect: c.checkRedirect}
	c.files = &http.Client{Transport: files, Jar: jar, CheckRedirect: c.checkRedirect}
	c.browser = newBrowser(c.ctx, cfg, jar, pages, parts)
	return c
}

// Close gives back the connections. The network's crawlers are to be closed before.
func (n *Network) Close() { n.idle() }
