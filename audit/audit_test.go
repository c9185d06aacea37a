package audit_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"itacheck"
	"itacheck/audit"
	"itacheck/crawler"
	"itacheck/ita"
	"itacheck/rules"
)

func find(t testing.TB, year ita.FiscalYear, scheme string) (*rules.Book, *ita.RuleSet) {
	t.Helper()
	book, err := rules.Load("rules.yaml", itacheck.Rules)
	if err != nil {
		t.Fatal(err)
	}
	rs, err := book.Find(year, scheme)
	if err != nil {
		t.Fatal(err)
	}
	return book, rs
}

// auditPage audits a page that is all there is of its website.
func auditPage(t testing.TB, book *rules.Book, rs *ita.RuleSet, body string) (*ita.Result, error) {
	t.Helper()
	const address = "https://www.agency.go.th/ita"
	c := crawler.New(crawler.Config{Delay: crawler.NoDelay, Transport: onePage{address, []byte(body)}})
	defer c.Close()
	return audit.Run(context.Background(), c, audit.Options{
		Agency: ita.Agency{Name: "หน่วยงาน", ITAPage: address}, Rules: rs, Others: book.Others(rs), AsOf: rs.Year.Submission(), SecondLook: 1,
	})
}

// listPage is a page that lists the items of a set, each with one document,
// under the numbers that number gives them.
func listPage(rs *ita.RuleSet, number func(i int, it *ita.Item) string) string {
	var b strings.Builder
	b.WriteString("<table>")
	for i := range rs.Items {
		it := &rs.Items[i]
		fmt.Fprintf(&b, "<tr><td>%s<td>%s<td><a href='/files/doc-%s.pdf'>เปิดเอกสาร</a>", number(i, it), it.Title.TH, it.Code)
	}
	return b.String()
}

func TestAPageNumberedForAnotherYearIsOneFinding(t *testing.T) {
	book, rs := find(t, 2566, "general")
	old, err := book.Find(2565, "general")
	if err != nil {
		t.Fatal(err)
	}
	body := listPage(rs, func(_ int, it *ita.Item) string {
		for i := range old.Items {
			if old.Items[i].Topics[0] == it.Topics[0] {
				return old.Items[i].Code
			}
		}
		return it.Code
	})
	r, err := auditPage(t, book, rs, body)
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range r.Items {
		want := "https://www.agency.go.th/files/doc-" + it.Item.Code + ".pdf"
		if len(it.Evidence) != 1 || it.Evidence[0].Link.URL != want {
			t.Errorf("%s: %d links, want only %s", it.Item.Code, len(it.Evidence), want)
		}
		for _, f := range it.Findings {
			if f.Check == "code" {
				t.Errorf("%s: %s", it.Item.Code, f.Message.EN)
			}
		}
	}
	said := 0
	for _, f := range r.Findings {
		if f.Check == "code" && strings.Contains(f.Message.EN, "FY2565") {
			said++
		}
	}
	if said != 1 {
		t.Errorf("the old numbering is said %d times: %+v", said, r.Findings)
	}
}

func TestOneWrongNumberIsSaidAtItsItem(t *testing.T) {
	book, rs := find(t, 2566, "general")
	r, err := auditPage(t, book, rs, listPage(rs, func(i int, it *ita.Item) string {
		if it.Code == "O30" {
			return "O33"
		}
		return it.Code
	}))
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range r.Items {
		said := false
		for _, f := range it.Findings {
			said = said || f.Check == "code"
		}
		if said != (it.Item.Code == "O30") {
			t.Errorf("%s: said %v", it.Item.Code, said)
		}
	}
}

func TestAPageWithoutTheYearAskedForNamesTheYearsItHas(t *testing.T) {
	book, rs := find(t, 2566, "general")
	list := listPage(rs, func(_ int, it *ita.Item) string { return it.Code }) + "</table>"
	_, err := auditPage(t, book, rs, "<h2>ITA ปี 2564</h2>"+list+"<h2>ITA ปี 2565</h2>"+list)
	var cannot *audit.CannotLook
	if !errors.As(err, &cannot) || !strings.Contains(cannot.Message.EN, "2564, 2565") {
		t.Fatalf("%v", err)
	}
	r, err := auditPage(t, book, rs, "<h2>ITA ปี 2565</h2>"+list)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) == 0 || !strings.Contains(r.Findings[0].Message.EN, "2565") {
		t.Errorf("a page headed for another year: %+v", r.Findings)
	}
}

func TestOnlyTheSectionOfTheYearCounts(t *testing.T) {
	book, rs := find(t, 2566, "general")
	list := func(folder string) string {
		return strings.ReplaceAll(listPage(rs, func(_ int, it *ita.Item) string { return it.Code }), "/files/", "/"+folder+"/") + "</table>"
	}
	r, err := auditPage(t, book, rs, "<h2>ITA ปี 2567</h2>"+list("a")+"<h2>ITA ปี 2566</h2>"+list("b")+"<h2>ITA ปี 2565</h2>"+list("c"))
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range r.Items {
		if len(it.Evidence) != 1 || it.Evidence[0].Link.URL != "https://www.agency.go.th/b/doc-"+it.Item.Code+".pdf" {
			t.Errorf("%s: %+v", it.Item.Code, it.Evidence)
		}
	}
}

// TestAColumnOfAnotherYearIsStale: a table may have a column for each year.
func TestAColumnOfAnotherYearIsStale(t *testing.T) {
	_, rs := find(t, 2566, "general")
	body := `<title>OIT</title><table><tr><th>ข้อ</th><th>ปี 2565</th><th>ปี 2566</th></tr>`
	for i := range rs.Items {
		old, now := `<a href="/a.pdf">ดู</a>`, `<a href="/b.pdf">ดู</a>`
		if rs.Items[i].Code == "O11" {
			now = "-"
		}
		body += "<tr><td>" + rs.Items[i].Code + " " + rs.Items[i].Title.TH + "</td><td>" + old + "</td><td>" + now + "</td></tr>"
	}
	r, _ := auditSite(t, rs, body+"</table>", "%PDF-1.4\n%%EOF\n")
	for _, it := range r.Items {
		want := ita.Pass
		if it.Item.Code == "O11" {
			want = ita.Stale
		}
		if it.Item.Period == ita.PeriodSame && len(it.Item.Accept) == 0 && it.Status != want {
			t.Errorf("%s is %s, want %s", it.Item.Code, it.Status, want)
		}
	}
}

func TestAMenuLinkIsOfferedWhereTheListHasNone(t *testing.T) {
	book, rs := find(t, 2566, "general")
	body := "<nav><a href='/structure'>โครงสร้างหน่วยงาน</a><a href='/news'>ข่าวประชาสัมพันธ์</a></nav>" +
		strings.Replace(listPage(rs, func(_ int, it *ita.Item) string { return it.Code }), "<a href='/files/doc-O1.pdf'>เปิดเอกสาร</a>", "", 1)
	r, err := auditPage(t, book, rs, body)
	if err != nil {
		t.Fatal(err)
	}
	o1, o7 := r.Items[0], r.Items[6]
	if o1.Status != ita.Missing || len(o1.Evidence) != 1 || !o1.Evidence[0].Match.Elsewhere || len(o1.Findings) != 2 {
		t.Errorf("O1: %s %+v", o1.Status, o1.Findings)
	}
	if len(o7.Evidence) != 1 || o7.Evidence[0].Match.Elsewhere {
		t.Errorf("O7 has a link of its own: %+v", o7.Evidence)
	}
}

func TestDefaultDayOfJudgement(t *testing.T) {
	now := time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC)
	if got := audit.DefaultAsOf(now, 2566); !got.Equal(ita.Day(2566, time.April, 30)) {
		t.Errorf("a past year is judged on %s", got)
	}
	if got := audit.DefaultAsOf(now, 2570); !got.Equal(now) {
		t.Errorf("the current year is judged on %s", got)
	}
}

func TestScoreFollowsTheSections(t *testing.T) {
	_, rs := find(t, 2564, "general")
	score := func(failed ...string) *ita.Score {
		var items []ita.ItemResult
		for _, it := range rs.Items {
			r := ita.ItemResult{Item: it, Status: ita.Pass}
			for _, code := range failed {
				if it.Code == code {
					r.Status = ita.Missing
				}
			}
			items = append(items, r)
		}
		return audit.Score(rs, items)
	}
	// Published for FY2564: one of section 9.1 and one of 10.1 missing gives
	// indicators of 97.78 and 93.75, and 38.31 of 40 points.
	got := score("O3", "O36")
	if points := got.Low * 0.4; points < 38.30 || points > 38.31 || got.Low != got.High {
		t.Errorf("%.2f points of 40, range %.2f to %.2f", points, got.Low, got.High)
	}
	if all := score(); all.Low < 99.999 {
		t.Errorf("everything passes: %.3f", all.Low)
	}
}

// What the published indicators of thirteen agencies in FY2564 were found to
// mean (domain/scoring.md): which items are missing, by section.
func TestPublishedIndicatorsOf2564AreReproduced(t *testing.T) {
	_, rs := find(t, 2564, "general")
	for _, row := range []struct {
		indicator, published string
		missing              []string // sections, one item of each
	}{
		{"9", "100.00", nil},
		{"9", "97.78", []string{"9.1"}},
		{"9", "97.50", []string{"9.2"}},
		{"9", "97.14", []string{"9.3"}},
		{"9", "96.00", []string{"9.5"}},
		{"9", "94.64", []string{"9.2", "9.3"}},
		{"9", "93.78", []string{"9.1", "9.5"}},
		{"9", "93.50", []string{"9.2", "9.5"}},
		{"9", "92.50", []string{"9.2", "9.4"}},
		{"10", "100.00", nil},
		{"10", "93.75", []string{"10.1"}},
		{"10", "87.50", []string{"10.1", "10.1"}},
	} {
		score := audit.Score(rs, without(rs, row.missing...))
		at := slices.IndexFunc(score.Indicators, func(i ita.IndicatorScore) bool { return i.Code == row.indicator })
		if at < 0 || fmt.Sprintf("%.2f", score.Indicators[at].Low) != row.published {
			t.Errorf("one item missing in each of %v: indicator %s is not %s as published: %+v", row.missing, row.indicator, row.published, score.Indicators)
		}
		lost := 0.0
		for _, section := range row.missing {
			lost += rs.Worth(section)
		}
		if total := score.Low * ita.OITPoints / 100; math.Abs(ita.OITPoints-lost-total) > 1e-9 {
			t.Errorf("%v: %.4f points of 40, but the items missing are worth %.4f", row.missing, total, lost)
		}
	}
}

// without are the results of an agency that lacks one item of each section named.
func without(rs *ita.RuleSet, sections ...string) []ita.ItemResult {
	lacks := map[string]int{}
	for _, s := range sections {
		lacks[s]++
	}
	var items []ita.ItemResult
	for _, it := range rs.Items {
		r := ita.ItemResult{Item: it, Status: ita.Pass}
		if lacks[it.Section] > 0 {
			lacks[it.Section]--
			r.Status = ita.Missing
		}
		items = append(items, r)
	}
	return items
}

// The data behind the suggested units names no topic that there is not.
func TestUnitsAreSuggestedForTopicsThatExist(t *testing.T) {
	book, _ := find(t, 2566, "general")
	known := map[string]bool{}
	for _, rs := range book.Sets() {
		for _, it := range rs.Items {
			for _, topic := range it.Topics {
				known[topic] = true
			}
		}
	}
	for _, topic := range ita.DutyTopics() {
		if !known[topic] {
			t.Errorf("there is no topic %q", topic)
		}
	}
}
