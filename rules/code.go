package rules

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"itacheck/internal/thai"
	"itacheck/ita"
)

// printed is an item code as it stands at the beginning of a text.
type printed struct {
	code string // canonical: O12, EB3, MOIT21
	sub  bool   // a part of the item: O1-1, o13_2
	weak bool   // a spelling that is also a plain number or a slip of the finger: 010, EEB 13
	last int    // last number of a range such as O1-O6; 0 when it is one item
	end  int    // where the text after the code begins
}

// coder reads the codes of one rule set.
type coder struct {
	prefixes []string       // O, EB, MOIT
	highest  map[string]int // per prefix
}

func newCoder(rs *ita.RuleSet) *coder {
	c := &coder{highest: map[string]int{}}
	for i := range rs.Items {
		prefix, n := splitCode(rs.Items[i].Code)
		if c.highest[prefix] == 0 {
			c.prefixes = append(c.prefixes, prefix)
		}
		c.highest[prefix] = max(c.highest[prefix], n)
	}
	for prefix, n := range everHighest {
		if c.highest[prefix] > 0 {
			c.highest[prefix] = max(c.highest[prefix], n)
		}
	}
	return c
}

// everHighest is the highest number of each prefix in any year: a page may still
// be numbered by the list of another.
var everHighest = map[string]int{"O": 43, "EB": 26, "MOIT": 23}

// splitCode takes MOIT12 apart into MOIT and 12.
func splitCode(code string) (prefix string, n int) {
	i := strings.IndexFunc(code, unicode.IsDigit)
	if i < 0 {
		return code, 0
	}
	n, _ = strconv.Atoi(code[i:])
	return code[:i], n
}

// lead are words that stand before a code and say nothing more; longer ones first.
var lead = []string{
	"การเปิดเผยข้อมูลสาธารณะ", "การเปิดเผยข้อมูล", "ประเด็นการประเมิน", "ประเด็นที่", "ประเด็น", "ตัวชี้วัดที่", "ตัวชี้วัด", "รายการที่", "รายการ",
	"ข้อมูล", "ข้อที่", "ข้อ", "หัวข้อ", "แบบวัด", "แบบ", "รหัส", "หมายเลข", "คำถาม", "หลักฐาน", "เอกสาร", "ไฟล์",
	"ปีงบประมาณ", "ประจำปี", "ปี", "พ.ศ.", "item", "no", "ita", "oit",
}

// mostLeads is how many of them stand before a code: "ข้อ 1 ITA ปี 2566 O1".
const mostLeads = 6

// bullets are the characters that decorate the beginning of a line.
const bullets = " \t\u00a0•·●○■□▪►▶➤➢→»›>✓✔☑★☆*-–—|\"'“”‘’([{#.:,"

// parse reads the code that a text begins with. The text should be normal
// (thai.Normal) and have Arabic digits; ok is false when it begins with none.
func (c *coder) parse(s string) (p printed, ok bool) {
	rest := undecorated(s)
	p, ok = c.parseBare(rest)
	p.end += len(s) - len(rest)
	if ok && !p.weak {
		return p, true
	}
	for range mostLeads {
		after, found := afterLead(rest)
		if !found {
			break
		}
		rest = undecorated(after)
		if q, ok := c.parseBare(rest); ok && !q.weak {
			q.end += len(s) - len(rest)
			return q, true
		}
	}
	return p, ok
}

// undecorated is a text without the bullets, pictograms and brackets before its first word.
func undecorated(s string) string {
	return strings.TrimLeftFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// afterLead cuts off what may stand before a code: one of the words of lead, a
// year, or the number of a line or a section ("1.", "9.1").
func afterLead(s string) (rest string, ok bool) {
	for _, w := range lead {
		if rest, ok := cutPrefixFold(s, w); ok && (!isLatin(w[0]) || rest == "" || !isLatin(rest[0])) {
			return rest, true
		}
	}
	_, w := leadingNumber(s)
	switch {
	case w == 4 && s[:2] == "25":
		return s[w:], true
	case w == 0 || w > 2:
		return s, false
	}
	if rest := s[w:]; len(rest) > 1 && rest[0] == '.' && isDigit(rest[1]) {
		_, part := leadingNumber(rest[1:])
		w += 1 + part
	}
	if r, _ := utf8.DecodeRuneInString(s[w:]); unicode.IsLetter(r) || unicode.IsDigit(r) || r == '/' || r == '%' {
		return s, false // 1a, 12/2566
	}
	return s[w:], true
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

func (c *coder) parseBare(s string) (p printed, ok bool) {
	for _, prefix := range c.prefixes {
		n, used, weak := c.letters(s, prefix)
		if used == 0 {
			continue
		}
		num, width := leadingNumber(s[n:])
		if width == 0 || width > 2 || num < 1 || num > c.highest[prefix] {
			continue
		}
		p = printed{code: prefix + strconv.Itoa(num), weak: weak, end: n + width}
		if !c.after(s, prefix, num, &p) {
			continue
		}
		return p, true
	}
	return printed{}, false
}

// letters matches the prefix at the beginning of s in one of its spellings and
// returns the offset of the number. used is 0 when it does not match.
func (c *coder) letters(s, prefix string) (number, used int, weak bool) {
	if prefix == "O" {
		// โอ 1; a zero for the letter: 01, 010.
		if t, ok := strings.CutPrefix(s, "โอ"); ok {
			return len(s) - len(strings.TrimLeft(t, " .-")), 1, false
		}
		if len(s) > 1 && s[0] == '0' && isDigit(s[1]) {
			return 1, 1, true
		}
	}
	i := 0
	for i < len(s) && isLatin(s[i]) {
		i++
	}
	word := strings.ToUpper(s[:i])
	if i == 0 {
		// О in Cyrillic looks the same.
		if prefix == "O" && (strings.HasPrefix(s, "О") || strings.HasPrefix(s, "о")) {
			i, word = len("О"), "O"
		} else {
			return 0, 0, false
		}
	}
	switch {
	case word == prefix, prefix == "O" && word == "OIT":
	case prefix == "O" && word == "ITAO":
	case len(prefix) > 1 && slip(word, prefix):
		weak = true
	default:
		return 0, 0, false
	}
	j := i
	for j < len(s) && strings.IndexByte(" .-_#:", s[j]) >= 0 {
		j++
	}
	if j-i > 3 {
		return 0, 0, false
	}
	// O010 is not met, but "OIT 01" and "O 01" are.
	for j < len(s) && s[j] == '0' && j+1 < len(s) && isDigit(s[j+1]) {
		j++
	}
	return j, i, weak
}

// slip reports whether word is prefix with one letter doubled or the last one lost: EEB, MOI.
func slip(word, prefix string) bool {
	if len(prefix) > 2 && word == prefix[:len(prefix)-1] {
		return true
	}
	for i := range prefix {
		if word == prefix[:i+1]+prefix[i:] {
			return true
		}
	}
	return false
}

// after reads what follows the number and reports whether it can be a code at all.
func (c *coder) after(s, prefix string, num int, p *printed) bool {
	rest := s[p.end:]
	if rest == "" {
		return true
	}
	r, size := utf8.DecodeRuneInString(rest)
	if isDigit(rest[0]) || isLatin(rest[0]) || r == '%' {
		return false
	}
	trimmed := strings.TrimLeft(rest, " ")
	dash, dashSize := utf8.DecodeRuneInString(trimmed)
	if last, end := c.list(trimmed, prefix, num); last > 0 && !p.weak {
		p.last = last
		p.end = len(s) - len(trimmed) + end
		return true
	}
	isDash := dash == '-' || dash == '–' || dash == '—' || dash == '~'
	isTo := strings.HasPrefix(trimmed, "ถึง")
	if isDash || isTo {
		next := trimmed[dashSize:]
		if isTo {
			next = trimmed[len("ถึง"):]
		}
		next = strings.TrimLeft(next, " ")
		if _, used, _ := c.letters(next, prefix); used > 0 && !p.weak {
			n, _, _ := c.letters(next, prefix)
			if last, w := leadingNumber(next[n:]); w > 0 && last > num {
				p.last = last
				p.end = len(s) - len(next) + n + w
				return true
			}
		}
		if p.weak && next != "" && isDigit(next[0]) {
			return false // 02-123: a telephone number or a date
		}
		if last, w := leadingNumber(next); w > 0 && w <= 2 && (w == len(next) || !isDigit(next[w])) {
			p.end = len(s) - len(next) + w
			if last >= 10 && last > num && last <= c.highest[prefix] || prefix != "O" && last > num && last-num <= 5 && strings.HasPrefix(strings.TrimLeft(next[w:], " "), ":") {
				p.last = last
				return true
			}
			p.sub = true
			return true
		}
		return true
	}
	if (r == '.' || r == '_' || r == '/') && len(rest) > size && isDigit(rest[size]) {
		if p.weak || r == '/' {
			return false // 01.02.2565, 05/2566
		}
		_, w := leadingNumber(rest[size:])
		if w <= 2 {
			p.sub = true
			p.end += size + w
		}
	}
	return true
}

// list reads the further codes of an entry for several items: ", O24" or "และ O24"
// after O23. It returns the last number, 0 when there are none, and where they end.
func (c *coder) list(s, prefix string, num int) (last, end int) {
	for rest := s; ; {
		trimmed := strings.TrimLeft(rest, " ")
		joined := false
		for _, w := range []string{",", "และ", "&", "/", "+"} {
			if t, ok := strings.CutPrefix(trimmed, w); ok {
				trimmed, joined = strings.TrimLeft(t, " "), true
				break
			}
		}
		if !joined {
			return last, end
		}
		at, used, weak := c.letters(trimmed, prefix)
		if used == 0 || weak {
			return last, end
		}
		n, width := leadingNumber(trimmed[at:])
		if width == 0 || n != max(num, last)+1 || n > c.highest[prefix] {
			return last, end
		}
		rest = trimmed[at+width:]
		last, end = n, len(s)-len(rest)
	}
}

// leadingNumber reads the number that s begins with and its width in bytes.
func leadingNumber(s string) (n, width int) {
	for width < len(s) && isDigit(s[width]) && width < 9 {
		n = n*10 + int(s[width]-'0')
		width++
	}
	return n, width
}

// bareNumber reads "12." or "12" before a title: the number, and where the title begins.
func bareNumber(s string) (n, end int) {
	rest := strings.TrimLeft(s, bullets)
	n, w := leadingNumber(rest)
	if w == 0 || w > 2 {
		return 0, 0
	}
	after := rest[w:]
	if after != "" && (isLatin(after[0]) || after[0] == '/' || after[0] == '%') {
		return 0, 0
	}
	after = strings.TrimLeft(after, " .):-–")
	if after != "" && isDigit(after[0]) {
		return 0, 0
	}
	return n, len(s) - len(after)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isLatin(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// readable is the form of a page's text in which codes and years are looked for.
func readable(s string) string { return thai.Digits(thai.Normal(s)) }
