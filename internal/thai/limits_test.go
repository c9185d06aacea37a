package thai

import (
	"strings"
	"testing"
)

// TestYearsAtTheLimitsOfTheRules pins each number in the rules from both sides.
func TestYearsAtTheLimitsOfTheRules(t *testing.T) {
	letters := func(n int) string { return strings.Repeat("ab", 12)[:n] }
	blanks := func(n int) string { return strings.Repeat(" ", n) }
	for name, cases := range map[string][]yearCase{
		"years that are believed": {
			{"2540", "2540"}, {"2539", ""}, {"2590", "2590"}, {"2591", ""}, {"02566", ""}, {"2566000000", ""}, {"0000002566", ""},
		},
		"Gregorian years in context": {
			{"ปี 2012", "2555"}, {"ปี 2011", ""}, {"ปี 2035", "2578"}, {"ปี 2036", ""},
		},
		"two digits in context": {
			{"ปี 55", "2555"}, {"ปี 54", ""}, {"ปี 75", "2575"}, {"ปี 76", ""}, {"ITA 72", "2572"}, {"ITA 73", ""},
		},
		"spans": {
			{"2540-2565", "2540-2565"}, {"2540-2566", "2540: 2540 | 2566: 2566"}, {"2566-2566", "2566"}, {"2566-70", "2566-2570"}, {"2566 - 70", "2566: 2566"},
		},
		"months without a mark": {
			{"012566", "2566 months fiscal"},
			{"122566", "2567 months fiscal"},
			{"132566", ""},
			{"002566", ""},
			{"012550", "2550 months fiscal"},
			{"012549", ""},
			{"122580", "2581 months fiscal"},
			{"012581", ""},
		},
		"dates": {
			{"31/12/2566", "2567 months fiscal"},
			{"1/1/2566", "2566 months fiscal"},
			{"1/13/2566", "2566: 2566"},
			{"0/1/2566", ""},
			{"32/1/2566", "2566: 2566"},
			{"1/3/2566 ก 1/10/2565", "2566 months fiscal: 1/3/2566 | 2566 months fiscal: 1/10/2565"},
			{"31/3/2566 - 1/10/2564", "2566 months fiscal: 31/3/2566 | 2565 months fiscal: 1/10/2564"},
			{"1-2/2566", "2566: 2566"},
			{"1,2,2566", ""},
			{"2563,2564,2565", "2563: 2563 | 2564: 2564 | 2565: 2565"},
			{"0-2/2566", ""},
		},
		"months and days": {
			{"31 มี.ค. 2566", "2566 months fiscal"},
			{"32 มี.ค. 2566", "2566 months fiscal: มี.ค. 2566"},
			{"1-31 มี.ค. 2566", "2566 months fiscal: 31 มี.ค. 2566"},
			{"1 ต.ค. 65 - 31 มี.ค. 66", "2566 first half fiscal"},
			{"มี.ค. - ต.ค. 2566", "2566-2567 months fiscal"},
			{"ต.ค. - มี.ค. 2566", "2566 first half fiscal"},
			{"ต.ค. 2560 - ก.ย. 2565", "2561-2565 fiscal"},
			{"ต.ค. 2560 - ต.ค. 2565", "2561 months fiscal: ต.ค. 2560 | 2566 months fiscal: ต.ค. 2565"},
			{"ปีงบประมาณ 2565 (ตุลาคม - มีนาคม)", "2565 first half fiscal"},
			{"ปีงบประมาณ 2565 (ตุลาคม)", "2565 fiscal: ปีงบประมาณ 2565"},
		},
		"quarters": {
			{"ไตรมาส 1/2566", "2566 Q1 fiscal"},
			{"ไตรมาส 4/66", "2566 Q4 fiscal"},
			{"ไตรมาส 1-2566", "2566 Q1 fiscal"},
			{"ไตรมาส 5/2566", "2566: 5/2566"},
			{"ไตรมาสที่ 1 และ 2 ปี 2566", "2566 first half fiscal"},
			{"ไตรมาส 3, 1 ปี 2566", "2566: ปี 2566"},
			{"ไตรมาส 1/2566/2", "2566 Q1 fiscal: ไตรมาส 1/2566"},
		},
		"rounds and counts of months": {
			{"รอบ 6 เดือน 2566", "2566 first half fiscal"},
			{"รอบ 6 เดือนหลัง 2566", "2566 second half fiscal"},
			{"รอบ 9 เดือน 2566", "2566 months fiscal"},
			{"รอบ 12 เดือน 2566", "2566 fiscal"},
			{"รอบ 15 เดือน 2566", "2566: 2566"},
			{"รอบ 5 เดือน 2566", "2566: 2566"},
			{"รอบที่ 2 ปีงบประมาณ 2566", "2566 second half fiscal"},
			{"รอบที่ 3 ปีงบประมาณ 2566", "2566 fiscal: ปีงบประมาณ 2566"},
			{"รอบที่ 1/2566", "2566 first half fiscal"},
			{"รอบ 1 เดือน 2566", "2566: 2566"},
		},
		"eras in English": {
			{"A.D. 2023", "2566"}, {"B.E. 2566", "2566"}, {"AD 2023", "2566"}, {"A.Dx 2023", ""}, {"A.C. 2023", ""}, {"xA.D. 2023", ""},
		},
		"joined dates": {
			{"1/10/2565-31/3-2566", ""},
			{"1/10-2565-31/3/2566", ""},
			{"1/10/2565-31-3/2566", ""},
			{"31/3/2566ab", ""},
			{"31/3/2566 ถึงวันที่ 30/4/2566", "2566 months fiscal"},
			{"031 มี.ค. 2566", "2566 months fiscal: มี.ค. 2566"},
		},
		"words between two years": {
			{"ปี 2565 ถึงปีงบประมาณ พ.ศ. 2567", "2565-2567"},
			{"2565 - พ.ศ. 2567", "2565-2567"},
			{"2565 พ.ศ. 2567", "2565: 2565 | 2567: พ.ศ. 2567"},
			{"ปี 66-70", "2566-2570"},
			{"ปี 66 - 70", "2566-2570"},
			{"มีนาคม ประจำปี งบประมาณ พ.ศ. 2566", "2566 months fiscal"},
		},
		"counts": {
			{"แผน 66 ปี", ""},
			{"2566 บาท", ""},
			{"ปี 2566 บาท", "2566: ปี 2566"},
			{"ปี 66 เดือน", ""},
			{"รอบ 6 เดือน (แรก) 2566", "2566 first half fiscal"},
			{"หน้า. 2566", ""},
			{"เลขที่ 12/2566", "2566: 12/2566"},
		},
		"further laws": {
			{"พ.ร.บ. ก พ.ศ. 2540 และ พ.ศ. 2560", ""},
			{"พ.ร.บ. ก พ.ศ. 2540 และที่แก้ไขเพิ่มเติม พ.ศ. 2560", ""},
			{"พ.ร.บ. ก พ.ศ. 2540 แผน พ.ศ. 2560", "2560: พ.ศ. 2560"},
			{"เทศบัญญัติงบประมาณรายจ่าย พ.ศ. 2566", "2566: พ.ศ. 2566"},
			{"พ.ร.บ. งบประมาณ พ.ศ. 2566", "2566 fiscal: งบประมาณ พ.ศ. 2566"},
		},
		"old laws": {
			{"พ.ร.บ. ก พ.ศ. 2401 แผน พ.ศ. 2566", "2566: พ.ศ. 2566"}, {"พ.ร.บ. ก พ.ศ. 2400 แผน พ.ศ. 2566", ""},
		},
		"amounts": {
			{"ปี 66,123", ""}, {"งบปี 66,123 บาท", ""}, {"2566,2567", "2566: 2566 | 2567: 2567"},
		},
		"a word before it": {
			{"ab2566", ""},
			{"abc2566", "2566: 2566"},
			{"1abab2566", ""},
			{"1ababa2566", "2566: 2566"},
			{letters(23) + "2566", "2566: 2566"},
			{letters(24) + "2566", ""},
		},
		"a word after it": {
			{"2566ab", ""},
			{"2566abc", "2566: 2566"},
			{"2566abc1", ""},
			{"2566" + letters(23), "2566: 2566"},
			{"2566" + letters(24), ""},
		},
		"half a year and how far away": {
			{"ครึ่งปีแรก" + blanks(149) + "2566", "2566 first half fiscal"},
			{"ครึ่งปีแรก" + blanks(150) + "2566", "2566: 2566"},
			{"ครึ่งปีแรกและครึ่งปีหลัง ปี 2566", "2566 fiscal"},
			{"ครึ่งปีแรก ; 2566", "2566: 2566"},
		},
	} {
		for _, c := range cases {
			if got := shown(c.text, Years(c.text)); got != c.want {
				t.Errorf("%s: Years(%q)\n got %s\nwant %s", name, c.text, got, c.want)
			}
		}
	}
	for n, want := range map[int]string{295: "", 296: "2560: พ.ศ. 2560"} { // 3 bytes each; within 900 bytes the year is the law's
		text := "พ.ร.บ. " + strings.Repeat("ก", n) + " พ.ศ. 2560"
		if got := shown(text, Years(text)); got != want {
			t.Errorf("a law's name of %d letters: %s, want %s", n, got, want)
		}
	}
}

func TestFileNamesAtTheLimitsOfTheRules(t *testing.T) {
	for name, want := range map[string]string{
		"2566_abcdefabcdef":    "", // a hash of sixteen
		"2566_ABCDEF-abcdef":   "",
		"2566_abcdefabcde":     "2566: 2566",
		"2566_abcdefabcdeg":    "2566: 2566",
		"2566_123456_12345678": "2566: 2566", // no letter in it
		".2566":                "2566: 2566",
		"x-25660300.pdf":       "",
		"x-25660332.pdf":       "",
		"x-25660331.pdf":       "2566 months fiscal: 25660331",
		"x-31032566.pdf":       "2566 months fiscal: 31032566",
		"x-32032566.pdf":       "",
		"x-00032566.pdf":       "",
		"x-31132566.pdf":       "",
		"x-31002566.pdf":       "",
	} {
		if got := shown(name, FileYears(name)); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	for s, want := range map[string]string{
		"%41%5a%6F%aF": "AZo\xaf", "%4G": "%4G", "%G4": "%G4", "%4": "%4", "%": "%", "%40": "@", "%60x": "`x", "%3a": ":", "%2f": "/",
		"e0b881": "ก", "e0b9b9": "\u0e79", "e0b8c1": "e0b8c1", "e0ba81": "e0ba81", "e0b8": "e0b8", "xe0b881%": "xก%", "": "",
	} {
		if got := decoded(s); got != want {
			t.Errorf("decoded(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestThaiCharactersAtTheirLimits(t *testing.T) {
	for s, want := range map[string]bool{"๐": true, "๙": true, "๏": false, "๚": false, "\xe0\xb9": false, "\xe0": false, "": false, "\xe0\xb8\x90": false, "5": false} {
		if got := thaiDigit(s, 0); got != want {
			t.Errorf("thaiDigit(%q) = %v", s, got)
		}
	}
	for r, want := range map[rune]int{
		0x0e30: -1, 0x0e31: 0, 0x0e32: -1, 0x0e33: -1, 0x0e34: 0, 0x0e3a: 0, 0x0e3b: -1, 0x0e40: -1, 0x0e46: -1, 0x0e47: 0,
		0x0e48: 1, 0x0e4b: 1, 0x0e4c: 1, 0x0e4d: 2, 0x0e4e: 1, 0x0e4f: -1, 'a': -1,
	} {
		if got := markClass(r); got != want {
			t.Errorf("markClass(%U) = %d, want %d", r, got, want)
		}
	}
	for s, want := range map[string]string{
		"ก\uf700":       "ก" + string(pua[0]),
		"ก\uf71a":       "ก" + string(pua[0x1a]),
		"ก\uf71b":       "ก\uf71b",
		"ก\uf6ff":       "ก\uf6ff",
		"กำ\u0e48":      "ก\u0e48ำ",
		"ฮำ\u0e48":      "ฮ\u0e48ำ",
		"ก\u0e4d\u0e32": "กำ",
		"เเก":           "แก",
		"ก\u0e48\u0e34": "ก\u0e34\u0e48",
		"ก\u0e48\u0e48": "ก\u0e48",
		"a\x7fb":        "ab", "a\u0080b": "ab", "a\u009fb": "ab", "a\u00a0b": "a b", "a\u00acb": "a\u00acb", "a\u00adb": "ab", "a\u200bb": "ab", "a~b": "a~b", "a\x1fb": "ab", "a\u0e7fb": "a\u0e7fb", "a\u2028b": "a b",
	} {
		if got := Normal(s); got != want {
			t.Errorf("Normal(%q) = %q, want %q", s, got, want)
		}
	}
	for s, want := range map[string]bool{"2566": true, " พ.ศ. 66": true, "พศ66": true, "-'2": true, "ก": false, "": false, "/2": false, "๒": true, ":": false} {
		if got := yearFollows(s, 0); got != want {
			t.Errorf("yearFollows(%q) = %v", s, got)
		}
	}
	for s, want := range map[string]bool{"ก": true, "\u0e4e": true, "ฯ": false, "๏": false, "\u0e00": false, "a": false, "": false} {
		if got := thaiAfter(s, 0); got != want {
			t.Errorf("thaiAfter(%q) = %v", s, got)
		}
		if got := thaiBefore(s, len(s)); got != (want || s == "ฯ") {
			t.Errorf("thaiBefore(%q) = %v", s, got)
		}
	}
	for c, want := range map[byte]bool{'@': false, 'A': true, 'Z': true, '[': false, '`': false, 'a': true, 'z': true, '{': false} {
		if got := latinAt(string(c), 0); got != want {
			t.Errorf("latinAt(%q) = %v", c, got)
		}
	}
	if latinAt("a", -1) || latinAt("a", 1) {
		t.Error("a letter beside the text")
	}
}
