package checks

import (
	"strings"
	"unicode/utf8"

	"itacheck/ita"
)

// MayPass reports whether an address failed to answer in a way that may be gone
// a little later.
func MayPass(f *ita.Fetch) bool {
	switch f.Failure {
	case ita.FailTimeout, ita.FailReset, ita.FailConnect, ita.FailDNS, ita.FailDNSTemp, ita.FailProxy, ita.FailProtocol, ita.FailRateLimit, ita.FailNoRobots, ita.FailTLS:
		return true
	case "":
		return f.Status >= 500 && f.Status < 600
	}
	return false
}

// Doubtful reports whether an answer is a page that may say nothing but that
// there is nothing, so that its server's answer for an address that cannot exist
// is worth asking for. Home pages and the great services are not.
func Doubtful(f *ita.Fetch) bool {
	if f.Failure != "" || f.Status < 200 || f.Status > 299 || f.Kind != "html" || home(parsed(f.URL)) {
		return false
	}
	u := parsed(f.URL)
	if isCloud(u) || social(u) || under(strings.ToLower(u.Hostname()), "google.com", "youtube.com", "youtu.be", "line.me", "lin.ee", "bit.ly", "goo.gl") {
		return false
	}
	if f.FinalURL != "" && !strings.EqualFold(trimWWW(parsed(f.FinalURL).Host), trimWWW(u.Host)) {
		return false
	}
	if state, _ := behind(f); state != "" {
		return false // its words say enough
	}
	return utf8.RuneCountInString(f.Text) < doubtfulText
}

// doubtfulText is the longest text, in letters, of a page that may be an error in a frame of menus.
const doubtfulText = 2500

// shellText is the shortest text, in letters, of a page with scripts that shows
// something before they have run.
const shellText = 200

// likeNothing judges a page by what its server answered for an address that
// cannot exist: who shows the same for both has nothing at the address. Where
// that page is for scripts to fill in, nobody can tell without running them.
func likeNothing(f *ita.Fetch) (ita.ReachState, string) {
	c := f.Control
	if c == nil || c.Failure != "" || c.Status < 200 || c.Status > 299 || c.Kind != "html" || f.Kind != "html" || home(parsed(f.URL)) {
		return "", ""
	}
	if f.FinalURL != "" && f.FinalURL == c.FinalURL {
		return ita.ReachBroken, "soft_404" // both were sent to the same place
	}
	if f.FinalURL == "" && c.FinalURL == f.URL || !alike(f, c) {
		return "", "" // where the others are sent is a page of its own
	}
	if utf8.RuneCountInString(f.Text) < shellText && f.Script {
		return ita.ReachUndecided, "script_shell"
	}
	return ita.ReachBroken, "soft_404"
}

// showsTemplate reports whether a page shows just what its application shows for
// a number that nothing has, in words, links and pictures. That alone does not
// tell that it is empty: the application may not look at the number. It does
// where another page of the application shows more.
func showsTemplate(f *ita.Fetch) bool {
	t := f.Template
	if utf8.RuneCountInString(f.Text) < shellText && f.Script {
		return false // a script fills it in
	}
	return t.Failure == "" && t.Status == f.Status && t.Kind == "html" && f.Kind == "html" && t.Shows == f.Shows &&
		bare(t.Title, t) == bare(f.Title, f) && bare(t.Text, t) == bare(f.Text, f)
}

// alike reports whether two answers show the same, but for their own addresses and numbers.
func alike(a, b *ita.Fetch) bool {
	x, y := bare(a.Title, a), bare(b.Title, b)
	if x != y {
		return false
	}
	x, y = bare(a.Text, a), bare(b.Text, b)
	if x == y {
		return x != "" || a.Title != "" || a.Bytes == b.Bytes
	}
	return overlap(shingles(x), shingles(y)) >= sameText
}

// sameText is from what share of common pieces two texts are one: counters,
// dates and advertisements differ between two views of a page.
const sameText = 0.9

// bare is a text without the page's own address, digits and blanks.
func bare(text string, f *ita.Fetch) string {
	text = plain(text)
	for _, address := range []string{f.URL, f.FinalURL} {
		u := parsed(address)
		for _, own := range []string{address, u.RequestURI(), u.Path, u.Path[strings.LastIndexByte(u.Path, '/')+1:]} {
			if len(own) > 3 {
				text = strings.ReplaceAll(text, strings.ToLower(own), "")
			}
		}
	}
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, text)
}

// shingles are the pieces of five letters of a text.
func shingles(text string) map[string]bool {
	const n = 5
	letters := []rune(text)
	set := make(map[string]bool, len(letters))
	for i := 0; i+n <= len(letters); i++ {
		set[string(letters[i:i+n])] = true
	}
	return set
}

// overlap is the share of the pieces of either that both have.
func overlap(a, b map[string]bool) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	both := 0
	for s := range a {
		if b[s] {
			both++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}
