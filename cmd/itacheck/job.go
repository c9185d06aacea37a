package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"itacheck/config"
	"itacheck/crawler"
	"itacheck/internal/thai"
	"itacheck/ita"
	"itacheck/report"
	"itacheck/rules"
)

// job is an audit that has been asked for without mistakes.
type job struct {
	agency  ita.Agency
	set     *ita.RuleSet
	others  []*ita.RuleSet // the scheme's lists of other years
	asOf    time.Time
	crawl   crawler.Config
	outputs []*output
	report  report.Options
	failOn  string
	history string // the file that the result is kept in; empty: none

	documents bool // they are opened
}

// given reads the value of a flag if the user gave one, and adds its mistake.
type given func(flag, value string, read func(string) error)

// auditJob reads the flags over the agency file and adds every mistake in them.
func (a *app) auditJob(cmd *cobra.Command, f *auditFlags, args []string, m *mistakes) *job {
	j := &job{}
	var file []byte
	if a.count(m, cmd, args, 0, 1) {
		j.agency, file = a.agency(cmd, f, args, m)
	}
	given := a.given(cmd, m)
	given("as-of", f.asOf, func(s string) (err error) { j.asOf, err = a.date(s); return err })
	a.limits(&j.agency.Limits, &f.visitFlags, given)
	j.crawl, j.documents = a.visit(&f.visitFlags, m)
	limit(&j.crawl, j.agency.Limits)
	j.set, j.others = a.chosenSet(&j.agency, &f.listFlags, given, m)
	if j.set != nil && file != nil {
		m.addErr(config.CheckCodes(f.config, file, j.set))
	}
	a.reportJob(j, &f.reportFlags, m)
	j.history = f.recordFlags.path()
	return j
}

// given returns a reader of a command's flags.
func (a *app) given(cmd *cobra.Command, m *mistakes) given {
	return func(flag, value string, read func(string) error) {
		if !cmd.Flags().Changed(flag) {
			return
		}
		if err := read(value); err != nil {
			m.add("--" + flag + " " + err.Error())
		}
	}
}

// visit reads how websites are looked at, but for the limits.
func (a *app) visit(f *visitFlags, m *mistakes) (cfg crawler.Config, documents bool) {
	if f.documents != "auto" && f.documents != "off" {
		m.add(a.sayf("--documents %q: ใช้ได้เฉพาะ auto, off", "--documents %q: use auto or off", f.documents))
	}
	if !slices.Contains(renderings(), f.render) {
		m.add(a.sayf("--render %q: ใช้ได้เฉพาะ auto, always, never", "--render %q: use auto, always or never", f.render))
	}
	return crawler.Config{AllowPrivate: f.allowPrivate, UserAgent: f.userAgent, Render: f.render}, f.documents == "auto"
}

// limit puts an agency's limits into a crawler's settings.
func limit(cfg *crawler.Config, l ita.Limits) {
	cfg.Delay, cfg.Timeout, cfg.IgnoreRobots = l.Delay, l.Timeout, l.IgnoreRobots
}

// reportJob reads the flags that say what becomes of a result.
func (a *app) reportJob(j *job, f *reportFlags, m *mistakes) {
	j.outputs = a.pair(f.formats, f.outputs, false, m)
	j.report = report.Options{Lang: a.lang, ASCII: f.ascii, Verbose: f.verbose}
	j.failOn = f.failOn
	a.checkFailOn(f.failOn, m)
}

func (a *app) checkFailOn(level string, m *mistakes) {
	if level != "error" && level != "warning" && level != "never" {
		m.add(a.sayf("--fail-on %q: ใช้ได้เฉพาะ error, warning, never", "--fail-on %q: use error, warning or never", level))
	}
}

// limits puts the flags in place of what the agency file says.
func (a *app) limits(l *ita.Limits, f *visitFlags, given given) {
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

// chosenSet finds the rule set for the agency's year and scheme, which the
// flags may change, and the scheme's lists of other years. It returns nil after
// a mistake.
func (a *app) chosenSet(ag *ita.Agency, f *listFlags, given given, m *mistakes) (rs *ita.RuleSet, others []*ita.RuleSet) {
	before := len(*m)
	var from ita.FiscalYear
	given("year", f.year, func(s string) (err error) { ag.Year, err = a.year(s); return err })
	given("rules-from", f.rulesFrom, func(s string) (err error) { from, err = a.year(s); return err })
	given("scheme", f.scheme, func(s string) error { ag.Scheme = strings.ToLower(strings.TrimSpace(s)); return nil })
	book, err := a.book(f.rules)
	m.addErr(err)
	if ag.Scheme == "" || len(*m) > before {
		return nil, nil
	}
	rs, err = a.setFor(book, ag.Year, from, ag.Scheme)
	if m.addErr(err) {
		return nil, nil
	}
	return rs, book.Others(rs)
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
		near := newest(none.years, year)
		return nil, errors.New(err.Error() + a.sayf(
			" ถ้าต้องการตรวจปี %d ด้วยรายการของปี %d ให้เพิ่ม --rules-from %d (หรือเลือกปีอื่น)",
			"; to audit %d by the list of %d, add --rules-from %d (or choose another year)", year, near, near,
		))
	}
	return rs, err
}
