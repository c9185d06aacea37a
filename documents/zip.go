package documents

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"itacheck/internal/thai"
)

// Bounds of what is read from a ZIP file, Office and OpenDocument files among them.
const (
	maxEntries = 20_000   // in the directory
	maxPart    = 8 << 20  // bytes of one part of an Office file, unpacked
	maxUnpack  = 32 << 20 // bytes of all parts read of one file
	maxInside  = 5        // documents read in an archive
	maxFile    = 16 << 20 // bytes of one document in an archive
)

// container is a ZIP file whose parts are asked for by name.
type container struct {
	ctx   context.Context
	files []*zip.File
	left  int64 // bytes that may still be unpacked
}

func openZIP(ctx context.Context, w *window) (*container, error) {
	// The number of entries is near the end; counting before reading keeps a
	// directory of a million names from becoming a million values.
	if tail := w.peek(max(w.size-66_000, 0), 66_000); tail != nil {
		if i := bytes.LastIndex(tail, []byte("PK\x05\x06")); i >= 0 && i+12 <= len(tail) {
			if n := int(tail[i+10]) | int(tail[i+11])<<8; n > maxEntries {
				return nil, problemf(ProblemTooComplex, "%d files in one archive", n)
			}
		} else if w.err == nil {
			return nil, problemf(ProblemTruncated, "the archive has no directory at its end")
		}
	}
	z, err := zip.NewReader(w, w.size)
	if w.err != nil {
		return nil, w.err
	}
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are never used as paths
		return nil, err
	}
	if len(z.File) > maxEntries {
		return nil, problemf(ProblemTooComplex, "%d files in one archive", len(z.File))
	}
	return &container{ctx: ctx, files: z.File, left: maxUnpack}, nil
}

func (c *container) file(name string) *zip.File {
	for _, f := range c.files {
		if f.Name == name || strings.EqualFold(f.Name, name) || strings.ReplaceAll(f.Name, `\`, "/") == name {
			return f
		}
	}
	return nil
}

func (c *container) has(name string) bool { return c.file(name) != nil }

var errNoPart = errors.New("the file lacks a part that it must have")

// open returns a reader of at most limit bytes of a part.
func (c *container) open(name string, limit int64) (io.ReadCloser, error) {
	f := c.file(name)
	if f == nil {
		return nil, errNoPart
	}
	return c.openFile(f, limit)
}

func (c *container) openFile(f *zip.File, limit int64) (io.ReadCloser, error) {
	if f.Flags&1 != 0 {
		return nil, problemf(ProblemLocked, "the archive needs a password")
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	b := &bounded{ctx: c.ctx, r: r, left: min(limit, c.left)}
	return &counted{b, r, c}, nil
}

// counted takes what is read off what the container may still unpack.
type counted struct {
	*bounded
	close io.Closer
	c     *container
}

func (r *counted) Read(p []byte) (int, error) {
	n, err := r.bounded.Read(p)
	r.c.left -= int64(n)
	return n, err
}

func (r *counted) Close() error { return r.close.Close() }

// readZIP reads an Office or OpenDocument file, or the documents in an archive.
func (j *job) readZIP(t *Text, w *window) error {
	c, err := openZIP(j.ctx, w)
	if err != nil {
		return err
	}
	switch {
	case c.has("word/document.xml"), c.has("xl/workbook.xml"), c.has("ppt/presentation.xml"), c.has("[Content_Types].xml"):
		return j.readOpenXML(t, c)
	case c.has("content.xml") && (c.has("mimetype") || c.has("META-INF/manifest.xml")):
		return j.readOpenDocument(t, c)
	}
	return j.readArchive(t, c)
}

// readArchive reads the first documents of an archive. Archives in it are not
// opened.
func (j *job) readArchive(t *Text, c *container) error {
	if j.depth > 0 {
		return problemf(ProblemUnsupported, "an archive in an archive")
	}
	type entry struct {
		file *zip.File
		name string
	}
	var entries []entry
	for _, f := range c.files {
		name := entryName(f)
		base := path.Base(name)
		if f.FileInfo().IsDir() || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "~$") || strings.HasPrefix(name, "__MACOSX/") || extension(base) == "" {
			continue
		}
		entries = append(entries, entry{f, name})
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	t.Total = len(entries)
	if len(entries) == 0 {
		t.Problem = ProblemNoText
		if len(c.files) == 0 {
			t.Problem = ProblemEmpty
		}
		return nil
	}
	c.left = 2 * maxFile
	enough := false
	stop := func(page int, text string) bool {
		enough = enough || j.stop(page, text)
		return enough
	}
	for _, e := range entries[:min(len(entries), maxInside)] {
		t.Inside = append(t.Inside, j.readInside(c, e.file, e.name, stop))
		if err := stopped(j.ctx); err != nil {
			return err
		}
		if enough {
			break
		}
	}
	if !slices.ContainsFunc(t.Inside, func(in Text) bool { return in.Problem != ProblemLocked }) {
		t.Problem = ProblemLocked
	}
	return nil
}

func (j *job) readInside(c *container, f *zip.File, name string, stop func(int, string) bool) Text {
	in := Text{Name: name, Kind: KindUnknown}
	r, err := c.openFile(f, maxFile)
	if err != nil {
		in.fail(err, ProblemDamaged)
		return in
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		in.fail(err, ProblemDamaged)
		return in
	}
	inner := *j
	inner.name, inner.declared, inner.depth, inner.stop = name, "", j.depth+1, stop
	return inner.read(bytes.NewReader(b))
}

// entryName is the name of a file in an archive. Where it is not declared as
// UTF-8 it may be so even then, or in the code page of a Thai Windows; the
// three bytes of a short Thai word can be a letter of another script in UTF-8.
func entryName(f *zip.File) string {
	name := f.Name
	foreign := func(r rune) bool { return r >= utf8.RuneSelf && (r < 0x0e00 || r > 0x0e7f) }
	if !utf8.ValidString(name) || f.NonUTF8 && strings.ContainsFunc(name, foreign) && !thai.IsThai(name) {
		name = decode874([]byte(name))
	}
	return strings.ReplaceAll(name, `\`, "/")
}
