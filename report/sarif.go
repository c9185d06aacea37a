package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"itacheck/ita"
)

// The parts of SARIF 2.1.0 that are written.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Language    string            `json:"language"`
		Invocations []sarifInvocation `json:"invocations"`
		Results     []sarifResult     `json:"results"`
		Properties  map[string]any    `json:"properties"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string         `json:"id"`
		ShortDescription sarifMessage   `json:"shortDescription"`
		Help             *sarifMessage  `json:"help,omitempty"`
		Properties       map[string]any `json:"properties,omitempty"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		StartTime     string              `json:"startTimeUtc"`
		EndTime       string              `json:"endTimeUtc"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string       `json:"level"`
		Message sarifMessage `json:"message"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		RuleIndex    int                `json:"ruleIndex"`
		Kind         string             `json:"kind"`
		Level        string             `json:"level"`
		Message      sarifMessage       `json:"message"`
		Locations    []sarifLocation    `json:"locations,omitempty"`
		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
		Fingerprints map[string]string  `json:"partialFingerprints"`
		Properties   map[string]any     `json:"properties"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Status        string `json:"status"`
		Justification string `json:"justification"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
)

// writeSARIF writes one result per item, whose rule is the item: its kind is
// the verdict, its level the worst finding of a failing item. Further results
// are the errors and warnings of items that do not fail. A waived item has the
// results that it has without, suppressed. What concerns the audit as a whole is
// among the notifications.
func writeSARIF(w io.Writer, r *ita.Result, o Options) error {
	v := newView(r, o)
	run := sarifRun{
		Tool:        sarifTool{sarifDriver{Name: "itacheck", Version: v.clean(r.ToolVersion, maxTitle), Rules: []sarifRule{}}},
		Language:    v.say("th-TH", "en-US"),
		Invocations: []sarifInvocation{v.sarifInvocation()},
		Results:     []sarifResult{},
		Properties: map[string]any{
			"agency": v.agency, "website": v.site, "itaPage": v.page, "fiscalYear": int(v.rs.Year), "ruleSet": clean(v.rs.ID), "notices": append([]string{}, v.notices...), "rawCounts": append([]string{}, rawCounts(r, v.lang)...),
		},
	}
	for i := range v.rows {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, v.sarifRule(&v.rows[i]))
		run.Results = append(run.Results, v.sarifResults(&v.rows[i], i)...)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(sarifLog{
		Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run},
	}); err != nil {
		return fmt.Errorf("writing the report of %s as SARIF: %w", r.Agency.URL, err)
	}
	_, err := w.Write(escapeControls(b.Bytes()))
	return err
}

func (v *view) sarifInvocation() sarifInvocation {
	const utc = "2006-01-02T15:04:05Z"
	inv := sarifInvocation{
		Successful: v.r.Incomplete == "", StartTime: v.r.Started.UTC().Format(utc), EndTime: v.r.Finished.UTC().Format(utc),
	}
	say := func(level, text string) {
		inv.Notifications = append(inv.Notifications, sarifNotification{level, sarifMessage{text}})
	}
	if s := v.incomplete(); s != "" {
		say("error", s)
	}
	for _, n := range v.notices {
		say("warning", n)
	}
	for _, f := range v.r.Findings {
		say(sarifLevel(f.Severity), v.text(f.Message))
	}
	return inv
}

func (v *view) sarifRule(w *row) sarifRule {
	rule := sarifRule{
		ID: w.code, ShortDescription: sarifMessage{w.title},
		Properties: map[string]any{"section": w.section, "asks": w.asks},
	}
	if s := v.text(w.it.Item.Remedy); s != "" {
		rule.Help = &sarifMessage{s}
	}
	return rule
}

func (v *view) sarifResults(w *row, rule int) []sarifResult {
	verdict := sarifResult{
		RuleID: w.code, RuleIndex: rule, Kind: sarifKind(w.it.Unwaived()), Level: "none",
		Message:      sarifMessage{strings.Join(append([]string{w.verdict}, w.messages...), "\n")},
		Locations:    sarifAt(w.mend),
		Suppressions: v.sarifSuppressions(w.it.Waiver),
		Fingerprints: map[string]string{"itacheckItem/v1": clean(v.rs.ID) + "/" + w.code},
		Properties: map[string]any{
			"status": w.it.Status, "rawStatus": w.raw, "fingerprint": w.fingerprint, "expectedYears": w.expected, "foundYears": w.found, "remedies": append([]string{}, w.remedies...), "owner": w.owner, "points": rounded(w.gain),
		},
	}
	out := []sarifResult{verdict}
	if fails(w.it.Unwaived()) {
		out[0].Level = "warning"
		if f := worst(w.it.Findings); f != nil {
			out[0].Level = sarifLevel(f.Severity)
		}
		return out
	}
	for _, f := range w.it.Findings {
		if f.Severity != ita.SeverityError && f.Severity != ita.SeverityWarning {
			continue
		}
		more := verdict
		more.Kind, more.Level, more.Message = "fail", sarifLevel(f.Severity), sarifMessage{v.text(f.Message)}
		if s := address(f.URL); s != "" {
			more.Locations = sarifAt(s)
		}
		more.Fingerprints = map[string]string{"itacheckItem/v1": clean(v.rs.ID) + "/" + w.code + "/" + v.clean(f.Check, maxTitle)}
		more.Properties = map[string]any{"check": v.clean(f.Check, maxTitle), "remedy": v.text(f.Remedy)}
		out = append(out, more)
	}
	return out
}

// sarifSuppressions is why a waived item's results are not to be looked at.
func (v *view) sarifSuppressions(w *ita.Waiver) []sarifSuppression {
	if w == nil {
		return nil
	}
	until := date(w.Until)
	why := ita.Text{TH: "ยกเว้นถึงวันที่ " + until.TH + " โดย ", EN: "waived until " + until.EN + " by "}.In(v.lang)
	return []sarifSuppression{{"external", "accepted", why + v.clean(w.By, maxTitle) + ": " + v.clean(w.Reason, maxMessage)}}
}

func sarifAt(address string) []sarifLocation {
	if address == "" {
		return nil
	}
	return []sarifLocation{{sarifPhysical{sarifArtifact{address}}}}
}

// sarifKind is what a verdict is called in SARIF.
func sarifKind(s ita.Status) string {
	switch {
	case fails(s):
		return "fail"
	case s == ita.Pass:
		return "pass"
	case s == ita.Undecided:
		return "open" // not enough was seen to decide
	}
	return "notApplicable"
}

func sarifLevel(s ita.Severity) string {
	switch s {
	case ita.SeverityError:
		return "error"
	case ita.SeverityWarning:
		return "warning"
	}
	return "note"
}
