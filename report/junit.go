package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"itacheck/ita"
)

// The elements of a JUnit report, as CI systems read them.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Time     string       `xml:"time,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name       string          `xml:"name,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Timestamp  string          `xml:"timestamp,attr,omitempty"`
		Properties []junitProperty `xml:"properties>property,omitempty"`
		Cases      []junitCase     `xml:"testcase"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name       string          `xml:"name,attr"`
		Class      string          `xml:"classname,attr"`
		Properties []junitProperty `xml:"properties>property,omitempty"`
		Failure    *junitReason    `xml:"failure"`
		Skipped    *junitReason    `xml:"skipped"`
		Out        string          `xml:"system-out,omitempty"`
	}
	junitReason struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes one test case per item, in a suite per section, and one
// for the website as a whole. A case fails when it has a finding of severity
// error that is not waived, so that a report has failures exactly when --fail-on error exits 1.
// A verdict that is less than that, or none, is a skipped case.
func writeJUnit(w io.Writer, r *ita.Result, o Options) error {
	v := newView(r, o)
	doc := junitSuites{
		Name: "itacheck " + clean(v.rs.ID),
		Time: fmt.Sprintf("%d.000", max(0, r.Finished.Unix()-r.Started.Unix())),
	}
	doc.Suites = append(doc.Suites, v.junitSite())
	section := "\x00"
	for i := range v.rows {
		if v.rows[i].section != section {
			section = v.rows[i].section
			doc.Suites = append(doc.Suites, junitSuite{Name: strings.TrimSpace(v.agency + " " + section)})
		}
		s := &doc.Suites[len(doc.Suites)-1]
		s.Cases = append(s.Cases, v.junitCase(&v.rows[i]))
	}
	for i := range doc.Suites {
		s := &doc.Suites[i]
		s.sum()
		doc.Tests, doc.Failures, doc.Skipped = doc.Tests+s.Tests, doc.Failures+s.Failures, doc.Skipped+s.Skipped
	}
	out, err := xml.MarshalIndent(doc, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the report of %s as JUnit: %w", r.Agency.URL, err)
	}
	_, err = io.WriteString(w, xml.Header+string(out)+"\n")
	return err
}

// sum counts a suite's cases.
func (s *junitSuite) sum() {
	for _, c := range s.Cases {
		s.Tests++
		switch {
		case c.Failure != nil:
			s.Failures++
		case c.Skipped != nil:
			s.Skipped++
		}
	}
}

// junitSite is the suite of what is said about the audit as a whole.
func (v *view) junitSite() junitSuite {
	s := junitSuite{Name: v.agency, Timestamp: v.r.Started.In(ita.Bangkok).Format("2006-01-02T15:04:05")}
	property := func(name, value string) {
		if value != "" {
			s.Properties = append(s.Properties, junitProperty{name, value})
		}
	}
	property("website", v.site)
	property("ita_page", v.page)
	property("fiscal_year", v.rs.Year.String())
	property("rule_set", clean(v.rs.ID))
	property("incomplete", v.incomplete())
	property("raw_counts", v.rawLine())
	for _, n := range v.notices {
		property("notice", n)
	}
	c := junitCase{Name: v.say("เว็บไซต์ทั้งหมด", "website as a whole"), Class: "itacheck." + clean(v.rs.ID)}
	v.outcome(&c, "site", v.r.Findings, v.messages(v.r.Findings), nil)
	s.Cases = append(s.Cases, c)
	return s
}

func (v *view) junitCase(w *row) junitCase {
	c := junitCase{
		Name: w.code + " " + w.title, Class: "itacheck." + clean(v.rs.ID),
		Properties: []junitProperty{
			{"code", w.code},
			{"status", string(w.it.Status)},
			{"expected_years", w.expected},
			{"found_years", w.found},
			{"remedy", strings.Join(w.remedies, "\n")},
			{"owner", w.owner},
			{"page", w.mend},
			{"raw_status", string(w.raw)},
			{"fingerprint", w.fingerprint},
		},
	}
	v.outcome(&c, string(w.it.Status), w.it.Findings, w.messages, w.remedies)
	if c.Failure == nil && w.it.Status != ita.Pass {
		c.Skipped = &junitReason{Message: strings.Join(append([]string{w.verdict}, w.messages...), "; ")}
	}
	return c
}

// outcome makes a case a failure when it has an error that counts, and else
// only repeats what was found.
func (v *view) outcome(c *junitCase, kind string, fs []ita.Finding, messages, remedies []string) {
	text := strings.Join(messages, "\n")
	for _, s := range remedies {
		text += "\n→ " + s
	}
	if slices.ContainsFunc(fs, func(f ita.Finding) bool { return f.Severity == ita.SeverityError && !f.Waived }) {
		c.Failure = &junitReason{Message: messages[0], Type: kind, Text: text}
		return
	}
	c.Out = text
}
