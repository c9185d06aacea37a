package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"itacheck/ita"

	"github.com/google/go-cmp/cmp"
)

// spelt writes changes as "moved O1→O2", the way that a reader thinks of them.
func spelt(changes []Change) []string {
	codes := func(items []*ita.Item) string {
		var out []string
		for _, it := range items {
			out = append(out, it.Code)
		}
		return strings.Join(out, "+")
	}
	var out []string
	for _, c := range changes {
		out = append(out, fmt.Sprintf("%s %s→%s", c.Kind, codes(c.From), codes(c.To)))
	}
	return out
}

func TestWhatChangedFrom2565To2566(t *testing.T) {
	book := shipped(t)
	changes := Compare(book.sets["2565/general"], book.sets["2566/general"])
	got := spelt(changes)
	for _, want := range []string{
		"came →O10", "merged O10+O18→O11", "moved O13→O14", "moved O25→O23", "retitled O25→O23", "retimed O25→O23",
		"came →O39", "went O32→", "went O35→", "went O38→",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("not reported: %s", want)
		}
	}
	if c := changes[0]; c.To[0].Title.TH != "นโยบายคุ้มครองข้อมูลส่วนบุคคล" {
		t.Errorf("the first change is %v, not the new privacy policy", spelt(changes[:1]))
	}
	for _, still := range []string{"O1→O1", "O9→O9"} {
		for _, line := range got {
			if strings.HasSuffix(line, still) {
				t.Errorf("reported: %s", line)
			}
		}
	}
}

func TestKindsOfChange(t *testing.T) {
	item := func(code, title string, period ita.Period, topics ...string) ita.Item {
		return ita.Item{Code: code, Title: ita.Text{TH: title}, Period: period, Topics: topics}
	}
	a := &ita.RuleSet{Items: []ita.Item{
		item("O1", "a", ita.PeriodNone, "a"),
		item("O2", "b", ita.PeriodSame, "b"),
		item("O3", "c", ita.PeriodNone, "c"),
		item("O4", "d", ita.PeriodNone, "d"),
		item("O5", "e and f", ita.PeriodNone, "e", "f"),
		item("O6", "g", ita.PeriodNone, "g"),
	}}
	b := &ita.RuleSet{Items: []ita.Item{
		item("O1", "new", ita.PeriodNone, "new"),
		item("O2", "a", ita.PeriodNone, "a"),
		item("O3", "B", ita.PeriodPrevious, "b"),
		item("O4", "c and d", ita.PeriodNone, "c", "d"),
		item("O5", "e", ita.PeriodNone, "e"),
		item("O6", "f", ita.PeriodNone, "f"),
	}}
	want := []string{
		"came →O1", "moved O1→O2", "moved O2→O3", "retitled O2→O3", "retimed O2→O3",
		"merged O3+O4→O4", "split O5→O5+O6", "went O6→",
	}
	if diff := cmp.Diff(want, spelt(Compare(a, b))); diff != "" {
		t.Error(diff)
	}
	if same := Compare(a, a); len(same) != 0 {
		t.Errorf("a list differs from itself: %v", spelt(same))
	}
}
