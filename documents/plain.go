package documents

import (
	"bytes"
	"encoding/csv"
	"errors"
	"image"
	_ "image/gif" // the formats that image.DecodeConfig tells apart
	_ "image/jpeg"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxPlain is how much is read of a file of text or HTML, in bytes.
const maxPlain = 2 << 20

// readPlain reads text, or CSV.
func (j *job) readPlain(t *Text, w *window) error {
	b, err := w.head(maxPlain)
	if err != nil {
		return err
	}
	b = wholeLines(b, w.size)
	s := decode(b)
	if t.Kind == KindCSV {
		s = csvText(s)
	}
	return j.portions(t, s)
}

// wholeLines takes off the part of a line at the end of what was read.
func wholeLines(b []byte, size int64) []byte {
	if int64(len(b)) < size {
		if i := bytes.LastIndexByte(b, '\n'); i > 0 {
			return b[:i]
		}
	}
	return b
}

// portions hands on long text page by page.
func (j *job) portions(t *Text, s string) error {
	p := pager{j: j, t: t}
	for line := range strings.SplitSeq(s, "\n") {
		for len(line) > maxPortion {
			part := clip(line, maxPortion)
			p.write(part)
			if line = line[len(part):]; p.turn() != nil {
				return nil
			}
		}
		p.write(line)
		if p.paragraph() != nil {
			return nil
		}
		if err := stopped(j.ctx); err != nil {
			return err
		}
	}
	return p.ended(nil)
}

// csvText puts tabs between cells. The separator is what the first line has
// most of: Excel writes semicolons in some countries.
func csvText(s string) string {
	first, _, _ := strings.Cut(s, "\n")
	r := csv.NewReader(strings.NewReader(s))
	r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, true, true
	for _, sep := range ";\t|" {
		if strings.Count(first, string(sep)) > strings.Count(first, string(r.Comma)) {
			r.Comma = sep
		}
	}
	var out strings.Builder
	for {
		record, err := r.Read()
		if err != nil {
			return out.String() // the end, or a quote that never closes
		}
		for i, cell := range record {
			if i > 0 {
				out.WriteByte('\t')
			}
			out.WriteString(strings.ReplaceAll(cell, "\n", " "))
		}
		out.WriteByte('\n')
	}
}

// readHTML reads the visible text of a page.
func (j *job) readHTML(t *Text, w *window) error {
	b, err := w.head(maxPlain)
	if err != nil {
		return err
	}
	title, text, err := j.htmlText(decode(b))
	t.Title = cleanTitle(title)
	if err != nil {
		return err
	}
	return j.portions(t, text)
}

// htmlText works on the tokens alone: a tree of a hostile page costs more than
// it is worth here.
func (j *job) htmlText(s string) (title, text string, err error) {
	z := html.NewTokenizer(strings.NewReader(s))
	z.SetMaxBuf(1 << 20)
	var out, head strings.Builder
	hidden, inTitle := atom.Atom(0), false
	for n := 0; ; n++ {
		if n%1024 == 0 {
			if err := stopped(j.ctx); err != nil {
				return "", "", err
			}
		}
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			if errors.Is(z.Err(), html.ErrBufferExceeded) {
				err = problemf(ProblemTooComplex, "a tag of more than a megabyte")
			}
			return head.String(), out.String(), err
		case html.TextToken:
			switch {
			case inTitle:
				head.Write(z.Text())
			case hidden == 0:
				out.WriteString(strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(string(z.Text())))
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			switch a {
			case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg:
				switch {
				case kind == html.StartTagToken && hidden == 0:
					hidden = a
				case kind == html.EndTagToken && hidden == a:
					hidden = 0
				}
			case atom.Title:
				inTitle = kind == html.StartTagToken && head.Len() == 0
			case atom.Td, atom.Th, 0: // 0: of XML
				if kind == html.EndTagToken {
					out.WriteByte('\t')
				}
			case atom.Br, atom.P, atom.Div, atom.Li, atom.Tr, atom.Table, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
				atom.Ul, atom.Ol, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Main, atom.Option, atom.Dt, atom.Dd:
				out.WriteByte('\n')
			}
		}
	}
}

// readImage looks whether a picture is whole, and reads it when there is OCR.
func (j *job) readImage(t *Text, w *window) error {
	head, err := w.head(headSize)
	if err != nil {
		return err
	}
	t.Images, t.Total, t.Problem = true, 1, ProblemNoText
	if _, _, err := image.DecodeConfig(bytes.NewReader(head)); err != nil {
		return problemf(ProblemDamaged, "%v", err)
	}
	tail, err := w.tail(64 << 10)
	if err != nil {
		return err
	}
	ends := map[string]string{KindJPEG: "\xff\xd9", KindPNG: "IEND", KindGIF: ";"}
	if !bytes.Contains(tail, []byte(ends[t.Kind])) {
		t.Problem = ProblemTruncated
		return nil
	}
	if j.opt.OCR == nil {
		return nil
	}
	b, err := w.whole(maxJPEG)
	if err != nil {
		return err
	}
	j.ocr(t, b)
	return nil
}
