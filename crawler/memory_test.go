package crawler

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"itacheck/ita"
)

// again returns a Memory as the next audit finds it.
func again(t *testing.T, m *Memory, version string) *Memory {
	t.Helper()
	var b bytes.Buffer
	if err := m.Save(&b, "1.0"); err != nil {
		t.Fatal(err)
	}
	next, err := LoadMemory(&b, version)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func TestWhatHasNotChangedIsNotReadAgain(t *testing.T) {
	pdf := func(version string) []byte {
		return append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte(version), 50_000)...)
	}
	var edition, sent atomic.Int64
	s := serve(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
		body, modified := pdf("0"), time.Time{}
		switch name := strings.TrimPrefix(r.URL.Path, "/"); name {
		case "moved.pdf":
			w.Header().Set("ETag", `"of the hop"`)
			http.Redirect(w, r, "/tagged.pdf", http.StatusFound)
			return
		case "tagged.pdf", "page":
			w.Header().Set("ETag", `"e"`)
		case "dated.pdf":
			modified = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		case "edited.pdf":
			body = pdf(fmt.Sprint(edition.Load()))
			w.Header().Set("ETag", fmt.Sprintf(`"%d"`, edition.Load()))
		case "edited-unmarked.pdf":
			body = pdf(fmt.Sprint(edition.Load()))
			body = append(body, make([]byte, edition.Load())...)
		}
		if r.URL.Path == "/page" {
			body = []byte("<title>ข้อมูล</title><p>แผนพัฒนา")
		}
		before := counting{w, &sent}
		http.ServeContent(before, r, r.URL.Path, modified, bytes.NewReader(body))
	}))
	addresses := map[string]bool{ // and whether each is the same in the second audit
		"tagged.pdf": true, "moved.pdf": true, "dated.pdf": true, "unmarked.pdf": true, "page": true, "edited.pdf": false, "edited-unmarked.pdf": false,
	}
	audit := func(m *Memory) map[string]ita.Fetch {
		c := crawl(t, Config{Documents: true, Memory: m})
		out := map[string]ita.Fetch{}
		for a := range addresses {
			out[a] = c.Probe(background, s.URL+"/"+a)
			m.KeepDocument(out[a], ita.Document{Title: a})
		}
		return out
	}
	first := &Memory{}
	seen := audit(first)
	edition.Add(1)
	sent.Store(0)
	second := again(t, first, "1.0")
	for a, f := range audit(second) {
		old := seen[a]
		if f.Unchanged != addresses[a] {
			t.Errorf("%s: unchanged %v", a, f.Unchanged)
		}
		if f.Status != 200 || f.Kind != old.Kind || f.Unchanged && f.Bytes != old.Bytes || f.Title != old.Title || f.Text != old.Text || f.FinalURL != old.FinalURL {
			t.Errorf("%s: %+v, before %+v", a, f, old)
		}
		if d, ok := second.Document(f); ok != addresses[a] || ok && d.Title != a {
			t.Errorf("%s: document %v %v", a, d, ok)
		}
	}
	if got := sent.Load(); got > 3*60_000 { // edited and unmarked ones only
		t.Errorf("%d bytes in the second audit", got)
	}
	third := again(t, second, "1.0")
	if r := third.before[s.URL+"/unmarked.pdf"]; third.question(&ita.Fetch{URL: r.Fetch.URL}, httptest.NewRequest("GET", r.Fetch.URL, nil)) == nil {
		t.Error("the length of what was read just now is not asked for")
	}
	for a, r := range third.before {
		r.Read = r.Read.Add(-trustLength)
		third.before[a] = r
	}
	if r := third.before[s.URL+"/unmarked.pdf"]; third.question(&ita.Fetch{URL: r.Fetch.URL}, httptest.NewRequest("GET", r.Fetch.URL, nil)) != nil {
		t.Error("an old length is trusted")
	}
	for a := range addresses {
		f := crawl(t, Config{Documents: true, Memory: third}).Probe(background, s.URL+"/"+a)
		if d, ok := third.Document(f); !f.Unchanged || !ok || d.Title != a {
			t.Errorf("third audit: %s: %v %+v", a, ok, f)
		}
	}
	if _, ok := again(t, second, "1.1").Document(ita.Fetch{URL: s.URL + "/tagged.pdf", Unchanged: true}); ok {
		t.Error("a document that another version read is taken over")
	}
}

// counting counts the bytes of bodies.
type counting struct {
	http.ResponseWriter
	n *atomic.Int64
}

func (c counting) Write(b []byte) (int, error) {
	c.n.Add(int64(len(b)))
	return c.ResponseWriter.Write(b)
}

func TestAMemoryThatCannotBeRead(t *testing.T) {
	for _, b := range []string{"", "no gzip", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03cut"} {
		if _, err := LoadMemory(strings.NewReader(b), "1"); err == nil {
			t.Errorf("%q was read", b)
		}
	}
	var none *Memory
	if _, ok := none.Document(ita.Fetch{Unchanged: true}); ok {
		t.Error("no memory has a document")
	}
}
