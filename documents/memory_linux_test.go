package documents

import (
	"bytes"
	"fmt"
	"os"
	"runtime/debug"
	"testing"
)

// TestMemoryOfBombs holds what the operating system sees: the peak while a
// hostile file is read, over what an ordinary one has left.
func TestMemoryOfBombs(t *testing.T) {
	if hurry() {
		t.Skip("takes seconds")
	}
	read(t, "plan.pdf", file(t, "plan.pdf"))
	bombs := map[string][]byte{
		"a.pdf":  pdfFile("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[4 0 R]/Count 1>>", pdfStream("/Filter/FlateDecode", deflated(bytes.Repeat([]byte("q "), 60<<20))), "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>"),
		"a.docx": docx("<w:p><w:t>" + string(bytes.Repeat([]byte("a "), 30<<20)) + "</w:t></w:p>"),
	}
	for name, b := range bombs {
		debug.FreeOSMemory()
		if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
			t.Skip("the kernel does not let the peak be reset: ", err)
		}
		before := memory(t, "VmRSS:")
		got := read(t, name, b)
		more := memory(t, "VmHWM:") - before
		t.Logf("%s: %s, %d MiB more", name, got.Problem, more>>10)
		if more > 300<<10 {
			t.Errorf("%s: %d MiB more", name, more>>10)
		}
	}
}

// memory is a line of the process's status, in KiB.
func memory(t *testing.T, field string) (n int) {
	t.Helper()
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip(err)
	}
	if i := bytes.Index(b, []byte(field)); i >= 0 {
		_, _ = fmt.Sscan(string(b[i+len(field):]), &n) // none: 0
	}
	return n
}
