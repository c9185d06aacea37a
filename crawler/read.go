package crawler

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"itacheck/ita"
)

// The readers are layers that take from a body what is needed and hand it on in
// memory, so that connection and host are free again, and what breaks while the
// body arrives is repeated like any other failure. They fill in the Fetch.

// peek is how much of a body shows its kind. Some generators put more than
// 1,024 bytes of comments before the first tag.
const peek = 4096

// pageReader reads whole pages and brings them into UTF-8.
type pageReader struct {
	next http.RoundTripper
	max  int64
}

func (t pageReader) RoundTrip(req *http.Request) (*http.Response, error) {
	f := filling(req.Context())
	forgetAnswer(f)
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer closeBody(resp)
	note(f, resp)
	if redirects(resp) {
		return inMemory(resp, nil), nil
	}
	if err := unpack(resp); err != nil {
		return nil, err
	}
	body, err := readUpTo(room(resp), resp.Body, peek)
	if err != nil {
		return nil, err
	}
	f.Kind = sniff(body, f.ContentType)
	f.Bytes = resp.ContentLength
	switch {
	case f.Kind == "html" || f.Kind == "empty":
	case resp.StatusCode >= 400: // the status says enough
		return inMemory(resp, nil), nil
	default:
		return nil, notHTML(f.Kind)
	}
	if body, err = readUpTo(body, resp.Body, t.max+1); err != nil {
		return nil, err
	}
	if int64(len(body)) > t.max {
		return nil, &failure{code: ita.FailTooLarge, detail: fmt.Sprintf("the page is longer than %d MiB", t.max>>20)}
	}
	f.Bytes = int64(len(body))
	f.Script = hasScript(body)
	return inMemory(resp, toUTF8(body)), nil
}

func notHTML(kind string) error {
	if kind == "" {
		kind = "unknown"
	}
	return &failure{code: ita.FailNotHTML, detail: "a page was expected, the content is of kind " + kind}
}

// Bytes that a probe asks for and reads: a document shows its kind early, a
// page must also show its title, its text and whether it asks for a password.
const (
	headDocument = 4096
	headPage     = 256 << 10
)

// headReader reads the beginning of anything. It asks for a range; a server
// that cannot serve one is asked plainly, and cut off. What comes whole although
// a part was asked for, and is not too long, is followed to its end, to see
// whether it has one.
type headReader struct {
	next    http.RoundTripper
	buffers *sync.Pool // of *[block]byte
	ahead   bool       // of a document too, as much as of a page
	memory  *Memory    // of an earlier audit; may be nil
}

// failTruncated is the reason code of a document that twice broke off at the
// same place: there the server has no more.
const failTruncated = "truncated"

// Bounds on following a document to its end.
const (
	block        = 64 << 10
	maxFollowed  = 4 << 20
	followedTime = 5 * time.Second
)

// brokenOff is a document that ends before its declared length.
type brokenOff struct {
	at  int64
	err error
}

func (b *brokenOff) Error() string { return b.err.Error() }
func (b *brokenOff) Unwrap() error { return b.err }

func (t headReader) RoundTrip(req *http.Request) (*http.Response, error) {
	ranged := req.WithContext(req.Context())
	ranged.Header = maps.Clone(req.Header)
	ranged.Header.Set("Range", "bytes=0-"+strconv.Itoa(t.want(req)-1))
	if resp := t.news(ranged); resp != nil {
		return resp, nil
	}
	resp, err := t.read(ranged)
	if first, ok := errors.AsType[*brokenOff](err); ok {
		resp, err = t.read(ranged)
		if second, ok := errors.AsType[*brokenOff](err); ok && second.at == first.at {
			return nil, &failure{code: failTruncated, detail: fmt.Sprintf("the document breaks off after %d bytes", first.at), err: err}
		}
	}
	if err != nil {
		return nil, err
	}
	switch resp.StatusCode {
	case http.StatusBadRequest, http.StatusMethodNotAllowed, http.StatusRequestedRangeNotSatisfiable, http.StatusNotImplemented:
		return t.read(req)
	}
	return resp, nil
}

// news asks whether an address still has what an earlier audit saw there. The
// answer is that it has, or what it has now; nil where neither came.
func (t headReader) news(req *http.Request) *http.Response {
	f := filling(req.Context())
	before := t.memory.question(f, req)
	if before == nil {
		return nil
	}
	ask := before.ask(req)
	resp, err := t.read(ask)
	switch {
	case err != nil || resp.StatusCode >= 400:
		return nil
	case resp.StatusCode == http.StatusNotModified, ask.Method == http.MethodHead && before.asLong(f):
		before.answer(f)
	case ask.Method == http.MethodHead:
		return nil
	}
	return resp
}

// want is how many bytes to ask for, by what the address promises.
func (t headReader) want(req *http.Request) int {
	switch strings.ToLower(path.Ext(req.URL.Path)) {
	case ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".zip":
		if t.ahead {
			return headPage
		}
		return headDocument
	case ".rar", ".7z", ".jpg", ".jpeg", ".png", ".gif", ".mp4":
		return headDocument
	}
	return headPage
}

// readsOn reports whether what begins like this will be opened.
func (t headReader) readsOn(kind string) bool {
	return t.ahead && (kind == "pdf" || kind == "zip" || kind == "ole" || kind == "text")
}

func (t headReader) read(req *http.Request) (*http.Response, error) {
	f := filling(req.Context())
	forgetAnswer(f)
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer closeBody(resp)
	note(f, resp)
	if redirects(resp) || resp.StatusCode == http.StatusNotModified {
		return inMemory(resp, nil), nil
	}
	if err := unpack(resp); err != nil {
		return nil, err
	}
	_, packed := resp.Body.(*unpacked)
	buf := t.buffers.Get().(*[block]byte)
	defer t.buffers.Put(buf)
	body, err := readUpTo(buf[:0], resp.Body, headDocument)
	partial := resp.StatusCode == http.StatusPartialContent && errors.Is(err, io.ErrUnexpectedEOF) // of something packed
	if err != nil && !partial {
		return nil, err
	}
	f.Kind = sniff(body, f.ContentType)
	if f.Kind == "html" && len(body) == headDocument {
		body, _ = readUpTo(body, resp.Body, headPage) // a page that breaks off later has been seen
	}
	f.Bytes = total(resp, len(body))
	if !packed && t.readsOn(f.Kind) && len(body) == headDocument {
		more := make([]byte, 0, min(max(resp.ContentLength, headDocument), headPage)+1)
		more, err := readUpTo(append(more, body...), resp.Body, headPage)
		switch code, _ := classify(context.Background(), err); {
		case err == nil:
			body = more
			f.Bytes = total(resp, len(body))
		case code == ita.FailReset && followed(resp, len(body)):
			return nil, &brokenOff{at: int64(len(more)), err: err}
		}
	}
	switch f.Kind {
	case "html":
		f.Script = hasScript(body)
	case "text", "json": // an error in a few words
		f.Text = skim(toUTF8(wholeRunes(body))).text
	}
	if cap(body) == block {
		body = bytes.Clone(body) // the buffer is another's next
	}
	if f.Kind != "html" && followed(resp, len(body)) {
		if err := follow(resp.Body, int64(len(body)), buf[:]); err != nil {
			return nil, err
		}
	}
	return inMemory(resp, body), nil
}

// followed reports whether a document of which n bytes were read is to be read to its end.
func followed(resp *http.Response, n int) bool {
	return resp.StatusCode == http.StatusOK && resp.ContentLength > int64(n) && resp.ContentLength <= maxFollowed
}

// follow reads a body to its end, of which n bytes were read. One that takes
// too long is let go.
func follow(r io.Reader, n int64, buf []byte) error {
	for start := time.Now(); time.Since(start) < followedTime; {
		m, err := r.Read(buf)
		n += int64(m)
		if err == io.EOF {
			return nil
		}
		if err == nil {
			continue
		}
		switch code, _ := classify(context.Background(), err); code {
		case ita.FailTimeout:
			return nil
		case ita.FailReset:
			return &brokenOff{at: n, err: err}
		}
		return err
	}
	return nil
}

// partReader reads scripts and data as they are, for a browser to understand.
type partReader struct {
	next http.RoundTripper
	max  int64
}

func (t partReader) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer closeBody(resp)
	if err := unpack(resp); err != nil {
		return nil, err
	}
	body, err := readUpTo(room(resp), resp.Body, t.max+1)
	if err != nil {
		return nil, err
	}
	if int64(len(body)) > t.max {
		return nil, &failure{code: ita.FailTooLarge, detail: fmt.Sprintf("longer than %d MiB", t.max>>20)}
	}
	declared := resp.Header["Content-Type"]
	part := inMemory(resp, body)
	part.Header["Content-Type"] = declared
	return part, nil
}

// unpack opens a body that came packed although nobody asked for it: a request
// with a range says that it takes none, and some servers do not listen.
//
// What is packed in another way, or twice, was not asked for and is not opened:
// that is no word about the content. Words that are no way of packing, such as
// utf-8, mean nothing, as to browsers.
func unpack(resp *http.Response) error {
	packed := slices.DeleteFunc(
		strings.FieldsFunc(strings.ToLower(strings.Join(resp.Header.Values("Content-Encoding"), ",")), func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }),
		func(word string) bool {
			return !slices.Contains([]string{"gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd", "dcb", "dcz"}, word)
		},
	)
	alone := len(packed) == 1 && strings.HasSuffix(packed[0], "gzip")
	switch {
	case resp.Uncompressed || len(packed) == 0:
		return nil
	case !alone && resp.StatusCode >= 400: // the status says enough
		resp.Body.Close()
		resp.Body, resp.ContentLength = http.NoBody, 0
		return nil
	case !alone:
		return &failure{code: ita.FailProtocol, detail: "the answer is packed as " + strings.Join(packed, ", ") + ", which was not asked for"}
	}
	z, err := gzip.NewReader(resp.Body)
	if err == io.EOF { // an empty body is not packed
		return nil
	}
	if err != nil {
		return err
	}
	resp.Body = &unpacked{z, resp.Body}
	resp.ContentLength = -1
	return nil
}

// unpacked reads through gzip and closes what is below it.
type unpacked struct {
	io.Reader
	below io.Closer
}

func (u *unpacked) Close() error { return u.below.Close() }

// total is the length of the whole content, of which n bytes were read; -1 when it cannot be known.
func total(resp *http.Response, n int) int64 {
	switch {
	case resp.StatusCode == http.StatusPartialContent:
		_, size, _ := strings.Cut(resp.Header.Get("Content-Range"), "/")
		if all, err := strconv.ParseInt(size, 10, 64); err == nil && all >= 0 {
			return all
		}
		return -1
	case resp.ContentLength >= 0:
		return resp.ContentLength
	case n < headDocument || n > headDocument && n < headPage:
		return int64(n)
	}
	return -1
}

// forgetAnswer empties what the last try or hop filled in.
func forgetAnswer(f *ita.Fetch) {
	f.Status, f.ContentType, f.Bytes, f.Kind, f.Text, f.Script, f.Unchanged = 0, "", -1, "", "", false, false
}

// note takes down the head of an answer. 206 is 200 to a reader: only our asking for a part made it so.
func note(f *ita.Fetch, resp *http.Response) {
	f.Status = resp.StatusCode
	if f.Status == http.StatusPartialContent {
		f.Status = http.StatusOK
	}
	declared := resp.Header.Get("Content-Type")
	media, _, err := mime.ParseMediaType(declared)
	if err != nil {
		media, _, _ = strings.Cut(declared, ";")
	}
	f.ContentType = words(clipBytes(strings.ToLower(strings.TrimSpace(media)), maxMediaType))
}

func redirects(resp *http.Response) bool {
	return resp.StatusCode >= 300 && resp.StatusCode < 400 && resp.Header.Get("Location") != ""
}

// room is empty space for a body of the declared length, so far as that can be believed.
func room(resp *http.Response) []byte {
	const least, most = 1 << 10, 64 << 10
	return make([]byte, 0, max(least, min(resp.ContentLength+1, most))) // one more shows the end
}

// readUpTo reads until b has n bytes, or fewer when there are no more.
func readUpTo(b []byte, r io.Reader, n int64) ([]byte, error) {
	for int64(len(b)) < n {
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		m, err := r.Read(b[len(b):min(int64(cap(b)), n)])
		b = b[:len(b)+m]
		if err == io.EOF {
			return b, nil
		}
		if err != nil {
			return b, err
		}
	}
	return b, nil
}

// closeBody closes a body. Where little is left it is read, since a new
// connection costs more.
func closeBody(resp *http.Response) {
	const little = 32 << 10
	if resp.ContentLength >= 0 && resp.ContentLength <= little {
		io.Copy(io.Discard, resp.Body)
	}
	resp.Body.Close()
}

// memory is a body that is at hand.
type memory struct {
	bytes.Reader
	all []byte
}

func (m *memory) Close() error { return nil }

// inMemory replaces the body of an answer, whose header it takes over, by bytes
// that are at hand. Nothing above shall unpack or decode it again.
func inMemory(resp *http.Response, body []byte) *http.Response {
	r := *resp
	delete(r.Header, "Content-Encoding")
	delete(r.Header, "Content-Length")
	delete(r.Header, "Transfer-Encoding")
	r.Header["Content-Type"] = []string{"text/html; charset=utf-8"}
	r.Body = &memory{*bytes.NewReader(body), body}
	r.ContentLength = int64(len(body))
	r.Uncompressed = true
	return &r
}
