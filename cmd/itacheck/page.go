package main

import (
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// page is text for people in the making, wrapped to the terminal.
type page struct {
	b     strings.Builder
	width int
}

// page begins a text as wide as the terminal, but not too wide to be read.
func (a *app) page() *page {
	w := a.width()
	if w == 0 {
		w = 80
	}
	return &page{width: min(max(w, 50), 100)}
}

func (p *page) line(s string) { p.b.WriteString(strings.TrimRight(s, " ") + "\n") }

// para writes wrapped text, its first line after lead and the others as far in.
func (p *page) para(lead, text string) {
	for _, l := range wrap(text, p.width-columns(lead)) {
		p.line(lead + l)
		lead = strings.Repeat(" ", columns(lead))
	}
}

// heading writes the title of a part after an empty line.
func (p *page) heading(s string) {
	if p.b.Len() > 0 {
		p.line("")
	}
	p.para("", s)
}

// rows writes names with what they mean beside them.
func (p *page) rows(title string, rows [][2]string) {
	if len(rows) == 0 {
		return
	}
	p.heading(title)
	left := 0
	for _, r := range rows {
		left = max(left, columns(r[0]))
	}
	for _, r := range rows {
		p.para("  "+r[0]+strings.Repeat(" ", left-columns(r[0])+2), r[1])
	}
}

// table writes a table. The column with the number grow takes the width that
// the others leave; each of those takes a third at most.
func (p *page) table(grow int, header []string, rows [][]string) error {
	limit := make([]int, len(header))
	limit[grow] = p.width - 3*len(header) - 1 // bars, and a blank on either side of a cell
	for i := range header {
		if i == grow {
			continue
		}
		limit[i] = columns(header[i])
		for _, r := range rows {
			limit[i] = max(limit[i], columns(r[i]))
		}
		limit[i] = min(limit[i], p.width/3)
		limit[grow] -= limit[i]
	}
	t := tablewriter.NewTable(
		&p.b,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{Symbols: tw.NewSymbols(tw.StyleLight)})),
		// Some locales make box characters two columns wide, which no terminal does.
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		// Cells come wrapped: the library's own wrapping cuts Thai clusters.
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAlignment(tw.AlignLeft),
	)
	t.Header(header)
	for _, r := range rows {
		for i := range r {
			r[i] = strings.Join(wrap(r[i], max(limit[i], 8)), "\n")
		}
		if err := t.Append(r); err != nil {
			return err
		}
	}
	return t.Render()
}

func (p *page) writeTo(w io.Writer) error {
	_, err := io.WriteString(w, p.b.String())
	return err
}

// columns is the number of terminal columns that s takes.
func columns(s string) int { return twwidth.WidthWithOptions(s, twwidth.Options{}) }

// wordStarts are Thai words and syllables that often begin a word. Thai has no
// spaces between words; a line that begins with one of these reads well.
var wordStarts = [...]string{
	"การ", "ความ", "และ", "ของ", "หรือ", "ที่", "เพื่อ", "ตาม", "จาก", "ประ", "ปี", "ผู้", "ผล", "งบ", "ข้อ", "รายงาน", "หน่วย",
	"จัด", "บริหาร", "บุคคล", "ทรัพยากร", "งาน", "มาตร", "พัฒนา", "ป้องกัน", "ทุจริต", "คู่มือ", "ร้องเรียน", "ต้อง", "แล้ว", "ใช้", "ได้",
}

// wrap breaks text into lines of at most limit columns: at a space or before a
// known word where that leaves no great gap, else anywhere that keeps a Thai
// letter with its vowels and marks.
func wrap(s string, limit int) []string {
	var lines []string
	rest := []rune(strings.TrimSpace(s))
	for len(rest) > 0 {
		end := lineEnd(rest, limit)
		lines = append(lines, strings.TrimRight(string(rest[:end]), " "))
		rest = []rune(strings.TrimLeft(string(rest[end:]), " "))
	}
	return lines
}

// lineEnd is how many runes of the text stand on its first line.
func lineEnd(text []rune, limit int) int {
	end, good, used := 0, 0, 0
	for i, r := range text {
		if i > 0 && !sticks(text[i-1], r) {
			end = i
			if text[i-1] == ' ' || startsWord(text[i:]) {
				good = i
			}
		}
		if used += columns(string(r)); used > limit && end > 0 && r != ' ' {
			if good > 0 && columns(string(text[good:end])) <= limit/3 {
				return good
			}
			return end
		}
	}
	return len(text)
}

func startsWord(text []rune) bool {
	word := string(text[:min(len(text), 8)])
	return slices.ContainsFunc(wordStarts[:], func(w string) bool { return strings.HasPrefix(word, w) })
}

// sticks reports whether no line may begin with b after a.
func sticks(a, b rune) bool {
	switch {
	case b == ' ' || unicode.IsMark(b) || strings.ContainsRune("ะาำๅๆฯ", b):
		return true
	case a == ' ':
		return false
	case a >= 'เ' && a <= 'ไ':
		return true
	case strings.ContainsRune(`([{“‘`, a) || strings.ContainsRune(`)]}”’,.;:!?%/…`, b):
		return true
	}
	return !unicode.Is(unicode.Thai, a) && !unicode.Is(unicode.Thai, b)
}
