// Package report writes one agency's audit for people and for programs: as the
// JSON document that is stored, and in every other format, each of which can be
// made of that document again (Read).
//
// It only renders. It decides no verdict, computes no score, reads no clock,
// and knows nothing of files; the same result and options give the same bytes.
package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"itacheck/ita"
)

// Options of a rendering. The zero Options give Thai, 100 columns and no colour.
type Options struct {
	Lang    ita.Lang // empty: Thai
	Width   int      // columns of the terminal; zero: 100; less than 50 counts as 50
	Color   bool     // mark verdicts with ANSI colours
	ASCII   bool     // no box-drawing characters or other symbols; Thai letters stay
	Verbose bool     // list passing items' links too, and fingerprints
}

// Format is one way of writing a result.
type Format struct {
	Name    string   // as given to --format
	Endings []string // of its files' names, the usual one first
	Doc     ita.Text // one line for the help
	Binary  bool     // not text: nothing for a terminal
	Write   func(io.Writer, *ita.Result, Options) error
}

// Formats lists every format, the default one first.
func Formats() []Format {
	return []Format{
		{"table", []string{".txt"}, ita.Text{TH: "ตารางสำหรับอ่านบนหน้าจอ", EN: "a table to read on a terminal"}, false, writeTable},
		{"json", []string{".json"}, ita.Text{TH: "เอกสาร JSON สำหรับจัดเก็บและใช้กับโปรแกรมอื่น", EN: "a JSON document to store and to process"}, false, writeJSON},
		{"markdown", []string{".md", ".markdown"}, ita.Text{TH: "ข้อความ Markdown พร้อมรายการงานแยกตามผู้รับผิดชอบ", EN: "Markdown, with the work by unit"}, false, writeMarkdown},
		{"csv", []string{".csv"}, ita.Text{TH: "ตารางรายข้อ เปิดด้วย Excel ภาษาไทยได้ทันที", EN: "one line per item, for Excel and programs"}, false, writeCSV},
		{"xlsx", []string{".xlsx"}, ita.Text{TH: "สมุดงาน Excel: สรุป รายข้อ ลิงก์ งานของแต่ละหน่วย แบบติดตาม", EN: "a workbook: summary, items, links, each unit's work, a follow-up form"}, true, writeXLSX},
		{"html", []string{".html", ".htm"}, ita.Text{TH: "หน้าเว็บไฟล์เดียวสำหรับเสนอผู้บริหาร พิมพ์ลงกระดาษ A4 ได้", EN: "one page to hand upward; prints on A4"}, false, writeHTML},
		{"junit", []string{".junit.xml", ".xml"}, ita.Text{TH: "ผลการทดสอบแบบ JUnit สำหรับระบบ CI", EN: "JUnit test results for a pipeline"}, false, writeJUnit},
		{"sarif", []string{".sarif", ".sarif.json"}, ita.Text{TH: "ผลการตรวจแบบ SARIF 2.1.0 สำหรับระบบ CI", EN: "SARIF 2.1.0 for a pipeline"}, false, writeSARIF},
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

// siteOf is the address of the website, or of its ITA page where only that is
// known.
func siteOf(r *ita.Result) string { return cmp.Or(address(r.Agency.URL), address(r.ITAPage)) }

// pageOf is the address of the page that the items were read from.
func pageOf(r *ita.Result) string { return cmp.Or(address(r.ITAPage), address(r.Agency.ITAPage)) }

// noticesOf are the sentences that every report must carry: what is to be known
// of the rule set, and of how the pages were read.
func noticesOf(r *ita.Result, rs *ita.RuleSet, lang ita.Lang) []string {
	var ns []string
	if !rs.Notice.IsZero() {
		ns = append(ns, rs.Notice.In(lang))
	} else if t := standingNotice(rs.Standing); !t.IsZero() {
		ns = append(ns, t.In(lang))
	}
	if rs.AppliedFrom != 0 && rs.AppliedFrom != rs.Year {
		ns = append(ns, appliedFrom(rs).In(lang))
	}
	if slices.ContainsFunc(r.Pages, func(p ita.PageVisit) bool { return p.Rendered }) {
		ns = append(ns, rendered.In(lang))
	}
	return ns
}
