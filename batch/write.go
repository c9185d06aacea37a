package batch

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"itacheck/ita"
)

// Names of the summary's files in a run folder.
const (
	CSVName  = "summary.csv"
	XLSXName = "summary.xlsx"
	JSONName = "summary.json"
	HTMLName = "summary.html"
)

// Save writes the summary's files into its run folder. One that cannot be
// written, such as a sheet that Excel has open, does not keep the others from it.
func (s *Summary) Save(lang ita.Lang) error {
	var errs []error
	for _, f := range []struct {
		name  string
		write func(io.Writer, ita.Lang) error
	}{
		{CSVName, s.WriteCSV},
		{XLSXName, s.WriteXLSX},
		{JSONName, s.WriteJSON},
		{HTMLName, s.WriteHTML},
	} {
		path := filepath.Join(s.Dir, f.name)
		if _, err := replaceFile(path, func(w io.Writer) error { return f.write(w, lang) }); err != nil {
			errs = append(errs, fmt.Errorf("writing %s: %w", path, err))
		}
	}
	return errors.Join(errs...)
}

// WriteCSV writes one row per agency, for Excel: UTF-8 with a byte order mark,
// and an apostrophe before what Excel would take for a formula.
func (s *Summary) WriteCSV(w io.Writer, lang ita.Lang) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	t := s.agencyTable(lang).onSheet()
	record := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		record[i] = c.Title
	}
	if err := out.Write(record); err != nil {
		return err
	}
	for cells := range t.Rows {
		for i, v := range cells {
			record[i] = Cell(v)
			if _, text := v.(string); text {
				record[i] = noFormula(record[i])
			}
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// noFormula puts an apostrophe before a text that a spreadsheet could take for
// a formula, also behind blanks, and in the full-width forms that some accept.
func noFormula(s string) string {
	trimmed := strings.TrimLeft(s, " \t\r\n\u00a0\ufeff")
	if strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "\r") || trimmed != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(trimmed)[0]) {
		return "'" + s
	}
	return s
}

// WriteXLSX writes a workbook with a sheet for each of the summary's tables.
func (s *Summary) WriteXLSX(w io.Writer, lang ita.Lang) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	decimals, err := f.NewStyle(&excelize.Style{NumFmt: 2}) // 0.00
	if err != nil {
		return err
	}
	for i, t := range s.Tables(lang) {
		t = t.onSheet()
		if i == 0 {
			err = f.SetSheetName("Sheet1", t.Title)
		} else {
			_, err = f.NewSheet(t.Title)
		}
		if err != nil {
			return err
		}
		if err := writeSheet(f, t, bold, decimals); err != nil {
			return fmt.Errorf("sheet %s: %w", t.Title, err)
		}
	}
	return f.Write(w)
}

// writeSheet streams one table. Text is stored as text, whatever it begins with.
func writeSheet(f *excelize.File, t Table, bold, decimals int) error {
	sw, err := f.NewStreamWriter(t.Title)
	if err != nil {
		return err
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, c := range t.Columns {
		width := 18.0
		if c.Right {
			width = 11
		}
		if err := sw.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	head := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = excelize.Cell{StyleID: bold, Value: c.Title}
	}
	if err := sw.SetRow("A1", head); err != nil {
		return err
	}
	at := 1
	for cells := range t.Rows {
		at++
		for i, v := range cells {
			if f, ok := v.(float64); ok {
				cells[i] = excelize.Cell{StyleID: decimals, Value: f}
			}
		}
		if err := sw.SetRow(fmt.Sprintf("A%d", at), cells); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// The document of schema itacheck.batch/v1. Texts are in one language, shares
// go from 0 to 1, durations are in seconds.
type (
	summaryJSON struct {
		Schema    string            `json:"schema"`
		Begun     string            `json:"begun_at"`
		Made      string            `json:"made_at"`
		Last      string            `json:"compared_with,omitempty"` // folder of the last run
		Stopped   string            `json:"stopped,omitempty"`
		Options   map[string]string `json:"options"`
		All       groupJSON         `json:"all"`
		Provinces []groupJSON       `json:"provinces"`
		Districts []groupJSON       `json:"districts"`
		Types     []groupJSON       `json:"types"`
		Items     []itemJSON        `json:"items"`
		Agencies  []rowJSON         `json:"agencies"`
	}
	rangeJSON struct {
		Low  float64 `json:"low"`
		High float64 `json:"high"`
	}
	sinceJSON struct {
		Better int `json:"better"`
		Worse  int `json:"worse"`
	}
	groupJSON struct {
		Province     string     `json:"province,omitempty"`
		District     string     `json:"district,omitempty"`
		Type         string     `json:"type,omitempty"`
		Agencies     int        `json:"agencies"`
		Done         int        `json:"done"`
		Failed       int        `json:"failed"`
		Waiting      int        `json:"waiting"`
		Total        int        `json:"items"`
		ByStatus     Counts     `json:"by_status"`
		Score        *rangeJSON `json:"score,omitempty"` // mean
		Since        *sinceJSON `json:"since_last_run,omitempty"`
		CouldNotLook float64    `json:"could_not_look"`
	}
	itemJSON struct {
		RuleSet  string `json:"rule_set"`
		Code     string `json:"code"`
		Title    string `json:"title"`
		Agencies int    `json:"agencies"`
		Failing  int    `json:"failing"`
		ByStatus Counts `json:"by_status"`
	}
	rowJSON struct {
		ID           string       `json:"id"`
		Name         string       `json:"name"`
		URL          string       `json:"url"`
		Year         int          `json:"fiscal_year,omitempty"`
		Province     string       `json:"province,omitempty"`
		District     string       `json:"district,omitempty"`
		Type         string       `json:"type,omitempty"`
		Owner        string       `json:"owner,omitempty"`
		Tags         []string     `json:"tags,omitempty"`
		State        State        `json:"state"`
		RuleSet      string       `json:"rule_set,omitempty"`
		Total        int          `json:"items"`
		ByStatus     Counts       `json:"by_status"`
		Score        *rangeJSON   `json:"score,omitempty"`
		Since        *sinceJSON   `json:"since_last_run,omitempty"`
		Worst        ita.Severity `json:"worst_finding,omitempty"`
		CouldNotLook float64      `json:"could_not_look"`
		Links        int          `json:"links_checked"`
		Incomplete   string       `json:"incomplete,omitempty"`
		Cause        *causeJSON   `json:"cause,omitempty"`
		Seconds      float64      `json:"seconds"`
		Server       string       `json:"server,omitempty"`
		Report       string       `json:"report,omitempty"`
	}
	causeJSON struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Remedy  string `json:"remedy,omitempty"`
	}
)

// WriteJSON writes the whole summary as one JSON document.
func (s *Summary) WriteJSON(w io.Writer, lang ita.Lang) error {
	d := summaryJSON{
		Schema:    "itacheck.batch/v1",
		Begun:     s.Begun.In(ita.Bangkok).Format(time.RFC3339),
		Made:      s.Made.In(ita.Bangkok).Format(time.RFC3339),
		Stopped:   s.Stopped,
		Last:      s.Last,
		Options:   s.Options,
		All:       s.All.json(),
		Provinces: groupsJSON(s.Provinces),
		Districts: groupsJSON(s.Districts),
		Types:     groupsJSON(s.Types),
		Items:     make([]itemJSON, len(s.Items)),
		Agencies:  make([]rowJSON, len(s.Agencies)),
	}
	for i := range s.Items {
		it := &s.Items[i]
		d.Items[i] = itemJSON{it.RuleSet, it.Code, it.Title.In(lang), it.Counts.Total(), it.Failing(), it.Counts}
	}
	for i := range s.Agencies {
		d.Agencies[i] = s.Agencies[i].json(lang)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(d)
}

func groupsJSON(groups []Group) []groupJSON {
	out := make([]groupJSON, len(groups))
	for i := range groups {
		out[i] = groups[i].json()
	}
	return out
}

func (g *Group) json() groupJSON {
	out := groupJSON{
		Province: g.Province, District: g.District, Type: g.Type,
		Agencies: g.Agencies, Done: g.Done, Failed: g.Failed, Waiting: g.Waiting,
		Total: g.Counts.Total(), ByStatus: g.Counts, CouldNotLook: g.CouldNotLook(),
	}
	if g.Scored > 0 {
		out.Score = &rangeJSON{g.Low, g.High}
	}
	if g.Compared > 0 {
		out.Since = &sinceJSON{g.Since.Better, g.Since.Worse}
	}
	return out
}

func (r *Row) json(lang ita.Lang) rowJSON {
	out := rowJSON{
		ID: r.ID, Name: r.Name, URL: r.URL, Year: int(r.Year),
		Province: r.Province, District: r.District, Type: r.Type, Owner: r.Owner, Tags: r.Tags,
		State: r.State, RuleSet: r.RuleSet,
		Total: r.Counts.Total(), ByStatus: r.Counts, CouldNotLook: r.CouldNotLook(), Links: r.Links, Incomplete: r.Incomplete,
		Worst: r.Worst, Seconds: r.Duration.Seconds(), Server: r.Server, Report: r.Report,
	}
	if r.Since != nil {
		out.Since = &sinceJSON{r.Since.Better, r.Since.Worse}
	}
	if r.Scored {
		out.Score = &rangeJSON{r.Low, r.High}
	}
	if r.Code != "" {
		out.Cause = &causeJSON{r.Code, r.Message.In(lang), r.Remedy.In(lang)}
	}
	return out
}
