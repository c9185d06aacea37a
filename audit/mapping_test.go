package audit_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"itacheck"
	"itacheck/audit"
	"itacheck/crawler"
	"itacheck/ita"
	"itacheck/rules"
)

var update = flag.Bool("update", false, "write testdata/mappings.golden anew")

// TestMappings shows what a change of the matching does to every layout: how each
// heading was told and how surely, and what its links are called. TestLayouts says
// whether the links are right; here nothing is, but that it was so before.
func TestMappings(t *testing.T) {
	if testing.Short() {
		t.Skip("audits every layout, as TestLayouts does")
	}
	book, err := rules.Load("rules.yaml", itacheck.Rules)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(layoutsDir)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, e := range entries {
		l, rs := loadLayout(t, book, e.Name())
		fmt.Fprintf(&got, "%s %s\n", e.Name(), rs.ID)
		writeMapping(&got, l, rs)
	}
	golden := filepath.Join("testdata", "mappings.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); diff != "" {
		t.Errorf("(-before +now; -update accepts it)\n%s", diff)
	}
}

// writeMapping writes a line for each heading and its links.
func writeMapping(w *strings.Builder, l *layout, rs *ita.RuleSet) {
	c := crawler.New(crawler.Config{Delay: crawler.NoDelay, Transport: l.site})
	defer c.Close()
	site, err := audit.Gather(context.Background(), c, audit.Options{Agency: ita.Agency{Name: "layout", ITAPage: layoutPage}, Rules: rs, AsOf: rs.Year.Submission()})
	if err != nil {
		fmt.Fprintf(w, "\t%v\n", err)
		return
	}
	m := rules.Match(rs, site)
	links := map[string]string{} // by item
	last := map[string]string{}
	for _, x := range m.Matches {
		s := fmt.Sprintf("%s %.2f", x.By, x.Confidence)
		for _, word := range []struct {
			is   bool
			says string
		}{{x.Page > 0, " behind"}, {x.Elsewhere, " elsewhere"}, {x.Waiting, " waiting"}, {x.Label != "", " “" + start(x.Label) + "”"}, {x.Context != "" && x.Context != x.Heading, " under “" + start(x.Context) + "”"}} {
			if word.is {
				s += word.says
			}
		}
		if s == last[x.Code] {
			s = "·" // as the one before
		} else {
			last[x.Code] = s
		}
		links[x.Code] += " | " + s
	}
	for _, h := range m.Headings {
		fmt.Fprintf(w, "\t%s %s %.2f %q %d “%s”", h.Code, h.By, h.Confidence, h.Printed, h.Year, start(h.Text))
		if h.Waiting {
			w.WriteString(" waiting")
		}
		w.WriteString(links[h.Code] + "\n")
		delete(links, h.Code)
	}
	for i := range rs.Items {
		if s := links[rs.Items[i].Code]; s != "" {
			fmt.Fprintf(w, "\t%s without a heading%s\n", rs.Items[i].Code, s)
		}
	}
	for _, link := range rules.IndexLinks(rs, &site.Pages[0]) {
		fmt.Fprintf(w, "\tindex “%s”\n", start(site.Pages[0].Links[link].Text))
	}
}

// start is as much of a text as tells it from others.
func start(s string) string {
	if r := []rune(s); len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return s
}
