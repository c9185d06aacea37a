package batch

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"itacheck/ita"
)

// small is a run of four agencies in two districts, one of which cannot be audited.
func small(t *testing.T) (*Summary, string) {
	list := province(4)
	list[0].Name = "=HYPERLINK(\"http://evil.example\")"
	list[1].Name, list[1].Tags = "เทศบาลเมือง, \"ตัวอย่าง\"", []string{"นำร่อง", "ใกล้เมือง"}
	list[2].District, list[3].District = list[0].District, list[1].District
	r := runner(t.TempDir())
	items := ruleSet().Items[:3]
	r.Audit = func(_ context.Context, ag ita.Listed, _ *Evidence) (*ita.Result, error) {
		verdicts := map[string][]ita.Status{
			"agency-0000": {ita.Pass, ita.Missing, ita.Undecided},
			"agency-0001": {ita.Pass, ita.Missing, ita.Stale},
			"agency-0002": {ita.Pass, ita.Pass, ita.Pass},
		}[ag.ID]
		if verdicts == nil {
			return nil, errUnreadable
		}
		res := &ita.Result{RuleSet: ruleSet(), Links: 7}
		if ag.ID != "agency-0001" {
			res.Score = &ita.Score{Low: 10 * float64(ag.Row), High: 20 * float64(ag.Row)}
		}
		for i, s := range verdicts {
			res.Items = append(res.Items, ita.ItemResult{Item: items[i], Status: s})
		}
		return res, nil
	}
	return run(t, r, list), r.Dir
}

func TestSummaryCountsAgenciesGroupsAndItems(t *testing.T) {
	sum, _ := small(t)
	if g := sum.All; g.Done != 3 || g.Failed != 1 || g.Counts.Of(ita.Pass) != 5 || g.Counts.Total() != 9 || g.Scored != 2 || g.Low != 20 || g.High != 40 {
		t.Errorf("all: %+v", g)
	}
	if len(sum.Districts) != 2 || sum.Districts[0].Agencies != 2 || sum.Districts[1].Failed != 1 || sum.Districts[0].Province != "ลำปาง" {
		t.Errorf("districts: %+v", sum.Districts)
	}
	if len(sum.Types) != 2 || sum.Types[0].Type != "อบต." || len(sum.Provinces) != 1 {
		t.Errorf("types: %+v, provinces: %+v", sum.Types, sum.Provinces)
	}
	var items []string
	for _, it := range sum.Items {
		items = append(items, it.Code+" "+it.Title.EN)
	}
	if diff := gocmp.Diff([]string{"O2 title O2", "O3 title O3", "O1 title O1"}, items); diff != "" {
		t.Error(diff)
	}
	if n := sum.Items[0].Failing(); n != 2 {
		t.Errorf("O2 fails %d times", n)
	}
	r := sum.Agencies[3]
	if r.State != StateFailed || r.Code != "timeout" || r.Remedy.TH != "ตรวจใหม่" || r.Report != "" {
		t.Errorf("failed agency: %+v", r)
	}
	if got := sum.Agencies[0].CouldNotLook(); got < 0.33 || got > 0.34 {
		t.Errorf("could not look at %v of it", got)
	}
}

func TestFiltersTakeAgenciesThatHaveOneOfEach(t *testing.T) {
	_, dir := small(t)
	for name, c := range map[string]struct {
		filter Filter
		want   []string
	}{
		"none":                  {Filter{}, []string{"agency-0000", "agency-0001", "agency-0002", "agency-0003"}},
		"a tag":                 {Filter{Tags: []string{"นำร่อง"}}, []string{"agency-0001"}},
		"one of two tags":       {Filter{Tags: []string{"นำร่อง", "กลุ่ม 0"}}, []string{"agency-0000", "agency-0001", "agency-0003"}},
		"a type and a district": {Filter{Types: []string{"อบต."}, Districts: []string{"อำเภอ 0"}}, []string{"agency-0000", "agency-0002"}},
		"an owner":              {Filter{Owners: []string{"สมหญิง"}}, nil},
		"a province":            {Filter{Provinces: []string{"ลำปาง"}, Tags: []string{"กลุ่ม 2"}}, []string{"agency-0002"}},
	} {
		t.Run(name, func(t *testing.T) {
			sum, err := Read(dir, c.filter)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, r := range sum.Agencies {
				ids = append(ids, r.ID)
			}
			if diff := gocmp.Diff(c.want, ids); diff != "" {
				t.Error(diff)
			}
			for _, it := range sum.Items {
				if it.Counts.Total() != sum.All.Done {
					t.Errorf("%s counts %d agencies of %d", it.Code, it.Counts.Total(), sum.All.Done)
				}
			}
		})
	}
}

func TestCSVOpensInExcelAndRunsNoFormula(t *testing.T) {
	sum, _ := small(t)
	var b bytes.Buffer
	if err := sum.WriteCSV(&b, ita.Thai); err != nil {
		t.Fatal(err)
	}
	body, ok := strings.CutPrefix(b.String(), "\ufeff")
	if !ok {
		t.Error("no byte order mark")
	}
	records, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cell := func(row int, column string) string { return records[row][slices.Index(records[0], column)] }
	for _, c := range []struct {
		row          int
		column, want string
	}{
		{1, "หน่วยงาน", `'=HYPERLINK("http://evil.example")`},
		{2, "หน่วยงาน", `เทศบาลเมือง, "ตัวอย่าง"`},
		{2, "ป้ายกำกับ", "นำร่อง, ใกล้เมือง"},
		{1, "สถานะ", "ตรวจแล้ว"},
		{1, "ผ่าน", "1"},
		{1, "ข้อทั้งหมด", "3"},
		{1, "ไม่พบ", "1"},
		{1, "ข้อมูลเก่า", "0"},
		{1, "ตรวจไม่ได้ (%)", "33.33"},
		{1, "คะแนนต่ำสุด", "10"},
		{2, "คะแนนต่ำสุด", ""},
		{4, "สถานะ", "ตรวจไม่ได้"},
		{4, "ผ่าน", ""},
		{4, "สาเหตุที่ตรวจไม่ได้", "เว็บไซต์ไม่ตอบ"},
		{4, "สิ่งที่ต้องทำ", "ตรวจใหม่"},
		{3, "รายงาน", "agencies/agency-0002.json"},
	} {
		if got := cell(c.row, c.column); got != c.want {
			t.Errorf("row %d, %s: %q, want %q", c.row, c.column, got, c.want)
		}
	}
}

func TestCellsThatAreFormulasGetAnApostrophe(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+66": "'+66", "-5": "'-5", "@x": "'@x", "\tx": "'\tx", "  =1": "'  =1", "＝1": "'＝1",
		"อบต.": "อบต.", "": "", " ": " ", "a=b": "a=b", "'=1": "'=1",
	} {
		if got := noFormula(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestWorkbookHasASheetPerTableWithNumbersAndPlainText(t *testing.T) {
	sum, _ := small(t)
	var b bytes.Buffer
	if err := sum.WriteXLSX(&b, ita.English); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if diff := gocmp.Diff([]string{"Agencies", "Provinces", "Districts", "Types of agency", "Items that fail most", "Could not be audited"}, f.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	if formula, _ := f.GetCellFormula("Agencies", "B2"); formula != "" {
		t.Errorf("a name became the formula %q", formula)
	}
	if name, _ := f.GetCellValue("Agencies", "B2"); !strings.HasPrefix(name, "=HYPERLINK") {
		t.Errorf("name %q", name)
	}
	if kind, _ := f.GetCellType("Agencies", "L2"); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Errorf("a number is of type %v", kind)
	}
	rows, err := f.GetRows("Items that fail most")
	if err != nil || len(rows) != 4 || rows[1][1] != "O2" || rows[1][4] != "66.67" {
		t.Errorf("%v, %q", err, rows)
	}
}

func TestEveryRowHasACellPerColumn(t *testing.T) {
	sum, _ := small(t)
	for _, lang := range []ita.Lang{ita.Thai, ita.English} {
		for _, table := range sum.Tables(lang) {
			for cells := range table.Rows {
				if len(cells) != len(table.Columns) {
					t.Errorf("%s: %d cells in %d columns", table.Name, len(cells), len(table.Columns))
				}
			}
			if again, ok := sum.Table(table.Name, lang); !ok || again.Title != table.Title {
				t.Errorf("no table %s", table.Name)
			}
		}
	}
	if _, ok := sum.Table("nothing", ita.Thai); ok {
		t.Error("a table of no name")
	}
}

func TestJSONSummaryHasTheSameFigures(t *testing.T) {
	sum, _ := small(t)
	var b bytes.Buffer
	if err := sum.WriteJSON(&b, ita.Thai); err != nil {
		t.Fatal(err)
	}
	var d struct {
		Schema string
		All    struct {
			Done     int
			ByStatus map[string]int `json:"by_status"`
		}
		Agencies []struct {
			ID, State string
			Cause     struct{ Code, Message, Remedy string }
		}
	}
	if err := json.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	if d.Schema != "itacheck.batch/v1" || d.All.Done != 3 || d.All.ByStatus["missing"] != 2 || d.Agencies[3].State != "failed" || d.Agencies[3].Cause.Message != "เว็บไซต์ไม่ตอบ" {
		t.Errorf("%+v", d)
	}
}
