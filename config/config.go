// Package config reads and writes the file that describes one agency: its
// website, the list that it is assessed by, who is responsible for what, which
// items are waived or settled by a person, and how gently to crawl. It also reads lists of many
// agencies, from YAML, CSV or XLSX. It does not know the rule sets;
// CheckCodes compares a file's item codes with one.
package config

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"itacheck/internal/strictyaml"
	"itacheck/ita"
)

// DefaultScheme is the scheme of an agency that names none.
const DefaultScheme = "general"

var (
	codePattern   = regexp.MustCompile(`^[A-Z]{1,5}[0-9]{1,2}$`)
	idPattern     = regexp.MustCompile(`^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$`)
	schemePattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	dayPattern    = regexp.MustCompile(`^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$`)
)

// Load reads an agency file. name is how it is called in mistakes; now fills in
// the fiscal year of a file that names none. An agency without an id gets the
// host of its address. A waiver whose day has passed is no mistake: it just no
// longer holds. An error is a strictyaml.Mistakes: everything wrong with the
// file, each at its place.
func Load(name string, data []byte, now time.Time) (ita.Agency, error) {
	file := strictyaml.Parse(name, data)
	a, _ := read(file)
	if err := file.Err(); err != nil {
		return ita.Agency{}, err
	}
	if a.Year == 0 {
		a.Year = ita.FiscalYearOf(now)
	}
	return a, nil
}

// CheckCodes reports the owners, waivers and verdicts of an agency file that
// name items which a rule set does not have, each at its place.
func CheckCodes(name string, data []byte, rs *ita.RuleSet) error {
	file := strictyaml.Parse(name, data)
	_, codes := read(file)
	if err := file.Err(); err != nil {
		return err
	}
	known := make([]string, len(rs.Items))
	for i := range rs.Items {
		known[i] = rs.Items[i].Code
	}
	for _, c := range codes {
		if rs.Item(c.Text()) == nil && len(known) > 0 {
			c.Mistake("%s has no item %s: its items are %s to %s", rs.ID, c.Text(), known[0], known[len(known)-1])
		}
	}
	return file.Err()
}

// read reads the file, and returns the places of its item codes.
func read(file *strictyaml.File) (ita.Agency, []strictyaml.Value) {
	m := file.Root().Map("id", "name", "url", "ita_page", "fiscal_year", "scheme", "extra_pages", "limits", "owners", "waivers", "verdicts", "notify") // package notify reads that last one
	a := ita.Agency{
		ID:      m.Get("id").Text(),
		Name:    m.Need("name", "write the agency's name").Text(),
		URL:     address(m.Need("url", "write the address of the agency's website, such as https://www.example.go.th")),
		ITAPage: address(m.Get("ita_page")),
		Year:    year(m.Get("fiscal_year")),
		Scheme:  m.Get("scheme").Text(),
	}
	if a.ID != "" && !validID(a.ID) {
		m.Get("id").Mistake("id %q: an id is small Latin letters, digits, dots and hyphens, such as khlong-luang", a.ID)
	}
	if a.ID == "" {
		a.ID = hostID(a.URL)
	}
	if a.Scheme == "" {
		a.Scheme = DefaultScheme
	} else if !schemePattern.MatchString(a.Scheme) {
		m.Get("scheme").Mistake("scheme %q: a scheme is small letters, digits and hyphens; `itacheck rules list` names them", a.Scheme)
	}
	codes := details(m, &a)
	return a, codes
}

// details reads what only YAML has room for: further pages, limits, owners,
// waivers and verdicts. It returns the places of the item codes.
func details(m strictyaml.Map, a *ita.Agency) []strictyaml.Value {
	a.Limits = limits(m.Get("limits"))
	for _, v := range m.Get("extra_pages").List() {
		if page := address(v); page != "" {
			a.ExtraPages = append(a.ExtraPages, page)
		}
	}
	var codes []strictyaml.Value
	for _, p := range m.Get("owners").Pairs() {
		code, unit := itemCode(p.Key), p.Value.Text()
		if unit == "" && !p.Value.Exists() {
			p.Key.Mistake("item %s has no owner: write the unit responsible, or remove the line", code)
		}
		if code == "" || unit == "" {
			continue
		}
		if a.Owners == nil {
			a.Owners = map[string]string{}
		}
		a.Owners[code] = unit
		codes = append(codes, p.Key)
	}
	codes = append(codes, waivers(m.Get("waivers"), a)...)
	return append(codes, verdicts(m.Get("verdicts"), a)...)
}

// address reads an http or https address.
func address(v strictyaml.Value) string {
	text := v.Text()
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || strings.ContainsAny(text, " \t\n"):
		v.Mistake("%q is not an address: copy it from the browser's address bar", text)
		return ""
	case u.Scheme != "http" && u.Scheme != "https":
		v.Mistake("%q is not a web address: it must begin with https:// or http://", text)
		return ""
	case u.Hostname() == "":
		v.Mistake("%q has no host: write it as in https://www.example.go.th/", text)
		return ""
	case u.User != nil:
		v.Mistake("a name or password must not be part of an address: what the public sees needs none")
		return ""
	}
	return text
}

// year reads a fiscal year of the Buddhist Era, in Arabic or Thai digits.
func year(v strictyaml.Value) ita.FiscalYear {
	y := ita.FiscalYear(v.Int())
	switch {
	case y == 0: // missing, or reported already
	case y >= 1950 && y < 2100:
		v.Mistake("%d is a Gregorian year: write %d", y, y+543)
		return 0
	case y < ita.MinYear || y > ita.MaxYear:
		v.Mistake("%d is no fiscal year: write one from %d to %d", y, ita.MinYear, ita.MaxYear)
		return 0
	}
	return y
}

func itemCode(v strictyaml.Value) string {
	text := v.Text()
	if text != "" && !codePattern.MatchString(text) {
		v.Mistake("%q is no item code: write it as the list does, such as O12, EB3 or MOIT21", text)
		return ""
	}
	return text
}

func limits(v strictyaml.Value) ita.Limits {
	m := v.Map("delay", "timeout", "max_pages", "ignore_robots")
	l := ita.Limits{
		Delay:        duration(m.Get("delay")),
		Timeout:      duration(m.Get("timeout")),
		MaxPages:     m.Get("max_pages").Int(),
		IgnoreRobots: m.Get("ignore_robots").Text(),
	}
	if l.MaxPages < 0 {
		m.Get("max_pages").Mistake("max_pages is %d: write a number of pages, or remove the line", l.MaxPages)
	}
	if l.Delay == 0 && m.Get("delay").Text() != "" {
		l.Delay = -1 // 0s: none
	}
	switch strings.ToLower(l.IgnoreRobots) {
	case "true", "false", "yes", "no", "on", "off", "1", "0":
		m.Get("ignore_robots").Mistake("ignore_robots takes the reason for not obeying robots.txt, in words; remove the line to obey it")
	}
	return l
}

func duration(v strictyaml.Value) time.Duration {
	text := strictyaml.Digits(v.Text())
	if text == "" {
		return 0
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		v.Mistake("%q has no unit: write %sms or %ss", text, text, text)
		return 0
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		v.Mistake("%q is no length of time: write it as 500ms, 2s or 1m30s", text)
		return 0
	}
	return d
}

// firstBuddhist is the first year of a date that is read as Buddhist.
const firstBuddhist = 2400

// day reads a day as year-month-day, the year Buddhist or Gregorian.
func day(v strictyaml.Value) time.Time {
	text := strictyaml.Digits(v.Text())
	if text == "" {
		return time.Time{}
	}
	m := dayPattern.FindStringSubmatch(text)
	if m == nil {
		v.Mistake("%q is no date: write it as 2569-09-30 (or 2026-09-30)", v.Text())
		return time.Time{}
	}
	y, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	d, _ := strconv.Atoi(m[3])
	if y < firstBuddhist {
		y += 543
	}
	if y < int(ita.MinYear) || y > int(ita.MaxYear) {
		v.Mistake("the year %s cannot be meant: write a date as 2569-09-30 (or 2026-09-30)", m[1])
		return time.Time{}
	}
	t := ita.Day(y, time.Month(month), d)
	if int(t.Month()) != month || t.Day() != d {
		v.Mistake("there is no day %s: check month and day", text)
		return time.Time{}
	}
	return t
}
