package main

import (
	"cmp"
	"fmt"
	"strings"

	"itacheck/internal/strictyaml"
	"itacheck/ita"
)

// language finds the language before the flags are read, because help and
// complaints about flags are in it too: --lang, else the locale. Thai is for a
// Thai locale and for none.
func language(args []string, getenv func(string) string) ita.Lang {
	for i, arg := range args {
		value, ok := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			value, ok = args[i+1], true
		}
		if ok && (value == string(ita.Thai) || value == string(ita.English)) {
			return ita.Lang(value)
		}
		if arg == "--" {
			break
		}
	}
	locale := strings.ToLower(cmp.Or(getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG")))
	if locale == "" || locale == "th" || strings.HasPrefix(locale, "th_") || strings.HasPrefix(locale, "th.") || strings.HasPrefix(locale, "th-") {
		return ita.Thai
	}
	return ita.English
}

// say returns one of two wordings.
func (a *app) say(th, en string) string { return ita.Text{TH: th, EN: en}.In(a.lang) }

// sayf is say with values put in; both wordings take the same ones.
func (a *app) sayf(th, en string, values ...any) string {
	return fmt.Sprintf(a.say(th, en), values...)
}

// meant asks whether another word was meant, or returns "" when none is near.
func (a *app) meant(word string, known []string) string {
	_, near, _ := strings.Cut(strictyaml.DidYouMean(word, known), `"`)
	near, _, ok := strings.Cut(near, `"`)
	if !ok {
		return ""
	}
	return a.sayf(" หมายถึง %q หรือไม่", " (did you mean %q?)", near)
}
