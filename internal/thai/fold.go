package thai

import (
	"unicode"
	"unicode/utf8"
)

// Thai characters that the repairs speak of. Those that combine with the
// letter before them cannot be read in source.
const (
	fongman   = '\u0e4f' // a bullet
	nikhahit  = '\u0e4d' // the circle of SARA AM
	paiyannoi = '\u0e2f' // the sign of an abbreviation
	saraAA    = '\u0e32'
	saraAM    = '\u0e33' // nikhahit and SARA AA in one
	saraE     = '\u0e40'
	saraAE    = '\u0e41' // what SARA E typed twice is meant to be
	topatak   = '\u0e0f' // looks like DO CHADA, and is typed for it
	doChada   = '\u0e0e'
)

// pua are the proper characters for U+F700 to U+F71A, where old Windows fonts
// keep raised, lowered and shifted copies; PDF files still carry them.
var pua = [...]rune{
	0x0e10,
	0x0e34, 0x0e35, 0x0e36, 0x0e37,
	0x0e48, 0x0e49, 0x0e4a, 0x0e4b, 0x0e4c,
	0x0e48, 0x0e49, 0x0e4a, 0x0e4b, 0x0e4c,
	0x0e0d,
	0x0e31, 0x0e4d, 0x0e47,
	0x0e48, 0x0e49, 0x0e4a, 0x0e4b, 0x0e4c,
	0x0e38, 0x0e39, 0x0e3a,
}

// Digits returns s with the Thai digits ๐ to ๙ as 0 to 9.
func Digits(s string) string {
	for i := 0; i+2 < len(s); i++ {
		if !thaiDigit(s, i) {
			continue
		}
		out := append(make([]byte, 0, len(s)), s[:i]...)
		for i < len(s) {
			if thaiDigit(s, i) {
				out = append(out, s[i+2]-0x90+'0')
				i += 3
			} else {
				out = append(out, s[i])
				i++
			}
		}
		return string(out)
	}
	return s
}

// thaiDigit reports whether the three bytes at i are a Thai digit.
func thaiDigit(s string, i int) bool {
	return i+2 < len(s) && s[i] == 0xe0 && s[i+1] == 0xb9 && s[i+2] >= 0x90 && s[i+2] <= 0x99
}

// IsThai reports whether s has a Thai letter. Thai digits alone do not count:
// they are found in English text too.
func IsThai(s string) bool {
	for i := 0; i+2 < len(s); i++ {
		if s[i] != 0xe0 || s[i+1]&^1 != 0xb8 {
			continue
		}
		if r, _ := utf8.DecodeRuneInString(s[i:]); isThaiLetter(r) {
			return true
		}
	}
	return false
}

func isThaiLetter(r rune) bool {
	return r >= 0x0e01 && r <= 0x0e33 && r != paiyannoi || r >= 0x0e40 && r <= 0x0e46
}

// Fold returns the form of s in which two writings of one Thai title are equal.
//
// Characters are repaired as in [Normal]; then everything that is neither
// letter, mark nor number goes (spaces, punctuation, symbols, the sign ฯ),
// Latin letters become lower case, Thai digits ASCII, and ฏ becomes ฎ. So
// ต่าง ๆ is ต่างๆ, and Q & A is qa. Folding twice is folding once.
func Fold(s string) string { return rewrite(s, foldRune) }

// Normal returns s for people to read, and for reading codes from: the
// characters repaired, white space made single spaces with none at the ends.
// Case, punctuation, Thai digits and ฏ stay as they are.
//
// Repaired are: characters that are not seen, dropped; the copies of U+F700 to
// U+F71A; เ typed twice for แ; a mark typed twice; a tone mark typed before the
// vowel above or below (it looks the same), or after า or ำ; and นิคหิต with า
// for ำ, with or without a tone mark between.
func Normal(s string) string { return rewrite(s, normalRune) }

// readable repairs s as Normal does but keeps white space, so that a place in
// the result can be traced to its place in s: at[i] is the offset in s of the
// character that byte i came from, nil when nothing was changed.
func readable(s string) (out string, at []int32) {
	if clean(s, readableRune) {
		return s, nil
	}
	w := writer{out: make([]byte, 0, len(s)), at: make([]int32, 0, len(s)), trace: true}
	w.write(s, readableRune)
	return string(w.out), w.at
}

// dropped, returned by a runeMap, is a character that goes.
const dropped rune = -1

// A runeMap says what one character becomes, after those of U+F700 have been
// mapped and before marks are put in order.
type runeMap func(r rune) rune

func foldRune(r rune) rune {
	switch {
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		return r
	case r >= 'A' && r <= 'Z':
		return r + ('a' - 'A')
	case r < utf8.RuneSelf:
		return dropped
	case r >= 0x0e50 && r <= 0x0e59:
		return r - 0x0e50 + '0'
	case r == topatak:
		return doChada
	case r == paiyannoi, r >= fongman && r <= 0x0e5b, r == '\u0e3f':
		return dropped
	case r >= 0x0e01 && r <= 0x0e4e:
		return r
	case unseen(r) || !unicode.In(r, unicode.L, unicode.M, unicode.N):
		return dropped
	}
	return unicode.ToLower(r)
}

func normalRune(r rune) rune {
	r = readableRune(r)
	if r == '\n' || r == '\t' {
		return ' '
	}
	return r
}

func readableRune(r rune) rune {
	switch {
	case r >= ' ' && r < 0x7f, r >= 0x0e00 && r <= 0x0e7f:
		return r
	case r == '\t', r == '\n':
		return r
	case r == '\r', r == '\v', r == '\f', r == '\u0085', r == '\u2028', r == '\u2029':
		return '\n'
	case unseen(r):
		return dropped
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

// unseen reports characters without width or form: controls, joiners,
// directions, soft hyphen, byte order mark.
func unseen(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0xad && unicode.Is(unicode.Cf, r)
}

// markClass is the place of a combining Thai mark among those over one letter:
// vowels, then tones, then นิคหิต; -1 for anything else.
func markClass(r rune) int {
	switch {
	case r < 0x0e31 || r > 0x0e4e:
		return -1
	case r == 0x0e31, r >= 0x0e34 && r <= 0x0e3a, r == 0x0e47:
		return 0
	case r == nikhahit:
		return 2
	case r >= 0x0e48:
		return 1
	}
	return -1
}

func rewrite(s string, m runeMap) string {
	if clean(s, m) {
		return s
	}
	var buf [512]byte
	w := writer{out: buf[:0]}
	w.write(s, m)
	return string(w.out)
}

// clean reports whether rewriting would change nothing. It may say false of a
// text that is clean but odd.
func clean(s string, m runeMap) bool {
	prev, spaces := rune(' '), m(' ') == dropped || m('\n') == ' '
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError || r >= 0xf700 && r <= 0xf71a {
				return false
			}
		}
		if m(r) != r || spaces && r == ' ' && prev == ' ' {
			return false
		}
		if c := markClass(r); c >= 0 {
			if p := markClass(prev); p > c || r == prev || prev == saraAA || prev == saraAM {
				return false
			}
		} else if prev == nikhahit && (r == saraAA || r == saraAM) || prev == saraE && r == saraE {
			return false
		}
		prev = r
		i += n
	}
	return !spaces || prev != ' ' || s == ""
}

// writer puts characters out, mending the run of marks that it is in. What is
// dropped never reaches it, so characters meet as they will in a second
// rewriting; that is why rewriting twice is rewriting once.
type writer struct {
	out   []byte
	trace bool
	at    []int32

	last      rune // the last character that is no mark; 0 at the start
	marks     int  // where the marks after it begin in out
	disorder  bool // they are not yet as they should be
	consonant bool // last is SARA AA or AM, over a consonant that can take its tone mark
}

func (w *writer) write(s string, m runeMap) {
	squeeze := m('\n') == ' '
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		if r >= 0xf700 && r <= 0xf71a {
			r = pua[r-0xf700]
		}
		r = m(r)
		if r != dropped && !(squeeze && r == ' ' && (w.last == ' ' && w.marks == len(w.out) || len(w.out) == 0)) {
			w.add(r, i)
		}
		i += n
	}
	w.endMarks()
	if squeeze && len(w.out) > 0 && w.out[len(w.out)-1] == ' ' {
		w.out = w.out[:len(w.out)-1]
	}
}

// add appends one character that came from offset src.
func (w *writer) add(r rune, src int) {
	if c := markClass(r); c >= 0 {
		w.disorder = w.disorder || len(w.out) > w.marks || w.last == saraAA || w.last == saraAM
		w.put(r, src)
		return
	}
	if r == saraAM { // it is taken apart, so that นิคหิต and ำ together are one
		w.add(nikhahit, src)
		r = saraAA
	}
	w.endMarks()
	over := w.last >= 0x0e01 && w.last <= 0x0e2e
	if r == saraAA && len(w.out) > w.marks && w.lastMark() == nikhahit {
		w.cut(len(w.out) - 3)
		r = saraAM
	}
	if r == saraE && w.last == saraE && w.marks == len(w.out) {
		w.cut(len(w.out) - 3)
		r = saraAE
	}
	w.put(r, src)
	w.last, w.marks = r, len(w.out)
	w.consonant = over && (r == saraAA || r == saraAM)
}

func (w *writer) put(r rune, src int) {
	w.out = utf8.AppendRune(w.out, r)
	for w.trace && len(w.at) < len(w.out) {
		w.at = append(w.at, int32(src))
	}
}

func (w *writer) cut(n int) {
	w.out = w.out[:n]
	if w.trace {
		w.at = w.at[:n]
	}
}

func (w *writer) lastMark() rune {
	r, _ := utf8.DecodeLastRune(w.out)
	return r
}

// endMarks puts the run of marks at the end of out in order. Every mark is
// three bytes long.
func (w *writer) endMarks() {
	if !w.disorder {
		return
	}
	w.disorder = false
	run := append([]byte(nil), w.out[w.marks:]...)
	n := w.marks
	var classes [3]int // how many marks of each class are kept
	for class := range classes {
		before := n
		for i := 0; i < len(run); i += 3 {
			r, _ := utf8.DecodeRune(run[i:])
			if markClass(r) != class || n > before && string(w.out[n-3:n]) == string(run[i:i+3]) {
				continue
			}
			n += copy(w.out[n:], run[i:i+3])
			classes[class]++
		}
	}
	w.cut(n)
	if w.consonant && classes[0] == 0 && classes[1] > 0 {
		w.tonesBeforeVowel(3 * classes[1])
	}
}

// tonesBeforeVowel moves the n bytes of tone marks that follow SARA AA or AM to
// before it.
func (w *writer) tonesBeforeVowel(n int) {
	vowel := w.marks - 3
	tones := append([]byte(nil), w.out[w.marks:w.marks+n]...)
	if vowel >= 3 && string(w.out[vowel-3:vowel]) == string(tones[:3]) {
		tones = tones[3:]
		copy(w.out[w.marks:], w.out[w.marks+3:])
		w.cut(len(w.out) - 3)
	}
	var sara [3]byte
	copy(sara[:], w.out[vowel:])
	copy(w.out[vowel:], tones)
	copy(w.out[vowel+len(tones):], sara[:])
	w.marks += len(tones)
}
