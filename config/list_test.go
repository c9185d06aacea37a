package config

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"itacheck/ita"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
)

var update = flag.Bool("update", false, "rewrite province.xlsx and what is expected of the broken lists")

var schemes = []string{"department", "general", "school"}

func load(name string, data []byte) ([]ita.Listed, ListProblems) {
	return LoadList(name, data, now, ListOptions{Schemes: schemes})
}

// province is what testdata/lists/province.* say, in their order.
func province() []ita.Listed {
	return []ita.Listed{
		{
			Agency:   ita.Agency{ID: "khlong-sai", Name: "อบต.คลองใส", URL: "https://www.khlongsai.example/", ITAPage: "https://www.khlongsai.example/ita", Year: 2566, Scheme: "general"},
			Province: "ปทุมธานี", District: "คลองหลวง", Type: "อบต.", Owner: "สมชาย", Tags: []string{"นำร่อง", "ติดตามพิเศษ"},
		},
		{
			Agency:   ita.Agency{ID: "bangnamsai.example", Name: "เทศบาลตำบลบางน้ำใส", URL: "www.bangnamsai.example", Year: 2566, Scheme: "general"},
			Province: "ปทุมธานี", District: "ลำลูกกา", Type: "เทศบาล",
		},
		{
			Agency:   ita.Agency{ID: "school.example", Name: `โรงเรียน "บ้านใหม่", สาขา 2`, URL: "http://school.example/banmai/", Year: 2565, Scheme: "school"},
			Province: "ปทุมธานี", District: "เมืองปทุมธานี", Type: "โรงเรียน", Owner: "สมหญิง",
		},
		{
			Agency:   ita.Agency{ID: "school.example-2", Name: "โรงเรียนบ้านเก่า", URL: "http://school.example/bankao/", Year: 2566, Scheme: "school"},
			Province: "ปทุมธานี", District: "เมืองปทุมธานี", Type: "โรงเรียน", Tags: []string{"นำร่อง"},
		},
	}
}

func example(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../testdata/lists", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// provinceRows are the rows of province.csv.
func provinceRows(t *testing.T) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(example(t, "province.csv"), []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func written(t *testing.T, rows [][]string, separator rune) string {
	t.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = separator
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// workbook writes rows into sheets by name; rows of a sheet begin at row 1.
func workbook(t testing.TB, edit func(f *excelize.File), sheets ...[][]string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, rows := range sheets {
		name := fmt.Sprintf("Sheet%d", i+1)
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, v := range row {
				if v == "" {
					continue
				}
				var value any = v
				if len(v) == 4 && v[:2] == "25" {
					value = 2500 + int(v[2]-'0')*10 + int(v[3]-'0') // a number, as Excel makes of it
				}
				if err := f.SetCellValue(name, fmt.Sprintf("%s%d", letters(c), r+1), value); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if edit != nil {
		edit(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestOneListInEveryForm(t *testing.T) {
	rows := provinceRows(t)
	if *update {
		if err := os.WriteFile("../testdata/lists/province.xlsx", workbook(t, nil, rows), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	plain := written(t, rows, ',')
	above := append([][]string{{"รายชื่อหน่วยงานในจังหวัด, ปี 2566"}, {}, {"ข้อมูล ณ วันที่ 1 ต.ค.", "", "หน้า 1"}}, rows...)
	wide := make([][]string, 0, len(rows)+3)
	for _, r := range rows {
		wide = append(wide, append(slices.Clone(r), "", "", ""))
	}
	empty := make([]string, len(rows[0])+3)
	wide = append(wide, empty, empty, empty)

	forms := map[string][]byte{
		"province.csv":          example(t, "province.csv"),
		"province.yaml":         example(t, "province.yaml"),
		"province.xlsx":         example(t, "province.xlsx"),
		"UTF-8 without BOM.csv": []byte(plain),
		"no ending":             []byte(plain),
		"semicolons.csv":        []byte(written(t, rows, ';')),
		"tabs.txt":              []byte(written(t, rows, '\t')),
		"a first line that says the separator.csv":  []byte("sep=;\r\n" + written(t, rows, ';')),
		"a separator that only the line says.csv":   []byte("sep=^\n" + written(t, rows, '^')),
		"Macintosh line ends.csv":                   []byte(strings.ReplaceAll(plain, "\n", "\r")),
		"rows above the headings.csv":               []byte(written(t, above, ',')),
		"empty columns and rows at the end.csv":     []byte(written(t, wide, ',')),
		"no line end at the end.csv":                []byte(strings.TrimSpace(plain)),
		"Excel's Unicode text.txt":                  utf16(t, utf.LittleEndian, utf.UseBOM, written(t, rows, '\t')),
		"UTF-16, big end first.csv":                 utf16(t, utf.BigEndian, utf.UseBOM, plain),
		"UTF-16 without a mark.csv":                 utf16(t, utf.LittleEndian, utf.IgnoreBOM, written(t, rows, ';')),
		"UTF-16, big end first, without a mark.csv": utf16(t, utf.BigEndian, utf.IgnoreBOM, plain),
		"a workbook": workbook(t, nil, rows),
		"a workbook with rows above the headings": workbook(t, nil, above),
		"a workbook whose first sheet is a note":  workbook(t, nil, [][]string{{"อ่านก่อน"}, {"name", "วิธีกรอก"}}, rows),
		"a workbook whose first list is hidden":   workbook(t, func(f *excelize.File) { f.SetActiveSheet(1); _ = f.SetSheetVisible("Sheet1", false) }, rows[:2], rows),
		"a workbook with years styled as money":   workbook(t, yearsAsMoney, rows),
		"YAML in windows-874.yaml":                windows874(t, string(example(t, "province.yaml"))),
		"YAML without the key":                    []byte(strings.Replace(string(example(t, "province.yaml")), "agencies:", "---", 1)),
	}
	for _, sep := range ",;\t" {
		forms[fmt.Sprintf("windows-874 with %q.csv", sep)] = windows874(t, written(t, rows, sep))
	}
	for name, order := range map[string][]int{"columns in reverse.csv": {10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0}, "website first.csv": {2, 0, 1, 3, 4, 5, 6, 7, 8, 9, 10}} {
		forms[name] = []byte(written(t, reordered(rows, order), ','))
	}
	for name, heading := range map[string]string{
		"English.csv":             "name,id,url,ita_page,year,scheme,province,district,type,owner,tags",
		"English, as typed.csv":   "Agency Name,ID,Website,ITA Page,Fiscal Year,Scheme,PROVINCE,District,Type,Owner,Tags",
		"other Thai words.csv":    "หน่วยงาน,รหัสหน่วยงาน,เว็ปไซต์,ลิงก์ ITA,ปี พ.ศ.,เกณฑ์การประเมิน,จังหวัด*,อำเภอ/เขต,ประเภท อปท.,ผู้ดูแล,แท็ก",
		"with explanations.csv":   "ชื่อหน่วยงาน (ภาษาไทย),รหัส (ถ้ามี),เว็บไซต์ (URL),หน้า ITA,ปี (พ.ศ.),ประเภทการประเมิน (scheme),จังหวัด/Province,อำเภอ,ประเภท,ผู้รับผิดชอบ,ป้าย",
		"vowels typed apart.csv":  "ชื่อหน่วยงาน,รหัส,เว็บไซต์,หน้า ITA,ปี,ประเภทการประเมิน,จังหวัด,อํา เภอ,ประเภท,ผู้รับผิดชอบ,ป้าย",
		"with the Thai words.csv": "ส่วนราชการ,รหัส,ที่อยู่เว็บไซต์,ลิงค์ OIT,ปีที่ประเมิน,ชุดรายการ,จังหวัด,เขต,ประเภทหน่วยงาน,เจ้าหน้าที่ผู้รับผิดชอบ,กลุ่ม",
	} {
		forms[name] = []byte(written(t, append([][]string{strings.Split(heading, ",")}, rows[1:]...), ','))
	}

	for name, data := range forms {
		t.Run(name, func(t *testing.T) {
			got, problems := load(name, data)
			for _, p := range problems {
				if p.Kind != ListNote && !strings.Contains(name, "first list") {
					t.Error(p)
				}
			}
			for i := range got {
				if got[i].Row == 0 || i > 0 && got[i].Row <= got[i-1].Row {
					t.Errorf("rows out of order: %d", got[i].Row)
				}
				got[i].Row = 0
			}
			if diff := cmp.Diff(province(), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func yearsAsMoney(f *excelize.File) {
	style, _ := f.NewStyle(&excelize.Style{NumFmt: 4}) // 2,566.00
	_ = f.SetCellStyle("Sheet1", "E2", "E5", style)
}

// emptyWorkbook is a workbook with an empty sheet.
var emptyWorkbook = sync.OnceValues(func() (*zip.Reader, error) {
	var b bytes.Buffer
	if err := excelize.NewFile().Write(&b); err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
})

// stored is a workbook whose sheet is the XML given, as another program stores it.
func stored(t testing.TB, rows string) []byte {
	t.Helper()
	empty, err := emptyWorkbook()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, part := range empty.File {
		if part.Name != "xl/worksheets/sheet1.xml" {
			if err := w.Copy(part); err != nil {
				t.Fatal(err)
			}
			continue
		}
		out, err := w.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(out, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>`, rows)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const storedHeadings = `<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="B1" t="inlineStr"><is><t>url</t></is></c><c r="C1" t="inlineStr"><is><t>id</t></is></c><c r="D1" t="inlineStr"><is><t>year</t></is></c></row>`

func TestAWorkbooksFormulasAndNumbers(t *testing.T) {
	got, problems := load("a.xlsx", stored(t, storedHeadings+
		`<row r="3"><c r="A3" t="str"><f>CONCATENATE("อบต.","ก")</f><v>อบต.ก</v></c><c r="B3" t="inlineStr"><is><r><t>a.</t></r><r><t>example</t></r></is></c><c r="C3"><v>6.1301010001E+10</v></c><c r="D3"><f>2500+66</f><v>2566</v></c></row>`+
		`<row r="4"><c r="A4" t="e"><f>Z1/0</f><v>#DIV/0!</v></c><c r="B4" t="str"><v>b.example</v></c></row>`))
	want := []ita.Listed{{Agency: ita.Agency{ID: "61301010001", Name: "อบต.ก", URL: "a.example", Year: 2566, Scheme: "general"}, Row: 3}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(problems) != 1 || problems[0].Error() != `a.xlsx sheet "Sheet1" row 4, column A (name): the formula fails (#DIV/0!): correct it or type the value` {
		t.Error(problems)
	}
}

func TestAWorkbookWithTooManyCells(t *testing.T) {
	data := stored(t, storedHeadings+strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 50_000))
	_, problems := load("a.xlsx", data)
	if len(problems) != 1 || problems[0].Error() != "a.xlsx: unpacks to far more than a list needs: copy the list alone into a new file" {
		t.Error(problems)
	}
}

func reordered(rows [][]string, order []int) [][]string {
	var out [][]string
	for _, r := range rows {
		var row []string
		for _, i := range order {
			row = append(row, r[i])
		}
		out = append(out, row)
	}
	return out
}

func utf16(t *testing.T, order utf.Endianness, mark utf.BOMPolicy, text string) []byte {
	t.Helper()
	b, err := utf.UTF16(order, mark).NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func windows874(t *testing.T, text string) []byte {
	t.Helper()
	b, err := charmap.Windows874.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Each archive in testdata/lists/broken is a list with a mistake or a few, what
// is to be said about them in both languages, and who is left.
func TestEveryMistakeOfAListIsReportedAtItsPlace(t *testing.T) {
	files, err := filepath.Glob("../testdata/lists/broken/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no broken lists", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			list := archive.Files[0]
			agencies, problems := load(list.Name, list.Data)
			if len(problems) == 0 {
				t.Fatal("nothing was found")
			}
			var en, th, left strings.Builder
			for _, p := range problems {
				kind := [...]string{ListMistake: "", ListWarning: "[warning] ", ListNote: "[note] "}[p.Kind]
				fmt.Fprintf(&en, "%s%s\n", kind, p.In(ita.English))
				fmt.Fprintf(&th, "%s%s\n", kind, p.In(ita.Thai))
			}
			for _, a := range agencies {
				fmt.Fprintf(&left, "%d %s %s\n", a.Row, a.ID, a.Name)
			}
			got := &txtar.Archive{Files: []txtar.File{
				list, {Name: "want.en", Data: []byte(en.String())}, {Name: "want.th", Data: []byte(th.String())}, {Name: "left", Data: []byte(left.String())},
			}}
			if *update {
				if err := os.WriteFile(file, txtar.Format(got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(txtar.Format(archive)), string(txtar.Format(got))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFilesThatAreNoLists(t *testing.T) {
	good := workbook(t, nil, [][]string{{"name", "url"}, {"ก", "a.example"}})
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"nothing":                       {nil, "f: the file is empty"},
		"an old Excel file":             {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "f: an old Excel file (.xls), or one with a password: remove the password and save it as .xlsx"},
		"a PDF":                         {[]byte("%PDF-1.7\n"), "f: a PDF: give an .xlsx, .csv or .yaml file"},
		"a program":                     {[]byte("\x7fELF\x00\x01\x02\x03"), "f: neither text nor Excel: give an .xlsx, .csv or .yaml file"},
		"a workbook cut short":          {good[:len(good)/2], "f: not a workbook that can be read: open it in Excel and save it anew as .xlsx"},
		"a workbook without headings":   {workbook(t, nil, [][]string{{"ก", "a.example"}}), "f: no headings in the first 30 rows: there must be “ชื่อหน่วยงาน” (name) and “เว็บไซต์” (url); `itacheck init --list` writes an example"},
		"a workbook that is a zip bomb": {bomb(t, maxUnzipped), "f: unpacks to far more than a list needs: copy the list alone into a new file"},
		"a workbook with a part of nothing but blanks": {bomb(t, 10<<20), "f: unpacks to far more than a list needs: copy the list alone into a new file"},
		"a file that is too large":                     {make([]byte, MaxListBytes+1), "f: larger than 32 MB: divide it into several files"},
		"too many rows":                                {[]byte("name,url\n" + strings.Repeat("ก,a.example/\n", MaxListRows+1)), "f: more than 20000 agencies: divide the list into several files"},
		"too many bad rows":                            {[]byte("name,url\n" + strings.Repeat("ก,a,b\n", MaxListRows+1)), "f: more than 20000 agencies: divide the list into several files"},
		"too many entries":                             {[]byte(strings.Repeat("-\n", MaxListRows+1)), "f: more than 20000 agencies: divide the list into several files"},
	} {
		got, problems := load("f", c.data)
		mistakes := slices.DeleteFunc(problems.Of(ListMistake), func(p ListProblem) bool { return p.Row != 0 })
		if len(got) != 0 || len(mistakes) != 1 || mistakes[0].Error() != c.want {
			t.Errorf("%s: %v, %d agencies; want %s", name, mistakes, len(got), c.want)
		}
	}
}

// bomb is a workbook with size bytes of nothing in its sheet.
func bomb(t *testing.T, size int) []byte {
	t.Helper()
	f := excelize.NewFile()
	f.Pkg.Store("xl/media/image1.png", bytes.Repeat([]byte{' '}, size))
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestMistakesInAWorkbookNameSheetRowAndColumn(t *testing.T) {
	data := workbook(t, func(f *excelize.File) { _ = f.SetSheetName("Sheet1", "รายชื่อ") },
		[][]string{{"รายชื่อ"}, {"name", "url", "year"}, {"ก", "a.example", "66"}, {}, {"", "b.example"}, {"ค", "c.example"}},
		[][]string{{"name", "url"}, {"ง", "d.example"}})
	got, problems := load("p.xlsx", data)
	var said []string
	for _, p := range problems {
		said = append(said, fmt.Sprint(p.Row, " ", p.In(ita.English)), p.In(ita.Thai))
	}
	want := []string{
		`0 p.xlsx sheet "Sheet2": this sheet is not read, only the sheet "รายชื่อ": put all agencies into one`,
		`p.xlsx แผ่นงาน "Sheet2": แผ่นงานนี้ไม่ได้อ่าน อ่านเฉพาะแผ่นงาน "รายชื่อ" หากต้องการให้รวมไว้ในแผ่นงานเดียว`,
		`3 p.xlsx sheet "รายชื่อ" row 3, column C (year): "66" has two digits only: write all four, such as 2566`,
		`p.xlsx แผ่นงาน "รายชื่อ" แถว 3 คอลัมน์ C (year): ปี "66" มีเพียงสองหลัก ให้กรอกสี่หลัก เช่น 2566`,
		`5 p.xlsx sheet "รายชื่อ" row 5, column A (name): the name is missing: write the agency's name`,
		`p.xlsx แผ่นงาน "รายชื่อ" แถว 5 คอลัมน์ A (name): ไม่มีชื่อหน่วยงาน ให้กรอกชื่อหน่วยงาน`,
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
	if len(got) != 1 || got[0].Row != 6 {
		t.Errorf("%+v", got)
	}
}

func TestRowsAreCountedAsASpreadsheetDoes(t *testing.T) {
	got, problems := load("a.csv", []byte("name,url\n\n\"อบต.\nก\",a.example\n\nอบต.ข , \"b.example\" \n"))
	want := []ita.Listed{
		{Agency: ita.Agency{ID: "a.example", Name: "อบต. ก", URL: "a.example", Year: 2566, Scheme: "general"}, Row: 3},
		{Agency: ita.Agency{ID: "b.example", Name: "อบต.ข", URL: "b.example", Year: 2566, Scheme: "general"}, Row: 5},
	}
	if diff := cmp.Diff(want, got); diff != "" || problems != nil {
		t.Error(diff, problems)
	}
}

func TestIDsOfAgenciesThatShareAHost(t *testing.T) {
	list := "name,url,id\nก,https://WWW.a.example/1,\nข,a.example/2,\nค,,\nง,http://a.example/3,\nจ,e.example,a.example-2\nฉ,https://ไทย.ไทย,\nช,http://[::1]:80/,\nซ,http://127.0.0.1:8080/,A01\n"
	got, _ := load("a.csv", []byte(list))
	var ids []string
	for _, a := range got {
		ids = append(ids, a.ID)
	}
	want := []string{"a.example", "a.example-3", "a.example-4", "a.example-2", "xn--o3cw4h.xn--o3cw4h", "1", "a01"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Error(diff)
	}
}

func TestDefaultsOfTheCaller(t *testing.T) {
	got, problems := LoadList("a.csv", []byte("name,url,year,scheme\nก,a.example,,\nข,b.example,2565,school\n"), now, ListOptions{Year: 2568, Scheme: "department"})
	if len(problems) != 0 || len(got) != 2 || got[0].Year != 2568 || got[0].Scheme != "department" || got[1].Year != 2565 || got[1].Scheme != "school" {
		t.Error(got, problems)
	}
}

func TestAnEntryHasEverythingOfAnAgencyFile(t *testing.T) {
	entry := "- " + strings.ReplaceAll(strings.TrimSpace(full), "\n", "\n  ") + "\n  province: ตรัง\n"
	got, problems := load("a.yaml", []byte(entry))
	want := []ita.Listed{{Agency: fullAgency(), Province: "ตรัง", Row: 1}}
	if diff := cmp.Diff(want, got); diff != "" || problems != nil {
		t.Error(diff, problems)
	}
}

func TestTheListTemplateIsAList(t *testing.T) {
	data := ListTemplate()
	if !bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		t.Error("Excel needs a byte order mark")
	}
	got, problems := load("a.csv", data)
	if len(problems) != 0 || len(got) != 1 {
		t.Fatal(got, problems)
	}
	a := got[0]
	if a.Name == "" || a.ITAPage == "" || a.Year == 0 || a.Province == "" || a.District == "" || a.Type == "" || a.Owner == "" || len(a.Tags) != 2 || a.ID == "" {
		t.Errorf("an example is missing: %+v", a)
	}
}

// nation is a list as long as the commission's, in each form.
func nation(t testing.TB) map[string][]byte {
	t.Helper()
	rows := [][]string{strings.Split("ชื่อหน่วยงาน,เว็บไซต์,หน้า ITA,ปีงบประมาณ,จังหวัด,อำเภอ,ประเภท,ผู้รับผิดชอบ,ป้าย", ",")}
	var csv, yaml strings.Builder
	for i := range 8300 {
		r := []string{
			fmt.Sprintf("องค์การบริหารส่วนตำบลตัวอย่าง %d", i), fmt.Sprintf("https://www.a%d.example/", i), fmt.Sprintf("https://www.a%d.example/ita", i),
			"2566", "ปทุมธานี", "คลองหลวง", "อบต.", "กลุ่มงานมาตรฐาน", "นำร่อง",
		}
		rows = append(rows, r)
		fmt.Fprintf(&yaml, "- name: %s\n  url: %s\n  ita_page: %s\n  year: %s\n  province: %s\n  district: %s\n  type: %s\n  owner: %s\n  tags: [%s]\n",
			r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8])
	}
	for _, r := range rows {
		csv.WriteString(strings.Join(r, ",") + "\n")
	}
	return map[string][]byte{"a.csv": []byte(csv.String()), "a.yaml": []byte(yaml.String()), "a.xlsx": workbook(t, nil, rows)}
}

func TestTheWholeNationIsReadAtOnce(t *testing.T) {
	for name, data := range nation(t) {
		got, problems := load(name, data)
		if len(got) != 8300 || len(problems) != 0 {
			t.Errorf("%s: %d agencies, %v", name, len(got), problems)
		}
	}
}

func BenchmarkLoadList(b *testing.B) {
	for name, data := range nation(b) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				load(name, data)
			}
		})
	}
}

func FuzzLoadListCSV(f *testing.F) {
	f.Add([]byte("name,url\nก,a.example\n"))
	f.Add([]byte("sep=;\nชื่อหน่วยงาน;เว็บไซต์;ปี\n\"ก\n\"\"\";www.a.example;๒๕๖๖\n\";"))
	f.Add(ListTemplate())
	f.Add([]byte("\xff\xfen\x00,\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		checkList(t, "f.csv", data)

		// What is plain CSV is divided as the standard library divides it.
		text, ok := decode(data)
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord = -1
		want, err := r.ReadAll()
		if !ok || err != nil || strings.Contains(text, "\r") || strings.Contains(text, " \"") || len(data) > 1000 {
			return
		}
		var got [][]string
		for rec := range records(text, ',') {
			if len(rec.cells) > 1 || rec.cells[0] != "" {
				got = append(got, rec.cells)
			}
		}
		want = slices.DeleteFunc(want, func(r []string) bool { return len(r) == 1 && r[0] == "" })
		if diff := cmp.Diff(want, got); diff != "" && len(want)+len(got) > 0 && strings.Count(text, "\n") < maxQuotedLines {
			t.Errorf("%q: %s", text, diff)
		}
	})
}

func FuzzLoadListYAML(f *testing.F) {
	f.Add([]byte("agencies:\n  - name: ก\n    url: a.example\n  - {}\n"))
	f.Add([]byte("- [a]\n-\n- name: 'ก\n- &x\n---\n"))
	f.Fuzz(func(t *testing.T, data []byte) { checkList(t, "f.yaml", data) })
}

func FuzzLoadListXLSX(f *testing.F) {
	f.Add(storedHeadings + `<row r="3"><c r="A3" t="str"><f>A1</f><v>ก</v></c><c r="B3" t="s"><v>0</v></c></row>`)
	f.Add(storedHeadings + `<row r="2"><c r="A2"><v>1E+5</v></c><c r="B2" t="inlineStr"><is><t>a.example</t></is></c></row></sheetData>`)
	f.Fuzz(func(t *testing.T, rows string) { checkList(t, "f.xlsx", stored(t, rows)) })
}

// checkList checks what holds for every list, whatever is in it.
func checkList(t *testing.T, name string, data []byte) {
	t.Helper()
	agencies, problems := load(name, data)
	if len(agencies) == 0 && len(problems) == 0 {
		t.Error("no agencies, and nothing is said")
	}
	bad := map[int]bool{}
	for _, p := range problems {
		if p.Message.EN == "" || p.File != name || p.Row > 0 && p.Line == 0 {
			t.Errorf("a problem without words or place: %+v", p)
		}
		bad[p.Row] = bad[p.Row] || p.Kind == ListMistake
	}
	ids := map[string]bool{}
	for _, a := range agencies {
		switch {
		case bad[0] || bad[a.Row] || ids[a.ID]:
			t.Errorf("a bad row or an id given twice: %+v", a)
		case a.Name == "" || a.URL == "" || a.Row < 1 || !idPattern.MatchString(a.ID) || a.Year < ita.MinYear || !slices.Contains(schemes, a.Scheme):
			t.Errorf("not complete: %+v", a)
		}
		ids[a.ID] = true
	}
}

func TestAgenciesThatCannotBeJudgedAreMistakesOfTheirRows(t *testing.T) {
	o := ListOptions{RuleSet: func(y ita.FiscalYear, scheme string) (*ita.RuleSet, ita.Text) {
		if y != 2566 {
			return nil, ita.Text{TH: "ไม่มีรายการ", EN: "no list for " + y.String() + "/" + scheme}
		}
		return &ita.RuleSet{ID: "2566/general", Items: []ita.Item{{Code: "O1"}}}, ita.Text{}
	}}
	for name, c := range map[string]struct {
		file, data string
		want       []string
	}{
		"a table":        {"list.csv", "name,url,year\nA,http://a.example,2566\nB,http://b.example,2570\n", []string{"list.csv row 3, column C (year): no list for 2570/general"}},
		"no year in it":  {"list.csv", "name,url,year\nA,http://a.example,2566\nB,http://b.example,\n", []string{"list.csv row 3: no list for 2569/general"}},
		"no such column": {"list.csv", "name,url\nB,http://b.example\n", []string{"list.csv row 2: no list for 2569/general"}},
		"YAML":           {"list.yaml", "- name: A\n  url: http://a.example\n  year: 2570\n", []string{"list.yaml:3:9: no list for 2570/general"}},
		"codes": {
			"list.yaml", "- name: A\n  url: http://a.example\n  year: 2566\n  owners:\n    O1: กอง\n    O9: กอง\n",
			[]string{"list.yaml:3:9: 2566/general has no item O9; `itacheck rules show 2566/general` lists its items"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := o
			o.Year = 2569
			_, problems := LoadList(c.file, []byte(c.data), time.Now(), o)
			var got []string
			for _, p := range problems {
				got = append(got, p.Error())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
