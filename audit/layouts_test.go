package audit_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"itacheck"
	"itacheck/audit"
	"itacheck/crawler"
	"itacheck/ita"
	"itacheck/rules"
)

// knownGaps are the layouts that the matcher does not read rightly yet, with
// what it does instead. An entry whose file passes fails the test, so that it
// is taken out when the gap is mended.
var knownGaps = map[string]string{}

// layoutPage is the address that the layouts' links are relative to.
const layoutPage = "https://www.example.go.th/ita/index.html"

// layout is one file of testdata/layouts: the truth at its head and the pages.
type layout struct {
	year   ita.FiscalYear
	scheme string
	links  map[string][]string // per item that the page lists; none for "-"
	site   website
}

// website answers from a map of pages; behind every other address is a
// document, or a page with nothing to click.
type website map[string][]byte

func (w website) RoundTrip(r *http.Request) (*http.Response, error) {
	status, kind := http.StatusOK, "text/html"
	body, ok := w[r.URL.String()]
	switch {
	case ok:
	case r.URL.Path == "/robots.txt":
		status = http.StatusNotFound
	case strings.HasSuffix(r.URL.Path, ".pdf"):
		kind, body = "application/pdf", []byte("%PDF-1.4\n%%EOF\n")
	default:
		body = []byte("<title>page</title><p>Nothing is linked here.</p>")
	}
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Request: r,
	}, nil
}

var layoutsDir = filepath.Join("..", "testdata", "layouts")

// loadLayout reads a page of layoutsDir, and finds its rule set.
func loadLayout(t *testing.T, book *rules.Book, name string) (*layout, *ita.RuleSet) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(layoutsDir, name))
	if err != nil {
		t.Fatal(err)
	}
	l, err := parseLayout(raw)
	if err != nil {
		t.Fatal(err)
	}
	rs, err := book.Find(l.year, l.scheme)
	if err != nil {
		t.Fatal(err)
	}
	return l, rs
}

// TestLayouts reads each page of testdata/layouts and wants every item's links,
// as a careful reader would tell them, and no others.
func TestLayouts(t *testing.T) {
	book, err := rules.Load("rules.yaml", itacheck.Rules)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(layoutsDir)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, e := range entries {
		name := e.Name()
		known[name] = true
		t.Run(strings.TrimSuffix(name, ".html"), func(t *testing.T) {
			t.Parallel()
			l, rs := loadLayout(t, book, name)
			for code := range l.links {
				if rs.Item(code) == nil {
					t.Fatalf("%s has no item %s", rs.ID, code)
				}
			}
			faults := readLayout(l, rs)
			reason, gap := knownGaps[name]
			switch {
			case gap && len(faults) == 0:
				t.Errorf("passes now; take it out of knownGaps (%s)", reason)
			case gap:
				t.Skipf("known gap: %s\n%s", reason, strings.Join(faults, "\n"))
			default:
				for _, f := range faults {
					t.Error(f)
				}
			}
		})
	}
	for name := range knownGaps {
		if !known[name] {
			t.Errorf("knownGaps: there is no %s", name)
		}
	}
}

// readLayout audits one layout and lists each link that was lost or that is not the item's.
func readLayout(l *layout, rs *ita.RuleSet) (faults []string) {
	c := crawler.New(crawler.Config{Delay: crawler.NoDelay, Transport: l.site})
	defer c.Close()
	r, err := audit.Run(context.Background(), c, audit.Options{
		Agency: ita.Agency{Name: "layout", ITAPage: layoutPage}, Rules: rs, AsOf: rs.Year.Submission(),
	})
	if err != nil {
		return []string{err.Error()}
	}
	base, _ := url.Parse(layoutPage)
	for i := range r.Items {
		it := &r.Items[i]
		want := map[string]bool{}
		for _, href := range l.links[it.Item.Code] {
			u, err := base.Parse(href)
			if err != nil {
				return []string{fmt.Sprintf("%s: %v", it.Item.Code, err)}
			}
			u.Fragment = ""
			want[u.String()] = true
		}
		got := map[string]bool{}
		for _, e := range it.Evidence {
			if _, listed := l.site[e.SourcePage]; listed && e.Link.URL != "" && !e.Match.Waiting && !e.Match.Elsewhere {
				got[e.Link.URL] = true
			}
		}
		for _, u := range missing(want, got) {
			faults = append(faults, it.Item.Code+": lost "+u)
		}
		for _, u := range missing(got, want) {
			faults = append(faults, it.Item.Code+": has "+u+", which is not its own")
		}
	}
	return faults
}

// missing lists what a has and b has not, in order.
func missing(a, b map[string]bool) (out []string) {
	for k := range a {
		if !b[k] {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

// parseLayout reads a layout file: a comment with the truth, then the page. A
// line <!-- page: ADDRESS --> begins a further page, such as a frame's.
func parseLayout(raw []byte) (*layout, error) {
	head, body, ok := bytes.Cut(raw, []byte("\n-->\n"))
	if !ok || !bytes.HasPrefix(head, []byte("<!-- layout: ")) {
		return nil, fmt.Errorf("the file does not begin with a comment that says what the layout is")
	}
	l := &layout{links: map[string][]string{}, site: website{}}
	for _, line := range strings.Split(string(head), "\n")[1:] {
		key, value, _ := strings.Cut(line, ": ")
		switch {
		case key == "rules":
			year, scheme, _ := strings.Cut(value, "/")
			y, err := strconv.Atoi(year)
			if err != nil {
				return nil, fmt.Errorf("rules: %w", err)
			}
			l.year, l.scheme = ita.FiscalYear(y), scheme
		case value == "-":
			l.links[key] = nil
		default:
			l.links[key] = strings.Split(value, ", ")
		}
	}
	base, err := url.Parse(layoutPage)
	if err != nil {
		return nil, err
	}
	address := layoutPage
	for i, part := range bytes.Split(body, []byte("<!-- page: ")) {
		if i > 0 {
			name, rest, _ := bytes.Cut(part, []byte(" -->\n"))
			u, err := base.Parse(string(name))
			if err != nil {
				return nil, err
			}
			address, part = u.String(), rest
		}
		l.site[address] = part
	}
	return l, nil
}
