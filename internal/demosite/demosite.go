// Package demosite is the website of an invented agency, อบต.ตัวอย่าง, which
// `itacheck demo` serves on a loopback port and audits. Its ITA page lists the
// 43 items of rule set 2566/general; some are spoilt in the ways in which real
// pages are, and Faults says which.
//
// The pages are in site/ as HTML that anyone can read; layout.html goes around
// each. Only documents and misbehaving addresses are made in code. It audits
// and judges nothing.
package demosite

import (
	"bytes"
	"embed"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

const (
	// ITAPath is the page that lists the items.
	ITAPath = "/ita/2566"
	// Year is the fiscal year (Buddhist Era) that the site is to be audited for.
	Year = 2566
)

//go:embed site
var files embed.FS

// answer is what one address sends back.
type answer struct {
	status      int // 0: 200
	contentType string
	body        []byte
	location    string // where a redirect leads
}

// Handler serves the site. It keeps nothing that is sent to it, and gives the
// same bytes for the same address every time.
func Handler() http.Handler {
	answers := pages()
	addDocuments(answers)
	spoil(answers)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := answers[path.Clean(r.URL.Path)]
		if !ok {
			a = answers["/not-found"]
			a.status = http.StatusNotFound
		}
		a.write(w, r)
	})
}

func (a answer) write(w http.ResponseWriter, r *http.Request) {
	if a.location != "" {
		http.Redirect(w, r, a.location, a.status)
		return
	}
	w.Header().Set("Content-Type", a.contentType)
	if a.status == 0 {
		// No time of change, so that no Last-Modified dates a document.
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.body))
		return
	}
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(a.body) // the reader may have gone; nothing to be done
	}
}

// pages lays out every HTML file of site/ under its name without .html.
func pages() map[string]answer {
	answers := map[string]answer{
		"/robots.txt": {contentType: "text/plain; charset=utf-8", body: []byte(read("site/robots.txt"))},
	}
	layout := read("site/layout.html")
	// The names match the folder's own layout, so Glob cannot fail.
	for _, pattern := range []string{"site/*.html", "site/*/*.html"} {
		names, _ := fs.Glob(files, pattern)
		for _, name := range names {
			address := strings.TrimSuffix(strings.TrimPrefix(name, "site"), ".html")
			answers[address] = layOut(layout, read(name), address == "/laws")
		}
	}
	answers["/"] = answers["/index"]
	delete(answers, "/layout")
	delete(answers, "/index")
	return answers
}

// layOut puts the layout around a page, whose h1 is its title. An old page is
// sent in windows-874 and says so only in its meta element, as the sites of
// many small agencies do.
func layOut(layout, content string, old bool) answer {
	_, title, _ := strings.Cut(content, "<h1>")
	title, _, _ = strings.Cut(title, "</h1>")
	charset, contentType := "utf-8", "text/html; charset=utf-8"
	if old {
		charset, contentType = "windows-874", "text/html"
	}
	text := strings.NewReplacer(
		"{{charset}}", charset,
		"{{title}}", title,
		"{{content}}", strings.TrimSpace(content),
	).Replace(layout)
	if old {
		// With unsupported characters replaced, encoding cannot fail.
		text, _ = encoding.ReplaceUnsupported(charmap.Windows874.NewEncoder()).String(text)
	}
	return answer{contentType: contentType, body: []byte(text)}
}

// read returns a file of the site; the names are those of the embedded folder,
// and a file that is not there is an empty one.
func read(name string) string {
	b, _ := files.ReadFile(name)
	return string(b)
}
