package thai

import (
	"testing"
	"unicode/utf8"
)

func TestDigits(t *testing.T) {
	for s, want := range map[string]string{
		"พ.ศ. ๒๕๖๖":  "พ.ศ. 2566",
		"O๑๓ ข้อ ๑๓": "O13 ข้อ 13",
		"1๒3":        "123",
		"O๑":         "O1",
		"๐๑๒๓๔๕๖๗๘๙": "0123456789",
		"๏๚":         "๏๚", // their neighbours
		"":           "",
		"\xe0\xb9":   "\xe0\xb9",
	} {
		if got := Digits(s); got != want {
			t.Errorf("Digits(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestIsThai(t *testing.T) {
	for s, want := range map[string]bool{
		"โครงสร้าง": true, "O1 โ": true, "ๆ": true,
		"ก": true, "ำ": true, "เ": true, "\u0e34": false, "\u0e47": false,
		"": false, "E-Service": false, "๒๕๖๖": false, "฿": false, "café": false, "ฯ": false,
	} {
		if got := IsThai(s); got != want {
			t.Errorf("IsThai(%q) = %t, want %t", s, got, want)
		}
	}
}

// Characters that combine are written as codes here, so that one can see what
// is tested.
func TestSameTitleFoldsTheSame(t *testing.T) {
	for _, c := range []struct{ name, a, b string }{
		{"nikhahit and sara aa", "ด\u0e4d\u0e32เนินงาน", "ดำเนินงาน"},
		{"nikhahit, tone, sara aa", "น\u0e4d\u0e49\u0e32", "น้ำ"},
		{"tone, nikhahit, sara aa", "น\u0e49\u0e4d\u0e32", "น้ำ"},
		{"nikhahit and sara am together", "ด\u0e4d\u0e33", "ดำ"},
		{"tone after sara am", "น\u0e33\u0e49", "น้ำ"},
		{"tone after sara aa", "ก\u0e32\u0e48", "ก่า"},
		{"zero width within sara am", "ด\u0e4d\u200b\u0e32", "ดำ"},
		{"space within sara am", "ด\u0e4d \u0e32", "ดำ"},
		{"tone before the vowel above", "ท\u0e48\u0e35", "ที่"},
		{"tone before the vowel below", "ผ\u0e49\u0e39", "ผู้"},
		{"tone after sara am, the last consonant", "ฮ\u0e33\u0e49", "ฮ้ำ"},
		{"tone on either side of sara aa", "ก\u0e48\u0e32\u0e48", "ก่า"},
		{"signs that are no letters", "ก๏๚๛฿ฯข", "กข"},
		{"the first and the last digit", "๐๙", "09"},
		{"a mark typed twice", "ท\u0e35\u0e35\u0e48\u0e48", "ที่"},
		{"sara e typed twice", "เเผน", "แผน"},
		{"old Windows fonts", "ป\uf702\uf70d ท\u0e35\uf70a", "ปี\u0e4b ที่"},
		{"old Windows tho than", "\uf700าน", "ฐาน"},
		{"do chada and to patak", "ปฎิบัติ กฏหมาย", "ปฏิบัติ กฎหมาย"},
		{"mai yamok", "ประกาศต่าง ๆ", "ประกาศต่างๆ"},
		{"paiyannoi", "จัดซื้อจัดจ้างฯ", "จัดซื้อจัดจ้าง"},
		{"zero width and no-break spaces", "แผน\u200bปฏิบัติ\u00a0การ\ufeff", "แผนปฏิบัติการ"},
		{"line ends", "ประจำปี\n รอบ 6 เดือน", "ประจำปี รอบ 6 เดือน"},
		{"Thai digits", "รอบ ๖ เดือน", "รอบ 6 เดือน"},
		{"dashes", "E–Service", "E-SERVICE"},
		{"a space for a dash", "E Service", "E-Service"},
		{"ampersand", "Q & A", "Q&A"},
		{"quotes and brackets", "“แผน” (ร่าง)", "แผนร่าง"},
		{"emoji", "📄 แผน", "แผน"},
		{"what could not be decoded", "ก\ufffdำ", "กำ"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if a, b := Fold(c.a), Fold(c.b); a != b {
				t.Errorf("%q folds to %+q, %q to %+q", c.a, a, c.b, b)
			}
		})
	}
}

func TestDifferentWordsFoldApart(t *testing.T) {
	for _, c := range [][2]string{
		{"ปา", "ป่า"}, {"แผน", "แผ่น"}, {"มาตรการ", "มาตรฐาน"}, {"กา ำ", "กำ"}, {"O1", "O11"}, {"ขาว", "ข่าว"},
	} {
		if a, b := Fold(c[0]), Fold(c[1]); a == b {
			t.Errorf("%q and %q both fold to %q", c[0], c[1], a)
		}
	}
}

func TestNormal(t *testing.T) {
	for s, want := range map[string]string{
		"  แผน\u00a0 ปฏิบัติ\n\tการ  ":   "แผน ปฏิบัติ การ",
		"ด\u0e4d\u0e32เนินงาน (O๑๓) – ฯ": "ดำเนินงาน (O๑๓) – ฯ",
		"ท\u0e48\u0e35 \u200bE-Service":  "ที่ E-Service",
		"กฏหมาย":                         "กฏหมาย",
		"ต่าง ๆ":                         "ต่าง ๆ",
		"\u200b":                         "",
		" ":                              "",
		"":                               "",
		"ปี 2566":                        "ปี 2566",
		"เเผน":                           "แผน",
	} {
		if got := Normal(s); got != want {
			t.Errorf("Normal(%+q) = %+q, want %+q", s, got, want)
		}
	}
}

func TestCleanTextIsNotCopied(t *testing.T) {
	for _, s := range []string{"แผนปฏิบัติการป้องกันการทุจริตน้ำ", "oit13", "structure"} {
		s = Fold(s)
		if n := testing.AllocsPerRun(100, func() { Fold(s); Normal(s); Digits(s) }); n != 0 {
			t.Errorf("%q: %v allocations, want none", s, n)
		}
	}
	s := "O13 รายงานผลการดำเนินงาน (ประจำปี 2566)"
	if n := testing.AllocsPerRun(100, func() { Normal(s) }); n != 0 {
		t.Errorf("Normal(%q): %v allocations, want none", s, n)
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{
		"น้ำ", "ท\u0e48\u0e35", "น\u0e4d\u0e49\u0e32", "น\u0e4d\u200b\u0e32", "เ\u200bเเ", "กา\u0e4d\u0e48า", "กา\u0e48\u0e34\u0e48",
		"าา\u0e48", "Q & A", "\xff", "\uf700\uf71a", "İΣ", "ํ่าำ้",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, fold := range map[string]func(string) string{"Fold": Fold, "Normal": Normal} {
			once := fold(s)
			if twice := fold(once); twice != once {
				t.Errorf("%s(%+q) = %+q, a second time %+q", name, s, once, twice)
			}
			if utf8.ValidString(s) && !utf8.ValidString(once) {
				t.Errorf("%s(%+q) = %+q, not UTF-8", name, s, once)
			}
		}
		if text, at := readable(s); at != nil && len(at) != len(text) {
			t.Errorf("readable(%+q): %d places for %d bytes", s, len(at), len(text))
		}
	})
}

func BenchmarkFold(b *testing.B) {
	for name, s := range map[string]string{
		"clean":  Fold("รายงานการกำกับติดตามการดำเนินการป้องกันการทุจริตประจำปี"),
		"spaces": "O40 รายงานการกำกับติดตามการดำเนินการป้องกันการทุจริต ประจำปี รอบ 6 เดือน",
		"broken": "รายงานการก\u0e4d\u0e32กับติดตามการด\u0e4d\u0e32เนินงาน รอบ ๖ เดือน",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				Fold(s)
			}
		})
	}
}

func TestNormalDropsWhatCannotBeSeen(t *testing.T) {
	for in, want := range map[string]string{
		"ก\u0080ข": "กข", "ก\u009fข": "กข", "ก\u00a0ข": "ก ข", "ก\u00adข": "กข", "ก\u00aeข": "ก\u00aeข", "ก\u007fข": "กข", "ก\u200bข": "กข", "ก\x1fข": "กข", "ก~ข": "ก~ข",
	} {
		if got := Normal(in); got != want {
			t.Errorf("Normal(%+q) = %+q, want %+q", in, got, want)
		}
	}
}
