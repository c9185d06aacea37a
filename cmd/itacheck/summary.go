package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"itacheck/batch"
	"itacheck/report"
)

// storedSummary prints the summary of a run that there is already.
func (a *app) storedSummary(cmd *cobra.Command, f *batchFlags, args []string, m *mistakes) error {
	if len(args) > 0 {
		m.add(a.sayf("ระบุทั้ง --summary และ %s โปรดเลือกอย่างเดียว", "both --summary and %s are given: leave one out", args[0]))
	}
	if err := m.err(); err != nil {
		return err
	}
	s, err := batch.Read(f.summary, f.Filter)
	var refused *batch.Refusal
	if errors.As(err, &refused) {
		return a.refusal(refused.Message, refused.Remedy)
	}
	if err != nil {
		return err
	}
	return a.printSummary(s, f.ascii)
}

// filtered is the part of a run's summary that was asked for; nil when it
// cannot be read again, which it says.
func (a *app) filtered(s *batch.Summary, f batch.Filter) *batch.Summary {
	if f.IsZero() {
		return s
	}
	part, err := batch.Read(s.Dir, f)
	if err != nil {
		a.complain(err.Error())
		return nil
	}
	return part
}

// textName is the summary as a text, beside the files that batch writes.
const textName = "summary.txt"

// saveText keeps the summary of a run as a text.
func (a *app) saveText(s *batch.Summary) error {
	p := &page{width: 100}
	if err := a.summary(p, s); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.Dir, textName), []byte(p.b.String()), 0o644)
}

// leastWidth is how narrow a summary can be.
const leastWidth = 72

// printSummary writes a summary to standard output, fitted to the terminal.
func (a *app) printSummary(s *batch.Summary, ascii bool) error {
	width := a.width()
	if width == 0 {
		width = 100
	}
	p := &page{width: max(width, leastWidth), ascii: ascii}
	if err := a.summary(p, s); err != nil {
		return err
	}
	text := p.b.String()
	if ascii {
		text = strings.NewReplacer("–", "-", "·", ";", "…", "...").Replace(text)
	}
	_, err := io.WriteString(a.stdout, text)
	return err
}

// summary writes what came of a run.
func (a *app) summary(p *page, s *batch.Summary) error {
	if len(s.Agencies) == 0 {
		p.para("", a.say("ไม่มีหน่วยงานที่ตรงกับตัวกรอง ตรวจค่าของ --tag --province --district --type --owner ตามที่เขียนในรายชื่อ", "no agency is as the filters ask: write --tag, --province, --district, --type and --owner as the list has them"))
		return nil
	}
	for _, line := range []string{s.Line(a.lang), s.CountLine(a.lang), s.SinceLine(a.lang)} {
		if line != "" {
			p.para("", line)
		}
	}
	for _, t := range s.Digest(a.lang) {
		p.heading(t.Title)
		if err := p.part(t); err != nil {
			return err
		}
	}
	return nil
}

// roomToGrow is the least width of the column that takes what the others leave.
const roomToGrow = 24

// part writes a table of a summary, with the columns that fit.
func (p *page) part(t batch.Table) error {
	for _, roomy := range []bool{true, false} {
		g := gridOf(t.OnPage(roomy))
		if !roomy || g.least() <= p.width {
			return p.table(g.grow, g.header, g.rows, g.right...)
		}
	}
	return nil
}

// grid is a table of a summary as text.
type grid struct {
	header []string
	rows   [][]string
	right  []int // columns of numbers
	grow   int   // the column that takes what the others leave
}

// gridOf lays a table out. The text that needs the most room is what grows.
func gridOf(t batch.Table) *grid {
	g := &grid{}
	for i, c := range t.Columns {
		g.header = append(g.header, c.Title)
		if c.Right {
			g.right = append(g.right, i)
		}
	}
	for cells := range t.Rows {
		row := make([]string, len(cells))
		for i, v := range cells {
			row[i] = batch.Cell(v)
		}
		g.rows = append(g.rows, row)
	}
	widest := 0
	for i, c := range t.Columns {
		if w := g.width(i); !c.Right && w > widest {
			g.grow, widest = i, w
		}
	}
	for _, i := range g.right {
		g.header[i] = strings.Join(report.Wrap(g.header[i], max(g.width(i), longestWord(g.header[i]))), "\n")
	}
	return g
}

// headingWidth is how narrow a heading over numbers may be made.
const headingWidth = 9

// longestWord is the width that a heading needs.
func longestWord(heading string) int {
	n := min(columns(heading), headingWidth)
	for word := range strings.FieldsSeq(heading) {
		if len(word) == columns(word) { // not Thai, which breaks between words
			n = max(n, len(word))
		}
	}
	return n
}

// width is the width of a column's widest cell.
func (g *grid) width(column int) int {
	n := 0
	for _, row := range g.rows {
		n = max(n, columns(row[column]))
	}
	return n
}

// least is the width of the table with no column wrapped but the one that grows.
func (g *grid) least() int {
	n := 1
	for i, h := range g.header {
		w := max(g.width(i), widestLine(h))
		if i == g.grow {
			w = min(w, roomToGrow)
		}
		n += w + 3
	}
	return n
}
