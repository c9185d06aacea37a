package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"itacheck/checks"
	"itacheck/history"
	"itacheck/internal/thai"
	"itacheck/ita"
)

// changes is what changed between two runs, or two stored results.
type changes struct {
	from, to moment
	agencies []history.Comparison
}

// moment is one side of a comparison.
type moment struct {
	name string // of its file; empty for a run
	run  int64
	at   time.Time
	tool string
}

func (a *app) changesCmd() *cobra.Command {
	var f historyFlags
	var format string
	var ascii bool
	cmd := a.command("diff [RUN RUN | OLD.json NEW.json]", a.say("บอกข้อที่ผลเปลี่ยนระหว่างการตรวจสองครั้ง และสาเหตุ", "Say what changed between two audits, and why"),
		func(cmd *cobra.Command, args []string, m *mistakes) error {
			if format != "table" && format != "json" {
				m.add(a.sayf("--format %q: ใช้ได้เฉพาะ table, json", "--format %q: use table or json", format))
			}
			c := a.compared(cmd, &f, args, m)
			if err := m.err(); err != nil {
				return err
			}
			return a.printChanges(c, format, ascii)
		})
	cmd.Long = a.say(
		"เทียบการตรวจสองครั้งล่าสุดที่เก็บไว้ หรือสองครั้งที่ระบุ (เลขจาก itacheck history) หรือไฟล์ผล JSON สองไฟล์ แล้วบอกข้อที่ผลเปลี่ยน พร้อมสาเหตุว่ามาจากเว็บไซต์ เกณฑ์ โปรแกรม ถึงกำหนดแล้ว หรือเจ้าหน้าที่วินิจฉัยหรือยกเว้น ข้อที่ตรวจไม่ได้ไม่นับว่าเปลี่ยน แต่เทียบกับผลล่าสุดก่อนหน้านั้น\nรหัสจบการทำงาน: 0 ไม่มีข้อใดแย่ลง, 1 มีข้อที่แย่ลง, 2 คำสั่งผิด",
		"Compares the last two runs that were kept, two that are named (numbers of itacheck history), or two JSON results, and says which verdicts changed and whether because of the website, the rules, the program, a day on which something came due, or what people settled or waived. What could not be looked at has not changed; it is compared with the verdict before.\nExit codes: 0 nothing got worse, 1 something did, 2 wrong command.",
	)
	cmd.Example = `  itacheck diff
  itacheck diff 12 15 --agency example.go.th
  itacheck diff april.json may.json --format json`
	s := flags{a, cmd, cmd.Flags()}
	f.add(s)
	s.text(&format, "format", "NAME", "table", a.say("รูปแบบ: table, json", "format: table, json"), oneOf("table", "json"))
	s.ascii(&ascii)
	return cmd
}

// compared makes the comparison that the arguments ask for, and adds what is
// wrong with them.
func (a *app) compared(cmd *cobra.Command, f *historyFlags, args []string, m *mistakes) *changes {
	runs := make([]int64, len(args))
	numbers := true
	for i, arg := range args {
		n, err := strconv.ParseInt(thai.Digits(arg), 10, 64)
		runs[i] = n
		numbers = numbers && err == nil
	}
	switch {
	case len(args) == 1:
		m.add(a.say("โปรดระบุสองครั้งหรือสองไฟล์ที่จะเทียบกัน หรือไม่ระบุเลยเพื่อเทียบสองครั้งล่าสุด", "name two runs or two files to compare, or none for the last two runs"))
	case !a.count(m, cmd, args, 0, 2):
	case numbers:
		return a.comparedRuns(f, runs, m)
	default:
		if cmd.Flags().Changed("db") || cmd.Flags().Changed("agency") {
			m.add(a.say("--db และ --agency ใช้กับการตรวจที่เก็บในประวัติ ไม่ใช้กับไฟล์ผล JSON", "--db and --agency are for runs of a history, not for JSON results"))
			return nil
		}
		return a.comparedFiles(args, m)
	}
	return nil
}

// comparedRuns compares two runs of a history, the last two when none is named.
func (a *app) comparedRuns(f *historyFlags, named []int64, m *mistakes) *changes {
	s, err := history.OpenRead(f.path())
	if m.addErr(a.historyError(err)) {
		return nil
	}
	defer s.Close()
	runs, err := s.Runs(f.agency)
	if m.addErr(a.historyError(err)) {
		return nil
	}
	if len(named) == 0 {
		if len(runs) == 0 {
			m.addErr(a.noRuns(f))
			return nil
		}
		if len(runs) == 1 {
			m.add(a.say("มีการตรวจที่เก็บไว้เพียงครั้งเดียว จึงยังเทียบไม่ได้", "only one run was kept, so there is nothing to compare it with"))
			return nil
		}
		named = []int64{runs[1].N, runs[0].N}
	}
	c := &changes{from: a.namedRun(runs, named[0], m), to: a.namedRun(runs, named[1], m)}
	if named[0] >= named[1] {
		m.add(a.say("โปรดระบุครั้งก่อนไว้หน้าครั้งหลัง", "name the earlier run first"))
	}
	if len(*m) > 0 {
		return nil
	}
	c.agencies, err = s.Compare(named[0], named[1], f.agency, verdict)
	m.addErr(a.historyError(err))
	return c
}

func (a *app) namedRun(runs []history.Run, n int64, m *mistakes) moment {
	i := slices.IndexFunc(runs, func(r history.Run) bool { return r.N == n })
	if i < 0 {
		m.add(a.sayf("ไม่มีการตรวจครั้งที่ %d ดูเลขได้จาก itacheck history", "there is no run %d; itacheck history lists them", n))
		return moment{}
	}
	return moment{run: n, at: runs[i].Begun, tool: runs[i].Tool}
}

// comparedFiles compares two stored results of one agency.
func (a *app) comparedFiles(files []string, m *mistakes) *changes {
	results := a.stored(files, m)
	if len(results) != 2 || len(*m) > 0 {
		return nil
	}
	var audits [2]*history.Audit
	var sides [2]moment
	for i, r := range results {
		a.addKinds(r.result.RuleSet)
		audits[i] = history.Of(r.result)
		sides[i] = moment{name: files[i], at: r.result.Finished, tool: r.result.ToolVersion}
	}
	if was, is := audits[0].Agency, audits[1].Agency; was.ID != is.ID {
		m.add(a.sayf("เป็นผลของคนละหน่วยงาน: %s กับ %s", "these are results of different agencies: %s and %s", was.ID, is.ID))
		return nil
	}
	c := history.Compare(audits[1], slices.Values(audits[:1]), verdict)
	if c.Failed == "" && audits[0].Failed != "" {
		c.Failed = audits[0].Failed
	}
	return &changes{sides[0], sides[1], []history.Comparison{c}}
}

// addKinds adds what a stored result does not say of its list: the kinds of its
// items, which topics have.
func (a *app) addKinds(rs *ita.RuleSet) {
	book := builtIn()
	for i := range rs.Items {
		it := &rs.Items[i]
		if len(it.Topics) == 0 {
			continue
		}
		if t := book.Topic(it.Topics[0]); t != nil {
			it.Kind = t.Kind
		}
	}
}

// verdict judges stored evidence again. It is a history.Judge.
func verdict(rs *ita.RuleSet, it *ita.Item, asOf time.Time, evidence []ita.Evidence) ita.Status {
	return checks.Verdict(&checks.Case{Rules: rs, Item: it, AsOf: asOf, Evidence: evidence})
}

// printChanges writes a comparison to standard output. The exit code is 1 when
// something got worse.
func (a *app) printChanges(c *changes, format string, ascii bool) error {
	var err error
	if format == "json" {
		err = a.changesJSON(c)
	} else {
		err = a.changesTable(c, ascii)
	}
	if err == nil && c.count(history.Worse) > 0 {
		return exit(exitFindings)
	}
	return err
}

func (c *changes) count(d history.Direction) int {
	n := 0
	for i := range c.agencies {
		for _, ch := range c.agencies[i].Changes {
			if ch.Direction == d {
				n++
			}
		}
	}
	return n
}

func (a *app) changesTable(c *changes, ascii bool) error {
	p := a.page()
	p.ascii = ascii
	p.para("", a.sayf("จาก %s ถึง %s", "from %s to %s", a.side(c.from), a.side(c.to)))
	p.para("", a.sayf("แย่ลง %d ข้อ ดีขึ้น %d ข้อ เปลี่ยนอย่างอื่น %d ข้อ", "%d worse, %d better, %d changed otherwise", c.count(history.Worse), c.count(history.Better), c.count(history.Other)))
	for i := range c.agencies {
		if err := a.agencyChanges(p, &c.agencies[i], len(c.agencies) > 1); err != nil {
			return err
		}
	}
	return p.writeTo(a.stdout)
}

// side names one side of a comparison.
func (a *app) side(m moment) string {
	name := m.name
	if name == "" {
		name = a.sayf("ครั้งที่ %d", "run %d", m.run)
	}
	return name + " (" + a.moment(m.at) + ")"
}

// agencyChanges writes what changed for an agency; where there are several,
// those without a change are left out.
func (a *app) agencyChanges(p *page, c *history.Comparison, several bool) error {
	if several && len(c.Changes) == 0 && c.Failed == "" {
		return nil
	}
	p.heading(nameOf(c.Agency))
	if c.Failed != "" {
		p.para("  ", a.sayf("ตรวจไม่ได้ จึงไม่เทียบ: %s", "could not be audited, so nothing is compared: %s", a.whyNot(c.Failed)))
		return nil
	}
	if len(c.Changes) > 0 {
		var rows [][]string
		for _, ch := range c.Changes {
			rows = append(rows, []string{a.sign(ch.Direction) + " " + ch.Item.Code, ch.Item.Title.In(a.lang), found(ch.Before, ch.BeforeFound, a.lang), found(ch.After, ch.AfterFound, a.lang), a.cause(ch.Cause)})
		}
		header := []string{a.say("ข้อ", "Item"), a.say("รายการ", "Title"), a.say("เดิม", "Before"), a.say("ใหม่", "After"), a.say("สาเหตุ", "Cause")}
		if err := p.table(1, header, rows); err != nil {
			return err
		}
	}
	if len(c.Gaps) > 0 {
		p.para("  ", a.sayf("ครั้งนี้ตรวจไม่ได้ จึงไม่นับว่าเปลี่ยน: %s", "could not be looked at, which is no change: %s", strings.Join(c.Gaps, ", ")))
	}
	return nil
}

func nameOf(ag history.Agency) string {
	if ag.Name == "" || ag.Name == ag.ID {
		return ag.ID
	}
	return ag.Name + " (" + ag.ID + ")"
}

// whyNot explains a reason code for which there is no verdict.
func (a *app) whyNot(code string) string {
	switch code {
	case "interrupted":
		return a.say("ถูกหยุดก่อนเสร็จ", "it was interrupted")
	case "out of time":
		return a.say("หมดเวลา", "it ran out of time")
	}
	if text := ita.ReasonOf(code).Means.In(a.lang); text != "" {
		return text
	}
	return code
}

func (a *app) sign(d history.Direction) string {
	switch d {
	case history.Better:
		return "+"
	case history.Worse:
		return "-"
	}
	return "~"
}

// found is a verdict with the years that it rests on, where they matter.
func found(s ita.Status, years []ita.FiscalYear, lang ita.Lang) string {
	word := s.Word().In(lang)
	if len(years) == 0 || s != ita.Stale && s != ita.WrongYear {
		return word
	}
	names := make([]string, len(years))
	for i, y := range years {
		names[i] = y.String()
	}
	return word + " (" + strings.Join(names, ", ") + ")"
}

func (a *app) cause(c history.Cause) string {
	switch c {
	case history.ByRules:
		return a.say("เกณฑ์", "rules")
	case history.ByTool:
		return a.say("โปรแกรม", "program")
	case history.ByDay:
		return a.say("ถึงกำหนด", "came due")
	case history.ByPeople:
		return a.say("เจ้าหน้าที่", "people")
	}
	return a.say("เว็บไซต์", "website")
}

// The document of schema itacheck.diff/v1.
type (
	changesDoc struct {
		Schema   string       `json:"schema"`
		From     momentDoc    `json:"from"`
		To       momentDoc    `json:"to"`
		Worse    int          `json:"worse"`
		Better   int          `json:"better"`
		Other    int          `json:"other"`
		Agencies []agencyDiff `json:"agencies"`
	}
	momentDoc struct {
		Run  int64     `json:"run,omitempty"`
		File string    `json:"file,omitempty"`
		At   time.Time `json:"at"`
		Tool string    `json:"tool"`
	}
	agencyDiff struct {
		ID       string      `json:"id"`
		Name     string      `json:"name"`
		URL      string      `json:"url"`
		Failed   string      `json:"failed,omitempty"` // why nothing is compared
		Compared int         `json:"items_compared"`
		Changes  []changeDoc `json:"changes"`
		Gaps     []string    `json:"gaps"` // items that could not be looked at
	}
	changeDoc struct {
		Item        string            `json:"item"`
		Title       string            `json:"title"`
		Owner       string            `json:"owner,omitempty"`
		Before      ita.Status        `json:"before"`
		After       ita.Status        `json:"after"`
		BeforeYears []ita.FiscalYear  `json:"before_years,omitempty"`
		AfterYears  []ita.FiscalYear  `json:"after_years,omitempty"`
		Since       time.Time         `json:"since"` // when the verdict before was given
		Direction   history.Direction `json:"direction"`
		Cause       history.Cause     `json:"cause"`
	}
)

func (a *app) changesJSON(c *changes) error {
	doc := changesDoc{
		Schema: "itacheck.diff/v1", From: momentOf(c.from), To: momentOf(c.to),
		Worse: c.count(history.Worse), Better: c.count(history.Better), Other: c.count(history.Other), Agencies: []agencyDiff{},
	}
	for i := range c.agencies {
		ag := &c.agencies[i]
		d := agencyDiff{
			ID: ag.Agency.ID, Name: ag.Agency.Name, URL: ag.Agency.URL, Failed: ag.Failed, Compared: ag.Items,
			Changes: []changeDoc{}, Gaps: append([]string{}, ag.Gaps...),
		}
		for _, ch := range ag.Changes {
			d.Changes = append(d.Changes, changeDoc{
				ch.Item.Code, ch.Item.Title.In(a.lang), ch.Owner, ch.Before, ch.After, ch.BeforeFound, ch.AfterFound, inBangkok(ch.Since), ch.Direction, ch.Cause,
			})
		}
		doc.Agencies = append(doc.Agencies, d)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_, err := fmt.Fprint(a.stdout, b.String())
	return err
}

func momentOf(m moment) momentDoc {
	return momentDoc{Run: m.run, File: m.name, At: inBangkok(m.at), Tool: m.tool}
}

// inBangkok is a time to the second as documents have it.
func inBangkok(t time.Time) time.Time { return t.In(ita.Bangkok).Truncate(time.Second) }
