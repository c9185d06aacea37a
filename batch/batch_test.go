package batch

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"itacheck/ita"
)

var day = time.Date(2026, 11, 24, 9, 0, 0, 0, ita.Bangkok)

// province makes a list of agencies, five to a server.
func province(n int) []ita.Listed {
	list := make([]ita.Listed, n)
	for i := range list {
		list[i] = ita.Listed{
			Agency: ita.Agency{
				ID: fmt.Sprintf("agency-%04d", i), Name: fmt.Sprintf("อบต.ตัวอย่าง %d", i),
				URL: fmt.Sprintf("http://host-%d.example/%d", i/5, i), Year: 2566, Scheme: "general",
			},
			Province: "ลำปาง", District: fmt.Sprintf("อำเภอ %d", i%4), Type: []string{"อบต.", "เทศบาลตำบล"}[i%2],
			Owner: "สมชาย", Tags: []string{fmt.Sprintf("กลุ่ม %d", i%3)}, Row: i + 1,
		}
	}
	return list
}

var ruleSet = sync.OnceValue(func() *ita.RuleSet {
	rs := &ita.RuleSet{ID: "2566/general", Year: 2566, Scheme: "general"}
	for i := range 43 {
		code := fmt.Sprintf("O%d", i+1)
		rs.Items = append(rs.Items, ita.Item{Code: code, Title: ita.Text{TH: "หัวข้อ " + code, EN: "title " + code}})
	}
	return rs
})

var errUnreadable = errors.New("the ITA page could not be read")

// result is always the same for an agency; every tenth cannot be audited.
func result(ag ita.Listed) (*ita.Result, error) {
	rnd := rand.New(rand.NewPCG(uint64(len(ag.ID)), uint64(ag.Row)))
	if ag.Row%10 == 0 {
		return nil, errUnreadable
	}
	rs := ruleSet()
	r := &ita.Result{Agency: ag.Agency, RuleSet: rs, Links: 100 + rnd.IntN(50), Score: &ita.Score{Low: 50, High: 50 + rnd.Float64()*50}}
	for _, it := range rs.Items {
		status := ita.Pass
		if rnd.IntN(3) == 0 {
			status = ita.Statuses[rnd.IntN(len(ita.Statuses))]
		}
		r.Items = append(r.Items, ita.ItemResult{Item: it, Status: status})
	}
	return r, nil
}

func writeReport(w io.Writer, r *ita.Result) error {
	return json.NewEncoder(w).Encode(map[string]any{"agency": r.Agency.ID, "summary": r.Count()})
}

// runner makes a Runner whose audits take no time and whose clock stands.
func runner(dir string) *Runner {
	return &Runner{
		Dir:   dir,
		Audit: func(_ context.Context, ag ita.Listed, _ *Evidence) (*ita.Result, error) { return result(ag) },
		Write: writeReport,
		Why: func(err error) (string, ita.Text, ita.Text) {
			return "timeout", ita.Text{TH: "เว็บไซต์ไม่ตอบ", EN: err.Error()}, ita.Text{TH: "ตรวจใหม่", EN: "run it again"}
		},
		Options: map[string]string{"documents": "auto"},
		Lang:    ita.English,
		Now:     func() time.Time { return day },
	}
}

func run(t *testing.T, r *Runner, list []ita.Listed) *Summary {
	t.Helper()
	sum, err := r.Run(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// contents reads a run folder but for the database and the lock, which hold
// times and process numbers, and the workbook, whose zip is not always the same.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		if strings.HasPrefix(name, DBName) || name == lockName || name == XLSXName {
			return nil
		}
		b, err := os.ReadFile(path)
		out[filepath.ToSlash(name)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// undisturbed is what the run of a list leaves behind.
func undisturbed(t *testing.T, list []ita.Listed) map[string]string {
	t.Helper()
	dir := t.TempDir()
	run(t, runner(dir), list)
	return contents(t, dir)
}

func refusal(t *testing.T, err error, code string) *Refusal {
	t.Helper()
	var r *Refusal
	if !errors.As(err, &r) || r.Code != code {
		t.Fatalf("got error %v, want a refusal %q", err, code)
	}
	if r.Message.TH == "" || r.Message.EN == "" || r.Remedy.TH == "" || r.Remedy.EN == "" {
		t.Errorf("refusal without words: %+v", r)
	}
	return r
}

func TestRunLeavesOneReportPerAuditedAgencyAndASummary(t *testing.T) {
	name := "ผลตรวจ 100% #1?"
	if runtime.GOOS == "windows" {
		name = strings.TrimSuffix(name, "?") // which no name has there
	}
	dir := filepath.Join(t.TempDir(), name)
	sum := run(t, runner(dir), province(20))
	if g := sum.All; g.Agencies != 20 || g.Done != 18 || g.Failed != 2 || g.Waiting != 0 || sum.Stopped != "" {
		t.Errorf("summary: %+v, stopped %q", g, sum.Stopped)
	}
	reports, _ := filepath.Glob(filepath.Join(dir, reportsDir, "*.json"))
	if len(reports) != 18 {
		t.Errorf("%d reports, want 18", len(reports))
	}
	for _, name := range []string{CSVName, XLSXName, JSONName, DBName} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}

func TestRunAgainAuditsNothingAndSaysTheSame(t *testing.T) {
	dir, list := t.TempDir(), province(20)
	run(t, runner(dir), list)
	before := contents(t, dir)
	r := runner(dir)
	r.Audit = func(_ context.Context, ag ita.Listed, _ *Evidence) (*ita.Result, error) {
		t.Errorf("%s audited again", ag.ID)
		return result(ag)
	}
	run(t, r, list)
	if diff := gocmp.Diff(before, contents(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestInterruptedRunKeepsWhatIsFinishedAndGoesOn(t *testing.T) {
	dir, list := t.TempDir(), province(40)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var begun atomic.Int32
	r := runner(dir)
	r.Workers, r.PerServer = 4, 4
	r.Audit = func(ctx context.Context, ag ita.Listed, _ *Evidence) (*ita.Result, error) {
		if begun.Add(1) > 12 {
			cancel()
			<-ctx.Done()
			res, err := result(ag)
			if err == nil {
				res.Incomplete = "interrupted"
			}
			return res, err
		}
		return result(ag)
	}
	sum, err := r.Run(ctx, list)
	if err != nil {
		t.Fatal(err)
	}
	if sum.Stopped != Interrupted || sum.All.Done+sum.All.Failed < 9 || sum.All.Done+sum.All.Failed > 12 {
		t.Errorf("stopped %q with %+v", sum.Stopped, sum.All)
	}
	run(t, runner(dir), list)
	if diff := gocmp.Diff(undisturbed(t, list), contents(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestBudgetBeginsNothingMoreAndIsResumable(t *testing.T) {
	dir, list := t.TempDir(), province(40)
	r := runner(dir)
	r.Workers, r.Budget = 2, 40*time.Millisecond
	r.Audit = func(ctx context.Context, ag ita.Listed, _ *Evidence) (*ita.Result, error) {
		time.Sleep(10 * time.Millisecond)
		if ctx.Err() != nil {
			t.Error("an audit under way was stopped by the budget")
		}
		return result(ag)
	}
	sum := run(t, r, list)
	if g := sum.All; sum.Stopped != OutOfBudget || g.Done == 0 || g.Waiting == 0 {
		t.Errorf("stopped %q with %+v", sum.Stopped, g)
	}
	run(t, runner(dir), list)
	if diff := gocmp.Diff(undisturbed(t, list), contents(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyFailedTriesThoseAgainAndNoOthers(t *testing.T) {
	dir, list := t.TempDir(), province(40)
	run(t, runner(dir), list)
	var tried []string
	again := func(works int) *Runner {
		r := runner(dir)
		r.OnlyFailed, r.Workers = true, 1
		tried = nil
		r.Audit = func(_ context.Context, ag ita.Listed, _ *Evidence) (*ita.Result, error) {
			tried = append(tried, ag.ID)
			if ag.Row > works {
				return nil, errUnreadable
			}
			ag.Row++
			return result(ag)
		}
		return r
	}
	sum := run(t, again(20), list)
	if diff := gocmp.Diff([]string{"agency-0009", "agency-0019", "agency-0029", "agency-0039"}, tried); diff != "" {
		t.Error(diff)
	}
	if sum.All.Failed != 2 || sum.All.Done != 38 || sum.Agencies[9].Code != "" || sum.Agencies[29].Code != "timeout" {
		t.Errorf("%+v", sum.All)
	}

	// Cut short after the first of two, the same call goes on with the second.
	ctx, cancel := context.WithCancel(t.Context())
	r := again(0)
	first := r.Audit
	r.Audit = func(ctx context.Context, ag ita.Listed, _ *Evidence) (*ita.Result, error) {
		if len(tried) == 1 {
			cancel()
			return nil, ctx.Err()
		}
		return first(ctx, ag, nil)
	}
	if sum, err := r.Run(ctx, list); err != nil || sum.Stopped != Interrupted || sum.All.Failed != 2 {
		t.Errorf("%v, %+v", err, sum)
	}
	run(t, again(40), list)
	if diff := gocmp.Diff([]string{"agency-0039"}, tried); diff != "" {
		t.Error(diff)
	}
}

func TestSampleIsTheSameWhateverTheOrderAndGrowsIntoTheWholeRun(t *testing.T) {
	dir, list := t.TempDir(), province(50)
	ids := func(n int, list []ita.Listed) map[string]bool {
		out := map[string]bool{}
		for _, i := range sample(list, n) {
			out[list[i].ID] = true
		}
		return out
	}
	shuffled := append([]ita.Listed(nil), list...)
	rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	if diff := gocmp.Diff(ids(10, list), ids(10, shuffled)); diff != "" {
		t.Error(diff)
	}
	r := runner(dir)
	r.Sample = 10
	sum := run(t, r, list)
	if sum.All.Agencies != 10 || sum.All.Waiting != 0 {
		t.Errorf("%+v", sum.All)
	}
	run(t, runner(dir), list)
	if diff := gocmp.Diff(undisturbed(t, list), contents(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestChangedListIsRefusedWithWhatChanged(t *testing.T) {
	list := province(12)
	for name, c := range map[string]struct {
		change func(list []ita.Listed, r *Runner) []ita.Listed
		want   string // in the message; empty: it is accepted
	}{
		"another address": {func(l []ita.Listed, _ *Runner) []ita.Listed { l[3].URL = "http://new.example/"; return l }, `agency-0003: url was "http://host-0.example/3" and is "http://new.example/"`},
		"another year":    {func(l []ita.Listed, _ *Runner) []ita.Listed { l[3].Year = 2567; return l }, `agency-0003: year was "2566" and is "2567"`},
		"a waiver": {func(l []ita.Listed, _ *Runner) []ita.Listed {
			l[3].Waivers = []ita.Waiver{{Item: "O9", Until: day}}
			return l
		}, `agency-0003: waivers`},
		"one is gone":   {func(l []ita.Listed, _ *Runner) []ita.Listed { return l[1:] }, `agency-0000 is no longer in the list`},
		"many are gone": {func(l []ita.Listed, _ *Runner) []ita.Listed { return l[9:] }, `and 4 more`},
		"another option": {func(l []ita.Listed, r *Runner) []ita.Listed {
			r.Options = map[string]string{"documents": "off"}
			return l
		}, `--documents was "auto" and is "off"`},
		"a new option": {func(l []ita.Listed, r *Runner) []ita.Listed { r.Options["render"] = "always"; return l }, `--render was "" and is "always"`},
		"the same id twice": {func(l []ita.Listed, _ *Runner) []ita.Listed {
			l[3].ID = "AGENCY-0002"
			return l
		}, `agencies 3 and 4 both have the id`},

		"new agencies":    {func([]ita.Listed, *Runner) []ita.Listed { return province(15) }, ""},
		"another order":   {func(l []ita.Listed, _ *Runner) []ita.Listed { l[0], l[5] = l[5], l[0]; return l }, ""},
		"another owner":   {func(l []ita.Listed, _ *Runner) []ita.Listed { l[3].Owner = "สมศรี"; return l }, ""},
		"a slower pace":   {func(l []ita.Listed, _ *Runner) []ita.Listed { l[3].Limits.Delay = time.Second; return l }, ""},
		"nothing at all ": {func(l []ita.Listed, _ *Runner) []ita.Listed { return l }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			run(t, runner(dir), list)
			before := contents(t, dir)
			r := runner(dir)
			changed := c.change(append([]ita.Listed(nil), list...), r)
			sum, err := r.Run(t.Context(), changed)
			if c.want == "" {
				if err != nil || len(sum.Agencies) != len(changed) || sum.All.Waiting > 0 || sum.Agencies[3].Owner != changed[3].Owner {
					t.Fatalf("%v, %+v", err, sum)
				}
				return
			}
			code := "changed"
			if strings.Contains(name, "twice") {
				code = "list"
			}
			if got := refusal(t, err, code).Error(); !strings.Contains(got, c.want) {
				t.Errorf("refused with %q, want %q", got, c.want)
			}
			if diff := gocmp.Diff(before, contents(t, dir)); diff != "" {
				t.Errorf("the refused run changed something: %s", diff)
			}
		})
	}
}

func TestBrokenDatabaseIsRefusedInClearWords(t *testing.T) {
	list := province(300)
	for name, c := range map[string]struct {
		damage func(b []byte) []byte
		code   string
	}{
		"not a database":           {func([]byte) []byte { return bytes.Repeat([]byte("ไม่ใช่ฐานข้อมูล"), 100) }, "broken"},
		"cut off":                  {func(b []byte) []byte { return b[:len(b)/2] }, "broken"},
		"pages overwritten":        {func(b []byte) []byte { copy(b[8192:], bytes.Repeat([]byte{0xA5}, 40000)); return b }, "broken"},
		"another program's":        {func(b []byte) []byte { copy(b[68:], "\x00\x00\x00\x01"); return b }, "broken"},
		"made by a newer itacheck": {func(b []byte) []byte { copy(b[60:], "\x00\x00\x00\x63"); return b }, "newer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			run(t, runner(dir), list)
			path := filepath.Join(dir, DBName)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, c.damage(b), 0o644); err != nil {
				t.Fatal(err)
			}
			_, err = runner(dir).Run(t.Context(), list)
			refusal(t, err, c.code)
			_, err = Read(dir, Filter{})
			refusal(t, err, c.code)
		})
	}
	_, err := Read(t.TempDir(), Filter{})
	refusal(t, err, "no_run")
}

func TestReportThatWasDeletedOrCutOffIsMadeAgain(t *testing.T) {
	dir, list := t.TempDir(), province(8)
	run(t, runner(dir), list)
	before := contents(t, dir)
	if err := os.Remove(reportPath(dir, "agency-0004")); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(reportPath(dir, "agency-0005"), 0); err != nil {
		t.Fatal(err)
	}
	run(t, runner(dir), list)
	if diff := gocmp.Diff(before, contents(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestAuditThatPanicsIsOneFailedAgency(t *testing.T) {
	r := runner(t.TempDir())
	r.Audit = func(_ context.Context, ag ita.Listed, _ *Evidence) (*ita.Result, error) {
		if ag.ID == "agency-0002" {
			panic("index out of range")
		}
		return result(ag)
	}
	sum := run(t, r, province(5))
	if sum.All.Done != 4 || sum.Agencies[2].Code != "internal" {
		t.Errorf("%+v", sum.All)
	}
}

func TestReportThatCannotBeStoredStopsTheRun(t *testing.T) {
	dir, list := t.TempDir(), province(30)
	r := runner(dir)
	r.Workers = 2
	full := errors.New("no space left on device")
	r.Write = func(w io.Writer, res *ita.Result) error {
		if res.Agency.ID == "agency-0007" {
			return full
		}
		return writeReport(w, res)
	}
	sum, err := r.Run(t.Context(), list)
	if !errors.Is(err, full) || sum == nil || sum.All.Waiting == 0 {
		t.Errorf("error %v, summary %+v", err, sum)
	}
	run(t, runner(dir), list)
	if diff := gocmp.Diff(undisturbed(t, list), contents(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestFileNamesAreSafeAndApart(t *testing.T) {
	ids := []string{"a", "a.b", "..", ".", "../x", `a\b`, "a b", "con", "CON.txt", "con1", "%con", "อบต", "a:b", strings.Repeat("ก", 200), strings.Repeat("ก", 199), "~"}
	seen := map[string]string{}
	for _, id := range ids {
		name := fileName(id)
		if before, twice := seen[strings.ToLower(name)]; twice {
			t.Errorf("%q and %q share %q", before, id, name)
		}
		seen[strings.ToLower(name)] = id
		base, _, _ := strings.Cut(strings.ToLower(name), ".")
		if strings.ContainsAny(name, `/\: *?"<>|`) || strings.HasPrefix(name, ".") || len(name) > 200 || base == "con" {
			t.Errorf("%q becomes %q", id, name)
		}
	}
}

func TestProgressAddsUp(t *testing.T) {
	dir, list := t.TempDir(), province(40)
	r := runner(dir)
	r.Workers = 4
	var last Progress
	r.Progress = func(p Progress) {
		last = p
		if p.Done+p.Failed+p.Running > p.Total {
			t.Errorf("%+v", p)
		}
	}
	run(t, r, list)
	if last.Total != 40 || last.Done != 36 || last.Failed != 4 || last.Running != 0 || last.Links < 3600 || last.PerSecond <= 0 || last.Left != 0 {
		t.Errorf("%+v", last)
	}
}

// peak follows the largest live heap while a function runs.
func peak(do func()) uint64 {
	var most uint64
	quit, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
			select {
			case <-quit:
				return
			case <-time.After(200 * time.Millisecond):
			}
		}
	}()
	do()
	close(quit)
	<-ended
	return most
}

func TestMemoryStaysFlatHoweverManyAgencies(t *testing.T) {
	if testing.Short() {
		t.Skip("seconds")
	}
	heap := func(n int) uint64 {
		r := runner(t.TempDir())
		list := province(n)
		// What a real audit holds while it is under way.
		r.Audit = func(_ context.Context, ag ita.Listed, _ *Evidence) (*ita.Result, error) {
			res, err := result(ag)
			if err == nil {
				res.Items = res.Items[:10]
				res.Findings = []ita.Finding{{URL: strings.Repeat("x", 64<<10)}}
			}
			return res, err
		}
		begun := time.Now()
		most := peak(func() {
			if sum := run(t, r, list); sum.All.Agencies != n || sum.All.Waiting != 0 {
				t.Errorf("%+v", sum.All)
			}
		})
		t.Logf("%d agencies: %v, largest live heap %d MiB", n, time.Since(begun).Round(time.Millisecond), most>>20)
		return most
	}
	few, many := heap(300), heap(2000)
	if many > few+16<<20 {
		t.Errorf("live heap %d MiB for 300 agencies and %d MiB for 2,000", few>>20, many>>20)
	}
}

func TestLongestServersOfTheLastRunComeFirst(t *testing.T) {
	last, list := t.TempDir(), province(20)
	clock := day
	r := runner(last)
	r.Workers = 1
	r.Now = func() time.Time { return clock }
	r.Audit = func(_ context.Context, ag ita.Listed, _ *Evidence) (*ita.Result, error) {
		clock = clock.Add(time.Duration(cmp.Or(map[string]int{"agency-0012": 90, "agency-0017": 50}[ag.ID], 1)) * time.Second)
		return result(ag)
	}
	run(t, r, list)

	var order []string
	r = runner(t.TempDir())
	r.Workers, r.Last = 1, last
	r.Audit = func(_ context.Context, ag ita.Listed, _ *Evidence) (*ita.Result, error) {
		order = append(order, ag.ID)
		return result(ag)
	}
	run(t, r, list)
	if diff := gocmp.Diff([]string{"agency-0012", "agency-0017"}, order[:2]); diff != "" {
		t.Error(diff)
	}
}
