package documents

import (
	"encoding/xml"
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxPortion is how much text, in bytes, makes a page where the document has no
// pages of its own: about two of paper.
const maxPortion = 9000

// readOpenXML reads a DOCX, XLSX or PPTX.
func (j *job) readOpenXML(t *Text, c *container) error {
	core, app := c.simpleFields("docProps/core.xml"), c.simpleFields("docProps/app.xml")
	t.Title, t.Producer = cleanTitle(core["title"]), oneLine(app["Application"])
	t.Created, t.Modified = isoTime(core["created"]), isoTime(core["modified"])
	switch {
	case c.has("word/document.xml"):
		t.Kind, t.Total = KindDOCX, atoi(app["Pages"])
		return j.readWord(t, c)
	case c.has("xl/workbook.xml"):
		t.Kind = KindXLSX
		return j.readWorkbook(t, c)
	case c.has("ppt/presentation.xml"):
		t.Kind = KindPPTX
		return j.readPresentation(t, c)
	}
	return problemf(ProblemUnsupported, "an Office file without a document, workbook or presentation")
}

// pager gathers text and hands it on page by page.
type pager struct {
	j    *job
	t    *Text
	page strings.Builder
	done bool
}

func (p *pager) write(s string) {
	if p.page.Len() < maxPageText {
		p.page.WriteString(clip(s, maxPageText))
	}
}

// turn ends a page, unless there is nothing on it.
func (p *pager) turn() error {
	if !p.done && strings.TrimSpace(p.page.String()) != "" {
		p.done = !p.j.add(p.t, p.page.String())
	}
	p.page.Reset()
	if p.done {
		return errEnough
	}
	return nil
}

// paragraph ends a paragraph, and the page when it is long enough.
func (p *pager) paragraph() error {
	p.write("\n")
	if p.page.Len() > maxPortion {
		return p.turn()
	}
	return nil
}

// ended is the error of a walk that fed the pager: what was gathered before a
// fault in the file is kept.
func (p *pager) ended(err error) error {
	if turned := p.turn(); errors.Is(turned, errEnough) {
		return nil
	}
	return err
}

// readWord reads paragraphs. Pages end where the author or Word's last layout
// put a break.
func (j *job) readWord(t *Text, c *container) error {
	p := pager{j: j, t: t}
	inText, fallback, cells := false, 0, 0
	err := c.walkPart("word/document.xml", maxPart, walker{
		start: func(e xml.StartElement) error {
			switch e.Name.Local {
			case "Fallback": // a second copy of a text box
				fallback++
			case "t":
				inText = fallback == 0
			case "tc":
				cells++
			case "tab":
				p.write(" ")
			case "lastRenderedPageBreak":
				return p.turn()
			case "br":
				if attr(e, "type") == "page" {
					return p.turn()
				}
				p.write("\n")
			}
			return nil
		},
		end: func(name string) error {
			switch name {
			case "Fallback":
				fallback--
			case "t":
				inText = false
			case "tc":
				cells--
				p.write("\t")
			case "tr":
				return p.paragraph()
			case "p":
				if fallback == 0 && cells == 0 {
					return p.paragraph()
				}
				p.write(" ")
			}
			return nil
		},
		text: func(s string) {
			if inText {
				p.write(s)
			}
		},
	})
	return p.ended(err)
}

// relations maps the ids in a part's relations to the names of parts.
func (c *container) relations(part string) map[string]string {
	dir, base := path.Split(part)
	targets := map[string]string{}
	_ = c.walkPart(dir+"_rels/"+base+".rels", 1<<20, walker{start: func(e xml.StartElement) error { // none: empty
		if e.Name.Local == "Relationship" && attr(e, "TargetMode") != "External" && len(targets) < maxEntries {
			target := attr(e, "Target")
			if strings.HasPrefix(target, "/") {
				target = target[1:]
			} else {
				target = path.Join(dir, target)
			}
			targets[attr(e, "Id")] = target
		}
		return nil
	}})
	return targets
}

// readPresentation reads slides in the order in which they are shown.
func (j *job) readPresentation(t *Text, c *container) error {
	targets := c.relations("ppt/presentation.xml")
	var slides []string
	err := c.walkPart("ppt/presentation.xml", maxPart, walker{start: func(e xml.StartElement) error {
		if e.Name.Local == "sldId" && len(slides) < maxEntries {
			for _, a := range e.Attr {
				if a.Name.Local == "id" && a.Name.Space != "" {
					slides = append(slides, targets[a.Value])
				}
			}
		}
		return nil
	}})
	if err != nil {
		return err
	}
	t.Total = len(slides)
	for _, s := range slides[:min(len(slides), j.opt.Pages)] {
		p := pager{j: j, t: t}
		inText := false
		err := c.walkPart(s, maxPart, walker{
			start: func(e xml.StartElement) error {
				inText = e.Name.Local == "t"
				if e.Name.Local == "br" {
					p.write("\n")
				}
				return nil
			},
			end: func(name string) error {
				inText = false
				switch name {
				case "p":
					p.write("\n")
				case "tc":
					p.write("\t")
				}
				return nil
			},
			text: func(s string) {
				if inText {
					p.write(s)
				}
			},
		})
		if err := p.ended(err); err != nil {
			return err
		}
		if p.done {
			break
		}
	}
	return nil
}

// Bounds of what is read of a workbook.
const (
	maxStrings = 200_000
	maxSheet   = 20_000 // bytes of text of one sheet: its top says what it is
)

// readWorkbook reads the visible sheets in their order.
func (j *job) readWorkbook(t *Text, c *container) error {
	targets := c.relations("xl/workbook.xml")
	type sheet struct{ name, part string }
	var sheets []sheet
	date1904 := false
	err := c.walkPart("xl/workbook.xml", maxPart, walker{start: func(e xml.StartElement) error {
		switch {
		case e.Name.Local == "workbookPr":
			date1904 = attr(e, "date1904") == "1"
		case e.Name.Local == "sheet" && !strings.HasSuffix(strings.ToLower(attr(e, "state")), "hidden") && len(sheets) < maxEntries:
			for _, a := range e.Attr {
				if a.Name.Local == "id" && a.Name.Space != "" {
					sheets = append(sheets, sheet{attr(e, "name"), targets[a.Value]})
				}
			}
		}
		return nil
	}})
	if err != nil {
		return err
	}
	t.Total = len(sheets)
	shared, err := c.sharedStrings()
	if err != nil {
		return err
	}
	dates := c.dateStyles()
	for _, s := range sheets[:min(len(sheets), j.opt.Pages)] {
		p := pager{j: j, t: t}
		p.write(s.name + "\n")
		if err := p.ended(c.readSheet(&p, s.part, shared, dates, date1904)); err != nil {
			return err
		}
		if p.done {
			break
		}
	}
	return nil
}

func (c *container) readSheet(p *pager, part string, shared []string, dates []bool, date1904 bool) error {
	var kind, style, value string
	inValue := false
	return c.walkPart(part, maxPart, walker{
		start: func(e xml.StartElement) error {
			switch e.Name.Local {
			case "c":
				kind, style, value = attr(e, "t"), attr(e, "s"), ""
			case "v", "t":
				inValue = true
			}
			return nil
		},
		end: func(name string) error {
			switch name {
			case "v", "t":
				inValue = false
			case "c":
				if value = cellText(kind, value, shared); value != "" {
					if i := atoi(style); kind == "" && i < len(dates) && dates[i] {
						value = serialDate(value, date1904)
					}
					p.write(value + "\t")
				}
			case "row":
				p.write("\n")
				if p.page.Len() > maxSheet {
					return errEnough
				}
			case "sheetData":
				return errEnough
			}
			return nil
		},
		text: func(s string) {
			if inValue && len(value) < maxSheet {
				value += s
			}
		},
	})
}

// cellText is what a cell shows.
func cellText(kind, value string, shared []string) string {
	switch kind {
	case "s":
		i, err := strconv.Atoi(value)
		if err != nil || i < 0 || i >= len(shared) {
			return ""
		}
		return shared[i]
	case "b", "e":
		return ""
	case "", "n":
		return number(value)
	}
	return value
}

// number writes 2568 and 0.5 for 2568.0 and 0.50000000000000001.
func number(s string) string {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	if f == float64(int64(f)) {
		return strconv.FormatInt(int64(f), 10)
	}
	return strconv.FormatFloat(f, 'f', 2, 64)
}

// serialDate writes a day that a spreadsheet counts from 1900 (or 1904).
func serialDate(s string, date1904 bool) string {
	days, err := strconv.ParseFloat(s, 64)
	if err != nil || days < 1 || days > 400_000 {
		return s
	}
	from := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if date1904 {
		from = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return from.AddDate(0, 0, int(days)).Format("02/01/2006")
}

// sharedStrings reads the texts that cells refer to by number.
func (c *container) sharedStrings() ([]string, error) {
	var all []string
	var one strings.Builder
	inText, phonetic := false, false
	err := c.walkPart("xl/sharedStrings.xml", maxPart, walker{
		start: func(e xml.StartElement) error {
			switch e.Name.Local {
			case "si":
				one.Reset()
			case "rPh":
				phonetic = true
			case "t":
				inText = !phonetic
			}
			return nil
		},
		end: func(name string) error {
			switch name {
			case "t":
				inText = false
			case "rPh":
				phonetic = false
			case "si":
				all = append(all, one.String())
				if len(all) >= maxStrings {
					return errEnough
				}
			}
			return nil
		},
		text: func(s string) {
			if inText && one.Len() < maxSheet {
				one.WriteString(s)
			}
		},
	})
	if errors.Is(err, errNoPart) || problemOf(err, "") == ProblemTooComplex && len(all) > 1000 {
		return all, nil // the first strings are those of the first rows
	}
	return all, err
}

// dateStyles tells for each cell style whether it shows a number as a date.
func (c *container) dateStyles() []bool {
	var styles []bool
	custom := map[string]bool{}
	inCells := false
	builtin := []string{"14", "15", "16", "17", "22", "27", "30", "36", "50", "57", "58"}
	_ = c.walkPart("xl/styles.xml", maxPart, walker{ // no styles, no dates
		start: func(e xml.StartElement) error {
			switch e.Name.Local {
			case "numFmt":
				f := strings.ToLower(attr(e, "formatCode"))
				custom[attr(e, "numFmtId")] = strings.Contains(f, "yy") || strings.Contains(f, "bb") || strings.Contains(f, "mmm")
			case "cellXfs":
				inCells = true
			case "xf":
				if id := attr(e, "numFmtId"); inCells && len(styles) < maxEntries {
					styles = append(styles, custom[id] || slices.Contains(builtin, id))
				}
			}
			return nil
		},
		end: func(name string) error {
			if name == "cellXfs" {
				return errEnough
			}
			return nil
		},
	})
	return styles
}

func isoTime(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range [...]string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

func atoi(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 {
		return 0
	}
	return n
}
