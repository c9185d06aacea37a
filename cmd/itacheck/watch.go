package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"itacheck/alert"
	"itacheck/history"
	"itacheck/internal/lock"
	"itacheck/internal/thai"
	"itacheck/ita"
	"itacheck/notify"
)

// watchFlags are the flags of watch as given.
type watchFlags struct {
	auditFlags
	every, cron, remind, quietHours, confirm string
	reportLink                               string
	testNotify, dryRun                       bool
}

// watchJob is a watch that has been asked for without mistakes.
type watchJob struct {
	*job
	db       string // the history
	notify   notify.Config
	alert    alert.Config
	schedule schedule // nil: one run
	test     bool     // only send a sample
	dry      bool     // only say what would be sent
	link     string   // of the report, for messages; empty: the ITA page's
}

func (a *app) watchCmd() *cobra.Command {
	var f watchFlags
	cmd := a.command("watch --config FILE", a.say("ตรวจตามกำหนดเวลา และแจ้งเฉพาะสิ่งที่เปลี่ยน", "Audit on a schedule and tell what changed"),
		func(cmd *cobra.Command, args []string, m *mistakes) error {
			j := a.watchJob(cmd, &f, args, m)
			if err := m.err(); err != nil {
				return err
			}
			return a.watch(cmd.Context(), j)
		})
	cmd.Long = a.say(
		"ตรวจหนึ่งครั้ง เทียบกับครั้งก่อนในประวัติ แล้วส่งเฉพาะสิ่งที่เปลี่ยนไปยังช่องทางใน notify: ของไฟล์หน่วยงาน\nข้อที่แย่ลงจะแจ้งเมื่อพบซ้ำในการตรวจครั้งถัดไป เพราะเว็บไซต์ที่ขัดข้องชั่วคราวไม่ใช่ข่าว",
		"Makes one run: audits, compares with the last run in the history, and sends what changed to the channels under notify: in the agency file.\nA worsening is told when the next run sees it too: a website that was away for a moment is no news.",
	)
	cmd.Example = `  itacheck watch --config agency.yaml
  itacheck watch --config agency.yaml --test-notify
  itacheck watch --config agency.yaml --cron "0 6 * * 1-5"`
	s := flags{a, cmd, cmd.Flags()}
	s.text(&f.config, "config", "FILE", "", a.say("ไฟล์หน่วยงาน ที่มี notify: บอกช่องทางแจ้ง", "agency file, with the channels under notify:"), nil)
	s.text(&f.history, "db", "FILE", "", a.sayf("ไฟล์ประวัติ (หากไม่ระบุ ใช้ %s)", "history file (default: %s)", shortPath(historyFile())), nil)
	s.text(&f.every, "every", "TIME", "", a.say("ทำงานต่อเนื่อง ตรวจทุกช่วงเวลานี้ เช่น 24h", "keep running, and look this often, such as 24h"), nil)
	s.text(&f.cron, "cron", "TIMES", "", a.say("ทำงานต่อเนื่อง ตรวจตามเวลาแบบ cron เช่น \"0 6 * * 1-5\"", "keep running, and look at these times, as cron writes them: \"0 6 * * 1-5\""), nil)
	s.yes(&f.testNotify, "test-notify", a.say("ส่งข้อความทดสอบไปทุกช่องทาง ไม่ตรวจเว็บไซต์", "send a sample to every channel; audit nothing"))
	s.yes(&f.dryRun, "dry-run", a.say("ตรวจและแสดงสิ่งที่จะแจ้ง แต่ไม่ส่งและไม่บันทึก", "audit and print what would be sent; send and keep nothing"))
	s.text(&f.confirm, "confirm", "N", "", a.say("แจ้งข้อที่แย่ลงเมื่อพบติดกันกี่ครั้ง (2)", "runs that must see a worsening before it is told (2)"), nil)
	s.text(&f.reportLink, "report-link", "URL", "", a.say("ที่อยู่ของรายงาน เพื่อใส่ในข้อความ (หากไม่ระบุ ใส่หน้า ITA)", "where the report can be read, for messages (default: the ITA page)"), nil)
	s.text(&f.remind, "remind", "TIME", "", a.say("เตือนซ้ำเมื่อยังไม่แก้ ทุกช่วงเวลานี้ (14d)", "tell again what is not mended after this time (14d)"), nil)
	s.text(&f.quietHours, "quiet-hours", "FROM-TO", "", a.say("ไม่ส่งในชั่วโมงเหล่านี้ เช่น 20-7", "send nothing in these hours, such as 20-7"), nil)
	f.listFlags.add(s)
	f.reportFlags.add(s)
	f.visitFlags.add(s)
	return cmd
}

// watchJob reads the flags over the agency file and adds every mistake in them.
func (a *app) watchJob(cmd *cobra.Command, f *watchFlags, args []string, m *mistakes) *watchJob {
	j := &watchJob{db: f.history, test: f.testNotify, dry: f.dryRun, link: f.reportLink}
	if j.db == "" {
		j.db = historyFile()
	}
	if f.config == "" {
		m.add(a.say("โปรดระบุไฟล์หน่วยงาน: itacheck watch --config agency.yaml (สร้างด้วย itacheck init)", "name the agency file: itacheck watch --config agency.yaml (itacheck init makes one)"))
		return j
	}
	silent := len(f.formats)+len(f.outputs) == 0
	j.job = a.auditJob(cmd, &f.auditFlags, args, m)
	if silent {
		j.outputs = nil // what changed is what is told
	}
	if data, err := a.read(f.config); err == nil { // else auditJob has said so
		j.notify, err = notify.Load(f.config, data)
		m.addErr(err)
		if err == nil && len(j.notify.Entries()) == 0 {
			m.add(a.sayf("%s: ไม่มีช่องทางแจ้ง ให้เพิ่ม notify: (ดู docs/watch.md)", "%s: there is nobody to tell: add channels under notify: (see docs/watch.md)", f.config))
		}
	}
	given := a.given(cmd, m)
	given("report-link", f.reportLink, func(s string) error { return a.address("URL", s) })
	given("confirm", f.confirm, func(s string) (err error) { j.alert.Runs, err = a.number(s); return err })
	given("remind", f.remind, func(s string) (err error) { j.alert.Remind, err = a.days(s); return err })
	given("quiet-hours", f.quietHours, func(s string) (err error) { j.alert.Quiet, err = a.hours(s); return err })
	given("every", f.every, func(s string) error {
		d, err := a.days(s)
		j.schedule = every(d)
		return err
	})
	given("cron", f.cron, func(s string) (err error) { j.schedule, err = a.cron(s); return err })
	if f.every != "" && f.cron != "" {
		m.add(a.say("ใช้ --every หรือ --cron อย่างใดอย่างหนึ่ง", "use --every or --cron, not both"))
	}
	return j
}

// hours reads the hours of a day: 20-7.
func (a *app) hours(s string) (alert.Hours, error) {
	from, to, ok := strings.Cut(thai.Digits(strings.TrimSpace(s)), "-")
	f, err1 := strconv.Atoi(strings.TrimSpace(from))
	t, err2 := strconv.Atoi(strings.TrimSpace(to))
	if !ok || err1 != nil || err2 != nil || f < 0 || f > 23 || t < 0 || t > 24 || f == t {
		return alert.Hours{}, errors.New(a.sayf("%q: ให้เขียนเป็นชั่วโมง เช่น 20-7", "%q: write hours of the day, such as 20-7", s))
	}
	return alert.Hours{From: f, To: t}, nil
}

// watch does a job: a sample, one run, or runs on a schedule.
func (a *app) watch(ctx context.Context, j *watchJob) error {
	env := notify.Env{Getenv: os.Getenv, ReadFile: os.ReadFile, Environ: os.Environ(), Stdout: a.stdout}
	targets, err := j.notify.Channels(env)
	if err != nil {
		a.complain(err.Error())
		if len(targets) == 0 || j.test {
			return exit(exitUsage)
		}
	}
	if j.test {
		return a.sendSample(ctx, targets)
	}
	if err := os.MkdirAll(filepath.Dir(j.db), 0o755); err != nil {
		return err
	}
	held, err := lock.Take(j.db+".watch.lock", time.Now())
	if other, ok := errors.AsType[*lock.Held](err); ok {
		return mistakes{a.sayf("มี itacheck watch ทำงานกับ %s อยู่แล้ว (%s)", "another itacheck watch is working with %s (%s)", j.db, other.Error())}
	}
	if err != nil {
		return err
	}
	defer held.Release()
	store, err := history.Open(j.db)
	if err != nil {
		return a.historyError(err)
	}
	defer store.Close()
	ping, err := j.notify.Pinger(env, a.logger(a.stderr))
	if err != nil {
		a.complain(err.Error())
	}
	w := &watcher{a: a, j: j, store: store, targets: targets, ping: ping}
	if j.schedule == nil {
		return w.run(ctx)
	}
	return w.keepOn(ctx)
}

// sendSample sends a sample on every channel and says what became of it.
func (a *app) sendSample(ctx context.Context, targets []notify.Target) error {
	var failed error
	sample := notify.Sample(a.lang, time.Now())
	for _, o := range notify.Deliver(ctx, notify.Everywhere(targets), []notify.Message{sample}, notify.Options{Tries: 1}) {
		if !o.Sent() {
			a.complain(o.Channel + ": " + o.Err.Error())
			failed = exit(exitFindings)
			continue
		}
		fmt.Fprintln(a.stderr, a.sayf("%s: ส่งแล้ว", "%s: sent", o.Channel))
	}
	return failed
}

// watcher makes the runs of a watch.
type watcher struct {
	a       *app
	j       *watchJob
	store   *history.Store
	targets []notify.Target
	ping    *notify.Pinger
}

// now is the time of what is told: in a run as of another day, that day.
func (w *watcher) now() time.Time {
	if w.j.asOf.IsZero() {
		return time.Now()
	}
	return w.j.asOf.Add(12 * time.Hour)
}

// keepOn makes a run whenever one is due, until it is stopped. One that was
// missed is made up for at once.
func (w *watcher) keepOn(ctx context.Context) error {
	log := w.a.logger(w.a.stderr)
	last, err := w.last()
	if err != nil {
		return err
	}
	for {
		next := time.Now()
		if !last.IsZero() {
			next = w.j.schedule.Next(last)
		}
		log.Info("next run", slog.Time("at", next))
		select {
		case <-ctx.Done():
			return exit(exitInterrupted)
		case <-time.After(time.Until(next)):
		}
		last = time.Now() // also of a run that could not be kept: it is not made at once again
		if err := w.run(ctx); err != nil && !errors.As(err, new(exit)) {
			w.a.code(err) // it is told; the next run may fare better
		}
	}
}

// last is when the last run of the agency began; the zero time when there was none.
func (w *watcher) last() (time.Time, error) {
	runs, err := w.store.Runs(w.j.agency.ID)
	if err != nil || len(runs) == 0 {
		return time.Time{}, w.a.historyError(err)
	}
	return runs[0].Begun, nil
}

// run makes one run: looks, keeps what was found, and tells what is to be told.
func (w *watcher) run(ctx context.Context) error {
	if !w.j.dry {
		w.ping.Start(ctx)
	}
	job := *w.j.job // a run resolves addresses in its own
	r, err := w.a.look(ctx, &job)
	if err != nil {
		return w.failed(ctx, &job, err)
	}
	if ctx.Err() != nil { // half a look tells nothing
		return exit(exitInterrupted)
	}
	if err := w.a.openAll(job.outputs); err != nil {
		return err
	}
	defer discardAll(job.outputs)
	if err := w.a.writeAll(job.outputs, r, job.report); err != nil {
		return err
	}
	if w.j.dry {
		return w.dryRun(ctx, r)
	}
	if err := w.tell(ctx, r); err != nil {
		w.ping.Fail(context.WithoutCancel(ctx), err.Error())
		return err
	}
	w.ping.Success(context.WithoutCancel(ctx), fmt.Sprintf("%d of %d items pass", r.Count()[ita.Pass], len(r.Items)))
	if fails(r.Worst(), job.failOn) {
		return exit(exitFindings)
	}
	return nil
}

// failed keeps that an agency could not be audited, and tells what was held back.
func (w *watcher) failed(ctx context.Context, j *job, err error) error {
	if w.j.dry || ctx.Err() != nil {
		return err
	}
	late := context.WithoutCancel(ctx)
	w.ping.Fail(late, err.Error())
	run, beginErr := w.store.Begin(w.now(), version())
	if beginErr == nil {
		beginErr = (&recorder{w.store, run}).keep(&j.agency, nil, err)
	}
	_, _, sendErr := w.alerts(nil).Deliver(late)
	return errors.Join(err, w.a.historyError(beginErr), sendErr)
}

// tell keeps a result and tells what it brings.
func (w *watcher) tell(ctx context.Context, r *ita.Result) error {
	run, err := w.store.Begin(w.now(), version())
	if err == nil {
		err = w.store.Record(run, history.Of(r))
	}
	if err != nil {
		return w.a.historyError(err)
	}
	look, err := w.lookOf(run, r)
	if err != nil {
		return err
	}
	alerts := w.alerts(r)
	if err := alerts.Look(look); err != nil {
		return w.a.historyError(err)
	}
	sent, left, err := alerts.Deliver(ctx)
	w.a.logger(w.a.stderr).Info("told", "sent", sent, "left", left)
	return err
}

// lookOf is what a run has found, as it may be told.
func (w *watcher) lookOf(run int64, r *ita.Result) (alert.Look, error) {
	causes, err := w.causes(run)
	if err != nil {
		return alert.Look{}, err
	}
	look := alert.Look{Run: run, At: w.now(), Agency: alert.Agency{ID: r.Agency.ID, Name: r.Agency.Name}, Year: r.RuleSet.Year}
	for i := range r.Items {
		it := &r.Items[i]
		look.Items = append(look.Items, alert.Item{
			Code: it.Item.Code, Title: it.Item.Title, Owner: w.reader(it.Owner), Status: it.Status, Cause: causes[it.Item.Code],
		})
	}
	return look, nil
}

// causes are why verdicts are others than in the run before, by item.
func (w *watcher) causes(run int64) (map[string]string, error) {
	runs, err := w.store.Runs(w.j.agency.ID)
	if err != nil || len(runs) < 2 || runs[0].N != run {
		return nil, w.a.historyError(err)
	}
	found, err := w.store.Compare(runs[1].N, run, w.j.agency.ID, verdict)
	if err != nil {
		return nil, w.a.historyError(err)
	}
	causes := map[string]string{}
	for _, c := range found {
		for _, change := range c.Changes {
			causes[change.Item.Code] = string(change.Cause)
		}
	}
	return causes, nil
}

// reader is who is told about an owner's items: the owner, where there is a
// channel for that unit; else whoever reads for the agency as a whole.
func (w *watcher) reader(owner string) string {
	if slices.ContainsFunc(w.j.notify.Entries(), func(e notify.Entry) bool { return slices.Contains(e.Owners, owner) }) {
		return owner
	}
	return ""
}

// alerts decides what is told; r may be nil where nothing new was found.
func (w *watcher) alerts(r *ita.Result) *alert.Watch {
	return &alert.Watch{Config: w.j.alert, Keep: kept{w.store}, Now: w.now, Send: func(ctx context.Context, letters []alert.Letter, took func(alert.Outcome) error) ([]alert.Outcome, error) {
		return w.send(ctx, letters, r, took)
	}}
}

// kept is a history as a keeper of what is told.
type kept struct{ store *history.Store }

func (k kept) Update(do func(alert.Notes) error) error {
	return k.store.Update(func(n *history.Notes) error { return do(n) })
}

// send sends letters, each on each channel that takes it, and notes at once what was taken.
func (w *watcher) send(ctx context.Context, letters []alert.Letter, r *ita.Result, took func(alert.Outcome) error) ([]alert.Outcome, error) {
	var out []alert.Outcome
	for _, l := range letters {
		m := w.message(&l, r)
		for _, t := range w.targets {
			if slices.Contains(l.Had, t.Name) || !t.Takes(m) {
				continue
			}
			for _, o := range notify.Deliver(ctx, []notify.Target{t}, []notify.Message{m}, notify.Options{Log: w.a.logger(w.a.stderr)}) {
				result := alert.Outcome{Key: l.Key, Channel: t.Name, Sent: o.Sent(), Unsure: !o.Sent() && !notify.IsPermanent(o.Err)}
				if !o.Sent() {
					w.a.complain(w.a.sayf("%s: ยังส่งไม่ได้ จะส่งใหม่ครั้งหน้า: %v", "%s: not sent, to be tried again next time: %v", t.Name, o.Err))
				} else if err := took(result); err != nil {
					return nil, err
				}
				out = append(out, result)
			}
		}
	}
	return out, nil
}

// message puts a letter into words.
func (w *watcher) message(l *alert.Letter, r *ita.Result) notify.Message {
	d := notify.Digest{Key: l.Key, Lang: w.a.lang, Year: w.j.set.Year, Owner: l.Owner, Agency: w.j.agency.Name, At: l.At, Link: w.j.agency.ITAPage}
	if r != nil {
		d.Link = r.ITAPage
	}
	for i := range l.Events {
		d.Changes = append(d.Changes, w.change(&l.Events[i], d.Link))
	}
	d.Link = cmp.Or(w.j.link, d.Link)
	return d.Message()
}

// turns say which way each kind of event turns.
var turns = map[alert.Kind]notify.Turn{alert.Worse: notify.Worse, alert.Better: notify.Better, alert.Due: notify.DueSoon, alert.Reminder: notify.Other}

// change puts an event into words.
func (w *watcher) change(e *alert.Event, link string) notify.Change {
	c := notify.Change{Turn: turns[e.Kind], Item: e.Code, Title: e.Title.In(w.a.lang), Agency: e.Agency.Name, After: e.After.Word().In(w.a.lang), Link: link}
	switch e.Kind {
	case alert.Worse, alert.Better:
		c.Before = e.Before.Word().In(w.a.lang)
	case alert.Reminder:
		c.Before = w.a.sayf("ตั้งแต่ %s", "since %s", w.a.moment(e.Since))
	case alert.Due:
		c.After = w.a.sayf("%s ครบกำหนดส่งในอีก %d วัน", "%s, to be submitted within %d days", c.After, e.Days)
	}
	if it := w.j.set.Item(e.Code); it != nil && e.Kind != alert.Better {
		c.Todo = w.j.set.Remedy(it, e.After, "").In(w.a.lang)
	}
	return c
}
