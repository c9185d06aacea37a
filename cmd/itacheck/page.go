package main

import (
	"io"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"itacheck/report"
)

// page is text for people in the making, wrapped to the terminal.
type page struct {
	b     strings.Builder
	width int
	ascii bool // no box-drawing characters
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
	for _, l := range report.Wrap(text, p.width-columns(lead)) {
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
// the others leave; each of those takes a third at most. The columns of numbers
// are aligned right.
func (p *page) table(grow int, header []string, rows [][]string, right ...int) error {
	limit := make([]int, len(header))
	limit[grow] = p.width - 3*len(header) - 1 // bars, and a blank on either side of a cell
	for i := range header {
		if i == grow {
			continue
		}
		limit[i] = widestLine(header[i])
		for _, r := range rows {
			limit[i] = max(limit[i], columns(r[i]))
		}
		limit[i] = min(limit[i], p.width/3)
		limit[grow] -= limit[i]
	}
	style := tw.StyleLight
	if p.ascii {
		style = tw.StyleASCII
	}
	align := make(tw.Alignment, len(header))
	for i := range align {
		align[i] = tw.AlignLeft
		if slices.Contains(right, i) {
			align[i] = tw.AlignRight
		}
	}
	t := tablewriter.NewTable(
		&p.b,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{Symbols: tw.NewSymbols(style)})),
		// Some locales make box characters two columns wide, which no terminal does.
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		// Cells come wrapped: the library's own wrapping cuts Thai clusters.
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAlignment(tw.AlignLeft),
		tablewriter.WithAlignment(align),
	)
	t.Header(header)
	for _, r := range rows {
		for i := range r {
			r[i] = strings.Join(report.Wrap(r[i], max(limit[i], 8)), "\n")
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

// widestLine is the number of columns of the widest line of s.
func widestLine(s string) int {
	n := 0
	for line := range strings.Lines(s) {
		n = max(n, columns(strings.TrimSuffix(line, "\n")))
	}
	return n
}
