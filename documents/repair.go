package documents

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"itacheck/internal/thai"
)

// repair returns text as a reader sees it: mojibake undone, marks joined to
// their letters and in order, single blanks within a cell, no empty lines.
// Lines stay lines and tabs stay tabs.
func repair(s string) string {
	s = undoMojibake(s)
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u2028", "\n", "\ufffe", "", "\uffff", "", "\u00ad", "").Replace(s)
	s = joinMarks(s)
	var out strings.Builder
	out.Grow(len(s))
	for line := range strings.SplitSeq(s, "\n") {
		cells := strings.Split(line, "\t")
		for i := range cells {
			cells[i] = thai.Normal(cells[i])
		}
		if line = strings.Trim(strings.Join(cells, "\t"), "\t"); line == "" {
			continue
		}
		if out.Len() > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(line)
	}
	return out.String()
}

// oneLine is repair for a title.
func oneLine(s string) string { return thai.Normal(clip(undoMojibake(s), 1000)) }

// cleanTitle is a metadata title without what programs put before it.
func cleanTitle(s string) string {
	s = oneLine(s)
	for _, p := range [...]string{"Microsoft Word - ", "Microsoft Excel - ", "Microsoft PowerPoint - ", "PowerPoint Presentation"} {
		s = strings.TrimPrefix(s, p)
	}
	return s
}

// joinMarks takes away blanks and line ends that stand where Thai has none:
// before a mark or a vowel that needs a letter, and after a vowel that is
// written before its letter. PDF readers put them in by the look of the page.
func joinMarks(s string) string {
	if !strings.ContainsAny(s, " \n\u00a0") {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	var prev rune // the last character that is no blank
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isBlank(r) {
			out.WriteString(s[i : i+n])
			prev = r
			i += n
			continue
		}
		end := i
		for end < len(s) {
			b, m := utf8.DecodeRuneInString(s[end:])
			if !isBlank(b) {
				break
			}
			end += m
		}
		next, _ := utf8.DecodeRuneInString(s[end:])
		if !(thaiConsonant(prev) || isMark(prev)) || !needsLetter(next) {
			if !(leadingVowel(prev) && thaiConsonant(next)) {
				out.WriteString(s[i:end])
			}
		}
		i = end
	}
	return out.String()
}

// isBlank is a blank, other than a tab: that separates cells.
func isBlank(r rune) bool { return r == ' ' || r == '\n' || r == '\u00a0' || r == '\u200b' }

func thaiConsonant(r rune) bool { return r >= 0x0e01 && r <= 0x0e2e }
func leadingVowel(r rune) bool  { return r >= 0x0e40 && r <= 0x0e44 }

func isMark(r rune) bool {
	return r == 0x0e31 || r >= 0x0e34 && r <= 0x0e3a || r >= 0x0e47 && r <= 0x0e4e || r >= 0xf701 && r <= 0xf71a && r != 0xf70f
}

// needsLetter: marks, and the vowels ะ า ำ ๅ.
func needsLetter(r rune) bool {
	return isMark(r) || r == 0x0e30 || r == 0x0e32 || r == 0x0e33 || r == 0x0e45
}

// undoMojibake reads the letters of old Thai fonts as Thai again. Such a font
// keeps Thai letters at the places of TIS-620 and the document calls them
// Western, so that แผน comes out as "á¼¹". It is told by runs of four Western
// accented letters or signs, which no Western language has.
func undoMojibake(s string) string {
	table := mojibakeTable(s)
	if table == nil {
		return s
	}
	return strings.Map(func(r rune) rune {
		if b, ok := table(r); ok && b >= utf8.RuneSelf {
			if t := tis620(b); t != utf8.RuneError {
				return t
			}
		}
		return r
	}, s)
}

// mojibakeTable chooses between the two encodings that such fonts go by, or
// none when the text is what it seems.
func mojibakeTable(s string) func(rune) (byte, bool) {
	ansi := longestRun(s, ansiByte)
	standard := longestRun(s, standardByte)
	switch {
	case ansi < 4 && standard < 4:
		return nil
	case standard > ansi:
		return standardByte
	}
	return ansiByte
}

// longestRun is the most characters in a row that table turns into Thai.
func longestRun(s string, table func(rune) (byte, bool)) int {
	best, n := 0, 0
	for _, r := range s {
		if b, ok := table(r); ok && b >= 0xa1 {
			n++
			best = max(best, n)
		} else {
			n = 0
		}
	}
	return best
}

func ansiByte(r rune) (byte, bool) {
	if r >= 0x80 && r <= 0xff {
		return byte(r), true
	}
	return charmap.Windows1252.EncodeRune(r)
}

// standardEncoding are the characters of Adobe's StandardEncoding from 0xA1 on,
// which PDFium takes for a font without an encoding; 0 where it has none.
var standardEncoding = [...]rune{
	'¡', '¢', '£', '⁄', '¥', 'ƒ', '§', '¤', '\'', '“', '«', '‹', '›', 'ﬁ', 'ﬂ',
	0, '–', '†', '‡', '·', 0, '¶', '•', '‚', '„', '”', '»', '…', '‰', 0, '¿',
	0, '`', '´', 'ˆ', '˜', '¯', '˘', '˙', '¨', 0, '˚', '¸', 0, '˝', '˛', 'ˇ',
	'—', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 'Æ', 0, 'ª', 0, 0, 0, 0, 'Ł', 'Ø', 'Œ', 'º', 0, 0, 0, 0,
	0, 'æ', 0, 0, 0, 'ı', 0, 0, 'ł', 'ø', 'œ', 'ß', 0, 0, 0, 0,
}

func standardByte(r rune) (byte, bool) {
	if r < utf8.RuneSelf && r != '\'' && r != '`' {
		return byte(r), true
	}
	for i, c := range standardEncoding {
		if c == r {
			return byte(0xa1 + i), true
		}
	}
	return 0, false
}

// tis620 is the letter of a byte: windows-874, with the raised and lowered
// copies that Thai fonts of Windows keep where it has none.
func tis620(b byte) rune {
	const copies = "\x81\x82\x83\x84\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x90\x98\x99\x9a\x9b\x9c\x9d\x9e\x9f\xfc\xfd\xfe"
	if i := strings.IndexByte(copies, b); i >= 0 {
		return 0xf701 + rune(i)
	}
	return charmap.Windows874.DecodeByte(b)
}

// unreadable tells a text layer whose letters cannot be known: no Thai in what
// is too strange for another language, or mostly characters that the file has
// no letter for. The counts are of the characters that were looked at.
func unreadable(s string, chars, lost int) bool {
	var thaiLetters, latin, strange, all int
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			continue
		case r >= 0x0e01 && r <= 0x0e5b:
			thaiLetters++
		case r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			latin++
		case r >= utf8.RuneSelf && !unicode.IsPunct(r), r < ' ':
			strange++
		}
		all++
	}
	if all < 15 {
		return false
	}
	return lost*3 > chars || thaiLetters == 0 && strange*4 > latin
}

// decode brings text into UTF-8 by looking at its bytes; declarations lie too
// often. Valid UTF-8 stays; UTF-16 is told by its mark; where most high bytes
// are the UTF-8 of Thai letters it is UTF-8 with damage; else windows-874.
func decode(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return utf16Text(b[2:])
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		swapped := bytes.Clone(b[2:])
		for i := 0; i+1 < len(swapped); i += 2 {
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
		}
		return utf16Text(swapped)
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if utf8.Valid(b) {
		return string(b)
	}
	if mostlyUTF8(b) {
		return string(bytes.ToValidUTF8(b, []byte("\ufffd")))
	}
	return decode874(b)
}

func mostlyUTF8(b []byte) bool {
	high, letters := 0, 0
	for i := 0; i < len(b); i++ {
		if b[i] < 0x80 {
			continue
		}
		if i+2 < len(b) && b[i] == 0xE0 && b[i+1]&^1 == 0xB8 && b[i+2]&0xC0 == 0x80 {
			letters, i = letters+3, i+2
			high += 2
		}
		high++
	}
	return letters*2 > high
}

func decode874(b []byte) string {
	var s strings.Builder
	s.Grow(len(b))
	for _, c := range b {
		s.WriteRune(tis620(c))
	}
	return s.String()
}

// doubtThaiDigits puts "?" for every digit of a number that has a Thai digit in
// it: OCR mixes the two scripts in its mistakes.
func doubtThaiDigits(s string) string {
	return numbers.ReplaceAllStringFunc(s, func(n string) string {
		if !strings.ContainsAny(n, "๐๑๒๓๔๕๖๗๘๙") {
			return n
		}
		return strings.Repeat("?", utf8.RuneCountInString(n))
	})
}

var numbers = regexp.MustCompile(`[0-9๐-๙]+`)

// clip returns at most n bytes of s, in whole characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
