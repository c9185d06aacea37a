package report

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestTextFromWebsitesIsCleaned(t *testing.T) {
	for name, test := range map[string]struct{ in, want string }{
		"colour":                      {"\x1b[31mแดง\x1b[0m", "แดง"},
		"a window title":              {"a\x1b]0;title\x07b", "ab"},
		"a hyperlink":                 {"\x1b]8;;http://x\x1b\\ชื่อ\x1b]8;;\x1b\\", "ชื่อ"},
		"an escape without an end":    {"ก่อน\x1b]0;หลัง", "ก่อน0;หลัง"},
		"an 8-bit escape":             {"a\u009b31mb", "ab"},
		"an escape at the end":        {"a\x1b", "a"},
		"NUL, bell and backspace":     {"a\x00\x07\bb", "ab"},
		"new lines and tabs":          {" a\r\n\tb\u2028c\u00a0d ", "a b c d"},
		"right-to-left marks":         {"a\u202eb\u2066c\u200f", "abc"},
		"zero-width spaces":           {"การ\u200bเงิน\ufeff", "การเงิน"},
		"invalid UTF-8":               {"a\xffb", "a\ufffdb"},
		"a mark on nothing":           {"\u0e48ก \u0e49ข", "ก ข"},
		"a tower of marks":            {"ก" + strings.Repeat("\u0e48", 50), "ก\u0e48\u0e48\u0e48"},
		"Thai stays":                  {"ปีที่ ๒๕๖๖ น้ำ", "ปีที่ ๒๕๖๖ น้ำ"},
		"a variation selector, emoji": {"☎\ufe0f", "☎"},
	} {
		if got := clean(test.in); got != test.want {
			t.Errorf("%s: clean(%q) = %q, want %q", name, test.in, got, test.want)
		}
	}
}

func TestThaiIsBrokenBetweenWords(t *testing.T) {
	for _, test := range []struct {
		in    string
		limit int
		want  []string
	}{
		{"", 10, nil},
		{"สั้น", 10, []string{"สั้น"}},
		{"การเปิดเผยข้อมูล การป้องกันการทุจริต", 18, []string{"การเปิดเผยข้อมูล", "การป้องกันการทุจริต"}},
		{"รายงานผลการดำเนินงานประจำปี", 16, []string{"รายงานผลการดำเนิน", "งานประจำปี"}},
		{"organisational structure", 14, []string{"organisational", "structure"}},
		{"aaaaaaaaaaaaaaa", 10, []string{"aaaaaaaaaa", "aaaaa"}},
		{"ก " + glue("ข ค ง"), 6, []string{"ก", "ข ค ง"}},
	} {
		if diff := cmp.Diff(test.want, wrap(test.in, test.limit)); diff != "" {
			t.Errorf("wrap(%q, %d):\n%s", test.in, test.limit, diff)
		}
	}
}

func TestLongTextIsCut(t *testing.T) {
	for _, test := range []struct {
		in    string
		limit int
		want  string
	}{
		{"สั้น", 10, "สั้น"},
		{"น้ำน้ำน้ำ", 6, "น้ำน้ำน้ำ"},
		{"น้ำน้ำน้ำน้ำ", 6, "น้ำน้ำ…"},
	} {
		if got := cut(test.in, test.limit, "…"); got != test.want {
			t.Errorf("cut(%q, %d) = %q, want %q", test.in, test.limit, got, test.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("รายงานผลการดำเนินงาน ประจำปี (2566) a/b", 12)
	f.Add("\x1b[31mx\u0e33\u0e33\u0e48 e\u0301", 3)
	f.Add("เแโใไเแโใไๆๆๆๆๆๆๆๆๆๆ", 4)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		limit = 1 + (limit&0x7fff)%120
		text := clean(s)
		if again := clean(text); again != text {
			t.Fatalf("clean(%q) = %q, and again %q", s, text, again)
		}
		lines := wrap(text, limit)
		var all strings.Builder
		for _, l := range lines {
			all.WriteString(l)
			if !utf8.ValidString(l) || l == "" || strings.ContainsFunc(l, unicode.IsControl) {
				t.Errorf("bad line %q", l)
			}
			if width(l) > max(limit, maxCluster) {
				t.Errorf("%q is wider than %d", l, limit)
			}
		}
		if got, want := strings.ReplaceAll(all.String(), " ", ""), strings.ReplaceAll(text, " ", ""); got != want {
			t.Errorf("wrapping lost text: %q, want %q", got, want)
		}
	})
}

func TestNoLineBeginsInsideAThaiLetter(t *testing.T) {
	const text = "สำนักงานที่ทำการ ดำเนินการเกี่ยวกับน้ำประปาทั้งหมดๆ ให้แก่ผู้ใช้น้ำฯ (ตามประกาศปี พ.ศ.๒๕๖๖)"
	for limit := 6; limit < 60; limit++ {
		for _, l := range wrap(text, limit) {
			first, _ := utf8.DecodeRuneInString(l)
			last, _ := utf8.DecodeLastRuneInString(l)
			if unicode.IsMark(first) || strings.ContainsRune("ะาำๆฯ)", first) || strings.ContainsRune("เแโใไ(", last) {
				t.Errorf("at %d columns a line is %q", limit, l)
			}
		}
	}
}
