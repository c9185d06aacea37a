package batch

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"time"

	"itacheck/ita"
)

//go:embed summary.css
var style string

//go:embed summary.html.tmpl
var pageSource string

// htmlPage is what the template of the summary shows.
type htmlPage struct {
	Lang   ita.Lang
	Title  string
	Line   string
	Facts  []string
	Policy string
	Style  template.CSS
	Tables []htmlTable
}

type htmlTable struct {
	Name, Title string
	Columns     []Column
	Rows        [][]htmlCell
}

type htmlCell struct {
	Title string // of its column, for narrow screens
	Text  string
	Link  string
	Right bool
}

// WriteHTML writes the summary as one page that asks the network for nothing:
// no scripts, and a style that only its hash lets in.
func (s *Summary) WriteHTML(w io.Writer, lang ita.Lang) error {
	t, err := template.New("summary").Parse(pageSource)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(style))
	page := htmlPage{
		Lang:   lang,
		Title:  ita.Text{TH: "สรุปผลการตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)", EN: "Summary of the audit of open data (OIT)"}.In(lang),
		Line:   s.Line(lang),
		Facts:  s.facts(lang),
		Policy: "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'",
		Style:  template.CSS(style),
	}
	for _, table := range s.Digest(lang) {
		page.Tables = append(page.Tables, s.htmlTable(table.OnPage(true)))
	}
	return t.Execute(w, page)
}

// facts are sentences about the run as a whole.
func (s *Summary) facts(lang ita.Lang) []string {
	facts := []string{fmt.Sprintf(ita.Text{TH: "เริ่มตรวจ %s จัดทำสรุป %s", EN: "Begun %s, summary made %s"}.In(lang), clockTime(s.Begun, lang), clockTime(s.Made, lang))}
	if line := s.CountLine(lang); line != "" {
		facts = append(facts, line)
	}
	if line := s.SinceLine(lang); line != "" {
		facts = append(facts, line)
	}
	return facts
}

func (s *Summary) htmlTable(t Table) htmlTable {
	out := htmlTable{Name: t.Name, Title: t.Title, Columns: t.Columns}
	at := 0
	for cells := range t.Rows {
		row := make([]htmlCell, len(cells))
		for i, v := range cells {
			row[i] = htmlCell{Title: t.Columns[i].Title, Text: Cell(v), Right: t.Columns[i].Right}
		}
		if t.Name == "agencies" {
			row[0].Link = (&url.URL{Path: cmp.Or(s.Agencies[at].Page, s.Agencies[at].Report)}).EscapedPath()
		}
		out.Rows = append(out.Rows, row)
		at++
	}
	return out
}

// clockTime writes a time in Bangkok, in Thai with the Buddhist year.
func clockTime(t time.Time, lang ita.Lang) string {
	t = t.In(ita.Bangkok)
	if lang == ita.English {
		return t.Format("2 Jan 2006 15:04")
	}
	return fmt.Sprintf("%d/%d/%d เวลา %s น.", t.Day(), t.Month(), t.Year()+543, t.Format("15:04"))
}
