package ita

// Confidence says how a fact of a rule set is known.
type Confidence string

// Sources of confidence, best first.
const (
	Seed     Confidence = "seed"     // in the documents that the project started from
	Seen     Confidence = "seen"     // on a public page or document
	Inferred Confidence = "inferred" // fills a gap between seen facts
	Recalled Confidence = "recalled" // memory only
)

// Firm reports whether a fact is known well enough for an error; otherwise
// breaking the rule is a warning.
func (c Confidence) Firm() bool { return c == Seed || c == Seen }

// Period is which fiscal year an item's content must be for, relative to the
// year of the assessment.
type Period string

// The period rules. Y is the assessment's fiscal year.
const (
	PeriodNone      Period = "none"       // undated content
	PeriodSame      Period = "same"       // FY Y
	PeriodPrevious  Period = "previous"   // FY Y-1
	PeriodFirstHalf Period = "first-half" // October Y-1 to March Y
	PeriodCovers    Period = "covers"     // a span of years that includes Y
	PeriodInForce   Period = "in-force"   // older is fine while it is in force
	PeriodRecent    Period = "recent"     // something dated in FY Y
	PeriodMonthly   Period = "monthly"    // one per month of FY Y
)

// Periods lists every period rule.
var Periods = [...]Period{
	PeriodNone, PeriodSame, PeriodPrevious, PeriodFirstHalf,
	PeriodCovers, PeriodInForce, PeriodRecent, PeriodMonthly,
}

// Topic is a thing that agencies publish, whatever number it has in a year's list.
type Topic struct {
	ID           string
	Title        Text
	Variants     []string // other wordings of the title met on real pages
	Misspellings []string // wrong spellings met on real pages
	Kind         string   // plan, manual, people, channel …
	Elements     []Text   // what the document should show; paraphrased
	Remedy       Text     // what to do when it is missing
}

// Section is one indicator (9) or sub-indicator (9.1) of a rule set, for scoring and grouping.
type Section struct {
	Code   string
	Title  Text
	Parent string   // code of the indicator that a sub-indicator belongs to; empty at the top
	Items  []string // codes of its items, in order
	Weight float64  // share of the parent's score (of the whole OIT score at the top); siblings add up to 1
}

// Standing says how far a whole rule set can be trusted.
type Standing string

// Standings of a rule set.
const (
	StandingFirm         Standing = "firm"
	StandingProvisional  Standing = "provisional"  // numbering not fully confirmed
	StandingExperimental Standing = "experimental" // from a single source
)

// RuleSet is the list that one scheme's agencies are assessed by in one fiscal year.
type RuleSet struct {
	ID          string // YEAR/SCHEME
	Year        FiscalYear
	Scheme      string
	SchemeTitle Text
	Standing    Standing
	Notice      Text       // said in every report made with the set; empty for a firm one
	AppliedFrom FiscalYear // the year whose list this really is, when it was asked for under another (--rules-from); else 0
	Sections    []Section
	Items       []Item
}

// Item is one line of a rule set.
type Item struct {
	Code    string // O1, EB12, MOIT3
	Title   Text   // official title; the Thai one is the list's
	Section string // code of the sub-indicator (or indicator) it counts for; may be empty
	Group   Text   // heading under which the list prints it; may be empty
	Topics  []string

	Period       Period
	Accept       []Period // other periods whose labels pass too
	PeriodDetail string   // a remark on the period, English; may be empty

	NumberConfidence Confidence
	PeriodConfidence Confidence
	TitleConfidence  Confidence

	Kind         string // the main topic's kind
	Variants     []string
	Misspellings []string
	Elements     []Text
	Remedy       Text
}

// Item returns the item with a code, or nil.
func (rs *RuleSet) Item(code string) *Item {
	for i := range rs.Items {
		if rs.Items[i].Code == code {
			return &rs.Items[i]
		}
	}
	return nil
}

// ExpectedYears are the fiscal years whose label passes, in ascending order;
// empty when the item needs no year. Where an accepted alternative is "none"
// or "in-force" the item needs no year either, but a main rule that does ask
// for one still lists what it asks for: see NeedsYear.
func (it *Item) ExpectedYears(y FiscalYear) []FiscalYear {
	same, previous := false, false
	for _, p := range append([]Period{it.Period}, it.Accept...) {
		switch p {
		case PeriodSame, PeriodFirstHalf, PeriodCovers, PeriodRecent, PeriodMonthly:
			same = true
		case PeriodPrevious:
			previous = true
		}
	}
	if !it.NeedsYear() {
		return nil
	}
	var years []FiscalYear
	if previous {
		years = append(years, y-1)
	}
	if same {
		years = append(years, y)
	}
	return years
}

// NeedsYear reports whether the item must be labelled for a fiscal year.
func (it *Item) NeedsYear() bool {
	for _, p := range append([]Period{it.Period}, it.Accept...) {
		if p == PeriodNone || p == PeriodInForce || p == "" {
			return false
		}
	}
	return true
}
