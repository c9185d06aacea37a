package audit

import (
	"context"
	"net/url"
	"path"
	"sync"

	"golang.org/x/sync/errgroup"

	"itacheck/crawler"
	"itacheck/documents"
	"itacheck/ita"
)

// Documents reads linked documents.
type Documents struct {
	Reader *documents.Reader
	Open   func(ctx context.Context, f ita.Fetch) documents.Source // random access to a document that a probe found
	Memory *crawler.Memory                                         // of an earlier audit; may be nil
}

// Bounds of what is kept of a document.
const (
	documentsAtOnce = 2
	keptPage        = 8000 // letters of a page
)

// reading is how far the documents of a site have been read.
type reading struct {
	g     *gatherer
	group errgroup.Group

	mu      sync.Mutex
	want    map[string]bool // addresses that items link to
	seen    map[string]bool // those that are or were being read
	done, n int
}

func newReading(g *gatherer) *reading {
	r := &reading{g: g, want: map[string]bool{}, seen: map[string]bool{}}
	r.group.SetLimit(documentsAtOnce)
	return r
}

// wish says that an address is to be read, should it turn out to be a document.
func (r *reading) wish(address string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.want[address] = true
}

// found begins to read what a probe found, if it is a document that is wanted
// and as many are not being read already. It never waits.
func (r *reading) found(ctx context.Context, f ita.Fetch) {
	r.read(ctx, f, func(do func() error) bool { return r.group.TryGo(do) })
}

// rest reads what is left, and waits for all.
func (r *reading) rest(ctx context.Context, fetches []ita.Fetch) {
	for _, f := range fetches {
		r.read(ctx, f, func(do func() error) bool {
			r.group.Go(do)
			return true
		})
	}
	r.group.Wait() // its functions give no errors
}

// read has a document read once.
func (r *reading) read(ctx context.Context, f ita.Fetch, begin func(func() error) bool) {
	r.mu.Lock()
	wanted := r.g.o.Documents != nil && r.want[f.URL] && readable(&f) && !r.seen[f.URL]
	if wanted {
		r.seen[f.URL] = true
		r.n++
	}
	r.mu.Unlock()
	if !wanted {
		return
	}
	begun := begin(func() error {
		if ctx.Err() != nil {
			return nil
		}
		d := r.g.o.Documents.read(ctx, f)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.g.site.Documents[f.URL] = d
		r.done++
		r.g.report(StageDocuments, r.done, r.n, f.URL)
		return nil
	})
	if !begun {
		r.mu.Lock()
		delete(r.seen, f.URL)
		r.n--
		r.mu.Unlock()
	}
}

// documents opens every document that items link to and reads its first pages.
func (g *gatherer) documents(ctx context.Context) {
	if g.o.Documents == nil {
		return
	}
	var todo []ita.Fetch
	for _, match := range g.o.match(g.site).Matches {
		l := &g.site.Pages[match.Page].Links[match.Link]
		if f, ok := g.site.Fetches[l.URL]; ok && !match.Waiting && !match.Elsewhere {
			g.reading.wish(l.URL)
			todo = append(todo, f)
		}
	}
	g.reading.rest(ctx, todo)
}

// readable reports whether an answer is a document and no web page.
func readable(f *ita.Fetch) bool {
	if f.Failure != "" && f.Failure != ita.FailNotHTML || f.Status < 200 || f.Status > 299 {
		return false
	}
	return f.Kind != "html" && f.Kind != "empty" && f.Bytes != 0
}

// read reads one document.
func (d *Documents) read(ctx context.Context, f ita.Fetch) ita.Document {
	if doc, ok := d.Memory.Document(f); ok {
		return doc
	}
	name := f.URL
	if u, err := url.Parse(f.URL); err == nil {
		name = path.Base(u.Path)
	}
	t := d.Reader.Read(ctx, name, f.ContentType, d.Open(ctx, f), nil)
	if ctx.Err() != nil {
		t.Problem, t.Detail = documents.ProblemFetch, ctx.Err().Error()
	}
	doc := ita.Document{
		Kind: t.Kind, Title: t.Title, Pages: kept(t.Pages), Scanned: kept(t.Scanned), Total: t.Total, Scan: t.Images, Problem: t.Problem, Detail: t.Detail,
	}
	for _, in := range t.Inside {
		doc.Pages = append(doc.Pages, kept(in.Pages)...)
	}
	if doc.Problem != documents.ProblemFetch {
		d.Memory.KeepDocument(f, doc)
	}
	return doc
}

// kept cuts pages to what is stored as evidence.
func kept(pages []string) []string {
	var out []string
	for _, p := range pages {
		if r := []rune(p); len(r) > keptPage {
			p = string(r[:keptPage])
		}
		out = append(out, p)
	}
	return out
}
