package demosite

import (
	"net/http"

	"itacheck/ita"
)

// Fault is something on the ITA page that an audit meets.
type Fault struct {
	Code string     // the item that it belongs to
	Want ita.Status // the right verdict on the item; ita.Pass for a flaw that costs nothing
	What ita.Text   // what is wrong
}

// Faults lists the planted faults in the order of their items, judged as on
// 30 April 2566. Every item that is not in the list is in order and passes.
func Faults() []Fault {
	return []Fault{
		{"O6", ita.Pass, ita.Text{
			TH: "หน้าเว็บใช้รหัสอักขระ windows-874 แต่ยังอ่านได้",
			EN: "the page is in windows-874, which can still be read",
		}},
		{"O10", ita.Unreachable, ita.Text{
			TH: "เปิดแล้วขึ้นว่า \"ไม่พบหน้าที่ต้องการ\" แม้เซิร์ฟเวอร์ตอบว่าปกติ (200)",
			EN: "the page says \"not found\" although the server answers 200",
		}},
		{"O11", ita.Pass, ita.Text{
			TH: "ลิงก์เปลี่ยนเส้นทางสองครั้งก่อนถึงเอกสาร",
			EN: "the link is redirected twice before it reaches the document",
		}},
		{"O13", ita.Unlabelled, ita.Text{
			TH: "รายงานประจำปีไม่ระบุว่าเป็นของปีงบประมาณใด",
			EN: "the annual report does not say which fiscal year it is for",
		}},
		{"O14", ita.Pass, ita.Text{
			TH: "ชื่อข้อสะกดผิด (มาตราการ)",
			EN: "the item's title is misspelt",
		}},
		{"O15", ita.Pass, ita.Text{
			TH: "คู่มือหนึ่งในสามฉบับเปิดไม่ได้ (404)",
			EN: "one of three manuals is not there (404)",
		}},
		{"O16", ita.Missing, ita.Text{
			TH: "ลิงก์ไม่มีที่อยู่ปลายทาง (href ว่าง)",
			EN: "the link's address is empty",
		}},
		{"O17", ita.Unreachable, ita.Text{
			TH: "ต้องเข้าสู่ระบบก่อนจึงจะเปิดเอกสารได้",
			EN: "the document asks for a sign-in",
		}},
		{"O19", ita.Stale, ita.Text{
			TH: "เป็นแผนของปีงบประมาณ พ.ศ. 2565 ซึ่งเป็นปีก่อน",
			EN: "the plan is last year's, FY2565",
		}},
		{"O22", ita.Undecided, ita.Text{
			TH: "เซิร์ฟเวอร์ขัดข้อง (500) จึงยังสรุปไม่ได้",
			EN: "the server fails (500), so nothing can be concluded",
		}},
		{"O24", ita.Missing, ita.Text{
			TH: "ลิงก์เป็นเครื่องหมาย # ยังไม่ได้ใส่ที่อยู่เอกสาร",
			EN: "the link is only #",
		}},
		{"O26", ita.Unreachable, ita.Text{
			TH: "ลิงก์เสีย ไม่พบไฟล์ (404)",
			EN: "the file is not there (404)",
		}},
		{"O29", ita.Unreachable, ita.Text{
			TH: "ลิงก์เปลี่ยนเส้นทางวนกลับมาที่เดิมไม่สิ้นสุด",
			EN: "the link is redirected in a circle",
		}},
		{"O30", ita.Pass, ita.Text{
			TH: "พิมพ์รหัสข้อเป็น O33 ซึ่งเป็นรหัสของปี 2565 แต่ชื่อข้อถูกต้อง",
			EN: "printed as O33, its number in FY2565; the title is right",
		}},
		{"O31", ita.WrongYear, ita.Text{
			TH: "ประกาศเป็นของปีงบประมาณ พ.ศ. 2567 ไม่ใช่ปีที่ประเมิน",
			EN: "the declaration is for FY2567, not the year assessed",
		}},
		{"O34", ita.Stale, ita.Text{
			TH: "ข้อความของลิงก์ระบุปี 2566 แต่ในเอกสารเป็นของปีงบประมาณ พ.ศ. 2565",
			EN: "the link's label says 2566, but the document is for FY2565",
		}},
		{"O36", ita.Unreachable, ita.Text{
			TH: "ไฟล์ .pdf ที่เปิดได้เป็นหน้าแจ้งข้อผิดพลาด ไม่ใช่เอกสาร",
			EN: "what is named .pdf is an error page",
		}},
		{"O37", ita.Missing, ita.Text{
			TH: "ระบุว่า (รอเอกสาร) และยังไม่มีลิงก์",
			EN: "marked as waiting for the document, without a link",
		}},
		{"O38", ita.Unreachable, ita.Text{
			TH: "ไฟล์ว่างเปล่า ขนาด 0 ไบต์",
			EN: "the file has no content",
		}},
		{"O40", ita.Missing, ita.Text{
			TH: "ลิงก์เป็น javascript:void(0) กดแล้วไม่เปิดเอกสาร",
			EN: "the link is javascript:void(0)",
		}},
		{"O41", ita.Undecided, ita.Text{
			TH: "robots.txt ไม่อนุญาตให้โปรแกรมเปิดดู ต้องให้เจ้าหน้าที่ตรวจเอง",
			EN: "robots.txt keeps programs out; a person has to look",
		}},
		{"O43", ita.Missing, ita.Text{
			TH: "ลิงก์กลับมาที่หน้า ITA หน้าเดิม",
			EN: "the link leads back to the ITA page itself",
		}},
	}
}

// spoil makes the faults that lie behind an address. Dead links need nothing
// here: what no answer is given for is not found. The faults that lie in the
// ITA page itself are written in site/ita/2566.html.
func spoil(answers map[string]answer) {
	redirect := func(from, to string) {
		answers[from] = answer{status: http.StatusFound, location: to}
	}
	redirect("/go/annual-plan", "/documents/annual-plan-2566")
	redirect("/documents/annual-plan-2566", "/files/annual-plan-2566.pdf")
	redirect("/statistics/complaints", "/statistics/complaints-2566")
	redirect("/statistics/complaints-2566", "/statistics/complaints")
	redirect("/members/satisfaction-2565.pdf", "/login?next=/members/satisfaction-2565.pdf")

	answers["/privacy-policy"] = answers["/not-found"]
	answers["/files/anti-corruption-plan-2566-2570.pdf"] = answers["/error"]
	answers["/files/anti-corruption-report-2565.pdf"] = answer{contentType: "application/pdf"}

	failure := answers["/error"]
	failure.status = http.StatusInternalServerError
	answers["/download/procurement-report-2565"] = failure
}
