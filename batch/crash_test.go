package batch

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"itacheck/ita"
)

// The test binary runs itself as another process that works on a run folder.
const (
	childDir    = "ITACHECK_BATCH_TEST_DIR"
	childPause  = "ITACHECK_BATCH_TEST_PAUSE" // length of an audit
	childList   = 60
	childWorker = 4
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		os.Exit(child(dir))
	}
	os.Exit(m.Run())
}

// child works on a folder and prints the id of each agency that it begins.
func child(dir string) int {
	pause, err := time.ParseDuration(os.Getenv(childPause))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	r := runner(dir)
	r.Workers = childWorker
	r.Audit = func(_ context.Context, ag ita.Listed, _ *Evidence) (*ita.Result, error) {
		fmt.Println(ag.ID)
		time.Sleep(pause)
		return result(ag)
	}
	if _, err := r.Run(context.Background(), province(childList)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// begin starts a child and waits until it audits, or has ended.
func begin(t *testing.T, dir string, pause time.Duration) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), childDir+"="+dir, childPause+"="+pause.String())
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Scan()
	return cmd, lines
}

func TestKilledFiftyTimesTheRunIsAsIfUndisturbed(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	list := province(childList)
	want := undisturbed(t, list)
	const folders, kills = 10, 5
	for i := range folders {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			audits := 0
			for range kills {
				cmd, lines := begin(t, dir, 4*time.Millisecond)
				time.Sleep(time.Duration(rand.Int64N(int64(25 * time.Millisecond))))
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
				audits++
				for lines.Scan() {
					audits++
				}
				_ = cmd.Wait()
			}
			r := runner(dir)
			left := 0
			r.Workers = 1
			r.Audit = func(_ context.Context, ag ita.Listed, _ *Evidence) (*ita.Result, error) {
				left++
				return result(ag)
			}
			run(t, r, list)
			t.Logf("%d audits begun until the last kill, %d after it, for %d agencies", audits, left, len(list))
			if most := len(list) + kills*childWorker; audits+left > most || audits+left < len(list) {
				t.Errorf("%d audits, want at most %d", audits+left, most)
			}
			if diff := gocmp.Diff(want, contents(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSecondProcessIsToldWhoWorksOnTheRun(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	dir := t.TempDir()
	cmd, lines := begin(t, dir, time.Minute)
	_, err := runner(dir).Run(t.Context(), province(childList))
	r := refusal(t, err, "in_use")
	host, _ := os.Hostname()
	if r.Holder == nil || r.Holder.PID != cmd.Process.Pid || r.Holder.Host != host || !r.Holder.Since.Equal(day) {
		t.Errorf("held by %+v", r.Holder)
	}
	// It can be looked at while it is worked on.
	if sum, err := Read(dir, Filter{}); err != nil || sum.All.Agencies != childList || sum.All.Waiting != childList {
		t.Errorf("%v, %+v", err, sum)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
	}
	_ = cmd.Wait()
	run(t, runner(dir), province(childList))
}

// A copy made at one moment is what a crash at that moment leaves.
func TestFolderLeftAtAnyMomentGoesOn(t *testing.T) {
	list := province(25)
	want := undisturbed(t, list)
	dir := t.TempDir()
	var copies []string
	snapshot := func() {
		if rand.IntN(4) > 0 {
			return
		}
		to := filepath.Join(t.TempDir(), "copy")
		if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
			t.Error(err)
		}
		copies = append(copies, to)
	}
	r := runner(dir)
	r.Workers = 1
	r.Audit = func(_ context.Context, ag ita.Listed, _ *Evidence) (*ita.Result, error) {
		snapshot()
		return result(ag)
	}
	r.Write = func(w io.Writer, res *ita.Result) error {
		err := writeReport(w, res)
		snapshot()
		return err
	}
	run(t, r, list)
	for _, c := range copies {
		run(t, runner(c), list)
		if diff := gocmp.Diff(want, contents(t, c)); diff != "" {
			t.Error(diff)
		}
	}
	t.Logf("%d moments", len(copies))
}
