package ita

import "time"

// Site is the evidence gathered from one agency's website. It holds no judgement.
type Site struct {
	Pages      []Page              // in the order fetched; the ITA page first
	Fetches    map[string]Fetch    // answers of linked addresses, by URL
	Documents  map[string]Document // what linked documents say, by URL; nil when none was opened
	Incomplete string              // why the crawl stopped early: "interrupted", "page budget" …; empty when it did not
}

// Page is one page as a reader would see it: a tree of block elements, the runs
// of text in them, and the links in those. It is flat so that it can be stored
// and so that a page with 100,000 links costs no pointers.
type Page struct {
	Fetch  Fetch
	Title  string
	Parent string // URL of the page whose link led here; empty for the start
	Depth  int    // clicks from the ITA page; frames count as part of their page
	Nodes  []Node // block elements in document order; Nodes[0] is the root
	Blocks []Block
	Links  []Link
	// Anchors are the ids and names that a fragment can lead to, sorted; nil
	// when there are none, or too many to keep.
	Anchors []string

	Form   bool // it has a form to write something in, not only a search box
	Script bool // the page is an empty shell that JavaScript must fill, or was filled in part

	// Rendered says that the page was read as a browser shows it, after its
	// scripts have run.
	Rendered bool
}

// URL is the page's address after redirects.
func (p *Page) URL() string {
	if p.Fetch.FinalURL != "" {
		return p.Fetch.FinalURL
	}
	return p.Fetch.URL
}

// Region is the part of a page that an element lies in.
type Region string

// Regions of a page; the main content is the empty one.
const (
	RegionMain   Region = ""
	RegionNav    Region = "nav"
	RegionHeader Region = "header"
	RegionFooter Region = "footer"
	RegionAside  Region = "aside"
)

// Node is a block element.
type Node struct {
	Parent int // index of the enclosing node; -1 for the root
	Tag    string
	ID     string // id attribute
	Class  string // class attribute
	Label  string // aria-label, data-code or title attribute
	Opens  string // id of the panel that this element opens (href="#x", data-target, aria-controls)
	Region Region
	Col    int  // of a table cell: its column after column and row spans, from 0
	Rows   int  // of a table cell: how many rows it spans
	Hidden bool // not shown until clicked, or at all
	First  int  // its blocks are Blocks[First:Last]
	Last   int
}

// Block is a run of text without a line break in it: a paragraph, a cell, what
// stands between two <br>.
type Block struct {
	Node  int // the innermost block element
	Spans []Span
}

// Span is a piece of a block: plain text, or a link's text.
type Span struct {
	Text string
	Link int // index in Page.Links; -1 for plain text
}

// Text is the block's text, its spans joined.
func (b *Block) Text() string {
	if len(b.Spans) == 1 {
		return b.Spans[0].Text
	}
	n := 0
	for _, s := range b.Spans {
		n += len(s.Text)
	}
	buf := make([]byte, 0, n)
	for _, s := range b.Spans {
		buf = append(buf, s.Text...)
	}
	return string(buf)
}

// Link is something on a page that can be followed, or that looks so.
type Link struct {
	Href  string // the attribute as written
	URL   string // absolute http(s) address without fragment; empty when it leads nowhere
	Via   string // href, onclick, data, area, option or frame
	Text  string // its own label: text, else image alt, else title
	Title string // title or aria-label attribute, when it is not the Text
	Image string // file name of the picture that is all of the link's label
	Block int    // the first block that holds it

	// Placeholder is why the link leads nowhere, as a reason code of the
	// report: no_href, script_href, self_link, coming_soon, bad_scheme,
	// local_file …; empty for a link with an address.
	Placeholder string
	Fragment    string // without #
}

// Fetch is what came back for one address. A dead link is a Fetch too.
type Fetch struct {
	URL         string
	FinalURL    string   // after redirects; empty: URL
	Hops        []string // addresses passed through, without the first and the last
	Status      int      // HTTP status; 0 when no answer came
	ContentType string   // as declared, without parameters
	Bytes       int64    // length of the whole body, declared or read; -1 when unknown
	Kind        string   // what the first bytes are: pdf, zip, ole, html, jpeg, png, gif, text, empty; "" when unknown
	Title       string   // of an HTML answer
	Text        string   // the beginning of an HTML answer's visible text
	Password    bool     // an HTML answer has a password field
	Script      bool     // an HTML answer has scripts
	Shows       int      // links, pictures and embedded frames of an HTML answer
	Control     *Fetch   // what the same server answered for an address that cannot exist; nil when it was not asked
	Template    *Fetch   // what the same application showed for a number that nothing has; nil when it was not asked
	Unchanged   bool     // the same as an earlier audit saw
	Failure     string   // why no usable answer came, as a reason code; empty when one did
	Detail      string   // the failure in the words of whoever reported it
	Warnings    []string // reachable, but: redirected, slow, tls_legacy …
	Tries       int
	At          time.Time     // when the answer came, or its failure
	Elapsed     time.Duration // from asking to then, without waiting for the host's turn
	Before      []Attempt     // earlier looks that failed in a way that may pass, in order
}

// Attempt is a look at an address that gave no answer to judge.
type Attempt struct {
	At      time.Time
	Failure string // as of Fetch
	Status  int
	Detail  string
	Tries   int
}

// Failure codes of a Fetch: why there is no answer to judge.
const (
	FailDNS        = "dns"                // the name does not exist
	FailDNSTemp    = "dns_temporary"      // the name could not be looked up
	FailConnect    = "connect"            // refused or unreachable
	FailTimeout    = "timeout"            // no answer in time
	FailReset      = "reset"              // the connection broke
	FailTLS        = "tls"                // no trusted connection; another program may find one
	FailTLSSelf    = "tls_self_signed"    // the certificate vouches for itself: every browser refuses it
	FailTLSHost    = "tls_wrong_host"     // the certificate is for another name: every browser refuses it
	FailRedirects  = "too_many_redirects" // a loop, or more than the limit
	FailRobots     = "robots"             // robots.txt does not allow it
	FailNoRobots   = "robots_unreadable"  // robots.txt could not be read, which means not now (RFC 9309, 2.3.1.4)
	FailAddress    = "blocked_address"    // a private or local address
	FailTooLarge   = "too_large"          // longer than the limit for a page
	FailNotHTML    = "not_html"           // a page was expected and something else came
	FailBadURL     = "bad_url"            // not an address that can be fetched
	FailProtocol   = "protocol"           // the answer is no valid HTTP
	FailCancelled  = "interrupted"        // stopped by the user or the time limit
	FailProxy      = "proxy"              // the configured proxy did not serve
	FailRateLimit  = "rate_limited"       // 429 until the end
	FailPageBudget = "page_budget"        // not fetched: the page budget was used up
)

// Document is what could be read of a linked document: the beginning of its
// first pages.
type Document struct {
	Kind    string   // pdf, docx, xlsx …
	Title   string   // from its metadata
	Pages   []string // first pages, sheets or slides; lines separated by \n
	Scanned []string // text read off pictures of pages, Thai digits replaced by ?
	Total   int      // pages in all; 0 when unknown
	Scan    bool     // its pages are pictures without text
	Problem string   // why the text is missing or doubtful, as a reason code; empty when all is well
	Detail  string   // the problem in the words of whoever found it
}
