package config

import (
	"cmp"
	"fmt"
	"slices"

	"itacheck/ita"
)

// ListProblemKind says how much a problem of a list matters.
type ListProblemKind int

// The kinds of problems, the worst first.
const (
	// ListMistake is wrong: its row is left out, and a mistake of no row
	// leaves out the whole list.
	ListMistake ListProblemKind = iota
	// ListWarning may be meant as it is: its row is kept.
	ListWarning
	// ListNote is nothing wrong, but worth knowing: a column that is not read.
	ListNote
)

// ListProblem is one thing about a list of agencies, at its place and with what
// to do about it.
type ListProblem struct {
	Kind    ListProblemKind
	File    string
	Sheet   string   // of a workbook
	Row     int      // as in [ita.Listed]; 0: no agency's row, so that leaving rows out does not mend it
	Line    int      // where in the file: the row as a spreadsheet numbers it, or the line of YAML; 0: the file as a whole
	Column  int      // from 1; 0: the whole row
	Letter  string   // the column as a spreadsheet names it; "" in YAML
	Heading string   // of the column, as the file has it
	Message ita.Text // what is wrong and what to do
}

// In returns the problem in one language, the place first:
// "list.csv row 7, column C (url): message" or "list.yaml:12:5: message".
func (p ListProblem) In(l ita.Lang) string {
	where := p.File
	switch {
	case p.Line > 0 && p.Column > 0 && p.Letter == "":
		where += fmt.Sprintf(":%d:%d", p.Line, p.Column)
	default:
		if p.Sheet != "" {
			where += fmt.Sprintf(ita.Text{TH: " แผ่นงาน %q", EN: " sheet %q"}.In(l), p.Sheet)
		}
		if p.Line > 0 {
			where += fmt.Sprintf(ita.Text{TH: " แถว %d", EN: " row %d"}.In(l), p.Line)
		}
		if p.Letter != "" {
			where += fmt.Sprintf(ita.Text{TH: " คอลัมน์ %s", EN: ", column %s"}.In(l), p.Letter)
		}
		if p.Heading != "" {
			where += " (" + p.Heading + ")"
		}
	}
	return where + ": " + p.Message.In(l)
}

// Error returns the problem in English.
func (p ListProblem) Error() string { return p.In(ita.English) }

// ListProblems is everything about a list, in the order of the file.
type ListProblems []ListProblem

// Of returns the problems of one kind.
func (ps ListProblems) Of(kind ListProblemKind) ListProblems {
	var out ListProblems
	for _, p := range ps {
		if p.Kind == kind {
			out = append(out, p)
		}
	}
	return out
}

func (ps ListProblems) sort() {
	slices.SortStableFunc(ps, func(a, b ListProblem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// textf is one message in both languages; both take the same values.
func textf(th, en string, values ...any) ita.Text {
	return ita.Text{TH: fmt.Sprintf(th, values...), EN: fmt.Sprintf(en, values...)}
}

// brief is the beginning of a text, for quoting.
func brief(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
