package thai

import (
	"slices"
	"strings"
	"unicode/utf8"

	"itacheck/ita"
)

// FileYears returns the fiscal years that a file name, a path or an address
// names. It reads the last segment; when that names none, the query
// (?year=2566); when that neither, the nearest folder that calls its number a
// year (ITA2564/, ปี-68/, fy2566/). Other folders tell when a file was uploaded.
// Such a folder often bears the year of the assessment and not the document's:
// pass the last segment alone to leave folders out.
//
// Percent codes are decoded, and so is the hexadecimal that WordPress makes of
// Thai names.
//
// Read as in [Years] are words and numbers, with - and _ for spaces. A name is
// shorter, so that in addition a bare Gregorian year is one (report_2022.pdf),
// two digits 60 to 75 are after an item's code (o25_69_) or at the end
// (…-68.pdf), and glued dates are their months (680428, 6702, 15032566). A false
// year is worse than none: names that cameras and content systems give, bare
// numbers and hashes have none.
//
// Text is as decoded, and Start and End are offsets in the decoded segment or
// query that it was read from.
func FileYears(name string) []Mention {
	if _, rest, ok := strings.Cut(name, "://"); ok {
		_, name, _ = strings.Cut(rest, "/")
	}
	name, _, _ = strings.Cut(name, "#")
	name, query, _ := strings.Cut(name, "?")
	name = decoded(name)
	if !utf8.ValidString(name) {
		return nil
	}
	segments := strings.FieldsFunc(name, func(r rune) bool { return r == '/' || r == '\\' })
	if len(segments) == 0 {
		return queryYears(query)
	}
	last := len(segments) - 1
	if found := segmentYears(segments[last]); found != nil {
		return found
	}
	if found := queryYears(query); found != nil {
		return found
	}
	for i := last - 1; i >= 0 && i >= last-4; i-- {
		found := slices.DeleteFunc(segmentYears(segments[i]), func(m Mention) bool {
			return isDigit(m.Text[0]) || thaiDigit(m.Text, 0)
		})
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// yearKeys are the query parameters whose value is a year.
var yearKeys = []string{"year", "y", "yr", "fy", "years", "budget_year", "budgetyear", "ปี"}

func queryYears(query string) []Mention {
	query = decoded(query)
	start := 0
	for param := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(param, "=")
		t := token{kind: number}
		if value != "" {
			t = readNumber(value, 0)
		}
		if y := ita.FiscalYear(yearOf(&t, t.digits == 4 && len(key) > 1)); y != 0 && t.end == len(value) && slices.Contains(yearKeys, strings.ToLower(key)) {
			return []Mention{{From: y, To: y, Text: param, Start: start, End: start + len(param)}}
		}
		start += len(param) + 1
	}
	return nil
}

// documents are the extensions of files that people name, as opposed to pages.
var documents = []string{
	".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp", ".rtf", ".csv",
	".zip", ".rar", ".7z", ".jpg", ".jpeg", ".png", ".gif",
}

// numbered are beginnings of names in which a number follows that a camera, a
// phone or a program counted.
var numbered = []string{
	"img", "dsc", "dscn", "dscf", "dcim", "mvi", "vid", "pxl", "gopr", "photo", "pic", "picture", "image", "images",
	"screenshot", "capture", "line", "fb", "received", "whatsapp", "s", "p", "messageimage",
}

// counters are words that content systems put before an article's number.
var counters = []string{
	"news", "page", "post", "article", "content", "detail", "view", "read", "show", "id", "node", "item", "topic",
	"thread", "product", "category", "cat", "gallery", "album", "old", "download", "file", "attachment",
}

// fileName is what is known of a name beside its words.
type fileName struct {
	document bool // it has the extension of a document
	thai     bool // it has Thai letters
}

// segmentYears reads one segment of a path.
func segmentYears(segment string) []Mention {
	stem := segment
	var name fileName
	if i := strings.LastIndexByte(segment, '.'); i > 0 {
		ext := strings.ToLower(segment[i:])
		name.document = slices.Contains(documents, ext)
		if name.document || slices.Contains([]string{".html", ".htm", ".php", ".asp", ".aspx", ".jsp"}, ext) {
			stem = segment[:i]
		}
	}
	name.thai = IsThai(stem)
	first := strings.ToLower(stem[:prefixLen(stem, func(c byte) bool { return latinAt(string(c), 0) })])
	digits := prefixLen(stem, isDigit)
	switch {
	case slices.Contains(numbered, first) && len(first) < len(stem) && !name.thai,
		!name.document && slices.Contains(counters, first),
		!name.document && digits > 0 && digits < len(stem) && stem[digits] == '-', // an article's number: 2564-ita-news
		digits == len(stem) && (digits == 4 || !name.document),
		isHash(stem):
		return nil
	}
	return read(stem, &name)
}

func prefixLen(s string, ok func(byte) bool) int {
	n := 0
	for n < len(s) && ok(s[n]) {
		n++
	}
	return n
}

// isHash reports hexadecimal of sixteen characters or more, dashes aside.
func isHash(s string) bool {
	n, letters := 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isDigit(c):
			n++
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			n++
			letters++
		case c != '-' && c != '_':
			return false
		}
	}
	return n >= 16 && letters > 0
}

// decoded undoes percent codes, and the bare hexadecimal of Thai letters.
func decoded(s string) string {
	if !strings.Contains(s, "%") && !strings.Contains(s, "e0b8") && !strings.Contains(s, "e0b9") {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		if c, ok := hexByte(s, i+1); ok && s[i] == '%' {
			out = append(out, c)
			i += 3
			continue
		}
		c1, ok1 := hexByte(s, i)
		c2, ok2 := hexByte(s, i+2)
		c3, ok3 := hexByte(s, i+4)
		if ok1 && ok2 && ok3 && c1 == 0xe0 && c2&^1 == 0xb8 && c3&^0x3f == 0x80 {
			out = append(out, c1, c2, c3)
			i += 6
			continue
		}
		out = append(out, s[i])
		i++
	}
	return string(out)
}

func hexByte(s string, i int) (byte, bool) {
	if i+1 >= len(s) {
		return 0, false
	}
	hi, ok1 := hexDigit(s[i])
	lo, ok2 := hexDigit(s[i+1])
	return hi<<4 | lo, ok1 && ok2
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case isDigit(c):
		return c - '0', true
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}

// singleInName reads the forms of a year or date that only file names have.
func (r *reader) singleInName(i int) {
	t := &r.t[i]
	if r.dead(i, i, lead{from: i}) {
		return
	}
	v := t.value
	named := r.file.thai || r.codeBefore(i) || r.file.document && t.start > 0
	switch {
	case t.digits == 2 && v >= 60 && v <= 75 && (r.codeBefore(i) || r.endOfName(i)):
		r.emitYear(2500+v, lead{from: i}, i)
	case t.digits == 4 && named:
		r.emitGlued(2500+v/100, v%100, 1, i)
	case t.digits == 6 && named:
		r.emitGlued(2500+v/10000, v/100%100, v%100, i)
	case t.digits == 8 && v/10000 >= minYear && v/10000 <= maxYear:
		r.emitGlued(v/10000, v/100%100, v%100, i)
	case t.digits == 8:
		r.emitGlued(v%10000, v/10000%100, v/1000000, i)
	}
}

// emitGlued puts out the month of a date without separators, if it is one.
func (r *reader) emitGlued(year, month, day, i int) {
	if year < 2560 || year > 2575 || month < 1 || month > 12 || day < 1 || day > 31 {
		return
	}
	m := monthOf(year, month)
	r.emitMonths(m, m, i, i)
}

// codeBefore reports an item's code before token i: o25_69, OIT12-68.
func (r *reader) codeBefore(i int) bool {
	if i == 0 || r.t[i-1].kind != number || r.t[i-1].digits > 3 || !r.t[i].follows("-") || r.t[i].sep == 0 {
		return false
	}
	end := r.t[i-1].start
	from := end
	for from > 0 && latinAt(r.s, from-1) {
		from--
	}
	return slices.Contains([]string{"o", "oit", "ita", "eb", "moit"}, strings.ToLower(r.s[from:end]))
}

// endOfName reports that token i is the end of a document's name in Thai, set
// off from what is before it.
func (r *reader) endOfName(i int) bool {
	t := &r.t[i]
	return r.file.thai && t.start > 0 && !latinAt(r.s, t.start-1) && strings.Trim(r.s[t.end:], " _-)") == ""
}
