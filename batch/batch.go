// Package batch runs the audits of many agencies into one run folder, so that
// a run that ends early for whatever reason goes on where it was.
//
// The folder holds run.db (the queue and what became of each agency), run.lock,
// agencies/ID.json (one report per agency), agencies/ID.html (a page for each to
// read) and the summary as CSV, XLSX, JSON and HTML. The package audits nothing,
// fetches nothing and renders no report: the Runner is given functions for that.
// It reads no list of agencies either.
package batch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"itacheck/ita"
)

// Defaults of a Runner.
const (
	workersPerCPU    = 8
	defaultPerServer = 3
	progressEvery    = time.Second
	logEvery         = time.Minute
	serversAtOnce    = 64 // names looked up at the same time
)

// Reasons why a Summary's run stopped before its end.
const (
	Interrupted = "interrupted"
	OutOfBudget = "budget"
)

// Runner says what to run and how. Dir, Audit and Write must be set.
type Runner struct {
	Dir string // the run folder; made when it is not there

	// Audit audits one agency. An error means that it could not be audited. A
	// result that is marked incomplete after ctx has ended is dropped, since
	// the agency will be audited again.
	Audit func(ctx context.Context, ag ita.Listed, e *Evidence) (*ita.Result, error)
	// Write renders an agency's stored report.
	Write func(w io.Writer, r *ita.Result) error
	// Page renders the page that the summary leads to, for people. Read reads
	// a stored report again, for pages that are lost. nil: there are no pages.
	Page func(w io.Writer, r *ita.Result) error
	Read func(r io.Reader) (*ita.Result, error)
	// Why explains an error of Audit; nil: code "error" and the error's words.
	Why func(err error) (code string, message, remedy ita.Text)
	// Server names the server that an agency's website is on, such as its
	// address; "" means one of its own. It may look names up: it is called
	// from several goroutines, once per agency, before the first audit. nil:
	// the website's host.
	Server func(ag ita.Listed) string

	// Links counts the links that the audits have checked so far, of agencies
	// under way too, for the progress. nil: those of agencies that are done.
	Links func() int

	Workers    int           // agencies at once; 0: eight per CPU
	PerServer  int           // agencies at once on one server; 0: three
	Budget     time.Duration // no agency is begun after it; 0: no limit
	OnlyFailed bool          // audit only those again that could not be audited
	Sample     int           // audit only this many, always the same ones of a list; 0: all

	// Options are the settings that decide results, by the names of their
	// flags. A run goes on only with those that it was begun with.
	Options map[string]string
	// Last is the folder of an earlier run, which tells what changed, how long
	// each agency takes and what its audits left as Evidence; "" or a folder without one: that is not known. A
	// run keeps the one that it was begun with.
	Last string
	Lang ita.Lang // of the summary's files

	Now      func() time.Time // the clock of what is stored; nil: time.Now
	Progress func(Progress)   // called each second and at the end, from one goroutine; may be nil
	Log      *slog.Logger     // nil: nothing is logged
}

// Evidence is what an audit leaves for the next run's audit of the same agency,
// in the auditor's own form, so that what has not changed is not read again.
type Evidence struct {
	Before []byte // of the last run; nil: there is none
	After  []byte // of this one, to be set by Audit
}

// Run audits the agencies of a list that the run folder does not yet have a
// result for, then writes the summary of all. Agencies with an error are not
// tried again unless OnlyFailed is set.
//
// When ctx ends, the audits under way end with it and count as not begun; the
// summary says Interrupted and the error is nil. A *Refusal means that nothing
// was done. Any other error means that results could not be stored; the
// summary, if there is one, holds what could.
func (r *Runner) Run(ctx context.Context, list []ita.Listed) (*Summary, error) {
	o := r.withDefaults()
	if err := checkIDs(list); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(o.Dir, reportsDir), 0o777); err != nil {
		return nil, fmt.Errorf("making the run folder: %w", err)
	}
	held, err := takeLock(filepath.Join(o.Dir, lockName), o.Now())
	if err != nil {
		return nil, err
	}
	defer held.release()
	db, err := openStore(o.Dir, o.Now())
	if err != nil {
		return nil, err
	}
	defer db.close()
	if err := removeTemporary(o.Dir); err != nil {
		return nil, err
	}
	chosen := sample(list, o.Sample)
	if err := db.enter(list, chosen, o.Options); err != nil {
		return nil, err
	}
	jobs, err := db.queue(list, chosen, o.OnlyFailed)
	if err != nil {
		return nil, err
	}
	last, err := o.openLast(db)
	if err != nil {
		return nil, err
	}
	defer last.close()
	o.expect(last, jobs, list)
	stopped, err := o.work(ctx, db, last, jobs, list)
	err = errors.Join(err, o.mendPages(ctx, db))

	sum, sumErr := db.summary(Filter{})
	if sumErr != nil {
		return nil, errors.Join(err, sumErr)
	}
	sum.Stopped, sum.Dir, sum.Made = stopped, o.Dir, o.Now()
	return sum, errors.Join(err, sum.Save(o.Lang))
}

func (r *Runner) withDefaults() *Runner {
	o := *r
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0) * workersPerCPU
	}
	if o.PerServer <= 0 {
		o.PerServer = defaultPerServer
	}
	if o.Why == nil {
		o.Why = func(err error) (string, ita.Text, ita.Text) {
			return "error", ita.Text{TH: err.Error(), EN: err.Error()}, ita.Text{}
		}
	}
	if o.Server == nil {
		o.Server = hostOf
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &o
}

// hostOf is the host of an agency's website, "" when it has none.
func hostOf(ag ita.Listed) string {
	u, err := url.Parse(cmp.Or(ag.ITAPage, ag.URL))
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Host), "www.")
}

// expect sets how long each job will take: as long as it took in this folder
// or in the last run, else as long as the others on average.
func (r *Runner) expect(last *lastRun, jobs []job, list []ita.Listed) {
	took := last.durations()
	var sum time.Duration
	known := 0
	for i := range jobs {
		j := &jobs[i]
		j.expected = cmp.Or(j.expected, took[list[j.at].ID])
		if j.expected > 0 {
			sum += j.expected
			known++
		}
	}
	mean := time.Second
	if known > 0 {
		mean = sum / time.Duration(known)
	}
	for i := range jobs {
		jobs[i].expected = cmp.Or(jobs[i].expected, mean, 1)
	}
}

// work audits the jobs, and says why it stopped early if it did.
func (r *Runner) work(ctx context.Context, db *store, last *lastRun, jobs []job, list []ita.Listed) (stopped string, err error) {
	r.findServers(ctx, jobs, list)
	q := newQueue(jobs, r.Workers, r.PerServer)
	t, err := newTracker(db, q)
	if err != nil {
		return "", err
	}
	r.Log.Info("batch", "agencies", len(list), "to_audit", len(jobs), "servers", len(q.servers), "workers", r.Workers)
	stopReports := r.report(t)
	defer stopReports()

	begin := ctx
	if r.Budget > 0 {
		var cancel context.CancelFunc
		begin, cancel = context.WithTimeout(ctx, r.Budget)
		defer cancel()
	}
	group, auditCtx := errgroup.WithContext(ctx)
	defer context.AfterFunc(begin, q.close)()
	defer context.AfterFunc(auditCtx, q.close)()
	for range min(r.Workers, len(jobs)) {
		group.Go(func() error {
			for {
				j, ok := q.next()
				if !ok {
					return nil
				}
				err := r.one(auditCtx, db, last, t, j, list[j.at])
				q.done(j)
				if err != nil {
					return err
				}
			}
		})
	}
	err = group.Wait()
	switch left := q.left() > 0; {
	case ctx.Err() != nil && (left || t.anyDropped()):
		return Interrupted, err
	case left && begin.Err() != nil:
		return OutOfBudget, err
	}
	return "", err
}

// findServers asks for every job's server; what is not known when ctx ends
// does not matter any more.
func (r *Runner) findServers(ctx context.Context, jobs []job, list []ita.Listed) {
	var group errgroup.Group
	group.SetLimit(serversAtOnce)
	for i := range jobs {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() error {
			jobs[i].server = r.Server(list[jobs[i].at])
			return nil
		})
	}
	_ = group.Wait()
}

// one audits an agency and stores what came of it. The report is in its place
// before the row says so: a crash in between only repeats the agency.
func (r *Runner) one(ctx context.Context, db *store, last *lastRun, t *tracker, j job, ag ita.Listed) error {
	started := r.Now()
	if err := db.start(j, started); err != nil {
		return err
	}
	t.start(j)
	e := Evidence{Before: last.evidence(ag.ID)}
	res, err := r.audit(ctx, ag, &e)
	elapsed := r.Now().Sub(started)
	if ctx.Err() != nil && (err != nil || res.Incomplete != "") {
		t.drop(j)
		return db.drop(j)
	}
	if err != nil {
		code, message, remedy := r.Why(err)
		if p := (*panicked)(nil); errors.As(err, &p) {
			code, message, remedy = p.why()
		}
		r.Log.Warn("could not be audited", "agency", ag.ID, "code", code, "error", err)
		t.end(j, 0, elapsed, true)
		return db.fail(j, elapsed, code, message, remedy)
	}
	size, err := replaceFile(reportPath(r.Dir, ag.ID), func(w io.Writer) error { return r.Write(w, res) })
	if err != nil {
		return errors.Join(fmt.Errorf("storing the report of %s: %w", ag.ID, err), db.drop(j))
	}
	if err := r.page(ag.ID, res); err != nil {
		return errors.Join(err, db.drop(j))
	}
	t.end(j, res.Links, elapsed, false)
	return db.finish(j, elapsed, res, size, e.After, last.since(ag.ID, res))
}

// panicked is the error of an audit that a fault of the program ended. One
// strange website must not end the run of all others.
type panicked struct{ value any }

func (p *panicked) Error() string { return fmt.Sprintf("the audit broke off: %v", p.value) }

func (p *panicked) why() (code string, message, remedy ita.Text) {
	return "internal", ita.Text{
			TH: "โปรแกรมขัดข้องขณะตรวจหน่วยงานนี้",
			EN: "itacheck has a fault that ended this audit",
		}, ita.Text{
			TH: "แจ้งผู้พัฒนา itacheck พร้อมที่อยู่เว็บไซต์นี้",
			EN: "report it to the developers of itacheck with the address of this website",
		}
}

func (r *Runner) audit(ctx context.Context, ag ita.Listed, e *Evidence) (res *ita.Result, err error) {
	defer func() {
		if v := recover(); v != nil {
			r.Log.Error("audit broke off", "agency", ag.ID, "panic", v, "stack", string(debug.Stack()))
			res, err = nil, &panicked{v}
		}
	}()
	res, err = r.Audit(ctx, ag, e)
	if err == nil && res == nil {
		err = errors.New("the audit has no result")
	}
	return res, err
}

// report tells about the progress until the function that it returns is called.
func (r *Runner) report(t *tracker) (stop func()) {
	quit := make(chan struct{})
	var ended sync.WaitGroup
	ended.Go(func() {
		tick := time.NewTicker(progressEvery)
		defer tick.Stop()
		logged := time.Now()
		pace := linkPace{{}} // nothing at the beginning
		for {
			last := false
			select {
			case <-tick.C:
			case <-quit:
				last = true
			}
			p := t.progress()
			if r.Links != nil {
				p.Links = r.Links()
			}
			p.PerSecond = pace.perSecond(p.Elapsed, p.Links)
			if r.Progress != nil {
				r.Progress(p)
			}
			if last || time.Since(logged) >= logEvery {
				logged = time.Now()
				r.Log.Info("progress", "done", p.Done, "failed", p.Failed, "running", p.Running, "total", p.Total,
					"links", p.Links, "links_per_second", int(p.PerSecond), "left", p.Left.Round(time.Second).String())
			}
			if last {
				return
			}
		}
	})
	return func() {
		close(quit)
		ended.Wait()
	}
}

// sample returns the indices of n agencies, in the list's order: those whose
// ids have the least hashes, so that a sample depends on neither the order of
// the list nor on chance, and a larger one includes a smaller.
func sample(list []ita.Listed, n int) []int {
	all := make([]int, len(list))
	for i := range all {
		all[i] = i
	}
	if n <= 0 || n >= len(list) {
		return all
	}
	hashes := make([]string, len(list))
	for i := range list {
		hashes[i] = hash(list[i].ID)
	}
	slices.SortFunc(all, func(a, b int) int { return cmp.Compare(hashes[a], hashes[b]) })
	all = all[:n]
	slices.Sort(all)
	return all
}
