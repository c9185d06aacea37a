package crawler

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	cdpnetwork "github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/publicsuffix"

	"itacheck/ita"
)

// When pages are rendered by a browser: Config.Render.
const (
	RenderAuto   = "auto"   // pages that are an empty shell without JavaScript, and those that Render is called for
	RenderAlways = "always" // every page
	RenderNever  = "never"
)

// Limits on rendering one page.
const (
	renderTime     = 20 * time.Second // altogether, the browser's start not counted
	renderRest     = 2 * time.Second  // of it, kept for taking the page down
	renderPatience = 10 * time.Second // for a document that never stops changing
	renderLook     = 100 * time.Millisecond
	renderRequests = 80
	renderBytes    = 20 << 20
	keptBytes      = 32 << 20 // of scripts that several pages load
)

// Render returns a page as a browser shows it after its scripts have run; it is
// for a page on which something was expected and not found. The page stays as
// it is when that was tried before, when it was not read or has no scripts,
// when no browser can be used and when Config.Render is RenderNever.
// Fetch.Detail says why it was tried in vain.
func (c *Crawler) Render(ctx context.Context, page ita.Page) ita.Page {
	tried := page.Rendered || page.Fetch.Detail != ""
	if c.cfg.Render == RenderNever || tried || !c.renderable(&page) {
		return page
	}
	ctx, end := c.begin(ctx)
	defer end()
	c.render(ctx, &page, nil)
	return page
}

// wantsRender reports whether a page that was just read is to be rendered.
func (c *Crawler) wantsRender(page *ita.Page) bool {
	return (c.cfg.Render == RenderAlways || c.cfg.Render == RenderAuto && page.Script) && c.renderable(page)
}

// renderable reports whether a page was read and has scripts, so that a browser
// may show more of it.
func (c *Crawler) renderable(page *ita.Page) bool {
	_, plain := c.plain.Load(page.URL())
	return !plain && page.Fetch.Failure == "" && len(page.Nodes) > 0
}

// hasScript reports whether HTML has a script that can change it.
func hasScript(body []byte) bool {
	return found(body, '<', func(_, after []byte) bool { return len(after) >= 6 && bytes.EqualFold(after[:6], []byte("script")) }) ||
		found(body, '=', func(before, _ []byte) bool {
			return len(before) >= 6 && bytes.EqualFold(before[len(before)-6:], []byte("onload"))
		})
}

// found reports whether a byte stands where what is before and after it fits.
func found(b []byte, c byte, fits func(before, after []byte) bool) bool {
	for i := 0; ; i++ {
		n := bytes.IndexByte(b[i:], c)
		if n < 0 {
			return false
		}
		if i += n; fits(b[:i], b[i+1:]) {
			return true
		}
	}
}

// render replaces what was read of a page by what a browser shows. body is the
// page's HTML in UTF-8, nil to have it fetched once more. A page whose scripts
// could not get all that they asked for is marked as a Script page: what is not
// on it may yet exist.
func (c *Crawler) render(ctx context.Context, page *ita.Page, body []byte) {
	f := &page.Fetch
	start := time.Now()
	shown, err := c.browser.show(ctx, page.URL(), f.URL, body)
	out := ita.Page{Fetch: *f, Parent: page.Parent, Depth: page.Depth, Rendered: true}
	var u *url.URL
	if err == nil {
		u, err = parseURL(shown.URL)
	}
	if err == nil {
		err = read([]byte(shown.HTML), u, &out, c.cfg.MaxPageBytes)
	}
	if err == nil && shown.lacking != "" && len(out.Links) < len(page.Links) {
		err = errors.New(shown.lacking)
	}
	if err != nil {
		f.Detail = "not rendered: " + err.Error()
		c.cfg.Log.Debug("not rendered", "url", f.URL, "reason", err)
		return
	}
	s := skim([]byte(shown.HTML))
	s.describe(&out.Fetch)
	if shown.lacking != "" {
		out.Script = true
		out.Fetch.Detail = "rendered in part: " + shown.lacking
	}
	if shown.document != "" {
		moved(&out.Fetch, shown.document)
		if !slices.Contains(f.Warnings, "redirected") {
			out.Fetch.Warnings = append(slices.Clone(f.Warnings), "redirected")
		}
	}
	*page = out
	c.cfg.Log.Debug("rendered", "url", f.URL, "links", len(page.Links), "shell", page.Script, "lacking", shown.lacking, "elapsed", time.Since(start))
}

// shown is a page as a browser shows it.
type shown struct {
	URL      string // of the document, as its scripts have set it
	HTML     string
	document string // address of the document that the scripts have led to; empty: the one asked for
	lacking  string // why something may be missing from it; empty when nothing is
}

// show renders the page at an address. typed is the address as it was asked
// for: its fragment tells many scripts what to show.
func (b *browser) show(ctx context.Context, address, typed string, body []byte) (*shown, error) {
	if err := b.turn.take(ctx); err != nil {
		return nil, err
	}
	defer b.turn.give()
	if err := b.start(ctx); err != nil {
		return nil, err
	}
	u, err := parseURL(address)
	if err != nil {
		return nil, err
	}
	tab, closeTab := chromedp.NewContext(b.tabs, chromedp.WithNewBrowserContext())
	defer closeTab()
	tab, cancel := context.WithTimeout(tab, renderTime)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	v := &view{browser: b, ctx: tab, site: u, first: body, changed: time.Now(), status: map[string]int{}}
	_, fragment, _ := strings.Cut(typed, "#")
	to := u.String()
	if fragment != "" {
		to += "#" + fragment
	}
	s, err := v.show(to)
	cancel()
	v.end()
	switch {
	case ctx.Err() != nil:
		return nil, errors.New("stopped before the page was complete")
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("its scripts did not come to an end within %v", renderTime)
	}
	return s, err
}

// view is one page being rendered. The browser's requests do not reach the
// network: each is paused, made by the crawler's own transport, under the same
// rules as any other, and answered from here.
type view struct {
	browser *browser
	ctx     context.Context // the tab's
	site    *url.URL
	frame   cdp.FrameID // the page's own, as opposed to those in it

	answering sync.WaitGroup

	mu      sync.Mutex // browser.kept, too
	ended   bool
	first   []byte    // the page's own HTML, until it has been asked for
	asked   int       // requests made to the network
	bytes   int64     // that came
	running int       // requests not answered yet
	changed time.Time // when one was answered last
	full    bool      // a limit is used up
	lacking string
	at      string         // address of the document that is shown
	status  map[string]int // by address: what documents were answered with
}

// watch counts changes of the document, where the page's scripts cannot see it.
const watch = `var changes = 0;
new MutationObserver(seen => changes += seen.length).observe(document, {childList: true, characterData: true, attributes: true, attributeFilter: ["href"], subtree: true})`

// take takes the page down. Without a doctype a browser reads HTML by other
// rules, so that whether there was one is kept.
const take = `(() => {
	const html = document.documentElement ? document.documentElement.outerHTML : "";
	if (html.length > %d) return {URL: document.URL, HTML: ""};
	return {URL: document.URL, HTML: (document.compatMode == "BackCompat" ? "" : "<!DOCTYPE html>") + html};
})()`

// world is the name of the isolated world that watch and take run in.
const world = "itacheck"

func (v *view) show(address string) (*shown, error) {
	if err := chromedp.Listen(v.ctx, v.event); err != nil {
		return nil, err
	}
	v.frame = cdp.FrameID(chromedp.FromContext(v.ctx).Target.TargetID)
	if _, err := chromedp.CallBrowser(v.ctx, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{
		Behavior: cdpbrowser.SetDownloadBehaviorBehaviorDeny, BrowserContextID: chromedp.FromContext(v.ctx).BrowserContextID,
	}); err != nil {
		return nil, err
	}
	if _, err := chromedp.Call(v.ctx, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: "*"}}}); err != nil {
		return nil, err
	}
	if _, err := chromedp.Call(v.ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: watch, WorldName: world}); err != nil {
		return nil, err
	}
	switch res, err := chromedp.Call(v.ctx, cdppage.Navigate, cdppage.NavigateParams{URL: address}); {
	case err != nil:
		return nil, err
	case res.ErrorText != "":
		return nil, fmt.Errorf("the browser says %s", res.ErrorText)
	}
	if err := v.settle(); err != nil {
		return nil, err
	}
	var s shown
	if err := v.evaluate(fmt.Sprintf(take, v.browser.most), &s); err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	s.lacking = v.lacking
	if v.at != v.site.String() {
		s.document = v.at
	}
	switch {
	case v.at == "":
		return nil, errors.New(strings.TrimSuffix("its scripts lead to what is no page: "+v.lacking, ": "))
	case v.status[v.at] > 299:
		return nil, fmt.Errorf("its scripts lead to a page that answers %d", v.status[v.at])
	case s.HTML == "":
		return nil, errors.New("nothing is shown, or too much")
	}
	return &s, nil
}

// settle waits until the page is complete: all its requests answered and the
// document unchanged for a while.
func (v *view) settle() error {
	start, quiet := time.Now(), v.browser.quiet
	end, _ := v.ctx.Deadline()
	last := end.Add(-renderRest)
	still, seen := start, -1
	for {
		if err := sleep(v.ctx, renderLook); err != nil {
			return err
		}
		var changes int
		if err := v.evaluate("changes", &changes); v.ctx.Err() != nil {
			return v.ctx.Err()
		} else if err != nil { // between two documents
			changes = -1
		}
		now := time.Now()
		if changes != seen || changes < 0 {
			still, seen = now, changes
		}
		v.mu.Lock()
		running, full, silent := v.running > 0, v.full, now.Sub(v.changed)
		v.mu.Unlock()
		switch took := now.Sub(start); {
		case !running && silent >= quiet && (now.Sub(still) >= quiet || took >= renderPatience):
			return nil
		case !running && full:
			return nil
		case now.After(last):
			v.lack(fmt.Sprintf("it was still loading after %v", renderTime-renderRest))
			return nil
		}
	}
}

// evaluate runs an expression in the isolated world of the page's document.
func (v *view) evaluate(expression string, into any) error {
	in, err := chromedp.Call(v.ctx, cdppage.CreateIsolatedWorld, cdppage.CreateIsolatedWorldParams{FrameID: v.frame, WorldName: world})
	if err != nil {
		return err
	}
	byValue := true
	res, err := chromedp.Call(v.ctx, cdpruntime.Evaluate, cdpruntime.EvaluateParams{Expression: expression, ContextID: in.ExecutionContextID, ReturnByValue: &byValue})
	if err != nil {
		return err
	}
	if res.ExceptionDetails != nil || res.Result == nil {
		return errors.New("the page cannot be taken down")
	}
	return json.Unmarshal(res.Result.Value, into)
}

// event is told what the browser does, one event at a time.
func (v *view) event(ev any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.ended {
		return
	}
	switch ev := ev.(type) {
	case *fetch.EventRequestPaused:
		v.running++
		v.answering.Go(func() {
			v.answer(ev)
			v.mu.Lock()
			defer v.mu.Unlock()
			v.running--
			v.changed = time.Now()
		})
	case *cdppage.EventFrameNavigated:
		if ev.Frame.ID == v.frame {
			v.at = ""
			if u, err := parseURL(ev.Frame.URL); err == nil { // else an error page of the browser's
				v.at = u.String()
			}
		}
	case *cdppage.EventJavascriptDialogOpening:
		v.answering.Go(func() {
			_, _ = chromedp.Call(v.ctx, cdppage.HandleJavaScriptDialog, cdppage.HandleJavaScriptDialogParams{})
		})
	}
}

// end waits for the answers that are under way; no more are given.
func (v *view) end() {
	v.mu.Lock()
	v.ended = true
	v.mu.Unlock()
	v.answering.Wait()
}

// lack notes why something may be missing from the page; the first reason counts.
func (v *view) lack(why string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.lacking == "" {
		v.lacking = why
	}
}

// part is what a request of the browser gets.
type part struct {
	status int
	header http.Header
	body   []byte
}

// answer answers a request that the browser has paused.
func (v *view) answer(ev *fetch.EventRequestPaused) {
	scheme, _, _ := strings.Cut(ev.Request.URL, ":")
	if scheme == "data" || scheme == "blob" || scheme == "about" { // nothing is fetched
		_, _ = chromedp.Call(v.ctx, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: ev.RequestID})
		return
	}
	a, err := v.fetch(ev)
	if err != nil {
		v.browser.log.Debug("not given to the browser", "url", ev.Request.URL, "type", ev.ResourceType, "reason", err)
		_, _ = chromedp.Call(v.ctx, fetch.FailRequest, fetch.FailRequestParams{RequestID: ev.RequestID, ErrorReason: cdpnetwork.ErrorReasonBlockedByClient})
		return
	}
	_, err = chromedp.Call(v.ctx, fetch.FulfillRequest, fetch.FulfillRequestParams{
		RequestID: ev.RequestID, ResponseCode: int64(a.status), ResponseHeaders: entries(a.header), Body: a.body,
	})
	if err != nil && v.ctx.Err() == nil {
		v.browser.log.Debug("the browser did not take an answer", "url", ev.Request.URL, "error", err)
		_, _ = chromedp.Call(v.ctx, fetch.FailRequest, fetch.FailRequestParams{RequestID: ev.RequestID, ErrorReason: cdpnetwork.ErrorReasonFailed})
	}
}

func entries(h http.Header) []*fetch.HeaderEntry {
	var list []*fetch.HeaderEntry
	for name, values := range h {
		for _, value := range values {
			list = append(list, &fetch.HeaderEntry{Name: name, Value: strings.ToValidUTF8(value, "?")})
		}
	}
	return list
}

// errNotText is why a request is refused that brings nothing to read.
var errNotText = errors.New("not needed to read the page")

// fetch gets what the browser asks for, if it may have it.
func (v *view) fetch(ev *fetch.EventRequestPaused) (*part, error) {
	to, err := parseURL(ev.Request.URL)
	if err != nil {
		return nil, err
	}
	own := false // the page's own document
	switch ev.ResourceType {
	case cdpnetwork.ResourceTypeDocument:
		if own = ev.FrameID == v.frame; !own {
			return nil, errors.New("frames are read as pages of their own")
		}
	case cdpnetwork.ResourceTypeStylesheet: // scripts wait for it, readers of text do not
		return &part{status: http.StatusOK, header: http.Header{"Content-Type": {"text/css"}, "Access-Control-Allow-Origin": {"*"}}}, nil
	case cdpnetwork.ResourceTypeScript, cdpnetwork.ResourceTypeXHR, cdpnetwork.ResourceTypeFetch:
		if field(ev, "Sec-Purpose") != "" || field(ev, "Accept") == "text/event-stream" { // for later; without end
			return nil, errNotText
		}
	default:
		return nil, errNotText
	}
	if own {
		if a := v.firstDocument(to); a != nil {
			return a, nil
		}
	}
	a, err := v.ask(ev, to, own)
	switch {
	case err != nil:
		v.missed(ev, to, err.Error())
		return nil, err
	case own && a.status > 299 && a.status/100 != 3, a.status == http.StatusForbidden || a.status == http.StatusTooManyRequests || a.status >= 500:
		v.missed(ev, to, fmt.Sprintf("answered %d", a.status))
	}
	return a, nil
}

// firstDocument is the HTML that the crawler has read already.
func (v *view) firstDocument(to *url.URL) *part {
	v.mu.Lock()
	defer v.mu.Unlock()
	body := v.first
	v.first = nil
	if body == nil || to.String() != v.site.String() {
		return nil
	}
	return &part{status: http.StatusOK, header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, body: body}
}

// missed notes what the page did not get, unless it is one of the things that
// pages do for others than their readers: statistics, advertisements.
func (v *view) missed(ev *fetch.EventRequestPaused, to *url.URL, why string) {
	data := ev.ResourceType == cdpnetwork.ResourceTypeXHR || ev.ResourceType == cdpnetwork.ResourceTypeFetch
	if sameOwner(to, v.site) || ev.ResourceType == cdpnetwork.ResourceTypeDocument || data && ev.Request.Method == http.MethodGet {
		v.lack(to.String() + ": " + why)
	}
}

// sameOwner reports whether two addresses are below one registered name.
func sameOwner(a, b *url.URL) bool {
	x, y := strings.ToLower(a.Hostname()), strings.ToLower(b.Hostname())
	if x == y {
		return true
	}
	if private(x) || private(y) {
		return false
	}
	nameX, err := publicsuffix.EffectiveTLDPlusOne(x)
	if err != nil {
		return false
	}
	nameY, err := publicsuffix.EffectiveTLDPlusOne(y)
	return err == nil && nameX == nameY
}

// ask makes a request of the browser's through the crawler's transport.
func (v *view) ask(ev *fetch.EventRequestPaused, to *url.URL, own bool) (*part, error) {
	if !asks(ev) {
		return nil, errors.New("it is sent something instead of being asked for it")
	}
	req, err := http.NewRequestWithContext(v.ctx, ev.Request.Method, to.String(), nil)
	if err != nil {
		return nil, err
	}
	client := v.browser.parts
	if own {
		client = v.browser.docs
		req.Header = *pageHeader()
	} else {
		req.Header = scriptHeader(ev.Request.Headers)
	}
	req.Header.Set("User-Agent", v.browser.agent)
	key := req.Method + " " + req.Header.Get("Origin") + " " + to.String()
	if a, err := v.begin(key); a != nil || err != nil {
		return a, err
	}
	resp, err := client.Do(req)
	if err != nil {
		_, detail := classify(v.ctx, err)
		return nil, errors.New(detail)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	a := &part{status: resp.StatusCode, header: resp.Header, body: body}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.bytes += int64(len(body)); v.bytes > renderBytes {
		v.full = true
		return nil, fmt.Errorf("more than %d MiB", renderBytes>>20)
	}
	if own {
		v.status[to.String()] = resp.StatusCode
	}
	if b := v.browser; ev.ResourceType == cdpnetwork.ResourceTypeScript && a.status == http.StatusOK && b.size+int64(len(body)) <= keptBytes {
		b.size += int64(len(body))
		b.kept[key] = a
	}
	return a, nil
}

// begin returns a script that another page has loaded already, or else takes
// one request off what a page may make.
func (v *view) begin(key string) (*part, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if a := v.browser.kept[key]; a != nil {
		return a, nil
	}
	if v.asked >= renderRequests {
		v.full = true
		return nil, fmt.Errorf("more than %d requests", renderRequests)
	}
	v.asked++
	return nil, nil
}

// asks reports whether a request asks for something and sends nothing: only
// those can be repeated without harm. Before some, a browser asks the server
// for leave.
func asks(ev *fetch.EventRequestPaused) bool {
	method := ev.Request.Method
	if method == http.MethodOptions {
		method = field(ev, "Access-Control-Request-Method")
	}
	return method == http.MethodGet || method == http.MethodHead
}

// field is a header field of a browser's request.
func field(ev *fetch.EventRequestPaused, name string) string {
	for key, value := range ev.Request.Headers {
		if text, ok := value.(string); ok && strings.EqualFold(key, name) {
			return text
		}
	}
	return ""
}

// scriptHeader are the header fields that the page's scripts have a say in. The
// others are the transport's, cookies too.
func scriptHeader(all cdpnetwork.Headers) http.Header {
	header := http.Header{"Accept-Language": pageHeader().Values("Accept-Language")}
	for name, value := range all {
		text, ok := value.(string)
		if name = http.CanonicalHeaderKey(name); ok && !transportField(name) {
			header.Set(name, text)
		}
	}
	return header
}

// transportField reports whether a header field is not for scripts to set.
func transportField(name string) bool {
	for _, prefix := range []string{"Sec-", "Proxy-", "If-", "Content-"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	switch name {
	case "Accept-Encoding", "Connection", "Cookie", "Dnt", "Expect", "Host", "Keep-Alive", "Range", "Te", "Trailer",
		"Transfer-Encoding", "Upgrade", "Upgrade-Insecure-Requests", "User-Agent", "Via":
		return true
	}
	return false
}
