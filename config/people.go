package config

import (
	"regexp"
	"slices"
	"strings"

	"itacheck/internal/strictyaml"
	"itacheck/ita"
)

var fingerprintPattern = regexp.MustCompile(`^[0-9a-f]{12}$`)

// waivers reads the items that are waived. It returns the places of their codes.
func waivers(list strictyaml.Value, a *ita.Agency) []strictyaml.Value {
	var codes []strictyaml.Value
	for _, v := range list.List() {
		m := v.Map("item", "reason", "by", "until", "fingerprint")
		at := m.Need("item", "write the code of the item that is waived, such as O18")
		w := ita.Waiver{
			Item:        itemCode(at),
			Reason:      m.Need("reason", "say why the item is left out; the report prints it").Text(),
			By:          m.Need("by", "name who answers for the waiver; the report prints it").Text(),
			Until:       day(m.Need("until", "write the last day on which the waiver holds, such as 2569-09-30")),
			Fingerprint: fingerprint(m),
		}
		a.Waivers = append(a.Waivers, w)
		if w.Item != "" {
			codes = append(codes, at)
		}
	}
	return codes
}

// verdicts reads what people found of undecided items. It returns the places of
// their codes.
func verdicts(list strictyaml.Value, a *ita.Agency) []strictyaml.Value {
	var codes []strictyaml.Value
	for _, v := range list.List() {
		m := v.Map("item", "verdict", "by", "on", "note", "fingerprint")
		at := m.Need("item", "write the code of the undecided item, such as O18")
		h := ita.HumanVerdict{
			Item:        itemCode(at),
			Verdict:     verdict(m.Need("verdict", "write what was found: "+verdictWords())),
			By:          m.Need("by", "name who looked; the report prints it").Text(),
			On:          day(m.Need("on", "write the day on which somebody looked, such as 2569-04-30")),
			Note:        m.Get("note").Text(),
			Fingerprint: fingerprint(m),
		}
		same := func(other ita.HumanVerdict) bool { return other.Item == h.Item && other.Fingerprint == h.Fingerprint }
		if h.Item != "" && h.Fingerprint != "" && slices.ContainsFunc(a.Verdicts, same) {
			at.Mistake("item %s has two verdicts on the same evidence: remove one", h.Item)
		}
		a.Verdicts = append(a.Verdicts, h)
		if h.Item != "" {
			codes = append(codes, at)
		}
	}
	return codes
}

// fingerprint reads which evidence a waiver or verdict is about.
func fingerprint(m strictyaml.Map) string {
	v := m.Need("fingerprint", "run the audit once and copy the fingerprint that the report shows for the item")
	text := strings.ToLower(v.Text())
	if text != "" && !fingerprintPattern.MatchString(text) {
		v.Mistake("%q is no fingerprint: copy the 12 digits and letters a to f that the report shows for the item", v.Text())
		return ""
	}
	return text
}

func verdict(v strictyaml.Value) ita.Status {
	s := ita.Status(v.Text())
	if s == "" || slices.Contains(ita.HumanVerdicts[:], s) {
		return s
	}
	hint := strictyaml.DidYouMean(string(s), verdictNames())
	if hint == "" {
		hint = ": write " + verdictWords()
	}
	v.Mistake("%q is no verdict that a person can give%s", s, hint)
	return ""
}

func verdictNames() []string {
	var names []string
	for _, s := range ita.HumanVerdicts {
		names = append(names, string(s))
	}
	return names
}

// verdictWords lists the verdicts as part of a sentence.
func verdictWords() string {
	names := verdictNames()
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}
