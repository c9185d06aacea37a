package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"itacheck/ita"
)

// Template writes an agency as a file with comments in Thai, for people to go
// on editing. Load accepts it as it is once name and url are filled in. What
// the agency does not set is there as a comment that shows how to.
func Template(a ita.Agency) []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	// set writes a key, commented out when the agency has no value for it.
	set := func(comment, key, value, example string) {
		line("# %s", comment)
		if value == "" {
			line("# %s: %s\n", key, example)
			return
		}
		line("%s: %s\n", key, value)
	}

	line("# ไฟล์ตั้งค่าหน่วยงานสำหรับ itacheck")
	line("# ตรวจด้วยคำสั่ง: itacheck audit --config <ชื่อไฟล์นี้>")
	line("# บรรทัดที่ขึ้นต้นด้วย # ไม่มีผล หากต้องการใช้ให้ลบ # และช่องว่างหนึ่งช่องหลัง # ออก\n")
	set("รหัสหน่วยงาน ใช้ตั้งชื่อไฟล์และเก็บประวัติ (อักษรอังกฤษตัวเล็ก ตัวเลข จุด และขีด)", "id", quoted(a.ID), "khlong-sai")
	line("# ชื่อหน่วยงานที่จะปรากฏในรายงาน")
	line("name: %s\n", strconv.Quote(a.Name))
	line("# ที่อยู่เว็บไซต์หลักของหน่วยงาน")
	line("url: %s\n", strconv.Quote(a.URL))
	set("หน้าที่แสดงรายการ ITA/OIT หากไม่ระบุ โปรแกรมจะค้นหาจากเว็บไซต์หลักเอง", "ita_page", quoted(a.ITAPage), `"https://www.example.go.th/ita"`)
	year := ""
	if a.Year != 0 {
		year = a.Year.String()
	}
	set("ปีงบประมาณที่ประเมิน (พ.ศ.) หากไม่ระบุ ใช้ปีงบประมาณปัจจุบัน", "fiscal_year", year, "2569")
	set("ชุดรายการที่ใช้ประเมิน ดูทั้งหมดด้วยคำสั่ง itacheck rules list", "scheme", quoted(orDefault(a.Scheme, DefaultScheme)), "")

	line("# หน้าอื่นที่มีรายการ ITA อยู่ด้วย")
	if len(a.ExtraPages) == 0 {
		line("# extra_pages:")
		line("#   - \"https://www.example.go.th/ita-2\"\n")
	} else {
		line("extra_pages:")
		for _, p := range a.ExtraPages {
			line("  - %s", strconv.Quote(p))
		}
		line("")
	}

	line("# ข้อจำกัดในการเข้าเว็บไซต์ หากไม่ระบุ ใช้ค่าปกติที่ไม่รบกวนเว็บไซต์")
	l := a.Limits
	limit := func(comment, key, value, example string) {
		if value == "" {
			line("#   %s: %s  # %s", key, example, comment)
			return
		}
		line("  %s: %s  # %s", key, value, comment)
	}
	if l == (ita.Limits{}) {
		line("# limits:")
	} else {
		line("limits:")
	}
	limit("เว้นระยะระหว่างการเข้าแต่ละครั้ง", "delay", length(l.Delay), "500ms")
	limit("รอคำตอบนานที่สุด", "timeout", length(l.Timeout), "30s")
	pages := ""
	if l.MaxPages > 0 {
		pages = strconv.Itoa(l.MaxPages)
	}
	limit("จำนวนหน้าที่เปิดอ่านมากที่สุด", "max_pages", pages, "60")
	limit("เหตุผลที่ไม่ทำตาม robots.txt ใช้ได้กับเว็บไซต์ของตนเองเท่านั้น", "ignore_robots", quoted(l.IgnoreRobots), `"เว็บไซต์ของหน่วยงานเอง ผู้ดูแลอนุญาตแล้ว"`)
	line("")

	line("# ส่วนงานที่รับผิดชอบแต่ละข้อ")
	if len(a.Owners) == 0 {
		line("# owners:")
		line("#   O1: สำนักปลัด")
		line("#   O18: กองคลัง\n")
	} else {
		line("owners:")
		for _, code := range byNumber(a.Owners) {
			line("  %s: %s", code, strconv.Quote(a.Owners[code]))
		}
		line("")
	}

	b.WriteString(waiverLines(a.Waivers))
	line("")
	b.WriteString(verdictLines(a.Verdicts))
	return []byte(b.String())
}

// waiverLines writes the waivers, or an example.
func waiverLines(waivers []ita.Waiver) string {
	var b strings.Builder
	b.WriteString("# ข้อที่ขอยกเว้นชั่วคราว ต้องระบุเหตุผล ผู้อนุญาต วันสุดท้ายที่มีผล (ปี-เดือน-วัน)\n")
	b.WriteString("# และรหัสหลักฐาน (fingerprint) ที่รายงานแสดงไว้ในข้อนั้น เมื่อหลักฐานเปลี่ยน การยกเว้นจะสิ้นผล\n")
	if len(waivers) == 0 {
		b.WriteString("# waivers:\n#   - item: O17\n#     reason: ระบบอยู่ระหว่างปรับปรุง\n#     by: ปลัด อบต.\n#     until: 2569-09-30\n#     fingerprint: 0123456789ab\n")
		return b.String()
	}
	b.WriteString("waivers:\n")
	for _, w := range waivers {
		fmt.Fprintf(&b, "  - item: %s\n    reason: %s\n    by: %s\n    until: %s\n    fingerprint: %q\n",
			w.Item, strconv.Quote(w.Reason), strconv.Quote(w.By), dated(w.Until), w.Fingerprint)
	}
	return b.String()
}

// verdictLines writes what people found, or an example.
func verdictLines(verdicts []ita.HumanVerdict) string {
	var b strings.Builder
	b.WriteString("# ข้อที่โปรแกรมตัดสินไม่ได้ และมีผู้เปิดดูแล้ว ผล (verdict) คือ " + strings.Join(verdictNames(), ", ") + "\n")
	b.WriteString("# เมื่อหลักฐานเปลี่ยน ต้องเปิดดูใหม่\n")
	if len(verdicts) == 0 {
		b.WriteString("# verdicts:\n#   - item: O18\n#     verdict: pass\n#     by: นักวิชาการคอมพิวเตอร์\n#     on: 2569-04-30\n#     note: เอกสารเป็นภาพสแกน หน้าแรกระบุปี 2569\n#     fingerprint: 0123456789ab\n")
		return b.String()
	}
	b.WriteString("verdicts:\n")
	for _, v := range verdicts {
		fmt.Fprintf(&b, "  - item: %s\n    verdict: %s\n    by: %s\n    on: %s\n", v.Item, v.Verdict, strconv.Quote(v.By), dated(v.On))
		if v.Note != "" {
			fmt.Fprintf(&b, "    note: %s\n", strconv.Quote(v.Note))
		}
		fmt.Fprintf(&b, "    fingerprint: %q\n", v.Fingerprint)
	}
	return b.String()
}

// dated is a day as the file writes it, with the Buddhist year.
func dated(t time.Time) string {
	t = t.In(ita.Bangkok)
	return fmt.Sprintf("%d-%02d-%02d", t.Year()+543, t.Month(), t.Day())
}

// quoted is the text in quotes, which YAML reads as Go writes them; "" stays "".
func quoted(s string) string {
	if s == "" {
		return ""
	}
	return strconv.Quote(s)
}

func orDefault(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func length(d time.Duration) string {
	switch {
	case d == 0:
		return ""
	case d < 0:
		return "0s"
	}
	return d.String()
}

// byNumber lists the codes in the order of a list: O2 before O10.
func byNumber(owners map[string]string) []string {
	var codes []string
	for c := range owners {
		codes = append(codes, c)
	}
	slices.SortFunc(codes, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	return codes
}
