package rules

import (
	"strings"
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

// TestWhereACodeEnds pins the words left after a code and its part or range.
func TestWhereACodeEnds(t *testing.T) {
	o, eb, moit := newCoder(setWith("O", 5)), newCoder(setWith("EB", 26)), newCoder(setWith("MOIT", 23))
	for _, tt := range []struct {
		coder *coder
		text  string
		want  printed // without its end; zero for none
		rest  string  // what the code is followed by
	}{
		{o, "O12 แผน", printed{code: "O12"}, " แผน"}, // of another year's longer list
		{o, "• (O12) แผน", printed{code: "O12"}, ") แผน"},
		{o, "ข้อที่ O12 แผน", printed{code: "O12"}, " แผน"},
		{o, "ITEM O12 แผน", printed{code: "O12"}, " แผน"},
		{o, "ข้อ: O12", printed{code: "O12"}, ""},
		{o, "1. O12 แผน", printed{code: "O12"}, " แผน"},
		{o, "01. O12 แผน", printed{code: "O12"}, " แผน"},
		{o, "9.12) O12", printed{code: "O12"}, ""},
		{o, "ข้อ 1 O12", printed{code: "O12"}, ""},
		{o, "OIT (O12) แผน", printed{code: "O12"}, ") แผน"},
		{o, "ITA2566-O12", printed{code: "O12"}, ""},
		{o, "ITA ปีงบประมาณ พ.ศ. 2566 ข้อ O12", printed{code: "O12"}, ""},
		{o, "ข้อ ข้อ ข้อ ข้อ ข้อ ข้อ O12", printed{code: "O12"}, ""},
		{o, "ข้อ ข้อ ข้อ ข้อ ข้อ ข้อ ข้อ O12", printed{}, ""},
		{o, "1️⃣ 📌 No.O12", printed{code: "O12"}, ""},
		{o, "Notice O12", printed{}, ""},
		{o, "12/2566 O12", printed{}, ""},
		{o, "1a O12", printed{}, ""},
		{o, "2466 O12", printed{}, ""},
		{o, "256 O12", printed{}, ""},
		{o, "ตามข้อ O12", printed{}, ""},
		{o, "item", printed{}, ""},
		{o, "12", printed{}, ""},
		{o, "9.", printed{}, ""},
		{o, "ข้อ 05 แผน", printed{}, ""}, // a section's number, not O5
		{o, "O43", printed{code: "O43"}, ""},
		{o, "O44", printed{}, ""},
		{o, "O0", printed{}, ""},
		{o, "O00", printed{}, ""},
		{o, "O001 ก", printed{code: "O1"}, " ก"},
		{o, "O---1", printed{code: "O1"}, ""},
		{o, "O----1", printed{}, ""},
		{o, "O#1", printed{code: "O1"}, ""},
		{o, "O_:1", printed{code: "O1"}, ""},
		{o, "ITAO 5 ก", printed{code: "O5"}, " ก"},
		{o, "ITA 5", printed{}, ""},
		{o, "о5", printed{code: "O5"}, ""}, // Cyrillic
		{o, "โอ.- 5", printed{code: "O5"}, ""},
		{o, "โอกาส", printed{}, ""},
		{o, "OO 5", printed{}, ""},
		{o, "0", printed{}, ""},
		{o, "00", printed{}, ""},
		{o, "01", printed{code: "O1", weak: true}, ""},
		{o, "0ก", printed{}, ""},
		{o, "O123", printed{}, ""},
		{o, "O5%", printed{}, ""},
		{o, "O5a", printed{}, ""},
		{o, "O5.", printed{code: "O5"}, "."},
		// parts
		{o, "O1-1 ก", printed{code: "O1", sub: true}, " ก"},
		{o, "O1 - 1", printed{code: "O1", sub: true}, ""},
		{o, "O1.1 ก", printed{code: "O1", sub: true}, " ก"},
		{o, "O1_12", printed{code: "O1", sub: true}, ""},
		{o, "O1.123", printed{code: "O1"}, ".123"},
		{o, "O1-9", printed{code: "O1", sub: true}, ""},
		{o, "O12-10", printed{code: "O12", sub: true}, ""},
		{o, "O12-12", printed{code: "O12", sub: true}, ""},
		{o, "O40-44", printed{code: "O40", sub: true}, ""},
		{o, "O3-5: ก", printed{code: "O3", sub: true}, ": ก"},
		{o, "O1-123", printed{code: "O1"}, "-123"},
		{o, "O1 - 2566", printed{code: "O1"}, " - 2566"},
		{moit, "MOIT 5-3:", printed{code: "MOIT5", sub: true}, ":"},
		{moit, "MOIT 3-9:", printed{code: "MOIT3", sub: true}, ":"},
		{moit, "MOIT 3-5 ก", printed{code: "MOIT3", sub: true}, " ก"},
		// ranges
		{o, "O1-10 ก", printed{code: "O1", last: 10}, " ก"},
		{o, "O1 ถึง O9 ก", printed{code: "O1", last: 9}, " ก"},
		{o, "O1 ถึง 9", printed{code: "O1", sub: true}, ""},
		{o, "O1–O6", printed{code: "O1", last: 6}, ""},
		{o, "O1—O6", printed{code: "O1", last: 6}, ""},
		{o, "O1~O6", printed{code: "O1", last: 6}, ""},
		{o, "O6-O1", printed{code: "O6"}, "-O1"},
		{o, "O6-O6", printed{code: "O6"}, "-O6"},
		{o, "O1-ก", printed{code: "O1"}, "-ก"},
		{o, "O1-", printed{code: "O1"}, "-"},
		{moit, "MOIT 3-8: ก", printed{code: "MOIT3", last: 8}, ": ก"},
		{moit, "MOIT 3-10 ก", printed{code: "MOIT3", last: 10}, " ก"},
		{moit, "MOIT 13-24", printed{code: "MOIT13", sub: true}, ""},
		// entries for several items
		{o, "O23, O24 ก", printed{code: "O23", last: 24}, " ก"},
		{o, "O23 และ O24", printed{code: "O23", last: 24}, ""},
		{o, "O23/O24", printed{code: "O23", last: 24}, ""},
		{o, "O23 & O24", printed{code: "O23", last: 24}, ""},
		{o, "O23+O24, O25", printed{code: "O23", last: 25}, ""},
		{o, "O23, O24, O26", printed{code: "O23", last: 24}, ", O26"},
		{o, "O23, O25", printed{code: "O23"}, ", O25"},
		{o, "O23, 024", printed{code: "O23"}, ", 024"},
		{o, "O23, O", printed{code: "O23"}, ", O"},
		{o, "O42, O43, O44", printed{code: "O42", last: 43}, ", O44"},
		{eb, "EB25, EB26, EB27", printed{code: "EB25", last: 26}, ", EB27"},
		// spellings that may be something else
		{o, "010, O11", printed{code: "O10", weak: true}, ", O11"},
		{o, "010-O12", printed{code: "O10", weak: true}, "-O12"},
		{o, "010 - ก", printed{code: "O10", weak: true}, " - ก"},
		{o, "010 -", printed{code: "O10", weak: true}, " -"},
		{o, "010-12", printed{}, ""},
		{o, "010.1", printed{}, ""},
		{o, "O1/2566", printed{}, ""},
		{o, "O1_2566", printed{code: "O1"}, "_2566"},
		{eb, "EBB 3 ก", printed{code: "EB3", weak: true}, " ก"},
		{eb, "E 3", printed{}, ""},
		{eb, "о3", printed{}, ""},
		{moit, "MMOIT3", printed{code: "MOIT3", weak: true}, ""},
		{moit, "MOOIT3", printed{code: "MOIT3", weak: true}, ""},
		{moit, "MOITT3", printed{code: "MOIT3", weak: true}, ""},
		{moit, "MOXIT3", printed{}, ""},
		{moit, "OIT3", printed{}, ""},
	} {
		p, ok := tt.coder.parse(tt.text)
		end := p.end
		p.end = 0
		if ok != (tt.want.code != "") || ok && (p != tt.want || tt.text[end:] != tt.rest) {
			t.Errorf("%q: %+v, left %q; want %+v, left %q", tt.text, p, tt.text[min(end, len(tt.text)):], tt.want, tt.rest)
		}
	}
	other := newCoder(setWith("X", 12))
	for text, want := range map[string]bool{"X1": true, "X12": true, "X13": false} {
		if _, ok := other.parse(text); ok != want {
			t.Errorf("%s: %v, want %v", text, ok, want)
		}
	}
	two := newCoder(&ita.RuleSet{Items: []ita.Item{{Code: "EB1"}, {Code: "MOIT2"}, {Code: "EB2"}}})
	if p, ok := two.parse("MOIT 2"); !ok || p.code != "MOIT2" || len(two.prefixes) != 2 {
		t.Errorf("a list with two kinds of codes: %+v, %v", p, two.prefixes)
	}
}

func TestANumberBeforeATitle(t *testing.T) {
	for text, want := range map[string]struct {
		n    int
		rest string
	}{
		"12. แผน":  {12, "แผน"},
		"12 แผน":   {12, "แผน"},
		"(3) แผน":  {3, "แผน"},
		"• 3: แผน": {3, "แผน"},
		"7":        {7, ""},
		"7 -–แผน":  {7, "แผน"},
		"12ก":      {12, "ก"},
		"1.2 แผน":  {},
		"12 – 5":   {},
		"123 แผน":  {},
		"12a":      {},
		"12/2566":  {},
		"12%":      {},
		"แผน":      {},
		"":         {},
	} {
		n, end := bareNumber(text)
		if n != want.n || n > 0 && text[end:] != want.rest {
			t.Errorf("%q: %d, left %q", text, n, text[end:])
		}
	}
	if n, w := leadingNumber("1234567890"); n != 123456789 || w != 9 {
		t.Errorf("a number of ten digits: %d of %d", n, w)
	}
	for c, want := range map[byte]bool{'/': false, '0': true, '9': true, ':': false} {
		if isDigit(c) != want {
			t.Errorf("isDigit(%q)", c)
		}
	}
	for c, want := range map[byte]bool{'@': false, 'A': true, 'Z': true, '[': false, '`': false, 'a': true, 'z': true, '{': false, '1': false} {
		if isLatin(c) != want {
			t.Errorf("isLatin(%q)", c)
		}
	}
	for code, want := range map[string]struct {
		prefix string
		n      int
	}{"MOIT12": {"MOIT", 12}, "O1": {"O", 1}, "O": {"O", 0}, "12": {"", 12}, "": {"", 0}} {
		if prefix, n := splitCode(code); prefix != want.prefix || n != want.n {
			t.Errorf("%q: %q, %d", code, prefix, n)
		}
	}
}

func TestACodeInBracketsAfterATitle(t *testing.T) {
	m := NewMatcher(setWith("O", 43)).m
	for text, want := range map[string]string{ // code and words
		"ข้อมูลการติดต่อ (O5)":     "O5 ข้อมูลการติดต่อ ",
		"ข้อมูลการติดต่อ [O5] ":    "O5 ข้อมูลการติดต่อ ",
		"ข้อมูล (ใหม่) (ข้อ O5)":   "O5 ข้อมูล (ใหม่) ",
		"ข้อมูลการติดต่อ (O5)  : ": "O5 ข้อมูลการติดต่อ ",
		"ข้อมูลการติดต่อ – ข้อ O5": "O5 ข้อมูลการติดต่อ ",
		"ข้อมูล-การติดต่อ:O5":      "O5 ข้อมูล-การติดต่อ",
		"ข้อมูลการติดต่อ | O5":     "O5 ข้อมูลการติดต่อ ",
		"ข้อมูลการติดต่อ O5":       "",
		"– O5": "",
		"ข้อมูลการติดต่อ (O5":       "",
		"ข้อมูลการติดต่อ (05)":      "", // a telephone's
		"ข้อมูลการติดต่อ (O5-O9)":   "",
		"ข้อมูลการติดต่อ (O5 ใหม่)": "",
		"ข้อมูลการติดต่อ (ใหม่)":    "",
		"(O5)":                            "",
		"":                                "",
		strings.Repeat("ก", 118) + "(O5)": "O5 " + strings.Repeat("ก", 118),
		strings.Repeat("ก", 119) + "(O5)": "",
	} {
		got := ""
		if p, words, ok := m.codeAfter(text); ok {
			got = p.code + " " + words
			if p.end != 0 {
				t.Errorf("%q: the words begin at %d", text, p.end)
			}
		} else if words != text {
			t.Errorf("%q: without a code its words are %q", text, words)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestWhatWaitingWordsMayStandBeside(t *testing.T) {
	for text, want := range map[string]bool{
		"รายงานผลการดำเนินงาน [ รอเอกสาร ]": true,
		"รายงานผลการดำเนินงาน - รอเอกสาร":   true,
		"รายงานผลการดำเนินงาน *รอเอกสาร":    true,
		"รายงานผลการดำเนินงาน รอเอกสาร":     false,
		"แผน รอเอกสาร":                      true, // hardly more than the words
		"กขคงจฉชซ รอเอกสาร":                 true, // eight letters more
		"กขคงจฉชซฌ รอเอกสาร":                false,
		"Coming Soon": true,
		"ยังไม่มีเอกสาร": true,
		"": false,
	} {
		if got := waiting(text); got != want {
			t.Errorf("waiting(%q) = %v", text, got)
		}
	}
}

func TestWhichAddressesAreDocuments(t *testing.T) {
	for address, want := range map[string]bool{
		"https://a.go.th/x.PDF":               true,
		"https://a.go.th/x.pdf?v=2":           true,
		"https://a.go.th/get.php?file=x.docx": true,
		"https://drive.google.com/file/d/1":   true,
		"https://a.go.th/pdf":                 false,
		"https://a.go.th/x.php?y=1":           false,
		"https://a.go.th/x.pdf/page":          false,
	} {
		if got := IsDocument(address); got != want {
			t.Errorf("IsDocument(%q) = %v", address, got)
		}
	}
	for address, want := range map[string]bool{
		"https://www.facebook.com/Sharer/sharer.php?u=x": true,
		"https://www.facebook.com/agency":                false,
	} {
		if got := shares(address); got != want {
			t.Errorf("shares(%q) = %v", address, got)
		}
	}
}
