package thai

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a number or a known word, with what stands between it and the token
// before. Everything else in the text is only distance.
type token struct {
	start, end int // bytes
	value      int // of a number, -1 when it is too long; else the word's
	digits     int // how many, of a number
	kind       kind

	// sep is what stands before it: 0 nothing, ' ' only spaces, one of - / . , : ( )
	// when that is all but spaces, '~' other punctuation, 'x' text.
	sep    rune
	spaced bool // there are spaces in that
	broken bool // there is the end of a line, or a bar
	letter int  // how many letters are in that
	low    int  // how many brackets were open in that, at the fewest
	depth  int  // how many are open at t
}

// follows reports that nothing stands before t but spaces, or one of seps.
func (t *token) follows(seps string) bool {
	return t.sep == 0 || t.sep == ' ' || strings.ContainsRune(seps, t.sep)
}

// day reports a number that can be a day of a month.
func (t *token) day() bool {
	return t.kind == number && t.digits <= 2 && t.value >= 1 && t.value <= 31
}

// tokenize appends the tokens of s to toks.
func tokenize(s string, toks []token) []token {
	gap := token{}
	depth := 0
	add := func(t token) {
		t.sep, t.spaced, t.broken, t.letter, t.low, t.depth = gap.sep, gap.spaced, gap.broken, gap.letter, gap.low, depth
		toks = append(toks, t)
		gap = token{low: depth}
	}
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= '0' && c <= '9', thaiDigit(s, i):
			t := readNumber(s, i)
			i = t.end
			add(t)
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			end, w := readLatin(s, i)
			if w.kind == plain {
				gap.sep, gap.letter = 'x', gap.letter+end-i
			} else {
				add(token{start: i, end: end, kind: w.kind, value: w.value})
			}
			i = end
		case c == 0xe0 && i+2 < len(s) && s[i+1]&^1 == 0xb8:
			if w := readThai(s, i, gap.sep != 0); w != nil {
				if w.kind == plain {
					gap.sep, gap.letter = 'x', gap.letter+len(w.text)/3
				} else {
					add(token{start: i, end: i + len(w.text), kind: w.kind, value: w.value})
				}
				i += len(w.text)
				continue
			}
			if r, _ := utf8.DecodeRuneInString(s[i:]); r != paiyannoi && r != 0x0e46 { // ฯ and ๆ are no text of their own
				gap.sep, gap.letter = 'x', gap.letter+1
			}
			i += 3
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			switch r {
			case '(', '[', '{':
				depth++
			case ')', ']', '}':
				depth--
				gap.low = min(gap.low, depth)
			case '\n', '|', ';', '•':
				gap.broken = true
			case '©':
				add(token{start: i, end: i + n, kind: rights})
				i += n
				continue
			}
			gap.pass(r)
			i += n
		}
	}
	return toks
}

// pass takes note of a character that is neither letter nor digit.
func (t *token) pass(r rune) {
	switch r {
	case ' ', '\t', '\n', '_', '"', '“', '”', '\'', '’':
		t.spaced = true
		if t.sep == 0 {
			t.sep = ' '
		}
		return
	case '-', '~', '‐', '‑', '‒', '–', '—', '−':
		r = '-'
	case '[', '{':
		r = '('
	case ']', '}':
		r = ')'
	case '/', '.', ',', ':', '(', ')':
	case '|', ';', '•':
		r = '~'
	default:
		if unicode.IsLetter(r) {
			t.sep = 'x'
			t.letter++
			return
		}
		r = '~'
	}
	switch t.sep {
	case 0, ' ', r, '.': // the dot that ends a short form counts for little
		t.sep = r
	case 'x':
	default:
		t.sep = '~'
	}
}

func readNumber(s string, i int) token {
	t := token{start: i, kind: number}
	for {
		var d int
		switch {
		case i < len(s) && s[i] >= '0' && s[i] <= '9':
			d = int(s[i] - '0')
			i++
		case thaiDigit(s, i):
			d = int(s[i+2] - 0x90)
			i += 3
		default:
			t.end = i
			if t.digits > 9 {
				t.value = -1
			}
			return t
		}
		if t.digits++; t.digits <= 9 {
			t.value = 10*t.value + d
		}
	}
}

// readLatin returns the end of the run of Latin letters at i and what the
// lexicon has for it. A.D. and B.E. are read whole.
func readLatin(s string, i int) (end int, w word) {
	var buf [12]byte
	n, letters := 0, 0
	for end = i; end < len(s); end++ {
		c := s[end] | 0x20
		if c < 'a' || c > 'z' {
			dotted := s[end] == '.' && letters == 1 && end == i+1 &&
				end+1 < len(s) && (s[end+1]|0x20 == 'd' || s[end+1]|0x20 == 'e') && !latinAt(s, end+2)
			if dotted {
				continue
			}
			break
		}
		if letters++; n < len(buf) {
			buf[n] = c
			n++
		}
	}
	if letters > len(buf) {
		return end, word{}
	}
	return end, latinWords[string(buf[:n])]
}

func latinAt(s string, i int) bool {
	return i >= 0 && i < len(s) && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z')
}

// readThai returns the longest word of the lexicon that stands at i, or nil.
// inText says that the letter before may belong to an unknown word.
func readThai(s string, i int, inText bool) *word {
	for k := range byLetter[letterIndex(s[i:])] {
		w := &byLetter[letterIndex(s[i:])][k]
		if !strings.HasPrefix(s[i:], w.text) {
			continue
		}
		end := i + len(w.text)
		if w.alone && (thaiBefore(s, i) || thaiAfter(s, end)) {
			continue
		}
		if w.digit && (inText && thaiBefore(s, i) || !yearFollows(s, end)) {
			continue
		}
		return w
	}
	return nil
}

func thaiBefore(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return r >= 0x0e01 && r <= 0x0e4e
}

func thaiAfter(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r >= 0x0e01 && r <= 0x0e4e && r != paiyannoi
}

// yearFollows reports a digit, or พ.ศ., at i or a few marks on.
func yearFollows(s string, i int) bool {
	rest := strings.TrimLeft(s[i:], " .-_'")
	return rest != "" && rest[0] >= '0' && rest[0] <= '9' || thaiDigit(rest, 0) ||
		strings.HasPrefix(rest, "พ.ศ") || strings.HasPrefix(rest, "พศ")
}
