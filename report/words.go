package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"itacheck/ita"
)

// statusWord is the word for a verdict.
func statusWord(s ita.Status) ita.Text { return s.Word() }

// severityWord is the word for a severity.
func severityWord(s ita.Severity) ita.Text {
	switch s {
	case ita.SeverityError:
		return ita.Text{TH: "ต้องแก้ไข", EN: "error"}
	case ita.SeverityWarning:
		return ita.Text{TH: "ควรตรวจสอบ", EN: "warning"}
	}
	return ita.Text{TH: "หมายเหตุ", EN: "note"}
}

// reachWord is the word for what became of a link, and the verdict that it is
// like.
func reachWord(s ita.ReachState) (ita.Text, ita.Status) {
	switch s {
	case ita.ReachOK:
		return ita.Text{TH: "เปิดได้", EN: "opens"}, ita.Pass
	case ita.ReachBroken:
		return ita.Text{TH: "เปิดไม่ได้", EN: "does not open"}, ita.Unreachable
	case ita.ReachRestricted:
		return ita.Text{TH: "ประชาชนเปิดไม่ได้", EN: "not open to the public"}, ita.Unreachable
	case ita.ReachPlaceholder:
		return ita.Text{TH: "ลิงก์เปล่า", EN: "leads nowhere"}, ita.Missing
	}
	return ita.Text{TH: "ตรวจไม่ได้", EN: "undecided"}, ita.Undecided
}

// sourceWord says where a year was read.
func sourceWord(s ita.YearSource) ita.Text {
	switch s {
	case ita.FromLinkText:
		return ita.Text{TH: "จากชื่อลิงก์", EN: "in the link's words"}
	case ita.FromHeading:
		return ita.Text{TH: "จากหัวข้อบนหน้า", EN: "in a heading"}
	case ita.FromFileName:
		return ita.Text{TH: "จากชื่อไฟล์", EN: "in the file's name"}
	case ita.FromPageTitle:
		return ita.Text{TH: "จากชื่อหน้าเว็บ", EN: "in the page's title"}
	case ita.FromPageBody:
		return ita.Text{TH: "จากเนื้อหาของหน้าเว็บ", EN: "on the page"}
	case ita.FromDocument:
		return ita.Text{TH: "จากเอกสาร", EN: "in the document"}
	case ita.FromScan:
		return ita.Text{TH: "จากภาพสแกนของเอกสาร", EN: "in the scanned document"}
	case ita.FromMetadata:
		return ita.Text{TH: "จากข้อมูลกำกับไฟล์", EN: "in the file's metadata"}
	}
	return ita.Text{EN: clean(string(s))}
}

// standingNotice warns of a rule set that is not firm and brings no notice of its own.
func standingNotice(s ita.Standing) ita.Text {
	switch s {
	case ita.StandingProvisional:
		return ita.Text{
			TH: "ชุดเกณฑ์นี้เป็นฉบับเบื้องต้น เลขข้อบางข้อยังไม่ได้รับการยืนยัน",
			EN: "this rule set is provisional: the numbering of some items is not confirmed",
		}
	case ita.StandingExperimental:
		return ita.Text{
			TH: "ชุดเกณฑ์นี้เป็นฉบับทดลอง จัดทำจากแหล่งข้อมูลเพียงแห่งเดียว",
			EN: "this rule set is experimental: it rests on a single source",
		}
	}
	return ita.Text{}
}

// appliedFrom warns that another year's list was used.
func appliedFrom(rs *ita.RuleSet) ita.Text {
	return ita.Text{
		TH: fmt.Sprintf("ยังไม่มีชุดเกณฑ์ของปี %d จึงใช้รายการของปี %d แทน", rs.Year, rs.AppliedFrom),
		EN: fmt.Sprintf("the list of FY %d was used in place of one for FY %d", rs.AppliedFrom, rs.Year),
	}
}

// rendered is said when a page was read with the help of a browser.
var rendered = ita.Text{
	TH: "บางหน้าใช้สคริปต์แสดงเนื้อหา จึงอ่านตามที่เบราว์เซอร์แสดง",
	EN: "some pages show their content by script and were read as a browser shows them",
}

// incompleteWhy puts the reasons of Site.Incomplete into words.
func incompleteWhy(why string) ita.Text {
	switch strings.ReplaceAll(why, "_", " ") {
	case "interrupted":
		return ita.Text{TH: "ถูกหยุดก่อนเสร็จ", EN: "interrupted"}
	case "page budget":
		return ita.Text{TH: "ครบจำนวนหน้าที่กำหนด (--max-pages)", EN: "the page budget was used up (--max-pages)"}
	case "out of time", "timeout", "time limit":
		return ita.Text{TH: "หมดเวลาที่กำหนด", EN: "the time limit was reached"}
	}
	return ita.Text{EN: why}
}

// years writes fiscal years in ascending order, runs of three or more as a
// span: "2566", "2565, 2566", "2566-2570".
func years(ys []ita.FiscalYear) string {
	ys = slices.Compact(slices.Sorted(slices.Values(ys)))
	var parts []string
	for i := 0; i < len(ys); {
		j := i
		for j+1 < len(ys) && ys[j+1] == ys[j]+1 {
			j++
		}
		if j < i+2 {
			j = i
			parts = append(parts, ys[i].String())
		} else {
			parts = append(parts, ys[i].String()+"-"+ys[j].String())
		}
		i = j + 1
	}
	return strings.Join(parts, ", ")
}

// date writes a day.
func date(t time.Time) ita.Text { return ita.DayText(t) }

// took says how long an audit took, by whole seconds, which is what is stored.
func took(r *ita.Result) ita.Text {
	return duration(r.Finished.Truncate(time.Second).Sub(r.Started.Truncate(time.Second)))
}

// duration writes a length of time in its two largest units down to seconds.
func duration(d time.Duration) ita.Text {
	if d < time.Second {
		return ita.Text{TH: "ไม่ถึง 1 วินาที", EN: "less than a second"}
	}
	d = d.Round(time.Second)
	h, m, s := int(d/time.Hour), int(d/time.Minute)%60, int(d/time.Second)%60
	var th, en []string
	add := func(n int, thai, english string) {
		if n > 0 {
			th = append(th, strconv.Itoa(n)+" "+thai)
			en = append(en, strconv.Itoa(n)+" "+english)
		}
	}
	add(h, "ชั่วโมง", "h")
	add(m, "นาที", "min")
	if h == 0 {
		add(s, "วินาที", "s")
	}
	return ita.Text{TH: strings.Join(th, " "), EN: strings.Join(en, " ")}
}

// plural picks the English form for a number.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
