package batch

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"itacheck/ita"
)

func TestWebPageAsksForNothingAndRunsNothing(t *testing.T) {
	sum, _ := small(t)
	sum.Agencies[1].Name = `</style><script>alert(1)</script>`
	sum.Agencies[2].Report = "agencies/%41b#?.json"
	for _, lang := range []ita.Lang{ita.Thai, ita.English} {
		var b bytes.Buffer
		if err := sum.WriteHTML(&b, lang); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		rendered := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindStringSubmatch(page)
		if rendered == nil {
			t.Fatal("no style")
		}
		hash := sha256.Sum256([]byte(rendered[1]))
		policy := "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
		doc, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		links := map[string]bool{}
		found := false
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			switch n.Data {
			case "script", "img", "iframe", "link", "object", "form":
				t.Errorf("there is a <%s>", n.Data)
			}
			for _, a := range n.Attr {
				switch {
				case a.Key == "content" && a.Val == policy:
					found = true
				case a.Key == "href":
					links[a.Val] = true
				case a.Key == "style" || a.Key == "src" || strings.HasPrefix(a.Key, "on"):
					t.Errorf("<%s %s>", n.Data, a.Key)
				}
			}
		}
		if !found {
			t.Errorf("the policy does not let the style in; want %s in\n%s", policy, page)
		}
		for _, want := range []string{"agencies/agency-0000.json", "agencies/%2541b%23%3F.json", "#failed", "#items"} {
			if !links[want] {
				t.Errorf("no link to %s: %v", want, links)
			}
		}
		if links["#provinces"] {
			t.Error("a table of a single province")
		}
	}
}

func TestPagesHaveFewerColumnsThanSheets(t *testing.T) {
	sum, _ := small(t)
	sum.Agencies[0].Since = &Change{Better: 2}
	titles := func(table Table) string {
		var all []string
		for _, c := range table.Columns {
			all = append(all, c.Title)
		}
		return strings.Join(all, ", ")
	}
	table, _ := sum.Table("agencies", ita.English)
	if got, want := titles(table.OnPage(false)), "Agency, Passed, Score, Could not look (%), Since last run"; got != want {
		t.Errorf("on a page: %s; want %s", got, want)
	}
	if got := titles(table.OnPage(true)); !strings.Contains(got, "District, Passed, Missing, Out of date, Undecided, Score") {
		t.Errorf("on a roomy page: %s", got)
	}
	if got := titles(table.onSheet()); strings.Contains(got, "Passed") || !strings.Contains(got, "Better since last run") {
		t.Errorf("on a sheet: %s", got)
	}
	for cells := range table.OnPage(false).Rows {
		if got := []any{cells[1], cells[2], cells[3], cells[4]}; got[0] != "1/3" || got[1] != "10.0–20.0" || got[2] != "33.3" || got[3] != "+2 -0" {
			t.Errorf("%q", got)
		}
		break
	}
}

func TestDigestLeavesOutWhatSaysNothing(t *testing.T) {
	sum, _ := small(t)
	names := func() string {
		var all []string
		for _, table := range sum.Digest(ita.English) {
			all = append(all, table.Name)
		}
		return strings.Join(all, " ")
	}
	if got := names(); got != "agencies districts types items failed" {
		t.Error(got)
	}
	rows := 0
	for _, table := range sum.Digest(ita.English) {
		if table.Name == "items" {
			for range table.Rows {
				rows++
			}
		}
	}
	if rows != 2 {
		t.Errorf("%d items fail, want O2 and O3", rows)
	}
	sum.All.Failed, sum.Items, sum.Types = 0, nil, sum.Types[:1]
	if got := names(); got != "agencies districts" {
		t.Error(got)
	}
}
