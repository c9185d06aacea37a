package config

import (
	"strings"

	"itacheck/internal/strictyaml"
	"itacheck/internal/thai"
	"itacheck/ita"
)

// listKey may stand above the list.
const listKey = "agencies:"

// yamlKeys are the keys of an entry, those of cells first and in their order.
var yamlKeys = []string{
	"name", "url", "id", "ita_page", "year", "scheme", "province", "district", "type", "owner", "tags",
	"fiscal_year", "extra_pages", "limits", "owners", "waivers", "verdicts",
}

// readYAML reads a list of agencies. Each entry is parsed as a document of its
// own, so that a broken one leaves the others whole.
func (l *list) readYAML(text string) {
	lines := strings.Split(text, "\n")
	start, indent := -1, 0 // the entry that is being gathered, and how far the dashes are in
	entries := 0
	entry := func(end int) bool {
		if start < 0 {
			return true
		}
		entries++
		return l.entry(entries, start, lines[start:end])
	}
	underKey := false
	for i, line := range lines {
		in := len(line) - len(strings.TrimLeft(line, " "))
		rest := strings.TrimSpace(line)
		switch {
		case rest == "" || rest[0] == '#' || start >= 0 && in > indent:
		case (start < 0 || in == indent) && (rest == "-" || strings.HasPrefix(line[in:], "- ")):
			if !entry(i) {
				return
			}
			start, indent = i, in
		case start < 0 && !underKey && rest == "---":
		case start < 0 && !underKey && in == 0 && rest == listKey:
			underKey = true
		default:
			l.notEntry(i+1, rest, start < 0)
			entry(i)
			return
		}
	}
	entry(len(lines))
}

// notEntry says that a line is no part of a list.
func (l *list) notEntry(line int, text string, first bool) {
	p := ListProblem{Line: line, Column: 1}
	switch key, _, _ := strings.Cut(text, ":"); {
	case first && (key == "name" || key == "url" || key == "id"):
		p.Message = textf("ไฟล์นี้เป็นของหน่วยงานเดียว ให้ใช้ `itacheck audit --config` หรือขึ้นต้นแต่ละหน่วยงานด้วย “- ”",
			"this is the file of one agency: use `itacheck audit --config`, or begin each agency with “- ”")
	case first:
		p.Message = textf("ไม่ใช่รายชื่อหน่วยงาน ให้ขึ้นต้นแต่ละหน่วยงานด้วย “- name: ”", "not a list of agencies: begin each one with “- name: ”")
	default:
		p.Message = textf("บรรทัดนี้อยู่นอกรายชื่อ ให้ขึ้นต้นแต่ละหน่วยงานด้วย “- ” และย่อหน้าบรรทัดอื่นให้ลึกกว่า", "this line is outside the list: begin each agency with “- ” and indent its other lines")
	}
	l.add(p)
}

// entry reads one agency from its lines, of which the first is lines[start] of
// the file, from 0.
func (l *list) entry(row, start int, lines []string) bool {
	if l.full(row - 1) {
		return false
	}
	text := strings.Join(lines, "\n")
	file := strictyaml.Parse(l.file, []byte(strings.Replace(text, "-", " ", 1)))
	said := map[string]ListProblem{} // what is more than its English words
	fits := true
	if file.Err() == nil {
		fits = l.entryAgency(row, file, said)
	}
	mistakes, _ := file.Err().(strictyaml.Mistakes)
	bad := false
	for _, m := range mistakes {
		p, ok := said[m.Message]
		if !ok {
			p.Message = ita.Text{EN: m.Message}
		}
		p.Row, p.Line, p.Column = row, start+max(m.Line, 1), max(m.Column, 1)
		if m.Line == 0 && m.Message == "the file is empty" {
			p.Message = textf("รายการว่าง ให้กรอกหรือลบออก", "an empty entry: write it or remove it")
		}
		bad = bad || p.Kind == ListMistake
		l.add(p)
	}
	if !fits {
		return false
	}
	if n := len(l.rows); bad && n > 0 && l.rows[n-1].Row == row {
		l.rows[n-1].bad = true // by what strictyaml found
	}
	return true
}

// entryAgency reads an entry that is YAML. The problems go to the file, which
// knows the places, and into said.
func (l *list) entryAgency(row int, file *strictyaml.File, said map[string]ListProblem) bool {
	m := file.Root().Map(yamlKeys...)
	if len(m.Pairs()) == 0 && file.Err() != nil {
		return true // it is no mapping, and that has been said
	}
	var c cells
	for f := range fieldTags {
		c[f] = cell(f, m.Get(yamlKeys[f]).Text())
	}
	if tags := m.Get("tags"); tags.IsText() {
		c[fieldTags] = tags.Text()
	} else {
		c[fieldTags] = strings.Join(tags.Texts(), "\n")
	}
	if year := m.Get("fiscal_year"); year.Exists() {
		if c[fieldYear] != "" {
			year.Mistake("year and fiscal_year are the same: remove one")
		} else {
			c[fieldYear] = thai.Normal(year.Text())
		}
	}
	var more ita.Agency
	details(m, &more)
	return l.agency(row, &c, &more, func(f field, kind ListProblemKind, message ita.Text) {
		at := m.Value
		if f != noField && m.Get(yamlKeys[f]).Exists() {
			at = m.Get(yamlKeys[f])
		} else if f == fieldYear {
			at = m.Get("fiscal_year")
		}
		said[message.EN] = ListProblem{Kind: kind, Message: message}
		at.Mistake("%s", message.EN)
	})
}
