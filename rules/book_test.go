package rules

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"itacheck/ita"

	"github.com/google/go-cmp/cmp"
)

// shipped is the book that is built into the binary.
func shipped(tb testing.TB) *Book {
	tb.Helper()
	data, err := os.ReadFile("../rules.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	book, err := Load("rules.yaml", data)
	if err != nil {
		tb.Fatal(err)
	}
	return book
}

func TestTheListsHaveTheirKnownLength(t *testing.T) {
	want := map[string]int{
		"2563/general": 43, "2564/general": 43, "2565/general": 43, "2566/general": 43,
		"2567/general": 35, "2568/general": 28, "2569/general": 26,
		"2563/department": 26, "2566/school": 43, "2568/vocational": 37, "2569/vocational": 23,
		"2563/moph": 26, "2564/moph": 24, "2565/moph": 23, "2566/moph": 22, "2567/moph": 22, "2568/moph": 22,
	}
	got := map[string]int{}
	for _, rs := range shipped(t).Sets() {
		got[rs.ID] = len(rs.Items)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheSectionsHaveTheSizesThatPublishedScoresShow(t *testing.T) {
	want := map[string]map[string]int{
		"2563/general": {"9.1": 9, "9.2": 8, "9.3": 7, "9.4": 4, "9.5": 5, "10.1": 8, "10.2": 2},
		"2564/general": {"9.1": 9, "9.2": 8, "9.3": 7, "9.4": 4, "9.5": 5, "10.1": 8, "10.2": 2},
		"2565/general": {"9.1": 9, "9.2": 8, "9.3": 7, "9.4": 4, "9.5": 5, "10.1": 8, "10.2": 2},
		"2566/general": {"9.1": 10, "9.2": 8, "9.3": 4, "9.4": 4, "9.5": 4, "10.1": 8, "10.2": 5},
		"2569/general": {},
	}
	book := shipped(t)
	for id, sizes := range want {
		got := map[string]int{}
		for _, s := range book.sets[id].Sections {
			if len(s.Items) > 0 {
				got[s.Code] = len(s.Items)
			}
		}
		if diff := cmp.Diff(sizes, got); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
	// 40 points × 1/2 × 1/sections × 1/items: what one missing item costs (FY2564).
	for section, loss := range map[string]float64{"9.1": 0.44, "9.4": 1, "10.1": 1.25, "10.2": 5} {
		rs := book.sets["2564/general"]
		i := slices.IndexFunc(rs.Sections, func(s ita.Section) bool { return s.Code == section })
		s := rs.Sections[i]
		parent := rs.Sections[slices.IndexFunc(rs.Sections, func(p ita.Section) bool { return p.Code == s.Parent })]
		if got := 40 * parent.Weight * s.Weight / float64(len(s.Items)); got < loss-0.005 || got > loss+0.005 {
			t.Errorf("an item of %s costs %.3f points, want %.2f", section, got, loss)
		}
	}
}

func TestEveryItemCanBeExplainedInBothLanguages(t *testing.T) {
	thai := regexp.MustCompile(`\p{Thai}`)
	for _, rs := range shipped(t).Sets() {
		for _, it := range rs.Items {
			for what, text := range map[string]ita.Text{"title": it.Title, "remedy": it.Remedy} {
				if text.TH == "" || text.EN == "" {
					t.Errorf("%s %s: %s lacks a language", rs.ID, it.Code, what)
				}
			}
			if !thai.MatchString(it.Remedy.TH) {
				t.Errorf("%s %s: the Thai remedy is not Thai", rs.ID, it.Code)
			}
			if it.Kind == "" || len(it.Elements) == 0 || it.Period == "" {
				t.Errorf("%s %s lacks a kind, elements or a period", rs.ID, it.Code)
			}
			if slices.Contains(it.Variants, it.Title.TH) {
				t.Errorf("%s %s: its own title is among its variants", rs.ID, it.Code)
			}
		}
	}
}

func TestOnlyFirmListsComeWithoutANotice(t *testing.T) {
	standing := map[string]ita.Standing{}
	for _, rs := range shipped(t).Sets() {
		standing[rs.ID] = rs.Standing
		if rs.Notice.IsZero() != (rs.Standing == ita.StandingFirm) {
			t.Errorf("%s is %s, its notice %q", rs.ID, rs.Standing, rs.Notice.EN)
		}
	}
	for id, want := range map[string]ita.Standing{
		"2566/general": ita.StandingFirm, "2567/general": ita.StandingProvisional, "2568/general": ita.StandingProvisional,
		"2569/general": ita.StandingExperimental, "2563/department": ita.StandingFirm, "2566/school": ita.StandingFirm,
	} {
		if standing[id] != want {
			t.Errorf("%s is %s, want %s", id, standing[id], want)
		}
	}
}

func TestATopicKeepsItsNameUnderEveryNumber(t *testing.T) {
	book := shipped(t)
	for topic, want := range map[string]map[string][]string{
		"pdpa-policy": {"2566/general": {"O10"}, "2566/school": {"O10"}},
		"annual-plan": {
			"2563/general": {"O10"}, "2564/general": {"O10"}, "2565/general": {"O10"}, "2566/general": {"O11"},
			"2567/general": {"O8"}, "2568/general": {"O6"}, "2569/general": {"O6"},
			"2563/department": {"O4"}, "2566/school": {"O11"}, "2568/vocational": {"O10"}, "2569/vocational": {"O6"}, "2563/moph": {"EB10"},
		},
		"bribery-prevention": {
			"2563/moph": {"EB17"}, "2564/moph": {"EB13"}, "2565/moph": {"MOIT13"}, "2566/moph": {"MOIT12"}, "2567/moph": {"MOIT12"}, "2568/moph": {"MOIT12"},
		},
	} {
		if diff := cmp.Diff(want, book.Codes(topic)); diff != "" {
			t.Errorf("%s: %s", topic, diff)
		}
	}
	if got := book.Topic("annual-plan").Title.EN; got != "Annual operational plan" {
		t.Errorf("title %q", got)
	}
	if book.Topic("nothing") != nil {
		t.Error("a topic that there is not")
	}
	for _, topic := range book.Topics() {
		if len(book.Codes(topic.ID)) == 0 {
			t.Errorf("topic %s is used nowhere", topic.ID)
		}
	}
}

func TestLastYearsHeadingsAreVariants(t *testing.T) {
	it := shipped(t).sets["2568/general"].Item("O6")
	for _, title := range []string{"แผนดำเนินงานประจำปี", "แผนการใช้จ่ายงบประมาณประจำปี"} {
		if !slices.Contains(it.Variants, title) {
			t.Errorf("%q is no variant of %s", title, it.Title.TH)
		}
	}
}

func TestFindingAList(t *testing.T) {
	book := shipped(t)
	if rs, err := book.Find(2566, "general"); err != nil || rs.ID != "2566/general" {
		t.Error(rs, err)
	}
	for _, c := range []struct {
		year   ita.FiscalYear
		scheme string
		want   string
	}{
		{2570, "general", "no list is known for 2570/general; the lists of this scheme are those of 2563-2569; --rules-from 2569 applies the list of 2569 with its years moved along"},
		{2561, "general", "no list is known for 2561/general; the lists of this scheme are those of 2563-2569; --rules-from 2563 applies"},
		{2567, "school", "the lists of this scheme are those of 2566; --rules-from 2566"},
		{2567, "vocational", "the lists of this scheme are those of 2568, 2569; --rules-from 2568"},
		{2566, "genral", `no scheme "genral" (did you mean "general"?); the schemes are general, department, school, vocational, moph`},
	} {
		if _, err := book.Find(c.year, c.scheme); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%d/%s: %v", c.year, c.scheme, err)
		}
	}
}

func TestAnotherYearsListIsAppliedWithANotice(t *testing.T) {
	book := shipped(t)
	rs, err := book.Applied(2570, 2566, "general")
	if err != nil {
		t.Fatal(err)
	}
	if rs.ID != "2570/general" || rs.Year != 2570 || rs.AppliedFrom != 2566 || rs.Standing != ita.StandingProvisional || len(rs.Items) != 43 {
		t.Errorf("%s %d from %d, %s, %d items", rs.ID, rs.Year, rs.AppliedFrom, rs.Standing, len(rs.Items))
	}
	if want := "The FY2570 list is not known; the FY2566 list was applied with its years moved along."; rs.Notice.EN != want {
		t.Error(rs.Notice.EN)
	}
	if want := "ยังไม่มีรายการของปี 2570 จึงตรวจด้วยรายการของปี 2566 โดยเลื่อนปีของเอกสารตาม"; rs.Notice.TH != want {
		t.Error(rs.Notice.TH)
	}
	if source := book.sets["2566/general"]; source.ID != "2566/general" || source.AppliedFrom != 0 || !source.Notice.IsZero() {
		t.Error("the list applied was changed itself")
	}
}

func TestAnUncertainListStaysUncertainWhenApplied(t *testing.T) {
	rs, err := shipped(t).Applied(2570, 2569, "general")
	if err != nil {
		t.Fatal(err)
	}
	if rs.Standing != ita.StandingExperimental || !strings.Contains(rs.Notice.EN, "single agency") {
		t.Error(rs.Standing, rs.Notice.EN)
	}
}

func TestApplyingAListThatThereIsNot(t *testing.T) {
	book := shipped(t)
	for _, c := range []struct {
		year, from ita.FiscalYear
		scheme     string
		want       string
	}{
		{2570, 2571, "general", "no list is known for 2571/general to apply"},
		{2570, 2566, "generel", `did you mean "general"?`},
		{2566, 2566, "general", "leave --rules-from out"},
		{1, 2566, "general", "1 is no fiscal year"},
	} {
		if _, err := book.Applied(c.year, c.from, c.scheme); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%d from %d/%s: %v", c.year, c.from, c.scheme, err)
		}
	}
}
