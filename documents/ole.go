package documents

import (
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/richardlehane/mscfb"
)

// maxStream is how much is read of one stream of an old Office file, in bytes.
const maxStream = 16 << 20

// oleFile is a file of streams: the old Office formats.
type oleFile struct {
	w     *window
	files map[string]*mscfb.File // the streams that matter, by name
}

func openOLE(w *window) (*oleFile, error) {
	r, err := mscfb.New(padded{w})
	if w.err != nil {
		return nil, w.err
	}
	if err != nil {
		if strings.Contains(err.Error(), io.EOF.Error()) {
			return nil, problemf(ProblemTruncated, "%v", err)
		}
		return nil, err
	}
	f := &oleFile{w: w, files: map[string]*mscfb.File{}}
	for _, s := range r.File {
		if len(s.Path) == 0 && len(f.files) < 1000 { // embedded documents have folders of their own
			if f.files[s.Name] == nil {
				f.files[s.Name] = s
			}
		}
	}
	return f, nil
}

// padded lets the last sector of a file be short, as some programs leave it.
type padded struct{ w *window }

func (p padded) ReadAt(b []byte, off int64) (int, error) {
	n, err := p.w.ReadAt(b, off)
	if errors.Is(err, io.EOF) && n > 0 {
		clear(b[n:])
		return len(b), nil
	}
	return n, err
}

// stream reads a stream, nil when there is none. A cut stream comes as far as
// it goes, with an error.
func (f *oleFile) stream(name string) ([]byte, error) {
	s := f.files[name]
	if s == nil {
		return nil, nil
	}
	n := min(s.Size, maxStream, f.w.size)
	b := make([]byte, n)
	got := 0
	for got < len(b) { // in pieces, each of which asks the clock
		m, err := s.Read(b[got:min(len(b), got+1<<20)])
		got += m
		if f.w.err != nil {
			return nil, f.w.err
		}
		if err != nil && got < len(b) {
			return b[:got], problemf(ProblemTruncated, "stream %s: %v", name, err)
		}
	}
	return b, nil
}

// readOLE reads a DOC, XLS or PPT.
func (j *job) readOLE(t *Text, w *window) error {
	f, err := openOLE(w)
	if err != nil {
		return err
	}
	f.summary(t)
	switch {
	case f.files["EncryptedPackage"] != nil:
		t.Kind = KindDOCX
		if e := extension(j.name); e == "xlsx" || e == "pptx" {
			t.Kind = e
		}
		return problemf(ProblemLocked, "the document needs a password")
	case f.files["WordDocument"] != nil:
		return j.readDOC(t, f)
	case f.files["Workbook"] != nil, f.files["Book"] != nil:
		t.Kind = KindXLS
		return j.readXLS(t, f)
	case f.files["PowerPoint Document"] != nil:
		t.Kind = KindPPT
		return j.readPPT(t, f)
	}
	t.Kind = KindUnknown
	return problemf(ProblemUnsupported, "a file of streams that is no Word, Excel or PowerPoint file")
}

// u16 and u32 read little-endian numbers; zero beyond the end.
func u16(b []byte, at int) int {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return int(binary.LittleEndian.Uint16(b[at:]))
}

func u32(b []byte, at int) int {
	if at < 0 || at+4 > len(b) {
		return 0
	}
	return int(binary.LittleEndian.Uint32(b[at:]))
}

// cut returns b[from:to] as far as it exists.
func cut(b []byte, from, to int) []byte {
	if from < 0 || from >= len(b) || to <= from {
		return nil
	}
	return b[from:min(to, len(b))]
}

// summary reads the properties of an old Office file.
func (f *oleFile) summary(t *Text) {
	b, err := f.stream("SummaryInformation")
	if err != nil || len(b) < 48 {
		return // then nothing is known
	}
	set := cut(b, u32(b, 44), len(b))
	codePage := 0
	text := func(at int) string {
		n := min(u32(set, at+4), 4096)
		switch raw := cut(set, at+8, at+8+n); u16(set, at) {
		case 0x1e:
			if codePage == 65001 || codePage == 1200 {
				return strings.TrimRight(string(raw), "\x00")
			}
			return strings.TrimRight(decode(raw), "\x00")
		case 0x1f:
			return utf16Text(cut(set, at+8, at+8+2*n))
		}
		return ""
	}
	for i := range min(u32(set, 4), 100) {
		id, at := u32(set, 8+8*i), u32(set, 12+8*i)
		switch id {
		case 1:
			codePage = u16(set, at+4)
		case 2:
			t.Title = cleanTitle(text(at))
		case 12:
			t.Created = fileTime(set, at)
		case 13:
			t.Modified = fileTime(set, at)
		case 18:
			t.Producer = oneLine(text(at))
		}
	}
}

// fileTime is a Windows time: tenths of microseconds since 1601.
func fileTime(set []byte, at int) time.Time {
	v := uint64(uint32(u32(set, at+4))) | uint64(uint32(u32(set, at+8)))<<32
	const to1970 = 11644473600
	sec := int64(v/10_000_000) - to1970
	if u16(set, at) != 0x40 || sec <= 0 || sec > 4e9 {
		return time.Time{}
	}
	return time.Unix(sec, 0).UTC()
}
