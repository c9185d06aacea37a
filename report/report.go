// Package report writes one agency's audit for people and for programs: as a
// table on a terminal, and as the JSON document that is stored.
//
// It only renders. It decides no verdict, computes no score, reads no clock,
// and knows nothing of files; the same result and options give the same bytes.
package report

import (
	"fmt"
	"io"
	"strings"

	"itacheck/ita"
)

// Options of a rendering. The zero Options give Thai, 100 columns and no colour.
type Options struct {
	Lang    ita.Lang // empty: Thai
	Width   int      // columns of the terminal; zero: 100; less than 50 counts as 50
	Color   bool     // mark verdicts with ANSI colours
	ASCII   bool     // no box-drawing characters or other symbols; Thai letters stay
	Verbose bool     // list passing items' links too
}

// Format is one way of writing a result.
type Format struct {
	Name  string   // as given to --format
	Doc   ita.Text // one line for the help
	Write func(io.Writer, *ita.Result, Options) error
}

// Formats lists every format, the default one first.
func Formats() []Format {
	return []Format{
		{"table", ita.Text{TH: "ตารางสำหรับอ่านบนหน้าจอ", EN: "a table to read on a terminal"}, writeTable},
		{"json", ita.Text{TH: "เอกสาร JSON สำหรับจัดเก็บและใช้กับโปรแกรมอื่น", EN: "a JSON document to store and to process"}, writeJSON},
	}
}

// Find returns the format with a name.
func Find(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("no format %q (there are %s)", name, strings.Join(names, ", "))
}

// ruleSetOf returns a result's rule set, an empty one when it has none.
func ruleSetOf(r *ita.Result) *ita.RuleSet {
	if r.RuleSet == nil {
		return &ita.RuleSet{Year: r.Agency.Year, Scheme: r.Agency.Scheme}
	}
	return r.RuleSet
}

// notices are the sentences that every report made with a rule set must carry.
func notices(rs *ita.RuleSet, lang ita.Lang) []string {
	var ns []string
	if !rs.Notice.IsZero() {
		ns = append(ns, rs.Notice.In(lang))
	} else if t := standingNotice(rs.Standing); !t.IsZero() {
		ns = append(ns, t.In(lang))
	}
	if rs.AppliedFrom != 0 && rs.AppliedFrom != rs.Year {
		ns = append(ns, appliedFrom(rs).In(lang))
	}
	return ns
}
