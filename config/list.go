package config

import (
	"bytes"
	"maps"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"itacheck/internal/strictyaml"
	"itacheck/internal/thai"
	"itacheck/ita"

	"golang.org/x/net/idna"
)

// Bounds of a list. The whole country has some 8,300 agencies.
const (
	MaxListBytes = 32 << 20
	MaxListRows  = 20_000
)

// ListOptions fill in what a list leaves out. The zero value is right for the
// fiscal year that it is now.
type ListOptions struct {
	Year    ita.FiscalYear // of agencies for which none is given; 0: the one of now
	Scheme  string         // of agencies for which none is given; "": DefaultScheme
	Schemes []string       // the schemes that there are; none: any word that could be one
	// RuleSet finds the rule set of an agency or says why there is none, so
	// that an agency that cannot be judged is a mistake of its row. nil: any
	// year and scheme will do, and item codes are not checked.
	RuleSet func(year ita.FiscalYear, scheme string) (*ita.RuleSet, ita.Text)
}

// LoadList reads a list of agencies: YAML (a list of agency files with
// province, district, type, owner and tags besides), CSV in any usual separator
// and encoding, or an XLSX workbook. The content decides which, and the ending
// of name between YAML and CSV. name is also how the file is called in problems.
//
// Tables have headings in Thai or English, in any order and not necessarily in
// the first row. Only name and website must be there. An agency without an id
// gets its host, with -2, -3 … where several agencies share it. An address
// without http:// or https:// stays so: whoever asks for it finds out which.
//
// All problems are found at once. The agencies returned are those of rows
// without a [ListMistake], in the order of the file; none when one concerns the
// list as a whole. Their Row is the row of the spreadsheet, and of YAML the
// entry, from 1.
func LoadList(name string, data []byte, now time.Time, o ListOptions) ([]ita.Listed, ListProblems) {
	l := &list{
		file: name, options: o,
		ids: map[string]int{}, pages: map[string]int{},
		rowWord: ita.Text{TH: "แถว", EN: "row"},
	}
	if l.options.Year == 0 {
		l.options.Year = ita.FiscalYearOf(now)
	}
	if l.options.Scheme == "" {
		l.options.Scheme = DefaultScheme
	}
	l.read(data)
	return l.finish()
}

// list is a list while it is read.
type list struct {
	file     string
	options  ListOptions
	rowWord  ita.Text // what a row is called
	rows     []listed
	problems ListProblems
	ids      map[string]int // ids that are given → the first row with it
	pages    map[string]int // website, ITA page, year and scheme → the first row with them
}

// listed is an agency and whether its row has a mistake.
type listed struct {
	ita.Listed
	bad bool
}

// say adds a problem to a row at one of its fields, or at noField to the row.
type say func(f field, kind ListProblemKind, message ita.Text)

func (l *list) add(p ListProblem) {
	p.File = l.file
	l.problems = append(l.problems, p)
}

// whole adds a mistake of the file as a whole.
func (l *list) whole(th, en string, values ...any) {
	l.add(ListProblem{Message: textf(th, en, values...)})
}

func (l *list) read(data []byte) {
	head := bytes.ToLower(bytes.TrimLeft(data[:min(len(data), 200)], " \t\r\n\ufeff"))
	switch {
	case len(data) > MaxListBytes:
		l.whole("ไฟล์ใหญ่เกิน %d MB ให้แบ่งเป็นหลายไฟล์", "larger than %d MB: divide it into several files", MaxListBytes>>20)
		return
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		l.readXLSX(data)
		return
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		l.whole("เป็นไฟล์ Excel รุ่นเก่า (.xls) หรือมีรหัสผ่าน ให้นำรหัสผ่านออกแล้วบันทึกเป็น .xlsx", "an old Excel file (.xls), or one with a password: remove the password and save it as .xlsx")
		return
	case bytes.HasPrefix(head, []byte("<")):
		l.whole("เป็นหน้าเว็บหรือ XML ไม่ใช่ตาราง ให้เปิดด้วย Excel แล้วบันทึกเป็น .xlsx", "a web page or XML, not a table: open it in Excel and save it as .xlsx")
		return
	case bytes.HasPrefix(head, []byte("%pdf")):
		l.whole("เป็นไฟล์ PDF ให้ใช้ไฟล์ .xlsx .csv หรือ .yaml", "a PDF: give an .xlsx, .csv or .yaml file")
		return
	}
	text, ok := decode(data)
	switch {
	case !ok:
		l.whole("ไม่ใช่ไฟล์ข้อความหรือ Excel ให้ใช้ไฟล์ .xlsx .csv หรือ .yaml", "neither text nor Excel: give an .xlsx, .csv or .yaml file")
	case strings.TrimSpace(text) == "":
		l.whole("ไฟล์ว่าง", "the file is empty")
	case l.isYAML(text):
		l.rowWord = ita.Text{TH: "รายการที่", EN: "entry"}
		l.readYAML(text)
	default:
		l.readCSV(text)
	}
}

// isYAML goes by the ending of the file's name, or by its first line.
func (l *list) isYAML(text string) bool {
	switch strings.ToLower(filepath.Ext(l.file)) {
	case ".yaml", ".yml":
		return true
	case ".csv", ".tsv", ".txt":
		return false
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && line[0] != '#' && line != "---" {
			return strings.HasPrefix(line, "- ") || line == "-" || line == listKey
		}
	}
	return false
}

// full reports, and says, that a list with so many rows takes no more.
func (l *list) full(rows int) bool {
	if rows < MaxListRows {
		return false
	}
	l.whole("มีเกิน %d หน่วยงาน ให้แบ่งเป็นหลายไฟล์", "more than %d agencies: divide the list into several files", MaxListRows)
	return true
}

// agency reads one row. more is what the row says beyond its cells, or nil. It
// returns false when the list is full.
func (l *list) agency(row int, c *cells, more *ita.Agency, tell say) bool {
	if l.full(len(l.rows)) {
		return false
	}
	var a listed
	if more != nil {
		a.Agency = *more
	}
	mistake := func(f field, message ita.Text) {
		a.bad = true
		tell(f, ListMistake, message)
	}
	// value is a field's text, or "" when it is not fit to be read.
	value := func(f field) string {
		if m := spoiled(c[f]); !m.IsZero() {
			mistake(f, m)
			return ""
		}
		return c[f]
	}

	a.Row = row
	a.Name = value(fieldName)
	if c[fieldName] == "" {
		mistake(fieldName, textf("ไม่มีชื่อหน่วยงาน ให้กรอกชื่อหน่วยงาน", "the name is missing: write the agency's name"))
	}
	address := func(f field) string {
		text := value(f)
		if text == "" {
			return ""
		}
		if m := wrongAddress(text); !m.IsZero() {
			mistake(f, m)
			return ""
		}
		return text
	}
	a.URL, a.ITAPage = address(fieldURL), address(fieldITAPage)
	if c[fieldURL] == "" {
		mistake(fieldURL, textf("ไม่มีที่อยู่เว็บไซต์ ให้กรอกเช่น https://www.example.go.th", "the website is missing: write its address, such as https://www.example.go.th"))
	}
	a.Year = l.options.Year
	if text := value(fieldYear); text != "" {
		y, m := listYear(text)
		if !m.IsZero() {
			mistake(fieldYear, m)
		}
		a.Year = y
	}
	a.Scheme = l.options.Scheme
	if text := strings.ToLower(value(fieldScheme)); text != "" {
		if m := l.wrongScheme(text); !m.IsZero() {
			mistake(fieldScheme, m)
		}
		a.Scheme = text
	}
	a.Province, a.District, a.Type, a.Owner = value(fieldProvince), value(fieldDistrict), value(fieldType), value(fieldOwner)
	a.Tags = splitTags(value(fieldTags))

	if id := strings.ToLower(value(fieldID)); id != "" {
		first, twice := l.ids[id]
		switch {
		case !validID(id):
			mistake(fieldID, textf("รหัส %q ใช้ไม่ได้ ให้ใช้อักษรอังกฤษ ตัวเลข จุด และขีด เช่น khlong-luang หรือเว้นว่างไว้",
				"id %q: an id is Latin letters, digits, dots and hyphens, such as khlong-luang; or leave it empty", brief(c[fieldID])))
		case twice:
			mistake(fieldID, textf("รหัส %q ซ้ำกับ%s %[4]d ให้ใช้รหัสไม่ซ้ำกัน", "id %[1]q is that of %[3]s %[4]d as well: give each agency its own",
				id, l.rowWord.TH, l.rowWord.EN, first))
		default:
			l.ids[id] = row
			a.ID = id
		}
	}
	if a.URL != "" && a.Year != 0 {
		page := plainAddress(a.URL) + " " + plainAddress(a.ITAPage) + " " + a.Year.String() + " " + a.Scheme
		if first, twice := l.pages[page]; twice {
			tell(fieldURL, ListWarning, textf("เว็บไซต์และปีซ้ำกับ%[1]s %[3]d หากเป็นหน่วยงานเดียวกันให้ลบออกหนึ่งรายการ หากไม่ใช่ให้ระบุหน้า ITA ของแต่ละหน่วยงาน",
				"the same website and year as %[2]s %[3]d: remove one if they are one agency, else give each its ITA page", l.rowWord.TH, l.rowWord.EN, first))
		} else {
			l.pages[page] = row
		}
	}
	if l.options.RuleSet != nil && !a.bad {
		f := fieldYear
		if c[fieldYear] == "" {
			f = noField
		}
		for _, m := range l.unjudgeable(&a.Agency) {
			mistake(f, m)
		}
	}
	l.rows = append(l.rows, a)
	return true
}

// unjudgeable says why an agency cannot be judged: there is no rule set for it,
// or that has no item of a code that the row names.
func (l *list) unjudgeable(a *ita.Agency) []ita.Text {
	rs, why := l.options.RuleSet(a.Year, a.Scheme)
	if rs == nil {
		return []ita.Text{why}
	}
	codes := slices.Collect(maps.Keys(a.Owners))
	for _, w := range a.Waivers {
		codes = append(codes, w.Item)
	}
	for _, v := range a.Verdicts {
		codes = append(codes, v.Item)
	}
	slices.Sort(codes)
	var out []ita.Text
	for _, code := range slices.Compact(codes) {
		if rs.Item(code) == nil {
			out = append(out, textf("%s ไม่มีข้อ %s ดูรายการข้อด้วย `itacheck rules show %[1]s`", "%s has no item %s; `itacheck rules show %[1]s` lists its items", rs.ID, code))
		}
	}
	return out
}

// finish gives ids to agencies that have none and takes out what is bad. Bad
// rows get numbers too, so that mending them changes nobody's id.
func (l *list) finish() ([]ita.Listed, ListProblems) {
	l.problems.sort()
	if len(l.rows) == 0 && len(l.problems.Of(ListMistake)) == 0 {
		l.whole("ไม่มีหน่วยงานในไฟล์ ให้เพิ่มอย่างน้อยหนึ่งหน่วยงาน", "there is no agency in it: add at least one")
	}
	next := map[string]int{}
	var out []ita.Listed
	for i := range l.rows {
		a := &l.rows[i]
		if a.ID == "" {
			a.ID = l.freeID(hostID(a.URL), next)
		}
		if !a.bad {
			out = append(out, a.Listed)
		}
	}
	if slices.ContainsFunc(l.problems, func(p ListProblem) bool { return p.Kind == ListMistake && p.Row == 0 }) {
		return nil, l.problems
	}
	return out, l.problems
}

func (l *list) freeID(base string, next map[string]int) string {
	for {
		next[base]++
		id := base
		if n := next[base]; n > 1 {
			id += "-" + strconv.Itoa(n)
		}
		if _, taken := l.ids[id]; !taken {
			l.ids[id] = 0
			return id
		}
	}
}

// maxID keeps an id with a file's ending shorter than a file name may be.
const maxID = 200

func validID(id string) bool { return len(id) <= maxID && idPattern.MatchString(id) }

// hostID is the host of an address as an id, without www.
func hostID(address string) string {
	u, err := url.Parse(withScheme(address))
	if err != nil {
		return "agency"
	}
	host := strings.ToLower(u.Hostname())
	if ascii, err := idna.Punycode.ToASCII(host); err == nil {
		host = ascii
	}
	host = strings.ReplaceAll(strings.TrimPrefix(host, "www."), ":", "-") // an IPv6 address
	if host = strings.Trim(host, "-."); !validID(host) {
		return "agency"
	}
	return host
}

// spoiled says what became of a cell that a program has spoiled.
func spoiled(text string) ita.Text {
	switch text {
	case "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!":
		return textf("สูตรในช่องนี้ผิดพลาด (%s) ให้แก้สูตรหรือพิมพ์ค่าลงไป", "the formula fails (%s): correct it or type the value", text)
	}
	if strings.ContainsRune(text, unicode.ReplacementChar) || strings.Contains(text, "???") {
		return textf("มีตัวอักษรเสียจากการบันทึก ให้พิมพ์ใหม่แล้วบันทึกเป็น “CSV UTF-8” หรือ .xlsx",
			"letters were lost in saving: write them again and save as “CSV UTF-8” or .xlsx")
	}
	return ita.Text{}
}

// withScheme is an address as the browser's address bar understands it.
func withScheme(text string) string {
	if strings.Contains(text, "://") {
		return text
	}
	return "https://" + strings.TrimPrefix(text, "//")
}

// wrongAddress says what is wrong with a web address; the zero Text: nothing.
func wrongAddress(text string) ita.Text {
	u, err := url.Parse(withScheme(text))
	switch {
	case strings.Count(text, "://") > 1 && len(strings.Fields(text)) > 1:
		return textf("มีมากกว่าหนึ่งที่อยู่ในช่องเดียว ให้เหลือเพียงหนึ่ง", "more than one address in one cell: leave one")
	case err == nil && u.Scheme != "http" && u.Scheme != "https":
		return textf("%q ไม่ใช่ที่อยู่เว็บไซต์ ต้องขึ้นต้นด้วย https:// หรือ http://", "%q is not a web address: it must begin with https:// or http://", brief(text))
	case err == nil && u.User != nil:
		return textf("ที่อยู่ต้องไม่มี @ ชื่อผู้ใช้ หรือรหัสผ่าน ให้คัดลอกจากช่องที่อยู่ของเบราว์เซอร์", "no @, name or password may be part of an address: copy it from the browser's address bar")
	case err != nil || strings.ContainsFunc(text, unicode.IsSpace) || !validHost(u.Hostname(), strings.Contains(text, "://")):
		return textf("%q ไม่ใช่ที่อยู่เว็บไซต์ ให้คัดลอกจากช่องที่อยู่ของเบราว์เซอร์", "%q is not an address: copy it from the browser's address bar", brief(text))
	}
	return ita.Text{}
}

// validHost reports whether host can be one. Without a scheme before it, it
// needs a dot and a domain that there may be: อบต.คลองใส is a name.
func validHost(host string, scheme bool) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	top := host[strings.LastIndexByte(host, '.')+1:]
	if len(host) > maxID || !scheme && (top == host || thai.IsThai(top) && top != "ไทย") {
		return false
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(host, "."), ".") {
		if label == "" || strings.ContainsFunc(label, func(r rune) bool {
			return r != '-' && r != '_' && !unicode.In(r, unicode.L, unicode.M, unicode.Nd)
		}) {
			return false
		}
	}
	return true
}

// plainAddress is what two spellings of one address have in common.
func plainAddress(text string) string {
	u, err := url.Parse(withScheme(text))
	if err != nil || text == "" {
		return text
	}
	return strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimRight(u.Path, "/") + "?" + u.RawQuery + "#" + u.Fragment
}

// listYear reads a fiscal year as people write it into tables: 2566, ๒๕๖๖,
// พ.ศ. 2566, and 2566.0, which a spreadsheet makes of it.
func listYear(text string) (ita.FiscalYear, ita.Text) {
	digits := strings.TrimSuffix(strings.TrimLeftFunc(thai.Digits(text), func(r rune) bool { return r != '-' && !unicode.IsDigit(r) }), ".0")
	n, err := strconv.Atoi(digits)
	y := ita.FiscalYear(n)
	switch {
	case err != nil || n < 0:
		return 0, textf("%q ไม่ใช่ปี ให้กรอกปี พ.ศ. สี่หลัก เช่น 2566", "%q is no year: write four digits of the Buddhist Era, such as 2566", brief(text))
	case len(digits) <= 2 && n >= 50:
		return 0, textf("ปี %q มีเพียงสองหลัก ให้กรอกสี่หลัก เช่น %[2]d", "%q has two digits only: write all four, such as %d", brief(text), 2500+n)
	case len(digits) <= 2:
		return 0, textf("ปี %q ไม่ครบสี่หลัก ให้กรอกเช่น 2566", "%q is not a whole year: write four digits, such as 2566", brief(text))
	case y >= 1950 && y < 2100:
		return 0, textf("%d เป็นปี ค.ศ. ให้กรอก %d", "%d is a Gregorian year: write %d", y, y+543)
	case y < ita.MinYear || y > ita.MaxYear:
		return 0, textf("%d ไม่ใช่ปีงบประมาณ ให้กรอกปีตั้งแต่ %d ถึง %d", "%d is no fiscal year: write one from %d to %d", y, ita.MinYear, ita.MaxYear)
	}
	return y, ita.Text{}
}

func (l *list) wrongScheme(text string) ita.Text {
	known := l.options.Schemes
	switch {
	case len(known) == 0 && !schemePattern.MatchString(text):
		return textf("ประเภทการประเมิน %q ใช้ไม่ได้ ดูทั้งหมดด้วย `itacheck rules list`",
			"scheme %q: a scheme is small letters, digits and hyphens; `itacheck rules list` names them", brief(text))
	case len(known) > 0 && !slices.Contains(known, text):
		all := strings.Join(known, ", ")
		hint := strictyaml.DidYouMean(text, known)
		return textf("ไม่มีประเภทการประเมิน %[1]q ให้ใช้: %[3]s", "no scheme %[1]q%[2]s; the schemes are %[3]s", brief(text), hint, all)
	}
	return ita.Text{}
}

// splitTags divides a cell's tags at commas, semicolons, strokes and line ends.
func splitTags(text string) []string {
	var tags []string
	for tag := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(",;|\n", r) }) {
		tag = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(tag), "#"))
		if tag != "" && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}
