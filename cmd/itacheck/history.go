package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"itacheck/history"
	"itacheck/internal/thai"
	"itacheck/ita"
)

// historyFlags say which history is looked at.
type historyFlags struct{ db, agency string }

func (f *historyFlags) add(s flags) {
	f.addDB(s)
	s.text(&f.agency, "agency", "ID", "", s.a.say("เฉพาะหน่วยงานรหัสนี้", "only the agency with this id"), nil)
}

func (f *historyFlags) addDB(s flags) {
	s.text(&f.db, "db", "FILE", "", s.a.sayf("ไฟล์ประวัติ (หากไม่ระบุ ใช้ %s)", "history file (default: %s)", shortPath(historyFile())), nil)
}

// path is the file of the history.
func (f *historyFlags) path() string { return cmp.Or(f.db, historyFile()) }

// historyFile is where histories are kept unless the user says otherwise: in the
// user's folder for what programs keep.
func historyFile() string { return filepath.Join(dataFolder(), "itacheck", "history.db") }

func dataFolder() string {
	home, _ := os.UserHomeDir() // without one, a folder in the current one must do
	switch runtime.GOOS {
	case "windows":
		return cmp.Or(os.Getenv("LocalAppData"), filepath.Join(home, "AppData", "Local"))
	case "darwin":
		return filepath.Join(home, "Library", "Application Support")
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir
	}
	return filepath.Join(home, ".local", "share")
}

// shortPath writes a path in the user's home as help does.
func shortPath(path string) string {
	home, err := os.UserHomeDir()
	if rest, ok := strings.CutPrefix(path, home+string(filepath.Separator)); ok && err == nil && home != "" {
		return filepath.Join("~", rest)
	}
	return path
}

func (a *app) historyCmd() *cobra.Command {
	var f historyFlags
	var all bool
	cmd := a.command("history [prune]", a.say("แสดงการตรวจที่เก็บไว้", "List the audits that were kept"),
		func(cmd *cobra.Command, args []string, m *mistakes) error {
			if len(args) > 0 {
				m.add(a.unknown(cmd, args[0]))
			}
			if err := m.err(); err != nil {
				return err
			}
			return a.history(&f, all)
		})
	cmd.Long = a.say(
		"แสดงการตรวจแต่ละครั้งที่เก็บไว้ด้วย audit --record ครั้งใหม่สุดก่อน ดูว่าข้อใดเปลี่ยนด้วย itacheck diff",
		"Lists the runs that audit --record kept, the newest first. What changed between two of them: itacheck diff.",
	)
	cmd.Example = `  itacheck history
  itacheck history --agency example.go.th
  itacheck history prune --keep 400d`
	s := flags{a, cmd, cmd.Flags()}
	f.add(s)
	s.yes(&all, "all", a.sayf("แสดงทุกครั้ง ไม่ใช่เฉพาะ %d ครั้งล่าสุด", "list all runs, not only the newest %d", listedRuns))
	cmd.AddCommand(a.pruneCmd())
	return cmd
}

// listedRuns is how many runs are listed unless all are asked for.
const listedRuns = 30

func (a *app) history(f *historyFlags, all bool) error {
	s, err := history.OpenRead(f.path())
	if err != nil {
		return a.historyError(err)
	}
	defer s.Close()
	runs, err := s.Runs(f.agency)
	if err != nil {
		return a.historyError(err)
	}
	if len(runs) == 0 {
		return a.noRuns(f)
	}
	more := 0
	if !all && len(runs) > listedRuns {
		more, runs = len(runs)-listedRuns, runs[:listedRuns]
	}
	p := a.page()
	var rows [][]string
	for i := range runs {
		if err := s.Describe(&runs[i], f.agency); err != nil {
			return a.historyError(err)
		}
		rows = append(rows, a.runRow(&runs[i]))
	}
	header := []string{
		a.say("ครั้งที่", "Run"), a.say("เมื่อ", "When"), a.say("หน่วยงาน", "Agencies"), a.say("ผ่าน", "Passed"),
		a.say("ชุดเกณฑ์", "Rule sets"), a.say("โปรแกรม", "Program"),
	}
	if err := p.table(4, header, rows, 0, 2, 3); err != nil {
		return err
	}
	if more > 0 {
		p.para("", a.sayf("และก่อนหน้านั้นอีก %d ครั้ง (ดูทั้งหมดด้วย --all)", "and %d earlier ones (--all lists them)", more))
	}
	return p.writeTo(a.stdout)
}

// runRow is a run as a line of the list.
func (a *app) runRow(r *history.Run) []string {
	agencies := strconv.Itoa(r.Agencies)
	if r.Failed > 0 {
		agencies = fmt.Sprintf("%d/%d", r.Agencies-r.Failed, r.Agencies)
	}
	var sets []string
	for _, set := range r.Rules {
		sets = append(sets, set.ID+" "+set.Digest[:min(6, len(set.Digest))])
	}
	return []string{
		strconv.FormatInt(r.N, 10), a.moment(r.Begun), agencies, fmt.Sprintf("%d/%d", r.Passed, r.Items),
		strings.Join(sets, ", "), r.Tool,
	}
}

// noRuns is the error for a history without what was asked for.
func (a *app) noRuns(f *historyFlags) error {
	if f.agency != "" {
		return mistakes{a.sayf("ในไฟล์ %s ไม่มีหน่วยงานรหัส %s", "there is no agency with the id %[2]s in %[1]s", f.path(), f.agency)}
	}
	return mistakes{a.sayf("ในไฟล์ %s ยังไม่มีการตรวจ", "there are no runs in %s", f.path())}
}

// moment writes a time in Bangkok.
func (a *app) moment(t time.Time) string {
	t = t.In(ita.Bangkok)
	if a.lang == ita.English {
		return t.Format("2 Jan 2006 15:04")
	}
	return fmt.Sprintf("%d/%d/%d %s", t.Day(), t.Month(), t.Year()+543, t.Format("15:04"))
}

// historyError puts a refusal in the user's language; other errors, and none,
// stay as they are.
func (a *app) historyError(err error) error {
	var r *history.Refusal
	if !errors.As(err, &r) {
		return err
	}
	return a.refusal(r.Message, r.Remedy)
}

func (a *app) pruneCmd() *cobra.Command {
	var f historyFlags
	var keep string
	cmd := a.command("prune --keep TIME", a.say("ลบการตรวจเก่าออกจากประวัติ", "Remove old runs from the history"),
		func(cmd *cobra.Command, args []string, m *mistakes) error {
			a.count(m, cmd, args, 0, 0)
			before := time.Time{}
			a.given(cmd, m)("keep", keep, func(s string) error {
				d, err := a.days(s)
				before = time.Now().Add(-d)
				return err
			})
			if !cmd.Flags().Changed("keep") {
				m.add(a.say("โปรดระบุว่าจะเก็บไว้นานเท่าใด: itacheck history prune --keep 400d", "say how long runs are kept: itacheck history prune --keep 400d"))
			}
			if err := m.err(); err != nil {
				return err
			}
			return a.prune(&f, before)
		})
	cmd.Long = a.say("ลบการตรวจที่เก่ากว่าระยะเวลาที่ระบุ แต่เก็บครั้งล่าสุดไว้เสมอ", "Removes the runs that are older than a length of time; the newest run always stays.")
	cmd.Example = "  itacheck history prune --keep 400d"
	s := flags{a, cmd, cmd.Flags()}
	s.text(&keep, "keep", "TIME", "", a.say("เก็บไว้นานเท่านี้ เช่น 400d (วัน) หรือ 36h (ชั่วโมง)", "how long runs are kept, such as 400d (days) or 36h"), nil)
	f.addDB(s)
	return cmd
}

func (a *app) prune(f *historyFlags, before time.Time) error {
	if s, err := history.OpenRead(f.path()); err != nil { // nothing is made in order to be pruned
		return a.historyError(err)
	} else if err := s.Close(); err != nil {
		return err
	}
	s, err := history.Open(f.path())
	if err != nil {
		return a.historyError(err)
	}
	defer s.Close()
	n, err := s.Prune(before)
	if err != nil {
		return a.historyError(err)
	}
	_, err = fmt.Fprintln(a.stdout, a.sayf("ลบแล้ว %d ครั้ง ที่ตรวจก่อน %s", "removed %d runs from before %s", n, a.moment(before)))
	return err
}

// days reads a length of time that may be in days: 400d.
func (a *app) days(s string) (time.Duration, error) {
	if n, ok := strings.CutSuffix(thai.Digits(strings.TrimSpace(s)), "d"); ok {
		if days, err := strconv.Atoi(n); err == nil && days > 0 && days < 100_000 {
			return time.Duration(days) * 24 * time.Hour, nil
		}
	}
	if d, err := time.ParseDuration(s); err == nil && d > 0 {
		return d, nil
	}
	return 0, errors.New(a.sayf("%q ไม่ใช่ระยะเวลาที่ใช้ได้ ให้เขียนเช่น 400d หรือ 36h", "%q cannot be used as a length of time: write 400d or 36h", s))
}
