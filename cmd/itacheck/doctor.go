package main

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"itacheck/crawler"
	"itacheck/doctor"
	"itacheck/ita"
)

// doctorFlags are the flags of doctor as given.
type doctorFlags struct {
	config, asOf string
	visitFlags
}

// examination is what doctor has been asked to look at.
type examination struct {
	address string // of the website; empty: none is asked
	agency  ita.Agency
	file    string // the agency file; empty: none
	asOf    time.Time
	crawl   crawler.Config
}

func (a *app) doctorCmd() *cobra.Command {
	var f doctorFlags
	cmd := a.command("doctor [URL | --config FILE]", a.say("ตรวจว่าเครื่องนี้พร้อมใช้โปรแกรมหรือไม่", "See whether everything is in place on this machine"),
		func(cmd *cobra.Command, args []string, m *mistakes) error {
			e := a.examination(cmd, &f, args, m)
			if err := m.err(); err != nil {
				return err
			}
			return a.doctor(cmd.Context(), e)
		})
	cmd.Long = a.say(
		"ตรวจสิ่งที่โปรแกรมต้องใช้ในเครื่องนี้ ได้แก่ ชุดเกณฑ์ นาฬิกา พร็อกซี ใบรับรอง โฟลเดอร์ เบราว์เซอร์ แบบอักษร และโปรแกรมอ่านภาพสแกน ถ้าระบุเว็บไซต์ จะลองเข้า robots.txt และหน้านั้นหนึ่งครั้ง ถ้าไม่ระบุ จะไม่เข้าเว็บไซต์ใด\nรหัสจบการทำงาน: 0 ใช้งานได้, 1 มีปัญหาที่ต้องแก้, 2 คำสั่งผิด",
		"Looks at what the program needs of this machine: rule set, clock, proxy, certificates, folders, browser, fonts and the reader of scans. Of a website that is given it asks for robots.txt and that one page; without one it asks nobody.\nExit codes: 0 nothing hinders, 1 something does, 2 wrong command.",
	)
	cmd.Example = `  itacheck doctor
  itacheck doctor https://www.example.go.th/ita
  itacheck doctor --config agency.yaml`
	s := flags{a, cmd, cmd.Flags()}
	s.text(&f.config, "config", "FILE", "", a.say("ไฟล์ตั้งค่าหน่วยงาน", "agency file"), nil)
	s.text(&f.asOf, "as-of", "DATE", "", a.say("ดูชุดเกณฑ์ของวันนี้ เช่น 2569-10-01 (หากไม่ระบุ ใช้วันนี้)", "the rule set of this day, such as 2569-10-01 (default: today)"), nil)
	f.addTimeout(s)
	f.addWay(s)
	return cmd
}

// examination reads the flags and adds every mistake in them.
func (a *app) examination(cmd *cobra.Command, f *doctorFlags, args []string, m *mistakes) examination {
	e := examination{asOf: time.Now()}
	given := a.given(cmd, m)
	given("as-of", f.asOf, func(s string) (err error) { e.asOf, err = a.date(s); return err })
	if a.count(m, cmd, args, 0, 1) && (len(args) > 0 || cmd.Flags().Changed("config")) {
		e.agency, _ = a.agency(cmd, &auditFlags{config: f.config}, args, m)
		e.address = cmp.Or(e.agency.ITAPage, e.agency.URL)
	}
	if cmd.Flags().Changed("config") {
		e.file = f.config
	}
	a.limits(&e.agency.Limits, &f.visitFlags, given)
	e.crawl = crawler.Config{AllowPrivate: f.allowPrivate, UserAgent: f.userAgent, Render: crawler.RenderNever}
	limit(&e.crawl, e.agency.Limits)
	return e
}

// doctor looks at what was asked and says what it means.
func (a *app) doctor(ctx context.Context, e examination) error {
	facts, err := a.facts(ctx, e)
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return exit(exitInterrupted)
	}
	findings := doctor.Judge(facts)
	if err := a.writeFindings(findings); err != nil {
		return err
	}
	if doctor.Worst(findings) == doctor.Problem {
		return exit(exitFindings)
	}
	return nil
}

// levelWords are how findings are marked; each with a colour.
var levelWords = map[doctor.Level]struct {
	word  ita.Text
	color string
}{
	doctor.OK:      {ita.Text{TH: "พร้อม", EN: "ok"}, "\x1b[32m"},
	doctor.Note:    {ita.Text{TH: "ข้อสังเกต", EN: "note"}, "\x1b[33m"},
	doctor.Problem: {ita.Text{TH: "มีปัญหา", EN: "problem"}, "\x1b[31m"},
}

// writeFindings writes a line for each finding, and how many of each kind there are.
func (a *app) writeFindings(findings []doctor.Finding) error {
	p := a.page()
	color := a.color(a.stdout)
	marks, subjects := 0, 0
	for _, w := range levelWords {
		marks = max(marks, columns(w.word.In(a.lang)))
	}
	for _, f := range findings {
		subjects = max(subjects, columns(f.Subject.In(a.lang)))
	}
	count := map[doctor.Level]int{}
	for _, f := range findings {
		count[f.Level]++
		mark := levelWords[f.Level]
		word := mark.word.In(a.lang)
		lead := word + strings.Repeat(" ", marks-columns(word)+2)
		if color {
			lead = mark.color + lead + "\x1b[0m"
		}
		subject := f.Subject.In(a.lang)
		p.para(lead+subject+strings.Repeat(" ", subjects-columns(subject)+2), f.Says.In(a.lang))
		if !f.Remedy.IsZero() {
			p.para(strings.Repeat(" ", marks+subjects+4)+"→ ", f.Remedy.In(a.lang))
		}
	}
	p.line("")
	p.para("", a.sayf("ปัญหา %d เรื่อง ข้อสังเกต %d เรื่อง", "problems: %d, notes: %d", count[doctor.Problem], count[doctor.Note]))
	return p.writeTo(coloring(a.stdout))
}
