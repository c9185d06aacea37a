package main

import (
	"errors"
	"time"

	"itacheck/audit"
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

// recorder keeps audits in a run of a history. nil keeps nothing.
type recorder struct {
	store *history.Store
	run   int64
}

// recorder opens the history at a path and begins a run in it; nil for no path.
func (a *app) recorder(path string) (*recorder, error) {
	if path == "" {
		return nil, nil
	}
	s, err := history.Open(path)
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
