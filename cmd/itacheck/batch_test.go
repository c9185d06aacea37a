package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"itacheck/batch"
	"itacheck/internal/demosite"
	"itacheck/ita"
)

// province is a proxy that plays the websites of testdata/province.csv: the
// demo's site with more or fewer faults, as they were or as they are later. One
// website is always down.
func province(later bool) http.Handler {
	demo := demosite.Handler()
	spoilt := map[string][]string{ // pairs of what the ITA page has and what it has instead
		"www.buengbua.example":    {`href="/duties"`, `href="#"`, `href="/contact"`, `href="#"`},
		"www.thungkwang.example":  {`href="/laws"`, `href="/no-such-page"`},
		"www.nongyai.example":     {`href="/duties"`, `href="#"`, `href="/laws"`, `href="#"`, `href="/news"`, `href="/no-such-page"`},
		"www.bangnamsai.example":  {`href="/qa"`, `href="/login"`},
		"www.khlongsai.example":   {`href="/files/development-plan-2566-2570.pdf"`, `href="/files/none.pdf"`},
		"www.donthong.example":    nil,
		"www.raikhing.example":    nil,
		"www.another-one.example": nil,
	}
	if later {
		spoilt["www.buengbua.example"] = nil
		spoilt["www.donthong.example"] = []string{`href="/contact"`, `href="#"`}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		changes, ok := spoilt[r.Host]
		switch {
		case !ok && r.URL.Path == "/robots.txt":
			http.NotFound(w, r)
		case !ok:
			http.Error(w, "down", http.StatusServiceUnavailable)
		case r.URL.Path != demosite.ITAPath || changes == nil:
			demo.ServeHTTP(w, r)
		default:
			page := httptest.NewRecorder()
			demo.ServeHTTP(page, r)
			w.Header().Set("Content-Type", page.Header().Get("Content-Type"))
			_, _ = io.WriteString(w, strings.NewReplacer(changes...).Replace(page.Body.String()))
		}
	})
}

// killed runs itacheck and kills it as soon as a run folder has some reports:
// killed N DIR ARGUMENT...
func killed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: killed N DIR ARGUMENT...")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	cmd := exec.Command("itacheck", args[2:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"HTTP_PROXY", "LC_ALL", "HOME"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	cmd.Env = append(os.Environ(), cmd.Env...)
	ts.Check(cmd.Start())
	for until := time.Now().Add(time.Minute); time.Now().Before(until); time.Sleep(time.Millisecond) {
		if done, _ := filepath.Glob(ts.MkAbs(filepath.Join(args[1], "agencies", "*.json"))); len(done) >= n {
			break
		}
	}
	ts.Check(cmd.Process.Kill())
	_ = cmd.Wait() // it was killed
	if done, _ := filepath.Glob(ts.MkAbs(filepath.Join(args[1], "summary.json"))); len(done) > 0 {
		ts.Fatalf("it had ended before it was killed")
	}
}

// alike compares the reports and the summaries of two run folders, but for
// times and places.
func alike(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: alike DIR1 DIR2")
	}
	var folders [2]map[string]any
	for i, dir := range args {
		files, err := filepath.Glob(ts.MkAbs(filepath.Join(dir, "agencies", "*.json")))
		ts.Check(err)
		folders[i] = map[string]any{}
		for _, f := range append(files, ts.MkAbs(filepath.Join(dir, batch.JSONName))) {
			var doc any
			ts.Check(json.Unmarshal([]byte(ts.ReadFile(f)), &doc))
			folders[i][filepath.Base(f)] = timeless(doc)
		}
	}
	if diff := cmp.Diff(folders[0], folders[1]); diff != "" {
		ts.Fatalf("the folders differ:\n%s", diff)
	}
}

// timeless takes the times out of a JSON document.
func timeless(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range []string{"at", "begun_at", "made_at", "started_at", "finished_at", "seconds", "compared_with", "since_last_run"} {
			delete(v, key)
		}
		for key := range v {
			v[key] = timeless(v[key])
		}
	case []any:
		for i := range v {
			v[i] = timeless(v[i])
		}
	}
	return v
}

// aRun makes a run folder with a run in it, finished or not.
func aRun(t *testing.T, dir string, begun time.Time, finished bool) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r := batch.Runner{
		Dir: dir,
		Now: func() time.Time { return begun },
		Audit: func(context.Context, ita.Listed, *batch.Evidence) (*ita.Result, error) {
			if !finished {
				cancel()
				return nil, ctx.Err()
			}
			return &ita.Result{}, nil
		},
		Write: func(io.Writer, *ita.Result) error { return nil },
	}
	if _, err := r.Run(ctx, []ita.Listed{{Agency: ita.Agency{ID: "a", Year: 2566}}}); err != nil {
		t.Fatal(err)
	}
}

func TestWhichRunTheSameCommandGoesOnWith(t *testing.T) {
	now := time.Now()
	today := filepath.Join(runsDir, now.In(ita.Bangkok).Format(time.DateOnly)+"-list")
	const earlier, older = runsDir + "/2026-05-01-list", runsDir + "/2026-04-01-list"
	for name, c := range map[string]struct {
		begun     time.Time // of earlier
		finished  bool
		flags     batchFlags
		dir, last string
	}{
		"a finished run is compared with":          {now.Add(-time.Hour), true, batchFlags{}, today, earlier},
		"an unfinished run goes on":                {now.Add(-13 * 24 * time.Hour), false, batchFlags{}, earlier, older},
		"an unfinished run of long ago does not":   {now.Add(-15 * 24 * time.Hour), false, batchFlags{}, today, earlier},
		"unless it is asked for":                   {now.Add(-15 * 24 * time.Hour), false, batchFlags{resume: true}, earlier, older},
		"a folder of one's own":                    {now, true, batchFlags{dir: "mine"}, "mine", ""},
		"a folder of one's own beside the others":  {now, true, batchFlags{dir: runsDir + "/mine"}, runsDir + "/mine", earlier},
		"a last run of one's own":                  {now, true, batchFlags{last: older}, today, older},
		"an earlier folder has nothing after it":   {now, true, batchFlags{dir: older}, older, ""},
		"a folder spelt otherwise is still itself": {now, true, batchFlags{dir: "./" + runsDir + "/2026-05-01-list/"}, "./" + runsDir + "/2026-05-01-list/", older},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			aRun(t, older, now, true)
			aRun(t, earlier, c.begun, c.finished)
			aRun(t, runsDir+"/2026-05-02-another-list", now, false)
			var r batch.Runner
			var m mistakes
			a := &app{lang: ita.English}
			a.folders(&r, &c.flags, "lists/list.csv", &m)
			if r.Dir != c.dir || r.Last != filepath.FromSlash(c.last) || len(m) > 0 {
				t.Errorf("folder %q, last %q, mistakes %q; want %q and %q", r.Dir, r.Last, m, c.dir, c.last)
			}
		})
	}
}

// Ctrl-C during a batch: the summary is written all the same, and the agency
// under way is to be done again.
func TestInterruptOfABatchWritesTheSummary(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be sent an interrupt")
	}
	asked := make(chan string, 100)
	site := httptest.NewServer(slowSite(asked))
	defer site.Close()
	dir := t.TempDir()
	list := filepath.Join(dir, "list.csv")
	if err := os.WriteFile(list, []byte("name,url,ita_page,year\nA,"+site.URL+","+site.URL+"/ita,2566\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	run := filepath.Join(dir, "run")
	var stdout, stderr bytes.Buffer
	cmd := exec.Command("itacheck", "batch", list, "--dir", run, "--allow-private", "--delay", "0s", "--lang", "en")
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
	if want := "1 agency: 0 audited, 0 could not be audited, 1 not yet audited"; !strings.Contains(stdout.String(), want) {
		t.Errorf("the summary does not say %q\n%s", want, &stdout)
	}
	if want := "not done; go on with: itacheck batch " + list; !strings.Contains(stderr.String(), want) {
		t.Errorf("standard error does not say %q\n%s", want, &stderr)
	}
	if _, err := os.Stat(filepath.Join(run, batch.HTMLName)); err != nil {
		t.Error(err)
	}
}

func TestHostsOfOneAddressAreOneServer(t *testing.T) {
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"} {
		t.Setenv(name, "") // read once for all tests: none sets one
	}
	s := &servers{ctx: t.Context(), of: map[string]string{}}
	server := func(url, page string) string {
		return s.find(ita.Listed{Agency: ita.Agency{URL: url, ITAPage: page}})
	}
	first, second := server("http://127.0.0.1:81/", ""), server("http://LOCALHOST:82/", "http://127.0.0.1:83/ita")
	if first != "127.0.0.1" || second != first {
		t.Errorf("%q and %q, want one server", first, second)
	}
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	s.ctx = canceled
	if got := server("http://www.nowhere.example/", ""); got != "nowhere.example" {
		t.Errorf("a host without address is on %q", got)
	}
	if s.name("NOWHERE.example") != "nowhere.example" || s.name("drive.example") != "" {
		t.Errorf("servers by host: %q", s.of)
	}
}

func TestTheExitCodeIsThatOfTheWorst(t *testing.T) {
	row := func(worst ita.Severity) batch.Row { return batch.Row{State: batch.StateDone, Worst: worst} }
	for name, c := range map[string]struct {
		sum    batch.Summary
		err    error
		failOn string
		want   int
	}{
		"in order":                     {batch.Summary{Agencies: []batch.Row{row("")}}, nil, "error", 0},
		"an error":                     {batch.Summary{Agencies: []batch.Row{row(""), row(ita.SeverityError)}}, nil, "error", 1},
		"a warning":                    {batch.Summary{Agencies: []batch.Row{row(ita.SeverityWarning)}}, nil, "error", 0},
		"a warning that counts":        {batch.Summary{Agencies: []batch.Row{row(ita.SeverityWarning)}}, nil, "warning", 1},
		"nothing counts":               {batch.Summary{Agencies: []batch.Row{row(ita.SeverityError)}}, nil, "never", 0},
		"an agency that was not read":  {batch.Summary{Agencies: []batch.Row{row(ita.SeverityError)}, All: batch.Group{Failed: 1}}, nil, "error", 3},
		"results that were not stored": {batch.Summary{}, io.ErrShortWrite, "error", 3},
		"interrupted":                  {batch.Summary{Stopped: batch.Interrupted, All: batch.Group{Failed: 1}}, nil, "error", 130},
		"out of budget":                {batch.Summary{Stopped: batch.OutOfBudget, Agencies: []batch.Row{row("")}}, nil, "error", 0},
	} {
		t.Run(name, func(t *testing.T) {
			a := &app{stderr: io.Discard}
			if got := a.code(batchCode(&c.sum, c.err, c.failOn)); got != c.want {
				t.Errorf("exit code %d, want %d", got, c.want)
			}
		})
	}
}

func TestSummariesFitTheTerminal(t *testing.T) {
	sum := &batch.Summary{}
	for _, name := range []string{"องค์การบริหารส่วนตำบลคลองใสเหนือ", "เทศบาลตำบลบางน้ำใส"} {
		r := batch.Row{Name: name, State: batch.StateDone, District: "ลำลูกกา", Low: 52.13, High: 66.5, Scored: true, Since: &batch.Change{Better: 12, Worse: 3}}
		r.Counts[0], r.Counts[1] = 30, 13
		sum.Agencies = append(sum.Agencies, r, batch.Row{Name: name, State: batch.StateFailed, Message: ita.Text{TH: "อ่านหน้า ITA ที่ http://www.example.go.th/ita ไม่ได้: เชื่อมต่อเซิร์ฟเวอร์ปลายทางไม่ได้", EN: "could not read the ITA page"}})
	}
	sum.All.Failed = 2
	for _, district := range []string{"เมืองปทุมธานี", "วิเศษชัยชาญ"} {
		g := batch.Group{Province: "พระนครศรีอยุธยา", District: district, Agencies: 120, Done: 110, Scored: 1, Low: 52.13, High: 66.5, Compared: 1, Since: batch.Change{Better: 120, Worse: 43}}
		sum.Districts = append(sum.Districts, g)
		g.Province = district
		sum.Provinces = append(sum.Provinces, g)
	}
	for _, lang := range []ita.Lang{ita.Thai, ita.English} {
		for _, width := range []int{leastWidth, 80, 200} {
			a := &app{lang: lang}
			p := &page{width: width}
			if err := a.summary(p, sum); err != nil {
				t.Fatal(err)
			}
			text := p.b.String()
			for line := range strings.Lines(text) {
				if w := columns(strings.TrimSuffix(line, "\n")); w > width {
					t.Errorf("%s, %d columns: a line of %d\n%s", lang, width, w, line)
				}
			}
			if roomy := strings.Contains(text, "ลำลูกกา"); roomy != (width == 200) {
				t.Errorf("%s, %d columns: districts are shown: %t\n%s", lang, width, roomy, text)
			}
		}
	}
}

func TestProgressSaysWhatIsSlow(t *testing.T) {
	p := batch.Progress{
		Total: 20, Done: 7, Failed: 1, Running: 12, PerSecond: 45.4, Elapsed: 75 * time.Minute,
		Slowest: []batch.ServerPace{{Server: "192.0.2.1", PerLink: 2500 * time.Millisecond}},
	}
	want := []string{"done 7, in flight 12, failed 1 · 45 links/s · 1 h 15 min so far", "slowest: 192.0.2.1 2.5 s/link"}
	if got := (&app{lang: ita.English}).progressLines(p); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestMetricsAreServedForAsLongAsTheRun(t *testing.T) {
	a := &app{lang: ita.English, stderr: io.Discard}
	p := a.batchProgress()
	p.show(batch.Progress{Total: 9, Done: 4, Failed: 2, Running: 3, Links: 77, Slowest: []batch.ServerPace{{Server: "192.0.2.1", PerLink: time.Second}}})
	site := httptest.NewServer(http.NotFoundHandler())
	site.Close() // its port is free now
	address := strings.TrimPrefix(site.URL, "http://")
	stop, err := a.serveMetrics(address, p)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get("http://" + address + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`itacheck_batch_agencies{state="failed"} 2`, "itacheck_batch_links_total 77", `itacheck_batch_server_seconds_per_link{server="192.0.2.1"} 1`} {
		if !strings.Contains(string(body), want) {
			t.Errorf("no %s in\n%s", want, body)
		}
	}
	if _, err := a.serveMetrics(address, p); err == nil || !strings.Contains(err.Error(), "--metrics "+address) {
		t.Errorf("an address in use: %v", err)
	}
	stop()
	if _, err := http.Get("http://" + address + "/metrics"); err == nil {
		t.Error("still served after the run")
	}
}
