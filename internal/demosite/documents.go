package demosite

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"path"
	"strings"
	"unicode/utf16"
)

// document is a file of the site; the ending of its name says what it is.
type document struct {
	name  string
	title string   // Thai
	lines []string // English, because a PDF shows only Latin letters without a font of its own; "\f" begins a page
}

// documents returns the files under /files and, kept from robots, /private.
func documents() []document {
	docs := []document{
		{"/files/structure-chart.png", "แผนผังโครงสร้าง", nil},
		{"/files/development-plan-2566-2570.pdf", "แผนพัฒนาท้องถิ่น (พ.ศ. 2566 - 2570)", []string{"Local development plan 2566 - 2570 (B.E.)", "Strategies, targets and indicators", "\f", "Projects of FY 2566 to FY 2570"}},
		{"/files/ordinance-waste.pdf", "ข้อบัญญัติ เรื่อง การจัดการมูลฝอย", []string{"Ordinance on waste"}},
		{"/files/annual-plan-2566.pdf", "แผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. 2566", []string{"Annual plan FY 2566 (B.E.)", "Projects, budget and time"}},
		{"/files/six-month-report-2566.xlsx", "รายงานการกำกับติดตาม รอบ 6 เดือน (ตุลาคม 2565 - มีนาคม 2566)", []string{"โครงการก่อสร้างถนน หมู่ 2: ดำเนินการแล้วร้อยละ 60", "โครงการฝึกอบรมอาชีพ: แล้วเสร็จ"}},
		{"/files/annual-report.pdf", "รายงานผลการดำเนินงาน", []string{"Annual performance report", "Results, spending, problems and recommendations"}},
		{"/files/manual-office.pdf", "คู่มือการปฏิบัติงาน สำนักปลัด", []string{"Work manual: office of the chief administrator"}},
		{"/files/manual-finance.pdf", "คู่มือการปฏิบัติงาน กองคลัง", []string{"Work manual: finance division"}},
		{"/files/service-tax.pdf", "คู่มือสำหรับประชาชน การรับชำระภาษี", []string{"Service manual: paying taxes", "Steps, time taken, where to go"}},
		{"/files/service-building.pdf", "คู่มือสำหรับประชาชน การขออนุญาตก่อสร้างอาคาร", []string{"Service manual: building permits", "Steps, time taken, where to go"}},
		{"/files/procurement-plan-2565.pdf", "แผนการจัดซื้อจัดจ้าง ประจำปีงบประมาณ พ.ศ. 2565", []string{"Procurement plan FY 2565 (B.E.)"}},
		{"/files/winner-2566-03.pdf", "ประกาศผู้ชนะการเสนอราคา มีนาคม 2566", []string{"Winner of the bid, 3 March 2566 (B.E.)"}},
		{"/files/invitation-2566-02.pdf", "ประกาศเชิญชวน กุมภาพันธ์ 2566", []string{"Invitation to bid, 20 February 2566 (B.E.)"}},
		{"/files/hr-policy-2566.pdf", "นโยบายการบริหารทรัพยากรบุคคล ประจำปีงบประมาณ พ.ศ. 2566", []string{"Human resources policy FY 2566 (B.E.)"}},
		{"/files/manpower-plan-2564-2566.pdf", "แผนอัตรากำลัง 3 ปี ประจำปีงบประมาณ พ.ศ. 2564 - 2566", []string{"Three-year manpower plan 2564 - 2566 (B.E.)"}},
		{"/files/hr-criteria-appointment.pdf", "หลักเกณฑ์การสรรหาและแต่งตั้งบุคลากร", []string{"Criteria for recruitment and appointment"}},
		{"/files/hr-criteria-appraisal.pdf", "หลักเกณฑ์การประเมินผลการปฏิบัติงาน", []string{"Criteria for performance appraisal"}},
		{"/files/complaint-guideline.pdf", "คู่มือการจัดการเรื่องร้องเรียนการทุจริต", []string{"Handling of corruption complaints", "Channels, steps, responsible unit, time"}},
		{"/files/participation-2566.pdf", "รายงานการประชุมประชาคม ปี 2566", []string{"Village forum, 12 January 2566 (B.E.)"}},
		{"/files/no-gift-2567.pdf", "ประกาศเจตนารมณ์ No Gift Policy ประจำปีงบประมาณ พ.ศ. 2567", []string{"No Gift Policy declaration FY 2567 (B.E.)"}},
		{"/files/no-gift-meeting-2566.pdf", "รายงานการประชุมชี้แจงนโยบาย No Gift Policy ปีงบประมาณ พ.ศ. 2566", []string{"No Gift Policy briefing FY 2566 (B.E.)"}},
		{"/files/no-gift-report-2566.pdf", "รายงานผลตามนโยบาย No Gift Policy รอบ 6 เดือน (ต.ค. 65 - มี.ค. 66)", []string{"No Gift Policy report, October 2565 to March 2566 (B.E.)"}},
		{"/files/risk-2566.pdf", "ผลการประเมินความเสี่ยงการทุจริต ประจำปีงบประมาณ พ.ศ. 2565", []string{"Corruption risk assessment FY 2565 (B.E.)", "Events, levels, measures"}},
		{"/files/risk-action-2566.pdf", "การดำเนินการเพื่อจัดการความเสี่ยงการทุจริต ประจำปีงบประมาณ พ.ศ. 2566", []string{"Risk management actions FY 2566 (B.E.)"}},
		{"/files/ethics-code.pdf", "ประมวลจริยธรรมพนักงานส่วนท้องถิ่น", []string{"Code of ethics for local government staff"}},
		{"/files/ethics-code-council.pdf", "ประมวลจริยธรรมสมาชิกสภาท้องถิ่น", []string{"Code of ethics for council members"}},
		{"/private/ethics-assessment-2566.pdf", "รายงานการประเมินจริยธรรม ประจำปีงบประมาณ พ.ศ. 2566", []string{"Ethics assessment FY 2566 (B.E.)"}},
		{"/files/integrity-measures-2566.docx", "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2566", []string{"ผลการประเมิน ITA ของหน่วยงานและประเด็นที่ต้องปรับปรุง", "ผู้รับผิดชอบ: สำนักปลัด"}},
	}
	for _, m := range []struct{ number, thai, english string }{
		{"2565-10", "ตุลาคม 2565", "October 2565"},
		{"2565-11", "พฤศจิกายน 2565", "November 2565"},
		{"2565-12", "ธันวาคม 2565", "December 2565"},
		{"2566-01", "มกราคม 2566", "January 2566"},
		{"2566-02", "กุมภาพันธ์ 2566", "February 2566"},
		{"2566-03", "มีนาคม 2566", "March 2566"},
	} {
		docs = append(docs, document{
			"/files/procurement-" + m.number + ".pdf", "สรุปผลการจัดซื้อจัดจ้าง เดือน" + m.thai,
			[]string{"Procurement summary, " + m.english + " (B.E.)", "Item, price, method, winner, reason"},
		})
	}
	return docs
}

func addDocuments(answers map[string]answer) {
	for _, d := range documents() {
		var a answer
		switch path.Ext(d.name) {
		case ".pdf":
			a = answer{contentType: "application/pdf", body: pdf(d.title, d.lines)}
		case ".png":
			a = answer{contentType: "image/png", body: chart()}
		case ".docx":
			a = answer{contentType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", body: docx(d.title, d.lines)}
		case ".xlsx":
			a = answer{contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body: xlsx(d.title, d.lines)}
		}
		answers[d.name] = a
	}
}

// pdf writes a document with one page per "\f" and one more, in a font that
// every reader has.
func pdf(title string, lines []string) []byte {
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"", // the page tree, when the pages are known
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
		"<< /Title " + pdfText(title) + " /Producer (itacheck demo) >>",
	}
	var kids []string
	for page := range strings.SplitSeq(strings.Join(lines, "\n"), "\f") {
		var s strings.Builder
		s.WriteString("BT /F1 18 Tf 72 760 Td 28 TL\n")
		for line := range strings.SplitSeq(strings.TrimSpace(page), "\n") {
			fmt.Fprintf(&s, "(%s) Tj T*\n", strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(line))
		}
		s.WriteString("ET")
		contents := len(objects) + 1
		kids = append(kids, fmt.Sprintf("%d 0 R", contents+1))
		objects = append(
			objects,
			fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", s.Len(), s.String()),
			fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>", contents),
		)
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(kids))

	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n") // the second line tells file transfers that this is no text
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

// pdfText is a text string as UTF-16BE in hexadecimal, the only way for a PDF
// to hold Thai outside its pages.
func pdfText(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteString(">")
	return b.String()
}

const (
	xmlHead       = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	packageNS     = "http://schemas.openxmlformats.org/package/2006"
	officeNS      = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	sheetNS       = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	wordNS        = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	openXMLFormat = "application/vnd.openxmlformats-officedocument."
)

// xlsx writes a workbook of one sheet with one column.
func xlsx(title string, lines []string) []byte {
	var rows strings.Builder
	for i, line := range append([]string{title}, lines...) {
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%d" t="inlineStr"><is><t>%s</t></is></c></row>`, i+1, i+1, escape(line))
	}
	return archive([][2]string{
		{"[Content_Types].xml", contentTypes(
			"/xl/workbook.xml", "spreadsheetml.sheet.main+xml",
			"/xl/worksheets/sheet1.xml", "spreadsheetml.worksheet+xml",
		)},
		{"_rels/.rels", relationship("officeDocument", "xl/workbook.xml")},
		{"xl/workbook.xml", `<workbook xmlns="` + sheetNS + `" xmlns:r="` + officeNS + `"><sheets><sheet name="รายงาน" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", relationship("worksheet", "worksheets/sheet1.xml")},
		{"xl/worksheets/sheet1.xml", `<worksheet xmlns="` + sheetNS + `"><sheetData>` + rows.String() + `</sheetData></worksheet>`},
	})
}

// docx writes a document of one paragraph per line.
func docx(title string, lines []string) []byte {
	var paragraphs strings.Builder
	for _, line := range append([]string{title}, lines...) {
		fmt.Fprintf(&paragraphs, `<w:p><w:r><w:t>%s</w:t></w:r></w:p>`, escape(line))
	}
	return archive([][2]string{
		{"[Content_Types].xml", contentTypes("/word/document.xml", "wordprocessingml.document.main+xml")},
		{"_rels/.rels", relationship("officeDocument", "word/document.xml")},
		{"word/document.xml", `<w:document xmlns:w="` + wordNS + `"><w:body>` + paragraphs.String() + `</w:body></w:document>`},
	})
}

// contentTypes is the list of an Office file's parts, given as pairs of name and type.
func contentTypes(pairs ...string) string {
	s := `<Types xmlns="` + packageNS + `/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`
	for i := 0; i+1 < len(pairs); i += 2 {
		s += `<Override PartName="` + pairs[i] + `" ContentType="` + openXMLFormat + pairs[i+1] + `"/>`
	}
	return s + `</Types>`
}

func relationship(kind, target string) string {
	return `<Relationships xmlns="` + packageNS + `/relationships"><Relationship Id="rId1" Type="` +
		officeNS + `/` + kind + `" Target="` + target + `"/></Relationships>`
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}

// archive zips the parts of an Office file, each a name and XML.
func archive(parts [][2]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		// Writing to memory cannot fail.
		w, err := z.Create(p[0])
		if err != nil {
			continue
		}
		_, _ = w.Write([]byte(xmlHead + p[1]))
	}
	_ = z.Close()
	return b.Bytes()
}

// chart draws one box above four, joined by lines: the picture of an office.
func chart() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 640, 280))
	fill := func(x0, y0, x1, y1 int, c color.RGBA) {
		draw.Draw(img, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
	}
	green, grey := color.RGBA{0x1b, 0x5e, 0x3a, 0xff}, color.RGBA{0x88, 0x88, 0x88, 0xff}
	fill(0, 0, 640, 280, color.RGBA{0xff, 0xff, 0xff, 0xff})
	fill(319, 90, 321, 140, grey)
	fill(90, 139, 552, 141, grey)
	fill(240, 30, 400, 90, green)
	for x := 30; x < 640; x += 154 {
		fill(x+59, 140, x+61, 190, grey)
		fill(x, 190, x+120, 250, green)
	}
	var b bytes.Buffer
	_ = png.Encode(&b, img) // the image has a size, and memory takes everything
	return b.Bytes()
}
