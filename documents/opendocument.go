package documents

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
)

// readOpenDocument reads an ODT, ODS or ODP.
func (j *job) readOpenDocument(t *Text, c *container) error {
	mimetype := ""
	if r, err := c.open("mimetype", 200); err == nil {
		b, _ := io.ReadAll(r) // what is missing from it is seen below
		_ = r.Close()
		mimetype = string(b)
	}
	switch {
	case strings.Contains(mimetype, "spreadsheet"):
		t.Kind = KindODS
	case strings.Contains(mimetype, "presentation"), strings.Contains(mimetype, "graphics"):
		t.Kind = KindODP
	default:
		t.Kind = KindODT
	}
	if r, err := c.open("META-INF/manifest.xml", 1<<20); err == nil {
		b, _ := io.ReadAll(r)
		_ = r.Close()
		if bytes.Contains(b, []byte("encryption-data")) {
			return problemf(ProblemLocked, "the document needs a password")
		}
	}
	meta := c.simpleFields("meta.xml")
	t.Title, t.Producer = cleanTitle(meta["title"]), oneLine(meta["generator"])
	t.Created, t.Modified = isoTime(meta["creation-date"]), isoTime(meta["date"])
	if t.Kind == KindODT {
		t.Total = atoi(meta["page-count"])
	}
	p := pager{j: j, t: t}
	o := odf{p: &p, breaks: map[string]bool{}}
	err := c.walkPart("content.xml", maxPart, walker{start: o.start, end: o.end, text: o.text})
	return p.ended(err)
}

// odf is the walk through an OpenDocument.
type odf struct {
	p      *pager
	style  string          // the one being defined
	breaks map[string]bool // styles that begin a page
	inBody bool
	aside  int // inside notes of the speaker, comments, tracked deletions
	nested int // inside paragraphs
	cells  int // inside table cells
}

func (o *odf) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "style":
		o.style = attr(e, "name")
	case "paragraph-properties":
		if attr(e, "break-before") == "page" && len(o.breaks) < maxEntries {
			o.breaks[o.style] = true
		}
	case "body":
		o.inBody = true
	case "notes", "annotation", "tracked-changes":
		if o.inBody {
			o.aside++
		}
	case "table":
		if o.p.t.Kind == KindODS && o.inBody {
			o.p.t.Total++
			o.p.write(attr(e, "name") + "\n")
		}
	case "page":
		if o.inBody && e.Name.Space == "draw" {
			o.p.t.Total++
		}
	case "soft-page-break":
		return o.p.turn()
	case "p", "h":
		if !o.inBody {
			return nil
		}
		o.nested++
		if o.breaks[attr(e, "style-name")] {
			return o.p.turn()
		}
	case "table-cell":
		o.cells++
	case "s", "tab":
		o.text(" ")
	case "line-break":
		o.text("\n")
	}
	return nil
}

func (o *odf) end(name string) error {
	switch name {
	case "notes", "annotation", "tracked-changes":
		if o.inBody && o.aside > 0 {
			o.aside--
		}
	case "p", "h":
		if o.nested == 0 {
			return nil
		}
		o.nested--
		if o.cells > 0 {
			o.p.write(" ")
			return nil
		}
		return o.p.paragraph()
	case "table-cell":
		o.cells--
		o.p.write("\t")
	case "table-row":
		o.p.write("\n")
		if o.p.t.Kind == KindODS && o.p.page.Len() > maxSheet {
			return o.p.turn()
		}
	case "table", "page":
		if o.p.t.Kind != KindODT && o.inBody {
			return o.p.turn()
		}
	}
	return nil
}

func (o *odf) text(s string) {
	if o.nested > 0 && o.aside == 0 {
		o.p.write(s)
	}
}
