package report

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"itacheck/ita"
)

func TestCSVHasNoFormula(t *testing.T) {
	for in, want := range map[string]string{
		"=HYPERLINK(\"http://evil\")": "'=HYPERLINK(\"http://evil\")",
		"+66 2 123 4567":              "'+66 2 123 4567",
		"-1":                          "'-1",
		"@SUM(A1)":                    "'@SUM(A1)",
		"＝1+1":                        "'＝1+1",
		"'ก":                          "''ก",
		"โครงสร้าง":                   "โครงสร้าง",
		"1=1":                         "1=1",
		"":                            "",
	} {
		if got := noFormula(in); got != want {
			t.Errorf("the cell %q is written as %q, want %q", in, got, want)
		}
	}
	r := sample()
	r.Agency.Name, r.Items[0].Item.Title.TH, r.Items[0].Owner = "=1+1", "\t=cmd|' /C calc'!A0", "\u200b@x"
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(render(t, "csv", r, Options{}), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, cell := range slices.Concat(records...) {
		if strings.IndexFunc(cell, beginsFormula) == 0 {
			t.Errorf("the cell %q is a formula", cell)
		}
	}
}

func TestCSVOpensInThaiExcel(t *testing.T) {
	doc := render(t, "csv", sample(), Options{})
	if !strings.HasPrefix(doc, "\ufeffข้อ,รายการ,") {
		t.Errorf("it begins with %q, not with a byte order mark and the header", doc[:40])
	}
	if n := strings.Count(doc, "\r\n"); n < len(sample().Items)+1 {
		t.Errorf("%d lines end in CRLF", n)
	}
}

func TestMarkdownShowsTextOfWebsitesAsItIs(t *testing.T) {
	r := sample()
	r.Items[0].Item.Title.TH = "[คลิก](javascript:alert(1)) | <img src=x onerror=alert(1)> **ก** https://evil.example"
	doc := render(t, "markdown", r, Options{})
	for _, bad := range []string{`[^\\]\]\(javascript`, `[^\\]<img`, `[^\\]\*\*ก`, `https://evil`} {
		if regexp.MustCompile(bad).MatchString(doc) {
			t.Errorf("it has %q", bad)
		}
	}
}

// A pipeline is red exactly when the command's exit code is 1.
func TestJUnitFailsAsTheExitCodeDoes(t *testing.T) {
	failures := func(change func(*ita.Result)) int {
		r := sample()
		change(r)
		var suites junitSuites
		if err := xml.Unmarshal([]byte(render(t, "junit", r, Options{})), &suites); err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, s := range suites.Suites {
			for _, c := range s.Cases {
				if c.Failure != nil {
					n++
				}
			}
		}
		if n != suites.Failures {
			t.Errorf("%d failures, but it says %d", n, suites.Failures)
		}
		if fails := r.Worst() == ita.SeverityError; fails != (n > 0) {
			t.Errorf("%d failures, and the worst finding is %s", n, r.Worst())
		}
		return n
	}
	if n := failures(func(*ita.Result) {}); n != 4 {
		t.Errorf("%d failures, want the four items with errors", n)
	}
	failures(func(r *ita.Result) {
		for i := range r.Items {
			r.Items[i].Findings = nil
		}
	})
	failures(func(r *ita.Result) {
		for i := range r.Items {
			r.Items[i].Findings = nil
		}
		r.Findings[0].Severity = ita.SeverityError
	})
}

func TestSARIFKindAndLevelGoTogether(t *testing.T) {
	var log sarifLog
	if err := json.Unmarshal([]byte(render(t, "sarif", sample(), Options{})), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	for _, r := range run.Results {
		if (r.Kind == "fail") == (r.Level == "none") {
			t.Errorf("%s is of kind %s and level %s", r.RuleID, r.Kind, r.Level)
		}
		if run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("%s points to another rule", r.RuleID)
		}
	}
}

func TestLinesForTheAgencyFileAreOfferedWhereTheyHelp(t *testing.T) {
	r := sample()
	it := &r.Items[10]
	it.Status, it.Settled.Verdict = ita.Missing, ita.Missing
	v := newView(r, Options{})
	for code, want := range map[string]string{"O1": "", "O8": "waivers", "O12": "", "O39": "waivers verdicts", "O41": "", "O42": "waivers"} {
		w := &v.rows[slices.IndexFunc(v.rows, func(w row) bool { return w.code == code })]
		var got []string
		for line := range strings.Lines(v.paste(w)) {
			if key, _, _ := strings.Cut(line, ":"); !strings.HasPrefix(line, " ") {
				got = append(got, key)
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s has lines for %q, want %q", code, s, want)
		}
	}
}

func TestFindingsAboutPeopleAreNeverLeftOut(t *testing.T) {
	r := sample()
	it := &r.Items[10]
	for range 2 * maxLines {
		it.Findings = append([]ita.Finding{{Check: "reachable", Severity: ita.SeverityWarning, Message: ita.Text{TH: "ลิงก์เสีย"}}}, it.Findings...)
	}
	for _, f := range Formats() {
		if !strings.Contains(readable(t, f, render(t, f.Name, r, Options{})), "หน้าแรกระบุปี 2566") {
			t.Errorf("%s does not say who settled it", f.Name)
		}
	}
}

func TestWorkGoesToItsUnitByGain(t *testing.T) {
	r := sample()
	r.Items[2].Owner, r.Items[3].Owner, r.Items[4].Owner = "กองคลัง", "สำนักปลัด", "กองคลัง"
	v := newView(r, Options{})
	var got []string
	for _, g := range v.workList() {
		for _, w := range g.rows {
			got = append(got, v.unit(g)+" "+w.code)
		}
	}
	want := []string{
		"กองคลัง O11", "กองคลัง O6", "สำนักปลัด O8",
		"ยังไม่ได้กำหนดผู้รับผิดชอบ O40", "ยังไม่ได้กำหนดผู้รับผิดชอบ O13", "ยังไม่ได้กำหนดผู้รับผิดชอบ O39",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the work list is\n%s", strings.Join(got, "\n"))
	}
}

// Nothing is said of the total but what OIT alone allows.
func TestScoreNotesDoNotPretendToKnowTheTotal(t *testing.T) {
	r := sample()
	notes := strings.Join(newView(r, Options{}).scoreNotes(), "\n")
	for _, want := range []string{"17.50–21.67 คะแนน", "จะไม่เกิน 81.67", "“ต้องปรับปรุง”", "ยังไม่ได้รับการยืนยัน", "ไม่ใช่ผลการประเมินของ ป.ป.ช."} {
		if !strings.Contains(notes, want) {
			t.Errorf("the notes lack %q:\n%s", want, notes)
		}
	}
	r.RuleSet.Standing = ita.StandingFirm
	if notes := strings.Join(newView(r, Options{}).scoreNotes(), "\n"); strings.Contains(notes, "ยังไม่ได้รับการยืนยัน") {
		t.Error("a firm rule set's points are called approximate")
	}
	r.RuleSet.Year = 2569
	if notes := strings.Join(newView(r, Options{}).scoreNotes(), "\n"); !strings.Contains(notes, "ยังไม่ได้รับการยืนยัน") {
		t.Error("the weight of OIT in FY2569 is called certain")
	}
}

func TestWorkbookHasASheetForEachUnit(t *testing.T) {
	r := sample()
	r.Items[3].Owner, r.Items[6].Owner = "กอง/การศึกษา: [ศาสนา] และวัฒนธรรมท้องถิ่นที่ชื่อยาวมาก", "กอง/การศึกษา: [ศาสนา] และวัฒนธรรมท้องถิ่นที่ชื่อยาวเหมือนกัน"
	r.Items[2].Owner = "สรุป" // as a sheet of its own is called
	sheets := workbookOf(t, render(t, "xlsx", r, Options{})).GetSheetList()
	want := []string{
		"สรุป", "รายข้อ", "ลิงก์", "รายการงาน", "กอง-การศึกษา (ศาสนา) และวัฒนธรร", "กองคลัง", "กอง-การศึกษา (ศาสนา) และวัฒ (2)", "สรุป (2)",
		"ยังไม่ได้กำหนดผู้รับผิดชอบ", "แบบติดตาม",
	}
	if !slices.Equal(sheets, want) {
		t.Errorf("the sheets are %q", sheets)
	}
}

func TestWorkbookHasNoFormula(t *testing.T) {
	r := sample()
	poison(reflect.ValueOf(r), func() string { return "=HYPERLINK(\"http://evil.example\",\"คลิก\")" })
	if strings.Contains(unzipped(t, render(t, "xlsx", r, Options{})), "<f>") {
		t.Error("a cell is a formula")
	}
}

func TestYearsOfTheSameWordsAreOneQuote(t *testing.T) {
	var seen []ita.YearSeen
	for y := ita.FiscalYear(2566); y <= 2570; y++ {
		seen = append(seen, ita.YearSeen{Year: y, Where: ita.FromLinkText, Text: "พ.ศ. 2566 – 2570"})
	}
	seen = append(seen, ita.YearSeen{Year: 2566, Where: ita.FromDocument, Text: "ปี 2566"})
	got := newView(sample(), Options{}).quotes(seen)
	if want := []string{"2566-2570 จากชื่อลิงก์: “พ.ศ. 2566 – 2570”", "2566 จากเอกสาร: “ปี 2566”"}; !slices.Equal(got, want) {
		t.Errorf("the quotes are %q, want %q", got, want)
	}
}
