package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"itacheck/ita"
)

// Read reads a stored document back into the result that it was written from,
// as far as reports need it: what was read of documents and pages is not kept.
// Every format made of what it returns is the same as of the fresh result. An
// error says what is wrong with the document, in English; the caller names the
// file. Every mistake in it is told, not the first only.
func Read(r io.Reader) (*ita.Result, error) {
	in := bufio.NewReader(r)
	switch mark, _ := in.Peek(3); {
	case bytes.HasPrefix(mark, []byte("\ufeff")): // Windows programs write it
		_, _ = in.Discard(3) // that were peeked at
	case bytes.HasPrefix(mark, []byte("\xff\xfe")), bytes.HasPrefix(mark, []byte("\xfe\xff")):
		return nil, errors.New("it is UTF-16, as PowerShell's > writes, which may have lost its Thai letters: have it written by --output FILE")
	}
	dec := json.NewDecoder(in)
	var d document
	if err := dec.Decode(&d); err != nil {
		return nil, notJSON(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("it holds more than one document; split it into one file each")
	}
	if d.Schema != schemaID {
		return nil, fmt.Errorf("its schema is %q, not %q", d.Schema, schemaID)
	}
	b := &reader{lang: d.Lang}
	out := b.result(&d)
	return out, errors.Join(b.mistakes...)
}

// schemaID is what a document of this program says it is.
const schemaID = "itacheck.report/v1"

// notJSON says what is wrong with something that is no document.
func notJSON(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.EOF):
		return errors.New("it is empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("it is cut off: its end is missing")
	case errors.As(err, &syntax):
		return fmt.Errorf("it is not JSON: %v at byte %d", err, syntax.Offset)
	case errors.As(err, &kind):
		return fmt.Errorf("%s is a JSON %s, which it cannot be", kind.Field, kind.Value)
	}
	return err
}

// reader turns a document into a result and gathers what is wrong with it.
type reader struct {
	lang     ita.Lang
	mistakes []error
}

func (b *reader) mistake(format string, values ...any) {
	b.mistakes = append(b.mistakes, fmt.Errorf(format, values...))
}

// text is a text in both languages, or in the report's where only that is kept.
func (b *reader) text(both texts, one string) ita.Text {
	switch {
	case both != texts{}:
		return ita.Text(both)
	case b.lang == ita.English:
		return ita.Text{EN: one}
	}
	return ita.Text{TH: one}
}

func (b *reader) result(d *document) *ita.Result {
	y := ita.FiscalYear(d.FiscalYear)
	if y < ita.MinYear || y > ita.MaxYear {
		b.mistake("fiscal_year is %d; a fiscal year is from %d to %d", y, ita.MinYear, ita.MaxYear)
	}
	r := &ita.Result{
		ToolVersion: d.Tool.Version,
		Agency:      ita.Agency{ID: d.Agency.ID, Name: d.Agency.Name, URL: d.Agency.URL, ITAPage: d.Agency.ITAPage, Year: y, Scheme: d.Agency.Scheme},
		ITAPage:     d.Agency.ITAPage,
		RuleSet:     b.rules(d, y),
		AsOf:        b.day("as_of", d.AsOf),
		Incomplete:  d.Incomplete,
		Started:     b.moment("started_at", d.StartedAt),
		Finished:    b.moment("finished_at", d.FinishedAt),
		Findings:    b.findings("findings", d.Findings),
		Links:       d.Summary.LinksChecked,
		Score:       b.score(d.Summary.Score),
	}
	if r.Agency.URL == nowhere {
		r.Agency.URL = ""
	}
	for i := range d.Items {
		r.Items = append(r.Items, b.item(fmt.Sprintf("items[%d]", i), &d.Items[i]))
		r.RuleSet.Items = append(r.RuleSet.Items, r.Items[i].Item)
	}
	for _, p := range d.Pages {
		r.Pages = append(r.Pages, ita.PageVisit(p))
	}
	return r
}

func (b *reader) rules(d *document, y ita.FiscalYear) *ita.RuleSet {
	rs := &ita.RuleSet{ID: d.RuleSet, Year: y, Scheme: d.Agency.Scheme}
	if d.Rules == nil { // written before reports could be made again
		if _, scheme, ok := strings.Cut(d.RuleSet, "/"); ok {
			rs.Scheme = scheme
		}
		return rs
	}
	rs.Scheme, rs.SchemeTitle = d.Rules.Scheme, ita.Text(d.Rules.SchemeTitleIn)
	rs.Standing, rs.Notice, rs.AppliedFrom = d.Rules.Standing, ita.Text(d.Rules.NoticeIn), d.Rules.AppliedFrom
	for _, s := range d.Rules.Sections {
		rs.Sections = append(rs.Sections, ita.Section{Code: s.Code, Title: ita.Text(s.TitleIn), Parent: s.Parent, Items: s.Items, Weight: s.Weight})
	}
	return rs
}

func (b *reader) day(field, s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	t, err := time.ParseInLocation(time.DateOnly, s, ita.Bangkok)
	if err != nil {
		b.mistake("%s: %q is no day such as 2023-04-30", field, s)
	}
	return t
}

func (b *reader) moment(field, s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		b.mistake("%s: %q is no moment such as 2023-04-30T09:00:00+07:00", field, s)
	}
	return t
}

func (b *reader) score(s *score) *ita.Score {
	if s == nil {
		return nil
	}
	out := &ita.Score{Low: s.Low, High: s.High}
	for _, i := range s.Indicators {
		out.Indicators = append(out.Indicators, ita.IndicatorScore{Code: i.Code, Title: b.text(i.TitleIn, i.Title), Low: i.Low, High: i.High})
	}
	return out
}

func (b *reader) findings(at string, fs []finding) []ita.Finding {
	var out []ita.Finding
	for i, f := range fs {
		if f.Severity != ita.SeverityError && f.Severity != ita.SeverityWarning && f.Severity != ita.SeverityInfo {
			b.mistake("%s[%d].severity is %q, not error, warning or info", at, i, f.Severity)
		}
		out = append(out, ita.Finding{
			Check: f.Check, Severity: f.Severity, Message: b.text(f.MessageIn, f.Message), Remedy: b.text(f.RemedyIn, f.Remedy), URL: f.URL, Waived: f.Waived,
		})
	}
	return out
}

func (b *reader) item(at string, it *item) ita.ItemResult {
	if it.Code == "" {
		b.mistake("%s has no code", at)
	}
	if !slices.Contains(ita.Statuses[:], it.Status) {
		b.mistake("%s (%s): %q is no verdict", at, it.Code, it.Status)
	}
	if it.RawStatus != "" && !slices.Contains(ita.Statuses[:], it.RawStatus) {
		b.mistake("%s (%s).raw_status: %q is no verdict", at, it.Code, it.RawStatus)
	}
	out := ita.ItemResult{
		Item: ita.Item{
			Code: it.Code, Title: b.text(it.TitleIn, it.Title), Section: it.Section, Group: ita.Text(it.GroupIn), Topics: it.Topics,
			Period: it.Period, Accept: it.Accept, PeriodConfidence: it.PeriodKnown, Remedy: ita.Text(it.RemedyIn),
		},
		Owner: it.Owner, Status: it.Status, Expected: it.ExpectedYears, Found: it.FoundYears,
		Findings: b.findings(at+".findings", it.Findings),

		RawStatus: it.RawStatus, Fingerprint: it.Fingerprint,
	}
	b.people(at, it, &out)
	for i := range it.Evidence {
		out.Evidence = append(out.Evidence, b.evidence(fmt.Sprintf("%s.evidence[%d]", at, i), &it.Evidence[i]))
	}
	return out
}

// people reads what people say of an item.
func (b *reader) people(at string, it *item, out *ita.ItemResult) {
	if w := it.Waiver; w != nil {
		out.Waiver = &ita.Waiver{Item: it.Code, Reason: w.Reason, By: w.By, Until: b.day(at+".waiver.until", w.Until), Fingerprint: it.Fingerprint}
	}
	h := it.Settled
	if h == nil {
		return
	}
	if !slices.Contains(ita.HumanVerdicts[:], h.Verdict) {
		b.mistake("%s.settled.verdict: %q is none that a person can give", at, h.Verdict)
	}
	out.Settled = &ita.HumanVerdict{
		Item: it.Code, Verdict: h.Verdict, By: h.By, On: b.day(at+".settled.on", h.On), Note: h.Note, Fingerprint: it.Fingerprint,
	}
}

var reachStates = [...]ita.ReachState{ita.ReachOK, ita.ReachBroken, ita.ReachRestricted, ita.ReachPlaceholder, ita.ReachUndecided}

func (b *reader) evidence(at string, e *evidence) ita.Evidence {
	if !slices.Contains(reachStates[:], e.Reach.State) {
		b.mistake("%s.reach.state: there is no %q", at, e.Reach.State)
	}
	out := ita.Evidence{
		Link:       ita.Link{Href: e.Href, Text: e.Text},
		SourcePage: e.SourcePage,
		Reach: ita.Reach{
			State: e.Reach.State, Reason: e.Reach.Reason, Status: e.Reach.HTTPStatus, FinalURL: e.Reach.FinalURL,
			ContentType: e.Reach.ContentType, Bytes: -1, Warnings: e.Reach.Warnings, Detail: e.Reach.Detail,
		},
	}
	for _, a := range e.Reach.Attempts {
		out.Reach.Before = append(out.Reach.Before, ita.Attempt{At: a.At, Failure: a.Reason, Status: a.HTTPStatus, Detail: a.Detail})
	}
	if e.Reach.Bytes != nil {
		out.Reach.Bytes = *e.Reach.Bytes
	}
	if m := e.Match; m != nil {
		out.Match = ita.Match{By: m.By, Confidence: m.Confidence, Heading: m.Heading, Label: m.Label, Context: m.Context, Elsewhere: m.Elsewhere}
	}
	if e.Reach.State == ita.ReachPlaceholder {
		out.Link.Placeholder = e.Reach.Reason
	}
	if out.Link.Placeholder == "" || linkAddress(&out) != e.URL {
		out.Link.URL = e.URL // else it leads nowhere, and its address is made of href and page
	}
	for _, y := range e.Years {
		out.Years = append(out.Years, ita.YearSeen(y))
	}
	return out
}
