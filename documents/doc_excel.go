package documents

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
)

// Records of an XLS file.
const (
	recBOF        = 0x0809
	recEOF        = 0x000a
	recFilePass   = 0x002f
	recBoundSheet = 0x0085
	recSST        = 0x00fc
	recContinue   = 0x003c
	recLabelSST   = 0x00fd
	recLabel      = 0x0204
	recRString    = 0x00d6
	recNumber     = 0x0203
	recRK         = 0x027e
	recMulRK      = 0x00bd
	recString     = 0x0207
)

// readXLS reads the first visible sheets of an Excel file of 5.0 to 2003.
func (j *job) readXLS(t *Text, f *oleFile) error {
	name := "Workbook"
	if f.files[name] == nil {
		name = "Book"
	}
	b, cutErr := f.stream(name)
	x := xls{b: b, eightBit: u16(b, 4) < 0x0600}
	if err := x.globals(); err != nil {
		return err
	}
	t.Total = len(x.sheets)
	p := pager{j: j, t: t}
	for _, s := range x.sheets {
		p.write(s.name + "\n")
		if err := x.sheet(&p, s.at); err != nil {
			return err
		}
		if p.turn() != nil {
			return nil
		}
		if err := stopped(j.ctx); err != nil {
			return err
		}
	}
	return p.ended(cutErr)
}

type xlsSheet struct {
	name string
	at   int
}

type xls struct {
	b        []byte
	eightBit bool // before Excel 97
	sheets   []xlsSheet
	strings  []string
}

// record returns the record at an offset and the offset of the next; next is 0
// at the end.
func (x *xls) record(at int) (kind int, body []byte, next int) {
	if at < 0 || at+4 > len(x.b) {
		return 0, nil, 0
	}
	next = at + 4 + u16(x.b, at+2)
	return u16(x.b, at), cut(x.b, at+4, next), next
}

// globals reads the names of the sheets and the table of texts.
func (x *xls) globals() error {
	if u16(x.b, 0) != recBOF {
		return problemf(ProblemDamaged, "the workbook does not begin as one")
	}
	for at := 0; ; {
		kind, body, next := x.record(at)
		if next == 0 {
			return nil
		}
		switch kind {
		case recFilePass:
			return problemf(ProblemLocked, "the workbook needs a password")
		case recBoundSheet:
			const visible, worksheet = 0, 0
			if len(body) > 7 && body[4]&3 == visible && body[5] == worksheet && len(x.sheets) < maxEntries {
				x.sheets = append(x.sheets, xlsSheet{x.shortString(body[6:]), u32(body, 0)})
			}
		case recSST:
			parts := [][]byte{body}
			for {
				k, more, after := x.record(next)
				if k != recContinue || after == 0 {
					break
				}
				parts, next = append(parts, more), after
			}
			x.strings = sharedTexts(parts)
		case recEOF:
			return nil
		}
		at = next
	}
}

// shortString is a sheet's name: a byte of length, and before Excel 97 no flags.
func (x *xls) shortString(b []byte) string {
	if len(b) < 2 {
		return ""
	}
	if x.eightBit {
		return decode874(cut(b, 1, 1+int(b[0])))
	}
	if b[1]&1 != 0 {
		return utf16Text(cut(b, 2, 2+2*int(b[0])))
	}
	return latin1(cut(b, 2, 2+int(b[0])))
}

// sharedTexts reads the table of texts, which goes over several records; where
// a text is cut by the end of one, the next begins with its flags anew.
func sharedTexts(parts [][]byte) []string {
	r := sstReader{parts: parts, at: 8}
	var all []string
	for n := min(u32(parts[0], 4), maxStrings); len(all) < n; {
		chars, ok := r.number(2)
		if !ok {
			break
		}
		flags, ok := r.number(1)
		if !ok {
			break
		}
		runs, extra := 0, 0
		if flags&8 != 0 {
			runs, _ = r.number(2)
		}
		if flags&4 != 0 {
			extra, _ = r.number(4)
		}
		all = append(all, r.text(chars, flags&1 != 0))
		if !r.skip(4*runs + extra) {
			break
		}
	}
	return all
}

type sstReader struct {
	parts [][]byte
	at    int
}

// next drops parts that are used up and reports whether anything is left.
func (r *sstReader) next() bool {
	for len(r.parts) > 0 && r.at >= len(r.parts[0]) {
		r.at -= len(r.parts[0])
		r.parts = r.parts[1:]
	}
	return len(r.parts) > 0
}

func (r *sstReader) number(size int) (n int, ok bool) {
	for i := range size {
		if !r.next() {
			return 0, false
		}
		n |= int(r.parts[0][r.at]) << (8 * i)
		r.at++
	}
	return n, true
}

func (r *sstReader) skip(n int) bool {
	if n < 0 || n > maxStream {
		return false
	}
	r.at += n
	return r.next()
}

func (r *sstReader) text(chars int, wide bool) string {
	var s strings.Builder
	for chars > 0 && r.next() {
		size := 1
		if wide {
			size = 2
		}
		rest := r.parts[0][r.at:]
		n := min(chars, len(rest)/size)
		if wide {
			s.WriteString(utf16Text(rest[:2*n]))
		} else {
			s.WriteString(latin1(rest[:n]))
		}
		chars -= n
		if chars == 0 {
			r.at += n * size
			break
		}
		r.at = len(r.parts[0])
		flags, ok := r.number(1) // of the rest of this text
		if !ok {
			break
		}
		wide = flags&1 != 0
	}
	return s.String()
}

// sheet writes the cells of one sheet, row by row.
func (x *xls) sheet(p *pager, at int) error {
	row := -1
	put := func(body []byte, s string) {
		if s == "" {
			return
		}
		if r := u16(body, 0); r != row {
			p.write("\n")
			row = r
		}
		p.write(s + "\t")
	}
	for depth := 0; p.page.Len() < maxSheet; {
		kind, body, next := x.record(at)
		if next == 0 {
			return nil
		}
		switch kind {
		case recFilePass:
			return problemf(ProblemLocked, "the workbook needs a password")
		case recBOF:
			depth++ // charts are nested in sheets
		case recEOF:
			if depth--; depth <= 0 {
				return nil
			}
		case recLabelSST:
			if i := u32(body, 6); i < len(x.strings) && len(body) >= 10 {
				put(body, x.strings[i])
			}
		case recLabel, recRString:
			put(body, x.cellString(cut(body, 6, len(body))))
		case recString:
			p.write(x.cellString(body) + "\t") // what a formula gave
		case recNumber:
			if len(body) >= 14 {
				put(body, number(strconv.FormatFloat(math.Float64frombits(binary.LittleEndian.Uint64(body[6:])), 'g', -1, 64)))
			}
		case recRK:
			put(body, rk(u32(body, 6)))
		case recMulRK:
			for i := 4; i+6 <= len(body)-2; i += 6 {
				put(body, rk(u32(body, i+2)))
			}
		}
		at = next
	}
	return nil
}

// cellString is a text in a cell: two bytes of length, then flags since Excel 97.
func (x *xls) cellString(b []byte) string {
	n := u16(b, 0)
	switch {
	case x.eightBit:
		return decode874(cut(b, 2, 2+n))
	case len(b) > 2 && b[2]&1 != 0:
		return utf16Text(cut(b, 3, 3+2*n))
	}
	return latin1(cut(b, 3, 3+n))
}

// rk is a number packed into four bytes.
func rk(v int) string {
	var f float64
	if v&2 != 0 {
		f = float64(int32(uint32(v)) >> 2)
	} else {
		f = math.Float64frombits(uint64(uint32(v)&^3) << 32)
	}
	if v&1 != 0 {
		f /= 100
	}
	return number(strconv.FormatFloat(f, 'g', -1, 64))
}
