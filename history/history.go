// Package history keeps the audits of agencies in one SQLite file, compactly
// enough for years of daily runs, and says what changed between two of them
// and why: because the website changed, the rules, the program, or because a
// day came on which something is due.
//
// It fetches, judges and sends nothing: the verdict of old evidence under other
// rules comes from a function that is passed in.
package history

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"itacheck/ita"
)

// Audit is what is kept of one agency's audit: its verdicts, and enough of the
// evidence to judge it again.
type Audit struct {
	Agency Agency
	Tool   string       // version of the program
	Rules  *ita.RuleSet // as far as judging needs it; nil when the audit failed
	Digest string       // of the whole rule set
	At     time.Time    // when it ended
	AsOf   time.Time    // the day that it was judged as of
	Failed string       // why there are no verdicts to compare: a reason code, or why it was broken off; empty when there are
	Items  []Item       // in the rule set's order

	// whole reads the i-th item where Items has only its code and verdict; nil
	// where it has everything.
	whole func(i int) *Item
}

// Agency names whose audit it is.
type Agency struct{ ID, Name, URL string }

// Item is a verdict with what it rests on.
type Item struct {
	Code   string           `json:"c"`
	Owner  string           `json:"o,omitempty"`
	Status ita.Status       `json:"s"`           // with what people say
	Raw    ita.Status       `json:"a,omitempty"` // the machine's own verdict; empty: Status
	Found  []ita.FiscalYear `json:"f,omitempty"`
	Links  []Link           `json:"l,omitempty"`
}

// Link is one link of an item. What differs from one request to the next
// without meaning, such as the length of a web page, is not kept.
type Link struct {
	URL       string         `json:"u,omitempty"`
	Text      string         `json:"t,omitempty"` // its first words
	Page      string         `json:"p,omitempty"` // where it stands
	Elsewhere bool           `json:"e,omitempty"` // not in the list
	State     ita.ReachState `json:"r"`
	Reason    string         `json:"w,omitempty"`
	Status    int            `json:"h,omitempty"` // HTTP
	Final     string         `json:"d,omitempty"` // after redirects; empty when it is the URL
	Type      string         `json:"m,omitempty"` // content type
	Bytes     int64          `json:"b,omitempty"` // of a document; 0 when unknown
	Unread    bool           `json:"x,omitempty"` // it opens, but a year may stand in it that a machine cannot read
	Years     []Year         `json:"y,omitempty"`
}

// Year is a fiscal year and where it was read.
type Year struct {
	Year  ita.FiscalYear `json:"y"`
	Where ita.YearSource `json:"w"`
}

// Of is what is kept of a result.
func Of(r *ita.Result) *Audit {
	a := &Audit{Agency: agencyOf(&r.Agency), Tool: r.ToolVersion, At: r.Finished, AsOf: r.AsOf, Failed: r.Incomplete}
	if r.Incomplete != "" || r.RuleSet == nil {
		return a
	}
	a.Digest, a.Rules = Digest(r.RuleSet), reduced(r.RuleSet)
	for i := range r.Items {
		a.Items = append(a.Items, itemOf(&r.Items[i]))
	}
	return a
}

// Failure is what is kept of an audit that came to no result.
func Failure(ag *ita.Agency, tool string, at time.Time, code string) *Audit {
	return &Audit{Agency: agencyOf(ag), Tool: tool, At: at, AsOf: at, Failed: code}
}

func agencyOf(ag *ita.Agency) Agency { return Agency{ag.ID, ag.Name, ag.URL} }

// Digest tells rule sets apart, whatever differs in them.
func Digest(rs *ita.RuleSet) string {
	b, err := json.Marshal(rs)
	if err != nil { // no rule set has a value that JSON cannot hold
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// reduced is a rule set without what only matching and reports need.
func reduced(rs *ita.RuleSet) *ita.RuleSet {
	out := &ita.RuleSet{ID: rs.ID, Year: rs.Year, Scheme: rs.Scheme, AppliedFrom: rs.AppliedFrom}
	for i := range rs.Items {
		it := &rs.Items[i]
		out.Items = append(out.Items, ita.Item{
			Code: it.Code, Title: it.Title, Section: it.Section, Topics: it.Topics, Period: it.Period, Accept: it.Accept, Kind: it.Kind,
			PeriodConfidence: it.PeriodConfidence,
		})
	}
	return out
}

func itemOf(r *ita.ItemResult) Item {
	it := Item{Code: r.Item.Code, Owner: r.Owner, Status: r.Status, Found: r.Found}
	if r.Raw() != r.Status {
		it.Raw = r.Raw()
	}
	// A stored report does not say which document could not be read, but the
	// verdict does.
	unread := r.Raw() == ita.Undecided && len(r.Found) == 0
	for i := range r.Evidence {
		l := linkOf(&r.Evidence[i])
		l.Unread = l.Unread || unread && l.State == ita.ReachOK
		it.Links = append(it.Links, l)
	}
	it.Links = fewer(it.Links)
	return it
}

const longestText = 80 // runes kept of a link's words

func linkOf(e *ita.Evidence) Link {
	l := Link{
		URL: e.Link.URL, Text: firstWords(e.Link.Text), Page: e.SourcePage, Elsewhere: e.Match.Elsewhere,
		State: e.Reach.State, Reason: e.Reach.Reason, Status: e.Reach.Status,
	}
	if e.Reach.FinalURL != e.Link.URL {
		l.Final = e.Reach.FinalURL
	}
	l.Type, _, _ = strings.Cut(e.Reach.ContentType, ";")
	if l.State != ita.ReachUndecided && !strings.Contains(l.Type, "html") && e.Reach.Bytes > 0 {
		l.Bytes = e.Reach.Bytes
	}
	if d := e.Document; d != nil {
		l.Unread = d.Scan || d.Problem == "mojibake" || d.Problem == "fetch"
	}
	for _, y := range e.Years {
		if year := (Year{y.Year, y.Where}); !slices.Contains(l.Years, year) {
			l.Years = append(l.Years, year)
		}
	}
	return l
}

func firstWords(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > longestText {
		return string(r[:longestText])
	}
	return s
}

// alike is how many links are kept that count the same for the verdict. A page
// of news has a new one every day, which changes nothing.
const alike = 8

// fewer sorts links and leaves out most of those that count the same.
func fewer(links []Link) []Link {
	slices.SortStableFunc(links, func(a, b Link) int {
		if c := strings.Compare(a.URL, b.URL); c != 0 {
			return c
		}
		return strings.Compare(a.Text, b.Text)
	})
	kept := map[string]int{}
	return slices.DeleteFunc(links, func(l Link) bool {
		class, err := json.Marshal(Link{Elsewhere: l.Elsewhere, State: l.State, Reason: l.Reason, Unread: l.Unread, Years: l.Years})
		if err != nil {
			return false
		}
		kept[string(class)]++
		return kept[string(class)] > alike
	})
}

// raw is the machine's own verdict.
func (it *Item) raw() ita.Status { return cmp.Or(it.Raw, it.Status) }

// Evidence is what is known of an item's links, as far as it is kept.
func (it *Item) Evidence() []ita.Evidence {
	out := make([]ita.Evidence, len(it.Links))
	for i := range it.Links {
		l := &it.Links[i]
		e := &out[i]
		e.Link, e.SourcePage, e.Match.Elsewhere = ita.Link{URL: l.URL, Text: l.Text}, l.Page, l.Elsewhere
		e.Reach = ita.Reach{State: l.State, Reason: l.Reason, Status: l.Status, FinalURL: l.Final, ContentType: l.Type, Bytes: l.Bytes}
		if l.Final == "" {
			e.Reach.FinalURL = l.URL
		}
		for _, y := range l.Years {
			e.Years = append(e.Years, ita.YearSeen{Year: y.Year, Where: y.Where})
		}
		if l.Unread {
			e.Document = &ita.Document{Scan: true}
		}
	}
	return out
}

// at is where an item stands, or -1.
func (a *Audit) at(code string) int {
	return slices.IndexFunc(a.Items, func(it Item) bool { return it.Code == code })
}

// full is an item with all that is kept of it.
func (a *Audit) full(i int) *Item {
	if a.whole == nil {
		return &a.Items[i]
	}
	return a.whole(i)
}
