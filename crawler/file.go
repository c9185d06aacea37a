package crawler

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"itacheck/ita"
)

// Bounds of reading a document.
const (
	fileBlock = 64 << 10 // what is asked for at a time, at least
	maxFile   = 32 << 20 // of one document, in all
)

// File is a linked document that is fetched in parts, as they are read. It is
// for one goroutine at a time.
type File struct {
	c      *Crawler
	ctx    context.Context
	url    string
	size   int64
	whole  []byte           // the document, when the server does not send parts
	blocks map[int64][]byte // by number; the last one may be short
	got    int64            // bytes fetched
}

// File opens a document that a probe found, without asking for anything yet; of
// what the probe kept of it, nothing is asked for.
// Its reads end with ctx.
func (c *Crawler) File(ctx context.Context, f ita.Fetch) *File {
	address := f.FinalURL
	if address == "" {
		address = f.URL
	}
	file := &File{c: c, ctx: ctx, url: address, size: f.Bytes, blocks: map[int64][]byte{}}
	head := c.give(f.URL)
	if file.size >= 0 && int64(len(head)) >= file.size {
		file.whole = head
		return file
	}
	for b := int64(0); len(head) >= fileBlock; b++ {
		file.blocks[b], head = head[:fileBlock:fileBlock], head[fileBlock:]
	}
	return file
}

// Size is the document's length in bytes, as the probe saw it; when that is
// unknown the document is fetched to tell.
func (f *File) Size() int64 {
	if f.size < 0 {
		if err := f.fetch(0, -1); err != nil {
			f.size = 0
		}
	}
	return f.size
}

// ReadAt reads a part of the document and fetches what of it is not there yet.
func (f *File) ReadAt(p []byte, off int64) (int, error) {
	size := f.Size()
	if off < 0 || off >= size {
		return 0, io.EOF
	}
	want := min(int64(len(p)), size-off)
	if f.whole == nil {
		first, last := off/fileBlock, (off+want-1)/fileBlock
		for b := first; b <= last; b++ {
			if f.blocks[b] != nil {
				continue
			}
			end := b
			for end < last && f.blocks[end+1] == nil {
				end++
			}
			if err := f.fetch(b, end); err != nil {
				return 0, err
			}
			if f.whole != nil {
				break
			}
		}
	}
	n := 0
	if f.whole != nil {
		if off >= int64(len(f.whole)) {
			return 0, io.ErrUnexpectedEOF
		}
		n = copy(p, f.whole[off:])
	} else {
		for n < int(want) {
			at := off + int64(n)
			block := f.blocks[at/fileBlock]
			if at%fileBlock >= int64(len(block)) {
				return n, io.ErrUnexpectedEOF
			}
			n += copy(p[n:want], block[at%fileBlock:])
		}
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// fetch asks for the blocks from first to last; last is -1 for the whole document.
func (f *File) fetch(first, last int64) error {
	ctx, end := f.c.begin(f.ctx)
	defer end()
	if f.got > maxFile {
		return fmt.Errorf("more than %d MiB of one document", maxFile>>20)
	}
	req, err := http.NewRequestWithContext(context.WithValue(ctx, fetchKey{}, &ita.Fetch{URL: f.url, Bytes: -1}), http.MethodGet, f.url, nil)
	if err != nil {
		return err
	}
	req.Header = *pageHeader()
	req.Header.Set("User-Agent", f.c.cfg.UserAgent)
	from := first * fileBlock
	if last >= 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", from, min((last+1)*fileBlock, f.size)-1))
	}
	resp, err := f.c.files.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	f.got += int64(len(body))
	switch resp.StatusCode {
	case http.StatusOK:
		f.whole, f.size = body, int64(len(body))
		return nil
	case http.StatusPartialContent:
		if start, ok := rangeStart(resp.Header.Get("Content-Range")); !ok || start != from {
			return fmt.Errorf("the server sent another part than it was asked for")
		}
	default:
		return fmt.Errorf("the server answered %d", resp.StatusCode)
	}
	for b := first; len(body) > 0; b++ {
		n := min(fileBlock, len(body))
		f.blocks[b] = body[:n:n]
		body = body[n:]
	}
	return nil
}

// rangeStart reads where the part begins: "bytes 0-99/1234".
func rangeStart(header string) (int64, bool) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(header), "bytes ")
	if !ok {
		return 0, false
	}
	start, _, ok := strings.Cut(rest, "-")
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(start, 10, 64)
	return n, err == nil
}
