package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"itacheck"
	"itacheck/internal/thai"
	"itacheck/ita"
	"itacheck/rules"
)

// year reads a fiscal year in Arabic or Thai digits.
func (a *app) year(s string) (ita.FiscalYear, error) {
	n, err := strconv.Atoi(thai.Digits(strings.TrimSpace(s)))
	y := ita.FiscalYear(n)
	switch {
	case err != nil:
		return 0, fmt.Errorf(a.say("%q ไม่ใช่ปี ให้ใช้ปี พ.ศ. สี่หลัก เช่น 2566", "%q is no year: give four digits of the Buddhist Era, such as 2566"), s)
	case y+543 >= ita.MinYear && y+543 <= ita.MaxYear:
		return 0, fmt.Errorf(a.say("%q เป็นปี ค.ศ. ให้ใช้ปี พ.ศ. %d", "%q is a Gregorian year: give %d"), s, y+543)
	case y < ita.MinYear || y > ita.MaxYear:
		return 0, fmt.Errorf(a.say("%q ไม่อยู่ในช่วงปี %d ถึง %d", "%q is not from %d to %d"), s, ita.MinYear, ita.MaxYear)
	}
	return y, nil
}

var datePattern = regexp.MustCompile(`^(\d{4})-(\d{2}-\d{2})$`)

// date reads a day as YEAR-MONTH-DAY. A year from 2400 on is Buddhist.
func (a *app) date(s string) (time.Time, error) {
	if part := datePattern.FindStringSubmatch(thai.Digits(strings.TrimSpace(s))); part != nil {
		y, _ := strconv.Atoi(part[1]) // four digits
		if y >= 2400 {
			y -= 543
		}
		plausible := y >= int(ita.MinYear)-543 && y <= int(ita.MaxYear)-543
		if t, err := time.ParseInLocation(time.DateOnly, fmt.Sprintf("%04d-%s", y, part[2]), ita.Bangkok); err == nil && plausible {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf(a.say("%q ไม่ใช่วันที่ ให้เขียนแบบ 2566-04-30 หรือ 2023-04-30", "%q is no date: write 2566-04-30 or 2023-04-30"), s)
}

// duration reads a length of time of at least the given one.
func (a *app) duration(s string, least time.Duration) (time.Duration, error) {
	d, err := time.ParseDuration(strings.TrimSpace(s))
	if err != nil || d < least {
		return 0, fmt.Errorf(a.say("%q ไม่ใช่ระยะเวลาที่ใช้ได้ ให้เขียนเช่น 500ms, 2s, 1m", "%q cannot be used as a length of time: write 500ms, 2s or 1m"), s)
	}
	return d, nil
}

// setName reads a rule set's id, YEAR/SCHEME; without a scheme it is general.
func (a *app) setName(s string) (ita.FiscalYear, string, error) {
	year, scheme, ok := strings.Cut(s, "/")
	if !ok {
		scheme = generalScheme
	}
	y, err := a.year(year)
	return y, strings.ToLower(strings.TrimSpace(scheme)), err
}

// generalScheme is the list that most agencies are assessed by.
const generalScheme = "general"

// book loads a rules file, or the built-in rule sets when there is none.
func (a *app) book(file string) (*rules.Book, error) {
	if file == "" {
		return rules.Load("rules.yaml", itacheck.Rules)
	}
	data, err := a.read(file)
	if err != nil {
		return nil, err
	}
	return rules.Load(file, data)
}

// read reads a file that the user named.
func (a *app) read(file string) ([]byte, error) {
	data, err := readBounded(file)
	switch {
	case os.IsNotExist(err):
		return nil, fmt.Errorf(a.say("ไม่พบไฟล์ %s โปรดตรวจชื่อและโฟลเดอร์", "no file %s: check its name and the folder"), file)
	case err != nil:
		return nil, fmt.Errorf(a.say("อ่านไฟล์ %s ไม่ได้: %w", "reading %s: %w"), file, err)
	}
	return data, nil
}

// maxFileBytes is the longest file that is read at all: a stored result of a
// site with very many links has some 20 MB.
const maxFileBytes = 256 << 20

func readBounded(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return bounded(f)
}

// bounded reads all there is, unless that is more than any file of ours.
func bounded(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFileBytes+1))
	if err == nil && len(data) > maxFileBytes {
		err = fmt.Errorf("longer than %d MB: this is no file that itacheck reads", maxFileBytes>>20)
	}
	return data, err
}

// set finds a rule set. The error names what there is.
func (a *app) set(book *rules.Book, year ita.FiscalYear, scheme string) (*ita.RuleSet, error) {
	if rs, err := book.Find(year, scheme); err == nil {
		return rs, nil
	}
	years := yearsOf(book, scheme)
	if len(years) == 0 {
		names := schemes(book)
		return nil, fmt.Errorf(a.say("ไม่มีประเภทหน่วยงาน %q%s มี %s", "no scheme %q%s; there are %s"), scheme, a.meant(scheme, names), strings.Join(names, ", "))
	}
	return nil, &noList{year, scheme, years, a.lang}
}

// noList is the error for a year that a scheme has no list for.
type noList struct {
	year   ita.FiscalYear
	scheme string
	years  []ita.FiscalYear // those that it has lists for
	lang   ita.Lang
}

func (e *noList) Error() string {
	names := make([]string, len(e.years))
	for i, y := range e.years {
		names[i] = y.String()
	}
	return fmt.Sprintf(
		ita.Text{
			TH: "ยังไม่มีรายการของปี %d สำหรับประเภท %s มีของปี %s",
			EN: "there is no list for %d of scheme %s; there are those for %s",
		}.In(e.lang), e.year, e.scheme, strings.Join(names, ", "),
	)
}

// newest is the newest of ascending years that is not after y, else the oldest.
func newest(years []ita.FiscalYear, y ita.FiscalYear) ita.FiscalYear {
	found := years[0]
	for _, year := range years {
		if year <= y {
			found = year
		}
	}
	return found
}

// yearsOf lists the years that a scheme has lists for, ascending.
func yearsOf(book *rules.Book, scheme string) []ita.FiscalYear {
	var years []ita.FiscalYear
	for _, rs := range book.Sets() {
		if rs.Scheme == scheme {
			years = append(years, rs.Year)
		}
	}
	slices.Sort(years)
	return years
}

// schemes lists the schemes of a book in its order.
func schemes(book *rules.Book) []string {
	var names []string
	for _, rs := range book.Sets() {
		if !slices.Contains(names, rs.Scheme) {
			names = append(names, rs.Scheme)
		}
	}
	return names
}

// knownYears are the fiscal years of the built-in rule sets, ascending.
func knownYears() []string {
	var years []string
	for _, rs := range builtIn().Sets() {
		if y := rs.Year.String(); !slices.Contains(years, y) {
			years = append(years, y)
		}
	}
	slices.Sort(years)
	return years
}

// knownSchemes are the schemes of the built-in rule sets.
func knownSchemes() []string { return schemes(builtIn()) }

// builtIn is the built-in book for the completion of flags, which has nobody to
// complain to.
func builtIn() *rules.Book {
	book, err := rules.Load("rules.yaml", itacheck.Rules)
	if err != nil {
		return &rules.Book{}
	}
	return book
}
