package config

import (
	"bytes"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"itacheck/internal/thai"

	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
)

// decode brings text into UTF-8, with \n at the ends of lines: from UTF-16,
// which Excel calls “Unicode text”, and from windows-874, which it writes in
// Thailand as plain CSV. Letters that cannot be read become U+FFFD. It returns
// false for what is not text.
func decode(b []byte) (string, bool) {
	var s string
	switch order, ok := utf16Order(b); {
	case ok:
		d, err := utf.UTF16(order, utf.UseBOM).NewDecoder().Bytes(b)
		if err != nil {
			return "", false
		}
		s = string(d)
	case bytes.IndexByte(b, 0) >= 0:
		return "", false
	case utf8.Valid(b), mostlyUTF8(b):
		s = strings.ToValidUTF8(string(b), "\ufffd")
	default:
		d, err := charmap.Windows874.NewDecoder().Bytes(b)
		if err != nil {
			return "", false
		}
		s = string(d)
	}
	s = strings.ReplaceAll(strings.TrimPrefix(s, "\ufeff"), "\r\n", "\n")
	if !strings.Contains(s, "\n") {
		s = strings.ReplaceAll(s, "\r", "\n") // “CSV (Macintosh)”
	}
	return s, true
}

// utf16Order tells UTF-16 by its mark, or by the half of the bytes that is 0 or
// 0x0E, the upper ones of ASCII and Thai.
func utf16Order(b []byte) (utf.Endianness, bool) {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return utf.LittleEndian, true
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return utf.BigEndian, true
	case bytes.IndexByte(b, 0) < 0 || len(b)%2 != 0:
		return utf.LittleEndian, false
	}
	var upper [2]int
	sample := b[:min(len(b), 4096)]
	for i, c := range sample {
		if c == 0 || c == 0x0e {
			upper[i%2]++
		}
	}
	most := len(sample) / 2 * 9 / 10
	if upper[0] > upper[1] {
		return utf.BigEndian, upper[0] > most
	}
	return utf.LittleEndian, upper[1] > most
}

// mostlyUTF8 reports whether most bytes above 0x7F are parts of Thai letters in
// UTF-8: such a file is damaged, and not in windows-874.
func mostlyUTF8(b []byte) bool {
	high := 0
	for _, c := range b {
		if c >= utf8.RuneSelf {
			high++
		}
	}
	letters := bytes.Count(b, []byte("\xe0\xb8")) + bytes.Count(b, []byte("\xe0\xb9"))
	return letters*3*2 > high
}

// Bounds of a table in text.
const (
	maxCells       = 500    // of one row that are kept
	mostCells      = 50_000 // of one row that are looked at; what follows goes with its line
	longestHeading = 1000   // bytes of a cell that may be a heading
	maxQuotedLines = 100    // in one cell; more, and its quote was never closed
)

// record is one row of a CSV.
type record struct {
	row    int // as a spreadsheet numbers it: a cell with line ends in it is in one row
	cells  []string
	beyond bool // there is text after the cells that are kept
	open   bool // a quote is not closed
}

// records divides text into rows. It never gives up: a quote that is not closed
// ends with its line.
func records(text string, separator byte) iter.Seq[record] {
	return func(yield func(record) bool) {
		for row := 1; text != ""; row++ {
			r := record{row: row}
			n := 0
			for end := false; !end; n++ {
				if n == mostCells {
					_, text, _ = strings.Cut(text, "\n")
					r.beyond = true
					break
				}
				var value string
				var open bool
				value, text, open, end = nextCell(text, separator)
				r.open = r.open || open
				if len(r.cells) < maxCells {
					r.cells = append(r.cells, value)
				} else {
					r.beyond = r.beyond || strings.TrimSpace(value) != ""
				}
			}
			if !yield(r) {
				return
			}
		}
	}
}

// nextCell takes one cell off the text. last is true for the last of its row.
func nextCell(text string, separator byte) (value, rest string, open, last bool) {
	lead := 0
	for lead < len(text) && text[lead] == ' ' {
		lead++
	}
	if lead < len(text) && text[lead] == '"' {
		quoted, after, ok := unquote(text[lead+1:])
		if ok {
			tail, rest, last := plainCell(after, separator)
			if strings.TrimSpace(tail) != "" {
				quoted += tail
			}
			return quoted, rest, false, last
		}
		open = true
	}
	value, rest, last = plainCell(text, separator)
	return value, rest, open, last
}

func plainCell(text string, separator byte) (value, rest string, last bool) {
	end := strings.IndexAny(text, string([]byte{separator, '\n'}))
	if end < 0 {
		return text, "", true
	}
	return text[:end], text[end+1:], text[end] == '\n'
}

// unquote reads what follows an opening quote up to the closing one.
func unquote(text string) (value, rest string, ok bool) {
	var parts []byte
	lines := 0
	for {
		end := strings.IndexByte(text, '"')
		if end < 0 {
			return "", "", false
		}
		if lines += strings.Count(text[:end], "\n"); lines > maxQuotedLines {
			return "", "", false
		}
		parts = append(parts, text[:end]...)
		text = text[end+1:]
		if !strings.HasPrefix(text, `"`) {
			return string(parts), text, true
		}
		parts, text = append(parts, '"'), text[1:]
	}
}

// separatorOf finds the separator with which most headings are understood; the first line “sep=;” says it, and is taken off.
func separatorOf(text string) (separator byte, rest string) {
	line, after, _ := strings.Cut(text, "\n")
	if sep, ok := strings.CutPrefix(strings.ToLower(strings.Trim(line, "\" ")), "sep="); ok && len(sep) == 1 {
		return sep[0], after
	}
	for _, loose := range []bool{false, true} {
		most := 0
		for _, sep := range []byte(",;\t|") {
			if _, known := findHeading(firstRows(text, sep), loose); known > most {
				separator, most = sep, known
			}
		}
		if most > 0 {
			return separator, text
		}
	}
	return ',', text
}

func firstRows(text string, separator byte) [][]string {
	var rows [][]string
	for r := range records(text, separator) {
		if rows = append(rows, r.cells); len(rows) == headingDepth {
			break
		}
	}
	return rows
}

func (l *list) readCSV(text string) {
	separator, text := separatorOf(text)
	rows := firstRows(text, separator)
	at, known := findHeading(rows, false)
	if known == 0 {
		at, known = findHeading(rows, true)
	}
	if known == 0 {
		l.noHeading(rows)
		return
	}
	t := l.newTable("", at+1, rows[at])
	for r := range records(text, separator) {
		if r.row <= at+1 {
			continue
		}
		if !t.record(r) {
			break
		}
	}
	if t.short > 1 {
		t.problem(ListWarning, t.shortRow, t.shortRow, -1, textf("แถวนี้และอีก %d แถวมีช่องน้อยกว่าหัวตาราง ถือว่าช่องที่เหลือว่าง", "this row and %d more have fewer cells than the heading: the rest is taken as empty", t.short-1))
	} else if t.short == 1 {
		t.problem(ListWarning, t.shortRow, t.shortRow, -1, textf("แถวนี้มีช่องน้อยกว่าหัวตาราง ถือว่าช่องที่เหลือว่าง", "fewer cells than the heading: the rest is taken as empty"))
	}
}

// record reads one row below the headings.
func (t *table) record(r record) bool {
	filled := len(r.cells) // without the empty ones at the end
	for filled > 0 && thai.Normal(r.cells[filled-1]) == "" {
		filled--
	}
	switch {
	case filled == 0:
		return true
	case r.open:
		t.problem(ListMistake, r.row, r.row, -1, textf("มีเครื่องหมาย \" ที่ไม่ปิด ให้ปิดหรือลบออก", "a quote \" is not closed: close it or remove it"))
		return t.skipped()
	case r.beyond || filled > len(t.heading):
		t.problem(ListMistake, r.row, r.row, -1, textf("มี %d ช่อง แต่หัวตารางมี %d ให้ใส่ข้อความที่มีตัวคั่นไว้ใน \"…\"",
			"%d cells, but the heading has %d: put text with a separator in it into \"…\"", filled, len(t.heading)))
		return t.skipped()
	case len(r.cells) < t.width():
		// Excel itself leaves off the last cells when they are empty on 16 rows.
		if t.short++; t.short == 1 {
			t.shortRow = r.row
		}
	}
	return t.row(r.row, r.cells)
}

// skipped counts a row whose cells cannot be told apart.
func (t *table) skipped() bool {
	if t.full(len(t.rows)) {
		return false
	}
	t.rows = append(t.rows, listed{bad: true})
	return true
}

// width is how many cells the heading has without the empty ones at its end.
func (t *table) width() int {
	n := len(t.heading)
	for n > 0 && thai.Normal(t.heading[n-1]) == "" {
		n--
	}
	return n
}

// noHeading says that there are no headings, and why that may be.
func (l *list) noHeading(rows [][]string) {
	for _, row := range rows {
		for _, c := range row {
			if strings.Contains(c, "???") || strings.ContainsRune(c, unicode.ReplacementChar) {
				l.whole("ตัวอักษรไทยเสียจากการบันทึก ให้เปิดไฟล์เดิมแล้วบันทึกเป็น “CSV UTF-8” หรือ .xlsx",
					"the Thai letters were lost in saving: open the original and save it as “CSV UTF-8” or .xlsx")
				return
			}
		}
	}
	l.whole("ไม่พบหัวตารางใน %d แถวแรก ต้องมีอย่างน้อย “ชื่อหน่วยงาน” และ “เว็บไซต์” ดูตัวอย่างด้วย `itacheck init --list`",
		"no headings in the first %d rows: there must be “ชื่อหน่วยงาน” (name) and “เว็บไซต์” (url); `itacheck init --list` writes an example", headingDepth)
}
