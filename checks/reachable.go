package checks

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"itacheck/ita"
)

// reachable: can the public open what the item links to?
var reachable = Check{
	ID: "reachable",
	Doc: ita.Text{
		TH: "เปิดทุกลิงก์ของข้อนี้อย่างที่ประชาชนเปิด โดยไม่เข้าสู่ระบบ ลิงก์ที่ไม่พบหน้า ไฟล์ว่าง ไฟล์ผิดชนิด หรือต้องเข้าสู่ระบบ ถือว่าเปิดไม่ได้ ส่วนเครือข่ายขัดข้องหรือเซิร์ฟเวอร์ผิดพลาดถือว่ายังตัดสินไม่ได้ ไม่ใช่ไม่มี",
		EN: "every link of the item is opened as the public would, not signed in; a page not found, an empty or wrong file or a sign-in wall is unreachable, while a network or server fault is undecided, never missing",
	},
	Run: func(c *Case) []ita.Finding {
		n := c.count()
		var out []ita.Finding
		for i := range c.Evidence {
			e := &c.Evidence[i]
			if e.Match.Elsewhere {
				continue
			}
			severity := ita.SeverityWarning
			switch e.Reach.State {
			case ita.ReachBroken, ita.ReachRestricted:
				if c.Status == ita.Unreachable {
					severity = ita.SeverityError
				}
			case ita.ReachUndecided:
				if n[ita.ReachOK] > 0 && c.Status != ita.Undecided {
					severity = ita.SeverityInfo
				}
			default:
				if tooLarge(e) {
					if c.Status != ita.Undecided {
						severity = ita.SeverityInfo
					}
					why := ita.ReasonOf(ita.FailTooLarge)
					out = append(out, ita.Finding{Check: "reachable", Severity: severity, Message: why.Means, Remedy: why.Remedy, URL: e.Link.URL})
				}
				if slices.Contains(e.Reach.Warnings, "fragment_missing") {
					why := ita.ReasonOf("fragment_missing")
					out = append(out, ita.Finding{
						Check: "reachable", Severity: ita.SeverityInfo, Remedy: why.Remedy, URL: e.Link.URL,
						Message: ita.Text{TH: why.Means.TH + " #" + e.Link.Fragment, EN: why.Means.EN + " #" + e.Link.Fragment},
					})
				}
				continue
			}
			why := ita.ReasonOf(e.Reach.Reason)
			name := quoted(e)
			out = append(out, ita.Finding{
				Check: "reachable", Severity: severity, Remedy: c.remedy(e.Reach.Reason), URL: e.Link.URL,
				Message: ita.Text{TH: why.Means.TH + name, EN: why.Means.EN + name},
			})
		}
		return out
	},
}

// Answers is what came back for the links of a site.
type Answers struct {
	byURL   map[string]ita.Fetch
	open    map[string]bool // hosts that served something
	secure  bool            // some server's certificate was found in order
	telling map[string]bool // addresses of templates that some page differs from
}

// NewAnswers prepares fetches for judging. Whether a server that forbids one
// address forbids all is seen from the others, and whether certificates can be
// judged from here at all.
func NewAnswers(byURL map[string]ita.Fetch) *Answers {
	a := &Answers{byURL: byURL, open: map[string]bool{}, telling: map[string]bool{}}
	for _, f := range byURL {
		if f.Failure != "" || f.Status < 200 || f.Status > 299 {
			continue
		}
		a.open[hostOf(f.URL)] = true
		a.secure = a.secure || strings.HasPrefix(f.URL, "https:")
		if f.Template != nil && !showsTemplate(&f) {
			a.telling[f.Template.URL] = true
		}
	}
	return a
}

// Fetch returns what came back for an address.
func (a *Answers) Fetch(address string) (ita.Fetch, bool) {
	f, ok := a.byURL[address]
	return f, ok
}

// Reach judges one link.
func (a *Answers) Reach(l *ita.Link, m *ita.Match) ita.Reach {
	r := ita.Reach{State: ita.ReachPlaceholder, Bytes: -1}
	switch {
	case l.Placeholder != "":
		r.Reason = l.Placeholder
		if m.Waiting {
			r.Reason = "coming_soon"
		}
		return r
	case m.Waiting:
		r.Reason = "coming_soon"
		return r
	}
	f, ok := a.byURL[l.URL]
	if !ok {
		r.State, r.Reason = ita.ReachUndecided, "not_checked"
		return r
	}
	r.Status, r.FinalURL, r.ContentType, r.Bytes, r.Warnings = f.Status, f.FinalURL, f.ContentType, f.Bytes, f.Warnings
	r.Detail, r.Before = f.Detail, f.Before
	if f.Failure == ita.FailTooLarge {
		r.Warnings = append(slices.Clone(r.Warnings), ita.FailTooLarge)
	}
	r.State, r.Reason = a.judge(&f)
	return r
}

func (a *Answers) judge(f *ita.Fetch) (ita.ReachState, string) {
	switch f.Failure {
	case "", ita.FailNotHTML, ita.FailTooLarge:
	case ita.FailDNS, ita.FailRedirects, ita.FailAddress, ita.FailBadURL, "truncated":
		return ita.ReachBroken, f.Failure
	case ita.FailTLSSelf, ita.FailTLSHost:
		// An office's firewall answers with a certificate of its own for what it
		// blocks: a service of the whole world, or everything.
		if u := parsed(f.URL); !a.secure || isCloud(u) || social(u) {
			return ita.ReachUndecided, ita.FailTLS
		}
		return ita.ReachBroken, f.Failure
	default:
		return ita.ReachUndecided, f.Failure
	}
	switch {
	case f.Status == 404:
		return ita.ReachBroken, "not_found"
	case f.Status == 410:
		return ita.ReachBroken, "gone"
	case f.Status == 401 || f.Status == 407:
		return ita.ReachRestricted, "login_required"
	case f.Status == 403 || f.Status == 451:
		if challenge(f) || !a.open[hostOf(f.URL)] {
			return ita.ReachUndecided, "refuses_robots" // it may open to a person: nothing of this server opened to us
		}
		return ita.ReachRestricted, "forbidden"
	case f.Status == 429:
		return ita.ReachUndecided, ita.FailRateLimit
	case f.Status == 400 || f.Status == 414:
		return ita.ReachBroken, "http_error"
	case f.Status >= 400 && f.Status < 500, f.Status > 599:
		return ita.ReachUndecided, "refuses_robots"
	case f.Status >= 500 && challenge(f):
		return ita.ReachUndecided, "refuses_robots"
	case f.Status >= 500:
		return ita.ReachUndecided, "server_error"
	case f.Status < 200 || f.Status >= 300:
		return ita.ReachUndecided, ita.FailProtocol
	}
	if f.Kind == "empty" || f.Bytes == 0 {
		return ita.ReachBroken, "empty"
	}
	if state, reason := behind(f); state != "" {
		return state, reason
	}
	if f.Kind == "html" && homeRedirect(f) {
		return ita.ReachBroken, "home_redirect"
	}
	if state, reason := likeNothing(f); state != "" {
		return state, reason
	}
	if f.Template != nil && a.telling[f.Template.URL] && showsTemplate(f) {
		return ita.ReachBroken, "soft_404"
	}
	if promisesDocument(f.URL) && f.Kind == "html" || promisesBytes(f.URL) && (f.Kind == "text" || f.Kind == "json" || f.Kind == "xml") {
		return ita.ReachBroken, "wrong_content"
	}
	return ita.ReachOK, ""
}

// ReachOfDocument judges a link that opens by what was found in its document.
// That a PDF is damaged is PDFium's word, which browsers go by too; of other
// kinds another program may make more than ours does, so that is a warning.
func ReachOfDocument(d *ita.Document) (ita.ReachState, string) {
	switch d.Problem {
	case "empty", "wrong_content", "lock_file":
		return ita.ReachBroken, d.Problem
	case "damaged", "truncated":
		if d.Kind == "pdf" && len(d.Pages) == 0 {
			return ita.ReachBroken, d.Problem
		}
	case "locked":
		return ita.ReachRestricted, d.Problem
	}
	return ita.ReachOK, ""
}

// Warnings are what is amiss with a link that opens all the same.
func Warnings(e *ita.Evidence) []string {
	if !lostFragment(e) {
		return e.Reach.Warnings
	}
	return append(slices.Clone(e.Reach.Warnings), "fragment_missing")
}

// lostFragment reports whether a link leads to a place that its page does not
// have. Places that scripts make, and routes of applications, cannot be told.
func lostFragment(e *ita.Evidence) bool {
	p, to := e.Page, e.Link.Fragment
	if to == "" || p == nil || p.Script || len(p.Anchors) == 0 || strings.EqualFold(to, "top") || strings.ContainsAny(to, "/!=:~") {
		return false
	}
	_, there := slices.BinarySearch(p.Anchors, to)
	return !there
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// challenge reports whether a server asked us to prove that we are no robot.
func challenge(f *ita.Fetch) bool {
	s := &shown{title: plain(f.Title), text: plain(f.Text)}
	s.letters = utf8.RuneCountInString(s.text)
	return titled(robotTitles)(s) || words(900, robotWords)(s)
}

// homeRedirect reports whether a link to something else ended at the site's home page.
func homeRedirect(f *ita.Fetch) bool {
	from, err := url.Parse(f.URL)
	if err != nil || f.FinalURL == "" {
		return false
	}
	to, err := url.Parse(f.FinalURL)
	if err != nil || trimWWW(from.Host) != trimWWW(to.Host) {
		return false
	}
	return !home(from) && home(to)
}

func trimWWW(host string) string { return strings.TrimPrefix(strings.ToLower(host), "www.") }

func home(u *url.URL) bool {
	switch strings.ToLower(u.Path) {
	case "", "/", "/index.php", "/index.html", "/index.htm", "/home", "/home.php", "/main.php":
		return u.RawQuery == ""
	}
	return false
}

// promisesDocument reports whether an address ends in the name of a file that is no web page.
func promisesDocument(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	switch strings.ToLower(path.Ext(u.Path)) {
	case ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".zip", ".rar", ".7z", ".jpg", ".jpeg", ".png", ".gif", ".csv":
		return true
	}
	return false
}

// promisesBytes reports whether an address ends in the name of a file that is no text either.
func promisesBytes(address string) bool {
	switch strings.ToLower(path.Ext(parsed(address).Path)) {
	case ".pdf", ".docx", ".xlsx", ".pptx", ".zip", ".rar", ".7z", ".jpg", ".jpeg", ".png", ".gif":
		return true
	}
	return false
}

// yearList writes years for a message: 2565, 2566.
func yearList(years []ita.FiscalYear) string {
	var b strings.Builder
	for i, y := range years {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.Itoa(int(y)))
	}
	return b.String()
}
