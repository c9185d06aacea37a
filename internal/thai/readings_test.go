package thai

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata/readings.golden anew")

// The parts that the texts of TestReadings are put together from.
var (
	readingHeads = []string{
		"", "ปี ", "ปี พ.ศ. ", "พ.ศ.", "ประจำปีงบประมาณ ", "ปีงบประมาณ พ.ศ. ", "แผน", "แผนปี ", "ไตรมาส 1 ", "ไตรมาสที่ 4 ปี ", "Q2/", "รอบ 6 เดือนแรก ",
		"รอบ 12 เดือน ปี ", "ครึ่งปีหลัง ", "มกราคม ", "1 ต.ค. ", "1-31 มี.ค. ", "ต.ค. 2565 - ", "ฉบับที่ ", "พระราชบัญญัติ (ฉบับที่ 2) พ.ศ. ", "ระเบียบ พ.ศ. 2540 และแผน พ.ศ. ",
		"รายงานตาม พ.ร.บ. พ.ศ. ", "โทร. ", "ปีการศึกษา ", "FY", "ค.ศ. ", "© ", "มาตรา ", "ครั้งที่ 1/", "งบ ", "#", "v.", "ปี 2560 ถึง ", "2560-",
	}
	readingNumbers = []string{
		"2566", "๒๕๖๖", "66", "2023", "2459", "2600", "256", "2565-2566", "2565 - 2566", "2565/2566", "2566-70", "2566-2565", "2566, 2567", "2566 และ 2567",
		"31/3/2566", "31-03-66", "31.3.2566", "2023-03-31", "32/3/2566", "31/13/2566", "1/2566", "3/66", "02-256-6123", "0 2566 1234", "2,566", "2566.50", "12566",
		"310366", "25660331", "032566", "2566/1", "10:25",
	}
	readingTails = []string{
		"", " ไตรมาส 2", " รอบ 6 เดือน", " (ฉบับที่ 2)", " บาท", "%", " คน", " เดือน", "a", ".pdf", "/1", "-", " ปี 2567", "\nพ.ศ. 2567", " | 2567", " มีนาคม", " - 2568", " ถึงปี 2568", " All rights reserved", ".-",
	}
)

// TestReadings shows what a change does to the years of texts of every make: each
// head before each number, and each number before each tail. TestYears says what
// is right; here nothing is, but that it was so before.
func TestReadings(t *testing.T) {
	var texts []string
	for _, number := range readingNumbers {
		for _, head := range readingHeads {
			texts = append(texts, head+number)
		}
		for _, tail := range readingTails[1:] {
			texts = append(texts, number+tail, "แผนปี "+number+tail)
		}
	}
	var got strings.Builder
	for _, s := range texts {
		line := strings.ReplaceAll(s, "\n", "⏎") + " → " + shown(s, Years(s))
		if name := strings.NewReplacer("/", "_", "\n", "_", " ", "_").Replace(s) + "_ก.pdf"; len(FileYears(name)) > 0 {
			line += " ‖ " + shown(name, FileYears(name))
		}
		got.WriteString(line + "\n")
	}
	golden := filepath.Join("testdata", "readings.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); diff != "" {
		t.Errorf("(-before +now; -update accepts it)\n%s", diff)
	}
}
