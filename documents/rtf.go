package documents

import (
	"bytes"
	"strconv"
	"strings"
)

// readRTF reads the text of an RTF file.
func (j *job) readRTF(t *Text, w *window) error {
	b, err := w.head(maxStream)
	if err != nil {
		return err
	}
	p := pager{j: j, t: t}
	r := rtf{b: b, p: &p, thai: bytes.Contains(b, []byte(`\ansicpg874`)) || bytes.Contains(b, []byte(`\fcharset222`))}
	err = r.read()
	t.Title = cleanTitle(r.title.String())
	if err == nil && !bytes.HasSuffix(bytes.TrimRight(b, "\x00 \r\n"), []byte("}")) && int64(len(b)) == w.size {
		err = problemf(ProblemTruncated, "the outermost group is not closed")
	}
	return p.ended(err)
}

// destinations are groups whose text is not the document's.
var destinations = map[string]bool{
	"fonttbl": true, "colortbl": true, "stylesheet": true, "pict": true, "object": true, "info": true, "listtable": true,
	"listoverridetable": true, "rsidtbl": true, "generator": true, "themedata": true, "datastore": true, "xmlnstbl": true,
	"latentstyles": true, "fldinst": true, "header": true, "footer": true, "headerl": true, "headerr": true, "headerf": true,
	"footerl": true, "footerr": true, "footerf": true, "footnote": true, "bkmkstart": true, "bkmkend": true, "filetbl": true,
	"revtbl": true, "operator": true, "author": true, "company": true, "comment": true, "private": true, "pgdsctbl": true,
}

type rtfGroup struct {
	hidden bool
	title  bool
	skip   int // characters that stand for each \u, for old readers
}

type rtf struct {
	b     []byte
	p     *pager
	thai  bool // bytes are windows-874
	title strings.Builder
	group rtfGroup
	stack []rtfGroup
	bytes []byte // a run of bytes that is not decoded yet: letters of two
	left  int    // characters to leave out after \u
}

func (r *rtf) read() error {
	r.group.skip = 1
	for i, n := 0, 0; i < len(r.b); n++ {
		if n%4096 == 0 {
			if err := stopped(r.p.j.ctx); err != nil {
				return err
			}
		}
		switch c := r.b[i]; c {
		case '{':
			r.flush()
			if len(r.stack) > maxDepth {
				return problemf(ProblemTooComplex, "groups nested %d deep", len(r.stack))
			}
			r.stack = append(r.stack, r.group)
			i++
		case '}':
			r.flush()
			if len(r.stack) > 0 {
				r.group, r.stack = r.stack[len(r.stack)-1], r.stack[:len(r.stack)-1]
			}
			r.left = 0
			i++
		case '\\':
			next, err := r.control(i + 1)
			if err != nil {
				return err
			}
			i = next
		case '\r', '\n':
			i++
		default:
			r.char(c)
			i++
		}
	}
	r.flush()
	return nil
}

// control reads a control word or symbol, and returns where the text goes on.
func (r *rtf) control(i int) (next int, err error) {
	if i >= len(r.b) {
		return i, nil
	}
	if c := r.b[i]; c|0x20 < 'a' || c|0x20 > 'z' {
		switch c {
		case '\'':
			v, err := strconv.ParseUint(string(cut(r.b, i+1, i+3)), 16, 8)
			if err == nil {
				r.char(byte(v))
			}
			return i + 3, nil
		case '*': // a group that readers may not know
			r.group.hidden = true
		case '~':
			r.write(" ")
		case '\\', '{', '}':
			r.char(c)
		case '\r', '\n':
			r.write("\n")
		}
		return i + 1, nil
	}
	end := i
	for end < len(r.b) && end-i < 32 && r.b[end]|0x20 >= 'a' && r.b[end]|0x20 <= 'z' {
		end++
	}
	word := string(r.b[i:end])
	from := end
	if end < len(r.b) && r.b[end] == '-' {
		end++
	}
	for end < len(r.b) && end-from < 12 && r.b[end] >= '0' && r.b[end] <= '9' {
		end++
	}
	value, _ := strconv.Atoi(string(r.b[from:end])) // none: 0
	if end < len(r.b) && r.b[end] == ' ' {
		end++
	}
	if word == "bin" {
		return min(end+max(value, 0), len(r.b)), nil
	}
	return end, r.word(word, value)
}

func (r *rtf) word(word string, value int) error {
	switch word {
	case "par", "sect", "line":
		r.write("\n")
		if r.p.page.Len() > maxPortion && len(r.stack) < 3 {
			return r.p.turn()
		}
	case "row":
		r.write("\n")
	case "cell", "nestcell":
		r.write("\t")
	case "tab", "emspace", "enspace":
		r.write(" ")
	case "page", "pagebb":
		r.flush()
		if !r.group.hidden {
			return r.p.turn()
		}
	case "u":
		r.flush()
		r.write(string(rune(uint16(value))))
		r.left = r.group.skip
	case "uc":
		r.group.skip = min(max(value, 0), 8)
	case "ud": // the same again, in Unicode
		r.title.Reset()
	case "title":
		r.group.title = true
	default:
		if destinations[word] {
			r.flush()
			r.group.hidden = true
		}
	}
	return nil
}

// char is one byte of text.
func (r *rtf) char(c byte) {
	if r.left > 0 {
		r.left--
		return
	}
	r.bytes = append(r.bytes, c)
}

// flush decodes the bytes gathered.
func (r *rtf) flush() {
	if len(r.bytes) == 0 {
		return
	}
	b := r.bytes
	r.bytes = nil
	if r.thai {
		r.put(decode874(b))
	} else {
		r.put(latin1(b))
	}
}

func (r *rtf) write(s string) {
	r.flush()
	r.put(s)
}

func (r *rtf) put(s string) {
	switch {
	case r.group.title && r.title.Len() < 1000:
		r.title.WriteString(s)
	case !r.group.hidden:
		r.p.write(s)
	}
}
