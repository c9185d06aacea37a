package crawler

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// robotsGroup is what a robots.txt says to us.
type robotsGroup struct {
	lines []robotsLine  // the one that counts first
	delay time.Duration // Crawl-delay, at most maxCrawlDelay
}

// robotsLine allows or refuses the paths that a pattern fits.
type robotsLine struct {
	pattern string // begins with / or *, as robotsPath spells it
	allow   bool
}

// parseRobots reads the group of a robots.txt that names us best, the one for
// everybody where none does; nil when there is neither. Lines that say nothing
// that can be understood are skipped (RFC 9309, 2.2). Its time and memory are in
// proportion to the file.
func parseRobots(body []byte) *robotsGroup {
	groups := map[string]*robotsGroup{} // those that may be ours, by the name in the file
	var in []*robotsGroup               // that the lines being read belong to
	naming := false                     // the last line was a User-agent
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	if len(body) >= maxRobotsBytes {
		body = body[:bytes.LastIndexAny(body, "\r\n")+1] // a line that was cut may say another thing
	}
	for line := range strings.FieldsFuncSeq(string(body), func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		key, value, _ := strings.Cut(line, ":")
		key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
		switch key {
		case "user-agent", "useragent":
			if !naming {
				in = nil
			}
			naming = true
			if name := strings.ToLower(productToken(value)); name == "*" || name != "" && strings.HasPrefix(agentToken, name) {
				if groups[name] == nil {
					groups[name] = &robotsGroup{}
				}
				in = append(in, groups[name])
			}
		case "allow", "disallow":
			naming = false
			if pattern := robotsPattern(value); pattern != "" {
				for _, g := range in {
					g.lines = append(g.lines, robotsLine{pattern, key == "allow"})
				}
			}
		case "crawl-delay", "crawldelay":
			naming = false
			if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 {
				for _, g := range in {
					g.delay = time.Duration(min(seconds, maxCrawlDelay.Seconds()) * float64(time.Second))
				}
			}
		}
	}
	var ours *robotsGroup
	longest := 0
	for name, g := range groups {
		if len(name) > longest || len(name) == longest && name != "*" {
			ours, longest = g, len(name)
		}
	}
	if ours != nil {
		slices.SortStableFunc(ours.lines, func(a, b robotsLine) int {
			if n := len(b.pattern) - len(a.pattern); n != 0 {
				return n
			}
			return cmp.Compare(b.rank(), a.rank())
		})
	}
	return ours
}

// productToken is the name in a User-agent line, without a version after it.
func productToken(value string) string {
	if strings.HasPrefix(value, "*") {
		return "*"
	}
	end := strings.IndexFunc(value, func(r rune) bool {
		return r != '-' && r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
	if end >= 0 {
		value = value[:end]
	}
	return value
}

// robotsPattern is the value of an Allow or Disallow line in one spelling; ""
// when it has none, which means nothing.
func robotsPattern(value string) string {
	if value == "" {
		return ""
	}
	pattern := robotsPath(value)
	if pattern[0] != '/' && pattern[0] != '*' {
		pattern = "/" + pattern
	}
	return pattern
}

// rank puts Allow before Disallow where both fit equally well (RFC 9309, 2.2.2).
func (l robotsLine) rank() int {
	if l.allow {
		return 1
	}
	return 0
}

// allows reports whether a path may be asked for: the longest pattern that fits decides.
func (g *robotsGroup) allows(path string) bool {
	for _, l := range g.lines {
		if l.fits(path) {
			return l.allow
		}
	}
	return true
}

// fits reports whether a path begins as the pattern says: * stands for anything,
// $ at the end for the end. Each part is looked for once, from left to right, so
// that no pattern takes long.
func (l robotsLine) fits(path string) bool {
	pattern, whole := strings.CutSuffix(l.pattern, "$")
	part, rest, more := strings.Cut(pattern, "*")
	if !strings.HasPrefix(path, part) {
		return false
	}
	path = path[len(part):]
	for more {
		part, rest, more = strings.Cut(rest, "*")
		if whole && !more {
			return strings.HasSuffix(path, part)
		}
		at := strings.Index(path, part)
		if at < 0 {
			return false
		}
		path = path[at+len(part):]
	}
	return !whole || path == ""
}
