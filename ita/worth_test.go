package ita_test

import (
	"fmt"
	"testing"

	"itacheck/ita"
)

// sections2564 are the sections of FY2563 to FY2565 with as many items as they have.
func sections2564() *ita.RuleSet {
	rs := &ita.RuleSet{Sections: []ita.Section{
		{Code: "9", Weight: 0.5},
		{Code: "10", Weight: 0.5},
	}}
	add := func(code, parent string, weight float64, items int) {
		rs.Sections = append(rs.Sections, ita.Section{Code: code, Parent: parent, Weight: weight, Items: make([]string, items)})
	}
	for i, n := range []int{9, 8, 7, 4, 5} {
		add(fmt.Sprintf("9.%d", i+1), "9", 0.2, n)
	}
	add("10.1", "10", 0.5, 8)
	add("10.2", "10", 0.5, 2)
	return rs
}

// The losses that domain/scoring.md gives for one missing item.
func TestItemIsWorthWhatItsSectionGives(t *testing.T) {
	rs := sections2564()
	for section, want := range map[string]string{
		"9.1": "0.44", "9.2": "0.50", "9.3": "0.57", "9.4": "1.00", "9.5": "0.80", "10.1": "1.25", "10.2": "5.00",
		"": "0.00", "8": "0.00",
	} {
		if got := fmt.Sprintf("%.2f", rs.Worth(section)); got != want {
			t.Errorf("one item of %q is worth %s points, want %s", section, got, want)
		}
	}
}

func TestSectionsInACircleAreWorthNothing(t *testing.T) {
	rs := &ita.RuleSet{Sections: []ita.Section{{Code: "a", Parent: "b", Weight: 1}, {Code: "b", Parent: "a", Weight: 1}}}
	if got := rs.Worth("a"); got != 0 {
		t.Errorf("worth %v", got)
	}
}

// Grade limits, the total at 60 points for full IIT and EIT.
func TestBestGradeThatOITAllows(t *testing.T) {
	for _, c := range []struct {
		year ita.FiscalYear
		oit  float64
		want string
	}{
		{2564, 100, "AA"},
		{2564, 87.5, "AA"},
		{2564, 87.4, "A"},
		{2564, 62.5, "A"},
		{2565, 62.4, "B"},
		{2562, 0, "D"},
		{2566, 95, "ผ่านดีเยี่ยม"},
		{2566, 94.99, "ผ่านดี"},
		{2567, 84.99, "ผ่าน"},
		{2567, 62.5, "ผ่าน"},
		{2568, 62.4, "ต้องปรับปรุง"},
		{2569, 24, "ต้องปรับปรุงโดยด่วน"},
	} {
		if g, ok := ita.BestGrade(c.year, c.oit); !ok || g.Name.TH != c.want {
			t.Errorf("FY%d with an OIT score of %.2f: at best %q, want %q", c.year, c.oit, g.Name.TH, c.want)
		}
	}
	if g, ok := ita.BestGrade(2561, 100); ok {
		t.Errorf("FY2561 has no known scale, yet %q", g.Name.TH)
	}
}
