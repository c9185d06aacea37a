package history_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"itacheck/checks"
	"itacheck/history"
	"itacheck/ita"
)

// judge is the verdict of the checks, as the commands pass it in.
func judge(rs *ita.RuleSet, it *ita.Item, asOf time.Time, evidence []ita.Evidence) ita.Status {
	return checks.Verdict(&checks.Case{Rules: rs, Item: it, AsOf: asOf, Evidence: evidence})
}

const year = ita.FiscalYear(2568)

// list is a rule set of n items that need a document of the year.
func list(n int) *ita.RuleSet {
	rs := &ita.RuleSet{ID: "2568/general", Year: year, Scheme: "general"}
	for i := range n {
		rs.Items = append(rs.Items, ita.Item{
			Code: fmt.Sprintf("O%d", i+1), Title: ita.Text{TH: fmt.Sprintf("รายการที่ %d", i+1), EN: fmt.Sprintf("Item %d", i+1)},
			Topics: []string{fmt.Sprintf("topic-%d", i+1)}, Period: ita.PeriodSame, Kind: "plan",
		})
	}
	return rs
}

// document is a link that opens, labelled for years.
func document(agency string, item, version int, years ...ita.FiscalYear) ita.Evidence {
	e := ita.Evidence{
		Link:       ita.Link{URL: fmt.Sprintf("https://www.%s.go.th/wp-content/uploads/%d/plan-%d-%d.pdf", agency, item%12+1, item, version), Text: fmt.Sprintf("แผนการดำเนินงานประจำปี รายการที่ %d", item)},
		SourcePage: "https://www." + agency + ".go.th/ita/2568",
		Reach:      ita.Reach{State: ita.ReachOK, Status: 200, ContentType: "application/pdf", Bytes: int64(10_000 + item*317 + version)},
	}
	e.Reach.FinalURL = e.Link.URL
	for _, y := range years {
		e.Years = append(e.Years, ita.YearSeen{Year: y, Where: ita.FromLinkText, Text: "ประจำปี " + y.String()})
	}
	return e
}

// dead is a link that leads nowhere.
func dead(e ita.Evidence) ita.Evidence {
	e.Reach = ita.Reach{State: ita.ReachBroken, Reason: "not_found", Status: 404, FinalURL: e.Link.URL, ContentType: "text/html"}
	return e
}

// unseen is a link that could not be looked at.
func unseen(e ita.Evidence) ita.Evidence {
	e.Reach = ita.Reach{State: ita.ReachUndecided, Reason: ita.FailTimeout, Bytes: -1}
	return e
}

// audited is the result for an agency whose items have these links.
func audited(id string, rs *ita.RuleSet, tool string, at time.Time, links [][]ita.Evidence) *ita.Result {
	r := &ita.Result{
		ToolVersion: tool, Agency: ita.Agency{ID: id, Name: "อบต." + id, URL: "https://www." + id + ".go.th/"},
		RuleSet: rs, AsOf: at, Started: at.Add(-time.Minute), Finished: at,
	}
	for i := range rs.Items {
		r.Items = append(r.Items, checks.Judge(&checks.Case{Rules: rs, Item: &rs.Items[i], AsOf: at, Evidence: links[i]}))
	}
	return r
}

var day = ita.Day(2568, time.May, 2).Add(9 * time.Hour)

func open(t testing.TB) *history.Store {
	t.Helper()
	s, err := history.Open(filepath.Join(t.TempDir(), "data", "history.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// keep records audits as one run.
func keep(t testing.TB, s *history.Store, at time.Time, audits ...*history.Audit) int64 {
	t.Helper()
	run, err := s.Begin(at, audits[0].Tool)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range audits {
		if err := s.Record(run, a); err != nil {
			t.Fatal(err)
		}
	}
	return run
}

// good are links with which every item of a list passes.
func good(id string, rs *ita.RuleSet) [][]ita.Evidence {
	links := make([][]ita.Evidence, len(rs.Items))
	for i := range links {
		links[i] = []ita.Evidence{document(id, i+1, 1, year)}
	}
	return links
}

func TestAnAuditIsReadAsItWasKept(t *testing.T) {
	s := open(t)
	rs := list(5)
	links := good("a", rs)
	links[1] = []ita.Evidence{dead(links[1][0]), unseen(document("a", 2, 7))}
	links[2] = nil
	links[3] = []ita.Evidence{document("a", 4, 1)}
	links[3][0].Document = &ita.Document{Kind: "pdf", Scan: true}
	want := history.Of(audited("a", rs, "1.0", day, links))
	run := keep(t, s, day.Add(-time.Hour), want)
	got, err := s.Audits(run, "")
	if err != nil {
		t.Fatal(err)
	}
	want.AsOf = ita.Day(2568, time.May, 2)
	if diff := gocmp.Diff([]*history.Audit{want}, got, cmpopts.IgnoreUnexported(history.Audit{})); diff != "" {
		t.Error(diff)
	}
	// What is kept is enough for the same verdicts.
	for i := range got[0].Items {
		it := &got[0].Items[i]
		if s := judge(got[0].Rules, got[0].Rules.Item(it.Code), got[0].AsOf, it.Evidence()); s != it.Status {
			t.Errorf("%s: judged again %s, was %s", it.Code, s, it.Status)
		}
	}
}

func TestRunsAreListed(t *testing.T) {
	s := open(t)
	rs := list(3)
	a, b := history.Of(audited("a", rs, "1.0", day, good("a", rs))), history.Of(audited("b", rs, "1.0", day, good("b", rs)))
	first := keep(t, s, day, a, b)
	second := keep(t, s, day.AddDate(0, 0, 1), history.Failure(&ita.Agency{ID: "a"}, "1.1", day.AddDate(0, 0, 1), "timeout"))
	if _, err := s.Begin(day, "killed at once"); err != nil {
		t.Fatal(err)
	}
	if err := s.Record(first, b); err != nil { // again, which is once
		t.Fatal(err)
	}
	runs, err := s.Runs("")
	if err != nil || len(runs) != 2 {
		t.Fatalf("%v, %+v", err, runs)
	}
	if r := runs[0]; r.N != second || r.Agencies != 1 || r.Failed != 1 || r.Tool != "1.1" {
		t.Errorf("%+v", r)
	}
	r := runs[1]
	if err := s.Describe(&r, ""); err != nil {
		t.Fatal(err)
	}
	want := []history.RuleSet{{"2568/general", history.Digest(rs)}}
	if r.N != first || r.Agencies != 2 || r.Failed != 0 || r.Items != 6 || r.Passed != 6 || !gocmp.Equal(r.Rules, want) {
		t.Errorf("%+v", r)
	}
	if runs, err = s.Runs("b"); err != nil || len(runs) != 1 || runs[0].N != first {
		t.Errorf("%v, %+v", err, runs)
	}
}

func TestPruningKeepsWhatOthersReferTo(t *testing.T) {
	s := open(t)
	rs := list(4)
	links := good("a", rs)
	var want *history.Audit
	for i := range 10 {
		links[i%4] = []ita.Evidence{document("a", i%4+1, i+2, year)}
		want = history.Of(audited("a", rs, "1.0", day.AddDate(0, 0, i), links))
		keep(t, s, day.AddDate(0, 0, i), want)
	}
	if n, err := s.Prune(day.AddDate(0, 0, 7)); err != nil || n != 7 {
		t.Fatalf("%d runs removed, %v", n, err)
	}
	runs, err := s.Runs("")
	if err != nil || len(runs) != 3 {
		t.Fatalf("%v, %d runs", err, len(runs))
	}
	got, err := s.Audits(runs[0].N, "a")
	if err != nil || len(got) != 1 {
		t.Fatalf("%v", err)
	}
	if diff := gocmp.Diff(want.Items, got[0].Items); diff != "" {
		t.Error(diff)
	}
	items := 0
	if err := s.DB().QueryRow(`SELECT count(*) FROM items`).Scan(&items); err != nil || items != 4+2 {
		t.Errorf("%d items left, %v", items, err)
	}
	if n, err := s.Prune(day.AddDate(9, 0, 0)); err != nil || n != 2 {
		t.Errorf("%d runs removed, %v; the newest stays", n, err)
	}
	if n, err := s.Prune(day.AddDate(9, 0, 0)); err != nil || n != 0 {
		t.Errorf("%d runs removed, %v", n, err)
	}
}

func TestFilesThatAreNoHistoryAreRefused(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte("no database at all, but longer than its header would be, one hundred bytes; so here are some more"), 0o666); err != nil {
		t.Fatal(err)
	}
	s := open(t)
	if _, err := s.DB().Exec(`PRAGMA user_version = 99`); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{text: "broken", filepath.Join(dir, "none.db"): "none", s.Path(): "newer"} {
		_, err := history.OpenRead(path)
		var r *history.Refusal
		if !errors.As(err, &r) || r.Code != want || r.Message.TH == "" || r.Remedy.TH == "" {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
}

func TestLinksThatCountTheSameAreNotAllKept(t *testing.T) {
	rs := list(1)
	var links []ita.Evidence
	for i := range 50 {
		links = append(links, document("a", 1, i, year))
	}
	links = append(links, dead(document("a", 1, 99, year)))
	before := history.Of(audited("a", rs, "1.0", day, [][]ita.Evidence{links}))
	if n := len(before.Items[0].Links); n != history.Alike+1 {
		t.Errorf("%d links", n)
	}
	links = append([]ita.Evidence{document("a", 1, 999, year)}, links...) // tomorrow's news
	after := history.Of(audited("a", rs, "1.0", day, [][]ita.Evidence{links}))
	if diff := gocmp.Diff(before.Items, after.Items); diff != "" {
		t.Error(diff)
	}
}

func TestNotesAreKeptTogetherOrNotAtAll(t *testing.T) {
	s := open(t)
	type note struct{ N int }
	save := func(n int, then error) error {
		return s.Update(func(notes *history.Notes) error {
			for _, name := range []string{"b", "a"} {
				if err := notes.Save("kind", name, note{n}); err != nil {
					return err
				}
			}
			return then
		})
	}
	if err := save(1, nil); err != nil {
		t.Fatal(err)
	}
	if err := save(2, errors.New("no")); err == nil {
		t.Error("the error was lost")
	}
	err := s.Update(func(notes *history.Notes) error {
		names, err := notes.Names("kind")
		if diff := gocmp.Diff([]string{"a", "b"}, names); diff != "" {
			t.Error(diff)
		}
		got, none := note{}, note{7}
		err = errors.Join(err, notes.Load("kind", "b", &got), notes.Load("other", "b", &none))
		if got.N != 1 || none.N != 7 {
			t.Errorf("%+v, %+v", got, none)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
