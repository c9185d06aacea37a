package documents

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// clock bounds the time spent on one document. It stands still while the
// document's Source is waited for, which has limits of its own.
type clock struct {
	mu     sync.Mutex
	left   time.Duration
	since  time.Time // when it last started to run
	timer  *time.Timer
	cancel context.CancelCauseFunc
	ctx    context.Context
}

func withClock(ctx context.Context, limit time.Duration) (context.Context, *clock) {
	ctx, cancel := context.WithCancelCause(ctx)
	c := &clock{left: limit, since: time.Now(), cancel: cancel, ctx: ctx}
	c.timer = time.AfterFunc(limit, func() { cancel(problemf(ProblemTooComplex, "not done within %v", limit)) })
	return ctx, c
}

func (c *clock) pause() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.timer.Stop() {
		c.left -= time.Since(c.since)
	}
}

func (c *clock) resume() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ctx.Err() == nil {
		c.since = time.Now()
		c.timer.Reset(max(c.left, 0))
	}
}

// more grants time in addition to what is left.
func (c *clock) more(d time.Duration) {
	c.pause()
	c.left += d
	c.resume()
}

func (c *clock) end() {
	c.timer.Stop()
	c.cancel(nil)
}

// cause is why the time is over, nil while it is not.
func (c *clock) cause() error { return stopped(c.ctx) }

// stopped is why work must end: the time is over or the caller has given up.
func stopped(ctx context.Context) error {
	if ctx.Err() == nil {
		return nil
	}
	err := context.Cause(ctx)
	var p *problem
	if errors.As(err, &p) {
		return err
	}
	return problemf(ProblemFetch, "interrupted: %v", err)
}

// Pieces in which a window asks its Source. A request costs half a second of
// politeness, so that one for everything beats three for parts of a small file.
const (
	wholeBelow = 512 << 10 // files up to this size are read at once
	blockSize  = 64 << 10
	headSize   = 128 << 10
	maxAhead   = 2 << 20
)

// window is a Source read in blocks that are kept, with a bound on how much is
// read in all. It is an io.ReaderAt.
type window struct {
	ctx    context.Context
	clock  *clock
	src    Source
	size   int64
	left   int64 // bytes that may still be read from src
	blocks map[int64][]byte
	ahead  int64 // how much the next read in sequence takes
	next   int64 // the block after the last one read
	err    error // the first failure; all reads fail after it
	reads  int

	offline bool  // what is not there is not waited for
	lacks   int64 // the block that was wanted while offline; -1 when none was
}

// errLacks is the failure to read what is not there while offline.
var errLacks = errors.New("not fetched yet")

func newWindow(ctx context.Context, c *clock, src Source, limit int64) *window {
	return &window{ctx: ctx, clock: c, src: src, size: max(src.Size(), 0), left: limit, blocks: map[int64][]byte{}, ahead: blockSize, lacks: -1}
}

// Size is the document's, in bytes.
func (w *window) Size() int64 { return w.size }

// ReadAt is that of io.ReaderAt. It fails when the time is over.
func (w *window) ReadAt(p []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, errors.New("read before the beginning")
	}
	for n < len(p) {
		if off+int64(n) >= w.size {
			return n, io.EOF
		}
		b, err := w.block((off + int64(n)) / blockSize)
		if err != nil {
			return n, err
		}
		m := copy(p[n:], b[min(int((off+int64(n))%blockSize), len(b)):])
		if m == 0 {
			return n, io.ErrUnexpectedEOF
		}
		n += m
	}
	return n, nil
}

// block returns one block, and reads it first when it is not there.
func (w *window) block(i int64) ([]byte, error) {
	if b, ok := w.blocks[i]; ok {
		return b, nil
	}
	if w.err == nil && w.offline {
		w.err, w.lacks = errLacks, i
	}
	if w.err == nil {
		w.err = w.fill(i)
	}
	if b, ok := w.blocks[i]; ok {
		return b, nil
	}
	if w.err == nil {
		w.err = io.ErrUnexpectedEOF
	}
	return nil, w.err
}

func (w *window) fill(i int64) error {
	if err := stopped(w.ctx); err != nil {
		return err
	}
	from := i * blockSize
	n := int64(blockSize)
	switch {
	case w.size <= wholeBelow:
		from, n = 0, w.size
	case from == 0:
		n = headSize
	case i == w.next:
		w.ahead = min(w.ahead*2, maxAhead)
		n = w.ahead
	default:
		w.ahead = blockSize
	}
	n = min(n, w.size-from)
	if n > w.left {
		return problemf(ProblemTooComplex, "more than the allowed bytes would have to be read")
	}
	buf := make([]byte, n)
	w.clock.pause()
	got, err := w.src.ReadAt(buf, from)
	w.clock.resume()
	w.reads++
	w.left -= n
	w.next = (from + n) / blockSize
	if int64(got) < n {
		if err == nil || errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return problemf(ProblemFetch, "bytes %d to %d: %v", from, from+n-1, err)
	}
	for at := int64(0); at < n; at += blockSize {
		w.blocks[(from+at)/blockSize] = buf[at:min(at+blockSize, n)]
	}
	return nil
}

// head returns the first n bytes, or all when there are fewer.
func (w *window) head(n int64) ([]byte, error) { return w.section(0, n) }

// tail returns the last n bytes, or all when there are fewer.
func (w *window) tail(n int64) ([]byte, error) { return w.section(max(w.size-n, 0), n) }

// section returns up to n bytes from an offset.
func (w *window) section(off, n int64) ([]byte, error) {
	off = max(off, 0)
	b := make([]byte, max(min(n, w.size-off), 0))
	if _, err := w.ReadAt(b, off); err != nil {
		return nil, err
	}
	return b, nil
}

// peek is section with failure as nothing.
func (w *window) peek(off, n int64) []byte {
	b, err := w.section(off, n)
	if err != nil {
		return nil
	}
	return b
}

// whole returns the document's bytes when there are no more than limit.
func (w *window) whole(limit int64) ([]byte, error) {
	if w.size > limit {
		return nil, problemf(ProblemTooComplex, "%d bytes are more than the %d that are read of this kind", w.size, limit)
	}
	return w.section(0, w.size)
}

// bounded reads at most left bytes, and fails beyond them or when the time is
// over: io.LimitReader would make a bomb look like a short file.
type bounded struct {
	ctx  context.Context
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if err := stopped(b.ctx); err != nil {
		return 0, err
	}
	if b.left <= 0 {
		return 0, fmt.Errorf("part too long: %w", problemf(ProblemTooComplex, "a part of the document is longer than is read"))
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.r.Read(p)
	b.left -= int64(n)
	return n, err
}
