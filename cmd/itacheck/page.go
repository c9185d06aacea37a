package main

import (
	"io"
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
// the others leave.
func (p *page) table(grow int, header []string, rows [][]string) error {
	room := p.width - 3*len(header) - 1 // bars, and a blank on either side of a cell
	for i := range header {
		if i == grow {
			continue
		}
		w := columns(header[i])
		for _, r := range rows {
			w = max(w, columns(r[i]))
		}
		room -= w
	}
	room = max(room, 12)
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
		r[grow] = strings.Join(wrap(r[grow], room), "\n")
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

// wrap breaks text into lines of at most limit columns: at a space where that
// leaves no great gap, else anywhere that keeps a Thai letter with its vowels
// and marks, since Thai has no spaces between words.
func wrap(s string, limit int) []string {
	var lines []string
	rest := []rune(strings.TrimSpace(s))
	for len(rest) > 0 {
		end, space, used := 0, 0, 0
		var prev rune
		for i, r := range rest {
			if i > 0 && !sticks(prev, r) {
				end = i
				if r == ' ' || prev == ' ' {
					space = i
				}
			}
			if used += columns(string(r)); used > limit && end > 0 {
				break
			}
			if i == len(rest)-1 {
				end, space = len(rest), len(rest)
			}
			prev = r
		}
		if end == 0 {
			end = len(rest) // one cluster that is too wide
		}
		if space > 0 && columns(string(rest[space:end])) <= limit/3 {
			end = space
		}
		lines = append(lines, strings.TrimRight(string(rest[:end]), " "))
		rest = []rune(strings.TrimLeft(string(rest[end:]), " "))
	}
	return lines
}

// sticks reports whether no line may begin with b after a.
func sticks(a, b rune) bool {
	switch {
	case a == ' ' || b == ' ':
		return false
	case unicode.IsMark(b) || strings.ContainsRune("ะาำๅๆฯ", b) || a >= 'เ' && a <= 'ไ':
		return true
	case strings.ContainsRune(`([{“‘`, a) || strings.ContainsRune(`)]}”’,.;:!?%/…`, b):
		return true
	}
	return !unicode.Is(unicode.Thai, a) && !unicode.Is(unicode.Thai, b)
}
