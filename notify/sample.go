package notify

import (
	"slices"
	"time"

	"itacheck/ita"
)

// Everywhere returns the targets as ones that take every message, so that a
// sample reaches those too that are for some units only.
func Everywhere(targets []Target) []Target {
	out := slices.Clone(targets)
	for i := range out {
		out[i].Owners = nil
	}
	return out
}

// Sample is a message to try channels with. It says that it is one. Its key
// holds the moment, because receivers drop a key that they have had.
func Sample(lang ita.Lang, now time.Time) Message {
	say := func(th, en string) string { return ita.Text{TH: th, EN: en}.In(lang) }
	agency := say("อบต.ตัวอย่าง", "Example SAO")
	d := Digest{
		Key:  "sample/" + now.UTC().Format(time.RFC3339Nano),
		Lang: lang, Year: ita.FiscalYearOf(now), Link: "https://www.example.go.th/ita/report.html", At: now,
		Note: say("ข้อความนี้ส่งเพื่อทดสอบช่องทางแจ้งเตือน ไม่ต้องดำเนินการใด ๆ", "This message tries out a channel for alerts; there is nothing to do."),
		Changes: []Change{
			{
				Worse, "O12", say("รายงานการกำกับติดตามการดำเนินงาน รอบ 6 เดือน", "Operations, first six months"), agency,
				say("ผ่าน", "pass"), say("เปิดไม่ได้", "unreachable"),
				say("นำไฟล์ขึ้นเว็บไซต์อีกครั้งแล้วแก้ลิงก์", "upload the file again and mend the link"), "https://www.example.go.th/o12.pdf",
			},
			{
				Better, "O18", say("แผนการจัดซื้อจัดจ้าง", "Procurement plan"), agency,
				say("ไม่พบ", "missing"), say("ผ่าน", "pass"), "", "https://www.example.go.th/o18.pdf",
			},
		},
	}
	m := d.Message()
	m.Subject = say("[ทดสอบ] ", "[Test] ") + m.Subject
	return m
}
