package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"itacheck/audit"
	"itacheck/batch"
	"itacheck/crawler"
	"itacheck/documents"
	"itacheck/ita"
	"itacheck/rules"
)

// audits is how the agencies of a batch are audited: all over one network, so
// that a server that several of them use sees one polite visitor.
type audits struct {
	asOf      time.Time
	crawl     crawler.Config
	documents bool // they are opened

	sets    *ruleSets
	servers *servers
	network *crawler.Network
	reader  *documents.Reader // nil: documents are not opened
	links   atomic.Int64      // checked so far
}

func (s *audits) open(ctx context.Context, sets *ruleSets, log *slog.Logger) {
	s.sets, s.servers = sets, &servers{ctx: ctx, of: map[string]string{}}
	s.crawl.Server, s.crawl.Log, s.crawl.Documents = s.servers.name, log, s.documents
	s.network = crawler.NewNetwork(s.crawl)
	if s.documents {
		s.reader = newReader(ctx)
	}
}

func (s *audits) close() {
	s.network.Close()
	if s.reader != nil {
		s.reader.Close()
	}
}

// one audits an agency. Of what has not changed since the last run it reads
// nothing again.
func (s *audits) one(ctx context.Context, listed ita.Listed, e *batch.Evidence) (*ita.Result, error) {
	ag := listed.Agency
	cfg := s.crawl
	limit(&cfg, ag.Limits)
	cfg.Memory = s.recall(ag.ID, e)
	c := s.network.Crawler(cfg)
	defer c.Close()
	if err := resolve(ctx, c, &ag); err != nil {
		return nil, err
	}
	chosen := s.sets.found[ruleSetKey{ag.Year, ag.Scheme}]
	o := audit.Options{Agency: ag, Rules: chosen.set, Others: chosen.others, AsOf: s.asOf, Version: version(), Progress: s.count}
	if s.reader != nil {
		o.Documents = opened(c, s.reader, cfg.Memory)
	}
	r, err := audit.Run(ctx, c, o)
	if err != nil {
		return nil, err
	}
	var left bytes.Buffer
	if err := cfg.Memory.Save(&left, version()); err != nil {
		return nil, err
	}
	e.After = left.Bytes()
	return r, nil
}

// recall is what is remembered of an agency; nothing where that cannot be read.
func (s *audits) recall(id string, e *batch.Evidence) *crawler.Memory {
	if e.Before == nil {
		return &crawler.Memory{}
	}
	m, err := crawler.LoadMemory(bytes.NewReader(e.Before), version())
	if err != nil {
		s.crawl.Log.Warn("everything is read again", "agency", id, "error", err)
		return &crawler.Memory{}
	}
	return m
}

// count counts the links of all audits, whether probed or read as pages.
func (s *audits) count(step audit.Progress) {
	if (step.Stage == audit.StageLinks || step.Stage == audit.StagePages) && step.Done > 0 {
		s.links.Add(1)
	}
}

// why explains an audit's error for the summary.
func (a *app) why(err error) (code string, message, remedy ita.Text) {
	var look *audit.CannotLook
	if !errors.As(err, &look) {
		return "error", ita.Text{TH: err.Error(), EN: err.Error()}, ita.Text{
			TH: "ตรวจที่อยู่เว็บไซต์ในรายชื่อ แล้วตรวจใหม่ด้วย --only failed",
			EN: "check the website's address in the list, then try again with --only failed",
		}
	}
	remedy = look.Remedy
	if look.Code == ita.FailAddress {
		remedy.TH = strings.TrimSpace(remedy.TH + " ถ้าเป็นอินทราเน็ตของหน่วยงานเอง เพิ่ม --allow-private")
		remedy.EN = strings.TrimPrefix(remedy.EN+"; for an intranet of your own, add --allow-private", "; ")
	}
	return look.Code, look.Message, remedy
}

// ruleSets finds the rule set of each agency and keeps it, as there are few of
// them and many agencies. It is filled while the list is read, by one
// goroutine, and only read from then on.
type ruleSets struct {
	a     *app
	book  *rules.Book
	from  ita.FiscalYear // the list to use for a year that has none; 0: none
	found map[ruleSetKey]*chosenSet
}

type ruleSetKey struct {
	year   ita.FiscalYear
	scheme string
}

// chosenSet is a rule set and the scheme's lists of other years, or why there is none.
type chosenSet struct {
	set    *ita.RuleSet
	others []*ita.RuleSet
	why    string
}

// ruleSets loads the rules; nil after a mistake.
func (a *app) ruleSets(f *listFlags, given given, m *mistakes) *ruleSets {
	s := &ruleSets{a: a, found: map[ruleSetKey]*chosenSet{}}
	given("rules-from", f.rulesFrom, func(text string) (err error) { s.from, err = a.year(text); return err })
	var err error
	if s.book, err = a.book(f.rules); m.addErr(err) {
		return nil
	}
	return s
}

// find is config.ListOptions.RuleSet.
func (s *ruleSets) find(year ita.FiscalYear, scheme string) (*ita.RuleSet, ita.Text) {
	key := ruleSetKey{year, scheme}
	c := s.found[key]
	if c == nil {
		c = s.choose(year, scheme)
		s.found[key] = c
	}
	return c.set, ita.Text{TH: c.why, EN: c.why}
}

// choose takes a year's own list where there is one: a list of agencies may
// name several years.
func (s *ruleSets) choose(year ita.FiscalYear, scheme string) *chosenSet {
	from := s.from
	if _, err := s.book.Find(year, scheme); err == nil {
		from = 0
	}
	rs, err := s.a.setFor(s.book, year, from, scheme)
	if err != nil {
		return &chosenSet{why: err.Error()}
	}
	return &chosenSet{set: rs, others: s.book.Others(rs)}
}

// lookUpTime bounds how long one server is looked for.
const lookUpTime = 3 * time.Second

// servers knows which hosts are on one server: those with the same address.
type servers struct {
	ctx context.Context
	mu  sync.RWMutex
	of  map[string]string // by host without www.
}

// find names the server of an agency's website. It is batch.Runner.Server.
func (s *servers) find(ag ita.Listed) string {
	server := ""
	for _, address := range []string{ag.URL, cmp.Or(ag.ITAPage, ag.URL)} {
		u, err := url.Parse(withScheme(address))
		if err != nil {
			continue
		}
		host := plainHost(u.Hostname())
		if server = s.name(host); server == "" {
			server = s.lookUp(u)
			s.mu.Lock()
			s.of[host] = server
			s.mu.Unlock()
		}
	}
	return server
}

// name is the server of a host, "" when it is none of an agency.
func (s *servers) name(host string) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.of[plainHost(host)]
}

// lookUp is the lowest of a host's addresses, so that it is always the same
// one; the host itself where a proxy hides the address, or there is none.
func (s *servers) lookUp(u *url.URL) string {
	host := plainHost(u.Hostname())
	if proxy, err := http.ProxyFromEnvironment(&http.Request{URL: u}); err != nil || proxy != nil {
		return host
	}
	ctx, cancel := context.WithTimeout(s.ctx, lookUpTime)
	defer cancel()
	addresses, err := net.DefaultResolver.LookupNetIP(ctx, "ip", u.Hostname())
	if err != nil || len(addresses) == 0 {
		return host
	}
	return slices.MinFunc(addresses, netip.Addr.Compare).Unmap().String()
}

func plainHost(host string) string { return strings.TrimPrefix(strings.ToLower(host), "www.") }
