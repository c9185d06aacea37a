package rules

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"itacheck/ita"

	"github.com/google/go-cmp/cmp"
)

// Each file in testdata/rules has a mistake or a few and ends with what is to
// be said about them.
func TestEveryMistakeIsReportedAtItsPlace(t *testing.T) {
	files, err := filepath.Glob("../testdata/rules/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no broken rules files", err)
	}
	for _, f := range files {
		name := filepath.Base(f)
		t.Run(strings.TrimSuffix(name, ".yaml"), func(t *testing.T) {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			for line := range strings.Lines(string(data)) {
				if rest, ok := strings.CutPrefix(line, "# want "); ok {
					want = append(want, strings.TrimSpace(rest))
				}
			}
			book, err := Load(name, data)
			if err == nil || book != nil {
				t.Fatal("no mistake was found")
			}
			if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

const small = `
headings: {ข้อมูลพื้นฐาน: Basic information}
topics:
  - id: structure
    title: {th: โครงสร้าง, en: Structure}
    kind: static-page
    variants: [ผังองค์กร, ข้อมูลผู้บริหาร]
    misspellings: [โครงส้ราง]
    elements: [{th: ผัง, en: Chart}]
    remedy: {th: เผยแพร่ผัง, en: Publish the chart.}
  - id: executives
    title: {th: ผู้บริหาร, en: Executives}
    kind: people
    elements: [{th: ผัง, en: Chart}, {th: รูป, en: Photo}]
    remedy: {th: เผยแพร่รายชื่อ, en: Publish the names.}
rule_sets:
  - year: ๒๕๖๖
    scheme: general
    title: {th: ทั่วไป, en: General}
    standing: firm
    items:
      - {code: O1, title: {th: โครงสร้างหน่วยงาน, en: Structure}, topics: [structure], period: none, confidence: seed, variants: [แผนผัง], misspellings: [แผนพัง], period_detail: every year}
      - {code: O2, title: {th: ข้อมูลผู้บริหาร, en: Executives}, topics: [executives], period: none, confidence: {number: seen, period: recalled, title: seed}}
  - year: 2567
    scheme: general
    title: {th: ทั่วไป, en: General}
    standing: provisional
    notice: {th: ยังไม่ยืนยัน, en: Not confirmed.}
    sections:
      - {code: 9, title: ข้อมูลพื้นฐาน, weight: 1, items: [O1]}
    items:
      - {code: O1, title: {th: โครงสร้างและผู้บริหาร, en: Structure and executives}, group: ข้อมูลพื้นฐาน, topics: [structure, executives],
         period: same, accept: [previous], confidence: recalled, remedy: {th: เผยแพร่ทั้งสอง, en: Publish both.}}
`

func TestAnItemTakesWhatItsTopicsKnow(t *testing.T) {
	book, err := Load("small.yaml", []byte(small))
	if err != nil {
		t.Fatal(err)
	}
	chart, photo := ita.Text{TH: "ผัง", EN: "Chart"}, ita.Text{TH: "รูป", EN: "Photo"}
	want := []*ita.RuleSet{
		{
			ID: "2566/general", Year: 2566, Scheme: "general", SchemeTitle: ita.Text{TH: "ทั่วไป", EN: "General"}, Standing: ita.StandingFirm,
			Items: []ita.Item{
				{
					Code: "O1", Title: ita.Text{TH: "โครงสร้างหน่วยงาน", EN: "Structure"}, Topics: []string{"structure"}, Period: ita.PeriodNone,
					NumberConfidence: ita.Seed, PeriodConfidence: ita.Seed, TitleConfidence: ita.Seed, Kind: "static-page",
					Variants:     []string{"แผนผัง", "โครงสร้าง", "ผังองค์กร"}, // not the title of O2
					Misspellings: []string{"แผนพัง", "โครงส้ราง"},
					PeriodDetail: "every year",
					Elements:     []ita.Text{chart},
					Remedy:       ita.Text{TH: "เผยแพร่ผัง", EN: "Publish the chart."},
				},
				{
					Code: "O2", Title: ita.Text{TH: "ข้อมูลผู้บริหาร", EN: "Executives"}, Topics: []string{"executives"}, Period: ita.PeriodNone,
					NumberConfidence: ita.Seen, PeriodConfidence: ita.Recalled, TitleConfidence: ita.Seed, Kind: "people",
					Variants: []string{"ผู้บริหาร"},
					Elements: []ita.Text{chart, photo},
					Remedy:   ita.Text{TH: "เผยแพร่รายชื่อ", EN: "Publish the names."},
				},
			},
		},
		{
			ID: "2567/general", Year: 2567, Scheme: "general", SchemeTitle: ita.Text{TH: "ทั่วไป", EN: "General"}, Standing: ita.StandingProvisional,
			Notice:   ita.Text{TH: "ยังไม่ยืนยัน", EN: "Not confirmed."},
			Sections: []ita.Section{{Code: "9", Title: ita.Text{TH: "ข้อมูลพื้นฐาน", EN: "Basic information"}, Items: []string{"O1"}, Weight: 1}},
			Items: []ita.Item{{
				Code: "O1", Title: ita.Text{TH: "โครงสร้างและผู้บริหาร", EN: "Structure and executives"}, Section: "9",
				Group: ita.Text{TH: "ข้อมูลพื้นฐาน", EN: "Basic information"}, Topics: []string{"structure", "executives"},
				Period: ita.PeriodSame, Accept: []ita.Period{ita.PeriodPrevious},
				NumberConfidence: ita.Recalled, PeriodConfidence: ita.Recalled, TitleConfidence: ita.Recalled, Kind: "static-page",
				Variants:     []string{"โครงสร้าง", "ผังองค์กร", "ข้อมูลผู้บริหาร", "โครงสร้างหน่วยงาน", "ผู้บริหาร"}, // with last year's titles
				Misspellings: []string{"โครงส้ราง"},
				Elements:     []ita.Text{chart, photo},
				Remedy:       ita.Text{TH: "เผยแพร่ทั้งสอง", EN: "Publish both."},
			}},
		},
	}
	if diff := cmp.Diff(want, book.Sets()); diff != "" {
		t.Error(diff)
	}
}

func TestWhichYearsAListMayBeFor(t *testing.T) {
	for year, want := range map[string]string{
		"1949": "1949 is no fiscal year", "1950": "1950 is a Gregorian year: write 2493", "2099": "2099 is a Gregorian year: write 2642",
		"2100": "2100 is no fiscal year", "2555": "",
	} {
		_, err := Load("small.yaml", []byte(strings.Replace(small, "year: 2567", "year: "+year, 1)))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", year, err, want)
		}
	}
}

func TestAFileFromWindowsIsRead(t *testing.T) {
	if _, err := Load("small.yaml", []byte("\ufeff"+strings.ReplaceAll(small, "\n", "\r\n"))); err != nil {
		t.Error(err)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(small))
	files, _ := filepath.Glob("../testdata/rules/*.yaml")
	for _, name := range files {
		if data, err := os.ReadFile(name); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		book, err := Load("f", data)
		if (book == nil) == (err == nil) {
			t.Error("neither a book nor an error, or both")
		}
	})
}
