package ita

// MatchBy says what tied a link or heading to an item.
type MatchBy string

// Ways to match, as in the report.
const (
	ByCode      MatchBy = "code"
	ByTitle     MatchBy = "title"
	ByCodeTitle MatchBy = "code+title"
	ByPosition  MatchBy = "position"
)

// Mapping is where a rule set's items stand on a site's pages.
type Mapping struct {
	Headings []Heading
	Matches  []Match
	// Years are the fiscal years that the ITA page has sections for; empty when
	// it does not speak of one.
	Years []FiscalYear
}

// Heading is a place on a page that names an item.
type Heading struct {
	Code       string // the item's code in the rule set
	Page       int    // index in Site.Pages
	Block      int    // index in Page.Blocks
	Text       string // the words that name it
	Printed    string // the code as printed, canonical form; empty when none is
	By         MatchBy
	Confidence float64    // 0 to 1
	Waiting    bool       // it says that the document is still to come
	Year       FiscalYear // of the section that it stands in; 0 when the page does not say
}

// Match ties one link to one item.
type Match struct {
	Code       string
	Page       int // index in Site.Pages
	Link       int // index in Page.Links
	By         MatchBy
	Confidence float64
	Heading    string // text of the heading that the link stands under
	Label      string // text that names the link itself, when its own text does not: the cell before, the card's title
	Context    string // heading between the item's and the link (a quarter, a year); may be empty
	Waiting    bool   // the label says that the document is still to come

	// Elsewhere says that the link does not stand in the list but in a menu or
	// the like, where it plainly names the item; the list has none of its own.
	Elsewhere bool
}
