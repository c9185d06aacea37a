package crawler

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"
)

// A document of which a probe kept the beginning is asked for only where more is needed.
func TestADocumentIsReadOnFromWhereTheProbeEnded(t *testing.T) {
	for name, c := range map[string]struct {
		size    int
		ranges  bool // the server serves them
		keeps   bool
		further int // requests after the probe
	}{
		"short":                     {100_000, true, true, 0},
		"short, no ranges":          {100_000, false, true, 0},
		"just the beginning":        {headPage, true, true, 0},
		"longer":                    {400_000, true, true, 1},
		"longer, no ranges":         {400_000, false, true, 1},
		"short, nothing kept":       {100_000, true, false, 1},
		"less than what is sniffed": {200, true, false, 1},
	} {
		t.Run(name, func(t *testing.T) {
			pdf := append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("0123456789"), c.size/10+1)...)[:c.size]
			s := serve(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
				if !c.ranges {
					r.Header.Del("Range")
				}
				http.ServeContent(w, r, "a.pdf", time.Time{}, bytes.NewReader(pdf))
			}))
			cr := crawl(t, Config{Documents: c.keeps})
			f := cr.Probe(background, s.URL+"/a.pdf")
			before := len(s.visits("/a.pdf"))
			file := cr.File(background, f)
			all := make([]byte, c.size)
			if _, err := file.ReadAt(all, 0); err != nil || !bytes.Equal(all, pdf) {
				t.Errorf("read at once: %v", err)
			}
			got, err := io.ReadAll(io.NewSectionReader(file, 0, file.Size()))
			if err != nil || !bytes.Equal(got, pdf) {
				t.Errorf("%d bytes of %d, %v", len(got), len(pdf), err)
			}
			seen := s.visits("/a.pdf")[before:]
			if len(seen) != c.further {
				t.Errorf("%d further requests, want %d", len(seen), c.further)
			}
		})
	}
}

func TestWhatIsKeptOfDocumentsIsBounded(t *testing.T) {
	n := NewNetwork(Config{})
	defer n.Close()
	a, b := n.Crawler(Config{}), n.Crawler(Config{})
	defer b.Close()
	kept := func() (bytes int) {
		for _, c := range []*Crawler{a, b} {
			for _, head := range c.kept {
				bytes += len(head)
			}
		}
		return bytes
	}
	for i := range maxKept/headPage + 5 {
		a.keep(fmt.Sprint("a", i), make([]byte, headPage))
		b.keep(fmt.Sprint("b", i), make([]byte, headPage))
	}
	if kept() != maxKept {
		t.Errorf("%d bytes are kept, want %d", kept(), maxKept)
	}
	if len(a.give("a0")) != headPage || a.give("a0") != nil {
		t.Error("what was given is still held")
	}
	a.Close()
	if int(n.kept.taken.Load()) != kept() {
		t.Errorf("%d bytes are taken and %d kept", n.kept.taken.Load(), kept())
	}
}
