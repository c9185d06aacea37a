package audit_test

import (
	"bytes"
	"context"
	"encoding/json"
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

// labelled is a page with hand-made truth beside it.
type labelled struct {
	Year    int    `json:"year"`
	RuleSet string `json:"rule_set"`
	Base    string `json:"base"`
	Items   map[string]struct {
		Present  bool            `json:"present"`
		Links    []string        `json:"links"`
		Years    []int           `json:"label_years"`
		Expected json.RawMessage `json:"expected_status"`
	} `json:"items"`
}

// onePage answers like a web that has one page, and a document behind every other address.
type onePage struct {
	address string
	body    []byte
}

func (w onePage) RoundTrip(r *http.Request) (*http.Response, error) {
	status, kind, body := http.StatusOK, "text/html; charset=utf-8", []byte("<title>เอกสารเผยแพร่</title><p>ข้อมูลของหน่วยงานสำหรับประชาชนทั่วไป</p>")
	switch {
	case r.URL.Path == "/robots.txt":
		status, body = http.StatusNotFound, nil
	case r.URL.String() == w.address:
		body = w.body
	case strings.HasSuffix(r.URL.Path, ".pdf"):
		kind, body = "application/pdf", []byte("%PDF-1.4\n%%EOF\n")
	}
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Request: r,
	}, nil
}

// TestSeedPages audits the three pages that the project started from.
func TestSeedPages(t *testing.T) {
	book, err := rules.Load("rules.yaml", itacheck.Rules)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"phrae-2563", "department-2563", "trang-2564"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join("..", "testdata", "seeds", name)
			truth := readTruth(t, filepath.Join(dir, "truth.json"))
			body, err := os.ReadFile(filepath.Join(dir, "page.html"))
			if err != nil {
				t.Fatal(err)
			}
			year, scheme, _ := strings.Cut(truth.RuleSet, "/")
			y, _ := strconv.Atoi(year)
			rs, err := book.Find(ita.FiscalYear(y), scheme)
			if err != nil {
				t.Fatal(err)
			}
			page := strings.TrimSuffix(truth.Base, "/") + "/page.html"
			c := crawler.New(crawler.Config{Delay: crawler.NoDelay, Transport: onePage{page, body}})
			defer c.Close()
			r, err := audit.Run(context.Background(), c, audit.Options{
				Agency: ita.Agency{Name: name, ITAPage: page}, Rules: rs, AsOf: rs.Year.Submission(),
			})
			if err != nil {
				t.Fatal(err)
			}
			base, _ := url.Parse(page)
			for _, it := range r.Items {
				want, ok := truth.Items[it.Item.Code]
				if !ok {
					t.Errorf("%s is not in the truth", it.Item.Code)
					continue
				}
				compareLinks(t, base, &it, want.Links)
				if ok := statuses(t, want.Expected); len(ok) > 0 && !slices.Contains(ok, it.Status) {
					t.Errorf("%s: %s, want %v; found years %v, expected %v", it.Item.Code, it.Status, ok, it.Found, it.Expected)
				}
			}
		})
	}
}

func readTruth(t *testing.T, name string) labelled {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var truth labelled
	if err := json.Unmarshal(raw, &truth); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return truth
}

// compareLinks wants exactly the links of the truth among the item's evidence on the page.
func compareLinks(t *testing.T, base *url.URL, it *ita.ItemResult, links []string) {
	t.Helper()
	want := map[string]bool{}
	for _, href := range links {
		if u, err := base.Parse(href); err == nil && !strings.HasPrefix(href, "#") {
			u.Fragment = ""
			want[u.String()] = true
		}
	}
	got := map[string]bool{}
	for _, e := range it.Evidence {
		if e.Link.URL != "" && e.SourcePage == base.String() {
			got[e.Link.URL] = true
		}
	}
	for u := range want {
		if !got[u] {
			t.Errorf("%s: link %s lost", it.Item.Code, u)
		}
	}
	for u := range got {
		if !want[u] {
			t.Errorf("%s: link %s is not the item's", it.Item.Code, u)
		}
	}
}

func statuses(t *testing.T, raw json.RawMessage) (out []ita.Status) {
	t.Helper()
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	var one ita.Status
	if json.Unmarshal(raw, &one) == nil {
		return []ita.Status{one}
	}
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
