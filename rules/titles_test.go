package rules

import (
	"fmt"
	"strings"
	"testing"

	"itacheck/ita"
)

// titled is a rule set of items O1, O2 … with these titles.
func titled(titles ...string) *ita.RuleSet {
	rs := setWith("O", len(titles))
	for i, title := range titles {
		rs.Items[i].Title.TH = title
	}
	return rs
}

func TestHowMuchATextResemblesTitles(t *testing.T) {
	rs := titled("โครงสร้างหน่วยงาน", "ข่าว", "รายงานผลการส่งเสริมคุณธรรมภายในหน่วยงาน", "รายงานผลการจัดซื้อจัดจ้างประจำปี", "แผนการใช้จ่ายงบประมาณประจำปี")
	rs.Items[0].Variants = []string{"แผนผังโครงสร้าง", "โครงสร้างหน่วยงาน"}
	rs.Items[0].Misspellings = []string{"โครงส้รางหน่วยงาน"}
	titles := newTitles(rs)
	for text, want := range map[string]string{ // item: score/whole, 0 being O1
		"โครงสร้างหน่วยงาน":          "0:1.00/1.00",
		"โครงสร้าง หน่วยงาน ปี 2566": "0:0.94/0.94",
		"โครงส้รางหน่วยงาน":          "0:1.00/1.00",
		"แผนผังโครงสร้าง":            "0:1.00/1.00",
		"โครงสร้างหน่วยงาน และอำนาจหน้าที่ของส่วนราชการต่าง ๆ": "0:0.90/0.52",
		"ข่าว": "1:1.00/1.00",
		"ข่าวประชาสัมพันธ์":         "1:0.77/0.24",
		"รายงานผลการจัดซื้อจัดจ้าง": "3:1.00/1.00",
		"รายงานผลการ":               "",
		"รายงานผลการส่งเสริม...":    "2:1.00/1.00",
		"รายงานผลการส่งเสริม… ":     "2:1.00/1.00",
		"รายงานผลการส่งเสริม":       "2:0.83/0.83",
		"รายงานผล...":               "",
		"ติดต่อเรา":                 "",
		"ก":                         "",
		"":                          "",
		"แผนการใช้จ่ายงบประมาณ":     "4:1.00/1.00",
		"แผนการใช้จ่ายงบประมาณปี 2566": "4:0.95/0.95",
	} {
		got := ""
		for _, a := range titles.similar(text) {
			got += fmt.Sprintf(" %d:%.2f/%.2f", a.item, a.score, a.whole)
		}
		if got = strings.TrimSpace(got); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	long := strings.Repeat("แผน", 200)
	if a, b := titles.similar("ข่าว"+long), titles.similar("ข่าว"+long+long); len(a) != 1 || len(b) != 1 || a[0] != b[0] {
		t.Errorf("what follows the first %d letters counts: %v, %v", longestTitle, a, b)
	}
	if titles.best("ข่าว") != 1 || titles.best("ติดต่อเรา") != 0 {
		t.Error("the best score")
	}
}

func TestTheMostSimilarItem(t *testing.T) {
	all := []alike{{item: 1, score: 0.5}, {item: 3, score: 0.9, whole: 0.1}, {item: 4, score: 0.9}}
	if got := bestOf(all); got != all[1] {
		t.Errorf("of two that are equal the first counts, not %+v", got)
	}
	if got := bestOf(nil); got.item != -1 || got.score != 0 {
		t.Errorf("none: %+v", got)
	}
	if scoreOf(all, 4) != 0.9 || scoreOf(all, 1) != 0.5 || scoreOf(all, 2) != 0 {
		t.Error("the score of one item")
	}
}

func TestHeadingsOfGroupsAreNotTitles(t *testing.T) {
	rs := titled("ข้อมูลการติดต่อ", "การจัดซื้อจัดจ้าง")
	rs.Sections = []ita.Section{{Code: "9", Title: ita.Text{TH: "ข้อมูลพื้นฐาน"}}}
	rs.Items[0].Group.TH = "ข้อมูลพื้นฐานของหน่วยงาน"
	rs.Items[1].Group.TH = "การจัดซื้อจัดจ้าง" // named as its only item
	groups := newGroups(rs)
	for text, want := range map[string]bool{"ข้อมูลพื้นฐาน": true, "การจัดซื้อจัดจ้าง": false} {
		if got := groups.best(text) > 0.9; got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func TestYearsAreNoPartOfATitle(t *testing.T) {
	for text, want := range map[string]string{
		"แผน 2566":      "แผน     ",
		"2566":          "    ",
		"2500-2599":     "    -    ",
		"12566 25661":   "12566 25661",
		"2466 2666 256": "2466 2666 256",
		"25ก6 256ก":     "25ก6 256ก",
		"":              "",
	} {
		if got := dropYears(text); got != want {
			t.Errorf("dropYears(%q) = %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]int{"": 0, "ก1 -ข": 3, "น้ำ": 2, "…•": 0} {
		if got := countLetters(text); got != want {
			t.Errorf("countLetters(%q) = %d, want %d", text, got, want)
		}
	}
	if a, b := string(foldTitle("แผน ประจำปีงบประมาณ พ.ศ. ๒๕๖๖")), string(foldTitle("แผน")); a != b {
		t.Errorf("folded: %q and %q", a, b)
	}
	for text, want := range map[string]int{"": 0, "ก": 1, "กข": 2, "กขค": 3, "กกกก": 3, "กขกขกข": 4} {
		if got := len(distinct([]rune(text))); got != want {
			t.Errorf("%q has %d trigrams, want %d", text, got, want)
		}
	}
}
