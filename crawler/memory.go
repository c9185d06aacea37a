package crawler

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"sync"
	"time"

	"itacheck/ita"
)

// Memory is what the addresses of one agency answered in an earlier audit, and
// what is to be remembered of this one. A server that gives an ETag or a date is
// asked whether anything has changed; of others the length and the beginning are
// compared, or for a month the length alone. What has not changed need not be read again. The zero value
// remembers nothing yet; its methods may be called at the same time.
type Memory struct {
	mu     sync.Mutex
	before map[string]remembered
	now    map[string]remembered
}

// remembered is one address: what a probe saw there, and what was read of it.
type remembered struct {
	ETag     string        `json:"etag,omitempty"`
	Modified string        `json:"modified,omitempty"` // Last-Modified as it was sent
	Digest   []byte        `json:"digest,omitempty"`   // SHA-256 of the beginning of a document
	Read     time.Time     `json:"read"`               // when the content was seen, not only said to be the same
	Fetch    ita.Fetch     `json:"fetch"`
	Document *ita.Document `json:"document,omitempty"`
}

// memoryFile is a Memory as it is stored.
type memoryFile struct {
	Version   string                `json:"version"` // of the program that read the documents
	Addresses map[string]remembered `json:"addresses"`
}

// trustLength is how long the length alone tells that a document is the same.
const trustLength = 30 * 24 * time.Hour

// Maximum of what a stored Memory may unpack to.
const maxMemory = 64 << 20

// LoadMemory reads what Save has written. Documents that another version of the
// program has read are left out: it may have read them otherwise.
func LoadMemory(r io.Reader, version string) (*Memory, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("unpack what is remembered of an agency: %w", err)
	}
	var f memoryFile
	if err := json.NewDecoder(io.LimitReader(z, maxMemory)).Decode(&f); err != nil {
		return nil, fmt.Errorf("read what is remembered of an agency: %w", err)
	}
	if f.Version != version {
		for address, r := range f.Addresses {
			r.Document = nil
			f.Addresses[address] = r
		}
	}
	return &Memory{before: f.Addresses}, nil
}

// Save writes what is to be remembered of this audit.
func (m *Memory) Save(w io.Writer, version string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	z := gzip.NewWriter(w)
	if err := json.NewEncoder(z).Encode(memoryFile{version, m.now}); err != nil {
		return fmt.Errorf("write what is remembered of an agency: %w", err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("pack what is remembered of an agency: %w", err)
	}
	return nil
}

// Document returns what an earlier audit read of a document that has not changed.
func (m *Memory) Document(f ita.Fetch) (ita.Document, bool) {
	if m == nil || !f.Unchanged {
		return ita.Document{}, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.before[f.URL]
	if r.Document == nil {
		return ita.Document{}, false
	}
	m.keep(f.URL, func(now *remembered) { now.Document = r.Document })
	return *r.Document, true
}

// read reports whether nothing need be read of a document.
func (m *Memory) read(f *ita.Fetch) bool {
	r, _ := m.recall(f.URL)
	return f.Unchanged && r.Document != nil
}

// KeepDocument remembers what was read of a document.
func (m *Memory) KeepDocument(f ita.Fetch, d ita.Document) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keep(f.URL, func(now *remembered) { now.Document = &d })
}

// keep changes an entry of this audit, if there is one. The lock is held.
func (m *Memory) keep(address string, change func(*remembered)) {
	if r, ok := m.now[address]; ok {
		change(&r)
		m.now[address] = r
	}
}

// recall returns what an earlier audit saw at an address.
func (m *Memory) recall(address string) (remembered, bool) {
	if m == nil {
		return remembered{}, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.before[address]
	return r, ok
}

// remember takes down what a probe saw: its answer and, of a document, the
// beginning. It marks the Fetch when that is what an earlier audit saw.
func (m *Memory) remember(f *ita.Fetch, header http.Header, head []byte) {
	if m == nil || f.Failure != "" || f.Status != http.StatusOK {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.now == nil {
		m.now = map[string]remembered{}
	}
	old, known := m.before[f.URL]
	if f.Unchanged && known {
		old.Fetch, old.Document = *f, nil
		m.now[f.URL] = old
		return
	}
	r := remembered{ETag: header.Get("ETag"), Modified: header.Get("Last-Modified"), Read: time.Now(), Fetch: *f}
	if f.Kind != "html" && len(head) > headDocument {
		digest := sha256.Sum256(head)
		r.Digest = digest[:]
		f.Unchanged = known && f.Bytes >= 0 && f.Bytes == old.Fetch.Bytes && string(r.Digest) == string(old.Digest)
	}
	m.now[f.URL] = r
}

// question is an earlier answer with which a server can be asked for changes;
// nil when it cannot.
func (m *Memory) question(f *ita.Fetch, req *http.Request) *remembered {
	r, ok := m.recall(f.URL)
	if !ok || r.ETag == "" && r.Modified == "" && (r.Digest == nil || r.Fetch.Bytes <= 0 || time.Since(r.Read) > trustLength) {
		return nil
	}
	if end := r.Fetch.FinalURL; end != req.URL.String() && (end != "" || req.URL.String() != f.URL) {
		return nil // it was another hop's
	}
	return &r
}

// ask is the request that asks whether anything has changed: for the content if
// it has, or where a server marks no versions, for its length.
func (r *remembered) ask(req *http.Request) *http.Request {
	ask := req.WithContext(req.Context())
	ask.Header = maps.Clone(req.Header)
	switch {
	case r.ETag != "":
		ask.Header.Set("If-None-Match", r.ETag)
	case r.Modified != "":
		ask.Header.Set("If-Modified-Since", r.Modified)
	default:
		ask.Method = http.MethodHead
		ask.Header.Del("Range")
	}
	return ask
}

// asLong reports whether a document without a mark of its version has the length
// and type that it had: to the byte, since nothing else is known of it.
func (r *remembered) asLong(f *ita.Fetch) bool {
	return f.Status == http.StatusOK && f.Bytes == r.Fetch.Bytes && f.ContentType == r.Fetch.ContentType
}

// answer fills in what has not changed.
func (r *remembered) answer(f *ita.Fetch) {
	old := &r.Fetch
	f.Status, f.ContentType, f.Bytes, f.Kind = http.StatusOK, old.ContentType, old.Bytes, old.Kind
	f.Title, f.Text, f.Password, f.Script, f.Shows = old.Title, old.Text, old.Password, old.Script, old.Shows
	f.Unchanged = true
}
