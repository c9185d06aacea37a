// Package years holds the test of how the fiscal year of a document is read: it has no
// code. It is a package of its own because it needs both what reads documents and
// what judges them.
package years

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"hash/fnv"
	"html"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"itacheck/checks"
	doctext "itacheck/documents"
	"itacheck/ita"
)

// dated is a document of testdata with the year that a careful reader gives it.
type dated struct {
	name, kind   string // minutes.docx is a docx
	title, sheet string // in its metadata; of its only sheet
	truth        [][]ita.FiscalYear
	pages        []string // as written in the file
	file         string
}

// TestDocumentYears reads documents as agencies write them and compares the
// year with what a careful reader says; -v prints how many of each kind are read.
func TestDocumentYears(t *testing.T) {
	var docs []dated
	for _, file := range []string{"documents.txt", "later.txt", "last.txt"} {
		docs = append(docs, datedDocuments(t, file)...)
	}
	reader := doctext.NewReader(doctext.Options{})
	defer func() {
		if err := reader.Close(); err != nil {
			t.Error(err)
		}
	}()
	kinds, groups := map[string]*yearScore{}, map[string]*yearScore{}
	var all yearScore
	for _, d := range docs {
		text := reader.Read(context.Background(), d.name, "", bytes.NewReader(d.bytes(t)), nil)
		pages := text.Pages
		for _, in := range text.Inside {
			pages = append(pages, in.Pages...)
		}
		seen := checks.DocumentYears(&ita.Document{
			Kind: text.Kind, Title: text.Title, Pages: pages, Scanned: text.Scanned, Total: text.Total, Scan: text.Images, Problem: text.Problem,
		})
		var got []ita.FiscalYear
		for _, y := range seen {
			got = append(got, y.Year)
		}
		what := all.add(d.truth, got)
		scoreIn(kinds, d.kind).add(d.truth, got)
		scoreIn(groups, d.group()).add(d.truth, got)
		if what != "" {
			t.Logf("%s (%s): %s: %v, want %v; %+v\n%s", d.name, d.group(), what, got, d.truth, seen, strings.Join(pages, "\n---\n"))
		}
	}
	t.Logf("%-12s %5s %5s %9s %9s %5s", "kind", "docs", "right", "undecided", "undecided", "wrong")
	t.Logf("%-12s %5s %5s %9s %9s %5s", "", "", "", "rightly", "wrongly", "year")
	for _, scores := range []map[string]*yearScore{kinds, groups, {"all": &all}} {
		names := make([]string, 0, len(scores))
		for name := range scores {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			t.Logf("%-12s %s", name, scores[name])
		}
	}
	n := float64(all.docs())
	if n < 130 {
		t.Errorf("only %d documents", all.docs())
	}
	if good := float64(all.right+all.rightlyNone) / n; good < 0.98 {
		t.Errorf("proved or rightly left undecided: %.3f", good)
	}
	if bad := float64(all.wrong) / n; bad > 0.005 {
		t.Errorf("a wrong year claimed: %.3f", bad)
	}
}

// yearScore counts how documents' years were read.
type yearScore struct{ right, rightlyNone, wronglyNone, wrong int }

// add counts one document and says what is wrong with the answer.
func (s *yearScore) add(truth [][]ita.FiscalYear, got []ita.FiscalYear) string {
	right := slices.ContainsFunc(truth, func(want []ita.FiscalYear) bool { return slices.Equal(want, got) })
	switch {
	case right && len(got) > 0:
		s.right++
	case right:
		s.rightlyNone++
	case len(got) == 0:
		s.wronglyNone++
		return "left undecided"
	default:
		s.wrong++
		return "a wrong year"
	}
	return ""
}

func (s *yearScore) docs() int { return s.right + s.rightlyNone + s.wronglyNone + s.wrong }

func (s *yearScore) String() string {
	return fmt.Sprintf("%5d %5d %9d %9d %5d", s.docs(), s.right, s.rightlyNone, s.wronglyNone, s.wrong)
}

func scoreIn(scores map[string]*yearScore, name string) *yearScore {
	if scores[name] == nil {
		scores[name] = &yearScore{}
	}
	return scores[name]
}

// group says what part a document had in making the method. It was tuned on one
// half of documents.txt, then mended by what was found in the other half and in
// later.txt; last.txt was written when that was done.
func (d *dated) group() string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(d.name))
	switch {
	case d.file != "documents.txt":
		return "group " + strings.TrimSuffix(d.file, ".txt")
	case h.Sum32()%2 == 0:
		return "group tuned"
	}
	return "group other"
}

// datedDocuments reads a file of testdata.
func datedDocuments(t *testing.T, file string) []dated {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var docs []dated
	for _, part := range strings.Split("\n"+string(b), "\n-- ")[1:] {
		name, rest, ok := strings.Cut(part, " --\n")
		head, body, ok2 := strings.Cut(rest, "\n\n")
		if !ok || !ok2 {
			t.Fatalf("%s: %.40q", file, part)
		}
		d := dated{name: name, file: file, pages: strings.Split(strings.TrimRight(body, "\n"), "\n---\n")}
		_, d.kind, _ = strings.Cut(name, ".")
		for l := range strings.SplitSeq(head, "\n") {
			key, value, _ := strings.Cut(l, ": ")
			switch key {
			case "year":
				d.truth = truths(t, value)
			case "title":
				d.title = value
			case "sheet":
				d.sheet = value
			default:
				t.Fatalf("%s: %q", name, l)
			}
		}
		docs = append(docs, d)
	}
	return docs
}

// truths reads answers such as "2565 | 2565-2566 | none".
func truths(t *testing.T, s string) [][]ita.FiscalYear {
	t.Helper()
	var out [][]ita.FiscalYear
	for answer := range strings.SplitSeq(s, " | ") {
		var years []ita.FiscalYear
		if answer != "none" {
			from, to, span := strings.Cut(answer, "-")
			first, err := strconv.Atoi(from)
			last := first
			if err == nil && span {
				last, err = strconv.Atoi(to)
			}
			if err != nil {
				t.Fatalf("year %q: %v", s, err)
			}
			for y := first; y <= last; y++ {
				years = append(years, ita.FiscalYear(y))
			}
		}
		out = append(out, years)
	}
	return out
}

// bytes are the document's: of the kinds that are simple made here, of the
// others kept in testdata.
func (d *dated) bytes(t *testing.T) []byte {
	t.Helper()
	switch d.kind {
	case "docx":
		return d.docx(t)
	case "xlsx":
		return d.xlsx(t)
	case "pptx":
		return d.pptx(t)
	case "odt", "ods":
		return d.openDocument(t)
	case "rtf":
		return d.rtf()
	case "html":
		return d.html()
	case "csv", "txt":
		return []byte(d.plain())
	case "tis.csv", "tis.txt":
		b, err := charmap.Windows874.NewEncoder().String(d.plain())
		if err != nil {
			t.Fatal(err)
		}
		return []byte(b)
	case "zip.docx", "zip.xlsx", "zip.txt":
		in := *d
		in.kind = strings.TrimPrefix(d.kind, "zip.")
		inside := in.bytes(t)
		d.name = strings.TrimSuffix(d.name, in.kind) + "zip" // as the reader sees it
		return archive(t, "เอกสาร."+in.kind, string(inside))
	case "ppt":
		f, err := os.Open(filepath.Join("testdata", d.name+".gz"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	b, err := os.ReadFile(filepath.Join("testdata", d.name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// archive is a ZIP of names and contents in turn.
func archive(t *testing.T, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		w, err := z.Create(pairs[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (d *dated) core() string {
	return `<coreProperties xmlns:dc="dc"><dc:title>` + html.EscapeString(d.title) + `</dc:title></coreProperties>`
}

func (d *dated) plain() string {
	text := strings.Join(d.pages, "\n\n")
	return strings.ReplaceAll("\n"+text, "\n# ", "\n")[1:]
}

// lines calls f for each line of each page, with its cells when it is a row.
func (d *dated) lines(f func(page int, line string, cells []string)) {
	for i, page := range d.pages {
		for l := range strings.SplitSeq(page, "\n") {
			l = strings.TrimPrefix(l, "# ")
			if l == "" {
				continue
			}
			cells := strings.Split(l, "\t")
			if len(cells) == 1 {
				cells = nil
			}
			f(i, html.EscapeString(l), cells)
		}
	}
}

func (d *dated) docx(t *testing.T) []byte {
	t.Helper()
	var b strings.Builder
	last := 0
	run := func(s string) string { return `<w:p><w:r><w:t>` + s + `</w:t></w:r></w:p>` }
	d.lines(func(page int, line string, cells []string) {
		if page != last {
			last = page
			b.WriteString(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
		}
		if cells == nil {
			b.WriteString(run(line))
			return
		}
		b.WriteString("<w:tbl><w:tr>")
		for _, c := range cells {
			b.WriteString("<w:tc>" + run(html.EscapeString(c)) + "</w:tc>")
		}
		b.WriteString("</w:tr></w:tbl>")
	})
	return archive(t, "[Content_Types].xml", "<Types/>", "docProps/core.xml", d.core(),
		"word/document.xml", `<w:document xmlns:w="w"><w:body>`+b.String()+`</w:body></w:document>`)
}

func (d *dated) xlsx(t *testing.T) []byte {
	t.Helper()
	sheet := d.sheet
	if sheet == "" {
		sheet = "Sheet1"
	}
	var b strings.Builder
	d.lines(func(_ int, line string, cells []string) {
		if cells == nil {
			cells = []string{html.UnescapeString(line)}
		}
		b.WriteString("<row>")
		for _, c := range cells {
			if _, err := strconv.Atoi(c); err == nil {
				b.WriteString("<c><v>" + c + "</v></c>")
			} else {
				b.WriteString(`<c t="inlineStr"><is><t>` + html.EscapeString(c) + "</t></is></c>")
			}
		}
		b.WriteString("</row>")
	})
	return archive(t, "[Content_Types].xml", "<Types/>", "docProps/core.xml", d.core(),
		"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="`+html.EscapeString(sheet)+`" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", `<worksheet><sheetData>`+b.String()+`</sheetData></worksheet>`)
}

func (d *dated) pptx(t *testing.T) []byte {
	t.Helper()
	slides := make([]string, len(d.pages))
	d.lines(func(page int, line string, _ []string) {
		slides[page] += `<a:p><a:r><a:t>` + line + `</a:t></a:r></a:p>`
	})
	files := []string{"[Content_Types].xml", "<Types/>", "docProps/core.xml", d.core()}
	var ids, relations strings.Builder
	for i, s := range slides {
		fmt.Fprintf(&ids, `<p:sldId r:id="rId%d"/>`, i+1)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Target="slides/slide%d.xml"/>`, i+1, i+1)
		files = append(files, fmt.Sprintf("ppt/slides/slide%d.xml", i+1), `<p:sld xmlns:p="p" xmlns:a="a">`+s+`</p:sld>`)
	}
	return archive(t, append(files,
		"ppt/presentation.xml", `<p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst>`+ids.String()+`</p:sldIdLst></p:presentation>`,
		"ppt/_rels/presentation.xml.rels", `<Relationships>`+relations.String()+`</Relationships>`)...)
}

func (d *dated) openDocument(t *testing.T) []byte {
	t.Helper()
	media, body := "text", "text"
	if d.kind == "ods" {
		media, body = "spreadsheet", "spreadsheet"
	}
	var b strings.Builder
	row := func(cells []string) {
		b.WriteString("<t:table-row>")
		for _, c := range cells {
			b.WriteString("<t:table-cell><x:p>" + html.EscapeString(c) + "</x:p></t:table-cell>")
		}
		b.WriteString("</t:table-row>")
	}
	last := 0
	d.lines(func(page int, line string, cells []string) {
		if page != last {
			last = page
			b.WriteString("<x:soft-page-break/>")
		}
		switch {
		case cells != nil && d.kind == "ods":
			row(cells)
		case cells != nil:
			b.WriteString(`<t:table t:name="T">`)
			row(cells)
			b.WriteString("</t:table>")
		case d.kind == "ods":
			row([]string{html.UnescapeString(line)})
		default:
			b.WriteString("<x:p>" + line + "</x:p>")
		}
	})
	content := b.String()
	if d.kind == "ods" {
		content = `<t:table t:name="Sheet1">` + content + "</t:table>"
	}
	return archive(t, "mimetype", "application/vnd.oasis.opendocument."+media,
		"meta.xml", `<o:document-meta xmlns:o="o" xmlns:dc="dc"><dc:title>`+html.EscapeString(d.title)+`</dc:title></o:document-meta>`,
		"content.xml", `<o:document-content xmlns:o="o" xmlns:x="x" xmlns:t="t"><o:body><o:`+body+`>`+content+`</o:`+body+`></o:body></o:document-content>`)
}

func (d *dated) rtf() []byte {
	var b strings.Builder
	b.WriteString(`{\rtf1\ansi\ansicpg874\uc1`)
	last := 0
	d.lines(func(page int, line string, _ []string) {
		if page != last {
			last = page
			b.WriteString(`\page `)
		}
		for _, r := range html.UnescapeString(line) {
			switch {
			case r == '\t':
				b.WriteString(`\tab `)
			case r < 128:
				b.WriteRune(r)
			default:
				fmt.Fprintf(&b, `\u%d?`, r)
			}
		}
		b.WriteString("\\par\n")
	})
	b.WriteString("}")
	return []byte(b.String())
}

func (d *dated) html() []byte {
	var b strings.Builder
	b.WriteString(`<!doctype html><html lang="th"><meta charset="utf-8"><title>` + html.EscapeString(d.title) + `</title><body>`)
	for i, l := range strings.Split(d.pages[0], "\n") {
		switch cells := strings.Split(html.EscapeString(l), "\t"); {
		case i == 0:
			b.WriteString("<h1>" + strings.TrimPrefix(cells[0], "# ") + "</h1>")
		case len(cells) > 1:
			b.WriteString("<table><tr><td>" + strings.Join(cells, "</td><td>") + "</td></tr></table>")
		default:
			b.WriteString("<p>" + cells[0] + "</p>")
		}
	}
	return []byte(b.String())
}
