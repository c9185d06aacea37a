package crawler

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"itacheck/ita"
)

// needsBrowser skips a test on a machine without a browser.
func needsBrowser(t *testing.T) {
	t.Helper()
	if FindBrowser() == "" {
		t.Skip("no Chromium, Chrome or Edge is installed")
	}
	t.Parallel() // most of the time is waiting
}

// quick waits less than usual for pages that are served from this machine.
func quick(cfg Config) Config {
	cfg.renderQuiet = 200 * time.Millisecond
	return cfg
}

func TestInABrowser(t *testing.T) {
	needsBrowser(t)
	c := crawl(t, quick(Config{})) // one browser for all
	for name, test := range map[string]func(*testing.T, *Crawler){
		"a list built by a script is read":                    listBuiltByAScript,
		"what robots.txt forbids is not fetched for a script": forbiddenByRobots,
		"nothing leaves the browser by itself":                nothingLeaves,
		"endless requests are capped":                         endlessRequests,
		"where scripts lead is followed":                      whereScriptsLead,
		"scripts of several pages are fetched once":           scriptsOfSeveralPages,
	} {
		t.Run(name, func(t *testing.T) { test(t, c) })
	}
}

// shell is a page that shows nothing until its script has run.
func shell(script string) string {
	return "<!doctype html><title>ITA</title><body><div id=app></div><script>" + script + "</script>"
}

// listScript fetches twelve items as JSON and lists them.
const listScript = `fetch("/items.json").then(r => r.json()).then(items => {
	document.title = "ITA 2566";
	for (const it of items) {
		const p = document.createElement("p"), a = document.createElement("a");
		p.textContent = it.code + " ";
		a.href = it.file;
		a.textContent = it.title;
		p.append(a);
		document.getElementById("app").append(p);
	}
})`

// scripted serves pages of scripts by path; /items.json has the items of listScript.
func scripted(t *testing.T, pages map[string]string) *site {
	return serve(t, scriptedPages(pages))
}

func scriptedPages(pages map[string]string) http.HandlerFunc {
	return noRobots(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/items.json" {
			w.Header().Set("Content-Type", "application/json")
			var items []string
			for i := 1; i <= 12; i++ {
				items = append(items, fmt.Sprintf(`{"code":"O%d","title":"เอกสารของข้อ %d","file":"/files/o%d.pdf"}`, i, i, i))
			}
			fmt.Fprintf(w, "[%s]", strings.Join(items, ","))
			return
		}
		body, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, body)
	})
}

func text(p *ita.Page) string {
	var lines []string
	for i := range p.Blocks {
		lines = append(lines, p.Blocks[i].Text())
	}
	return strings.Join(lines, "\n")
}

func listBuiltByAScript(t *testing.T, c *Crawler) {
	s := scripted(t, map[string]string{"/ita": shell(listScript) + `<img src=/logo.png><link rel=stylesheet href=/style.css><iframe src=/inner></iframe>`})
	p := c.Page(background, s.URL+"/ita")
	if !p.Rendered || p.Script || p.Fetch.Detail != "" || p.Fetch.Status != 200 || p.Fetch.FinalURL != "" {
		t.Fatalf("rendered %v, shell %v, %+v", p.Rendered, p.Script, p.Fetch)
	}
	if p.Title != "ITA 2566" || p.Fetch.Title != p.Title || !strings.Contains(p.Fetch.Text, "O12 เอกสารของข้อ 12") {
		t.Errorf("title %q, text %q", p.Title, p.Fetch.Text)
	}
	var links []string
	for _, l := range p.Links {
		links = append(links, l.URL)
	}
	if len(links) != 13 || links[11] != s.URL+"/files/o12.pdf" || links[12] != s.URL+"/inner" {
		t.Errorf("links %q", links)
	}
	for _, v := range s.visits("") {
		if v.req.UserAgent() != DefaultUserAgent {
			t.Errorf("%s was asked for by %q", v.path, v.req.UserAgent())
		}
	}
	for _, path := range []string{"/logo.png", "/style.css", "/inner", "/favicon.ico"} {
		if len(s.visits(path)) > 0 {
			t.Errorf("%s was fetched", path)
		}
	}
	if n := len(s.visits("/ita")); n != 1 {
		t.Errorf("the page was fetched %d times", n)
	}
}

func TestAFullPageIsRenderedOnlyWhenAskedFor(t *testing.T) {
	needsBrowser(t)
	menu := strings.Repeat(`<p><a href="/news">ข่าวประชาสัมพันธ์ของหน่วยงาน</a></p>`, 20)
	s := scripted(t, map[string]string{"/ita": menu + shell(listScript), "/plain": menu})
	for render, want := range map[string]int{RenderAuto: 20, RenderAlways: 32} {
		c := crawl(t, quick(Config{Render: render}))
		p := c.Page(background, s.URL+"/ita")
		if len(p.Links) != want || p.Rendered != (render == RenderAlways) {
			t.Errorf("%s: %d links, rendered %v", render, len(p.Links), p.Rendered)
		}
		if p = c.Render(background, p); len(p.Links) != 32 || !p.Rendered {
			t.Errorf("%s, then Render: %d links, rendered %v, %s", render, len(p.Links), p.Rendered, p.Fetch.Detail)
		}
		if p = c.Render(background, c.Page(background, s.URL+"/plain")); p.Rendered {
			t.Errorf("%s: a page without scripts was rendered", render)
		}
	}
}

func TestNeverLeavesAShellAShell(t *testing.T) {
	s := scripted(t, map[string]string{"/ita": shell(listScript)})
	c := crawl(t, Config{Render: RenderNever})
	p := c.Render(background, c.Page(background, s.URL+"/ita"))
	if !p.Script || p.Rendered || len(p.Links) != 0 || p.Fetch.Failure != "" || p.Fetch.Detail != "" {
		t.Errorf("shell %v, rendered %v, %+v", p.Script, p.Rendered, p.Fetch)
	}
}

func TestABrowserThatDoesNotStartLeavesAShellAndSaysSoOnce(t *testing.T) {
	s := scripted(t, map[string]string{"/ita": shell(listScript), "/more": shell(listScript)})
	var log bytes.Buffer
	c := crawl(t, Config{Browser: filepath.Join(t.TempDir(), "chrome"), Log: slog.New(slog.NewTextHandler(&log, nil))})
	for _, path := range []string{"/ita", "/more"} {
		p := c.Page(background, s.URL+path)
		if !p.Script || p.Rendered || p.Fetch.Failure != "" || !strings.Contains(p.Fetch.Detail, "chrome does not start") {
			t.Errorf("shell %v, rendered %v, %+v", p.Script, p.Rendered, p.Fetch)
		}
	}
	if n := strings.Count(log.String(), "not rendered"); n != 1 {
		t.Errorf("logged %d times:\n%s", n, &log)
	}
}

func forbiddenByRobots(t *testing.T, c *Crawler) {
	pages := scriptedPages(map[string]string{
		"/data":   shell(listScript),
		"/script": `<p>ITA<script src="/js/app.js"></script>`,
	})
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			io.WriteString(w, "User-agent: *\nDisallow: /items.json\nDisallow: /js/")
			return
		}
		pages(w, r)
	})
	for page, file := range map[string]string{"/data": "/items.json", "/script": "/js/app.js"} {
		p := c.Page(background, s.URL+page)
		if len(s.visits(file)) > 0 {
			t.Errorf("%s was fetched", file)
		}
		if !p.Script || !strings.Contains(p.Fetch.Detail, file+": robots.txt does not allow it") {
			t.Errorf("%s: shell %v, %q", page, p.Script, p.Fetch.Detail)
		}
	}
}

// public serves sites by host name, without a network, and notes what is asked for.
type public struct {
	hosts map[string]http.HandlerFunc

	mu    sync.Mutex
	asked []string
}

func (n *public) RoundTrip(req *http.Request) (*http.Response, error) {
	n.mu.Lock()
	n.asked = append(n.asked, req.URL.String())
	n.mu.Unlock()
	h := n.hosts[req.URL.Host]
	if h == nil {
		return nil, &net.OpError{Op: "dial", Err: fmt.Errorf("no such host")}
	}
	w := httptest.NewRecorder()
	h(w, req)
	resp := w.Result()
	resp.Request = req
	return resp, nil
}

func TestAScriptGetsNoPrivateAddress(t *testing.T) {
	needsBrowser(t)
	private := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Access-Control-Allow-Origin", "*") })
	inside := []string{private.URL + "/secret", "http://169.254.169.254/latest/meta-data", "http://localhost:1/", "http://0x7f.1/"}
	script := `const say = s => document.getElementById("app").append(s + " "), all = [];`
	for _, u := range inside {
		script += fmt.Sprintf("\nall.push(fetch(%q, {mode: 'no-cors'}).then(() => say('got'), () => say('refused')));", u)
	}
	net := &public{hosts: map[string]http.HandlerFunc{"www.agency.example": scriptedPages(map[string]string{"/ita": shell(script)})}}
	c := New(quick(Config{Transport: net, Delay: NoDelay}))
	t.Cleanup(c.Close)
	p := c.Page(background, "http://www.agency.example/ita")
	if !p.Script || strings.Contains(text(&p), "got") || strings.Count(text(&p), "refused") != len(inside) || !strings.Contains(p.Fetch.Detail, "private") {
		t.Errorf("%q, %s", text(&p), p.Fetch.Detail)
	}
	if want := []string{"http://www.agency.example/robots.txt", "http://www.agency.example/ita"}; !slices.Equal(net.asked, want) || len(private.visits("")) > 0 {
		t.Errorf("asked for %q and %d of the private ones", net.asked, len(private.visits("")))
	}
}

func nothingLeaves(t *testing.T, c *Crawler) {
	var mu sync.Mutex
	var seen []string
	note := func(format string, args ...any) {
		mu.Lock()
		seen = append(seen, fmt.Sprintf(format, args...))
		mu.Unlock()
	}
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer tcp.Close()
	go func() {
		for {
			conn, err := tcp.Accept()
			if err != nil {
				return
			}
			note("a connection")
			conn.Close()
		}
	}()
	udp, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer udp.Close()
	go func() {
		buf := make([]byte, 2048)
		for {
			if n, _, err := udp.ReadFrom(buf); err == nil {
				note("a packet of %d bytes", n)
			} else {
				return
			}
		}
	}()
	script := strings.NewReplacer("@tcp@", tcp.Addr().String(), "@udp@", udp.LocalAddr().String()).Replace(`
		const try_ = f => { try { f() } catch (e) {} };
		try_(() => new WebSocket("ws://@tcp@/"));
		try_(() => new EventSource("http://@tcp@/"));
		try_(() => navigator.sendBeacon("http://@tcp@/", "x"));
		try_(() => new Worker(URL.createObjectURL(new Blob(["new WebSocket('ws://@tcp@/')"]))));
		try_(() => navigator.serviceWorker.register("/sw.js"));
		try_(() => window.open("http://@tcp@/"));
		try_(() => new WebTransport("https://@udp@/"));
		try_(() => {
			const pc = new RTCPeerConnection({iceServers: [{urls: "stun:@udp@"}, {urls: "turn:@tcp@?transport=tcp", username: "u", credential: "c"}]});
			pc.createDataChannel("x");
			pc.createOffer().then(o => pc.setLocalDescription(o));
		});
		fetch("http://@tcp@/", {method: "POST", body: "x"}).catch(e => 0);
		for (const rel of ["prefetch", "preconnect", "dns-prefetch", "prerender", "icon", "manifest"]) {
			const link = document.createElement("link");
			link.rel = rel;
			link.href = "http://@tcp@/";
			document.head.append(link);
		}
		document.getElementById("app").innerHTML = "<img src=http://@tcp@/><video src=http://@tcp@/></video><iframe src=http://@tcp@/></iframe><object data=http://@tcp@/></object>";
		setTimeout(() => document.body.append("done"), 100);`)
	s := scripted(t, map[string]string{"/ita": shell(script)})
	p := c.Page(background, s.URL+"/ita")
	if !strings.Contains(text(&p), "done") {
		t.Errorf("%q, %s", text(&p), p.Fetch.Detail)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(seen) > 0 {
		t.Errorf("past the crawler came %q", seen)
	}
	for _, v := range s.visits("") {
		if v.path != "/ita" && v.path != "/robots.txt" {
			t.Errorf("%s %s was asked for", v.req.Method, v.path)
		}
	}
}

func endlessRequests(t *testing.T, c *Crawler) {
	s := scripted(t, map[string]string{"/ita": shell(`let n = 0; const more = () => fetch("/poll?" + n++).then(more, more); more()`)})
	p := c.Page(background, s.URL+"/ita")
	if !p.Script || !strings.Contains(p.Fetch.Detail, "more than 80 requests") {
		t.Errorf("shell %v, %q", p.Script, p.Fetch.Detail)
	}
	if n := len(s.visits("")) - 2; n != renderRequests {
		t.Errorf("%d requests", n)
	}
}

func whereScriptsLead(t *testing.T, c *Crawler) {
	s := scripted(t, map[string]string{
		"/":      shell(`location.href = "/ita"`),
		"/ita":   shell(listScript),
		"/gone":  shell(`location.href = "/nowhere"`),
		"/route": shell(`document.getElementById("app").append(location.hash)`),
	})
	if p := c.Page(background, s.URL+"/"); p.URL() != s.URL+"/ita" || len(p.Links) != 12 || !slices.Contains(p.Fetch.Warnings, "redirected") {
		t.Errorf("to another page: %s with %d links, %+v", p.URL(), len(p.Links), p.Fetch)
	}
	if p := c.Page(background, s.URL+"/gone"); p.Rendered || !p.Script || !strings.Contains(p.Fetch.Detail, "404") {
		t.Errorf("to a page that is gone: rendered %v, %q", p.Rendered, p.Fetch.Detail)
	}
	if p := c.Page(background, s.URL+"/route#/ita/2566"); text(&p) != "#/ita/2566" {
		t.Errorf("to a route of the page's own: %q", text(&p))
	}
}

func scriptsOfSeveralPages(t *testing.T, c *Crawler) {
	pages := scriptedPages(map[string]string{"/a": `<p>ITA<script src=/app.js></script>`, "/b": `<p>ITA<script src=/app.js></script>`})
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/app.js" {
			io.WriteString(w, "document.body.append(' 2566')")
			return
		}
		pages(w, r)
	})
	for _, path := range []string{"/a", "/b"} {
		if p := c.Page(background, s.URL+path); text(&p) != "ITA\n2566" {
			t.Errorf("%s: %q", path, text(&p))
		}
	}
	if n := len(s.visits("/app.js")); n != 1 {
		t.Errorf("fetched %d times", n)
	}
}

func TestRenderingStopsWithTheContextAndTheBrowserWithTheCrawler(t *testing.T) {
	if FindBrowser() == "" {
		t.Skip("no Chromium, Chrome or Edge is installed")
	}
	temp, err := os.MkdirTemp("", "tmp") // t.TempDir's path is too long for Chromium's socket
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(temp)
	t.Setenv("TMPDIR", temp)
	t.Setenv("TMP", temp)
	ctx, cancel := context.WithCancel(background)
	defer cancel()
	pages := scriptedPages(map[string]string{"/loop": shell(`fetch("/begun").then(() => { for (;;); })`)})
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/begun" {
			time.AfterFunc(200*time.Millisecond, cancel) // in the loop, or just before it
			return
		}
		pages(w, r)
	})
	c := crawl(t, Config{})
	p := c.Page(ctx, s.URL+"/loop")
	if ctx.Err() == nil || p.Rendered || !p.Script || !strings.Contains(p.Fetch.Detail, "stopped") {
		t.Errorf("rendered %v, shell %v, %q", p.Rendered, p.Script, p.Fetch.Detail)
	}
	c.Close()
	wantNothingLeft(t)
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestWhereBrowsersAreLookedFor(t *testing.T) {
	env := map[string]string{"ProgramFiles": `C:\Program Files`, "ProgramFiles(x86)": `C:\Program Files (x86)`, "LocalAppData": `C:\Users\u\AppData\Local`, "HOME": "/Users/u"}
	for goos, want := range map[string][]string{
		"windows": {
			`C:\Program Files\Google\Chrome\Application\chrome.exe`,
			`C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`,
			`C:\Users\u\AppData\Local\Google\Chrome\Application\chrome.exe`,
			`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
		},
		"darwin": {"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Users/u/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"},
		"linux":  {"chromium", "google-chrome", "microsoft-edge"},
	} {
		places := browserPlaces(goos, func(name string) string { return env[name] })
		for _, place := range want {
			if !slices.Contains(places, place) {
				t.Errorf("%s: not %s in %q", goos, place, places)
			}
		}
	}
}
