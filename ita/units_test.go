package ita

import "testing"

func TestUnitIsSuggestedByTopic(t *testing.T) {
	for _, c := range []struct{ scheme, topic, want string }{
		{"general", "procurement-monthly", "กองคลัง (งานพัสดุ)"},
		{"general", "budget-plan", "กองคลัง"},
		{"general", "hr-annual", "สำนักปลัด (งานการเจ้าหน้าที่)"},
		{"general", "annual-plan", "สำนักปลัด (งานนโยบายและแผน)"},
		{"general", "q-and-a", "สำนักปลัด (งานบริหารทั่วไป)"},
		{"general", "", "สำนักปลัด (งานบริหารทั่วไป)"},
		{"school", "budget-plan", "กลุ่มบริหารงบประมาณ"},
		{"moph", "procurement-steps", "งานพัสดุ"},
	} {
		if got := SuggestedUnit(c.scheme, []string{c.topic}); got.TH != c.want || got.EN == "" {
			t.Errorf("%s of %s is suggested to %q, want %q", c.topic, c.scheme, got.TH, c.want)
		}
	}
}
