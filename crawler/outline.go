package crawler

import (
	"maps"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"itacheck/ita"
)

// outline fills page.Nodes, Blocks, Links, Title and Script from a parsed
// document: the block elements as a tree, the runs of text in them, and
// everything that a reader could click. Hidden panels are kept, since accordions
// and tabs hold most items; comments, scripts and templates are not read. Base
// is the page's own address; <base href> is applied here.
func outline(doc *goquery.Document, base *url.URL, page *ita.Page) {
	page.Title = clip(collapse(doc.Find("title").First().Text()), maxTitle)
	r := &reader{page: page, self: base, base: base, ids: map[string]bool{}}
	doc.Find("[id], a[name]").Each(func(_ int, s *goquery.Selection) {
		for _, attr := range []string{"id", "name"} {
			if v := s.AttrOr(attr, ""); v != "" {
				r.ids[v] = true
			}
		}
	})
	if href := strings.TrimSpace(doc.Find("base[href]").First().AttrOr("href", "")); href != "" {
		if u, err := base.Parse(href); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
			r.base = u
		}
	}
	page.Nodes = append(page.Nodes, ita.Node{Parent: -1, Tag: "body"})
	root := doc.Find("body, frameset").First()
	if root.Length() == 0 {
		root = doc.Selection
	}
	for _, n := range root.Nodes {
		r.attributes(0, n)
		r.children(n, 0, -1)
	}
	r.flush(0)
	r.close(0)
	if len(r.ids) <= maxAnchors {
		page.Anchors = slices.Sorted(maps.Keys(r.ids))
	}
	page.Script = needsScript(doc, page)
	page.Form = hasForm(doc)
}

// maxAnchors is how many places that a fragment can lead to are kept of a page.
const maxAnchors = 5000

// reader walks a document once, in order.
type reader struct {
	page *ita.Page
	self *url.URL // the page's own address
	base *url.URL // what its relative addresses start from
	ids  map[string]bool

	spans []ita.Span // of the block being read
	pre   int        // depth of <pre>, in which line breaks count
	grids []*grid    // tables being read, innermost last
}

// blockTags are the elements that begin and end a block of text.
var blockTags = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true, atom.Button: true,
	atom.Caption: true, atom.Center: true, atom.Dd: true, atom.Details: true, atom.Dialog: true, atom.Dir: true,
	atom.Div: true, atom.Dl: true, atom.Dt: true, atom.Fieldset: true, atom.Figcaption: true, atom.Figure: true,
	atom.Footer: true, atom.Form: true, atom.Frameset: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true,
	atom.H6: true, atom.Header: true, atom.Hgroup: true, atom.Legend: true, atom.Li: true, atom.Main: true,
	atom.Menu: true, atom.Nav: true, atom.Ol: true, atom.P: true, atom.Pre: true, atom.Section: true,
	atom.Summary: true, atom.Table: true, atom.Tbody: true, atom.Td: true, atom.Tfoot: true, atom.Th: true,
	atom.Thead: true, atom.Tr: true, atom.Ul: true,
}

// skipTags hold nothing that a reader sees.
var skipTags = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Svg: true, atom.Head: true,
	atom.Textarea: true, atom.Object: true, atom.Audio: true, atom.Video: true,
}

// children reads the child nodes of n; node is the enclosing block element, link
// the link that they are part of, or -1.
func (r *reader) children(n *html.Node, node, link int) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			if r.pre == 0 {
				r.text(c.Data, link)
				continue
			}
			for i, line := range strings.Split(c.Data, "\n") {
				if i > 0 {
					r.flush(node)
				}
				r.text(line, link)
			}
		case html.ElementNode:
			r.element(c, node, link)
		}
	}
}

func (r *reader) element(n *html.Node, node, link int) {
	switch n.DataAtom {
	case atom.Br, atom.Hr:
		r.flush(node)
		return
	case atom.Img:
		if link >= 0 {
			r.image(n, link)
		}
		return
	case atom.Iframe, atom.Frame:
		r.frame(n, node)
		return
	case atom.Input:
		if l := r.link(n); l != nil {
			l.Text = collapse(attr(n, "value"))
			r.add(*l, l.Text)
		}
		return
	case atom.Option:
		r.option(n, node)
		return
	case atom.Area:
		if l := r.link(n); l != nil {
			l.Via = "area"
			l.Text = firstOf(attr(n, "alt"), attr(n, "title"))
			r.add(*l, l.Text)
		}
		return
	}
	if skipTags[n.DataAtom] {
		return
	}
	inner := node
	isBlock := blockTags[n.DataAtom]
	if isBlock {
		r.flush(node)
		inner = r.open(n, node)
	}
	from, own, at := len(r.page.Links), link, len(r.spans)
	if l := r.link(n); l != nil {
		own = r.addEmpty(*l)
	}
	if n.DataAtom == atom.Table {
		r.grids = append(r.grids, new(grid))
	}
	if n.DataAtom == atom.Pre {
		r.pre++
	}
	r.children(n, inner, own)
	if n.DataAtom == atom.Pre {
		r.pre--
	}
	if n.DataAtom == atom.Table {
		r.grids = r.grids[:len(r.grids)-1]
	}
	if own != link {
		r.finish(from, at, n)
	}
	if isBlock {
		r.flush(inner)
		r.close(inner)
	}
}

// text adds words to the current block.
func (r *reader) text(s string, link int) {
	if s == "" {
		return
	}
	s = squeeze(s)
	if n := len(r.spans); n > 0 && r.spans[n-1].Link == link && len(r.spans[n-1].Text) < maxSpan {
		if strings.HasSuffix(r.spans[n-1].Text, " ") {
			s = strings.TrimPrefix(s, " ")
		}
		r.spans[n-1].Text += s
		return
	}
	if s == " " && len(r.spans) == 0 {
		return
	}
	r.spans = append(r.spans, ita.Span{Text: s, Link: link})
}

// maxSpan bounds how far a span grows by joining pieces of text, in bytes, so
// that a page of a million pieces costs no quadratic time.
const maxSpan = 16 << 10

// flush ends the current block, which lies in node.
func (r *reader) flush(node int) {
	spans := r.spans
	r.spans = nil
	for len(spans) > 0 && spans[0].Link < 0 && strings.TrimSpace(spans[0].Text) == "" {
		spans = spans[1:]
	}
	for len(spans) > 0 && spans[len(spans)-1].Link < 0 && strings.TrimSpace(spans[len(spans)-1].Text) == "" {
		spans = spans[:len(spans)-1]
	}
	if len(spans) == 0 {
		return
	}
	spans[0].Text = strings.TrimLeft(spans[0].Text, " ")
	spans[len(spans)-1].Text = strings.TrimRight(spans[len(spans)-1].Text, " ")
	r.page.Blocks = append(r.page.Blocks, ita.Block{Node: node, Spans: spans})
}

// open adds a block element and returns its index.
func (r *reader) open(n *html.Node, parent int) int {
	i := len(r.page.Nodes)
	r.page.Nodes = append(r.page.Nodes, ita.Node{Parent: parent, Tag: n.Data, First: len(r.page.Blocks)})
	r.attributes(i, n)
	node := &r.page.Nodes[i]
	if node.Region == ita.RegionMain {
		node.Region = r.page.Nodes[parent].Region
	}
	node.Hidden = node.Hidden || r.page.Nodes[parent].Hidden
	if len(r.grids) > 0 {
		g := r.grids[len(r.grids)-1]
		switch n.DataAtom {
		case atom.Tr:
			g.row()
		case atom.Td, atom.Th:
			node.Rows = span(n, "rowspan")
			node.Col = g.cell(span(n, "colspan"), node.Rows)
		}
	}
	return i
}

func (r *reader) close(i int) { r.page.Nodes[i].Last = len(r.page.Blocks) }

// attributes copies what the matcher needs of an element.
func (r *reader) attributes(i int, n *html.Node) {
	node := &r.page.Nodes[i]
	node.ID = attr(n, "id")
	node.Class = clipBytes(attr(n, "class"), maxAttribute)
	node.Label = clipBytes(firstOf(attr(n, "aria-label"), attr(n, "data-code"), attr(n, "title")), maxAttribute)
	node.Region = region(n)
	node.Hidden = hidden(n)
	node.Opens = r.opens(n)
}

// region says which part of the page an element begins, by its tag, its role or
// a word of its class or id that stands alone: "accordion-header" is no header.
func region(n *html.Node) ita.Region {
	switch n.DataAtom {
	case atom.Nav:
		return ita.RegionNav
	case atom.Footer:
		return ita.RegionFooter
	case atom.Aside:
		return ita.RegionAside
	case atom.Header:
		if n.Parent != nil && n.Parent.DataAtom == atom.Body {
			return ita.RegionHeader
		}
	case atom.Body, atom.Main, atom.Article, atom.Table, atom.Tbody, atom.Tr, atom.Td, atom.Th, atom.Dl, atom.Dt, atom.Dd:
		return ita.RegionMain
	}
	switch attr(n, "role") {
	case "navigation", "menubar", "menu":
		return ita.RegionNav
	case "contentinfo":
		return ita.RegionFooter
	case "banner":
		return ita.RegionHeader
	case "complementary":
		return ita.RegionAside
	}
	id := strings.ToLower(attr(n, "id"))
	words := append(strings.Fields(strings.ToLower(attr(n, "class"))), id)
	if i := strings.LastIndexByte(id, '_'); i >= 0 {
		words = append(words, id[i+1:]) // ASP.NET: ctl00_footer
	}
	for _, word := range words {
		if g, ok := regionWords[word]; ok {
			return g
		}
	}
	return ita.RegionMain
}

// regionWords are class names and ids that templates in use give to the parts
// of a page around its content.
var regionWords = map[string]ita.Region{
	"navbar": ita.RegionNav, "nav-menu": ita.RegionNav, "main-menu": ita.RegionNav, "mainmenu": ita.RegionNav,
	"menu-main": ita.RegionNav, "top-menu": ita.RegionNav, "topmenu": ita.RegionNav, "breadcrumb": ita.RegionNav,
	"breadcrumbs": ita.RegionNav, "pagination": ita.RegionNav, "dropdown-menu": ita.RegionNav, "navigation": ita.RegionNav,
	"footer": ita.RegionFooter, "site-footer": ita.RegionFooter, "page-footer": ita.RegionFooter, "copyright": ita.RegionFooter,
	"sidebar": ita.RegionAside, "side-bar": ita.RegionAside, "widget-area": ita.RegionAside, "sidenav": ita.RegionAside,
	"site-header": ita.RegionHeader, "topbar": ita.RegionHeader, "top-bar": ita.RegionHeader,
	"share": ita.RegionAside, "social-share": ita.RegionAside, "share-buttons": ita.RegionAside, "addtoany_content": ita.RegionAside,
}

func hidden(n *html.Node) bool {
	if hasAttr(n, "hidden") {
		return true
	}
	style := strings.ReplaceAll(strings.ToLower(attr(n, "style")), " ", "")
	if strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") {
		return true
	}
	for _, c := range strings.Fields(attr(n, "class")) {
		if c == "d-none" || c == "collapse" || c == "tab-pane" || c == "hidden" {
			return true
		}
	}
	return false
}

// link reads an element's link, or returns nil when it is none. Where the href
// is only a handle for a script, the script's address counts.
func (r *reader) link(n *html.Node) *ita.Link {
	isAnchor := n.DataAtom == atom.A || n.DataAtom == atom.Area
	href, hasHref := attr(n, "href"), hasAttr(n, "href")
	l := ita.Link{Href: href, Via: "href", Title: firstOf(attr(n, "title"), attr(n, "aria-label"))}
	if isAnchor && hasHref {
		l.URL, l.Fragment, l.Placeholder = r.resolve(href)
		if l.Placeholder == "" || l.Placeholder == reasonMail || l.Placeholder == reasonLocalFile {
			return &l
		}
	}
	for _, key := range []string{"data-href", "data-url", "data-link", "data-pdf", "data-file", "data-src"} {
		if v := attr(n, key); v != "" && n.DataAtom != atom.Img && looksLikeAddress(v) {
			if u, frag, bad := r.resolve(v); bad == "" {
				return &ita.Link{Href: v, URL: u, Fragment: frag, Via: "data", Title: l.Title}
			}
		}
	}
	for _, key := range []string{"onclick", "href"} {
		script := attr(n, key)
		if key == "href" && !strings.HasPrefix(strings.ToLower(strings.TrimSpace(script)), "javascript:") {
			continue
		}
		if v := scriptAddress(script); v != "" {
			if u, frag, bad := r.resolve(v); bad == "" {
				return &ita.Link{Href: firstOf(href, v), URL: u, Fragment: frag, Via: "onclick", Title: l.Title}
			}
		}
	}
	if !isAnchor {
		return nil
	}
	if !hasHref {
		if attr(n, "name") != "" || attr(n, "id") != "" && n.FirstChild == nil {
			return nil // the target of an in-page link
		}
		l.Placeholder = reasonNoHref
	}
	if id := r.opens(n); id != "" {
		l.Fragment, l.Placeholder = id, reasonToggle
	}
	return &l
}

// opens returns the id of the panel that an element shows or hides, or "".
func (r *reader) opens(n *html.Node) string {
	for _, key := range []string{"data-bs-target", "data-target", "aria-controls", "data-tab", "href"} {
		if id := strings.TrimPrefix(attr(n, key), "#"); id != "" && r.ids[id] {
			return id
		}
	}
	if id := strings.TrimPrefix(firstQuoted(attr(n, "onclick")), "#"); id != "" && r.ids[id] {
		return id // onclick="show('p1')"
	}
	return ""
}

// addEmpty adds a link whose text is still to be read.
func (r *reader) addEmpty(l ita.Link) int {
	l.Block = len(r.page.Blocks)
	l.Href, l.Fragment, l.Image = clipBytes(l.Href, maxAddress), clipBytes(l.Fragment, maxAddress), clipBytes(l.Image, maxAttribute)
	l.Text, l.Title = clip(l.Text, maxLabel), clip(l.Title, maxLabel)
	r.page.Links = append(r.page.Links, l)
	return len(r.page.Links) - 1
}

// add adds a link that holds no elements.
func (r *reader) add(l ita.Link, text string) {
	i := r.addEmpty(l)
	r.spans = append(r.spans, ita.Span{Text: text, Link: i})
}

// finish gives the link that was added at index i its text, from the blocks read
// since and the spans from index at on, where it began; a link without any gets an empty span so that its place is kept.
func (r *reader) finish(i, at int, n *html.Node) {
	l := &r.page.Links[i]
	var b strings.Builder
	seen := false
	collect := func(spans []ita.Span) {
		for _, s := range spans {
			if s.Link == i {
				seen = true
				b.WriteString(s.Text)
			}
		}
		b.WriteByte(' ')
	}
	for _, blk := range r.page.Blocks[min(l.Block, len(r.page.Blocks)):] {
		collect(blk.Spans)
	}
	if l.Block < len(r.page.Blocks) || at > len(r.spans) {
		at = 0 // its first block is over
	}
	collect(r.spans[at:])
	l.Text = clip(collapse(b.String()), maxLabel)
	if l.Text != "" {
		l.Image = ""
	} else {
		l.Text = clip(firstOf(l.Title, attr(n, "data-title")), maxLabel)
	}
	if !seen {
		r.spans = append(r.spans, ita.Span{Link: i})
	}
}

// image gives a link that is only a picture the picture's name.
func (r *reader) image(n *html.Node, link int) {
	if src, err := url.Parse(strings.TrimSpace(attr(n, "src"))); err == nil && r.page.Links[link].Image == "" {
		if name := path.Base(src.Path); strings.Contains(name, ".") {
			r.page.Links[link].Image = clipBytes(name, maxAttribute)
		}
	}
	if alt := firstOf(attr(n, "alt"), attr(n, "title")); alt != "" {
		r.text(" "+alt+" ", link)
	}
}

// option reads an entry of a selection list that leads to an address.
func (r *reader) option(n *html.Node, node int) {
	value := attr(n, "value")
	if !strings.ContainsAny(value, "/") && !hasDocumentSuffix(value) {
		return
	}
	u, frag, bad := r.resolve(value)
	if bad != "" {
		return
	}
	var words strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			words.WriteString(c.Data)
		}
	}
	text := collapse(words.String())
	r.flush(node)
	r.add(ita.Link{Href: value, URL: u, Fragment: frag, Via: "option", Text: text}, text)
	r.flush(node)
}

func (r *reader) frame(n *html.Node, node int) {
	src := attr(n, "src")
	u, frag, bad := r.resolve(src)
	if src == "" || bad != "" {
		return
	}
	r.flush(node)
	r.add(ita.Link{Href: src, URL: u, Fragment: frag, Via: "frame", Text: firstOf(attr(n, "title"), attr(n, "name")), Title: attr(n, "title")}, "")
	r.flush(node)
}

// hasForm reports whether a page lets a visitor write something: a box for
// several lines, or a form with two or more fields. One field is a search.
func hasForm(doc *goquery.Document) bool {
	if doc.Find("textarea").Length() > 0 {
		return true
	}
	found := false
	doc.Find("form").EachWithBreak(func(_ int, form *goquery.Selection) bool {
		fields := form.Find("input").FilterFunction(func(_ int, in *goquery.Selection) bool {
			switch strings.ToLower(in.AttrOr("type", "text")) {
			case "text", "email", "tel", "number", "date", "file":
				return true
			}
			return false
		})
		found = fields.Length() > 1 && form.Find("input[type=password]").Length() == 0
		return !found
	})
	return found
}

// needsScript reports whether the page is a shell that JavaScript has yet to
// fill: next to nothing to read or to click, and scripts.
func needsScript(doc *goquery.Document, page *ita.Page) bool {
	if doc.Find("script").Length() == 0 {
		return false
	}
	words := 0
	for i := range page.Blocks {
		words += len([]rune(page.Blocks[i].Text()))
	}
	links := 0
	for i := range page.Links {
		if page.Links[i].URL != "" && page.Links[i].Via != "frame" {
			links++
		}
	}
	return words < 200 && links < 4
}

// maxColumns is how many columns of a table are told apart.
const maxColumns = 1000

// grid follows a table's cells to tell which column each stands in.
type grid struct {
	col  int
	busy []int // per column: rows still covered by a row span from above
}

func (g *grid) row() {
	g.col = 0
	for i := range g.busy {
		if g.busy[i] > 0 {
			g.busy[i]--
		}
	}
}

func (g *grid) cell(cols, rows int) int {
	for g.col < len(g.busy) && g.busy[g.col] > 0 {
		g.col++
	}
	at := g.col
	for range min(cols, maxColumns-g.col) {
		if g.col >= len(g.busy) {
			g.busy = append(g.busy, 0)
		}
		g.busy[g.col] = rows
		g.col++
	}
	return at
}

// span reads a colspan or rowspan, from 1 to 1,000 as browsers bound it.
func span(n *html.Node, key string) int {
	v, err := strconv.Atoi(strings.TrimSpace(attr(n, key)))
	if err != nil {
		return 1
	}
	return max(1, min(v, 1000))
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v = collapse(v); v != "" {
			return v
		}
	}
	return ""
}

// collapse trims a text and makes every run of white space one blank.
func collapse(s string) string { return strings.Join(strings.Fields(s), " ") }

// squeeze makes every run of white space one blank but keeps one at either end.
func squeeze(s string) string {
	c := collapse(s)
	if c == "" {
		return " "
	}
	if first, _ := utf8.DecodeRuneInString(s); unicode.IsSpace(first) {
		c = " " + c
	}
	if last, _ := utf8.DecodeLastRuneInString(s); unicode.IsSpace(last) {
		c += " "
	}
	return c
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isHex(c byte) bool    { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }
