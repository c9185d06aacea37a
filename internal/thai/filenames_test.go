package thai

import (
	"net/url"
	"testing"
)

func TestFileYears(t *testing.T) {
	groups := []struct {
		name  string
		cases []yearCase
	}{
		{"years in a name", []yearCase{
			{"ITA2564.pdf", "2564: ITA2564"},
			{"ita2564.html", "2564: ita2564"},
			{"plan2022-2025.pdf", "2565-2568: 2022-2025"},
			{"5.1.2เอกสารรายละเอียดการประเมิน ITA 2563.pdf", "2563: ITA 2563"},
			{"annualreport-2567.pdf", "2567: 2567"},
			{"document2563_2.pdf", "2563: 2563"},
			{"o21-1_2564.pdf", "2564: 2564"},
			{"135858_2564.pdf", "2564: 2564"},
			{"Technical2567.pdf", "2567: 2567"},
			{"โครงการอบรมคุณธรรมจริยธรรม2565.pdf", "2565: 2565"},
			{"รายงานความก้าวหน้า-ประจำปีงบประมาณ-พ.ศ.-2568-v.2.pdf", "2568 fiscal: ประจำปีงบประมาณ-พ.ศ.-2568"},
			{"o14_รายงานผลการบริหารทรัพยากรบุคคล_ประจำปีงบประมาณ_2568.pdf", "2568 fiscal: ประจำปีงบประมาณ_2568"},
			{"plan2566-2570", "2566-2570: 2566-2570"},
			{"แผนยุทธศาสตร์-สทร-2566-2570_Sent-1.pdf", "2566-2570: 2566-2570"},
			{"2.1.1 แผนปฏิบัติการสถาบัน 5 ปี (พ.ศ. 2560-2564)[1].pdf", "2560-2564: พ.ศ. 2560-2564"},
			{"oit2023-ita2023", "2566: oit2023 | 2566: ita2023"},
			{"git_report_6M_2022.pdf", "2565 first half fiscal: 6M_2022"},
			{"o26_2021.pdf", "2564: 2021"},
			{"ประกาศเจตนารมณ์_No_Gift_Policy_๒๕๖๖.pdf", "2566: ๒๕๖๖"},
		}},
		{"two digits", []yearCase{
			{"o25_69_สทร.edit.pdf", "2569: 69"},
			{"OIT12-68.pdf", "2568: 68"},
			{"o25_59_x.pdf", ""},
			{"o25_60_x.pdf", "2560: 60"},
			{"o25_75_x.pdf", "2575: 75"},
			{"o25_76_x.pdf", ""},
			{"แผนv68.pdf", ""},
			{"plan66-70.pdf", ""},
			{"แผน(68).pdf", "2568: 68"},
			{"แผน_68_.pdf", "2568: 68"},
			{"แผน68_ก.pdf", ""},
			{"68แผน.pdf", ""},
			{"o123_69_x.pdf", "2569: 69"},
			{"o1234_69_x.pdf", ""},
			{"xo12_69_.pdf", ""},
			{"แผนปฏิบัติการ-68.pdf", "2568: 68"},
			{"017-งบหน้า68.pdf", "2568: 68"},
			{"ITA_68_o12-ปี-68-1.xlsx", "2568: ITA_68 | 2568: ปี-68"},
			{"o8_04-คู่มือ.pdf", ""},
			{"o16_01-รายงานขับเคลื่อน-016.pdf", ""},
			{"news-68.html", ""},
			{"145-old-785-68", ""},
			{"แผนปฏิบัติการ-12.pdf", ""},
		}},
		{"months and dates", []yearCase{
			{"12.สขร._เดือน_กันยายน2568.xlsx", "2568 months fiscal: กันยายน2568"},
			{"1.สขร.เดือน_ตุลาคม_2567.xlsx", "2568 months fiscal: ตุลาคม_2567"},
			{"สขร.-เม.ย.67.pdf", "2567 months fiscal: เม.ย.67"},
			{"eb-4-3-jun-aug-2020.pdf", "2563 months fiscal: jun-aug-2020"},
			{"032569.pdf", "2569 months fiscal: 032569"},
			{"02.2569.pdf", "2569 months fiscal: 02.2569"},
			{"o23_แผนบริหารจัดการความเสี่ยงทุจริต-สทร._680428.pdf", "2568 months fiscal: 680428"},
			{"รายงาน6702.pdf", "2567 months fiscal: 6702"},
			{"press6801.pdf", "2568 months fiscal: 6801"},
			{"ประกาศ-15122566.pdf", "2567 months fiscal: 15122566"},
			{"ประกาศ-25660315.pdf", "2566 months fiscal: 25660315"},
			{"ประกาศ-25661315.pdf", ""},
			{"รายงาน6713.pdf", ""},
			{"รายงาน6700.pdf", ""},
			{"รายงาน5901.pdf", ""},
			{"รายงาน7601.pdf", ""},
			{"รายงาน6001.pdf", "2560 months fiscal: 6001"},
			{"รายงาน7501.pdf", "2575 months fiscal: 7501"},
			{"ประกาศ-680432.pdf", ""},
			{"ประกาศ-680400.pdf", ""},
			{"ประกาศ-680431.pdf", "2568 months fiscal: 680431"},
			{"ประกาศ-680401.pdf", "2568 months fiscal: 680401"},
			{"แผน 31-03-2566.pdf", "2566 months fiscal: 31-03-2566"},
			{"แผน 31-03-2022.pdf", ""},
			{"o17confirm13-1-2568-แก้ไข-ร่าง.pdf", "2568 months fiscal: 13-1-2568"},
		}},
		{"folders", []yearCase{
			{"/files/ITA2564/o3.pdf", "2564: ITA2564"},
			{"/wp-content/uploads/ita2569/O26/o26.pdf", "2569: ita2569"},
			{"ปี-68/โครงสร้าง.pdf", "2568: ปี-68"},
			{"/upload/ITA2568/annualreport-2567.pdf", "2567: 2567"},
			{"/wp-content/uploads/2024/03/structure.pdf", ""},
			{"/files/com_networknews/2022-02_b81297/OIT24.pdf", ""},
			{"/2565/moit1/", ""},
			{"/๒๕๖๕/moit1/", ""},
			{"index.php/ita69", "2569: ita69"},
			{"/ITA2564/a/b/c/o3.pdf", "2564: ITA2564"},
			{"/ITA2564/a/b/c/d/o3.pdf", ""},
		}},
		{"addresses", []yearCase{
			{"https://www.example.go.th/uploads/2024/06/%E0%B9%81%E0%B8%9C%E0%B8%99%202567.pdf", "2567: 2567"},
			{"https://example.wordpress.com/2024/06/e0b8aae0b882e0b8a3.-e0b980e0b8a1.e0b8a2.67.pdf", "2567 months fiscal: เม.ย.67"},
			{"e0b89be0b8b5-68.pdf", "2568: ปี-68"},
			{"https://www.example.go.th/report.php?year=2563&id=2566", "2563: year=2563"},
			{"ita.php?y=2566", "2566: y=2566"},
			{"ita.php?fy=2023", "2566: fy=2023"},
			{"/report/rpt0201?year=2022&print=True", "2565: year=2022"},
			{"procurement.php#pro2565", ""},
			{"https://www.example2566.go.th/", ""},
			{"news_detail.php?id=2566", ""},
			{"?y=2022", ""},
		}},
		{"laws", []yearCase{
			{"o16_พระราชบัญญัติมาตรฐานทางจริยธรรม-พ.ศ.2562_Public.pdf", ""},
			{"o16_ข้อบังคับ-คกก_ประมวลจริยธรรม-2565.pdf", ""},
		}},
		{"numbers that are no years", []yearCase{
			{"1678264.pdf", ""},
			{"IMG_2566.jpg", ""},
			{"IMG_20240315.jpg", ""},
			{"DSC02566.JPG", ""},
			{"S__2566001.jpg", ""},
			{"2566.pdf", ""},
			{"20240123050005_77583.pdf", ""},
			{"20230112212670.pdf", ""},
			{"680428.pdf", ""},
			{"671204.xlsx", ""},
			{"6702.pdf", ""},
			{"news-2566.html", ""},
			{"2564-ita-news", ""},
			{"/news/2566", ""},
			{"/archives/2564/", ""},
			{"3f2504e0-2566-11d3-9a0c-0305e82c3301", ""},
			{"iOFLGCzbwBXi1640675443139.pdf", ""},
			{"b3e2566f.pdf", ""},
			{"abcdef-2566-abcdef", ""}, // sixteen
			{"abcde-2566-abcdef", "2566: 2566"},
			{"5-ita2566", ""},
			{"Screenshot-2024-03-05.png", ""},
			{"2024-03-05.pdf", ""},
			{"o8_03_PM-RTRDA-300-01-01.pdf", ""},
			{"", ""},
			{"/", ""},
		}},
	}
	for _, g := range groups {
		t.Run(g.name, func(t *testing.T) {
			for _, c := range g.cases {
				if got := shown(c.text, FileYears(c.text)); got != c.want {
					t.Errorf("FileYears(%q)\n got %s\nwant %s", c.text, got, c.want)
				}
				if got := shown(c.text, FileYears(url.PathEscape(c.text))); len(c.text) > 0 && c.text[0] >= 0x80 && got != c.want {
					t.Errorf("FileYears(%q), escaped\n got %s\nwant %s", c.text, got, c.want)
				}
			}
		})
	}
}

func TestAYearOfAQueryIsWhereItStands(t *testing.T) {
	const query = "id=2566&order=1&year=2563&page=2"
	m := FileYears("ita.php?" + query)
	if len(m) != 1 || query[m[0].Start:m[0].End] != "year=2563" || m[0].Text != "year=2563" {
		t.Errorf("%+v", m)
	}
}

func BenchmarkFileYears(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		FileYears("/wp-content/uploads/2025/06/รายงานความก้าวหน้า-ประจำปีงบประมาณ-พ.ศ.-2568-v.2.pdf")
	}
}
