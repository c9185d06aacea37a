package report

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"itacheck/ita"
)

// tab opens a report in a headless browser, or skips the test where there is none.
func tab(t *testing.T, page string) context.Context {
	t.Helper()
	var browser string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome-headless-shell", "microsoft-edge"} {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
			break
		}
	}
	if browser == "" {
		t.Skip("there is no Chromium, Chrome or Edge here")
	}
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	process, ended := chromedp.NewExecAllocator(ctx, chromedp.ExecPath(browser), chromedp.Flag("headless", true),
		chromedp.Flag("no-sandbox", os.Getuid() == 0), chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-dev-shm-usage", true))
	tabs, closed := chromedp.NewContext(process, chromedp.WithLogf(t.Logf), chromedp.WithErrorf(t.Logf))
	t.Cleanup(func() { closed(); ended(); cancel() })
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(file)}
	if err := chromedp.Do(tabs, chromedp.Navigate(address.String())); err != nil {
		t.Fatal(err)
	}
	return tabs
}

// dress sets the width of the window and the colour scheme.
func dress(t *testing.T, tab context.Context, width int64, scheme string) {
	t.Helper()
	media := chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	})
	if err := chromedp.Do(tab, chromedp.EmulateViewport(width, 900), media); err != nil {
		t.Fatal(err)
	}
}

// run evaluates an expression on the page.
func run[T any](t *testing.T, tab context.Context, script string) T {
	t.Helper()
	v, err := chromedp.Run(tab, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// looks are the windows that a page is tried in.
var looks = []struct {
	name   string
	width  int64
	scheme string
}{
	{"light", 1100, "light"},
	{"dark", 1100, "dark"},
	{"telephone", 360, "light"},
	{"telephone in the dark", 360, "dark"},
}

// axe-core finds nothing wrong, by WCAG 2.2 AA and its own best practices.
// ITACHECK_AXE names its file axe.min.js, from `npm pack axe-core`.
func TestPageIsAccessible(t *testing.T) {
	file := os.Getenv("ITACHECK_AXE")
	if file == "" {
		t.Skip("ITACHECK_AXE does not name axe.min.js")
	}
	axe, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []ita.Lang{ita.Thai, ita.English} {
		page := tab(t, render(t, "html", sample(), Options{Lang: lang}))
		run[chromedp.Void](t, page, string(axe)+";undefined")
		if n := run[int64](t, page, `axe.run().then(r => r.passes.length)`); n < 20 {
			t.Errorf("axe looked at %d rules only", n)
		}
		for _, look := range looks {
			dress(t, page, look.width, look.scheme)
			found := run[string](t, page, `axe.run().then(r => JSON.stringify(r.violations.map(v =>
				({id: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.html + " " + n.failureSummary)}))))`)
			var violations []map[string]any
			if err := json.Unmarshal([]byte(found), &violations); err != nil {
				t.Fatal(err)
			}
			for _, v := range violations {
				t.Errorf("%s, %s: %s: %s\n%v", lang, look.name, v["id"], v["help"], v["nodes"])
			}
		}
	}
}

func TestPageFitsItsWindow(t *testing.T) {
	r := sample()
	r.Items[0].Evidence[0].Link.URL = "https://www.example.go.th/" + strings.Repeat("a", 500)
	r.Items[0].Evidence[0].Link.Text = strings.Repeat("ยาว", 100)
	page := tab(t, render(t, "html", r, Options{}))
	run[bool](t, page, `document.querySelectorAll("details").forEach(d => d.open = true), true`)
	for _, look := range looks {
		dress(t, page, look.width, look.scheme)
		if wide := run[int64](t, page, `document.documentElement.scrollWidth`); wide > look.width {
			t.Errorf("%s: the page is %d wide in a window of %d", look.name, wide, look.width)
		}
	}
}

func TestPageCanBeSearchedAndSorted(t *testing.T) {
	page := tab(t, render(t, "html", sample(), Options{}))
	shown := `[...document.querySelectorAll("article.item:not([hidden])")].filter(e => !e.closest("[hidden]")).map(e => e.dataset.code).join(" ")`
	set := func(id, value, event string) string {
		return `document.getElementById("` + id + `").value = "` + value + `"; document.getElementById("` + id + `").dispatchEvent(new Event("` + event + `"));`
	}
	for _, step := range []struct{ name, script, want string }{
		{"at first", "", "O1 O2 O6 O8 O11 O12 O13 O39 O40 O41 O42"},
		{"a word with an invisible break in it", set("q", "กฎหมาย\u200bที่เกี่ยว", "input"), "O6"},
		{"nothing in search", set("q", "", "input"), "O1 O2 O6 O8 O11 O12 O13 O39 O40 O41 O42"},
		{"what needs doing", set("f", "open", "change"), "O6 O8 O11 O13 O39 O40"},
		{"by gain", set("s", "gain", "change"), "O39 O40 O11 O13 O6 O8"},
		{"by unit", set("s", "unit", "change"), "O11 O6 O8 O13 O39 O40"},
		{"by the list again", set("s", "n", "change"), "O6 O8 O11 O13 O39 O40"},
		{"one verdict", set("f", "pass", "change"), "O1 O2 O42"},
		{"a link to a hidden item", `location.hash = "#O13"; await new Promise(r => setTimeout(r, 100));`, "O1 O2 O6 O8 O11 O12 O13 O39 O40 O41 O42"},
	} {
		if got := run[string](t, page, "(async () => {"+step.script+"return "+shown+"})()"); got != step.want {
			t.Errorf("%s: %s, want %s", step.name, got, step.want)
		}
	}
	if got := run[string](t, page, `document.getElementById("shown").textContent`); got != "แสดง 11 จาก 11 ข้อ" {
		t.Errorf("it says %q", got)
	}
}

// The policy of the page lets its own style and script in, and nothing else.
func TestPolicyHolds(t *testing.T) {
	page := tab(t, render(t, "html", sample(), Options{}))
	if run[string](t, page, `getComputedStyle(document.body).maxWidth`) == "none" {
		t.Error("the page's own style is kept out")
	}
	if run[bool](t, page, `document.getElementById("tools").hidden`) {
		t.Error("the page's own script is kept out")
	}
	if run[bool](t, page, `(() => { const s = document.createElement("script"); s.textContent = "window.in = true"; document.body.append(s); return !!window.in })()`) {
		t.Error("another script is let in")
	}
	if n := run[int64](t, page, `performance.getEntriesByType("resource").length`); n != 0 {
		t.Errorf("the page makes %d requests", n)
	}
}
