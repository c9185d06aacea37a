package report

import (
	"encoding/csv"
	"io"
	"strings"

	"itacheck/ita"
)

// writeCSV writes one line per item. It opens rightly in Excel with Thai
// settings: UTF-8 with a byte order mark, commas, CRLF; and no cell that a
// website filled is taken for a formula.
func writeCSV(w io.Writer, r *ita.Result, o Options) error {
	v := newView(r, o)
	var b strings.Builder
	b.WriteString("\ufeff")
	c := csv.NewWriter(&b)
	c.UseCRLF = true
	if err := c.Write(v.csvHeader()); err != nil {
		return err
	}
	for i := range v.rows {
		cells := v.csvRow(&v.rows[i])
		for j := range cells {
			cells[j] = noFormula(cells[j])
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return err
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (v *view) csvHeader() []string {
	if v.lang == ita.English {
		return []string{
			"Item", "Title", "Section", "Verdict", "Status", "Years asked for", "Years found", "Found", "To do",
			"Unit", "Suggested unit", "Points to gain (of 100)", "Due", "Page to mend", "First link",
			"Agency", "Website", "Fiscal year", "Rule set", "Judged as of", "Notices",
			"Status by itacheck alone", "Fingerprint",
		}
	}
	return []string{
		"ข้อ", "รายการ", "ตัวชี้วัด", "ผล", "รหัสผล", "ปีที่ต้องใช้", "ปีที่พบ", "สิ่งที่พบ", "สิ่งที่ควรทำ",
		"ผู้รับผิดชอบ", "หน่วยที่เสนอแนะ", "คะแนนที่อาจได้เพิ่ม (จาก 100)", "กำหนด", "หน้าที่ต้องแก้ไข", "ลิงก์แรก",
		"หน่วยงาน", "เว็บไซต์", "ปีงบประมาณ", "ชุดเกณฑ์", "ตัดสิน ณ วันที่", "ข้อควรทราบ",
		"รหัสผลจากโปรแกรม", "รหัสหลักฐาน",
	}
}

func (v *view) csvRow(w *row) []string {
	due, link := "", ""
	if w.open() {
		due = v.due()
	}
	if len(w.it.Evidence) > 0 {
		link = linkAddress(&w.it.Evidence[0])
	}
	notices := v.notices
	if s := v.incomplete(); s != "" {
		notices = append([]string{s}, notices...)
	}
	return []string{
		w.code, w.title, w.section, w.verdict, string(w.it.Status), w.expected, w.found,
		strings.Join(w.messages, "\n"), strings.Join(w.remedies, "\n"),
		w.owner, w.unit, points(w.gain), due, w.mend, link,
		v.agency, v.site, v.rs.Year.String(), v.ruleSet(), v.asOf(), strings.Join(notices, "\n"),
		string(w.raw), w.fingerprint,
	}
}

// noFormula keeps a cell from being taken for a formula by a spreadsheet: one
// that begins like a formula gets an apostrophe before it.
func noFormula(s string) string {
	if strings.HasPrefix(s, "'") || strings.IndexFunc(s, beginsFormula) == 0 {
		return "'" + s
	}
	return s
}

// beginsFormula reports the characters that a formula can begin with, also in
// the wide forms that some spreadsheets take for the same.
func beginsFormula(r rune) bool { return strings.ContainsRune("=+-@\t\r\n|%＝＋－＠", r) }
