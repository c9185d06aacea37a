package ita

import "time"

// Status is the verdict on an item.
type Status string

// Verdicts; the JSON schema says what each means.
const (
	Pass        Status = "pass"
	Missing     Status = "missing"
	Unreachable Status = "unreachable"
	Stale       Status = "stale"
	WrongYear   Status = "wrong_year"
	Unlabelled  Status = "unlabelled"
	Undecided   Status = "undecided"
	NotDue      Status = "not_due"
	Waived      Status = "waived"
)

// Statuses lists every verdict in the order in which reports count them.
var Statuses = [...]Status{Pass, Missing, Unreachable, Stale, WrongYear, Unlabelled, Undecided, NotDue, Waived}

// Word is the word for a verdict in reports.
func (s Status) Word() Text {
	switch s {
	case Pass:
		return Text{TH: "ผ่าน", EN: "pass"}
	case Missing:
		return Text{TH: "ไม่พบ", EN: "missing"}
	case Unreachable:
		return Text{TH: "เปิดไม่ได้", EN: "unreachable"}
	case Stale:
		return Text{TH: "ข้อมูลเก่า", EN: "out of date"}
	case WrongYear:
		return Text{TH: "ผิดปีงบประมาณ", EN: "wrong year"}
	case Unlabelled:
		return Text{TH: "ไม่ระบุปี", EN: "no year stated"}
	case Undecided:
		return Text{TH: "ตรวจไม่ได้", EN: "undecided"}
	case NotDue:
		return Text{TH: "ยังไม่ถึงกำหนด", EN: "not due yet"}
	case Waived:
		return Text{TH: "ยกเว้น", EN: "waived"}
	}
	return Text{EN: string(s)}
}

// Severity grades a finding.
type Severity string

// Severities, worst first.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
)

// Finding is one thing said about an item, or about the whole audit.
type Finding struct {
	Check    string // id of the check that says it
	Severity Severity
	Message  Text
	Remedy   Text // what to do; empty when nothing need be done
	URL      string
	Waived   bool // of a waived item: kept, but it counts no more
}

// ReachState says whether the public can use a link.
type ReachState string

// States of a link.
const (
	ReachOK          ReachState = "ok"
	ReachBroken      ReachState = "broken"
	ReachRestricted  ReachState = "restricted"
	ReachPlaceholder ReachState = "placeholder"
	ReachUndecided   ReachState = "undecided"
)

// Reach is the judgement on one link.
type Reach struct {
	State       ReachState
	Reason      string // reason code; empty when ok
	Status      int
	FinalURL    string
	ContentType string
	Bytes       int64 // -1 when unknown
	Warnings    []string
	Detail      string    // a failure in the words of whoever reported it
	Before      []Attempt // earlier looks that gave no answer to judge
}

// YearSource is where a year was read.
type YearSource string

// Places that a year is read from, as in the report.
const (
	FromLinkText  YearSource = "link_text"
	FromHeading   YearSource = "heading"
	FromFileName  YearSource = "file_name"
	FromPageTitle YearSource = "page_title"
	FromPageBody  YearSource = "page_body"
	FromDocument  YearSource = "document"
	FromScan      YearSource = "document_ocr"
	FromMetadata  YearSource = "metadata"
)

// YearSeen is a fiscal year with the words that it was read from. A span of
// years is one YearSeen per year.
type YearSeen struct {
	Year  FiscalYear
	Where YearSource
	Text  string
}

// Evidence is one link that was assigned to an item, and what is known of it.
type Evidence struct {
	Link       Link
	SourcePage string
	Match      Match
	Reach      Reach
	Years      []YearSeen
	Document   *Document // what was read of it; nil when it was not opened
	Page       *Page     // the page that it leads to, when that was read; nil otherwise
}

// ItemResult is everything concluded about one item.
type ItemResult struct {
	Item     Item
	Owner    string
	Status   Status // the verdict, with what people say: see Raw and Unwaived
	Expected []FiscalYear
	Found    []FiscalYear // ascending, each once
	Evidence []Evidence
	Findings []Finding

	RawStatus   Status        // the machine's own verdict; empty: Status
	Fingerprint string        // of what that rests on: FingerprintOf; empty in results from before there was one
	Waiver      *Waiver       // that makes the item waived; nil: none does
	Settled     *HumanVerdict // that decides what the machine could not; nil: none does
}

// Score is the range that the OIT score can lie in, 0 to 100: items that a
// machine could not judge count as failed in Low and as passed in High.
type Score struct {
	Low, High  float64
	Indicators []IndicatorScore
}

// IndicatorScore is one section's part of a Score.
type IndicatorScore struct {
	Code      string
	Title     Text
	Low, High float64
}

// Result is one agency's audit.
type Result struct {
	ToolVersion string
	Agency      Agency
	ITAPage     string // the page that the items were read from, after redirects
	RuleSet     *RuleSet
	AsOf        time.Time
	Incomplete  string
	Started     time.Time
	Finished    time.Time
	Pages       []PageVisit
	Items       []ItemResult // one for each item of the rule set, in its order
	Findings    []Finding    // about the whole audit, not one item
	Links       int          // distinct addresses checked
	Score       *Score       // nil when the rule set has no scoring
}

// PageVisit is one page fetched in order to find items.
type PageVisit struct {
	URL    string
	Status int
	Title  string
	Error  string

	Rendered bool // read as a browser shows it, after its scripts have run
}

// Count returns how many items have each verdict.
func (r *Result) Count() map[Status]int {
	n := map[Status]int{}
	for i := range r.Items {
		n[r.Items[i].Status]++
	}
	return n
}

// RawCount returns how many items have each verdict of the machine's own.
func (r *Result) RawCount() map[Status]int {
	n := map[Status]int{}
	for i := range r.Items {
		n[r.Items[i].Raw()]++
	}
	return n
}

// Worst returns the worst severity among the findings that are not waived, ""
// when there are none.
func (r *Result) Worst() Severity {
	rank := map[Severity]int{SeverityInfo: 1, SeverityWarning: 2, SeverityError: 3}
	worst := Severity("")
	for _, f := range r.AllFindings() {
		if !f.Waived && rank[f.Severity] > rank[worst] {
			worst = f.Severity
		}
	}
	return worst
}

// AllFindings returns the audit's findings followed by the items', in order.
func (r *Result) AllFindings() []Finding {
	all := append([]Finding(nil), r.Findings...)
	for i := range r.Items {
		all = append(all, r.Items[i].Findings...)
	}
	return all
}
