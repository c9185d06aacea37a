package documents

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"unicode/utf16"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// pdfEngine opens PDF files. PDFium in a sandbox is the one at hand; the
// interface keeps what it can do from leaking into what is done with it.
type pdfEngine interface {
	// open opens a document that is read through src as needed. The context
	// must live until the document is closed.
	open(ctx context.Context, src *window) (pdfDocument, error)
	close() error
}

// pdfDocument is an open PDF. After an error it is only good for closing.
type pdfDocument interface {
	pages() int
	meta(key string) string // Title, CreationDate, ModDate, Producer
	page(i int) (pdfPage, error)
	// picture returns a page as an image file: the JPEG that covers it as it
	// is, otherwise the page drawn at 150 dpi as PNG.
	picture(i int) ([]byte, error)
	close()
}

// pdfPage is what is on a page of a PDF.
type pdfPage struct {
	text   string
	chars  int     // characters that were asked for their letter
	lost   int     // those of them that the file has no letter for
	cover  float64 // the part of the page under images, 0 to 1
	hidden bool    // the text is invisible: that of a scan, made by OCR
}

//go:embed pdfium/pdfium.wasm.gz
var pdfiumWASM []byte

// pdfium runs PDFium, one instance per document: what a document breaks ends
// with it.
type pdfium struct {
	runtime wazero.Runtime
	module  wazero.CompiledModule
	cache   wazero.CompilationCache
	memory  *memoryPool
}

// startPDFium compiles PDFium, or takes it from the cache in dir. Any trouble
// with the cache means to do without.
func startPDFium(dir string, memory int64) (pdfEngine, error) {
	z, err := gzip.NewReader(bytes.NewReader(pdfiumWASM))
	if err != nil {
		return nil, fmt.Errorf("unpack PDFium: %w", err)
	}
	wasm, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("unpack PDFium: %w", err)
	}
	if dir == "" {
		if user, err := os.UserCacheDir(); err == nil {
			dir = filepath.Join(user, "itacheck")
		}
	}
	if dir != "" && dir != "-" {
		if cache, err := wazero.NewCompilationCacheWithDir(dir); err == nil {
			e, err := compilePDFium(wasm, cache, memory)
			if err == nil {
				return e, nil
			}
			_ = cache.Close(context.Background()) // it is given up anyway
		}
	}
	return compilePDFium(wasm, nil, memory)
}

func compilePDFium(wasm []byte, cache wazero.CompilationCache, memory int64) (pdfEngine, error) {
	ctx := context.Background()                                   // of the process, not of the document that happens to be first
	cfg := wazero.NewRuntimeConfig().WithCloseOnContextDone(true) // compiler, or interpreter where there is none
	if cache != nil {
		cfg = cfg.WithCompilationCache(cache)
	}
	p := &pdfium{runtime: wazero.NewRuntimeWithConfig(ctx, cfg), cache: cache, memory: &memoryPool{limit: uint64(max(memory, 32<<20))}}
	var err error
	if p.module, err = p.runtime.CompileModule(ctx, wasm); err == nil {
		err = addHost(ctx, p.runtime, p.module)
	}
	if err != nil {
		_ = p.runtime.Close(ctx)
		return nil, fmt.Errorf("start PDFium: %w", err)
	}
	return p, nil
}

func (p *pdfium) close() error {
	ctx := context.Background()
	err := p.runtime.Close(ctx)
	if p.cache != nil {
		err = errors.Join(err, p.cache.Close(ctx))
	}
	return err
}

// Errors of FPDF_GetLastError.
const (
	pdfErrFormat   = 3
	pdfErrPassword = 4
	pdfErrSecurity = 5
)

func (p *pdfium) open(ctx context.Context, src *window) (pdfDocument, error) {
	f := &guestFile{src: src}
	ctx = context.WithValue(ctx, guestFileKey{}, f)
	memory := &linearMemory{pool: p.memory}
	cfg := wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize")
	m, err := p.runtime.InstantiateModule(experimental.WithMemoryAllocator(ctx, memory), p.module, cfg)
	if err != nil {
		memory.Free()
		return nil, pdfiumError(ctx, memory, err)
	}
	d := &pdfiumDocument{ctx: ctx, module: m, memory: memory, file: f, functions: map[string]api.Function{}}
	if err := d.load(); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

// pdfiumError tells running out of time and memory from other failures.
func pdfiumError(ctx context.Context, m *linearMemory, err error) error {
	if cause := stopped(ctx); cause != nil {
		return cause
	}
	if f, ok := ctx.Value(guestFileKey{}).(*guestFile); ok && f.src.err != nil {
		return f.src.err
	}
	if m.refused {
		return problemf(ProblemTooComplex, "it needs more than %d MiB of memory", m.pool.limit>>20)
	}
	text, _, _ := strings.Cut(err.Error(), "\n") // a stack of functions without names follows
	return errors.New(text)
}

// pdfiumDocument is a document in an instance of its own.
type pdfiumDocument struct {
	ctx    context.Context
	module api.Module
	memory *linearMemory
	file   *guestFile
	doc    uint64
	count  int
	err    error // the first failure; nothing works after it

	functions map[string]api.Function // those called so far
	stack     [16]uint64              // arguments and result of a call
}

// call calls a function of PDFium; what a function without result returns means
// nothing. After a failure it returns 0, so that the
// error is looked at where it matters: d.err.
func (d *pdfiumDocument) call(name string, args ...uint64) uint64 {
	if d.err != nil {
		return 0
	}
	f := d.functions[name]
	if f == nil {
		if f = d.module.ExportedFunction(name); f == nil {
			d.err = fmt.Errorf("PDFium has no %s", name)
			return 0
		}
		d.functions[name] = f // making one costs more than most calls
	}
	stack := append(d.stack[:0], args...)
	if len(stack) == 0 {
		stack = d.stack[:1] // for the result
	}
	if err := f.CallWithStack(d.ctx, stack); err != nil {
		d.err = pdfiumError(d.ctx, d.memory, err)
		return 0
	}
	return stack[0]
}

// number is call for a function that returns an int.
func (d *pdfiumDocument) number(name string, args ...uint64) int {
	return int(int32(d.call(name, args...)))
}

func (d *pdfiumDocument) alloc(n int) uint64 {
	p := d.call("malloc", uint64(uint32(n)))
	if p == 0 && d.err == nil {
		d.err = problemf(ProblemTooComplex, "no memory for %d bytes", n)
	}
	return p
}

// read copies bytes out of the instance.
func (d *pdfiumDocument) read(at uint64, n int) []byte {
	if d.err != nil || n <= 0 {
		return nil
	}
	b, ok := d.module.Memory().Read(uint32(at), uint32(n))
	if !ok {
		d.err = errors.New("PDFium points outside its memory")
	}
	return bytes.Clone(b)
}

func (d *pdfiumDocument) load() error {
	d.call("FPDF_InitLibrary")
	path := d.alloc(len(guestPath) + 1)
	if d.err != nil {
		return d.err
	}
	d.module.Memory().WriteString(uint32(path), guestPath+"\x00")
	d.doc = d.call("FPDF_LoadDocument", path, 0)
	if d.err == nil && d.file.src.err != nil {
		return d.file.src.err // PDFium went on with less than there is
	}
	if d.err != nil {
		return d.err
	}
	if uint32(d.doc) == 0 {
		switch code := d.number("FPDF_GetLastError"); code {
		case pdfErrPassword:
			return problemf(ProblemLocked, "a password is needed")
		case pdfErrSecurity:
			return problemf(ProblemLocked, "a kind of protection that is not known")
		default:
			return problemf(ProblemDamaged, "PDFium's error %d", code)
		}
	}
	d.count = d.number("FPDF_GetPageCount", d.doc)
	return d.err
}

func (d *pdfiumDocument) close() {
	// The instance goes as a whole; closing its parts first would only run
	// more code of a document that may be hostile.
	_ = d.module.Close(context.WithoutCancel(d.ctx))
	d.memory.Free()
	d.module, d.functions = nil, nil
	if d.memory.grown { // rare, and the next such document must not find this one's memory still there
		debug.FreeOSMemory()
	}
}

func (d *pdfiumDocument) pages() int { return d.count }

func (d *pdfiumDocument) meta(key string) string {
	const most = 4096
	k, buf := d.alloc(len(key)+1), d.alloc(most)
	if d.err != nil {
		return ""
	}
	d.module.Memory().WriteString(uint32(k), key+"\x00")
	n := d.number("FPDF_GetMetaText", d.doc, k, buf, most)
	s := ""
	if n <= most {
		s = utf16Text(d.read(buf, n))
	}
	d.call("free", k)
	d.call("free", buf)
	return s
}

// Bounds of the work done for one page.
const (
	maxChars   = 20_000 // characters read
	maxObjects = 2_000  // objects looked at
)

func (d *pdfiumDocument) page(i int) (p pdfPage, err error) {
	page := d.call("FPDF_LoadPage", d.doc, uint64(i))
	if d.err != nil {
		return p, d.err
	}
	if uint32(page) == 0 {
		return p, problemf(ProblemDamaged, "page %d cannot be loaded", i+1)
	}
	text := d.call("FPDFText_LoadPage", page)
	n := min(d.number("FPDFText_CountChars", text), maxChars)
	glyphs := make([]glyph, 0, max(n, 0))
	for c := 0; c < n && d.err == nil; c++ {
		g := glyph{index: c, r: rune(d.number("FPDFText_GetUnicode", text, uint64(c)))}
		switch g.r {
		case '\r', '\n', '\t':
		case ' ':
			g.made = d.number("FPDFText_IsGenerated", text, uint64(c)) == 1
		default:
			p.chars++
			if g.lost = d.number("FPDFText_HasUnicodeMapError", text, uint64(c)) == 1; g.lost {
				p.lost++
			}
		}
		glyphs = append(glyphs, g)
	}
	var regained bool
	if p.text, regained = pageText(glyphs, func(i int) (box, bool) { return d.charBox(text, i) }); regained {
		p.lost = 0
	}
	d.call("FPDFText_ClosePage", text)
	p.cover, p.hidden, _ = d.look(page)
	d.call("FPDF_ClosePage", page)
	if d.err == nil && d.file.src.err != nil {
		d.err = d.file.src.err
	}
	return p, d.err
}

// charBox is where a character is on the page.
func (d *pdfiumDocument) charBox(text uint64, i int) (b box, ok bool) {
	at := d.alloc(32)
	ok = d.number("FPDFText_GetCharBox", text, uint64(i), at, at+8, at+16, at+24) == 1 && d.err == nil
	for k, v := range [...]*float64{&b.left, &b.right, &b.bottom, &b.top} {
		*v, _ = d.module.Memory().ReadFloat64Le(uint32(at) + 8*uint32(k))
	}
	d.call("free", at)
	return b, ok
}

// Types and modes of page objects.
const (
	objectText  = 1
	objectImage = 3
	objectForm  = 5
	invisible   = 3
)

// look goes through the objects of a page, those in forms too: how much of the
// page images cover, whether the text is invisible, and the largest image.
func (d *pdfiumDocument) look(page uint64) (cover float64, hidden bool, largest uint64) {
	width, height := d.float("FPDF_GetPageWidthF", page), d.float("FPDF_GetPageHeightF", page)
	box := d.alloc(16)
	if d.err != nil || !(width > 0) || !(height > 0) {
		return 0, false, 0
	}
	seen, shown, unseen, best := 0, 0, 0, 0.0
	var walk func(count, get string, holder uint64, depth int)
	walk = func(count, get string, holder uint64, depth int) {
		n := d.number(count, holder)
		for i := 0; i < n && seen < maxObjects && d.err == nil; i++ {
			seen++
			o := d.call(get, holder, uint64(i))
			switch d.number("FPDFPageObj_GetType", o) {
			case objectForm:
				if depth < 4 {
					walk("FPDFFormObj_CountObjects", "FPDFFormObj_GetObject", o, depth+1)
				}
			case objectText:
				if d.number("FPDFTextObj_GetTextRenderMode", o) == invisible {
					unseen++
				} else {
					shown++
				}
			case objectImage:
				if d.number("FPDFPageObj_GetBounds", o, box, box+4, box+8, box+12) != 1 {
					continue
				}
				left, bottom, right, top := d.float32(box), d.float32(box+4), d.float32(box+8), d.float32(box+12)
				w, h := min(right, width)-max(left, 0), min(top, height)-max(bottom, 0)
				if depth > 0 { // in the coordinates of the form
					w, h = min(right-left, width), min(top-bottom, height)
				}
				if part := w * h / (width * height); w > 0 && h > 0 {
					cover += part
					if part > best {
						best, largest = part, o
					}
				}
			}
		}
	}
	walk("FPDFPage_CountObjects", "FPDFPage_GetObject", page, 0)
	d.call("free", box)
	return min(cover, 1), unseen > 0 && shown == 0, largest
}

func (d *pdfiumDocument) float(name string, args ...uint64) float64 {
	return float64(api.DecodeF32(d.call(name, args...)))
}

func (d *pdfiumDocument) float32(at uint64) float64 {
	v, _ := d.module.Memory().ReadFloat32Le(uint32(at))
	return float64(v)
}

// Bounds of a picture for OCR.
const (
	drawnDPI       = 150
	maxPictureSide = 3000 // pixels of a drawn page: A2 at 150 dpi
	maxJPEG        = 16 << 20
)

func (d *pdfiumDocument) picture(i int) ([]byte, error) {
	page := d.call("FPDF_LoadPage", d.doc, uint64(i))
	if d.err != nil {
		return nil, d.err
	}
	if uint32(page) == 0 {
		return nil, problemf(ProblemDamaged, "page %d cannot be loaded", i+1)
	}
	defer func() { d.call("FPDF_ClosePage", page) }()
	if jpeg := d.jpeg(page); jpeg != nil {
		return jpeg, nil
	}
	scale := drawnDPI / 72.0
	width, height := d.float("FPDF_GetPageWidthF", page), d.float("FPDF_GetPageHeightF", page)
	scale = min(scale, maxPictureSide/max(width, height, 1))
	w, h := int(width*scale), int(height*scale)
	if d.err != nil || w < 1 || h < 1 {
		return nil, problemf(ProblemDamaged, "page %d has no size", i+1)
	}
	const gray, flags = 1, 0x08 // FPDFBitmap_Gray; FPDF_GRAYSCALE
	bitmap := d.call("FPDFBitmap_CreateEx", uint64(w), uint64(h), gray, 0, 0)
	if d.err == nil && uint32(bitmap) == 0 {
		return nil, problemf(ProblemTooComplex, "no memory to draw page %d", i+1)
	}
	d.call("FPDFBitmap_FillRect", bitmap, 0, 0, uint64(w), uint64(h), 0xffffffff)
	d.call("FPDF_RenderPageBitmap", bitmap, page, 0, 0, uint64(w), uint64(h), 0, flags)
	buf, stride := d.call("FPDFBitmap_GetBuffer", bitmap), d.number("FPDFBitmap_GetStride", bitmap)
	pix := d.read(buf, stride*h)
	d.call("FPDFBitmap_Destroy", bitmap)
	if d.err != nil {
		return nil, d.err
	}
	return encodePNG(&image.Gray{Pix: pix, Stride: stride, Rect: image.Rect(0, 0, w, h)})
}

// jpeg returns the JPEG file that covers a page upright, nil if there is none.
// Drawing it would cost a second or more.
func (d *pdfiumDocument) jpeg(page uint64) []byte {
	_, _, o := d.look(page)
	if o == 0 || d.number("FPDFPage_GetRotation", page) != 0 {
		return nil
	}
	m := d.alloc(24)
	turned := d.number("FPDFPageObj_GetMatrix", o, m) != 1 || d.float32(m) <= 0 || d.float32(m+12) <= 0 ||
		math.Abs(d.float32(m+4)) > 0.1*d.float32(m) || math.Abs(d.float32(m+8)) > 0.1*d.float32(m+12)
	d.call("free", m)
	if turned || d.number("FPDFImageObj_GetImageFilterCount", o) != 1 {
		return nil
	}
	n := d.number("FPDFImageObj_GetImageDataRaw", o, 0, 0)
	if n < 4 || n > maxJPEG {
		return nil
	}
	buf := d.alloc(n)
	d.call("FPDFImageObj_GetImageDataRaw", o, buf, uint64(n))
	b := d.read(buf, n)
	d.call("free", buf)
	if !bytes.HasPrefix(b, []byte("\xff\xd8\xff")) {
		return nil
	}
	return b
}

// utf16Text decodes UTF-16LE without its zeros, which stand for letters that
// are not known and for the end.
func utf16Text(b []byte) string {
	u := make([]uint16, 0, len(b)/2)
	for ; len(b) >= 2; b = b[2:] {
		c := binary.LittleEndian.Uint16(b)
		if c != 0 {
			u = append(u, c)
		}
	}
	return string(utf16.Decode(u))
}
