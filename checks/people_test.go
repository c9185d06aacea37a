package checks

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"itacheck/ita"
)

const peopleSet = "2566/general"

// judged is an item with a verdict and one link.
func judged(code string, s ita.Status) ita.ItemResult {
	it := ita.ItemResult{
		Item: ita.Item{Code: code}, Status: s, RawStatus: s,
		Evidence: []ita.Evidence{{Link: ita.Link{URL: "https://a.go.th/" + code}, Reach: ita.Reach{State: ita.ReachOK}, Years: []ita.YearSeen{{Year: 2565}}}},
		Findings: []ita.Finding{{Check: "year", Severity: ita.SeverityError}, {Check: "elements", Severity: ita.SeverityInfo}},
	}
	it.Fingerprint = ita.FingerprintOf(peopleSet, &it)
	return it
}

func TestWaiverHoldsUntilItsLastDayAndForItsEvidenceOnly(t *testing.T) {
	until := ita.Day(2566, time.September, 30)
	for name, c := range map[string]struct {
		status ita.Status
		asOf   time.Time
		change func(*ita.Waiver)
		said   string // the finding, in English
		warns  bool
		holds  bool
	}{
		"before":           {ita.Stale, ita.Day(2566, time.April, 30), nil, "waived until 30 September 2023 by ปลัด: ระบบปิด", false, true},
		"on the last day":  {ita.Missing, until.Add(23 * time.Hour), nil, "waived until", false, true},
		"of an undecided":  {ita.Undecided, until, nil, "waived until", false, true},
		"the day after":    {ita.Stale, until.Add(24 * time.Hour), nil, "it ended on 30 September 2023", true, false},
		"other evidence":   {ita.Stale, until, func(w *ita.Waiver) { w.Fingerprint = "000000000000" }, "fingerprint is now " + judged("O1", ita.Stale).Fingerprint, true, false},
		"no fingerprint":   {ita.Stale, until, func(w *ita.Waiver) { w.Fingerprint = "" }, "the evidence has changed", true, false},
		"nothing to waive": {ita.Pass, until, nil, "nothing to waive", false, false},
		"not due":          {ita.NotDue, until, nil, "nothing to waive", false, false},
	} {
		items := []ita.ItemResult{judged("O1", c.status), judged("O2", ita.Stale)}
		w := ita.Waiver{Item: "O1", Reason: "ระบบปิด", By: "ปลัด", Until: until, Fingerprint: items[0].Fingerprint}
		if c.change != nil {
			c.change(&w)
		}
		if lost := People(items, &ita.Agency{Waivers: []ita.Waiver{w}}, c.asOf); lost != nil {
			t.Errorf("%s: %v", name, lost)
		}
		it := &items[0]
		said := it.Findings[len(it.Findings)-1]
		if (it.Status == ita.Waived) != c.holds || it.Raw() != c.status || said.Check != "waiver" || !strings.Contains(said.Message.EN, c.said) ||
			(said.Severity == ita.SeverityWarning) != c.warns || said.Waived {
			t.Errorf("%s: %s (raw %s), %+v", name, it.Status, it.Raw(), said)
		}
		if counts := (&ita.Result{Items: items[:1]}).Worst() == ita.SeverityError; counts == c.holds {
			t.Errorf("%s: its error counts: %t", name, counts)
		}
		if items[1].Status != ita.Stale || len(items[1].Findings) != 2 {
			t.Errorf("%s: another item became %s", name, items[1].Status)
		}
	}
}

func TestPersonSettlesWhatTheMachineCouldNot(t *testing.T) {
	for name, c := range map[string]struct {
		status, verdict, want ita.Status
		other                 bool // evidence
		said                  string
		severity              ita.Severity
	}{
		"as passing":     {ita.Undecided, ita.Pass, ita.Pass, false, "สมศรี looked on 2 May 2023 and found it “pass”: หน้าแรกระบุปี", ita.SeverityInfo},
		"as missing":     {ita.Undecided, ita.Missing, ita.Missing, false, "found it “missing”", ita.SeverityError},
		"other evidence": {ita.Undecided, ita.Pass, ita.Undecided, true, "does not hold: the evidence has changed", ita.SeverityWarning},
		"decided":        {ita.Missing, ita.Pass, ita.Missing, false, "decides this item by itself", ita.SeverityInfo},
	} {
		items := []ita.ItemResult{judged("O1", c.status)}
		v := ita.HumanVerdict{Item: "O1", Verdict: c.verdict, By: "สมศรี", On: ita.Day(2566, time.May, 2), Note: "หน้าแรกระบุปี", Fingerprint: items[0].Fingerprint}
		if c.other {
			v.Fingerprint = "000000000000"
		}
		People(items, &ita.Agency{Verdicts: []ita.HumanVerdict{v}}, ita.Day(2570, time.May, 2))
		it := &items[0]
		said := it.Findings[len(it.Findings)-1]
		if it.Status != c.want || it.Raw() != c.status || said.Check != "verdict" || !strings.Contains(said.Message.EN, c.said) || said.Severity != c.severity {
			t.Errorf("%s: %s (raw %s), %+v", name, it.Status, it.Raw(), said)
		}
	}
}

func TestWhatAPersonFoundWantingCanBeWaived(t *testing.T) {
	items := []ita.ItemResult{judged("O1", ita.Undecided)}
	saw := items[0].Fingerprint
	People(items, &ita.Agency{
		Verdicts: []ita.HumanVerdict{{Item: "O1", Verdict: ita.Missing, By: "สมศรี", Fingerprint: saw}},
		Waivers:  []ita.Waiver{{Item: "O1", By: "ปลัด", Until: ita.Day(2566, time.May, 2), Fingerprint: saw}},
	}, ita.Day(2566, time.May, 2))
	it := &items[0]
	if it.Status != ita.Waived || it.Unwaived() != ita.Missing || it.Raw() != ita.Undecided {
		t.Errorf("%s, %s and %s", it.Status, it.Unwaived(), it.Raw())
	}
	if w := (&ita.Result{Items: items}).Worst(); w != ita.SeverityInfo {
		t.Errorf("a finding of severity %s counts", w)
	}
}

func TestItemsThatTheListDoesNotHaveAreNamed(t *testing.T) {
	lost := People(nil, &ita.Agency{Waivers: []ita.Waiver{{Item: "O9"}}, Verdicts: []ita.HumanVerdict{{Item: "O8"}}}, time.Time{})
	if len(lost) != 2 || !strings.Contains(lost[0].Message.TH, "O8") || !strings.Contains(lost[1].Message.TH, "O9") {
		t.Errorf("%v", lost)
	}
}

// basis writes what a verdict rests on in a way of its own, to hold against the
// fingerprint.
func basis(it *ita.ItemResult) string {
	set := map[string]bool{}
	for _, e := range it.Evidence {
		years := map[ita.FiscalYear]bool{}
		for _, y := range e.Years {
			years[y.Year] = true
		}
		set[fmt.Sprint(e.Link.URL, "|", e.Reach.State, "|", e.Reach.Reason, "|", years)] = true
	}
	return fmt.Sprint(it.Item.Code, it.RawStatus, set)
}

// randomItem is an item as one run may see it. There is little to choose from,
// so that many runs see the same.
func randomItem(r *rand.Rand) ita.ItemResult {
	it := ita.ItemResult{Item: ita.Item{Code: []string{"O1", "O2"}[r.IntN(2)]}, RawStatus: ita.Statuses[r.IntN(len(ita.Statuses)-1)]}
	for range r.IntN(3) {
		e := ita.Evidence{Link: ita.Link{URL: []string{"https://a.go.th/1", "https://a.go.th/2"}[r.IntN(2)], Text: fmt.Sprint(r.IntN(9))}}
		e.Reach = ita.Reach{State: []ita.ReachState{ita.ReachOK, ita.ReachBroken}[r.IntN(2)], Bytes: r.Int64N(9)}
		for range r.IntN(3) {
			e.Years = append(e.Years, ita.YearSeen{Year: ita.FiscalYear(2565 + r.IntN(2))})
		}
		it.Evidence = append(it.Evidence, e)
	}
	it.Status = it.RawStatus
	it.Fingerprint = ita.FingerprintOf(peopleSet, &it)
	return it
}

// Over many histories: what people said of an item at one time is applied at
// another exactly while it has not expired and the evidence is what they saw.
func TestNothingExpiredOrMismatchingIsEverApplied(t *testing.T) {
	histories := 100_000
	if testing.Short() {
		histories = 5_000
	}
	r := rand.New(rand.NewPCG(2566, 1))
	day := func(n int) time.Time { return ita.Day(2566, time.January, 1+n) }
	waived, settled := 0, 0
	for range histories {
		then, now := randomItem(r), randomItem(r)
		if r.IntN(2) == 0 { // nothing but what does not count has changed
			now = then
			now.Evidence = slices.Clone(then.Evidence)
			slices.Reverse(now.Evidence)
			now.Fingerprint = ita.FingerprintOf(peopleSet, &now)
		}
		until, asOf := r.IntN(5), r.IntN(5)
		verdict := ita.HumanVerdicts[r.IntN(len(ita.HumanVerdicts))]
		ag := &ita.Agency{Waivers: []ita.Waiver{{Item: then.Item.Code, Until: day(until), Fingerprint: then.Fingerprint}}}
		if r.IntN(2) == 0 {
			ag.Verdicts = []ita.HumanVerdict{{Item: then.Item.Code, Verdict: verdict, Fingerprint: then.Fingerprint}}
		}
		items := []ita.ItemResult{now}
		lost := People(items, ag, day(asOf).Add(time.Duration(r.IntN(24))*time.Hour))

		same := basis(&then) == basis(&now)
		settles := same && now.RawStatus == ita.Undecided && len(ag.Verdicts) > 0
		open := now.RawStatus.Fails() || now.RawStatus == ita.Undecided && !(settles && verdict == ita.Pass)
		waives := same && open && asOf <= until
		it := &items[0]
		if (it.Settled != nil) != settles || (it.Waiver != nil) != waives || (it.Status == ita.Waived) != waives || it.RawStatus != now.RawStatus {
			t.Fatalf("%s of %+v until day %d became %s on day %d, of %+v", then.RawStatus, then, until, it.Status, asOf, now)
		}
		if len(it.Findings)+len(lost) != len(ag.Waivers)+len(ag.Verdicts) {
			t.Fatalf("%d and %d findings of %d and %d words of people", len(it.Findings), len(lost), len(ag.Waivers), len(ag.Verdicts))
		}
		if waives {
			waived++
		}
		if settles {
			settled++
		}
	}
	if waived < histories/20 || settled < histories/100 {
		t.Errorf("only %d waivers and %d verdicts were applied", waived, settled)
	}
}
