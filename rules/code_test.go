package rules

import (
	"testing"

	"itacheck/ita"
)

func setWith(prefix string, n int) *ita.RuleSet {
	rs := &ita.RuleSet{}
	for i := 1; i <= n; i++ {
		rs.Items = append(rs.Items, ita.Item{Code: prefix + itoa(i)})
	}
	return rs
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return string(rune('0'+n/10)) + string(rune('0'+n%10))
}

func TestCodesAsPagesWriteThem(t *testing.T) {
	o, eb, moit := newCoder(setWith("O", 43)), newCoder(setWith("EB", 26)), newCoder(setWith("MOIT", 23))
	for _, tt := range []struct {
		coder *coder
		text  string
		want  string // "" for none; a trailing + for a part of an item, ? for a weak spelling, .. for a range
	}{
		{o, "O1 โครงสร้างหน่วยงาน", "O1"},
		{o, "O13", "O13"},
		{o, "o1 โครงสร้าง", "O1"},
		{o, "o 16 แนวทาง", "O16"},
		{o, "O 11 รายงาน", "O11"},
		{o, "OIT 34", "O34"},
		{o, "OIT3 อำนาจหน้าที่", "O3"},
		{o, "OIT11. สรุปผล", "O11"},
		{o, "ข้อ O1", "O1"},
		{o, "ข้อมูล O3", "O3"},
		{o, "ข้อมูล O1-1. ข่าวประชาสัมพันธ์", "O1+"},
		{o, "O7-2.", "O7+"},
		{o, "o13_2 หลักเกณฑ์", "O13+"},
		{o, "O๑ โครงสร้าง", "O1"},
		{o, "O๒๗ หลักเกณฑ์", "O27"},
		{o, "โอ 1", "O1"},
		{o, "О5 ข้อมูลการติดต่อ", "O5"}, // a Cyrillic О
		{o, "O1โครงสร้าง", "O1"},
		{o, "O19 : แผน", "O19"},
		{o, "O22 - ประกาศ", "O22"},
		{o, "O1 – โครงสร้าง", "O1"},
		{o, "• O4 แผน", "O4"},
		{o, "(O12) รายงาน", "O12"},
		{o, "01 โครงสร้าง", "O1?"},
		{o, "010 แผนดำเนินงาน", "O10?"},
		{o, "043", "O43?"},
		{o, "029ประกาศ", "O29?"},
		{eb, "EB17.", "EB17"},
		{eb, "EB 10", "EB10"},
		{eb, "EEB 13", "EB13?"},
		{moit, "MOIT1 หน่วยงาน", "MOIT1"},
		{moit, "MOIT 19", "MOIT19"},
		{moit, "MOI5 ไตรมาส 4", "MOIT5?"},
		{moit, "MOIT 3-5: เอกสาร", "MOIT3..5"},
		{o, "O1-O9 ข้อมูลพื้นฐาน", "O1..9"},
		{o, "O1 - O6", "O1..6"},
		{o, "O1-43", "O1..43"},
		// No codes.
		{o, "O44 ไม่มีในรายการ", ""},
		{o, "Office 12", ""},
		{o, "01.02.2565", ""},
		{o, "02-123-4567", ""},
		{o, "05/2566", ""},
		{o, "0123", ""},
		{o, "O2B", ""},
		{o, "1. โครงสร้าง", ""},
		{o, "2566", ""},
		{o, "9.1 ข้อมูลพื้นฐาน", ""},
		{eb, "E-Book 1", ""},
		{o, "", ""},
	} {
		p, ok := tt.coder.parse(readable(tt.text))
		got := ""
		if ok {
			got = p.code
			switch {
			case p.last > 0:
				got += ".." + itoa(p.last)
			case p.sub:
				got += "+"
			case p.weak:
				got += "?"
			}
		}
		if got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestWaitingWordsAreNoContent(t *testing.T) {
	for text, want := range map[string]bool{
		"(รอเอกสาร)": true,
		"แผนปฏิบัติการป้องกันการทุจริต (รอเอกสาร)":     true,
		"อยู่ระหว่างดำเนินการ":                         true,
		"(อยู่ระหว่างจัดทำ)":                           true,
		"รอเชื่อมโยงข้อมูลจริง":                        true,
		"จำนวนเรื่องที่อยู่ระหว่างการดำเนินการทั้งหมด": false,
		"รายงานผลการดำเนินงาน":                         false,
	} {
		if got := waiting(text); got != want {
			t.Errorf("waiting(%q) = %v", text, got)
		}
	}
}
