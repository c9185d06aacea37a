package audit

import (
	"context"
	"net/url"
	"path"
	"sync"

	"golang.org/x/sync/errgroup"

	"itacheck/documents"
	"itacheck/ita"
	"itacheck/rules"
)

// Documents reads linked documents.
type Documents struct {
	Reader *documents.Reader
	Open   func(ctx context.Context, f ita.Fetch) documents.Source // random access to a document that a probe found
}

// Bounds of what is kept of a document.
const (
	documentsAtOnce = 2
	keptPage        = 8000 // letters of a page
)

// documents opens every document that items link to and reads its first pages.
func (g *gatherer) documents(ctx context.Context) {
	if g.o.Documents == nil {
		return
	}
	m := rules.Match(g.o.Rules, g.site)
	var todo []ita.Fetch
	seen := map[string]bool{}
	for _, match := range m.Matches {
		l := &g.site.Pages[match.Page].Links[match.Link]
		f, ok := g.site.Fetches[l.URL]
		if !ok || seen[l.URL] || match.Waiting || match.Elsewhere || !readable(&f) {
			continue
		}
		seen[l.URL] = true
		todo = append(todo, f)
	}
	var mu sync.Mutex
	var group errgroup.Group
	group.SetLimit(documentsAtOnce)
	g.site.Documents = map[string]ita.Document{}
	for _, f := range todo {
		group.Go(func() error {
			if ctx.Err() != nil {
				return nil
			}
			d := g.o.Documents.read(ctx, f)
			mu.Lock()
			defer mu.Unlock()
			g.site.Documents[f.URL] = d
			g.report(StageDocuments, len(g.site.Documents), len(todo), f.URL)
			return nil
		})
	}
	group.Wait() // its functions give no errors
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
