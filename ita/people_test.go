package ita_test

import (
	"slices"
	"testing"
	"time"

	"itacheck/ita"
)

// seen is an item with three links.
func seen() *ita.ItemResult {
	link := func(url string, state ita.ReachState, reason string, years ...ita.FiscalYear) ita.Evidence {
		e := ita.Evidence{Link: ita.Link{URL: url, Href: "x", Text: "แผน"}, Reach: ita.Reach{State: state, Reason: reason, Bytes: 9}}
		for _, y := range years {
			e.Years = append(e.Years, ita.YearSeen{Year: y, Where: ita.FromLinkText, Text: y.String()})
		}
		return e
	}
	return &ita.ItemResult{
		Item: ita.Item{Code: "O11"}, Status: ita.Stale, RawStatus: ita.Stale,
		Evidence: []ita.Evidence{
			link("https://a.go.th/1.pdf", ita.ReachOK, "", 2564, 2565),
			link("https://a.go.th/2.pdf", ita.ReachBroken, "not_found", 2565),
			link("", ita.ReachPlaceholder, "self_link"),
		},
	}
}

func TestFingerprintIsOfWhatTheVerdictRestsOn(t *testing.T) {
	const set = "2566/general"
	was := ita.FingerprintOf(set, seen())
	if was != "807c1b8860a4" {
		t.Errorf("it is %s: every waiver that has been given would be void", was)
	}
	for name, change := range map[string]func(*ita.ItemResult){
		"another item":       func(it *ita.ItemResult) { it.Item.Code = "O12" },
		"another verdict":    func(it *ita.ItemResult) { it.RawStatus = ita.WrongYear },
		"another address":    func(it *ita.ItemResult) { it.Evidence[0].Link.URL += "?" },
		"another empty link": func(it *ita.ItemResult) { it.Evidence[2].Link.Href = "javascript:void(0)" },
		"a state":            func(it *ita.ItemResult) { it.Evidence[0].Reach.State = ita.ReachBroken },
		"a reason":           func(it *ita.ItemResult) { it.Evidence[1].Reach.Reason = "server_error" },
		"a year more": func(it *ita.ItemResult) {
			it.Evidence[1].Years = append(it.Evidence[1].Years, ita.YearSeen{Year: 2566})
		},
		"a year less": func(it *ita.ItemResult) { it.Evidence[0].Years = it.Evidence[0].Years[1:] },
		"a link more": func(it *ita.ItemResult) {
			it.Evidence = append(it.Evidence, ita.Evidence{Link: ita.Link{URL: "https://a.go.th/3"}})
		},
		"a link less": func(it *ita.ItemResult) { it.Evidence = it.Evidence[:2] },
	} {
		it := seen()
		change(it)
		if ita.FingerprintOf(set, it) == was {
			t.Errorf("%s leaves the fingerprint as it was", name)
		}
	}
	if ita.FingerprintOf("2567/general", seen()) == was {
		t.Error("another year's list leaves the fingerprint as it was")
	}
}

func TestFingerprintIsNotOfWordingOrderOrTime(t *testing.T) {
	const set = "2566/general"
	was := ita.FingerprintOf(set, seen())
	for name, change := range map[string]func(*ita.ItemResult){
		"order of links": func(it *ita.ItemResult) { slices.Reverse(it.Evidence) },
		"order of years": func(it *ita.ItemResult) { slices.Reverse(it.Evidence[0].Years) },
		"words":          func(it *ita.ItemResult) { it.Evidence[0].Link.Text, it.Item.Title.TH = "อื่น", "อื่น" },
		"a year twice": func(it *ita.ItemResult) {
			it.Evidence[0].Years = append(it.Evidence[0].Years, ita.YearSeen{Year: 2564, Where: ita.FromDocument})
		},
		"a link twice": func(it *ita.ItemResult) { it.Evidence = append(it.Evidence, it.Evidence[0]) },
		"bytes": func(it *ita.ItemResult) {
			it.Evidence[0].Reach.Bytes, it.Evidence[0].Reach.ContentType = 10, "text/html"
		},
		"tries":    func(it *ita.ItemResult) { it.Evidence[0].Reach.Before = []ita.Attempt{{At: time.Unix(1, 0)}} },
		"messages": func(it *ita.ItemResult) { it.Findings = []ita.Finding{{Check: "x"}} },
		"what people say": func(it *ita.ItemResult) {
			it.Status, it.Owner, it.Waiver = ita.Waived, "กองคลัง", &ita.Waiver{}
		},
	} {
		it := seen()
		change(it)
		if ita.FingerprintOf(set, it) != was {
			t.Errorf("%s changes the fingerprint", name)
		}
	}
}

func TestWaiverEarnsNothingAndAPersonsVerdictCounts(t *testing.T) {
	for name, c := range map[string]struct {
		it            ita.ItemResult
		raw, unwaived ita.Status
	}{
		"as judged":          {ita.ItemResult{Status: ita.Stale, RawStatus: ita.Stale}, ita.Stale, ita.Stale},
		"of an old report":   {ita.ItemResult{Status: ita.Stale}, ita.Stale, ita.Stale},
		"waived":             {ita.ItemResult{Status: ita.Waived, RawStatus: ita.Stale, Waiver: &ita.Waiver{}}, ita.Stale, ita.Stale},
		"settled":            {ita.ItemResult{Status: ita.Pass, RawStatus: ita.Undecided, Settled: &ita.HumanVerdict{Verdict: ita.Pass}}, ita.Undecided, ita.Pass},
		"settled and waived": {ita.ItemResult{Status: ita.Waived, RawStatus: ita.Undecided, Settled: &ita.HumanVerdict{Verdict: ita.Missing}, Waiver: &ita.Waiver{}}, ita.Undecided, ita.Missing},
	} {
		if raw, unwaived := c.it.Raw(), c.it.Unwaived(); raw != c.raw || unwaived != c.unwaived {
			t.Errorf("%s: %s and %s, want %s and %s", name, raw, unwaived, c.raw, c.unwaived)
		}
	}
}
