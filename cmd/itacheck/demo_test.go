package main

import (
	"bytes"
	"context"
	"flag"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

var (
	portPattern = regexp.MustCompile(`127\.0\.0\.1:\d+`)
	tookPattern = regexp.MustCompile(`(took|ใช้เวลา) .*`)
)

// What the demo prints, with the port and the time taken made always the same.
func TestDemoPrints(t *testing.T) {
	t.Setenv("COLUMNS", "80")
	t.Setenv("NO_COLOR", "")
	for _, lang := range []string{"th", "en"} {
		t.Run(lang, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			if code := run(t.Context(), []string{"demo", "--lang", lang}, strings.NewReader(""), &stdout, &stderr); code != exitFindings {
				t.Errorf("exit code %d, want 1\n%s", code, &stderr)
			}
			got := "standard error:\n" + stderr.String() + "\nstandard output:\n" + stdout.String()
			got = portPattern.ReplaceAllString(got, "127.0.0.1:PORT")
			got = tookPattern.ReplaceAllString(got, "$1 TIME")
			name := filepath.Join("testdata", "demo."+lang+".txt")
			if *update {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("the demo's output changed (-update to accept):\n%s", diff)
			}
		})
	}
}

// Ctrl-C during an audit: what was gathered is reported, marked incomplete.
func TestInterruptReportsWhatWasGathered(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be sent an interrupt")
	}
	asked := make(chan string, 100)
	site := httptest.NewServer(slowSite(asked))
	defer site.Close()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command("itacheck", "audit", "--ita-page", site.URL+"/ita", "--year", "2566", "--allow-private", "--delay", "0s", "--lang", "en")
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	select {
	case <-asked:
	case <-time.After(20 * time.Second):
		t.Fatal("no document was asked for")
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
		t.Errorf("exit code %d, want 130", code)
	}
	for _, want := range []string{"Incomplete: interrupted", "O1 ", "43 items"} {
		if !strings.Contains(stdout.String(), want) {
			t.Errorf("the report does not say %q\nreport:\n%s\nstandard error:\n%s", want, &stdout, &stderr)
		}
	}
}

// Ctrl-C before the ITA page was read: there is nothing to report.
func TestInterruptBeforeAnythingWasRead(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	code := run(ctx, []string{"demo", "--lang", "en"}, strings.NewReader(""), &stdout, &stderr)
	if code != exitInterrupted || stdout.Len() > 0 {
		t.Errorf("exit code %d, want 130; standard output %q", code, &stdout)
	}
}
