package main

import (
	"context"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"itacheck/audit"
	"itacheck/crawler"
	"itacheck/documents"
	"itacheck/ita"
)

// auditFlags are the flags of audit as given.
type auditFlags struct {
	reportFlags
	listFlags
	visitFlags
	recordFlags
	config, itaPage string
}

// listFlags say by which list agencies are judged.
type listFlags struct {
	year, scheme, rulesFrom, rules, asOf string
}

// visitFlags say how websites are looked at.
type visitFlags struct {
	timeout, delay, maxPages, userAgent, render, documents string
	allowPrivate                                           bool
}

// reportFlags say what becomes of a result.
type reportFlags struct {
	formats, outputs []string
	failOn           string
	ascii, verbose   bool
}

func (a *app) auditCmd() *cobra.Command {
	var f auditFlags
	cmd := a.command("audit URL | --ita-page URL | --config FILE", a.say("ตรวจเว็บไซต์ของหน่วยงานหนึ่ง", "Audit the website of one agency"),
		func(cmd *cobra.Command, args []string, m *mistakes) error {
			j := a.auditJob(cmd, &f, args, m)
			if err := m.err(); err != nil {
				return err
			}
			return a.audit(cmd.Context(), j)
		})
	cmd.Long = a.say(
		"อ่านหน้า ITA ของหน่วยงาน ตรวจทุกข้อตามแบบวัด OIT ว่ามีลิงก์ เปิดได้ และตรงปีงบประมาณ แล้วแสดงรายงาน\nรหัสจบการทำงาน: 0 เรียบร้อย, 1 พบข้อที่ต้องแก้, 2 คำสั่งผิด, 3 อ่านเว็บไซต์ไม่ได้, 130 ถูกหยุด",
		"Reads the agency's ITA page, checks for each item of the OIT list that it is linked, opens and is for the right fiscal year, and prints a report.\nExit codes: 0 in order, 1 findings, 2 wrong command, 3 website could not be read, 130 interrupted.",
	)
	cmd.Example = `  itacheck audit --ita-page https://www.example.go.th/ita/2566 --year 2566
  itacheck audit --config agency.yaml
  itacheck audit --config a.yaml --format json --output a.json --format table`
	s := flags{a, cmd, cmd.Flags()}
	s.text(&f.config, "config", "FILE", "", a.say("ไฟล์ตั้งค่าหน่วยงาน (สร้างด้วย itacheck init)", "agency file (made by itacheck init)"), nil)
	s.text(&f.itaPage, "ita-page", "URL", "", a.say("ที่อยู่ของหน้าที่มีรายการข้อ O1, O2 …", "address of the page that lists O1, O2 …"), nil)
	f.listFlags.add(s)
	f.reportFlags.add(s)
	f.visitFlags.add(s)
	f.recordFlags.add(s)
	return cmd
}

// newReader reads documents, and pictures of pages where tesseract is installed.
func newReader(ctx context.Context) *documents.Reader {
	var o documents.Options
	if ocr, ok := documents.FindTesseract(ctx); ok {
		o.OCR = ocr
	}
	return documents.NewReader(o)
}

// opened has a crawler's documents read, but for those that are remembered; m may be nil.
func opened(c *crawler.Crawler, reader *documents.Reader, m *crawler.Memory) *audit.Documents {
	return &audit.Documents{
		Reader: reader,
		Memory: m,
		Open:   func(ctx context.Context, f ita.Fetch) documents.Source { return c.File(ctx, f) },
	}
}

// renderings are the values of --render.
func renderings() []string {
	return []string{crawler.RenderAuto, crawler.RenderAlways, crawler.RenderNever}
}

func (f *listFlags) add(s flags) {
	a := s.a
	s.text(&f.year, "year", "YEAR", "", a.say("ปีงบประมาณที่ประเมิน พ.ศ. (หากไม่ระบุ ใช้ปีปัจจุบัน)", "fiscal year, Buddhist Era (default: the current one)"), knownYears)
	s.text(&f.scheme, "scheme", "NAME", "", a.say("ประเภทหน่วยงาน ดูได้จาก itacheck rules list (หากไม่ระบุ ใช้ general)", "kind of agency, see itacheck rules list (default: general)"), knownSchemes)
	s.text(&f.rulesFrom, "rules-from", "YEAR", "", a.say("ใช้รายการของปีนี้แทน เมื่อยังไม่มีรายการของปีที่ประเมิน", "use this year's list, when the year has none of its own"), knownYears)
	s.text(&f.rules, "rules", "FILE", "", a.say("ไฟล์ชุดเกณฑ์ (หากไม่ระบุ ใช้ชุดที่มากับโปรแกรม)", "rules file (default: the built-in rule sets)"), nil)
	s.text(&f.asOf, "as-of", "DATE", "", a.say("ตัดสินเสมือนตรวจในวันนี้ เช่น 2566-04-30 (หากไม่ระบุ ใช้วันนี้ หรือ 30 เม.ย. ของปีที่ผ่านมาแล้ว)", "judge as on this day, such as 2566-04-30 (default: today, or 30 April of a past year)"), nil)
}

func (f *visitFlags) add(s flags) {
	a := s.a
	f.addTimeout(s)
	s.text(&f.delay, "delay", "TIME", "", a.say("เว้นระยะระหว่างการเข้าแต่ละครั้ง (500ms) 0s คือไม่เว้น", "pause between requests to one host (500ms); 0s: none"), nil)
	s.text(&f.maxPages, "max-pages", "N", "", a.say("จำนวนหน้าที่เปิดอ่านมากที่สุด (60)", "most pages to read (60)"), nil)
	s.text(&f.documents, "documents", "auto|off", "auto", a.say("เปิดอ่านเอกสารเพื่อดูปีงบประมาณ: auto, off", "open documents to read their fiscal year: auto, off"), oneOf("auto", "off"))
	s.text(&f.render, "render", "WHEN", crawler.RenderAuto, a.say("ใช้เบราว์เซอร์ในเครื่องแสดงหน้าที่ใช้สคริปต์: auto เมื่อจำเป็น, always ทุกหน้า, never ไม่ใช้", "show pages that need JavaScript in this machine's browser: auto, when needed; always; never"), oneOf(renderings()...))
	f.addWay(s)
}

func (f *visitFlags) addTimeout(s flags) {
	s.text(&f.timeout, "timeout", "TIME", "", s.a.say("รอคำตอบแต่ละครั้งนานที่สุด (30s)", "longest wait for one answer (30s)"), nil)
}

// addWay adds the flags that say who asks, and whom.
func (f *visitFlags) addWay(s flags) {
	a := s.a
	s.text(&f.userAgent, "user-agent", "TEXT", "", a.say("ชื่อที่โปรแกรมแจ้งต่อเว็บไซต์", "the name that websites are told"), nil)
	s.yes(&f.allowPrivate, "allow-private", a.say("ยอมให้เข้าที่อยู่ภายในเครือข่าย (อินทราเน็ต)", "allow private addresses (an intranet)"))
}

func (f *reportFlags) add(s flags) {
	f.addFormats(s)
	s.failOn(&f.failOn)
	f.addLooks(s)
}

// addFormats adds the flags that say which reports are written, and where.
func (f *reportFlags) addFormats(s flags) {
	a := s.a
	s.texts(&f.formats, "format", "NAME", a.say("รูปแบบรายงาน: ", "report format: ")+strings.Join(formatNames(), ", ")+a.say(" (ระบุซ้ำได้)", " (may be repeated)"), oneOf(formatNames()...))
	s.texts(&f.outputs, "output", "FILE", a.say("ไฟล์ของ --format ลำดับเดียวกัน (หากไม่ระบุ แสดงบนหน้าจอ)", "file of the --format in the same place (default: standard output)"), nil)
}

// addLooks adds the flags that say how the table looks.
func (f *reportFlags) addLooks(s flags) {
	a := s.a
	s.ascii(&f.ascii)
	s.yes(&f.verbose, "verbose", a.say("แสดงลิงก์ของข้อที่ผ่าน และรหัสหลักฐานของข้อที่ยกเว้นหรือตัดสินเองได้", "list the links of passing items too, and the fingerprints for waivers"))
}

func (f flags) failOn(p *string) {
	f.text(p, "fail-on", "LEVEL", "error", f.a.say("จบด้วยรหัส 1 เมื่อพบระดับนี้ขึ้นไป: error, warning, never", "exit 1 from this level on: error, warning, never"), oneOf("error", "warning", "never"))
}

func (f flags) ascii(p *bool) {
	f.yes(p, "ascii", f.a.say("ตารางใช้เฉพาะเครื่องหมาย ASCII", "draw tables in ASCII"))
}

// audit does a job and reports it.
func (a *app) audit(ctx context.Context, j *job) error {
	if err := a.openAll(j.outputs); err != nil {
		return err
	}
	defer discardAll(j.outputs)
	kept, err := a.recorder(j.history)
	if err != nil {
		return err
	}
	defer kept.close()
	r, err := a.look(ctx, j)
	a.keep(kept, &j.agency, r, err)
	if err != nil {
		return err
	}
	if err := a.writeAll(j.outputs, r, j.report); err != nil {
		return err
	}
	switch {
	case ctx.Err() != nil:
		return exit(exitInterrupted)
	case fails(r.Worst(), j.failOn):
		return exit(exitFindings)
	}
	return nil
}

// look audits the agency of a job, and shows how far it has come.
func (a *app) look(ctx context.Context, j *job) (*ita.Result, error) {
	show := a.progress()
	defer show.end()
	log := a.logger(show)
	j.crawl.Log, j.crawl.Documents = log, j.documents
	c := crawler.New(j.crawl)
	defer c.Close()
	if err := resolve(ctx, c, &j.agency); err != nil {
		return nil, err
	}
	log.Info("audit", "page", j.agency.ITAPage, "rules", j.set.ID)
	o := audit.Options{
		Agency: j.agency, Rules: j.set, Others: j.others, AsOf: j.asOf, Version: version(), Progress: show.show,
	}
	if j.documents {
		reader := newReader(ctx)
		defer reader.Close()
		o.Documents = opened(c, reader, nil)
	}
	r, err := audit.Run(ctx, c, o)
	if err != nil {
		return nil, err
	}
	log.Info("done", slog.Int("pages", len(r.Pages)), slog.Int("links", r.Links), slog.String("incomplete", r.Incomplete))
	return r, nil
}

// fails reports whether the worst finding is at or above a --fail-on level.
func fails(worst ita.Severity, level string) bool {
	switch level {
	case "error":
		return worst == ita.SeverityError
	case "warning":
		return worst == ita.SeverityError || worst == ita.SeverityWarning
	}
	return false
}
