package report

import (
	"strings"
	"unicode"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// width is the number of terminal columns that s takes. It counts runes, as
// tablewriter does: SARA AM is one column, other marks above and below none.
func width(s string) int { return twwidth.WidthWithOptions(s, twwidth.Options{}) }

// clean makes text from a website fit to print on one line: white space becomes
// single spaces; terminal escape sequences, control and format characters (a
// page must not drive the terminal or turn the line around) and bytes that are
// not UTF-8 go.
func clean(s string) string {
	var b strings.Builder
	space := true // whether a space or the start is before, so that none is due
	marks := 0
	runes := []rune(s) // a byte that is not UTF-8 becomes U+FFFD, as in JSON
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		switch {
		case r == 0x1b || r == 0x9b || r == 0x9d || r == 0x90:
			i = skipEscape(runes, i)
		case unicode.IsSpace(r):
			if !space {
				b.WriteByte(' ')
			}
			space = true
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector):
		case unicode.In(r, unicode.Mn, unicode.Me):
			// A mark that has nothing to sit on, or the third upon another, is
			// no language's spelling and would be drawn over its surroundings.
			if marks++; !space && marks <= 3 {
				b.WriteRune(r)
			}
		default:
			b.WriteRune(r)
			space, marks = false, 0
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

// skipEscape returns the index of the last rune of the terminal escape sequence
// that begins at i. A sequence without an end is taken to be its beginning
// only, so that it cannot swallow the text.
func skipEscape(runes []rune, i int) int {
	kind := runes[i]
	if kind == 0x1b {
		if i+1 == len(runes) {
			return i
		}
		i++
		kind = runes[i]
	}
	switch kind {
	case '[', 0x9b: // control sequence: parameters, then a final letter
		for j := i + 1; j < len(runes); j++ {
			if runes[j] >= 0x40 && runes[j] <= 0x7e {
				return j
			}
			if runes[j] < 0x20 || runes[j] > 0x7e {
				break
			}
		}
	case ']', 'P', 'X', '^', '_', 0x9d, 0x90: // a command: until BEL or ESC \
		for j := i + 1; j < len(runes); j++ {
			switch {
			case runes[j] == 0x07 || runes[j] == 0x9c:
				return j
			case runes[j] == 0x1b && j+1 < len(runes) && runes[j+1] == '\\':
				return j + 1
			}
		}
	}
	return i
}

// cluster is a piece of text that must stay on one line.
type cluster struct {
	text  string
	width int
	brk   breakKind // whether a line may begin with it
}

type breakKind int

const (
	breakNever  breakKind = iota
	breakForced           // only when nothing else fits
	breakGood             // between Thai syllables or words
	breakSpace            // it is a space
)

// wordStarts are Thai words and parts of words that often begin one in the
// language of public offices. Thai has no spaces between words, and a line that
// ends before one of these reads well.
var wordStarts = [...]string{
	"การ", "ความ", "และ", "ของ", "หรือ", "ที่", "เพื่อ", "ตาม", "จาก", "กับ", "ปี", "ผู้", "ผล", "งบ", "ข้อ", "รายงาน",
	"ประ", "จัด", "ทุจริต", "บริหาร", "บุคคล", "บุคลากร", "ทรัพยากร", "หน่วย", "งาน", "มาตร", "พัฒนา", "ป้องกัน",
	"สาธารณะ", "คู่มือ", "คุณธรรม", "จริยธรรม", "หน้า", "ลิงก์", "จึง", "ยัง", "ต้อง", "ด้วย", "ส่วน", "องค์", "ตำบล",
	"อำเภอ", "จังหวัด", "กำหนด", "ครบ", "หลัง", "ภาย", "จำนวน", "สำนัก", "ทาง", "พฤติ", "สินบน", "ร้องเรียน", "ดำเนิน", "ปฏิบัติ", "ขั้นตอน", "ถ้า", "แล้ว", "อีก", "ว่า",
}

// maxCluster is the number of runes after which a cluster is nonsense, such as
// a row of vowels, and may be broken.
const maxCluster = 8

// clusters splits text where a line can be broken at all: never between a Thai
// vowel and its consonant, nor inside a stack of marks.
func clusters(s string) []cluster {
	var cs []cluster
	var prev rune
	n := 0 // runes in the last cluster
	for i, r := range s {
		if n++; i > 0 && n <= maxCluster && joins(prev, r) {
			cs[len(cs)-1].text += string(r)
		} else {
			n = 1
			cs = append(cs, cluster{text: string(r), brk: breakBefore(prev, r, s[i:])})
		}
		prev = r
	}
	for i := range cs {
		cs[i].width = width(cs[i].text)
	}
	return cs
}

// joins reports whether b belongs to the cluster of a.
func joins(a, b rune) bool {
	if a >= 'เ' && a <= 'ไ' && unicode.Is(unicode.Thai, b) {
		return true
	}
	return strings.ContainsRune("ะาำๅๆฯ", b) && unicode.Is(unicode.Thai, a) || unicode.IsMark(b)
}

// breakBefore says how well a line can begin with b, which rest begins with.
func breakBefore(a, b rune, rest string) breakKind {
	switch {
	case b == ' ':
		return breakSpace
	case a == glued || b == glued:
		return breakNever
	case a == 0 || strings.ContainsRune(`([{“‘`, a) || strings.ContainsRune(`)]}”’,.;:!?%/…`, b):
		return breakNever
	case a == '/' || a == ' ' || b >= 'เ' && b <= 'ไ' || unicode.Is(unicode.Thai, a) != unicode.Is(unicode.Thai, b):
		return breakGood
	}
	if b >= 'ก' && b <= 'ฮ' {
		for _, w := range wordStarts {
			if strings.HasPrefix(rest, w) {
				return breakGood
			}
		}
	}
	return breakForced
}

// Wrap breaks text into lines of at most limit terminal columns, as reports do:
// control characters are removed, and Thai breaks between words as far as they
// are known, never within a letter and its marks.
func Wrap(s string, limit int) []string { return wrap(clean(s), limit) }

// wrap breaks clean text into lines of at most limit columns, at spaces where
// that leaves no great gap, else between Thai words as far as they are known,
// else anywhere that keeps a letter with its marks. A cluster wider than limit
// gets a line of its own. No text gives no lines.
func wrap(s string, limit int) []string {
	var lines []string
	cs := clusters(s)
	for len(cs) > 0 {
		if cs[0].brk == breakSpace {
			cs = cs[1:]
			continue
		}
		end, used := 0, 0
		for end < len(cs) && used+cs[end].width <= limit {
			used += cs[end].width
			end++
		}
		if end < len(cs) {
			end = lineEnd(cs, end, limit)
		}
		lines = append(lines, join(cs[:end]))
		cs = cs[end:]
	}
	return lines
}

// lineEnd chooses where to end the line of which cs[:fits] has room.
func lineEnd(cs []cluster, fits, limit int) int {
	var last [breakSpace + 1]int // the last place of each kind
	var lost [breakSpace + 1]int // columns left empty when the line ends there
	gap := 0
	for i := fits; i > 0; i-- {
		if k := cs[i].brk; last[k] == 0 {
			last[k], lost[k] = i, gap
		}
		gap += cs[i-1].width
	}
	switch {
	case last[breakSpace] > 0 && lost[breakSpace] <= limit/3:
		return last[breakSpace]
	case last[breakGood] > 0 && lost[breakGood] <= limit/2:
		return last[breakGood]
	case last[breakSpace] > 0:
		return last[breakSpace]
	case last[breakForced] > 0:
		return last[breakForced]
	case last[breakGood] > 0:
		return last[breakGood]
	}
	return max(fits, 1)
}

func join(cs []cluster) string {
	var b strings.Builder
	for _, c := range cs {
		b.WriteString(c.text)
	}
	return strings.TrimSuffix(strings.ReplaceAll(b.String(), string(glued), " "), " ")
}

// glued is a space that no line is broken at. Clean text has none of its own,
// and wrap turns it into an ordinary one.
const glued = '\u00a0'

// glue keeps a short text on one line.
func glue(s string) string { return strings.ReplaceAll(s, " ", string(glued)) }

// cut shortens clean text to at most limit columns, the last of them showing
// that it was cut.
func cut(s string, limit int, ellipsis string) string {
	room := limit - width(ellipsis)
	used, end := 0, 0 // columns so far; the last place where the ellipsis would fit
	var prev rune
	for i, r := range s {
		if used <= room && !joins(prev, r) {
			end = i
		}
		if used += width(string(r)); used > limit {
			return strings.TrimSuffix(s[:end], " ") + ellipsis
		}
		prev = r
	}
	return s
}
