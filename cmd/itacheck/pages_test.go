package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"itacheck/batch"
	"itacheck/crawler"
	"itacheck/ita"
	"itacheck/report"
)

// Bounds on what a batch of 500 agencies hands on as web pages.
const (
	manyAgencies = 500
	mostBytes    = 15_000_000
	paintWithin  = 2 * time.Second
)

// bigBatch is the folder of a run of 500 agencies, each of which has the demo's
// faults under a website of its own.
func bigBatch(tb testing.TB, lang ita.Lang) string {
	tb.Helper()
	var stored, stderr bytes.Buffer
	if code := run(tb.Context(), []string{"demo", "--format", "json", "--quiet"}, strings.NewReader(""), &stored, &stderr); code != exitFindings {
		tb.Fatalf("exit code %d\n%s", code, &stderr)
	}
	j := &batchJob{}
	(&app{lang: lang}).runnerFlags(&j.runner, &batchFlags{}, func(string, string, func(string) error) {}, &mistakes{})
	j.runner.Dir = tb.TempDir()
	j.runner.Audit = func(_ context.Context, ag ita.Listed, _ *batch.Evidence) (*ita.Result, error) {
		own := portPattern.ReplaceAllString(stored.String(), strings.TrimPrefix(ag.URL, "http://"))
		r, err := report.Read(strings.NewReader(own))
		if err == nil {
			r.Agency.Name = ag.Name
		}
		return r, err
	}
	var list []ita.Listed
	for i := range manyAgencies {
		list = append(list, ita.Listed{
			Agency: ita.Agency{
				ID: fmt.Sprintf("agency-%03d", i), Year: 2566, Scheme: generalScheme,
				Name: fmt.Sprintf("องค์การบริหารส่วนตำบลตัวอย่างที่ %d", i), URL: fmt.Sprintf("http://www.agency-%03d.go.th", i),
			},
			Province: "ลำปาง", District: fmt.Sprintf("อำเภอที่ %d", i%13), Type: "อบต.", Row: i + 1,
		})
	}
	if _, err := j.runner.Run(tb.Context(), list); err != nil {
		tb.Fatal(err)
	}
	return j.runner.Dir
}

func TestPagesOfFiveHundredAgenciesAreFewBytes(t *testing.T) {
	if testing.Short() {
		t.Skip("writes the pages of many agencies")
	}
	dir := bigBatch(t, ita.Thai)
	pages, err := filepath.Glob(filepath.Join(dir, "agencies", "*.html"))
	if err != nil || len(pages) != manyAgencies {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	var all, longest int64
	for _, name := range append(pages, filepath.Join(dir, batch.HTMLName)) {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		all, longest = all+info.Size(), max(longest, info.Size())
	}
	t.Logf("%d bytes in all, the longest page %d", all, longest)
	if all > mostBytes {
		t.Errorf("%d bytes of pages, want at most %d", all, mostBytes)
	}
}

// browserTab is a tab of a headless browser, or skips where there is none.
func browserTab(tb testing.TB) context.Context {
	tb.Helper()
	path := crawler.FindBrowser()
	if path == "" {
		tb.Skip("there is no Chromium, Chrome or Edge here")
	}
	ctx, cancel := context.WithTimeout(tb.Context(), 2*time.Minute)
	process, ended := chromedp.NewExecAllocator(ctx, chromedp.ExecPath(path), chromedp.Flag("headless", true),
		chromedp.Flag("no-sandbox", os.Getuid() == 0), chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-dev-shm-usage", true))
	tab, closed := chromedp.NewContext(process)
	tb.Cleanup(func() { closed(); ended(); cancel() })
	return tab
}

// colours sets the colour scheme that pages are told.
func colours(scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	})
}

// visit opens a file and evaluates an expression on it.
func visit[T any](tb testing.TB, tab context.Context, file, script string) T {
	tb.Helper()
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(file)}
	if err := chromedp.Do(tab, chromedp.Navigate(address.String())); err != nil {
		tb.Fatal(err)
	}
	v, err := chromedp.Run(tab, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

// axe-core finds nothing wrong with the summary and an agency's page.
// ITACHECK_AXE names its file axe.min.js, from `npm pack axe-core`.
func TestPagesOfABatchAreAccessible(t *testing.T) {
	file := os.Getenv("ITACHECK_AXE")
	if file == "" {
		t.Skip("ITACHECK_AXE does not name axe.min.js")
	}
	axe, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []ita.Lang{ita.Thai, ita.English} {
		dir, tab := bigBatch(t, lang), browserTab(t)
		for _, name := range []string{batch.HTMLName, "agencies/agency-007.html"} {
			for _, scheme := range []string{"light", "dark"} {
				width := map[string]int64{"light": 1100, "dark": 360}[scheme]
				if err := chromedp.Do(tab, chromedp.EmulateViewport(width, 900), colours(scheme)); err != nil {
					t.Fatal(err)
				}
				found := visit[string](t, tab, filepath.Join(dir, name), string(axe)+`;axe.run().then(r => JSON.stringify(r.violations.map(v =>
					({id: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.html + " " + n.failureSummary)}))))`)
				var violations []map[string]any
				if err := json.Unmarshal([]byte(found), &violations); err != nil {
					t.Fatal(err)
				}
				for _, v := range violations {
					t.Errorf("%s, %s, %s, %d wide: %s: %s\n%v", lang, name, scheme, width, v["id"], v["help"], v["nodes"])
				}
				if wide := visit[int64](t, tab, filepath.Join(dir, name), `document.documentElement.scrollWidth`); wide > width {
					t.Errorf("%s, %s is %d wide in a window of %d", lang, name, wide, width)
				}
			}
		}
	}
}

// BenchmarkSummaryPaint measures how long a browser takes to show the summary
// of 500 agencies. It fails where that is too long.
func BenchmarkSummaryPaint(b *testing.B) {
	file, tab := filepath.Join(bigBatch(b, ita.Thai), batch.HTMLName), browserTab(b)
	var worst float64
	for b.Loop() {
		const painted = `new Promise(done => new PerformanceObserver(l => done(l.getEntries().find(e => e.name === "first-contentful-paint").startTime)).observe({type: "paint", buffered: true}))`
		worst = max(worst, visit[float64](b, tab, file, painted))
	}
	b.ReportMetric(worst, "ms-to-paint")
	if worst > float64(paintWithin.Milliseconds()) {
		b.Errorf("it took %.0f ms", worst)
	}
}
