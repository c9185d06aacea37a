package checks

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"itacheck/ita"
)

// FuzzDocumentYears looks for the fiscal year of any text: each year is one that
// the program knows of, is quoted from the document, and is found again.
func FuzzDocumentYears(f *testing.F) {
	for _, s := range []string{
		"แผนปฏิบัติการป้องกันการทุจริต\nประจำปีงบประมาณ พ.ศ. ๒๕๖๖\nองค์การบริหารส่วนตำบลตัวอย่าง",
		"ที่ ลป ๗๒๙๐๑/๑๒\nเรื่อง รายงานผลการดำเนินงาน ประจำปีงบประมาณ ๒๕๖๕\nเรียน นายอำเภอ\nอ้างถึง หนังสือ ลงวันที่ ๒ มกราคม ๒๕๖๖",
		"สารบัญ\nแผน 2566 .... 1", "รายงานผล รอบ 6 เดือน (ต.ค. 2565 - มี.ค. 2566)", "พระราชบัญญัติ พ.ศ. 2540\tข้อ 1\tปี 2566", "\xff\xfe2566\u200bเรื่อง",
		"ตามแผนพัฒนาท้องถิ่น (พ.ศ. 2566 - 2570) จึงจัดทำแผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. 2566 ขึ้น",
	} {
		f.Add(s, "", "")
		f.Add("", s, s)
	}
	f.Fuzz(func(t *testing.T, page, scan, title string) {
		if len(page)+len(scan)+len(title) > 32<<10 {
			return
		}
		d := &ita.Document{Pages: []string{page, page}, Scanned: []string{scan}, Title: title}
		seen := DocumentYears(d)
		for _, y := range seen {
			if y.Year < 2500 || y.Year > 2700 || strings.TrimSpace(y.Text) == "" {
				t.Errorf("%+v of %q", y, page+scan+title)
			}
			if y.Where != ita.FromDocument && y.Where != ita.FromScan && y.Where != ita.FromMetadata {
				t.Errorf("%+v is from elsewhere", y)
			}
		}
		if diff := cmp.Diff(seen, DocumentYears(d)); diff != "" {
			t.Errorf("the second time differs: %s", diff)
		}
		d.Problem = "mojibake"
		if seen := DocumentYears(d); seen != nil {
			t.Errorf("believed where letters cannot be told: %+v", seen)
		}
	})
}
