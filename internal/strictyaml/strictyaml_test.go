package strictyaml

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAFileThatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"empty":              {"", "f: the file is empty"},
		"only comments":      {"# a\n# b\n", "f: the file is empty"},
		"a tab":              {"a:\n\t- b", "f:2:1: a tab: indent with spaces"},
		"an open quote":      {"a: 'ก", "f:1:4: could not find end character of single-quoted text"},
		"an open bracket":    {"a: 1\nb: [1, 2", "f:2:4: sequence end token ']' not found"},
		"a second document":  {"---\na: 1\n---\nb: 2\n", "f:4:1: a second document begins here: remove the line ---, or put it into a file of its own"},
		"UTF-16":             {"\xff\xfea\x00:\x00 \x001\x00", "f:1:1: not UTF-8: save the file with the encoding UTF-8"},
		"Thai in TIS-620":    {"a: 1\nb: \xa1\xa2\n", "f:2:1: not UTF-8: save the file with the encoding UTF-8"},
		"brackets in excess": {"a: " + strings.Repeat("[", 100_000), "f:1:1: nested more than 50 deep"},
		"dashes in excess":   {strings.Repeat("- ", 100_000) + "a", "f:1:1: nested more than 50 deep"},
		"a huge file":        {strings.Repeat("#", MaxBytes+1), "f: larger than 4 MB: this is not a file that itacheck reads"},
		"an anchor": {
			"a: &x 1\nb: *x",
			"f:1:4: anchors and aliases (& and *) are not read here: write the value out, or put it in quotes if it is text\n" +
				"f:2:4: anchors and aliases (& and *) are not read here: write the value out, or put it in quotes if it is text",
		},
		"a tag": {"a: !!str x", "f:1:4: tags (!) are not read here: write the plain value, or put it in quotes if it is text"},
	} {
		err := Parse("f", []byte(c.in)).Err()
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func TestScalarsAreReadAsWritten(t *testing.T) {
	f := Parse("f", []byte("\ufeffa: 007\r\nb: no\r\nc: 2569-09-30\r\nd: 9.10\r\ne: 'O: 1'\r\nf: \"ก\\u200bข\"\r\ng: |\r\n  หนึ่ง\r\n  สอง\r\nh:\r\n"))
	m := f.Root().Map("a", "b", "c", "d", "e", "f", "g", "h", "i")
	for key, want := range map[string]string{
		"a": "007", "b": "no", "c": "2569-09-30", "d": "9.10", "e": "O: 1", "f": "ก\u200bข", "g": "หนึ่ง\nสอง", "h": "", "i": "",
	} {
		if got := m.Get(key).Text(); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	if err := f.Err(); err != nil {
		t.Error(err)
	}
}

func TestNumbersInEitherDigits(t *testing.T) {
	f := Parse("f", []byte("year: ๒๕๖๘\nweight: 0.25\nwrong: สอง\n"))
	m := f.Root().Map("year", "weight", "wrong")
	if got := m.Get("year").Int(); got != 2568 {
		t.Error(got)
	}
	if got, ok := m.Get("weight").Number(); got != 0.25 || !ok {
		t.Error(got, ok)
	}
	if f.Err() != nil {
		t.Error(f.Err())
	}
	m.Get("wrong").Int()
	m.Get("wrong").Number()
	want := "f:3:8: a number is expected here, not \"สอง\"\nf:3:8: a whole number is expected here, not \"สอง\""
	if got := f.Err().Error(); got != want {
		t.Error(got)
	}
}

func TestMistakesAreSortedAndSaidOnce(t *testing.T) {
	f := Parse("f", []byte("b: {x: 1, y: 2, x: 3}\ntitel: a\nlist: [a, '', b]\n"))
	m := f.Root().Map("title", "b", "list")
	m.Need("title", "write one")
	m.Get("list").Texts()
	m.Get("list").Texts()
	m.Get("b").Map("x", "y")
	m.Get("b").Text()
	want := []string{
		`f:1:1: title is missing: write one`,
		`f:1:4: text is expected here, not a group of keys`,
		`f:1:17: the key "x" is here twice (first on line 1): remove one`,
		`f:2:1: unknown key "titel" (did you mean "title"?)`,
		`f:3:11: an empty entry: write it or remove it`,
	}
	if diff := cmp.Diff(want, strings.Split(f.Err().Error(), "\n")); diff != "" {
		t.Error(diff)
	}
}

func TestDidYouMean(t *testing.T) {
	known := []string{"structure", "executives", "news"}
	for word, want := range map[string]string{
		"strucure": ` (did you mean "structure"?)`,
		"NEWS":     ` (did you mean "news"?)`,
		"nesw":     ` (did you mean "news"?)`,
		"budget":   "",
		"":         "",
	} {
		if got := DidYouMean(word, known); got != want {
			t.Errorf("%s:%s, want%s", word, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"a: 1", "- a\n- {b: [c]}", "? a\n: b", "a: &x [*x]", "<<: {a: 1}", "a: |\n b", "!!map {}", "\ufeff- ๑"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := Parse("f", data)
		var walk func(v Value)
		walk = func(v Value) {
			v.Int()
			v.Number()
			v.Texts()
			for _, item := range v.List() {
				walk(item)
			}
			for _, p := range v.Pairs() {
				walk(p.Value)
			}
			v.Map("a").Need("a", "write it")
		}
		walk(file.Root())
		_ = file.Err()
	})
}
