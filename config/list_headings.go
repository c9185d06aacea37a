package config

import (
	"slices"
	"strings"

	"itacheck/internal/thai"
	"itacheck/ita"
)

// field is one thing that a list says of an agency.
type field int

const (
	fieldName field = iota
	fieldURL
	fieldID
	fieldITAPage
	fieldYear
	fieldScheme
	fieldProvince
	fieldDistrict
	fieldType
	fieldOwner
	fieldTags
	fieldCount
	noField field = -1
)

// cells are the texts of one agency's row.
type cells [fieldCount]string

// wordings are the headings of each field, as offices write them. The first is
// the template's, the last the key of YAML.
var wordings = [fieldCount][]string{
	fieldName: {
		"ชื่อหน่วยงาน", "หน่วยงาน", "ชื่อ", "ชื่อ อปท.", "อปท.", "ชื่อองค์กร", "ชื่อสถานศึกษา", "สถานศึกษา", "ชื่อโรงเรียน",
		"ชื่อส่วนราชการ", "ส่วนราชการ", "รายชื่อหน่วยงาน", "agency", "agency name", "organization", "organisation", "name",
	},
	fieldURL: {
		"เว็บไซต์", "เว็บไซต์หน่วยงาน", "เว็บไซต์ของหน่วยงาน", "เว็บไซต์หลัก", "ที่อยู่เว็บไซต์", "ชื่อเว็บไซต์", "ลิงก์เว็บไซต์", "ลิงค์เว็บไซต์", "URL เว็บไซต์",
		"URL หน่วยงาน", "เว็บไซด์", "เว็ปไซต์", "เว็ปไซด์", "เว็บไซท์", "เวบไซต์", "เว็บ", "website", "website url", "web", "homepage", "site", "url",
	},
	fieldID: {"รหัส", "รหัสหน่วยงาน", "รหัส อปท.", "code", "agency id", "agency code", "id"},
	fieldITAPage: {
		"หน้า ITA", "หน้าเว็บ ITA", "หน้าเว็บไซต์ ITA", "เว็บไซต์ ITA", "ลิงก์ ITA", "ลิงค์ ITA", "ลิงก์หน้า ITA", "URL ITA", "URL หน้า ITA",
		"หน้า OIT", "ลิงก์ OIT", "ลิงค์ OIT", "URL OIT", "ita", "ita url", "ita link", "oit page", "oit url", "ita_page",
	},
	fieldYear: {
		"ปีงบประมาณ", "ปี", "ปีงบประมาณ พ.ศ.", "ปี พ.ศ.", "พ.ศ.", "ปีที่ประเมิน", "ปีการประเมิน", "ปีงบประมาณที่ประเมิน", "fy", "fiscal_year", "year",
	},
	fieldScheme:   {"ประเภทการประเมิน", "รูปแบบการประเมิน", "เกณฑ์การประเมิน", "ชุดรายการ", "ชุดรายการประเมิน", "rule set", "scheme"},
	fieldProvince: {"จังหวัด", "changwat", "province"},
	fieldDistrict: {"อำเภอ", "เขต", "อำเภอ/เขต", "amphoe", "amphur", "district"},
	fieldType:     {"ประเภท", "ประเภทหน่วยงาน", "ประเภท อปท.", "ชนิดหน่วยงาน", "kind", "agency type", "type"},
	fieldOwner:    {"ผู้รับผิดชอบ", "ผู้ดูแล", "เจ้าหน้าที่ผู้รับผิดชอบ", "เจ้าหน้าที่รับผิดชอบ", "ชื่อผู้รับผิดชอบ", "responsible", "owner"},
	fieldTags:     {"ป้าย", "ป้ายกำกับ", "แท็ก", "แท็ค", "กลุ่ม", "tag", "label", "labels", "group", "tags"},
}

// fieldOf finds the field of each wording, folded.
var fieldOf = foldWordings()

func foldWordings() map[string]field {
	out := map[string]field{}
	for f, words := range wordings {
		for _, w := range words {
			out[thai.Fold(w)] = field(f)
		}
	}
	return out
}

// headingField returns the field that a heading names. What stands in brackets
// or after a stroke may be left out: เว็บไซต์ (URL), จังหวัด/Province.
func headingField(heading string) field {
	for _, h := range []string{heading, upTo(heading, "("), upTo(heading, "/"), upTo(heading, "\n")} {
		if f, ok := fieldOf[thai.Fold(h)]; ok {
			return f
		}
	}
	return noField
}

func upTo(s, end string) string {
	before, _, _ := strings.Cut(s, end)
	return before
}

// headingLike returns the wording that a heading seems to be a misspelling of,
// among the fields that the list has no column for.
func headingLike(heading string, taken func(field) bool) (field, string) {
	folded := []rune(thai.Fold(heading))
	limit := 1
	switch {
	case len(folded) < 4 || len(folded) > 40:
		return noField, ""
	case len(folded) >= 12:
		limit = 2
	}
	for f := range fieldCount {
		if taken(f) {
			continue
		}
		for _, w := range wordings[f] {
			if near(folded, []rune(thai.Fold(w)), limit) {
				return f, w
			}
		}
	}
	return noField, ""
}

// near reports whether a becomes b by at most limit changes: a character put in,
// taken out, changed, or swapped with its neighbour.
func near(a, b []rune, limit int) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	switch {
	case len(a) == 0 || len(b) == 0:
		return len(a)+len(b) <= limit
	case limit == 0:
		return false
	case len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] && near(a[2:], b[2:], limit-1):
		return true
	}
	return near(a[1:], b, limit-1) || near(a, b[1:], limit-1) || near(a[1:], b[1:], limit-1)
}

// headingDepth is how many rows may stand above the headings and the headings'
// own: a title, a date, an empty row.
const headingDepth = 30

// findHeading returns which of the first rows has the headings and how many
// fields it names, 0 when none does. Two fields make a heading row, one of them
// the name or the website. When no row is one, loose takes the name or the
// website alone, and misspelt ones, so as to say what is missing.
func findHeading(rows [][]string, loose bool) (at, known int) {
	least := 2
	if loose {
		least = 1
	}
	for i, row := range rows[:min(len(rows), headingDepth)] {
		var has [fieldCount]bool
		n := 0
		for _, h := range row {
			if len(h) > longestHeading {
				continue
			}
			f := headingField(h)
			if f == noField && loose {
				f, _ = headingLike(h, func(f field) bool { return has[f] })
			}
			if f != noField && !has[f] {
				has[f] = true
				n++
			}
		}
		if n > known && n >= least && (has[fieldName] || has[fieldURL]) {
			at, known = i, n
		}
	}
	return at, known
}

// table is a list with rows and columns while it is read.
type table struct {
	*list
	sheet    string
	heading  []string // as in the file
	fields   []field  // of each column
	named    [fieldCount]int
	short    int // rows with fewer cells than the heading
	shortRow int // the first of them
}

// problem adds a problem at a row and column (from 0; -1: the whole row).
func (t *table) problem(kind ListProblemKind, row, line, column int, message ita.Text) {
	p := ListProblem{Kind: kind, Sheet: t.sheet, Row: row, Line: line, Message: message}
	if column >= 0 {
		p.Column, p.Letter = column+1, letters(column)
		if column < len(t.heading) {
			p.Heading = brief(thai.Normal(t.heading[column]))
		}
	}
	t.add(p)
}

// newTable reads the headings. A column that is missing or ambiguous is a
// mistake of the list; rows are still looked at, so that all is said at once.
func (l *list) newTable(sheet string, line int, heading []string) *table {
	t := &table{list: l, sheet: sheet, heading: heading, fields: make([]field, len(heading))}
	for f := range t.named {
		t.named[f] = -1
	}
	for i, h := range heading {
		f := headingField(h)
		t.fields[i] = f
		if f == noField {
			continue
		}
		if first := t.named[f]; first >= 0 {
			t.fields[i] = noField
			t.problem(ListMistake, 0, line, i, textf("มีคอลัมน์ความหมายนี้แล้วที่คอลัมน์ %s (%s) ให้ลบหรือเปลี่ยนชื่อคอลัมน์หนึ่ง",
				"column %s (%s) means the same: remove or rename one of them", letters(first), brief(thai.Normal(heading[first]))))
			continue
		}
		t.named[f] = i
	}
	var unread []string
	for i, h := range heading {
		h = thai.Normal(h)
		if headingField(h) != noField || h == "" {
			continue
		}
		if f, meant := headingLike(h, func(f field) bool { return t.named[f] >= 0 }); f != noField {
			t.named[f], t.fields[i] = i, f
			t.problem(ListMistake, 0, line, i, textf("ไม่รู้จักหัวคอลัมน์นี้ หมายถึง %q หรือไม่ ให้แก้คำสะกด หรือเปลี่ยนชื่อหากเป็นเรื่องอื่น",
				"unknown heading (did you mean %q?): correct it, or rename it if it is something else", meant))
			continue
		}
		if !slices.Contains([]string{"ลำดับ", "ลำดับที่", "ที่", "no", "#"}, strings.TrimSuffix(strings.ToLower(h), ".")) {
			unread = append(unread, letters(i)+" ("+brief(h)+")")
		}
	}
	if len(unread) > 0 {
		t.problem(ListNote, 0, line, -1, textf("คอลัมน์ที่ไม่ได้ใช้: %s", "columns that are not read: %s", strings.Join(unread, ", ")))
	}
	if t.named[fieldName] < 0 {
		t.problem(ListMistake, 0, line, -1, textf("ไม่มีคอลัมน์ชื่อหน่วยงาน ให้เพิ่มคอลัมน์ที่มีหัวว่า “ชื่อหน่วยงาน” หรือ “name”",
			"no column for the agency's name: add one with the heading “ชื่อหน่วยงาน” or “name”"))
	}
	if t.named[fieldURL] < 0 {
		t.problem(ListMistake, 0, line, -1, textf("ไม่มีคอลัมน์เว็บไซต์ ให้เพิ่มคอลัมน์ที่มีหัวว่า “เว็บไซต์” หรือ “url”",
			"no column for the website: add one with the heading “เว็บไซต์” or “url”"))
	}
	return t
}

// row reads one row below the headings. It returns false when the list has too many.
func (t *table) row(line int, values []string) bool {
	var c cells
	empty := true
	for i, v := range values {
		if i >= len(t.fields) {
			break
		}
		if f := t.fields[i]; f != noField {
			c[f] = cell(f, v)
			empty = empty && c[f] == ""
		}
	}
	if empty {
		return true
	}
	return t.agency(line, &c, nil, func(f field, kind ListProblemKind, message ita.Text) {
		column := -1
		if f != noField {
			column = t.named[f]
		}
		if column < 0 && (f == fieldName || f == fieldURL) {
			return // said once, of the headings
		}
		t.problem(kind, line, line, column, message)
	})
}

// cell is the text of a cell as it is meant: a dash is for nothing.
func cell(f field, s string) string {
	if f == fieldURL || f == fieldITAPage {
		s = strings.TrimFunc(s, func(r rune) bool { return thai.Normal(string(r)) == "" })
	} else {
		s = thai.Normal(s)
	}
	if s == "-" || s == "–" || s == "—" {
		return ""
	}
	return s
}

// letters names a column, from 0, as a spreadsheet does: A, B … Z, AA.
func letters(column int) string {
	s := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}
