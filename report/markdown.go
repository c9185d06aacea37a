package report

import (
	"fmt"
	"io"
	"strings"

	"itacheck/ita"
)

// writeMarkdown writes the report as GitHub-flavoured Markdown: the summary,
// the work by unit, and every item. What comes from a website is escaped, so
// that it can neither be a link nor break the table.
func writeMarkdown(w io.Writer, r *ita.Result, o Options) error {
	m := &markdown{view: newView(r, o)}
	m.head()
	m.score()
	m.work()
	m.items()
	_, err := io.WriteString(w, m.b.String())
	return err
}

type markdown struct {
	*view
	b strings.Builder
}

// line writes a line of Markdown.
func (m *markdown) line(format string, values ...any) {
	fmt.Fprintf(&m.b, format+"\n", values...)
}

// escaped writes plain text as Markdown that shows it as it is: no link, no
// markup, no end of a table's cell, and nothing that begins a block.
func escaped(s string) string {
	var b strings.Builder
	for i, r := range s {
		special := strings.ContainsRune("\\`*_[]<>|~$&", r)
		block := i == 0 && strings.ContainsRune("#+-=", r)
		scheme := r == ':' && strings.HasPrefix(s[i:], "://")
		list := (r == '.' || r == ')') && i > 0 && strings.Trim(s[:i], "0123456789") == ""
		if special || block || scheme || list {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// link writes an address as a link; what is no web address, as text.
func link(s string) string {
	if !onWeb(s) || strings.ContainsAny(s, "<>|") {
		return escaped(s)
	}
	return "<" + s + ">"
}

func (m *markdown) head() {
	m.line("# %s", escaped(m.agency))
	m.line("")
	m.line("%s", escaped(m.title()))
	m.line("")
	m.line("- %s: %s", m.say("เว็บไซต์", "Website"), link(m.site))
	m.line("- %s: %s", m.say("หน้า ITA", "ITA page"), link(m.page))
	m.line("- %s: %s", m.say("ปีงบประมาณ", "Fiscal year"), m.rs.Year)
	m.line("- %s: %s", m.say("ชุดเกณฑ์", "Rule set"), escaped(m.ruleSet()))
	if s := m.asOf(); s != "" {
		m.line("- %s: %s", m.say("ตัดสิน ณ วันที่", "Judged as of"), s)
	}
	for _, n := range m.notices {
		m.line("- ⚠ %s", escaped(n))
	}
	if s := m.incomplete(); s != "" {
		m.line("- ⚠ %s", escaped(s))
	}
	for _, s := range m.about() {
		m.line("- %s", escaped(s))
	}
}

func (m *markdown) score() {
	m.line("\n## %s\n", m.say("สรุป", "Summary"))
	m.line("| %s | %s |", m.say("ผล", "Verdict"), m.say("จำนวนข้อ", "Items"))
	m.line("| --- | ---: |")
	for _, c := range m.counts() {
		m.line("| %s | %d |", escaped(c.word), c.n)
	}
	m.line("| **%s** | **%d** |", m.say("รวม", "Total"), len(m.rows))
	if s := m.rawLine(); s != "" {
		m.line("\n%s", escaped(s))
	}
	if s := m.r.Score; s != nil {
		m.line("\n%s **%s** %s", m.say("คะแนน OIT ที่คาดไว้", "Projected OIT score"), scoreRange(s.Low, s.High), m.say("จาก 100", "of 100"))
		m.line("")
		for _, i := range s.Indicators {
			m.line("- %s: %s", escaped(m.clean(i.Code+" "+i.Title.In(m.lang), maxTitle)), scoreRange(i.Low, i.High))
		}
		m.line("")
		for _, n := range m.scoreNotes() {
			m.line("- %s", escaped(n))
		}
	}
}

func (m *markdown) work() {
	groups := m.workList()
	if len(groups) == 0 {
		return
	}
	m.line("\n## %s\n", m.say("รายการงานแยกตามผู้รับผิดชอบ", "Work by unit"))
	m.line(m.say("กำหนดส่งตามปกติของปีนี้: %s", "Usual end of submission this year: %s"), m.due())
	for _, g := range groups {
		head := escaped(m.unit(g)) + fmt.Sprintf(m.say(" (%d ข้อ", " (%d"), len(g.rows))
		if p := points(g.gain); p != "" {
			head += m.say(", สูงสุด "+p+" คะแนน", ", up to "+p+" points")
		}
		m.line("\n### %s)\n", head)
		for _, w := range g.rows {
			m.task(w, g.owner == "")
		}
	}
}

// task writes one line to be ticked off.
func (m *markdown) task(w *row, suggest bool) {
	s := fmt.Sprintf("- [ ] **%s** %s — %s: %s", escaped(w.code), escaped(w.title), escaped(w.verdict), m.view.task(w))
	if p := points(w.gain); p != "" {
		s += m.say(" (สูงสุด "+p+" คะแนน)", " (up to "+p+" points)")
	}
	m.line("%s", s)
	if suggest && w.unit != "" {
		m.line("  - %s: %s", m.say("หน่วยที่เสนอแนะ", "Suggested unit"), escaped(w.unit))
	}
	for _, r := range w.remedies {
		m.line("  - %s", escaped(r))
	}
}

func (m *markdown) items() {
	if len(m.rows) == 0 {
		return
	}
	m.line("\n## %s", m.say("ผลรายข้อ", "Every item"))
	section := "\x00"
	for i := range m.rows {
		w := &m.rows[i]
		if w.section != section {
			section = w.section
			m.line("")
			if section != "" {
				m.line("### %s\n", escaped(section))
			}
			m.line("| %s | %s | %s | %s | %s | %s | %s | %s | %s |",
				m.say("ข้อ", "Item"), m.say("รายการ", "Title"), m.say("ผล", "Verdict"), m.say("ปีที่ต้องใช้", "Years asked for"),
				m.say("ปีที่พบ", "Years found"), m.say("สิ่งที่พบ", "Found"), m.say("สิ่งที่ควรทำ", "To do"), m.say("หน้าที่ต้องแก้ไข", "Page to mend"),
				m.say("รหัสหลักฐาน", "Fingerprint"))
			m.line("|%s", strings.Repeat(" --- |", 9))
		}
		m.line("| %s | %s | %s | %s | %s | %s | %s | %s | %s |", escaped(w.code), escaped(w.title), escaped(w.verdict),
			w.expected, w.found, cells(w.messages), cells(w.remedies), m.mendLink(w), escaped(w.fingerprint))
	}
}

// mendLink is a link to the page to mend, for items that need it.
func (m *markdown) mendLink(w *row) string {
	if !w.open() {
		return ""
	}
	return link(w.mend)
}

// cells writes several texts into one cell of a table.
func cells(texts []string) string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = escaped(s)
	}
	return strings.Join(out, "<br>")
}
