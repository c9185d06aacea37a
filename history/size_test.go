package history_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"itacheck/history"
	"itacheck/ita"
)

// Five years of daily runs of 500 agencies.
const (
	manyAgencies = 500
	manyDays     = 5 * 365
	listLength   = 43
)

// crowd is many agencies' websites that change a little every day.
type crowd struct {
	r     *rand.Rand
	rs    *ita.RuleSet
	links [][][]ita.Evidence // by agency and item
}

func newCrowd(n int) *crowd {
	c := &crowd{r: rand.New(rand.NewPCG(3, 4)), rs: list(listLength)}
	for a := range n {
		links := make([][]ita.Evidence, listLength)
		for i := range links {
			for v := range c.r.IntN(6) { // 2.5 links of an item
				y := year - ita.FiscalYear(c.r.IntN(2))
				links[i] = append(links[i], document(fmt.Sprintf("agency%d", a), i+1, a*31+v, y))
			}
		}
		c.links = append(c.links, links)
	}
	return c
}

// run keeps a day's run. A tenth of the agencies change an item a day, and links
// of three in a hundred cannot be looked at, other ones each day.
func (c *crowd) run(t testing.TB, s *history.Store, n int) int64 {
	at := day.AddDate(0, 0, n)
	run, err := s.Begin(at, fmt.Sprintf("1.%d", n/90))
	if err != nil {
		t.Fatal(err)
	}
	for a := range c.links {
		id, links := fmt.Sprintf("agency%d", a), c.links[a]
		if c.r.IntN(10) == 0 {
			i := c.r.IntN(listLength)
			links[i] = []ita.Evidence{document(id, i+1, c.r.IntN(100_000), year), document(id, i+1, c.r.IntN(100_000), year-1)}
		}
		today := links
		if c.r.IntN(100) < 3 {
			today = make([][]ita.Evidence, listLength)
			for i := range links {
				today[i] = links[i]
				if len(links[i]) > 0 && c.r.IntN(3) == 0 {
					today[i] = []ita.Evidence{unseen(links[i][0])}
				}
			}
		}
		if err := s.Record(run, history.Of(audited(id, c.rs, "1", at, today))); err != nil {
			t.Fatal(err)
		}
	}
	return run
}

// The growth is measured over some days. With ITACHECK_HISTORY_FULL set these
// are more, the rows of all five years are there when the comparisons are timed,
// and the time counts.
func TestFiveYearsOf500AgenciesAreSmallAndQuickToCompare(t *testing.T) {
	if testing.Short() {
		t.Skip("keeps many audits")
	}
	full := os.Getenv("ITACHECK_HISTORY_FULL") != ""
	days, rows := 3, 30
	if full {
		days, rows = 30, manyDays
	}
	s := open(t)
	c := newCrowd(manyAgencies)
	first := c.run(t, s, 0)
	base := size(t, s)
	last := first
	for n := 1; n <= days; n++ {
		last = c.run(t, s, n)
	}
	perDay := (size(t, s) - base) / float64(days)
	total := base + perDay*manyDays
	t.Logf("first run %.2f MB, then %.3f MB a day over %d days: %.0f MB in five years", base, perDay, days, total)
	if total > 200 {
		t.Errorf("%.0f MB, want at most 200", total)
	}
	fill(t, s, last, rows-days)
	newest := c.run(t, s, rows)
	for name, pair := range map[string][2]int64{
		"first with last": {first, newest}, "neighbours": {last - 1, last}, "last two": {newest - 1, newest}, "first two": {first, first + 1},
	} {
		began := time.Now()
		found, err := s.Compare(pair[0], pair[1], "", judge)
		took := time.Since(began)
		changes := 0
		for _, c := range found {
			changes += len(c.Changes)
		}
		t.Logf("%s: %d changes in %v", name, changes, took.Round(time.Millisecond))
		if err != nil || len(found) != manyAgencies {
			t.Errorf("%d agencies, %v", len(found), err)
		}
		if full && took > time.Second {
			t.Errorf("%s took %v, want at most 1 s", name, took)
		}
	}
}

// size is that of what a store holds, in megabytes.
func size(t testing.TB, s *history.Store) float64 {
	t.Helper()
	var bytes int64
	if err := s.DB().QueryRow(`SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`).Scan(&bytes); err != nil {
		t.Fatal(err)
	}
	return float64(bytes) / 1e6
}

// fill repeats a run as on days on which nothing changed.
func fill(t testing.TB, s *history.Store, run int64, days int) {
	t.Helper()
	for _, query := range []string{
		`WITH RECURSIVE day(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM day WHERE n < ?2)
		 INSERT INTO runs SELECT r.n + day.n, r.begun + day.n * 86400000, r.ended + day.n * 86400000, r.tool, r.agencies, r.failed FROM runs r, day WHERE r.n = ?1`,
		`INSERT INTO audits SELECT u.agency, r.n, u.later, u.day, u.rules, u.content, u.failed FROM audits u JOIN runs r ON r.n > ?1 AND r.n <= ?1 + ?2 WHERE u.run = ?1`,
	} {
		if _, err := s.DB().Exec(query, run, days); err != nil {
			t.Fatal(err)
		}
	}
}
