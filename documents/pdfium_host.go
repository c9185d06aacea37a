package documents

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/emscripten"
)

// PDFium believes that it runs on a Unix. Of that it is given one file, the
// document, to read; the heap may grow; everything else is not implemented.
const (
	guestPath = "/document.pdf"
	guestFD   = 3
)

// guestFile is the document as PDFium sees it.
type guestFile struct {
	src *window
	pos int64
}

type guestFileKey struct{}

// Error numbers of Emscripten (negative, from env) and WASI (positive).
const (
	enosys  = -52
	enoent  = -44
	wasiBad = 8
	wasiIO  = 29
)

// addHost gives PDFium what it imports.
func addHost(ctx context.Context, rt wazero.Runtime, m wazero.CompiledModule) error {
	env, wasi := rt.NewHostModuleBuilder("env"), rt.NewHostModuleBuilder("wasi_snapshot_preview1")
	calls, err := emscripten.NewFunctionExporterForModule(m) // invoke_… and longjmp
	if err != nil {
		return err
	}
	calls.ExportFunctions(env)
	for _, f := range m.ImportedFunctions() {
		module, name, _ := f.Import()
		if module == "env" && (strings.HasPrefix(name, "invoke_") || name == "_emscripten_throw_longjmp" || name == "emscripten_notify_memory_growth") {
			continue
		}
		host := hostFunctions[name]
		if host == nil {
			host = missing(len(f.ResultTypes()) > 0)
		}
		b := env
		if module != "env" {
			b = wasi
		}
		b.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(host), f.ParamTypes(), f.ResultTypes()).Export(name)
	}
	if _, err := env.Instantiate(ctx); err != nil {
		return err
	}
	_, err = wasi.Instantiate(ctx)
	return err
}

func missing(result bool) func(context.Context, api.Module, []uint64) {
	return func(_ context.Context, _ api.Module, stack []uint64) {
		if result {
			stack[0] = code(enosys)
		}
	}
}

func code(n int) uint64 { return uint64(uint32(int32(n))) }

var hostFunctions = map[string]func(ctx context.Context, m api.Module, stack []uint64){
	"emscripten_date_now": func(_ context.Context, _ api.Module, stack []uint64) {
		stack[0] = api.EncodeF64(float64(time.Now().UnixMilli()))
	},
	"emscripten_resize_heap": func(_ context.Context, m api.Module, stack []uint64) {
		const step = 1 << 20
		want := (uint64(uint32(stack[0])) + step - 1) &^ (step - 1)
		size := uint64(m.Memory().Size())
		stack[0] = 1
		if want > size {
			if _, ok := m.Memory().Grow(uint32((want - size) >> 16)); !ok {
				stack[0] = 0
			}
		}
	},
	"_abort_js": func(context.Context, api.Module, []uint64) {
		panic(errors.New("PDFium gave up")) // wazero makes it the error of the call
	},
	"__syscall_openat": func(ctx context.Context, m api.Module, stack []uint64) {
		path, _ := m.Memory().Read(uint32(stack[1]), uint32(len(guestPath)+1))
		f := fileOf(ctx)
		if f == nil || string(path) != guestPath+"\x00" { // fonts of the system are looked for too
			stack[0] = code(enoent)
			return
		}
		f.pos = 0
		stack[0] = guestFD
	},
	"__syscall_fcntl64": func(_ context.Context, _ api.Module, stack []uint64) { stack[0] = 0 },
	"__syscall_fstat64": func(ctx context.Context, m api.Module, stack []uint64) {
		f := fileOf(ctx)
		if f == nil || uint32(stack[0]) != guestFD {
			stack[0] = code(enoent)
			return
		}
		const regular = 0o100400
		var st [96]byte // struct stat of Emscripten
		binary.LittleEndian.PutUint32(st[4:], regular)
		binary.LittleEndian.PutUint32(st[8:], 1)
		binary.LittleEndian.PutUint64(st[24:], uint64(f.src.size))
		binary.LittleEndian.PutUint32(st[32:], 4096)
		m.Memory().Write(uint32(stack[1]), st[:])
		stack[0] = 0
	},
	"fd_close": func(_ context.Context, _ api.Module, stack []uint64) { stack[0] = 0 },
	"fd_sync":  func(_ context.Context, _ api.Module, stack []uint64) { stack[0] = 0 },
	"fd_write": func(_ context.Context, _ api.Module, stack []uint64) { stack[0] = wasiBad },
	"fd_seek": func(ctx context.Context, m api.Module, stack []uint64) {
		f := fileOf(ctx)
		if f == nil || uint32(stack[0]) != guestFD {
			stack[0] = wasiBad
			return
		}
		pos := int64(stack[1])
		switch uint32(stack[2]) {
		case io.SeekCurrent:
			pos += f.pos
		case io.SeekEnd:
			pos += f.src.size
		}
		f.pos = max(pos, 0)
		m.Memory().WriteUint64Le(uint32(stack[3]), uint64(f.pos))
		stack[0] = 0
	},
	"fd_read": func(ctx context.Context, m api.Module, stack []uint64) {
		f := fileOf(ctx)
		if f == nil || uint32(stack[0]) != guestFD {
			stack[0] = wasiBad
			return
		}
		total := uint32(0)
		for i := range min(uint32(stack[2]), 16) {
			vec := uint32(stack[1]) + 8*i
			at, ok1 := m.Memory().ReadUint32Le(vec)
			n, ok2 := m.Memory().ReadUint32Le(vec + 4)
			buf, ok3 := m.Memory().Read(at, n)
			if !ok1 || !ok2 || !ok3 {
				stack[0] = wasiIO
				return
			}
			got, err := f.src.ReadAt(buf, f.pos)
			f.pos += int64(got)
			total += uint32(got)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				stack[0] = wasiIO
				return
			}
		}
		m.Memory().WriteUint32Le(uint32(stack[3]), total)
		stack[0] = 0
	},
	"environ_sizes_get": func(_ context.Context, m api.Module, stack []uint64) {
		m.Memory().WriteUint32Le(uint32(stack[0]), 0)
		m.Memory().WriteUint32Le(uint32(stack[1]), 0)
		stack[0] = 0
	},
	"environ_get": func(_ context.Context, _ api.Module, stack []uint64) { stack[0] = 0 },
}

func fileOf(ctx context.Context) *guestFile {
	f, _ := ctx.Value(guestFileKey{}).(*guestFile)
	return f
}

// memoryPool lends the memory of instances. Left to the garbage collector, two
// hundred documents reached a gigabyte.
type memoryPool struct {
	limit uint64 // for one instance, in bytes
	mu    sync.Mutex
	free  [][]byte
}

// Blocks of memory: most documents are content with the first size, and only
// that is kept for the next one.
const (
	firstMemory = 32 << 20
	keptBlocks  = 2
)

// linearMemory is the memory of one instance, and its own allocator.
type linearMemory struct {
	pool    *memoryPool
	buf     []byte
	grown   bool // beyond what is kept
	refused bool // it wanted more than the limit
}

// Allocate is that of experimental.MemoryAllocator.
func (l *linearMemory) Allocate(_, _ uint64) experimental.LinearMemory {
	l.pool.mu.Lock()
	defer l.pool.mu.Unlock()
	if n := len(l.pool.free); n > 0 {
		l.buf, l.pool.free = l.pool.free[n-1], l.pool.free[:n-1]
	} else {
		l.buf = make([]byte, 0, firstMemory)
	}
	return l
}

// Reallocate is that of experimental.LinearMemory. What it adds is zero.
func (l *linearMemory) Reallocate(size uint64) []byte {
	switch {
	case size > l.pool.limit:
		l.refused = true
		return nil
	case size > uint64(cap(l.buf)):
		grown := make([]byte, size, l.pool.limit) // the system gives pages only as they are used
		copy(grown, l.buf)
		l.grown = true
		l.buf = grown
	default:
		n := uint64(len(l.buf))
		l.buf = l.buf[:size]
		if n < size {
			clear(l.buf[n:])
		}
	}
	return l.buf
}

// Free is that of experimental.LinearMemory; it may be called twice.
func (l *linearMemory) Free() {
	l.pool.mu.Lock()
	defer l.pool.mu.Unlock()
	if cap(l.buf) == firstMemory && len(l.pool.free) < keptBlocks {
		l.pool.free = append(l.pool.free, l.buf[:0])
	}
	l.buf = nil
}
