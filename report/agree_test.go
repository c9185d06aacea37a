package report

import (
	"archive/zip"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"itacheck/ita"
)

// told is what a format says of an item, read back from it.
type told struct {
	Code, Status, Raw, Fingerprint, Expected, Found string
	Remedies                                        []string
}

// What is read back from each format must be what the result says, cell by cell.
func TestFormatsAgreeCellByCell(t *testing.T) {
	readers := map[string]func(*testing.T, string, ita.Lang) []told{
		"json": toldByJSON, "csv": toldByCSV, "markdown": toldByMarkdown, "junit": toldByJUnit, "sarif": toldBySARIF, "xlsx": toldByXLSX, "html": toldByHTML,
	}
	for _, lang := range []ita.Lang{ita.Thai, ita.English} {
		var want []told
		r := sample()
		v := newView(r, Options{Lang: lang})
		for i := range r.Items {
			it := &r.Items[i]
			want = append(want, told{it.Item.Code, string(it.Status), string(it.Raw()), fingerprintOf(it), years(it.Expected), years(it.Found), v.remedies(it)})
		}
		for _, f := range Formats() {
			read, ok := readers[f.Name]
			if !ok && f.Name != "table" { // the table wraps its cells; its golden files hold it
				t.Errorf("nothing reads %s back", f.Name)
			}
			if !ok {
				continue
			}
			if diff := cmp.Diff(want, read(t, render(t, f.Name, r, Options{Lang: lang}), lang)); diff != "" {
				t.Errorf("%s in %s says something else:\n%s", f.Name, lang, diff)
			}
		}
	}
}

func toldByJSON(t *testing.T, doc string, lang ita.Lang) []told {
	r, err := Read(strings.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	v := &view{lang: lang}
	var out []told
	for i := range r.Items {
		it := &r.Items[i]
		out = append(out, told{it.Item.Code, string(it.Status), string(it.Raw()), fingerprintOf(it), years(it.Expected), years(it.Found), v.remedies(it)})
	}
	return out
}

func lines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

func toldByCSV(t *testing.T, doc string, _ ita.Lang) []told {
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(doc, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []told
	for _, c := range records[1:] {
		out = append(out, told{c[0], c[4], c[21], c[22], c[5], c[6], lines(c[8])})
	}
	return out
}

var escape = regexp.MustCompile(`\\(.)`)

func toldByMarkdown(t *testing.T, doc string, lang ita.Lang) []told {
	words := map[string]string{}
	for _, s := range ita.Statuses {
		words[statusWord(s).In(lang)] = string(s)
	}
	plain := func(s string) string { return escape.ReplaceAllString(s, "$1") }
	var out []told
	for l := range strings.SplitSeq(doc, "\n") {
		c := strings.Split(strings.TrimPrefix(l, "| "), " | ")
		if !strings.HasPrefix(l, "| O") || len(c) < 9 {
			continue
		}
		word, of, beside := strings.Cut(strings.TrimSuffix(plain(c[2]), ")"), map[ita.Lang]string{ita.Thai: " (โปรแกรม: ", ita.English: " (itacheck: "}[lang])
		if !beside {
			of = word
		}
		status, raw := words[word], words[of]
		if status == "" || raw == "" {
			t.Errorf("no verdict %q", c[2])
		}
		var remedies []string
		if c[6] != "" {
			for s := range strings.SplitSeq(c[6], "<br>") {
				remedies = append(remedies, plain(s))
			}
		}
		out = append(out, told{plain(c[0]), status, raw, strings.TrimSuffix(c[8], " |"), c[3], c[4], remedies})
	}
	return out
}

func toldByJUnit(t *testing.T, doc string, _ ita.Lang) []told {
	var suites junitSuites
	if err := xml.Unmarshal([]byte(doc), &suites); err != nil {
		t.Fatal(err)
	}
	var out []told
	for _, s := range suites.Suites[1:] {
		for _, c := range s.Cases {
			p := map[string]string{}
			for _, property := range c.Properties {
				p[property.Name] = property.Value
			}
			out = append(out, told{p["code"], p["status"], p["raw_status"], p["fingerprint"], p["expected_years"], p["found_years"], lines(p["remedy"])})
		}
	}
	return out
}

func toldBySARIF(t *testing.T, doc string, _ ita.Lang) []told {
	var log struct {
		Runs []struct {
			Results []struct {
				RuleID     string
				Properties struct {
					Status, RawStatus, Fingerprint, ExpectedYears, FoundYears string
					Remedies                                                  []string
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(doc), &log); err != nil {
		t.Fatal(err)
	}
	var out []told
	for _, r := range log.Runs[0].Results {
		if p := r.Properties; p.Status != "" {
			out = append(out, told{r.RuleID, p.Status, p.RawStatus, p.Fingerprint, p.ExpectedYears, p.FoundYears, slices.Clip(p.Remedies)})
		}
	}
	for i := range out {
		if len(out[i].Remedies) == 0 {
			out[i].Remedies = nil
		}
	}
	return out
}

func toldByXLSX(t *testing.T, doc string, _ ita.Lang) []told {
	f := workbookOf(t, doc)
	rows, err := f.GetRows(f.GetSheetList()[1])
	if err != nil {
		t.Fatal(err)
	}
	var out []told
	for _, c := range rows[1:] {
		c = append(c, "") // a last cell that is empty is not there
		out = append(out, told{c[0], c[11], c[12], c[13], c[3], c[4], lines(c[6])})
	}
	return out
}

func workbookOf(t *testing.T, doc string) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// cellsOf writes the cells of a workbook as text, sheet by sheet.
func cellsOf(t *testing.T, doc string) string {
	t.Helper()
	f := workbookOf(t, doc)
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		fmt.Fprintf(&b, "== %s\n", sheet)
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, cell := range row {
				at := cellAt(j+1, i+1)
				_, link, err := f.GetCellHyperLink(sheet, at)
				if err != nil {
					t.Fatal(err)
				}
				if link != "" && link != cell {
					t.Errorf("%s of %s shows %s and leads to %s", at, sheet, cell, link)
				}
				if cell != "" {
					fmt.Fprintf(&b, "%s\t%s\n", at, strings.ReplaceAll(cell, "\n", " ⏎ "))
				}
			}
		}
	}
	return b.String()
}

// unzipped is the text of everything in a ZIP archive, such as a workbook.
func unzipped(t *testing.T, archive string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(f.Name + "\n" + string(content) + "\n")
	}
	return b.String()
}
