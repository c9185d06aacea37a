package batch

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"itacheck/ita"
)

// verdictsRun audits two agencies, each with the verdicts given.
func verdictsRun(t *testing.T, dir, last string, verdicts map[string][]ita.Status) *Summary {
	t.Helper()
	r := runner(dir)
	r.Last = last
	items := ruleSet().Items
	r.Audit = func(_ context.Context, ag ita.Listed, _ *Evidence) (*ita.Result, error) {
		if verdicts[ag.ID] == nil {
			return nil, errUnreadable
		}
		res := &ita.Result{RuleSet: ruleSet()}
		for i, s := range verdicts[ag.ID] {
			res.Items = append(res.Items, ita.ItemResult{Item: items[i], Status: s})
		}
		return res, nil
	}
	return run(t, r, province(2))
}

func TestWhatChangedSinceTheLastRun(t *testing.T) {
	before := filepath.Join(t.TempDir(), "before")
	verdictsRun(t, before, "", map[string][]ita.Status{
		"agency-0000": {ita.Missing, ita.Pass, ita.Pass, ita.Undecided},
	})
	now := t.TempDir()
	sum := verdictsRun(t, now, before, map[string][]ita.Status{
		"agency-0000": {ita.Pass, ita.Stale, ita.Undecided, ita.Pass},
		"agency-0001": {ita.Pass, ita.Pass, ita.Pass, ita.Pass},
	})
	if diff := gocmp.Diff(&Change{Better: 1, Worse: 1}, sum.Agencies[0].Since); diff != "" {
		t.Errorf("what could not be looked at is no change:\n%s", diff)
	}
	if sum.Agencies[1].Since != nil {
		t.Errorf("an agency that the last run could not audit: %+v", sum.Agencies[1].Since)
	}
	if sum.All.Compared != 1 || sum.All.Since != (Change{1, 1}) || sum.LastBegun.IsZero() || sum.Last != before {
		t.Errorf("all: %+v, last %s of %s", sum.All, sum.Last, sum.LastBegun)
	}
	// What is stored stays when the last run is gone.
	if err := os.RemoveAll(before); err != nil {
		t.Fatal(err)
	}
	again, err := Read(now, Filter{})
	if err != nil || again.All.Since != (Change{1, 1}) || again.SinceLine(ita.English) == "" {
		t.Errorf("%v, %+v", err, again)
	}
}

func TestARunKeepsTheLastRunThatItWasBegunWith(t *testing.T) {
	first, second, now := filepath.Join(t.TempDir(), "1"), filepath.Join(t.TempDir(), "2"), t.TempDir()
	pass, missing := []ita.Status{ita.Pass}, []ita.Status{ita.Missing}
	verdictsRun(t, first, "", map[string][]ita.Status{"agency-0000": missing, "agency-0001": missing})
	verdictsRun(t, second, "", map[string][]ita.Status{"agency-0000": pass, "agency-0001": pass})
	verdictsRun(t, now, first, map[string][]ita.Status{"agency-0000": pass})
	r := runner(now)
	r.OnlyFailed, r.Last = true, second
	r.Audit = func(_ context.Context, _ ita.Listed, _ *Evidence) (*ita.Result, error) {
		return &ita.Result{RuleSet: ruleSet(), Items: []ita.ItemResult{{Item: ruleSet().Items[0], Status: ita.Pass}}}, nil
	}
	sum := run(t, r, province(2))
	if sum.All.Since != (Change{Better: 2}) || sum.Last != first {
		t.Errorf("since %+v of %s", sum.All.Since, sum.Last)
	}
}

func TestALastRunThatCannotBeReadIsNoReasonNotToAudit(t *testing.T) {
	sum := verdictsRun(t, t.TempDir(), t.TempDir(), map[string][]ita.Status{"agency-0000": {ita.Pass}})
	if sum.All.Done != 1 || sum.All.Compared != 0 || sum.SinceLine(ita.Thai) != "" {
		t.Errorf("%+v", sum.All)
	}
}

func TestARunOfAnOlderFormatIsBroughtUpToDateByGoingOn(t *testing.T) {
	dir := t.TempDir()
	verdictsRun(t, dir, "", map[string][]ita.Status{"agency-0000": {ita.Pass}})
	s, err := openStore(dir, day)
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{
		`DROP TABLE evidence`, `ALTER TABLE agencies DROP COLUMN worst`, `ALTER TABLE agencies DROP COLUMN better`, `ALTER TABLE agencies DROP COLUMN worse`, `PRAGMA user_version = 1`,
	} {
		if _, err := s.db.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	s.close()
	_, err = Read(dir, Filter{})
	refusal(t, err, "older")
	verdictsRun(t, dir, "", map[string][]ita.Status{"agency-0000": {ita.Pass}})
	if sum, err := Read(dir, Filter{}); err != nil || sum.All.Done != 1 {
		t.Errorf("%v, %+v", err, sum)
	}
}

func TestAnAuditFindsWhatTheLastRunsAuditLeft(t *testing.T) {
	found := map[string]string{}
	audited := func(dir, last, leaves string) {
		t.Helper()
		r := runner(dir)
		r.Last, r.Workers = last, 1
		r.Audit = func(_ context.Context, ag ita.Listed, e *Evidence) (*ita.Result, error) {
			found[ag.ID] = string(e.Before)
			if ag.ID == "agency-0001" && leaves == "second" {
				return nil, errUnreadable
			}
			e.After = []byte(leaves + " " + ag.ID)
			return &ita.Result{RuleSet: ruleSet()}, nil
		}
		run(t, r, province(2))
	}
	first, second, third := t.TempDir(), t.TempDir(), t.TempDir()
	audited(first, "", "first")
	audited(second, first, "second")
	if diff := gocmp.Diff(map[string]string{"agency-0000": "first agency-0000", "agency-0001": "first agency-0001"}, found); diff != "" {
		t.Error(diff)
	}
	audited(third, second, "third")
	if diff := gocmp.Diff(map[string]string{"agency-0000": "second agency-0000", "agency-0001": ""}, found); diff != "" {
		t.Error(diff)
	}
}
