package main

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"itacheck/audit"
	"itacheck/batch"
	"itacheck/history"
	"itacheck/ita"
)

// recordFlags say whether audits are kept, and where.
type recordFlags struct {
	history string
	record  bool
}

func (f *recordFlags) add(s flags) {
	a := s.a
	s.text(&f.history, "history", "FILE", "", a.say("เก็บผลไว้ในไฟล์ประวัตินี้ (ดูด้วย itacheck history, itacheck diff)", "keep the result in this history (see itacheck history, itacheck diff)"), nil)
	s.yes(&f.record, "record", a.sayf("เก็บผลไว้ใน %s", "keep the result in %s", shortPath(historyFile())))
}

// path is the file to keep audits in; empty: they are not kept.
func (f *recordFlags) path() string {
	if f.history == "" && f.record {
		return historyFile()
	}
	return f.history
}

// recorder keeps audits in a run of a history. nil keeps nothing. It may be used
// from several goroutines.
type recorder struct {
	store *history.Store
	run   int64
}

// noted is the run of a history that a batch is kept in, so that one that goes
// on does so in the same.
type noted struct {
	Run  int64
	Tool string
}

// batchNote is the kind of the notes of batches, by their folders.
const batchNote = "cmd.batch"

// recorder opens the history at a path and begins a run in it; nil for no path.
func (a *app) recorder(path string) (*recorder, error) {
	if path == "" {
		return nil, nil
	}
	s, err := history.Open(path)
	if _, refused := errors.AsType[*history.Refusal](err); err != nil && !refused {
		return nil, a.refusal(
			ita.Text{TH: err.Error(), EN: err.Error()},
			ita.Text{TH: "ระบุไฟล์ในโฟลเดอร์ที่เขียนได้ด้วย --history FILE", EN: "name a file in a folder that you may write to: --history FILE"},
		)
	}
	if err != nil {
		return nil, a.historyError(err)
	}
	run, err := s.Begin(time.Now(), version())
	if err != nil {
		s.Close()
		return nil, a.historyError(err)
	}
	return &recorder{s, run}, nil
}

// batchRecorder is recorder for a batch: one that goes on with a run folder goes
// on with its run in the history too, unless by another version.
func (a *app) batchRecorder(path, dir string) (*recorder, error) {
	r, err := a.recorder(path)
	if r == nil || err != nil {
		return nil, err
	}
	err = r.resume(dir)
	if err != nil {
		r.close()
		return nil, a.historyError(err)
	}
	return r, nil
}

func (r *recorder) resume(dir string) error {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	return r.store.Update(func(n *history.Notes) error {
		var was noted
		if err := n.Load(batchNote, abs, &was); err != nil {
			return err
		}
		if was.Run != 0 && was.Tool == version() && isRun(dir) {
			r.run = was.Run
			return nil
		}
		return n.Save(batchNote, abs, noted{r.run, version()})
	})
}

// keeping is an audit that is kept when it is done. One that ends because the
// batch does is not.
func (r *recorder) keeping(a *app, do auditFunc) auditFunc {
	if r == nil {
		return do
	}
	return func(ctx context.Context, ag ita.Listed, e *batch.Evidence) (*ita.Result, error) {
		res, err := do(ctx, ag, e)
		if ctx.Err() == nil {
			a.keep(r, &ag.Agency, res, err)
		}
		return res, err
	}
}

// auditFunc is batch.Runner.Audit.
type auditFunc = func(context.Context, ita.Listed, *batch.Evidence) (*ita.Result, error)

func (r *recorder) close() {
	if r != nil {
		r.store.Close()
	}
}

// keep has an audit kept. That it cannot be is told, but is no reason to lose
// the report too.
func (a *app) keep(r *recorder, ag *ita.Agency, res *ita.Result, failed error) {
	if err := r.keep(ag, res, failed); err != nil {
		a.complain(a.historyError(err).Error())
	}
}

// keep keeps what came of an agency's audit: its result, or why there is none.
func (r *recorder) keep(ag *ita.Agency, res *ita.Result, failed error) error {
	if r == nil {
		return nil
	}
	if failed == nil {
		return r.store.Record(r.run, history.Of(res))
	}
	code := "error"
	var look *audit.CannotLook
	if errors.As(failed, &look) {
		code = look.Code
	}
	return r.store.Record(r.run, history.Failure(ag, version(), time.Now(), code))
}
