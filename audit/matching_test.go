package audit_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"itacheck"
	"itacheck/audit"
	"itacheck/crawler"
	"itacheck/internal/thai"
	"itacheck/ita"
	"itacheck/rules"
)

// sample is a page with hand-made truth, and the small web around it.
type sample struct {
	name  string
	rules *ita.RuleSet
	page  string // address of the ITA page
	web   http.Handler
	truth truth
}

// truth is what a careful reader wrote down about a page.
type truth struct {
	RuleSet string `json:"rule_set"` // empty: no rule set fits
	Base    string `json:"base"`     // the page's address, or the folder that its links start from
	Page    string `json:"page"`     // of a page in a folder that holds a whole website; else empty
	Items   map[string]itemTruth
}

type itemTruth struct {
	Links     []string        `json:"links"`
	Details   []linkTruth     `json:"link_details"`
	SubPage   any             `json:"subpage"`    // links on the pages behind the item's own: neither needed nor wrong
	MenuLinks any             `json:"menu_links"` // links of that name in menus: not wrong when the item has none of its own
	Expected  json.RawMessage `json:"expected_status"`
	Ambiguous bool            `json:"ambiguous"`
}

type linkTruth struct {
	URL         string `json:"url"`
	Placeholder bool   `json:"placeholder"`
}

// wanted are the addresses that belong to the item.
func (it *itemTruth) wanted(base *url.URL) map[string]bool {
	set := map[string]bool{}
	if slices.ContainsFunc(it.Details, func(d linkTruth) bool { return d.URL != "" }) {
		for _, d := range it.Details {
			if d.URL != "" && !d.Placeholder {
				set[sameSpelling(base, d.URL)] = true
			}
		}
		return set
	}
	for _, href := range it.Links {
		if href != "" && href[0] != '#' {
			set[sameSpelling(base, href)] = true
		}
	}
	return set
}

// tolerated are the addresses that are neither needed nor wrong.
func (it *itemTruth) tolerated(base *url.URL, menus bool) map[string]bool {
	set := map[string]bool{}
	var collect func(v any)
	collect = func(v any) {
		switch v := v.(type) {
		case string:
			set[sameSpelling(base, v)] = true
		case []any:
			for _, e := range v {
				collect(e)
			}
		case map[string]any:
			for _, e := range v {
				collect(e)
			}
		}
	}
	collect(it.SubPage)
	if menus {
		collect(it.MenuLinks)
	}
	return set
}

// sameSpelling makes two spellings of one address equal.
func sameSpelling(base *url.URL, href string) string {
	u, err := base.Parse(strings.TrimSpace(href))
	if err != nil {
		return strings.TrimSpace(href)
	}
	if to := u.Query().Get("q"); strings.HasSuffix(u.Hostname(), "google.com") && u.Path == "/url" && to != "" {
		return sameSpelling(base, to) // a redirector stands for where it leads
	}
	p := u.Path
	if p == "" {
		p = "/"
	}
	q, err := url.QueryUnescape(u.RawQuery)
	if err != nil {
		q = u.RawQuery
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") + path.Clean(p) + "?" + q
}

func loadRules(t testing.TB) *rules.Book {
	t.Helper()
	book, err := rules.Load("rules.yaml", itacheck.Rules)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// corpora returns the folders of labelled pages by name: the seeds, and what
// ITACHECK_CORPUS names (folders in the form of $PATH) or lies beside the checkout.
func corpora() map[string]string {
	found := map[string]string{"seeds": filepath.Join("..", "testdata", "seeds")}
	dirs := filepath.SplitList(os.Getenv("ITACHECK_CORPUS"))
	if len(dirs) == 0 {
		dirs = []string{filepath.Join("..", "..", "shared", "corpus"), filepath.Join("..", "..", "shared", "corpus-generated")}
	}
	for _, dir := range dirs {
		if st, err := os.Stat(dir); err == nil && st.IsDir() {
			found[filepath.Base(dir)] = dir
		}
	}
	return found
}

// samples reads a folder of labelled pages; those that no rule set fits are left out.
func samples(t testing.TB, book *rules.Book, dir string) []sample {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*", "truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []sample
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s := sample{name: filepath.Base(filepath.Dir(name))}
		if err := json.Unmarshal(raw, &s.truth); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if s.truth.RuleSet == "" {
			continue
		}
		y, scheme, _ := strings.Cut(s.truth.RuleSet, "/")
		year, _ := strconv.Atoi(y)
		if s.rules, err = book.Find(ita.FiscalYear(year), scheme); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		s.page, s.web = lay(t, filepath.Dir(name), s.name, &s.truth)
		all = append(all, s)
	}
	return all
}

// lay puts a page and its neighbours at their addresses.
func lay(t testing.TB, dir, name string, tr *truth) (page string, web http.Handler) {
	t.Helper()
	if tr.Page != "" {
		return tr.Page, folderWeb{root: func(host string) string { return filepath.Join(dir, host) }}
	}
	base := tr.Base
	if base == "" {
		base = "https://www." + strings.ToLower(name) + ".go.th/ita/"
	}
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	if u.Path == "" || strings.HasSuffix(u.Path, "/") {
		u.Path, u.RawQuery = strings.TrimSuffix(u.Path, "/")+"/ita-page.html", ""
	}
	w := folderWeb{page: u.String(), file: filepath.Join(dir, "page.html")}
	if site := filepath.Join(dir, "site"); isDir(site) {
		w.root = func(host string) string {
			if host == u.Hostname() {
				return site
			}
			return ""
		}
	}
	return u.String(), w
}

func isDir(name string) bool {
	st, err := os.Stat(name)
	return err == nil && st.IsDir()
}

// folderWeb answers for every host: from the host's folder where there is one,
// else with a document of the kind that the address promises. Nothing fails.
type folderWeb struct {
	page, file string                   // one page by its address; may be empty
	root       func(host string) string // a host's folder; may be nil
}

func (w folderWeb) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	ext := strings.ToLower(path.Ext(r.URL.Path))
	name := w.find(r.URL)
	if name == "" {
		switch {
		case r.URL.Path == "/robots.txt":
			http.NotFound(rw, r)
		case ext == ".pdf":
			rw.Header().Set("Content-Type", "application/pdf")
			rw.Write([]byte("%PDF-1.4\n%%EOF\n"))
		default:
			rw.Header().Set("Content-Type", "text/html; charset=utf-8")
			rw.Write([]byte("<title>เอกสารเผยแพร่</title><p>ข้อมูลของหน่วยงานสำหรับประชาชนทั่วไป สามารถดาวน์โหลดเอกสารได้จากหน้านี้ตลอดเวลาราชการ</p>"))
		}
		return
	}
	body, err := os.ReadFile(name)
	if err != nil {
		http.NotFound(rw, r)
		return
	}
	switch ext {
	case ".pdf":
		rw.Header().Set("Content-Type", "application/pdf")
	case ".jpg", ".png", ".gif", ".xlsx", ".docx", ".doc", ".xls", ".zip":
		rw.Header().Set("Content-Type", "application/octet-stream")
	default:
		rw.Header().Set("Content-Type", "text/html")
	}
	rw.Write(body)
}

// find returns the file that holds an address's answer, or "".
func (w folderWeb) find(u *url.URL) string {
	if w.page != "" && u.String() == w.page {
		return w.file
	}
	if w.root == nil {
		return ""
	}
	root := w.root(strings.ToLower(u.Hostname()))
	if root == "" || !isDir(root) {
		return ""
	}
	p := filepath.FromSlash(path.Clean("/" + u.Path))
	for _, try := range []string{p + "?" + u.RawQuery, p, p + ".html", filepath.Join(p, "index.html"), filepath.Join(p, "index.php"), filepath.Join(p, "index.htm")} {
		full := filepath.Join(root, try)
		if st, err := os.Stat(full); err == nil && !st.IsDir() {
			return full
		}
	}
	return ""
}

// inProcess carries requests to a handler without a network.
type inProcess struct{ http.Handler }

func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	rec := httptest.NewRecorder()
	p.ServeHTTP(rec, r)
	resp := rec.Result()
	resp.Request = r
	return resp, nil
}

// finding is what one way of matching says about one item.
type finding struct {
	missing bool
	status  ita.Status // "" of a baseline
	links   []foundLink
}

type foundLink struct{ url, page string }

// tally compares findings with the truth.
type tally struct {
	right, extra, lost    int // (item, link) pairs
	presence, ofPresences int // is the item there with a link that counts?
	pages                 int
	pageF1                float64 // summed over pages
	wrong                 []string
}

func (a *tally) add(b tally) {
	a.right += b.right
	a.extra += b.extra
	a.lost += b.lost
	a.presence += b.presence
	a.ofPresences += b.ofPresences
	a.pages++
	a.pageF1 += b.f1()
	a.wrong = append(a.wrong, b.wrong...)
}

func (a tally) f1() float64 {
	if a.right+a.extra+a.lost == 0 {
		return 1
	}
	return 2 * float64(a.right) / float64(2*a.right+a.extra+a.lost)
}

func (a tally) meanPage() float64     { return a.pageF1 / float64(max(1, a.pages)) }
func (a tally) presenceRate() float64 { return float64(a.presence) / float64(max(1, a.ofPresences)) }

// compare counts, for every item of the truth, the links that were found rightly, wrongly and not.
func compare(t *testing.T, s *sample, found map[string]finding) (sum tally) {
	t.Helper()
	base, err := url.Parse(s.page)
	if err != nil {
		t.Fatal(err)
	}
	self := sameSpelling(base, s.page)
	for _, it := range s.rules.Items {
		want, known := s.truth.Items[it.Code]
		if !known || want.Ambiguous {
			continue
		}
		wanted := want.wanted(base)
		tolerated := want.tolerated(base, len(wanted) == 0)
		got := map[string]bool{}
		f := found[it.Code]
		for _, l := range f.links {
			u := sameSpelling(base, l.url)
			if got[u] || !wanted[u] && (tolerated[u] || sameSpelling(base, l.page) != self) {
				continue
			}
			got[u] = true
			if wanted[u] {
				sum.right++
				continue
			}
			sum.extra++
			sum.wrong = append(sum.wrong, fmt.Sprintf("%s %s: %s is not the item's", s.name, it.Code, u))
		}
		for u := range wanted {
			if !got[u] {
				sum.lost++
				sum.wrong = append(sum.wrong, fmt.Sprintf("%s %s: %s lost", s.name, it.Code, u))
			}
		}
		sum.ofPresences++
		right := (len(wanted) > 0) != f.missing
		if ok := statuses(t, want.Expected); len(ok) > 0 {
			right = slices.Contains(ok, f.status) || slices.ContainsFunc(ok, func(st ita.Status) bool { return (st == ita.Missing) == f.missing })
		}
		if right {
			sum.presence++
		} else {
			sum.wrong = append(sum.wrong, fmt.Sprintf("%s %s: %d links in the truth, missing is %v", s.name, it.Code, len(wanted), f.missing))
		}
	}
	return sum
}

// bars are the figures below which a change has made the matching worse.
var bars = map[string]struct{ f1, page, presence float64 }{
	"seeds":            {0.985, 0.97, 0.99},
	"corpus":           {0.985, 0.97, 0.99},
	"corpus-generated": {0.98, 0, 0.99},
}

// TestMatchingAgainstBaselines judges the labelled pages by the matching and by
// two plain ways of doing without it.
func TestMatchingAgainstBaselines(t *testing.T) {
	if testing.Short() {
		t.Skip("audits every labelled page")
	}
	book := loadRules(t)
	found := corpora()
	for _, name := range []string{"seeds", "corpus", "corpus-generated"} {
		if _, ok := found[name]; !ok {
			t.Logf("%s is not here: set ITACHECK_CORPUS to judge it", name)
		}
	}
	for _, name := range sortedKeys(found) {
		t.Run(name, func(t *testing.T) {
			var method, byCode, byTitle tally
			for _, s := range samples(t, book, found[name]) {
				results, site := auditSample(t, &s)
				one := compare(t, &s, results)
				method.add(one)
				codes, titles := compare(t, &s, codesOnly(s.rules, site)), compare(t, &s, titlesOnly(s.rules, site))
				byCode.add(codes)
				byTitle.add(titles)
				t.Logf("%-24s F1 %.4f   by code %.4f   by title %.4f", s.name, one.f1(), codes.f1(), titles.f1())
			}
			t.Logf("%-24s %8s %9s %9s %7s %6s %6s", name, "F1", "mean page", "presence", "right", "extra", "lost")
			for _, row := range []struct {
				name string
				tally
			}{{"itacheck", method}, {"codes by pattern", byCode}, {"titles by trigrams", byTitle}} {
				t.Logf("%-24s %8.4f %9.4f %9.4f %7d %6d %6d", row.name, row.f1(), row.meanPage(), row.presenceRate(), row.right, row.extra, row.lost)
			}
			bar := bars[name]
			if method.f1() < bar.f1 || method.meanPage() < bar.page || method.presenceRate() < bar.presence {
				t.Errorf("F1 %.4f, mean page %.4f, presence %.4f; wanted %.3f, %.3f, %.3f at least\n%s",
					method.f1(), method.meanPage(), method.presenceRate(), bar.f1, bar.page, bar.presence, strings.Join(method.wrong, "\n"))
			}
			if method.f1() < max(byCode.f1(), byTitle.f1()) {
				t.Errorf("a baseline does better: %.4f against %.4f and %.4f", method.f1(), byCode.f1(), byTitle.f1())
			}
		})
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// auditSample audits a page as the command does and returns the links of each item.
func auditSample(t testing.TB, s *sample) (map[string]finding, *ita.Site) {
	t.Helper()
	c := crawler.New(crawler.Config{Delay: crawler.NoDelay, Transport: inProcess{s.web}})
	defer c.Close()
	o := audit.Options{Agency: ita.Agency{Name: s.name, ITAPage: s.page}, Rules: s.rules, AsOf: s.rules.Year.Submission(), SecondLook: -1}
	site, err := audit.Gather(context.Background(), c, o)
	if err != nil {
		t.Fatalf("%s: %v", s.name, err)
	}
	r, err := audit.Judge(site, o)
	if err != nil {
		t.Fatalf("%s: %v", s.name, err)
	}
	found := map[string]finding{}
	for _, it := range r.Items {
		f := finding{status: it.Status, missing: it.Status == ita.Missing}
		for _, e := range it.Evidence {
			if e.Reach.State != ita.ReachPlaceholder {
				f.links = append(f.links, foundLink{e.Link.URL, e.SourcePage})
			}
		}
		found[it.Item.Code] = f
	}
	return found, site
}

// codesOnly is the first baseline: a pattern finds a code at the beginning of a
// text, and the links from there until the next code are the item's.
func codesOnly(rs *ita.RuleSet, site *ita.Site) map[string]finding {
	prefix := strings.TrimRight(rs.Items[0].Code, "0123456789")
	written := prefix
	if prefix == "O" {
		written = "O(?:IT)?"
	}
	pattern := regexp.MustCompile(`(?i)^[\s•*–—-]*(?:ข้อ\s*)?` + written + `\s*[.-]?\s*0*(\d{1,2})(?:\D|$)`)
	return follow(rs, site, func(text string) string {
		if m := pattern.FindStringSubmatch(text); m != nil && rs.Item(prefix+m[1]) != nil {
			return prefix + m[1]
		}
		return ""
	})
}

// titlesOnly is the second baseline: the item whose title a text resembles most,
// when it resembles it enough, owns the links from there until the next such text.
func titlesOnly(rs *ita.RuleSet, site *ita.Site) map[string]finding {
	const enough = 0.6
	type title struct {
		code  string
		grams thai.Grams
	}
	var titles []title
	for _, it := range rs.Items {
		for _, wording := range append([]string{it.Title.TH}, it.Variants...) {
			titles = append(titles, title{it.Code, thai.GramsOf(thai.Fold(wording))})
		}
	}
	code := regexp.MustCompile(`^\P{L}*[A-Za-z]+[\s.-]*\d+[\s.:-]*`)
	return follow(rs, site, func(text string) string {
		grams := thai.GramsOf(thai.Fold(code.ReplaceAllString(text, "")))
		best, score := "", enough
		for _, t := range titles {
			if s := grams.Dice(t.grams); s > score {
				best, score = t.code, s
			}
		}
		return best
	})
}

// follow reads the pages of the list in order; name says which item a text names, or "".
func follow(rs *ita.RuleSet, site *ita.Site, name func(text string) string) map[string]finding {
	found := map[string]finding{}
	for _, it := range rs.Items {
		found[it.Code] = finding{missing: true}
	}
	for i := range site.Pages {
		p := &site.Pages[i]
		if p.Depth > 0 {
			continue
		}
		current := ""
		for b := range p.Blocks {
			if code := name(p.Blocks[b].Text()); code != "" {
				current = code
			}
			for _, span := range p.Blocks[b].Spans {
				if span.Link < 0 {
					continue
				}
				l := &p.Links[span.Link]
				if code := name(l.Text); code != "" {
					current = code
				}
				if current == "" || l.URL == "" {
					continue
				}
				f := found[current]
				f.missing = false
				f.links = append(f.links, foundLink{l.URL, p.URL()})
				found[current] = f
			}
		}
	}
	return found
}
