package documents

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// Kinds of document, told by content and not by name.
const (
	KindPDF     = "pdf"
	KindDOCX    = "docx"
	KindXLSX    = "xlsx"
	KindPPTX    = "pptx"
	KindODT     = "odt"
	KindODS     = "ods"
	KindODP     = "odp"
	KindDOC     = "doc"
	KindXLS     = "xls"
	KindPPT     = "ppt"
	KindRTF     = "rtf"
	KindCSV     = "csv"
	KindHTML    = "html"
	KindText    = "text"
	KindJPEG    = "jpeg"
	KindPNG     = "png"
	KindGIF     = "gif"
	KindZIP     = "zip"
	KindRAR     = "rar"
	Kind7Z      = "7z"
	KindUnknown = "unknown"
)

// Problems of a document, as in Text.Problem.
const (
	ProblemEmpty          = "empty"           // no bytes, or nothing but zeros or blanks
	ProblemTruncated      = "truncated"       // the end is missing
	ProblemDamaged        = "damaged"         // it cannot be opened as what it is
	ProblemLocked         = "locked"          // a password is needed to read it
	ProblemWrongContent   = "wrong_content"   // a web page under the name or type of a document
	ProblemWrongExtension = "wrong_extension" // a document under the name of another kind; its text is read
	ProblemLockFile       = "lock_file"       // the ~$ file that an office program leaves beside an open document
	ProblemTooComplex     = "too_complex"     // it needs more time, memory or bytes than it may have
	ProblemUnsupported    = "unsupported"     // a kind that is not read
	ProblemNoText         = "no_text"         // nothing but pictures, or nothing at all
	ProblemMojibake       = "mojibake"        // there is text, but its letters cannot be told
	ProblemFetch          = "fetch"           // the Source gave an error, or was interrupted
)

// Text is what could be read of a document's first pages.
type Text struct {
	Name  string // inside an archive: the name there; otherwise as given to Read
	Kind  string // one of the kinds above
	Title string // from the metadata; empty when there is none

	// Pages are the first pages, sheets or slides, in order; a kind without
	// pages is cut into portions of a few thousand letters. Lines are separated
	// by "\n", cells by "\t". A sheet begins with its name. Of a PDF, Pages[i] is
	// page i+1; it is empty where the page has no text that can be relied on.
	Pages []string

	// Scanned is text that a program read off a picture of a page: by OCR, or
	// by whoever made a scan with a hidden text layer. Thai digits are "?" in
	// it, because OCR programs misread them as other digits; ASCII digits stay.
	Scanned []string

	Total  int    // pages in the whole document; 0 when unknown
	Images bool   // the pages read are pictures without text: a scan
	Inside []Text // the first documents in an archive

	// Problem is why the text is missing or not to be relied on; empty when all
	// is well. Pages may hold something even so: of a truncated file its first
	// pages, of a misnamed one everything.
	Problem string
	Detail  string // the problem in the words of whoever found it; for developers

	Created, Modified time.Time // from the metadata; zero when unknown
	Producer          string    // the program that made the document
}

// All is the text of all pages, and of the documents inside, without Scanned.
func (t *Text) All() string {
	parts := append([]string(nil), t.Pages...)
	for i := range t.Inside {
		parts = append(parts, t.Inside[i].All())
	}
	return strings.Join(parts, "\n")
}

// Source is random access to a document, which may be fetched in parts as they
// are asked for. ReadAt is called from one goroutine at a time. A
// *bytes.Reader is a Source.
type Source interface {
	io.ReaderAt
	Size() int64 // in bytes
}

// Options bound what one document may cost. Zero fields take the defaults.
type Options struct {
	Pages    int           // pages, sheets or slides read; default 3
	MaxBytes int64         // read from a Source; default 32 MiB
	Time     time.Duration // for one document, waiting for its Source not counted; default 4 s
	Memory   int64         // for PDFium and one document, in bytes; default 96 MiB, least 32 MiB
	Parallel int           // PDF files open at a time; more wait; default 2

	// CacheDir keeps compiled PDFium between runs, which saves a second or two.
	// Default: itacheck in the user's cache directory; "-" for none.
	CacheDir string

	// OCR reads pictures of pages; nil: they stay unread. See [FindTesseract].
	OCR     OCR
	OCRTime time.Duration // for one document; default 20 s
}

// Reader reads documents within limits. It may be used by several goroutines.
type Reader struct {
	opt  Options
	slot chan struct{} // held while a PDF is open

	start  sync.Once // engine is started by the first PDF
	engine pdfEngine
	broken error // why there is no engine
}

// NewReader returns a Reader. PDFium is started when the first PDF is read.
func NewReader(opt Options) *Reader {
	if opt.Pages <= 0 {
		opt.Pages = 3
	}
	if opt.MaxBytes <= 0 {
		opt.MaxBytes = 32 << 20
	}
	if opt.Time <= 0 {
		opt.Time = 4 * time.Second
	}
	if opt.Memory <= 0 {
		opt.Memory = 96 << 20
	}
	if opt.Parallel <= 0 {
		opt.Parallel = 2
	}
	if opt.OCRTime <= 0 {
		opt.OCRTime = 20 * time.Second
	}
	return &Reader{opt: opt, slot: make(chan struct{}, opt.Parallel)}
}

// Close ends PDFium. No Read may be running or follow.
func (r *Reader) Close() error {
	r.start.Do(func() { r.broken = errors.New("the reader is closed") })
	if r.engine == nil {
		return nil
	}
	return r.engine.close()
}

// Read reads the first pages of a document. The name (a file name or the last
// part of an address) and the declared media type serve to tell a document from
// something else under its name; both may be empty. After each page, stop is
// asked whether that was enough; nil reads all that the limits allow.
func (r *Reader) Read(ctx context.Context, name, declared string, src Source, stop func(page int, text string) bool) Text {
	if stop == nil {
		stop = func(int, string) bool { return false }
	}
	ctx, clock := withClock(ctx, r.opt.Time)
	defer clock.end()
	j := &job{Reader: r, ctx: ctx, clock: clock, stop: stop, name: name, declared: declared}
	t := j.read(src)
	if t.Problem == ProblemTooComplex || t.Problem == ProblemDamaged {
		if err := clock.cause(); err != nil {
			t.Problem, t.Detail = problemOf(err, t.Problem), err.Error()
		}
	}
	return t
}

// job is the reading of one document.
type job struct {
	*Reader
	ctx            context.Context
	clock          *clock
	stop           func(page int, text string) bool
	name, declared string
	depth          int // archives that this document is in
}

// read tells the kind and has it read. Readers of formats are written to bear
// any input; should one of them, or a library, panic after all, that is a
// damaged document and no reason to lose an audit.
func (j *job) read(src Source) (t Text) {
	defer func() {
		if p := recover(); p != nil {
			t = Text{Name: j.name, Kind: t.Kind, Problem: ProblemDamaged, Detail: fmt.Sprint("panic: ", p)}
		}
	}()
	t = Text{Name: j.name, Kind: KindUnknown}
	w := newWindow(j.ctx, j.clock, src, j.opt.MaxBytes)
	head, err := w.head(4096)
	if err != nil {
		t.fail(err, ProblemFetch)
		return t
	}
	if lockFile(j.name, head, w.size) {
		t.Problem = ProblemLockFile
		return t
	}
	t.Kind = sniff(head, j.declared, j.name)
	if blank(head) && w.size <= int64(len(head)) {
		t.Kind, t.Problem = KindUnknown, ProblemEmpty
		return t
	}
	j.readKind(&t, w)
	if t.Problem == "" || t.Problem == ProblemNoText {
		if p := misnamed(t.Kind, j.name, j.declared, head); p != "" {
			t.Problem = p
		}
	}
	if t.Problem == ProblemWrongContent { // an error page's words are not the document's
		t.Detail = clip(firstOf(t.Title, strings.Join(t.Pages, " ")), 200)
		t.Pages = nil
	}
	return t
}

func (j *job) readKind(t *Text, w *window) {
	var err error
	switch t.Kind {
	case KindPDF:
		err = j.readPDF(t, w)
	case KindZIP:
		err = j.readZIP(t, w)
	case KindDOC:
		err = j.readOLE(t, w)
	case KindRTF:
		err = j.readRTF(t, w)
	case KindHTML:
		err = j.readHTML(t, w)
	case KindText, KindCSV:
		err = j.readPlain(t, w)
	case KindJPEG, KindPNG, KindGIF:
		err = j.readImage(t, w)
	case KindRAR, Kind7Z:
		t.Problem = ProblemUnsupported
	default:
		t.Problem = ProblemUnsupported
		if extension(j.name) != "" { // it claims to be a document
			t.Problem = ProblemDamaged
		}
		if blank(w.peek(0, 4096)) && blank(w.peek(w.size-4096, 4096)) {
			t.Problem = ProblemEmpty
		}
	}
	if err != nil {
		if e := kindOfExtension[extension(j.name)]; e != nil && (t.Kind == KindZIP || t.Kind == KindDOC) {
			t.Kind = e[0] // it could not be looked into
		}
		t.fail(err, ProblemDamaged)
	}
	if t.Problem == "" && len(t.Pages) == 0 && len(t.Scanned) == 0 && len(t.Inside) == 0 {
		t.Problem = ProblemNoText
	}
}

// add puts a page's text on the document and reports whether to go on.
func (j *job) add(t *Text, text string) (more bool) {
	text = repair(clip(text, maxPageText))
	t.Pages = append(t.Pages, text)
	return !j.stop(len(t.Pages)-1, text) && len(t.Pages) < j.opt.Pages
}

// maxPageText is the most text, in bytes, that is taken from one page.
const maxPageText = 200 << 10

// fail sets the problem that an error stands for.
func (t *Text) fail(err error, otherwise string) {
	t.Problem, t.Detail = problemOf(err, otherwise), err.Error()
}

// problem is an error that says which problem it is.
type problem struct {
	code, detail string
}

func (p *problem) Error() string { return p.detail }

func problemf(code, format string, args ...any) error {
	return &problem{code, fmt.Sprintf(format, args...)}
}

func problemOf(err error, otherwise string) string {
	var p *problem
	if errors.As(err, &p) {
		return p.code
	}
	return otherwise
}

func firstOf(s ...string) string {
	for _, s := range s {
		if s != "" {
			return s
		}
	}
	return ""
}
