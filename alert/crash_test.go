package alert_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"itacheck/alert"
	"itacheck/history"
	"itacheck/ita"
)

// The test binary runs itself as another process that watches a month.
const (
	childDir      = "ITACHECK_ALERT_TEST_DIR"
	childAgencies = 20
	childChanges  = 60
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := child(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// progress is the day that a child has come to.
type progress struct{ Day int }

// child watches from the day that an earlier one came to until the month is
// over, and keeps one agency's audit each day. What a channel takes stands in the
// file "told", a line for each event.
func child(dir string) error {
	s, err := history.Open(filepath.Join(dir, "history.db"))
	if err != nil {
		return err
	}
	defer s.Close()
	c := newCountry(childAgencies, childChanges)
	var now time.Time
	w := &alert.Watch{Keep: keeper{s}, Now: func() time.Time { return now }, Send: paper(dir)}
	for {
		var p progress
		if err := s.Update(func(n *history.Notes) error { return n.Load("test", "day", &p) }); err != nil {
			return err
		}
		if p.Day == simDays {
			return nil
		}
		now = simStart.AddDate(0, 0, p.Day).Add(8 * time.Hour)
		run, err := s.Begin(now, "1.0")
		if err != nil {
			return err
		}
		if err := s.Record(run, kept(c, p.Day, now)); err != nil {
			return err
		}
		if err := w.Look(c.looks(p.Day)...); err != nil {
			return err
		}
		if _, _, err := w.Deliver(context.Background()); err != nil {
			return err
		}
		p.Day++
		if err := s.Update(func(n *history.Notes) error { return n.Save("test", "day", p) }); err != nil {
			return err
		}
	}
}

// paper is a channel that writes events to a file, each letter in one go.
func paper(dir string) func(context.Context, []alert.Letter, func(alert.Outcome) error) ([]alert.Outcome, error) {
	return func(_ context.Context, letters []alert.Letter, took func(alert.Outcome) error) ([]alert.Outcome, error) {
		f, err := os.OpenFile(filepath.Join(dir, "told"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o666)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		var out []alert.Outcome
		for _, l := range letters {
			var b strings.Builder
			for _, e := range l.Events {
				fmt.Fprintf(&b, "%s %s %s %s %s\n", l.Key, e.Kind, e.Agency.ID, e.Code, e.At.Format("01-02"))
			}
			if _, err := f.WriteString(b.String()); err != nil {
				return nil, err
			}
			out = append(out, alert.Outcome{Key: l.Key, Channel: "paper", Sent: true})
			if err := took(out[len(out)-1]); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
}

// kept is an audit of the first agency, as far as this test needs one.
func kept(c *country, day int, at time.Time) *history.Audit {
	a := &history.Audit{
		Agency: history.Agency{ID: "0", Name: "อบต.หนึ่ง"}, Tool: "1.0", Digest: "d", At: at, AsOf: at,
		Rules: &ita.RuleSet{ID: "2568/general", Year: year},
	}
	for i := range simItems {
		code := fmt.Sprintf("O%d", i+1)
		a.Rules.Items = append(a.Rules.Items, ita.Item{Code: code})
		a.Items = append(a.Items, history.Item{Code: code, Status: c.truth(0, i, day)})
	}
	return a
}

// readTold is what readers were told: the letters that each event came in. A
// letter that came again is the same letter.
func readTold(t *testing.T, dir string) (events map[string][]string, lines int) {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "told"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	events = map[string][]string{}
	for sc := bufio.NewScanner(f); sc.Scan(); lines++ {
		key, event, _ := strings.Cut(sc.Text(), " ")
		if !slices.Contains(events[event], key) {
			events[event] = append(events[event], key)
		}
	}
	return events, lines
}

func begin(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

func TestKilledFiftyTimesNothingIsLostAndNothingToldTwice(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	whole := t.TempDir()
	began := time.Now()
	if err := begin(t, whole).Wait(); err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	want, _ := readTold(t, whole)
	const wanted = 50
	kills, months, again := 0, 0, 0
	for kills < wanted {
		dir := t.TempDir()
		for kills < wanted {
			cmd := begin(t, dir)
			timer := time.AfterFunc(time.Duration(rand.Int64N(int64(took)/4)), func() { _ = cmd.Process.Kill() })
			err := cmd.Wait()
			timer.Stop()
			if err == nil {
				break // the month is over
			}
			if cmd.ProcessState.ExitCode() == 1 {
				t.Fatal("the child could not go on")
			}
			kills++
		}
		if err := begin(t, dir).Wait(); err != nil {
			t.Fatal(err)
		}
		months++
		got, lines := readTold(t, dir)
		again += lines - len(got)
		compareTold(t, want, got)
		checkKept(t, dir)
	}
	t.Logf("%d kills in %d months; %d events each told in one letter; %d lines were sent again with the same key", kills, months, len(want), again)
}

func compareTold(t *testing.T, want, got map[string][]string) {
	t.Helper()
	for event, keys := range got {
		if len(keys) > 1 {
			t.Errorf("told in %d letters: %s", len(keys), event)
		}
		if want[event] == nil {
			t.Errorf("told, but not without the kills: %s", event)
		}
	}
	for event := range want {
		if got[event] == nil {
			t.Errorf("lost: %s", event)
		}
	}
}

// checkKept checks that the history opens, is sound, and has every day's audit.
func checkKept(t *testing.T, dir string) {
	t.Helper()
	s, err := history.OpenRead(filepath.Join(dir, "history.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	runs, err := s.Runs("0")
	if err != nil {
		t.Fatal(err)
	}
	days := map[string]bool{}
	c := newCountry(childAgencies, childChanges)
	for _, r := range runs {
		days[r.Begun.Format(time.DateOnly)] = true
		audits, err := s.Audits(r.N, "0")
		if err != nil || len(audits) != 1 {
			t.Fatalf("run %d: %v", r.N, err)
		}
		day := int(r.Begun.Sub(simStart).Hours() / 24)
		if diff := gocmp.Diff(kept(c, day, r.Begun).Items, audits[0].Items); diff != "" {
			t.Errorf("day %d: %s", day, diff)
		}
	}
	if len(days) != simDays {
		t.Errorf("audits of %d days were kept, want %d", len(days), simDays)
	}
}
