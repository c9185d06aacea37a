package batch

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"itacheck/ita"
)

// Summary is what came of the agencies of a run, from its database.
type Summary struct {
	Dir     string
	Options map[string]string // that the run was begun with
	Begun   time.Time
	Made    time.Time // when the summary was made
	Stopped string    // Interrupted, OutOfBudget, or "" for a call that came to its end; only from Run

	Last      string    // the folder of the run that it is compared with; "": none
	LastBegun time.Time // zero: that run could not be read

	Agencies []Row // in the list's order
	All      Group // all of them together

	Provinces []Group // in the order of their first agency, as the next two
	Districts []Group // by province and district
	Types     []Group
	Items     []ItemCount // those that fail most first
}

// Row is one agency of a Summary.
type Row struct {
	ID, Name, URL      string
	Year               ita.FiscalYear
	Province, District string
	Type, Owner        string
	Tags               []string
	State              State
	RuleSet            string
	Counts             Counts // items by verdict
	Low, High          float64
	Scored             bool         // Low and High are known
	Since              *Change      // what changed since the last run; nil: not known
	Worst              ita.Severity // of its findings; "" when there are none
	Links              int          // distinct addresses checked
	Incomplete         string       // why its audit stopped early, if it did
	Code               string       // why it could not be audited, as a reason code
	Message, Remedy    ita.Text
	Duration           time.Duration
	Server             string
	Report             string // path of its report within the run folder; "" when there is none
	Page               string // path of its page there; "" when there is none
}

// CouldNotLook is the share of the agency's items that a machine could not
// judge, 0 to 1.
func (r *Row) CouldNotLook() float64 { return share(r.Counts.Of(ita.Undecided), r.Counts.Total()) }

// Group is agencies taken together.
type Group struct {
	Province, District, Type string // what they have in common; "" also for agencies that name none

	Agencies int
	Done     int
	Failed   int // could not be audited
	Waiting  int // not yet audited
	Counts   Counts
	Scored   int     // agencies with a projected score
	Low      float64 // mean of their scores
	High     float64
	Compared int // agencies with what changed since the last run
	Since    Change
}

// Passed is the share of the items that pass, 0 to 1.
func (g *Group) Passed() float64 { return share(g.Counts.Of(ita.Pass), g.Counts.Total()) }

// CouldNotLook is the share of the items that a machine could not judge, 0 to 1.
func (g *Group) CouldNotLook() float64 { return share(g.Counts.Of(ita.Undecided), g.Counts.Total()) }

// ItemCount is how one item of a rule set stands with the agencies that it applies to.
type ItemCount struct {
	RuleSet string
	Code    string
	Title   ita.Text
	Counts  Counts // agencies by verdict
	place   int
}

// Failing is the number of agencies whose item was seen and found wanting.
func (i *ItemCount) Failing() int { return i.Counts.failing() }

// Counts is a number for each of ita.Statuses, in that order.
type Counts [len(ita.Statuses)]int

// Of is the number for one verdict.
func (c *Counts) Of(s ita.Status) int {
	if i := slices.Index(ita.Statuses[:], s); i >= 0 {
		return c[i]
	}
	return 0
}

// Total is the sum of all.
func (c *Counts) Total() int {
	n := 0
	for _, m := range c {
		n += m
	}
	return n
}

func (c *Counts) add(s ita.Status, n int) {
	if i := slices.Index(ita.Statuses[:], s); i >= 0 {
		c[i] += n
	}
}

func (c *Counts) failing() int {
	n := 0
	for i, s := range ita.Statuses {
		if failing(s) {
			n += c[i]
		}
	}
	return n
}

// failing reports whether an item was seen and found wanting.
func failing(s ita.Status) bool {
	switch s {
	case ita.Missing, ita.Unreachable, ita.Stale, ita.WrongYear, ita.Unlabelled:
		return true
	}
	return false
}

// MarshalJSON writes the numbers by verdict, without zeros.
func (c Counts) MarshalJSON() ([]byte, error) {
	m := map[ita.Status]int{}
	for i, n := range c {
		if n != 0 {
			m[ita.Statuses[i]] = n
		}
	}
	return json.Marshal(m)
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// Filter chooses agencies. An agency must have one of the values of every list
// that is not empty; {Tags: {a, b}} takes those that have a or b.
type Filter struct {
	Tags, Provinces, Districts, Types, Owners []string
}

// IsZero reports whether a filter takes every agency.
func (f *Filter) IsZero() bool {
	return len(f.Tags)+len(f.Provinces)+len(f.Districts)+len(f.Types)+len(f.Owners) == 0
}

func (f *Filter) takes(ag *ita.Listed) bool {
	among := func(want []string, have ...string) bool {
		return len(want) == 0 || slices.ContainsFunc(have, func(h string) bool { return slices.Contains(want, h) })
	}
	return among(f.Tags, ag.Tags...) && among(f.Provinces, ag.Province) && among(f.Districts, ag.District) &&
		among(f.Types, ag.Type) && among(f.Owners, ag.Owner)
}

// Read makes the summary of the agencies that a filter takes, also of a run
// that is being worked on. A folder without a run is a *Refusal.
func Read(dir string, f Filter) (*Summary, error) {
	s, err := openRead(dir)
	if err != nil {
		return nil, err
	}
	defer s.close()
	sum, err := s.summary(f)
	if err != nil {
		return nil, err
	}
	sum.Dir, sum.Made = dir, time.Now()
	return sum, nil
}

func (s *store) summary(f Filter) (*Summary, error) {
	sum := &Summary{}
	err := s.about(sum)
	var taken []int64
	if err == nil {
		taken, err = s.rows(sum, f)
	}
	if err == nil {
		sum.Items, err = s.items(taken)
	}
	if err != nil {
		return nil, s.explain("making the summary", err)
	}
	sum.group()
	return sum, nil
}

// about reads what is noted of the run as a whole.
func (s *store) about(sum *Summary) (err error) {
	if sum.Begun, err = s.begun(); err != nil {
		return err
	}
	if sum.Options, err = readOptions(s.db.QueryRow); err != nil {
		return err
	}
	if sum.LastBegun, err = s.moment("last_begun"); err != nil {
		return err
	}
	err = s.db.QueryRow(`SELECT value FROM run WHERE key = 'last'`).Scan(&sum.Last)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// rows reads the agencies that a filter takes, and returns their numbers.
func (s *store) rows(sum *Summary, f Filter) ([]int64, error) {
	rows, err := s.db.Query(`SELECT n, listed, state, server, rule_set, counts, links, low, high, incomplete,
		code, message_th, message_en, remedy_th, remedy_en, elapsed, worst, better, worse FROM agencies ORDER BY place`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	taken := []int64{}
	for rows.Next() {
		var r Row
		var n, elapsed int64
		var listed, counts string
		var low, high sql.NullFloat64
		var better, worse sql.NullInt64
		err := rows.Scan(&n, &listed, &r.State, &r.Server, &r.RuleSet, &counts, &r.Links, &low, &high, &r.Incomplete,
			&r.Code, &r.Message.TH, &r.Message.EN, &r.Remedy.TH, &r.Remedy.EN, &elapsed, &r.Worst, &better, &worse)
		if err != nil {
			return nil, err
		}
		var ag ita.Listed
		if err := json.Unmarshal([]byte(listed), &ag); err != nil {
			return nil, err
		}
		if !f.takes(&ag) {
			continue
		}
		taken = append(taken, n)
		r.ID, r.Name, r.URL, r.Year = ag.ID, ag.Name, ag.URL, ag.Year
		r.Province, r.District, r.Type, r.Owner, r.Tags = ag.Province, ag.District, ag.Type, ag.Owner, ag.Tags
		r.Duration = time.Duration(elapsed) * time.Millisecond
		r.Low, r.High, r.Scored = low.Float64, high.Float64, low.Valid && high.Valid
		if r.State == StateDone {
			r.Report = path.Join(reportsDir, fileName(r.ID)+".json")
			if hasPage(s.dir, r.ID) {
				r.Page = pageName(r.ID)
			}
			if better.Valid && worse.Valid {
				r.Since = &Change{int(better.Int64), int(worse.Int64)}
			}
			byStatus := map[ita.Status]int{}
			if err := json.Unmarshal([]byte(counts), &byStatus); err != nil {
				return nil, err
			}
			for status, k := range byStatus {
				r.Counts.add(status, k)
			}
		}
		sum.Agencies = append(sum.Agencies, r)
	}
	return taken, rows.Err()
}

// items counts the items of the audited ones among some agencies.
func (s *store) items(agencies []int64) ([]ItemCount, error) {
	list, err := json.Marshal(agencies)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.Query(`
		SELECT a.rule_set, i.code, i.status, count(*), coalesce(t.place, 0), coalesce(t.th, ''), coalesce(t.en, '')
		FROM json_each(?) l JOIN agencies a ON a.n = l.value AND a.state = 'done' JOIN items i ON i.agency = a.n
			LEFT JOIN titles t ON t.rule_set = a.rule_set AND t.code = i.code
		GROUP BY a.rule_set, i.code, i.status`, string(list))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ItemCount
	for rows.Next() {
		var it ItemCount
		var status ita.Status
		var n int
		if err := rows.Scan(&it.RuleSet, &it.Code, &status, &n, &it.place, &it.Title.TH, &it.Title.EN); err != nil {
			return nil, err
		}
		if last := len(out) - 1; last < 0 || out[last].RuleSet != it.RuleSet || out[last].Code != it.Code {
			out = append(out, it)
		}
		out[len(out)-1].Counts.add(status, n)
	}
	slices.SortFunc(out, func(a, b ItemCount) int {
		return cmp.Or(
			cmp.Compare(b.Failing(), a.Failing()),
			cmp.Compare(a.RuleSet, b.RuleSet),
			cmp.Compare(a.place, b.place),
			cmp.Compare(a.Code, b.Code),
		)
	})
	return out, rows.Err()
}

// group takes the agencies together.
func (s *Summary) group() {
	provinces, districts, types := groups{}, groups{}, groups{}
	for i := range s.Agencies {
		r := &s.Agencies[i]
		s.All.add(r)
		provinces.of(Group{Province: r.Province}).add(r)
		districts.of(Group{Province: r.Province, District: r.District}).add(r)
		types.of(Group{Type: r.Type}).add(r)
	}
	s.All.mean()
	s.Provinces, s.Districts, s.Types = provinces.list(), districts.list(), types.list()
}

// groups keeps groups in the order in which they are first met.
type groups struct {
	at  map[Group]int
	all []*Group
}

func (gs *groups) of(key Group) *Group {
	if gs.at == nil {
		gs.at = map[Group]int{}
	}
	i, ok := gs.at[key]
	if !ok {
		i = len(gs.all)
		gs.at[key] = i
		gs.all = append(gs.all, &key)
	}
	return gs.all[i]
}

func (gs *groups) list() []Group {
	out := make([]Group, len(gs.all))
	for i, g := range gs.all {
		g.mean()
		out[i] = *g
	}
	return out
}

// add adds an agency; scores are summed until mean is called.
func (g *Group) add(r *Row) {
	g.Agencies++
	switch r.State {
	case StateDone:
		g.Done++
	case StateFailed:
		g.Failed++
	default:
		g.Waiting++
	}
	for i, n := range r.Counts {
		g.Counts[i] += n
	}
	if r.State == StateDone && r.Scored {
		g.Scored++
		g.Low += r.Low
		g.High += r.High
	}
	if r.Since != nil {
		g.Compared++
		g.Since.Better += r.Since.Better
		g.Since.Worse += r.Since.Worse
	}
}

func (g *Group) mean() {
	if g.Scored > 0 {
		g.Low /= float64(g.Scored)
		g.High /= float64(g.Scored)
	}
}

// Line says in one sentence how the run stands.
func (s *Summary) Line(lang ita.Lang) string {
	g := &s.All
	count := fmt.Sprintf("%d agencies", g.Agencies)
	if g.Agencies == 1 {
		count = "1 agency"
	}
	return ita.Text{
		TH: fmt.Sprintf("ทั้งหมด %d หน่วยงาน ตรวจแล้ว %d ตรวจไม่ได้ %d ยังไม่ได้ตรวจ %d", g.Agencies, g.Done, g.Failed, g.Waiting),
		EN: fmt.Sprintf("%s: %d audited, %d could not be audited, %d not yet audited", count, g.Done, g.Failed, g.Waiting),
	}.In(lang)
}

// CountLine says in one sentence how many items have which verdict; "" when
// none was judged.
func (s *Summary) CountLine(lang ita.Lang) string {
	c := &s.All.Counts
	if c.Total() == 0 {
		return ""
	}
	var parts []string
	for i, n := range c {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", strings.ToLower(statusWords[i].In(lang)), n))
		}
	}
	return fmt.Sprintf(ita.Text{TH: "%d ข้อ: ", EN: "%d items: "}.In(lang), c.Total()) + strings.Join(parts, " · ")
}

// SinceLine says in one sentence what changed since the last run; "" when
// nothing was compared with one.
func (s *Summary) SinceLine(lang ita.Lang) string {
	g := &s.All
	if g.Compared == 0 {
		return ""
	}
	return fmt.Sprintf(ita.Text{
		TH: "เทียบกับการตรวจ %s (%d หน่วยงาน): ดีขึ้น %d ข้อ แย่ลง %d ข้อ",
		EN: "Since the run of %s (%d compared): %d items better, %d worse",
	}.In(lang), clockTime(s.LastBegun, lang), g.Compared, g.Since.Better, g.Since.Worse)
}
