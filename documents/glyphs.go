package documents

import (
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// glyph is a character of a PDF page, in the order that PDFium found.
type glyph struct {
	r     rune // a UTF-16 unit where PDFium gives halves
	index int  // on the page
	lost  bool // the file has no letter for it; r is its code in the font
	made  bool // a blank that PDFium put where it saw a gap
}

// box is where a glyph is on the page, in points.
type box struct{ left, right, bottom, top float64 }

// pageText makes a page's text of its glyphs, and reports whether lost letters
// were regained. Where is asked for the places of the few glyphs whose order is
// in doubt.
func pageText(glyphs []glyph, where func(i int) (box, bool)) (text string, regained bool) {
	known := map[int]box{}
	boxOf := func(i int) (box, bool) {
		b, ok := known[i]
		if !ok {
			if b, ok = where(i); ok {
				known[i] = b
			}
		}
		return b, ok
	}
	dropEchoes(glyphs, boxOf)
	guessSaraAA(glyphs)
	placeMarks(glyphs, boxOf)
	glyphs = slices.DeleteFunc(glyphs, func(g glyph) bool { return g.r == 0 })
	if s, ok := withoutEncoding(glyphs); ok {
		return s, true
	}
	units := make([]uint16, 0, len(glyphs))
	for i, g := range glyphs {
		switch {
		case g.made && falseGap(glyphs, i):
		case g.lost && g.r < ' ':
			units = append(units, utf8.RuneError)
		case g.r > 0 && g.r < 0x10000:
			units = append(units, uint16(g.r))
		case g.r >= 0x10000:
			units = utf16.AppendRune(units, g.r)
		}
	}
	return string(utf16.Decode(units)), false
}

// falseGap reports a blank within a word: behind ำ, and behind the marks of ป ฝ
// ฟ, which are shifted to the left. The file itself has none there.
func falseGap(glyphs []glyph, i int) bool {
	if i == 0 || i+1 == len(glyphs) || !thaiConsonant(glyphs[i+1].r) && !leadingVowel(glyphs[i+1].r) {
		return false
	}
	k := i - 1
	if glyphs[k].r == 0x0e33 || glyphs[k].r == 0x0e32 && k > 0 && glyphs[k-1].r == 0x0e4d {
		return true
	}
	for k > 0 && isMark(glyphs[k].r) {
		k--
	}
	return k < i-1 && strings.ContainsRune("ปฝฟ", glyphs[k].r)
}

// dropEchoes drops the second of two equal syllables of letter and marks where
// its letter is as small as a mark. Chromium gives the text of the whole to
// each of its parts: "ทั้งทั้". A glyph that is dropped gets the character 0.
func dropEchoes(glyphs []glyph, boxOf func(i int) (box, bool)) {
	const near = 12
	for k := 1; k+1 < len(glyphs); k++ {
		if !thaiConsonant(glyphs[k].r) || !needsLetter(glyphs[k+1].r) {
			continue
		}
		n := 2
		for k+n < len(glyphs) && n < 4 && needsLetter(glyphs[k+n].r) {
			n++
		}
		for p := k - 2; p >= max(k-near, 0); p-- {
			if !sameRunes(glyphs[p:], glyphs[k:k+n]) {
				continue
			}
			first, ok1 := boxOf(glyphs[p].index)
			echo, ok2 := boxOf(glyphs[k].index)
			if ok1 && ok2 && echo.top-echo.bottom < 0.6*(first.top-first.bottom) {
				for i := range n {
					glyphs[k+i].r = 0
				}
				k += n - 1
			}
			break
		}
	}
}

// sameRunes reports whether a begins with the characters of b.
func sameRunes(a, b []glyph) bool {
	for i := range b {
		if i >= len(a) || a[i].r != b[i].r {
			return false
		}
	}
	return true
}

// guessSaraAA reads a lost glyph as า where that makes การ or ประมาณ of what is
// around it: Ghostscript loses just that letter of files by LibreOffice, and
// gives it in addition to a whole ำ.
func guessSaraAA(glyphs []glyph) {
	code := rune(0)
	for i := 1; i+1 < len(glyphs) && code == 0; i++ {
		g := glyphs[i]
		around := string([]rune{glyphs[i-1].r, glyphs[i+1].r})
		if g.lost && g.r < ' ' && (around == "กร" || around == "มณ") {
			code = g.r
		}
	}
	if code == 0 {
		return
	}
	for i := range glyphs {
		if g := &glyphs[i]; g.lost && g.r == code {
			g.r, g.lost = 0x0e32, false
			if i > 0 && glyphs[i-1].r == 0x0e33 {
				g.r = 0
			}
		}
	}
}

// Bounds of the search for the letter under a mark.
const (
	maxStray  = 300 // marks moved on a page
	farBehind = 120 // glyphs before the mark
	farAhead  = 12  // glyphs after it
)

// placeMarks moves tone marks and vowels that stand between blanks to the
// letters over or under which they are printed. Programs write the second mark
// over a letter as a piece of text of its own, which PDFium puts where the line
// has come to meanwhile: "ขึน เพื่อใช้ในก ้ าร".
func placeMarks(glyphs []glyph, boxOf func(i int) (box, bool)) {
	moved := 0
	for i := 1; i < len(glyphs) && moved < maxStray; i++ {
		if r := glyphs[i].r; !isMark(r) || r == 0x0e31 || !blankGlyph(glyphs[i-1].r) || i+1 < len(glyphs) && !blankGlyph(glyphs[i+1].r) && !needsLetter(glyphs[i+1].r) {
			continue
		}
		mark, ok := boxOf(glyphs[i].index)
		if !ok {
			continue
		}
		to := letterUnder(glyphs, i, mark, boxOf)
		if to < 0 {
			continue
		}
		moved++
		dropBlanks(glyphs, i, to, boxOf)
		moveMark(glyphs, i, to)
	}
}

// letterUnder is the glyph that a mark belongs to, -1 when none is near.
func letterUnder(glyphs []glyph, i int, mark box, boxOf func(int) (box, bool)) int {
	best, found := 0.0, -1
	for k := max(i-farBehind, 0); k < min(i+farAhead, len(glyphs)); k++ {
		if !thaiConsonant(glyphs[k].r) {
			continue
		}
		b, ok := boxOf(glyphs[k].index)
		if !ok {
			continue
		}
		height := b.top - b.bottom
		over := mark.bottom - b.bottom
		if glyphs[i].r >= 0x0e38 && glyphs[i].r <= 0x0e3a {
			over = b.top - mark.top
		}
		if height <= 0 || over < height/4 || over > 2.2*height {
			continue // another line
		}
		// The mark ends at the right edge of its letter, or a little inside.
		middle := (mark.left + mark.right) / 2
		away := max(b.left-middle, middle-b.right, 0)
		if away > height/2 {
			continue
		}
		if d := away + abs(mark.right-b.right)/4; found < 0 || d < best {
			best, found = d, k
		}
	}
	return found
}

// dropBlanks takes away the blanks that the mark at i made: those before it,
// and those after it where the line goes on.
func dropBlanks(glyphs []glyph, i, to int, boxOf func(int) (box, bool)) {
	k := i - 1
	for ; k >= 0 && blankGlyph(glyphs[k].r); k-- {
		if glyphs[k].r == ' ' && !glyphs[k].made {
			break // of the document
		}
		glyphs[k].r = 0
	}
	next := i + 1
	for next < len(glyphs) && blankGlyph(glyphs[next].r) {
		next++
	}
	if next == i+1 || next == len(glyphs) || k < 0 {
		return
	}
	letter, ok1 := boxOf(glyphs[to].index)
	after, ok2 := boxOf(glyphs[next].index)
	before, ok3 := boxOf(glyphs[k].index)
	height := letter.top - letter.bottom
	if !ok1 || !ok2 || !ok3 || after.bottom > letter.top || after.top < letter.bottom || after.left-before.right > height {
		return // another line, or another word
	}
	for i++; i < next; i++ {
		if glyphs[i].made || glyphs[i].r != ' ' {
			glyphs[i].r = 0
		}
	}
}

// moveMark puts glyph i behind the marks of glyph to.
func moveMark(glyphs []glyph, i, to int) {
	g := glyphs[i]
	at := to + 1
	for at < len(glyphs) && at != i && isMark(glyphs[at].r) {
		at++
	}
	if at <= i {
		copy(glyphs[at+1:i+1], glyphs[at:i])
		glyphs[at] = g
		return
	}
	copy(glyphs[i:], glyphs[i+1:at])
	glyphs[at-1] = g
}

func blankGlyph(r rune) bool { return r == ' ' || r == '\r' || r == '\n' || r == 0 }

func abs(f float64) float64 { return max(f, -f) }

// withoutEncoding reads a page in an old Thai font whose encoding the file does
// not say. PDFium takes it for Adobe's StandardEncoding, gives the code itself
// where that has nothing, and writes two letters for the signs fi and fl. It
// reports false where that gives no Thai.
func withoutEncoding(glyphs []glyph) (string, bool) {
	lost, latin := 0, 0
	var s strings.Builder
	for i := 0; i < len(glyphs); i++ {
		g := glyphs[i]
		next := rune(0)
		if i+1 < len(glyphs) {
			next = glyphs[i+1].r
		}
		switch {
		case g.r >= 0x0e01 && g.r <= 0x0e5b:
			return "", false
		case g.lost && g.r >= 0xa1 && g.r <= 0xff:
			lost++
			s.WriteRune(tis620(byte(g.r)))
		case g.r == 'f' && (next == 'i' || next == 'l'):
			s.WriteRune(map[rune]rune{'i': tis620(0xae), 'l': tis620(0xaf)}[next])
			i++
		default:
			if b, ok := standardByte(g.r); ok && b >= utf8.RuneSelf {
				s.WriteRune(tis620(b))
				continue
			}
			if g.r >= 'A' && g.r <= 'z' {
				latin++
			}
			if g.r > 0 {
				s.WriteRune(g.r)
			}
		}
	}
	return s.String(), lost >= 3 && lost > latin
}
