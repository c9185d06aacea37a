package main

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"itacheck/audit"
	"itacheck/config"
	"itacheck/crawler"
	"itacheck/internal/thai"
	"itacheck/ita"
	"itacheck/report"
	"itacheck/rules"
)

// auditFlags are the flags of audit as given.
type auditFlags struct {
	reportFlags
	config, itaPage, year, scheme, rulesFrom, rules, asOf string
	timeout, delay, maxPages, userAgent                   string
	allowPrivate                                          bool
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
	s.text(&f.year, "year", "YEAR", "", a.say("ปีงบประมาณที่ประเมิน พ.ศ. (หากไม่ระบุ ใช้ปีปัจจุบัน)", "fiscal year, Buddhist Era (default: the current one)"), knownYears)
	s.text(&f.scheme, "scheme", "NAME", "", a.say("ประเภทหน่วยงาน ดูได้จาก itacheck rules list (หากไม่ระบุ ใช้ general)", "kind of agency, see itacheck rules list (default: general)"), knownSchemes)
	s.text(&f.rulesFrom, "rules-from", "YEAR", "", a.say("ใช้รายการของปีนี้แทน เมื่อยังไม่มีรายการของปีที่ประเมิน", "use this year's list, when the year has none of its own"), knownYears)
	s.text(&f.rules, "rules", "FILE", "", a.say("ไฟล์ชุดเกณฑ์ (หากไม่ระบุ ใช้ชุดที่มากับโปรแกรม)", "rules file (default: the built-in rule sets)"), nil)
	s.text(&f.asOf, "as-of", "DATE", "", a.say("ตัดสินเสมือนตรวจในวันนี้ เช่น 2566-04-30 (หากไม่ระบุ ใช้วันนี้ หรือ 30 เม.ย. ของปีที่ผ่านมาแล้ว)", "judge as on this day, such as 2566-04-30 (default: today, or 30 April of a past year)"), nil)
	f.reportFlags.add(s)
	s.text(&f.timeout, "timeout", "TIME", "", a.say("รอคำตอบแต่ละครั้งนานที่สุด (30s)", "longest wait for one answer (30s)"), nil)
	s.text(&f.delay, "delay", "TIME", "", a.say("เว้นระยะระหว่างการเข้าแต่ละครั้ง (500ms) 0s คือไม่เว้น", "pause between requests to one host (500ms); 0s: none"), nil)
	s.text(&f.maxPages, "max-pages", "N", "", a.say("จำนวนหน้าที่เปิดอ่านมากที่สุด (60)", "most pages to read (60)"), nil)
	s.text(&f.userAgent, "user-agent", "TEXT", "", a.say("ชื่อที่โปรแกรมแจ้งต่อเว็บไซต์", "what to tell websites that asks"), nil)
	s.yes(&f.allowPrivate, "allow-private", a.say("ยอมให้เข้าที่อยู่ภายในเครือข่าย (อินทราเน็ต)", "allow private addresses (an intranet)"))
	return cmd
}

func (f *reportFlags) add(s flags) {
	a := s.a
	s.texts(&f.formats, "format", "NAME", a.say("รูปแบบรายงาน: ", "report format: ")+strings.Join(formatNames(), ", ")+a.say(" (ระบุซ้ำได้)", " (may be repeated)"), oneOf(formatNames()...))
	s.texts(&f.outputs, "output", "FILE", a.say("ไฟล์ของ --format ลำดับเดียวกัน (หากไม่ระบุ แสดงบนหน้าจอ)", "file of the --format in the same place (default: standard output)"), nil)
	s.text(&f.failOn, "fail-on", "LEVEL", "error", a.say("จบด้วยรหัส 1 เมื่อพบระดับนี้ขึ้นไป: error, warning, never", "exit 1 from this level on: error, warning, never"), oneOf("error", "warning", "never"))
	s.yes(&f.ascii, "ascii", a.say("ตารางใช้เฉพาะเครื่องหมาย ASCII", "draw tables in ASCII"))
	s.yes(&f.verbose, "verbose", a.say("แสดงลิงก์ของข้อที่ผ่านด้วย", "list the links of passing items too"))
}

// job is an audit that has been asked for without mistakes.
type job struct {
	agency  ita.Agency
	set     *ita.RuleSet
	asOf    time.Time
	crawl   crawler.Config
	outputs []*output
	report  report.Options
	failOn  string
}

// given reads the value of a flag if the user gave one, and adds its mistake.
type given func(flag, value string, read func(string) error)

// auditJob reads the flags over the agency file and adds every mistake in them.
func (a *app) auditJob(cmd *cobra.Command, f *auditFlags, args []string, m *mistakes) *job {
	j := &job{crawl: crawler.Config{AllowPrivate: f.allowPrivate, UserAgent: f.userAgent}}
	var file []byte
	if a.count(m, cmd, args, 0, 1) {
		j.agency, file = a.agency(cmd, f, args, m)
	}
	given := func(flag, value string, read func(string) error) {
		if !cmd.Flags().Changed(flag) {
			return
		}
		if err := read(value); err != nil {
			m.add("--" + flag + " " + err.Error())
		}
	}
	given("as-of", f.asOf, func(s string) (err error) { j.asOf, err = a.date(s); return err })
	a.limits(&j.agency.Limits, f, given)
	j.crawl.Delay, j.crawl.Timeout, j.crawl.IgnoreRobots = j.agency.Limits.Delay, j.agency.Limits.Timeout, j.agency.Limits.IgnoreRobots
	j.set = a.chosenSet(&j.agency, f, given, m)
	if j.set != nil && file != nil {
		m.addErr(config.CheckCodes(f.config, file, j.set))
	}
	a.reportJob(j, &f.reportFlags, m)
	return j
}

// reportJob reads the flags that say what becomes of a result.
func (a *app) reportJob(j *job, f *reportFlags, m *mistakes) {
	j.outputs = a.pair(f.formats, f.outputs, m)
	j.report = report.Options{Lang: a.lang, ASCII: f.ascii, Verbose: f.verbose}
	j.failOn = f.failOn
	if f.failOn != "error" && f.failOn != "warning" && f.failOn != "never" {
		m.add(a.sayf("--fail-on %q: ใช้ได้เฉพาะ error, warning, never", "--fail-on %q: use error, warning or never", f.failOn))
	}
}

// limits puts the flags in place of what the agency file says.
func (a *app) limits(l *ita.Limits, f *auditFlags, given given) {
	given("timeout", f.timeout, func(s string) (err error) { l.Timeout, err = a.duration(s, time.Millisecond); return err })
	given("delay", f.delay, func(s string) (err error) {
		if l.Delay, err = a.duration(s, 0); l.Delay == 0 {
			l.Delay = crawler.NoDelay
		}
		return err
	})
	given("max-pages", f.maxPages, func(s string) (err error) {
		if l.MaxPages, err = strconv.Atoi(thai.Digits(s)); err != nil || l.MaxPages < 1 {
			return errors.New(a.sayf("%q: ให้ใส่จำนวนหน้าตั้งแต่ 1 ขึ้นไป", "%q: give a number of pages from 1", s))
		}
		return nil
	})
}

// agency reads the agency file, or makes an agency of the addresses given. file
// is the content of the former.
func (a *app) agency(cmd *cobra.Command, f *auditFlags, args []string, m *mistakes) (ag ita.Agency, file []byte) {
	switch {
	case cmd.Flags().Changed("config") && len(args) > 0:
		m.add(a.sayf(
			"ระบุทั้ง --config และ %s โปรดเลือกอย่างเดียว (ถ้าต้องการเปลี่ยนเฉพาะหน้า ITA ใช้ --ita-page)",
			"both --config and %s are given: leave one out (--ita-page changes the ITA page alone)", args[0],
		))
	case cmd.Flags().Changed("config"):
		var err error
		if file, err = a.read(f.config); !m.addErr(err) {
			if ag, err = config.Load(f.config, file, time.Now()); m.addErr(err) {
				file = nil
			}
		}
	case len(args) == 0 && f.itaPage == "":
		m.add(a.say(
			"โปรดระบุเว็บไซต์ที่จะตรวจ: itacheck audit URL หรือ --ita-page URL หรือ --config FILE",
			"say what to audit: itacheck audit URL, or --ita-page URL, or --config FILE",
		))
	default:
		ag = ita.Agency{Year: ita.FiscalYearOf(time.Now()), Scheme: generalScheme}
	}
	if len(args) > 0 {
		ag.URL = args[0]
		m.addErr(a.address("URL", ag.URL))
	}
	if cmd.Flags().Changed("ita-page") {
		ag.ITAPage = f.itaPage
		m.addErr(a.address("--ita-page", ag.ITAPage))
	}
	if ag.URL == "" {
		ag.URL = siteOf(ag.ITAPage)
	}
	if ag.ID == "" {
		ag.ID = hostOf(ag.URL)
		ag.Name = ag.ID
	}
	return ag, file
}

// itaPage is where to begin: the page itself where it is known. The address
// given is taken for the page as long as nothing searches a site for it.
func itaPage(ag ita.Agency) string { return cmp.Or(ag.ITAPage, ag.URL) }

// withScheme is an address as typed, with https where nothing is said.
func withScheme(raw string) string {
	if strings.Contains(raw, "://") {
		return raw
	}
	return "https://" + strings.TrimPrefix(raw, "//")
}

// address checks an address without asking the network for it.
func (a *app) address(what, raw string) error {
	_, err := crawler.Resolve(context.Background(), nil, withScheme(raw)) // needs no crawler for an address with a scheme
	ext := strings.ToLower(raw)
	switch {
	case strings.HasSuffix(ext, ".yaml") || strings.HasSuffix(ext, ".yml"):
		return errors.New(a.sayf("%s %q เป็นไฟล์ ไม่ใช่ที่อยู่เว็บไซต์ ถ้าเป็นไฟล์ตั้งค่าหน่วยงาน ใช้: --config %s", "%s %q is a file, not an address; for an agency file: --config %s", what, raw, raw))
	case err != nil:
		return errors.New(a.sayf("%s %q ไม่ใช่ที่อยู่เว็บไซต์ ให้เขียนเช่น https://www.example.go.th/ita", "%s %q is no web address: write it as https://www.example.go.th/ita", what, raw))
	}
	return nil
}

// siteOf is the home page of the site that a page belongs to.
func siteOf(page string) string {
	u, err := url.Parse(withScheme(page))
	if err != nil || page == "" {
		return page
	}
	u.Path, u.RawPath, u.RawQuery, u.Fragment = "/", "", "", ""
	return u.String()
}

func hostOf(raw string) string {
	u, err := url.Parse(withScheme(raw))
	if err != nil {
		return raw
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// chosenSet finds the rule set for the agency's year and scheme, which the
// flags may change. It returns nil after a mistake.
func (a *app) chosenSet(ag *ita.Agency, f *auditFlags, given given, m *mistakes) *ita.RuleSet {
	before := len(*m)
	var from ita.FiscalYear
	given("year", f.year, func(s string) (err error) { ag.Year, err = a.year(s); return err })
	given("rules-from", f.rulesFrom, func(s string) (err error) { from, err = a.year(s); return err })
	given("scheme", f.scheme, func(s string) error { ag.Scheme = strings.ToLower(strings.TrimSpace(s)); return nil })
	book, err := a.book(f.rules)
	m.addErr(err)
	if ag.Scheme == "" || len(*m) > before {
		return nil
	}
	rs, err := a.setFor(book, ag.Year, from, ag.Scheme)
	m.addErr(err)
	return rs
}

// setFor finds the list of a year, or another year's to be applied to it.
func (a *app) setFor(book *rules.Book, year, from ita.FiscalYear, scheme string) (*ita.RuleSet, error) {
	if from != 0 && from != year {
		if _, err := a.set(book, from, scheme); err != nil {
			return nil, err
		}
		return book.Applied(year, from, scheme)
	}
	rs, err := a.set(book, year, scheme)
	var none *noList
	if errors.As(err, &none) {
		near := none.nearest()
		return nil, errors.New(err.Error() + a.sayf(
			" ถ้าต้องการตรวจปี %d ด้วยรายการของปี %d ให้เพิ่ม --rules-from %d (หรือเลือกปีอื่นด้วย --year)",
			"; to audit %d by the list of %d, add --rules-from %d (or choose another --year)", year, near, near,
		))
	}
	return rs, err
}

// audit does a job and reports it.
func (a *app) audit(ctx context.Context, j *job) error {
	if err := a.openAll(j.outputs); err != nil {
		return err
	}
	defer discardAll(j.outputs)
	show := a.progress()
	defer show.end()
	log := a.logger(show)
	j.crawl.Log = log
	c := crawler.New(j.crawl)
	defer c.Close()
	if err := resolve(ctx, c, &j.agency); err != nil {
		return err
	}
	log.Info("audit", "page", j.agency.ITAPage, "rules", j.set.ID)
	r, err := audit.Run(ctx, c, audit.Options{
		Agency: j.agency, Rules: j.set, AsOf: j.asOf, Version: version(), Progress: show.show,
	})
	show.end()
	if err != nil {
		return err
	}
	log.Info("done", slog.Int("pages", len(r.Pages)), slog.Int("links", r.Links), slog.String("incomplete", r.Incomplete))
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

// resolve completes the addresses as typed.
func resolve(ctx context.Context, c *crawler.Crawler, ag *ita.Agency) (err error) {
	if ag.ITAPage, err = crawler.Resolve(ctx, c, itaPage(*ag)); err != nil {
		return err
	}
	if !strings.Contains(ag.URL, "://") {
		ag.URL, err = crawler.Resolve(ctx, c, ag.URL)
	}
	return err
}
