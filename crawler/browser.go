package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/chromedp"
)

// FindBrowser returns the program of an installed Chromium, Chrome or Edge, or
// "" when there is none.
func FindBrowser() string {
	for _, name := range browserPlaces(runtime.GOOS, os.Getenv) {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// browserPlaces are the names and paths to try on a system, best first.
func browserPlaces(goos string, env func(string) string) []string {
	switch goos {
	case "windows":
		var places []string
		for _, program := range []string{`Google\Chrome\Application\chrome.exe`, `Chromium\Application\chrome.exe`, `Microsoft\Edge\Application\msedge.exe`} {
			for _, dir := range []string{"ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "LocalAppData"} {
				if root := env(dir); root != "" {
					places = append(places, strings.TrimSuffix(root, `\`)+`\`+program)
				}
			}
		}
		return append(places, "chrome.exe", "msedge.exe")
	case "darwin":
		var places []string
		for _, program := range []string{"Chromium", "Google Chrome", "Microsoft Edge"} {
			for _, root := range []string{"", env("HOME")} {
				places = append(places, root+"/Applications/"+program+".app/Contents/MacOS/"+program)
			}
		}
		return append(places, "chromium")
	}
	return []string{
		"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable",
		"chrome-headless-shell", "headless-shell", "/opt/google/chrome/chrome", "/opt/microsoft/msedge/msedge", "/snap/bin/chromium",
	}
}

// browserStart is how long a browser may take to start.
const browserStart = 20 * time.Second

// errNoBrowser is why nothing is rendered on most machines.
var errNoBrowser = errors.New("no Chromium, Chrome or Edge is installed")

// browser is the one browser process of a Crawler. It starts when a page first
// needs it, and it asks the network nothing by itself: see view.
type browser struct {
	path  string // empty: FindBrowser
	life  context.Context
	log   *slog.Logger
	docs  *http.Client // reads pages
	parts *http.Client // reads what pages load
	agent string       // the user agent that websites are told
	most  int64        // bytes of one page
	quiet time.Duration

	turn slots           // of one: one page is rendered at a time. It guards what follows.
	tabs context.Context // of the running browser; nil before it runs
	stop func()          // ends the browser and removes its profile
	err  error           // why there is none, once that is known

	kept map[string]*part // scripts that several pages load
	size int64            // bytes of kept
}

// newBrowser returns a browser that is not running yet.
func newBrowser(life context.Context, cfg Config, jar http.CookieJar, docs, parts http.RoundTripper) *browser {
	// Each hop of a redirect is for the browser to follow, as a request of its own.
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{
		path: cfg.Browser, life: life, log: cfg.Log, agent: cfg.UserAgent, most: cfg.MaxPageBytes, quiet: cfg.renderQuiet,
		docs:  &http.Client{Transport: docs, Jar: jar, CheckRedirect: stay},
		parts: &http.Client{Transport: parts, Jar: jar, CheckRedirect: stay},
		turn:  make(slots, 1), kept: map[string]*part{},
	}
}

// start makes sure that the browser runs. What kept it from running once is the
// answer from then on.
func (b *browser) start(ctx context.Context) error {
	if b.tabs != nil && b.tabs.Err() != nil && b.life.Err() == nil && b.err == nil {
		b.fail(errors.New("the browser has broken off"))
	}
	if b.err != nil || b.tabs != nil {
		return b.err
	}
	path := b.path
	if path == "" {
		path = FindBrowser()
	}
	if path == "" {
		b.err = errNoBrowser
		b.log.Info("pages that need JavaScript are not rendered", "reason", b.err)
		return b.err
	}
	began := time.Now()
	files, err := os.MkdirTemp("", "itacheck-*")
	if err != nil {
		b.fail(err)
		return b.err
	}
	life, kill := context.WithCancel(b.life)
	process, ended := chromedp.NewExecAllocator(life, BrowserOptions(path, files)...) // makes and removes the profile
	tabs, closed := chromedp.NewContext(process, chromedp.WithLogf(b.debugf), chromedp.WithErrorf(b.debugf))
	started := make(chan error, 1)
	go func() { started <- chromedp.Do(tabs) }()
	b.stop = sync.OnceFunc(func() {
		kill()
		closed()
		ended()
		_ = os.RemoveAll(files)
	})
	limit := time.NewTimer(browserStart)
	defer limit.Stop()
	select {
	case err = <-started:
	case <-limit.C:
		err = fmt.Errorf("it was not ready within %v", browserStart)
		kill()
		<-started
	case <-ctx.Done():
		kill()
		<-started
		b.stop()
		return ctx.Err()
	}
	if err != nil {
		b.fail(fmt.Errorf("%s does not start: %w", filepath.Base(path), err))
		return b.err
	}
	b.tabs = tabs
	b.log.Debug("browser started", "path", path, "elapsed", time.Since(began))
	return nil
}

// fail gives the browser up for good.
func (b *browser) fail(err error) {
	b.err = err
	b.close()
	b.log.Warn("pages that need JavaScript are not rendered", "reason", err)
}

// close ends the browser; nothing is being rendered any more.
func (b *browser) close() {
	if b.stop != nil {
		b.stop()
	}
}

func (b *browser) debugf(format string, args ...any) { b.log.Debug(fmt.Sprintf(format, args...)) }

// BrowserOptions start a browser that shows nothing, keeps nothing and cannot
// reach any network: the only proxy that it may use is a name that its resolver
// does not look up. That holds for what the Fetch domain does not show, too:
// WebSockets, workers, DNS prefetching and the browser's own services.
// Its temporary files go where they can be removed.
func BrowserOptions(path, files string) []chromedp.ExecAllocatorOption {
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path)}
	for _, dir := range []string{"TMPDIR", "TEMP", "TMP", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"} {
		if dir != "TMPDIR" || len(files) < 60 { // a socket's path, in a directory below it, has 107 bytes at most
			options = append(options, chromedp.Env(dir+"="+files))
		}
	}
	for _, flag := range []struct {
		name  string
		value any
	}{
		{"headless", true},
		{"no-sandbox", os.Getuid() == 0}, // root cannot have the sandbox
		{"proxy-server", "http://nowhere.invalid:1"},
		{"proxy-bypass-list", "<-loopback>"},
		{"host-resolver-rules", "MAP * ~NOTFOUND"},
		{"force-webrtc-ip-handling-policy", "disable_non_proxied_udp"},
		{"webrtc-ip-handling-policy", "disable_non_proxied_udp"},
		{"disable-quic", true},
		{"disable-background-networking", true},
		{"disable-component-update", true},
		{"disable-domain-reliability", true},
		{"disable-client-side-phishing-detection", true},
		{"disable-sync", true},
		{"disable-default-apps", true},
		{"disable-extensions", true},
		{"disable-features", "HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,MediaRouter,OptimizationHints,Translate,DnsOverHttps"},
		{"no-first-run", true},
		{"no-default-browser-check", true},
		{"no-pings", true},
		{"metrics-recording-only", true},
		{"disable-breakpad", true},
		{"disable-dev-shm-usage", true}, // containers have little of it
		{"disable-gpu", true},
		{"disable-hang-monitor", true},
		{"disable-background-timer-throttling", true},
		{"disable-renderer-backgrounding", true},
		{"disable-backgrounding-occluded-windows", true},
		{"mute-audio", true},
		{"hide-scrollbars", true},
		{"password-store", "basic"},
		{"use-mock-keychain", true},
		{"blink-settings", "imagesEnabled=false"},
		{"window-size", "1280,4000"}, // lists that load when they are scrolled to
		{"lang", "th"},
		{"accept-lang", "th,en"},
	} {
		options = append(options, chromedp.Flag(flag.name, flag.value))
	}
	return options
}
