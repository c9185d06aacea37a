package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"itacheck/ita"
)

// ofPeople reports whether a finding is about what people say of an item. Such
// findings are never left out for being too many.
func ofPeople(f *ita.Finding) bool { return f.Check == "waiver" || f.Check == "verdict" }

// ordered returns findings as they are listed: what counts before what is
// waived, then worst first.
func ordered(fs []ita.Finding) []ita.Finding {
	fs = slices.Clone(fs)
	slices.SortStableFunc(fs, func(a, b ita.Finding) int {
		return cmp.Or(boolCompare(a.Waived, b.Waived), cmp.Compare(rank(a.Severity), rank(b.Severity)))
	})
	return fs
}

// mark is what stands before a finding that is less than an error, or waived.
func mark(f *ita.Finding, lang ita.Lang) string {
	switch {
	case f.Waived:
		return statusWord(ita.Waived).In(lang) + ": "
	case f.Severity == ita.SeverityError:
		return ""
	}
	return severityWord(f.Severity).In(lang) + ": "
}

// verdictWord is an item's verdict, beside it the machine's own where people
// say another.
func verdictWord(it *ita.ItemResult, lang ita.Lang) string {
	word := clean(statusWord(it.Status).In(lang))
	if it.Raw() == it.Status {
		return word
	}
	raw := clean(statusWord(it.Raw()).In(lang))
	return word + ita.Text{TH: " (โปรแกรม: " + raw + ")", EN: " (itacheck: " + raw + ")"}.In(lang)
}

// fingerprintOf is what a waiver or a person's verdict on an item must name;
// empty where there is nothing to waive or to settle.
func fingerprintOf(it *ita.ItemResult) string {
	if !fails(it.Raw()) && it.Raw() != ita.Undecided {
		return ""
	}
	return it.Fingerprint
}

// rawCounts says how the items stand without what people say, and how many of
// each verdict they waive or settle; empty when they say nothing.
func rawCounts(r *ita.Result, lang ita.Lang) []string {
	waived, settled := map[ita.Status]int{}, map[ita.Status]int{}
	for i := range r.Items {
		it := &r.Items[i]
		if it.Waiver != nil {
			waived[it.Raw()]++
		} else if it.Settled != nil {
			settled[it.Raw()]++
		}
	}
	if len(waived)+len(settled) == 0 {
		return nil
	}
	var out []string
	n := r.RawCount()
	for _, s := range ita.Statuses {
		if n[s] > 0 {
			out = append(out, fmt.Sprintf("%s %d%s", statusWord(s).In(lang), n[s], ofWhich(waived[s], settled[s], lang)))
		}
	}
	return out
}

// ofWhich says how many of a count are waived and settled; empty when none is.
func ofWhich(waived, settled int, lang ita.Lang) string {
	var of []string
	if waived > 0 {
		of = append(of, ita.Text{TH: fmt.Sprintf("ยกเว้น %d", waived), EN: fmt.Sprintf("%d waived", waived)}.In(lang))
	}
	if settled > 0 {
		of = append(of, ita.Text{TH: fmt.Sprintf("เจ้าหน้าที่ตัดสินแล้ว %d", settled), EN: fmt.Sprintf("%d settled by people", settled)}.In(lang))
	}
	if of == nil {
		return ""
	}
	return ita.Text{TH: " (", EN: " (of which "}.In(lang) + strings.Join(of, ", ") + ")"
}

// rawTitle heads rawCounts.
func rawTitle(lang ita.Lang) string {
	return ita.Text{TH: "ผลจากโปรแกรมก่อนการยกเว้นและการตัดสินของเจ้าหน้าที่", EN: "By itacheck alone"}.In(lang)
}

// rawLine is rawCounts in one line; empty when people say nothing.
func (v *view) rawLine() string {
	counts := rawCounts(v.r, v.lang)
	if counts == nil {
		return ""
	}
	return rawTitle(v.lang) + ": " + strings.Join(counts, " · ")
}

// paste is what is to be put into the agency file in order to waive an item, or
// to settle an undecided one; empty where there is nothing to do either to.
func (v *view) paste(w *row) string {
	if w.fingerprint == "" || !w.open() {
		return ""
	}
	s := fmt.Sprintf(v.say(
		"waivers:\n  - item: %s\n    reason:  # เหตุผลที่ยกเว้น\n    by:  # ผู้อนุญาต\n    until: %d-09-30\n    fingerprint: %s\n",
		"waivers:\n  - item: %s\n    reason:  # why it is waived\n    by:  # who answers for it\n    until: %d-09-30\n    fingerprint: %s\n",
	), w.code, v.rs.Year, w.fingerprint)
	if w.it.Status != ita.Undecided {
		return s
	}
	return s + fmt.Sprintf(v.say(
		"verdicts:\n  - item: %s\n    verdict: pass  # หรือ missing, unreachable, stale, wrong_year, unlabelled\n    by:  # ผู้เปิดดู\n    on:  # วันที่เปิดดู เช่น %d-04-30\n    note:  # สิ่งที่เห็น\n    fingerprint: %s\n",
		"verdicts:\n  - item: %s\n    verdict: pass  # or missing, unreachable, stale, wrong_year, unlabelled\n    by:  # who looked\n    on:  # the day, such as %d-04-30\n    note:  # what was seen\n    fingerprint: %s\n",
	), w.code, v.rs.Year, w.fingerprint)
}
