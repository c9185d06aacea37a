package crawler

import (
	"net/url"
	"strconv"
	"strings"
)

// Reason codes of links that lead nowhere.
const (
	reasonNoHref    = "no_href"
	reasonScript    = "script_href"
	reasonSelf      = "self_link"
	reasonToggle    = "toggle" // opens a panel of the same page
	reasonMail      = "mail_link"
	reasonLocalFile = "local_file"
	reasonScheme    = "bad_scheme"
)

// resolve makes an attribute's address absolute, as a browser would, and
// unwraps redirectors. The last result is why it leads nowhere, or "".
func (r *reader) resolve(href string) (abs, fragment, placeholder string) {
	href = cleanHref(href)
	lower := strings.ToLower(href)
	switch {
	case href == "" || href == "#" || href == "#!" || href == "#0" || href == "http://" || href == "https://":
		return "", "", reasonNoHref
	case strings.HasPrefix(lower, "javascript:"), strings.HasPrefix(lower, "vbscript:"):
		return "", "", reasonScript
	case strings.HasPrefix(lower, "mailto:"), strings.HasPrefix(lower, "tel:"), strings.HasPrefix(lower, "sms:"):
		return "", "", reasonMail
	case strings.HasPrefix(lower, "file:"), len(href) > 2 && href[1] == ':' && (href[2] == '\\' || href[2] == '/') && isLetter(href[0]):
		return "", "", reasonLocalFile
	}
	u, err := parseLenient(r.base, href)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", "", reasonScheme
	}
	for range 3 {
		inner := unwrap(u)
		if inner == nil {
			break
		}
		u = inner
	}
	fragment = u.Fragment
	u.Fragment, u.RawFragment = "", ""
	if abs = u.String(); len(abs) > maxAddress {
		return "", "", reasonScheme
	}
	if sameAddress(u, r.self) {
		switch {
		case fragment != "" && r.ids[fragment]:
			return "", fragment, reasonToggle
		case strings.HasPrefix(fragment, "/") || strings.HasPrefix(fragment, "!/"): // a route of a client-side application
		case fragment != "" && strings.HasPrefix(strings.TrimSpace(href), "#"):
			return "", fragment, reasonNoHref
		default:
			return "", fragment, reasonSelf
		}
	}
	return abs, fragment, ""
}

// cleanHref removes what browsers ignore in an address, and quotes put around it by mistake.
func cleanHref(href string) string {
	href = strings.Map(func(c rune) rune {
		switch c {
		case '\n', '\r', '\t', '\u200b', '\ufeff':
			return -1
		}
		return c
	}, href)
	href = strings.Trim(href, " \u00a0")
	if n := len(href); n > 1 && (href[0] == '\'' || href[0] == '"') && href[n-1] == href[0] {
		href = strings.TrimSpace(href[1 : n-1])
	}
	return href
}

// parseLenient parses an address that may hold stray percent signs, spaces and
// backslashes, as browsers accept.
func parseLenient(base *url.URL, href string) (*url.URL, error) {
	path, rest := href, ""
	if i := strings.IndexAny(href, "?#"); i >= 0 {
		path, rest = href[:i], href[i:]
	}
	href = strings.ReplaceAll(path, `\`, "/") + rest
	u, err := base.Parse(href)
	if err != nil {
		u, err = base.Parse(escapeStray(href))
	}
	return u, err
}

// escapeStray writes % as %25 where it begins no escape, and control characters as escapes.
func escapeStray(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])):
			b.WriteString("%25")
		case c < ' ' || c == 0x7f:
			b.WriteString("%" + strconv.FormatInt(int64(c)+0x100, 16)[1:])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// unwrap returns the target of a redirector's address, or nil.
func unwrap(u *url.URL) *url.URL {
	host := strings.ToLower(u.Hostname())
	key := ""
	switch {
	case (host == "google.com" || strings.HasPrefix(host, "www.google.")) && u.Path == "/url":
		key = "q"
		if u.Query().Get("q") == "" {
			key = "url"
		}
	case (host == "l.facebook.com" || host == "lm.facebook.com" || host == "l.messenger.com") && u.Path == "/l.php":
		key = "u"
	case host == "l.instagram.com":
		key = "u"
	}
	if key == "" {
		return nil
	}
	to, err := url.Parse(u.Query().Get(key))
	if err != nil || to.Scheme != "http" && to.Scheme != "https" || to.Host == "" {
		return nil
	}
	return to
}

func sameAddress(a, b *url.URL) bool {
	host := func(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Host), "www.") }
	path := func(u *url.URL) string { return strings.TrimSuffix(u.Path, "/") }
	return host(a) == host(b) && path(a) == path(b) && a.RawQuery == b.RawQuery
}

// scriptAddress returns the address that a handler such as
// window.open('x.pdf') or location.href="x" opens, or "".
func scriptAddress(script string) string {
	lower := strings.ToLower(script)
	for _, call := range []string{"window.open", "location", "open", "viewpdf", "showpdf", "download"} {
		i := strings.Index(lower, call)
		if i < 0 {
			continue
		}
		if v := firstQuoted(script[i:]); v != "" && looksLikeAddress(v) {
			return v
		}
	}
	// Any other function whose first argument is plainly a file or an address.
	if v := firstQuoted(script); strings.Contains(v, "://") || strings.HasPrefix(v, "/") || hasDocumentSuffix(v) {
		return v
	}
	return ""
}

func firstQuoted(s string) string {
	i := strings.IndexAny(s, `'"`)
	if i < 0 {
		return ""
	}
	j := strings.IndexByte(s[i+1:], s[i])
	if j < 0 {
		return ""
	}
	return strings.TrimSpace(s[i+1 : i+1+j])
}

func looksLikeAddress(v string) bool {
	if v == "" || strings.HasPrefix(v, "#") || strings.HasPrefix(v, "_") || strings.HasPrefix(v, "{") || strings.HasPrefix(v, "data:") {
		return false
	}
	return strings.ContainsAny(v, "/.?=") && !strings.ContainsAny(v, "<>{}")
}

func hasDocumentSuffix(v string) bool {
	v = strings.ToLower(v)
	for _, ext := range []string{".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".zip", ".rar", ".jpg", ".png", ".html", ".htm", ".php"} {
		if strings.HasSuffix(v, ext) {
			return true
		}
	}
	return false
}
