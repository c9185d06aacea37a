package crawler

import (
	"testing"
	"unicode/utf8"
)

func FuzzCharset(f *testing.F) {
	for _, s := range []string{
		"", "แผนปฏิบัติการ", "\xe1\xbc\xb9", "\xef\xbb\xbfก", "\xff\xfeก\x00", "\xff\xfe\x00\xd8", "\xfe\xff\x0e\x01",
		"กขค\xe0\xb8", "กขค\xa1\xa2\xa3\xa4\xfc", "plain",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		valid := utf8.Valid(b)
		in := string(b)
		out := toUTF8(b)
		if !utf8.Valid(out) {
			t.Errorf("%q became %q", in, out)
		}
		if string(b) != in {
			t.Error("the input was changed")
		}
		if valid && len(out) > 0 && string(out) != in && "\ufeff"+string(out) != in {
			t.Errorf("valid %q became %q", in, out)
		}
		skim(out)
		flatten(out)
		sniff(b, "")
	})
}
