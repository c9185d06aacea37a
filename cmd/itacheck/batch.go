package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"itacheck/batch"
	"itacheck/config"
	"itacheck/internal/thai"
	"itacheck/ita"
	"itacheck/report"
)

// workersByDefault is the number of agencies under way at once: an audit mostly
// waits for its turn at one website.
const workersByDefault = 80

// batchFlags are the flags of batch as given.
type batchFlags struct {
	listFlags
	visitFlags
	recordFlags
	batch.Filter
	dir, last, summary               string
	workers, perHost, budget, sample string
	only, metrics, failOn            string
	resume, skipBadRows, ascii       bool
}

// batchJob is a batch that has been asked for without mistakes.
type batchJob struct {
	file   string // the list of agencies
	list   []ita.Listed
	sets   *ruleSets
	runner batch.Runner
	audits audits
	filter batch.Filter

	metrics string // address to serve figures on; "": none
	failOn  string
	ascii   bool
	history string // the file that the results are kept in; empty: none
}

func (a *app) batchCmd() *cobra.Command {
	var f batchFlags
	cmd := a.command("batch AGENCIES | --summary DIR", a.say("ตรวจเว็บไซต์ของหลายหน่วยงานตามรายชื่อ", "Audit the websites of a list of agencies"),
		func(cmd *cobra.Command, args []string, m *mistakes) error {
			if cmd.Flags().Changed("summary") {
				return a.storedSummary(cmd, &f, args, m)
			}
			j := a.batchJob(cmd, &f, args, m)
			if err := m.err(); err != nil {
				return err
			}
			return a.batch(cmd.Context(), j)
		})
	cmd.Long = a.say(
		"ตรวจทุกหน่วยงานในไฟล์ YAML, CSV หรือ XLSX เก็บรายงานของแต่ละแห่งและสรุปไว้ในโฟลเดอร์เดียว แล้วแสดงสรุป หากถูกหยุดกลางคัน สั่งคำสั่งเดิมเพื่อตรวจต่อ\nรหัสจบการทำงาน: 0 เรียบร้อย, 1 พบข้อที่ต้องแก้, 2 คำสั่งหรือรายชื่อผิด, 3 มีหน่วยงานที่ตรวจไม่ได้, 130 ถูกหยุด",
		"Audits every agency of a YAML, CSV or XLSX file, keeps a report of each and a summary in one folder, and prints the summary. After an interruption of whatever kind the same command goes on.\nExit codes: 0 in order, 1 findings, 2 wrong command or list, 3 some agency could not be audited, 130 interrupted.",
	)
	cmd.Example = `  itacheck batch province.csv
  itacheck batch province.xlsx --dir runs/may --budget 6h
  itacheck batch province.csv --only failed
  itacheck batch --summary itacheck-runs/2026-05-01-province --tag นำร่อง`
	f.add(flags{a, cmd, cmd.Flags()})
	return cmd
}

func (f *batchFlags) add(s flags) {
	a := s.a
	s.text(&f.dir, "dir", "DIR", "", a.sayf("โฟลเดอร์ของการตรวจ (หากไม่ระบุ ใช้ %s/วันที่-ชื่อรายชื่อ)", "run folder (default: %s/DATE-NAME)", runsDir), nil)
	s.yes(&f.resume, "resume", a.sayf("ตรวจต่อในโฟลเดอร์ล่าสุดของรายชื่อนี้ (หากยังไม่เสร็จและเริ่มไม่เกิน %d วัน ตรวจต่อเองโดยไม่ต้องระบุ)", "go on with the list's newest run (done without asking if it is unfinished and at most %d days old)", int(goesOn.Hours()/24)))
	s.yes(&f.skipBadRows, "skip-bad-rows", a.say("ข้ามแถวที่กรอกผิด แล้วตรวจแถวอื่น", "leave out rows with mistakes and audit the others"))
	s.text(&f.only, "only", "failed", "", a.say("ตรวจซ้ำเฉพาะหน่วยงานที่ตรวจไม่ได้", "audit only those again that could not be audited"), oneOf("failed"))
	s.text(&f.sample, "sample", "N", "", a.say("ตรวจเพียง N หน่วยงาน เลือกชุดเดิมทุกครั้ง", "audit only N agencies, the same ones each time"), nil)
	s.text(&f.budget, "budget", "TIME", "", a.say("ไม่เริ่มหน่วยงานใหม่เมื่อครบเวลานี้ เช่น 6h แล้วตรวจต่อภายหลังได้", "begin no agency after this time, such as 6h; the run can go on later"), nil)
	s.text(&f.workers, "workers", "N", "", a.sayf("จำนวนหน่วยงานที่ตรวจพร้อมกัน (%d)", "agencies under way at once (%d)", workersByDefault), nil)
	s.text(&f.perHost, "per-host", "N", "", a.say("จำนวนคำขอที่รอคำตอบพร้อมกันต่อเซิร์ฟเวอร์ (2) ระยะห่างยังเป็นไปตาม --delay", "requests awaiting an answer from one server at once (2); --delay still spaces them"), nil)
	s.text(&f.last, "last", "DIR", "", a.say("โฟลเดอร์ของการตรวจครั้งก่อนที่จะเทียบ (หากไม่ระบุ ใช้ครั้งล่าสุดของรายชื่อนี้)", "earlier run to compare with (default: the list's newest other one)"), nil)
	s.text(&f.metrics, "metrics", "ADDRESS", "", a.say("เปิดตัวเลขระหว่างตรวจสำหรับ Prometheus เช่น 127.0.0.1:9090", "serve live figures for Prometheus, as on 127.0.0.1:9090"), nil)
	s.text(&f.summary, "summary", "DIR", "", a.say("แสดงสรุปของการตรวจที่เก็บไว้ ไม่เข้าเว็บไซต์ใด", "print the summary of a stored run; nothing is fetched"), nil)
	for _, by := range []struct {
		p      *[]string
		name   string
		th, en string
	}{
		{&f.Tags, "tag", "สรุปเฉพาะหน่วยงานที่มีป้ายนี้ (ระบุซ้ำได้ เช่นเดียวกับสี่ตัวเลือกถัดไป)", "summarise agencies with this tag (may be repeated, as the next four)"},
		{&f.Provinces, "province", "สรุปเฉพาะจังหวัดนี้", "… of this province"},
		{&f.Districts, "district", "สรุปเฉพาะอำเภอนี้", "… of this district"},
		{&f.Types, "type", "สรุปเฉพาะประเภทนี้", "… of this type"},
		{&f.Owners, "owner", "สรุปเฉพาะผู้รับผิดชอบนี้", "… of this owner"},
	} {
		s.texts(by.p, by.name, "TEXT", a.say(by.th, by.en), nil)
	}
	s.failOn(&f.failOn)
	s.ascii(&f.ascii)
	f.listFlags.add(s)
	f.visitFlags.add(s)
	f.recordFlags.add(s)
}

// batchJob reads the flags and the list, and adds every mistake in them.
func (a *app) batchJob(cmd *cobra.Command, f *batchFlags, args []string, m *mistakes) *batchJob {
	j := &batchJob{filter: f.Filter, metrics: f.metrics, failOn: f.failOn, ascii: f.ascii, history: f.recordFlags.path()}
	given := a.given(cmd, m)
	a.runnerFlags(&j.runner, f, given, m)
	a.auditsFlags(j, f, given, m)
	a.checkFailOn(f.failOn, m)
	o := config.ListOptions{}
	given("year", f.year, func(s string) (err error) { o.Year, err = a.year(s); return err })
	given("scheme", f.scheme, func(s string) error { o.Scheme = strings.ToLower(strings.TrimSpace(s)); return nil })
	j.sets = a.ruleSets(&f.listFlags, given, m)
	if !a.oneList(cmd, args, m) || j.sets == nil {
		return j
	}
	o.Schemes, o.RuleSet = schemes(j.sets.book), j.sets.find
	if o.Scheme != "" && !slices.Contains(o.Schemes, o.Scheme) {
		_, err := a.set(j.sets.book, 0, o.Scheme)
		m.addErr(err)
		return j
	}
	j.file = args[0]
	a.agencies(j, o, f.skipBadRows, m)
	var limits ita.Limits
	a.limits(&limits, &f.visitFlags, given)
	for i := range j.list {
		override(&j.list[i].Limits, limits)
	}
	if len(*m) == 0 {
		a.folders(&j.runner, f, j.file, m)
	}
	return j
}

// oneList adds a mistake unless there is one argument.
func (a *app) oneList(cmd *cobra.Command, args []string, m *mistakes) bool {
	if len(args) == 0 {
		m.add(a.say(
			"โปรดระบุไฟล์รายชื่อหน่วยงาน: itacheck batch province.csv",
			"name the file that lists the agencies: itacheck batch province.csv",
		))
		return false
	}
	return a.count(m, cmd, args, 1, 1)
}

// override puts the limits that were given as flags in place of an agency's.
func override(l *ita.Limits, by ita.Limits) {
	l.Delay, l.Timeout, l.MaxPages = cmp.Or(by.Delay, l.Delay), cmp.Or(by.Timeout, l.Timeout), cmp.Or(by.MaxPages, l.MaxPages)
}

// runnerFlags reads what and how much is run.
func (a *app) runnerFlags(r *batch.Runner, f *batchFlags, given given, m *mistakes) {
	r.Workers = workersByDefault
	given("workers", f.workers, func(s string) (err error) { r.Workers, err = a.number(s); return err })
	given("sample", f.sample, func(s string) (err error) { r.Sample, err = a.number(s); return err })
	given("budget", f.budget, func(s string) (err error) { r.Budget, err = a.duration(s, time.Second); return err })
	given("only", f.only, func(s string) error {
		if r.OnlyFailed = s == "failed"; !r.OnlyFailed {
			return errors.New(a.sayf("%q: ใช้ได้เฉพาะ failed", "%q: use failed", s))
		}
		return nil
	})
	r.Lang = a.lang
	r.Read, r.Page = report.Read, func(w io.Writer, res *ita.Result) error {
		return report.WriteBrief(w, res, report.Options{Lang: a.lang}, "../"+batch.HTMLName)
	}
	r.Write = func(w io.Writer, res *ita.Result) error {
		format, err := report.Find("json")
		if err != nil {
			return err
		}
		return format.Write(w, res, report.Options{Lang: a.lang})
	}
}

// auditsFlags reads how each agency is audited.
func (a *app) auditsFlags(j *batchJob, f *batchFlags, given given, m *mistakes) {
	given("as-of", f.asOf, func(s string) (err error) { j.audits.asOf, err = a.date(s); return err })
	j.audits.crawl, j.audits.documents = a.visit(&f.visitFlags, m)
	given("per-host", f.perHost, func(s string) (err error) { j.audits.crawl.PerHost, err = a.number(s); return err })
	// What bounds a batch are its servers' paces, not one bound for all of them.
	j.audits.crawl.Parallel = 2 * j.runner.Workers
	j.runner.Options = map[string]string{
		"as-of": f.asOf, "rules-from": f.rulesFrom, "rules": f.rules, "documents": f.documents, "render": f.render,
		"user-agent": f.userAgent, "allow-private": strconv.FormatBool(f.allowPrivate),
	}
	if f.rules == "" {
		return
	}
	if data, err := a.read(f.rules); err == nil { // else a.book says so
		sum := sha256.Sum256(data)
		j.runner.Options["rules"] = f.rules + " " + hex.EncodeToString(sum[:6])
	}
}

// number reads a number from 1.
func (a *app) number(s string) (int, error) {
	n, err := strconv.Atoi(thai.Digits(strings.TrimSpace(s)))
	if err != nil || n < 1 {
		return 0, errors.New(a.sayf("%q: ให้ใส่จำนวนตั้งแต่ 1 ขึ้นไป", "%q: give a number from 1", s))
	}
	return n, nil
}

// agencies reads the list. Its mistakes are the command's, unless they are of
// rows that may be left out.
func (a *app) agencies(j *batchJob, o config.ListOptions, skipBadRows bool, m *mistakes) {
	data, err := a.read(j.file)
	if m.addErr(err) {
		return
	}
	list, problems := config.LoadList(j.file, data, time.Now(), o)
	bad := problems.Of(config.ListMistake)
	skip := skipBadRows && len(list) > 0
	for _, p := range problems {
		switch {
		case p.Kind == config.ListNote && a.quiet:
		case p.Kind == config.ListMistake && !skip:
			m.add(p.In(a.lang))
		default:
			a.complain(p.In(a.lang))
		}
	}
	switch {
	case len(bad) == 0:
	case skip:
		a.complain(a.say("ข้ามแถวเหล่านี้ แล้วตรวจแถวอื่น", "these rows are left out, the others audited"))
	case len(list) > 0:
		m.add(a.sayf("แก้ไขแถวเหล่านี้ หรือเพิ่ม --skip-bad-rows เพื่อตรวจเฉพาะหน่วยงานที่เหลือ (%d)", "correct these rows, or add --skip-bad-rows to audit only the others (%d)", len(list)))
	}
	j.list = list
}

// Bytes of memory from which on it is freed more eagerly than takes the least
// time: a part for the program, and one for each agency under way, with more
// where documents are opened.
const (
	ownMemory         = 64 << 20
	memoryPerWorker   = 2 << 20
	documentPerWorker = 1 << 20
)

// memory is how many bytes a run should do with.
func (j *batchJob) memory() int64 {
	each := int64(memoryPerWorker)
	if j.audits.documents {
		each += documentPerWorker
	}
	return ownMemory + each*int64(j.runner.Workers)
}

// batch does a job and prints the summary.
func (a *app) batch(ctx context.Context, j *batchJob) error {
	show := a.batchProgress()
	defer show.end()
	stop, err := a.serveMetrics(j.metrics, show)
	if err != nil {
		return err
	}
	defer stop()
	if os.Getenv("GOMEMLIMIT") == "" {
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(j.memory()))
	}
	kept, err := a.batchRecorder(j.history, j.runner.Dir)
	if err != nil {
		return err
	}
	defer kept.close()
	log := a.logger(show)
	j.audits.open(ctx, j.sets, log)
	defer j.audits.close()
	r := &j.runner
	r.Audit, r.Server, r.Why = kept.keeping(a, j.audits.one), j.audits.servers.find, a.why
	r.Links = func() int { return int(j.audits.links.Load()) }
	r.Progress, r.Log = show.show, a.runLog(show)
	sum, err := r.Run(ctx, j.list)
	show.end()
	var refused *batch.Refusal
	var path *fs.PathError
	switch {
	case errors.As(err, &refused):
		return a.refusal(refused.Message, refused.Remedy)
	case errors.As(err, &path) && sum == nil:
		return a.refusal(
			ita.Text{TH: err.Error(), EN: err.Error()},
			ita.Text{TH: "ระบุโฟลเดอร์ที่เขียนได้ด้วย --dir DIR", EN: "name a folder that you may write to: --dir DIR"},
		)
	case sum == nil:
		return err
	case err != nil:
		a.complain(err.Error())
	}
	if err := a.saveText(sum); err != nil {
		a.complain(err.Error())
	}
	if shown := a.filtered(sum, j.filter); shown != nil {
		if err := a.printSummary(shown, j.ascii); err != nil {
			return err
		}
	}
	a.sayWhere(j, sum)
	return batchCode(sum, err, j.failOn)
}

// batchCode is the exit code of a run as an error.
func batchCode(s *batch.Summary, err error, failOn string) error {
	switch {
	case s.Stopped == batch.Interrupted:
		return exit(exitInterrupted)
	case s.All.Failed > 0 || err != nil:
		return exit(exitCannotLook)
	case slices.ContainsFunc(s.Agencies, func(r batch.Row) bool { return r.State == batch.StateDone && fails(r.Worst, failOn) }):
		return exit(exitFindings)
	}
	return nil
}

// refusal puts a refusal and what to do about it in the user's language.
func (a *app) refusal(message, remedy ita.Text) error {
	m := mistakes{message.In(a.lang)}
	if remedy := remedy.In(a.lang); remedy != "" {
		m.add(a.say("สิ่งที่ควรทำ: ", "what to do: ") + remedy)
	}
	return m
}

// sayWhere says where everything is, and how to go on with a run that is not done.
func (a *app) sayWhere(j *batchJob, s *batch.Summary) {
	if a.quiet {
		return
	}
	fmt.Fprintln(a.stderr, a.sayf("รายงานและสรุปอยู่ใน %s เปิดดูได้จาก %s", "reports and summary are in %s; to look at them, open its %s", s.Dir, batch.HTMLName))
	again := fmt.Sprintf("itacheck batch %s --dir %s", shellWord(j.file), shellWord(s.Dir))
	switch {
	case s.Stopped == batch.OutOfBudget:
		fmt.Fprintln(a.stderr, a.sayf("ครบเวลา --budget แล้ว ตรวจต่อด้วย: %s (และตัวเลือกอื่นตามเดิม)", "the --budget is used up; go on with: %s (and the other flags as before)", again))
	case s.All.Waiting > 0:
		fmt.Fprintln(a.stderr, a.sayf("ยังไม่เสร็จ ตรวจต่อด้วย: %s (และตัวเลือกอื่นตามเดิม)", "not done; go on with: %s (and the other flags as before)", again))
	case s.All.Failed > 0:
		fmt.Fprintln(a.stderr, a.sayf("ตรวจหน่วยงานที่ตรวจไม่ได้ซ้ำด้วย: %s --only failed (และตัวเลือกอื่นตามเดิม)", "to try those again that could not be audited: %s --only failed (and the other flags as before)", again))
	}
}

// shellWord quotes a word that a shell would take for several.
func shellWord(s string) string {
	if strings.ContainsAny(s, " \t'\"$&|;<>()*?[]#~!`\\") {
		return strconv.Quote(s)
	}
	return s
}
