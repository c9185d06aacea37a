package report

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"itacheck/ita"
)

// nasty are strings that a website may hold in order to harm its reader.
var nasty = []string{
	"\x1b[2J\x1b[1;31mหาย\x1b[0m",
	"\x1b]0;เจ้าของเครื่อง\x07ข้อความ",
	"\x1b]8;;http://evil.example/\x1b\\คลิก\x1b]8;;\x1b\\",
	"\u009b31m\u0090q\u009c",
	"ไฟล์\u202efdp.exe\u2066\u200f\u061c",
	strings.Repeat("ยาว", 3000),
	strings.Repeat("W", 5000),
	strings.Repeat("漢字", 500),
	strings.Repeat("ๆ", 500) + strings.Repeat("เ", 500),
	"บรรทัด\r\n\r\n\v\fใหม่\u2028\u2029\u0085",
	"ศูนย์\x00\x01\x7f",
	"\xff\xfe\x80ไม่ใช่ UTF-8 \xe0\xb8",
	"ก" + strings.Repeat("\u0e48\u0e34", 500),
	"\u0e33\u0e48 \u0301",
	"👩‍👩‍👧‍👦🇹🇭☎\ufe0f",
	"│ ✓ ผ่าน │",
	"https://www.example.go.th/" + strings.Repeat("ก", 300),
	"javascript:alert(1)", "http://[::1%25x]:p/%zz", "%", "   ", "",
	"{{.}} %s %d <script>&amp;\"'\\",
}

// poison fills the text fields of a result, but not codes, states and other
// words of our own, with nasty strings.
func poison(v reflect.Value, pick func() string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem(), pick)
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i), pick)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Name != "Code" {
				poison(v.Field(i), pick)
			}
		}
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			v.SetString(pick())
		}
	}
}

func TestHostileTextHarmsNoReport(t *testing.T) {
	if testing.Short() {
		t.Skip("writes every report many times over")
	}
	schema := contract(t)
	check := func(t *testing.T, pick func() string, formats []Format) {
		r := sample()
		poison(reflect.ValueOf(r), pick)
		doc := render(t, "json", r, Options{})
		if err := validate(schema, doc); err != nil {
			t.Error(err)
		}
		harmless(t, doc)
		for _, f := range formats {
			if f.Name != "table" {
				harmless(t, strings.ReplaceAll(strings.TrimPrefix(readable(t, f, render(t, f.Name, r, Options{})), "\ufeff"), "\r\n", "\n"))
			}
		}
		for _, o := range []Options{
			{Lang: ita.Thai, Width: 60, Verbose: true},
			{Lang: ita.English, Width: 80, ASCII: true},
			{Lang: ita.English, Width: 100, Verbose: true},
			{Lang: ita.Thai, Width: 140, ASCII: true},
		} {
			table := render(t, "table", r, o)
			checkWidth(t, table, o.Width)
			harmless(t, table)
		}
	}
	for _, s := range nasty {
		check(t, func() string { return s }, nil)
	}
	for seed := range uint64(10) {
		random := rand.New(rand.NewPCG(seed, 0))
		check(t, func() string {
			return nasty[random.IntN(len(nasty))] + " " + nasty[random.IntN(len(nasty))]
		}, Formats())
	}
}

// harmless checks that a report has no character that acts on a terminal.
func harmless(t *testing.T, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Error("the report is not UTF-8")
	}
	for _, r := range s {
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf) {
			t.Errorf("the report has the character %U", r)
			return
		}
	}
}

func TestLongAddressKeepsItsLine(t *testing.T) {
	long := "https://www.example.go.th/" + strings.Repeat("a", 300)
	r := sample()
	r.Agency.URL = long
	r.Items[2].Evidence[0].Link.URL = long + "/law"
	lines := strings.Split(render(t, "table", r, Options{Lang: ita.Thai, Width: 60}), "\n")
	for _, want := range []string{long, long + "/law"} {
		found := false
		for _, l := range lines {
			found = found || strings.TrimSpace(l) == want
		}
		if !found {
			t.Errorf("%s… does not stand on a line of its own", want[:40])
		}
	}
}
