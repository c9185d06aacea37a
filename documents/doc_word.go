package documents

import "strings"

// readDOC reads the text of a Word file of 1997 or later by its table of
// pieces, and of an older one as it stands.
func (j *job) readDOC(t *Text, f *oleFile) error {
	b, cutErr := f.stream("WordDocument")
	if len(b) < 0x200 {
		return problemf(ProblemDamaged, "the Word stream is too short")
	}
	const (
		encrypted  = 0x0100
		whichTable = 0x0200
	)
	flags := u16(b, 0x0a)
	if flags&encrypted != 0 {
		return problemf(ProblemLocked, "the document needs a password")
	}
	p := pager{j: j, t: t}
	w := wordText{p: &p}
	if u16(b, 2) < 105 { // Word 6 and 95: eight bits, in the code page of its Windows
		return p.ended(w.write(decode874(cut(b, u32(b, 0x18), u32(b, 0x1c)))))
	}
	name := "0Table"
	if flags&whichTable != 0 {
		name = "1Table"
	}
	table, err := f.stream(name)
	if err != nil {
		cutErr = err
	}
	pieces := pieceTable(cut(table, u32(b, 0x1a2), u32(b, 0x1a2)+u32(b, 0x1a6)))
	if len(pieces) == 0 {
		pieces = []piece{{from: u32(b, 0x18), chars: (u32(b, 0x1c) - u32(b, 0x18)) / 2, wide: true}}
	}
	left := u32(b, 0x4c) // characters of the main text; notes and headers follow
	for _, pc := range pieces {
		n := pc.chars
		if left > 0 {
			n = min(n, left)
		}
		var s string
		if pc.wide {
			s = utf16Text(cut(b, pc.from, pc.from+2*n))
		} else {
			s = latin1(cut(b, pc.from, pc.from+n))
		}
		if err := w.write(s); err != nil {
			return p.ended(err)
		}
		if left -= n; left <= 0 {
			break
		}
		if err := stopped(j.ctx); err != nil {
			return err
		}
	}
	return p.ended(cutErr)
}

// piece is a stretch of a Word file's text.
type piece struct {
	from, chars int
	wide        bool // UTF-16, else one byte per character
}

// pieceTable reads the pieces from a Clx, nil when there are none.
func pieceTable(clx []byte) []piece {
	for len(clx) > 0 && clx[0] == 1 { // formatting comes first
		clx = cut(clx, 3+u16(clx, 1), len(clx))
	}
	if len(clx) < 5 || clx[0] != 2 {
		return nil
	}
	plc := cut(clx, 5, 5+u32(clx, 1))
	n := (len(plc) - 4) / 12
	var pieces []piece
	for i := range max(n, 0) {
		start, end := u32(plc, 4*i), u32(plc, 4*i+4)
		fc := u32(plc, 4*(n+1)+8*i+2)
		if end <= start || end-start > maxStream {
			continue
		}
		const compressed = 1 << 30
		if fc&compressed != 0 {
			pieces = append(pieces, piece{(fc &^ compressed) / 2, end - start, false})
		} else {
			pieces = append(pieces, piece{fc, end - start, true})
		}
	}
	return pieces
}

// wordText turns Word's control characters into lines, cells and pages.
type wordText struct {
	p     *pager
	field int // inside the code of that many fields
}

func (w *wordText) write(s string) error {
	const (
		cellEnd    = 0x07
		pageBreak  = 0x0c
		fieldBegin = 0x13
		fieldText  = 0x14
		fieldEnd   = 0x15
	)
	from := 0
	flush := func(i int) {
		if w.field == 0 && from < i {
			w.p.write(s[from:i])
		}
		from = i + 1
	}
	inCode := w.field
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x20 || c == '\t' {
			continue
		}
		flush(i)
		switch c {
		case cellEnd: // two of them end a row
			if i > 0 && s[i-1] == cellEnd {
				w.p.write("\n")
			} else {
				w.p.write("\t")
			}
		case pageBreak:
			if err := w.p.turn(); err != nil {
				return err
			}
		case '\r', '\n', '\v':
			if err := w.p.paragraph(); err != nil {
				return err
			}
		case fieldBegin:
			inCode++
		case fieldText, fieldEnd:
			// The code ends at its text; a field without text ends in itself.
			inCode = max(inCode-1, 0)
			if c == fieldEnd {
				inCode = 0
			}
		}
		w.field = inCode
	}
	flush(len(s))
	return nil
}

// latin1 is text whose bytes are the first 256 characters of Unicode, give or
// take windows-1252.
func latin1(b []byte) string {
	var s strings.Builder
	for _, c := range b {
		s.WriteRune(rune(c))
	}
	return s.String()
}
