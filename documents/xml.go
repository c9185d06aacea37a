package documents

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// maxDepth is the deepest nesting of elements; real files stay below a hundred.
const maxDepth = 512

// errEnough ends a walk early: what was wanted is there.
var errEnough = errors.New("enough")

// walker goes through XML. Names are local: Office and OpenDocument each use
// one prefix per vocabulary, and the vocabularies do not clash where it matters.
// Nil fields are not called.
type walker struct {
	start func(e xml.StartElement) error
	end   func(name string) error
	text  func(s string)
}

// walk reads tokens without the decoder's own stack, which a file of ten
// million opening tags would blow up.
func (w *walker) walk(r io.Reader) error {
	d := xml.NewDecoder(r)
	d.Strict = false
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		switch strings.ToLower(label) {
		case "utf-8", "utf8", "us-ascii":
			return in, nil
		case "tis-620", "windows-874", "iso-8859-11":
			return charmap.Windows874.NewDecoder().Reader(in), nil
		}
		return nil, fmt.Errorf("encoding %q", clip(label, 40))
	}
	depth := 0
	for {
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return problemf(ProblemTooComplex, "elements nested %d deep", depth)
			}
			if w.start != nil {
				err = w.start(tok)
			}
		case xml.EndElement:
			depth--
			if w.end != nil {
				err = w.end(tok.Name.Local)
			}
		case xml.CharData:
			if w.text != nil {
				w.text(string(tok))
			}
		}
		if errors.Is(err, errEnough) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// walkPart walks one part of a container.
func (c *container) walkPart(name string, limit int64, w walker) error {
	r, err := c.open(name, limit)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := w.walk(r); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// attr is the value of an attribute by its local name; empty when absent.
func attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// simpleFields reads a flat part, such as the metadata: the text of each
// element by its local name, the first of a name.
func (c *container) simpleFields(name string) map[string]string {
	fields := map[string]string{}
	current := ""
	// Metadata that cannot be read is metadata that is not there.
	_ = c.walkPart(name, 1<<20, walker{
		start: func(e xml.StartElement) error {
			current = e.Name.Local
			if n := attr(e, "page-count"); n != "" {
				fields["page-count"] = n
			}
			return nil
		},
		end: func(string) error { current = ""; return nil },
		text: func(s string) {
			if current != "" && len(fields) < 100 && len(fields[current]) < 4096 {
				fields[current] += s
			}
		},
	})
	return fields
}
