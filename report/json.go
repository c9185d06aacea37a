package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"itacheck/ita"
)

// The document of schema itacheck.report/v1, in the order in which it is
// written. Beyond the schema it holds what makes any format of it again, in
// either language: lang, notices, findings, rules, scheme of the agency; what an
// item is made of; fields ending in _in, which are in every language that
// there is, where the field without is in the report's.
type (
	document struct {
		Schema     string    `json:"schema"`
		Tool       tool      `json:"tool"`
		Lang       ita.Lang  `json:"lang,omitempty"`
		Agency     agency    `json:"agency"`
		FiscalYear int       `json:"fiscal_year"`
		RuleSet    string    `json:"rule_set"`
		Rules      *ruleSet  `json:"rules,omitempty"`
		Notices    []string  `json:"notices,omitempty"`
		AsOf       string    `json:"as_of,omitempty"`
		Incomplete string    `json:"incomplete,omitempty"`
		StartedAt  string    `json:"started_at"`
		FinishedAt string    `json:"finished_at"`
		Summary    summary   `json:"summary"`
		Findings   []finding `json:"findings"`
		Items      []item    `json:"items"`
		Pages      []page    `json:"pages"`
	}
	texts struct {
		TH string `json:"th,omitempty"`
		EN string `json:"en,omitempty"`
	}
	tool struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	agency struct {
		ID      string `json:"id"`
		Name    string `json:"name"`
		URL     string `json:"url"`
		ITAPage string `json:"ita_page,omitempty"`
		Scheme  string `json:"scheme,omitempty"`
	}
	ruleSet struct {
		Scheme        string         `json:"scheme,omitempty"`
		SchemeTitleIn texts          `json:"scheme_title_in,omitzero"`
		Standing      ita.Standing   `json:"standing,omitempty"`
		NoticeIn      texts          `json:"notice_in,omitzero"`
		AppliedFrom   ita.FiscalYear `json:"applied_from,omitempty"`
		Sections      []section      `json:"sections,omitempty"`
	}
	section struct {
		Code    string   `json:"code"`
		TitleIn texts    `json:"title_in,omitzero"`
		Parent  string   `json:"parent,omitempty"`
		Weight  float64  `json:"weight"` // share of the parent's score
		Items   []string `json:"items,omitempty"`
	}
	summary struct {
		Total        int                `json:"total"`
		ByStatus     map[ita.Status]int `json:"by_status"`
		RawByStatus  map[ita.Status]int `json:"raw_by_status"` // without what people say
		LinksChecked int                `json:"links_checked"`
		Score        *score             `json:"score,omitempty"`
	}
	score struct {
		Low        float64          `json:"low"`
		High       float64          `json:"high"`
		Indicators []indicatorScore `json:"indicators"`
	}
	indicatorScore struct {
		Code    string  `json:"code"`
		Title   string  `json:"title"`
		TitleIn texts   `json:"title_in,omitzero"`
		Low     float64 `json:"low"`
		High    float64 `json:"high"`
	}
	item struct {
		Code          string           `json:"code"`
		Title         string           `json:"title"`
		TitleIn       texts            `json:"title_in,omitzero"`
		Section       string           `json:"section,omitempty"`
		Indicator     string           `json:"indicator,omitempty"`
		GroupIn       texts            `json:"group_in,omitzero"`
		Topics        []string         `json:"topics,omitempty"`
		Period        ita.Period       `json:"period,omitempty"`
		Accept        []ita.Period     `json:"accept,omitempty"`
		PeriodKnown   ita.Confidence   `json:"period_confidence,omitempty"`
		RemedyIn      texts            `json:"remedy_in,omitzero"` // the list's own, for when nothing is there
		Worth         float64          `json:"worth,omitempty"`    // points of the 100-point ITA total
		Owner         string           `json:"owner,omitempty"`
		Status        ita.Status       `json:"status"`
		RawStatus     ita.Status       `json:"raw_status,omitempty"` // the machine's own
		Fingerprint   string           `json:"fingerprint,omitempty"`
		Waiver        *waiver          `json:"waiver,omitempty"`
		Settled       *humanVerdict    `json:"settled,omitempty"`
		ExpectedYears []ita.FiscalYear `json:"expected_years"`
		FoundYears    []ita.FiscalYear `json:"found_years"`
		Findings      []finding        `json:"findings"`
		Evidence      []evidence       `json:"evidence"`
	}
	waiver struct {
		Reason string `json:"reason"`
		By     string `json:"by"`
		Until  string `json:"until"`
	}
	humanVerdict struct {
		Verdict ita.Status `json:"verdict"`
		By      string     `json:"by"`
		On      string     `json:"on"`
		Note    string     `json:"note,omitempty"`
	}
	finding struct {
		Check     string       `json:"check"`
		Severity  ita.Severity `json:"severity"`
		Message   string       `json:"message"`
		MessageIn texts        `json:"message_in,omitzero"`
		Remedy    string       `json:"remedy,omitempty"`
		RemedyIn  texts        `json:"remedy_in,omitzero"`
		URL       string       `json:"url,omitempty"`
		Waived    bool         `json:"waived,omitempty"`
	}
	evidence struct {
		URL        string     `json:"url"`
		Href       string     `json:"href"`
		Text       string     `json:"text"`
		SourcePage string     `json:"source_page"`
		Match      *match     `json:"match,omitempty"`
		Reach      reach      `json:"reach"`
		Years      []yearSeen `json:"years,omitempty"`
	}
	match struct {
		By         ita.MatchBy `json:"by"`
		Confidence float64     `json:"confidence"`
		Heading    string      `json:"heading,omitempty"`
		Label      string      `json:"label,omitempty"`
		Context    string      `json:"context,omitempty"`
		Elsewhere  bool        `json:"elsewhere,omitempty"`
	}
	reach struct {
		State       ita.ReachState `json:"state"`
		Reason      string         `json:"reason,omitempty"`
		HTTPStatus  int            `json:"http_status,omitempty"`
		FinalURL    string         `json:"final_url,omitempty"`
		ContentType string         `json:"content_type,omitempty"`
		Bytes       *int64         `json:"bytes,omitempty"`
		Warnings    []string       `json:"warnings,omitempty"`
		Detail      string         `json:"detail,omitempty"`   // a failure in the words of whoever reported it
		Attempts    []attempt      `json:"attempts,omitempty"` // earlier looks that failed in a way that may pass
	}
	attempt struct {
		At         time.Time `json:"at"`
		Reason     string    `json:"reason,omitempty"`
		HTTPStatus int       `json:"http_status,omitempty"`
		Detail     string    `json:"detail,omitempty"`
	}
	yearSeen struct {
		Year  ita.FiscalYear `json:"year"`
		Where ita.YearSource `json:"where"`
		Text  string         `json:"text,omitempty"`
	}
	page struct {
		URL    string `json:"url"`
		Status int    `json:"status"`
		Title  string `json:"title,omitempty"`
		Error  string `json:"error,omitempty"`

		Rendered bool `json:"rendered,omitempty"` // read after its scripts have run
	}
)

// writeJSON writes the document that is valid against report.schema.json. Text
// from websites stays as it was found, except that characters that could drive
// a terminal or turn a line around are written as \u escapes.
func writeJSON(w io.Writer, r *ita.Result, o Options) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(documentOf(r, o.Lang)); err != nil {
		return fmt.Errorf("writing the report of %s as JSON: %w", r.Agency.URL, err)
	}
	_, err := w.Write(escapeControls(b.Bytes()))
	return err
}

// nowhere is the address of an agency that has none, since the schema wants one.
const nowhere = "about:blank"

func documentOf(r *ita.Result, lang ita.Lang) document {
	rs := ruleSetOf(r)
	d := document{
		Schema: schemaID,
		Tool:   tool{"itacheck", r.ToolVersion},
		Lang:   cmp.Or(lang, ita.Thai),
		Agency: agency{
			ID:      r.Agency.ID,
			Name:    r.Agency.Name,
			URL:     cmp.Or(siteOf(r), pageOf(r), nowhere),
			ITAPage: pageOf(r),
			Scheme:  r.Agency.Scheme,
		},
		FiscalYear: int(rs.Year),
		RuleSet:    rs.ID,
		Rules:      ruleSetOut(rs),
		Notices:    noticesOf(r, rs, lang),
		Incomplete: r.Incomplete,
		StartedAt:  r.Started.In(ita.Bangkok).Format(time.RFC3339),
		FinishedAt: r.Finished.In(ita.Bangkok).Format(time.RFC3339),
		Summary: summary{
			Total:        len(r.Items),
			ByStatus:     r.Count(),
			RawByStatus:  r.RawCount(),
			LinksChecked: r.Links,
			Score:        scoreOf(r.Score, lang),
		},
		Findings: findingsOf(r.Findings, lang),
		Items:    []item{},
		Pages:    []page{},
	}
	if !r.AsOf.IsZero() {
		d.AsOf = dayOf(r.AsOf)
	}
	for i := range r.Items {
		d.Items = append(d.Items, itemOf(&r.Items[i], rs, lang))
	}
	for _, p := range r.Pages {
		d.Pages = append(d.Pages, page{address(p.URL), p.Status, p.Title, p.Error, p.Rendered})
	}
	return d
}

// in keeps a text in both languages.
func in(t ita.Text) texts { return texts(t) }

func ruleSetOut(rs *ita.RuleSet) *ruleSet {
	out := &ruleSet{
		Scheme: rs.Scheme, SchemeTitleIn: in(rs.SchemeTitle), Standing: rs.Standing, NoticeIn: in(rs.Notice), AppliedFrom: rs.AppliedFrom,
	}
	for _, s := range rs.Sections {
		out.Sections = append(out.Sections, section{s.Code, in(s.Title), s.Parent, number(s.Weight), s.Items})
	}
	return out
}

// number is a float that JSON has a way to write: what is none becomes 0.
func number(f float64) float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

func scoreOf(s *ita.Score, lang ita.Lang) *score {
	if s == nil {
		return nil
	}
	out := &score{Low: rounded(s.Low), High: rounded(s.High), Indicators: []indicatorScore{}}
	for _, i := range s.Indicators {
		out.Indicators = append(out.Indicators, indicatorScore{i.Code, i.Title.In(lang), in(i.Title), rounded(i.Low), rounded(i.High)})
	}
	return out
}

func itemOf(it *ita.ItemResult, rs *ita.RuleSet, lang ita.Lang) item {
	out := item{
		Code:          it.Item.Code,
		Title:         it.Item.Title.In(lang),
		TitleIn:       in(it.Item.Title),
		Section:       it.Item.Section,
		Indicator:     indicatorOf(rs, it.Item.Section),
		GroupIn:       in(it.Item.Group),
		Topics:        it.Item.Topics,
		Period:        it.Item.Period,
		Accept:        it.Item.Accept,
		PeriodKnown:   it.Item.PeriodConfidence,
		RemedyIn:      in(it.Item.Remedy),
		Worth:         rounded(rs.Worth(it.Item.Section)),
		Owner:         it.Owner,
		Status:        it.Status,
		RawStatus:     it.Raw(),
		Fingerprint:   it.Fingerprint,
		ExpectedYears: append([]ita.FiscalYear{}, it.Expected...),
		FoundYears:    append([]ita.FiscalYear{}, it.Found...),
		Findings:      findingsOf(it.Findings, lang),
		Evidence:      []evidence{},
	}
	if w := it.Waiver; w != nil {
		out.Waiver = &waiver{w.Reason, w.By, dayOf(w.Until)}
	}
	if h := it.Settled; h != nil {
		out.Settled = &humanVerdict{h.Verdict, h.By, dayOf(h.On), h.Note}
	}
	for i := range it.Evidence {
		out.Evidence = append(out.Evidence, evidenceOf(&it.Evidence[i]))
	}
	return out
}

// dayOf is a day as the document has it.
func dayOf(t time.Time) string { return t.In(ita.Bangkok).Format(time.DateOnly) }

// indicatorOf is the top section that a section lies in.
func indicatorOf(rs *ita.RuleSet, code string) string {
	for _, s := range rs.Sections {
		if s.Code == code && s.Parent != "" {
			return s.Parent
		}
	}
	return code
}

func findingsOf(fs []ita.Finding, lang ita.Lang) []finding {
	out := []finding{}
	for _, f := range fs {
		out = append(out, finding{
			Check: f.Check, Severity: cmp.Or(f.Severity, ita.SeverityInfo),
			Message: f.Message.In(lang), MessageIn: in(f.Message),
			Remedy: f.Remedy.In(lang), RemedyIn: in(f.Remedy),
			URL: address(f.URL), Waived: f.Waived,
		})
	}
	return out
}

func evidenceOf(e *ita.Evidence) evidence {
	out := evidence{
		URL:        linkAddress(e),
		Href:       e.Link.Href,
		Text:       e.Link.Text,
		SourcePage: address(e.SourcePage),
		Reach: reach{
			State:       cmp.Or(e.Reach.State, ita.ReachUndecided),
			Reason:      e.Reach.Reason,
			HTTPStatus:  e.Reach.Status,
			FinalURL:    address(e.Reach.FinalURL),
			ContentType: e.Reach.ContentType,
			Warnings:    e.Reach.Warnings,
			Detail:      e.Reach.Detail,
		},
	}
	for _, a := range e.Reach.Before {
		out.Reach.Attempts = append(out.Reach.Attempts, attempt{a.At.UTC(), a.Failure, a.Status, a.Detail})
	}
	if e.Match.By != "" {
		out.Match = &match{
			e.Match.By, rounded(min(max(e.Match.Confidence, 0), 1)), e.Match.Heading, e.Match.Label, e.Match.Context, e.Match.Elsewhere,
		}
	}
	if e.Reach.Bytes >= 0 && e.Reach.State != ita.ReachPlaceholder {
		out.Reach.Bytes = &e.Reach.Bytes
	}
	for _, y := range e.Years {
		out.Years = append(out.Years, yearSeen{y.Year, y.Where, y.Text})
	}
	return out
}

// linkAddress is a link's address: for a placeholder, where its attribute
// would lead from its page, and empty when that is nowhere on the web.
func linkAddress(e *ita.Evidence) string {
	if a := address(e.Link.URL); a != "" {
		return a
	}
	base, err := url.Parse(address(e.SourcePage))
	if err != nil || e.Link.Href == "" {
		return ""
	}
	u, err := base.Parse(strings.TrimSpace(e.Link.Href))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	return address(u.String())
}

// address writes an address as a valid URI: Thai and other characters that a
// URI may not hold are percent-encoded, a Thai host name becomes its ASCII
// form, and one without a scheme is taken to be http. What cannot be put right
// is kept behind about:invalid. The empty address stays empty.
func address(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	out := percentEncoded(s)
	u, err := url.Parse(out)
	if err == nil && !u.IsAbs() {
		out = "http://" + strings.TrimPrefix(out, "//")
		u, err = url.Parse(out)
	}
	web := err == nil && (u.Scheme == "http" || u.Scheme == "https")
	if err != nil || web && u.Host == "" || badIPv6(u) {
		return "about:invalid#" + url.QueryEscape(s)
	}
	if host, err := idna.Lookup.ToASCII(u.Hostname()); err == nil && host != u.Hostname() && !isASCII(u.Hostname()) {
		if port := u.Port(); port != "" {
			host += ":" + port
		}
		u.Host = host
		return u.String()
	}
	return out
}

// badIPv6 reports a host that has colons without being an IPv6 address.
func badIPv6(u *url.URL) bool {
	host := u.Hostname()
	if !strings.Contains(host, ":") {
		return false
	}
	addr, err := netip.ParseAddr(host)
	return err != nil || addr.Zone() != "" || !strings.HasPrefix(u.Host, "[")
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

// percentEncoded encodes the bytes that RFC 3986 does not allow in a URI, and a
// percent sign that begins no escape.
func percentEncoded(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])),
			c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// rounded keeps two decimals; what is no number becomes 0, as JSON has none for it.
func rounded(f float64) float64 { return math.Round(number(f)*100) / 100 }

// escapeControls writes control and format characters above ASCII, which
// encoding/json leaves alone, as \u escapes, and U+FFFD as it writes a byte that
// is not UTF-8. They can only stand inside strings.
func escapeControls(doc []byte) []byte {
	out := make([]byte, 0, len(doc))
	for len(doc) > 0 {
		r, n := utf8.DecodeRune(doc)
		switch {
		case r < 0x7f || r != utf8.RuneError && !unicode.In(r, unicode.Cc, unicode.Cf):
			out = append(out, doc[:n]...)
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, hi, lo)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		doc = doc[n:]
	}
	return out
}
