package crawler

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of what is kept of a website's words. What is longer is no label, no
// title and no address that a browser's user would meet.
const (
	maxAddress   = 8 << 10 // bytes; servers refuse longer ones
	maxLabel     = 2000    // characters of a link's text
	maxTitle     = 1000    // characters of a page's title
	maxAttribute = 1000    // bytes of a class, an id or an accessible name
	maxDetail    = 300     // characters of a failure's words
	maxMediaType = 100     // bytes of a Content-Type
)

// clip cuts a text to a number of characters.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// clipBytes cuts a text to a number of bytes, between two characters.
func clipBytes(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// words makes what a server said fit to be quoted: bounded, and without
// characters that act on a terminal or cannot be seen.
func words(s string) string {
	s = strings.Map(func(r rune) rune {
		if r != ' ' && !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, clipBytes(s, 4*maxDetail))
	return clip(s, maxDetail)
}
