package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"itacheck/batch"
	"itacheck/ita"
)

// runsDir is where run folders are kept unless --dir names one.
const runsDir = "itacheck-runs"

// goesOn is how old an unfinished run may be for the same command to go on with
// it. What an older one found is out of date.
const goesOn = 14 * 24 * time.Hour

// folders chooses the run folder, and the one to compare with.
func (a *app) folders(r *batch.Runner, f *batchFlags, list string, m *mistakes) {
	name := runName(list)
	if r.Dir = f.dir; r.Dir == "" {
		a.chooseDir(r, f, name, m)
	} else if f.resume && !isRun(r.Dir) {
		m.add(a.sayf("--resume: ไม่มีผลการตรวจในโฟลเดอร์ %s โปรดตรวจชื่อโฟลเดอร์ หรือนำ --resume ออกเพื่อเริ่มใหม่", "--resume: there is no run in %s: check its name, or leave --resume out to begin one", r.Dir))
	}
	if r.Last = f.last; r.Last == "" {
		r.Last = lastBefore(r.Dir, name)
	} else if !isRun(r.Last) {
		m.add(a.sayf("--last: ไม่มีผลการตรวจในโฟลเดอร์ %s โปรดตรวจชื่อโฟลเดอร์", "--last: there is no run in %s: check its name", r.Last))
	}
}

// chooseDir takes the list's newest run where it is to be gone on with, else a
// folder of today.
func (a *app) chooseDir(r *batch.Runner, f *batchFlags, name string, m *mistakes) {
	all := runs(runsDir, name)
	if len(all) > 0 {
		if newest := all[len(all)-1]; f.resume || r.OnlyFailed || unfinished(newest, time.Now()) {
			r.Dir = newest
			return
		}
	}
	if f.resume || r.OnlyFailed {
		m.add(a.sayf(
			"ยังไม่เคยตรวจรายชื่อนี้ใน %s โปรดระบุโฟลเดอร์ด้วย --dir หรือนำ --resume และ --only ออก",
			"there is no run of this list in %s: name its folder with --dir, or leave --resume and --only out", runsDir,
		))
		return
	}
	r.Dir = filepath.Join(runsDir, time.Now().In(ita.Bangkok).Format(time.DateOnly)+"-"+name)
}

// runName is what a list is called in the names of its run folders. Windows
// takes blanks and dots off the end of a folder's name.
func runName(list string) string {
	base := filepath.Base(list)
	return strings.TrimRight(strings.TrimSuffix(base, filepath.Ext(base)), " .")
}

var dated = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}-`)

// runs are the folders of a list's runs that are named as chooseDir does, oldest first.
func runs(in, name string) []string {
	entries, err := os.ReadDir(in) // sorted
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		date := dated.FindString(e.Name())
		if dir := filepath.Join(in, e.Name()); date != "" && e.Name()[len(date):] == name && isRun(dir) {
			out = append(out, dir)
		}
	}
	return out
}

// lastBefore is the list's newest run beside a folder and before it, "" when
// there is none.
func lastBefore(dir, name string) string {
	dir = filepath.Clean(dir)
	last, base := "", filepath.Base(dir)
	for _, other := range runs(filepath.Dir(dir), name) {
		if other == dir || dated.MatchString(base) && filepath.Base(other) > base {
			break
		}
		last = other
	}
	return last
}

func isRun(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, batch.DBName))
	return !errors.Is(err, fs.ErrNotExist)
}

// unfinished reports whether a run was cut short not long ago.
func unfinished(dir string, now time.Time) bool {
	s, err := batch.Read(dir, batch.Filter{})
	return err == nil && s.All.Waiting > 0 && now.Sub(s.Begun) < goesOn
}
