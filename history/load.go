package history

import (
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"time"

	"itacheck/ita"
)

// ref is an audit as its row says.
type ref struct {
	agency  Agency
	n       int64 // of the agency
	run     int64
	tool    string
	at      time.Time
	day     int64
	rules   int64
	content int64
	failed  string // why there are no verdicts; empty when there are
}

const refQuery = `SELECT a.n, a.id, a.name, a.url, u.run, r.tool, r.begun + u.later, u.day, ifnull(u.rules, 0), ifnull(u.content, 0), u.failed
	FROM agencies a JOIN audits u ON u.agency = a.n JOIN runs r ON r.n = u.run `

func scanRef(scan func(...any) error) (ref, error) {
	var r ref
	var at int64
	err := scan(&r.n, &r.agency.ID, &r.agency.Name, &r.agency.URL, &r.run, &r.tool, &at, &r.day, &r.rules, &r.content, &r.failed)
	r.at = time.UnixMilli(at)
	return r, err
}

// refs are the audits of a run, by the agencies' ids: all, or one agency's.
func (s *Store) refs(run int64, agency string) ([]ref, error) {
	// The agencies are few and each has its place in the index.
	return s.scanRefs(refQuery+`WHERE u.run = ?1 AND (?2 = '' OR a.id = ?2) ORDER BY a.id`, run, agency)
}

func (s *Store) scanRefs(query string, args ...any) ([]ref, error) {
	rows, err := s.db.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ref
	for rows.Next() {
		r, err := scanRef(rows.Scan)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// upTo returns an agency's newest audit with verdicts in or before a run; the
// zero ref when there is none.
func (s *Store) upTo(agency, run int64) (ref, error) {
	r, err := scanRef(s.db.QueryRow(refQuery+`WHERE a.n = ? AND u.run <= ? AND u.content IS NOT NULL ORDER BY u.run DESC LIMIT 1`, agency, run).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return ref{}, nil
	}
	return r, err
}

// loader reads stored audits, each part once.
type loader struct {
	s     *Store
	sets  map[int64]keptRules
	known map[int64]Item
	in    inflater

	failed error // what kept an item from being read
}

type keptRules struct {
	set    *ita.RuleSet
	digest string
}

func (s *Store) loader() *loader {
	return &loader{s: s, sets: map[int64]keptRules{}, known: map[int64]Item{}}
}

func (l *loader) rules(n int64) (keptRules, error) {
	if k, ok := l.sets[n]; ok {
		return k, nil
	}
	k := keptRules{set: &ita.RuleSet{}}
	var data []byte
	if err := l.s.db.QueryRow(`SELECT digest, data FROM rule_sets WHERE n = ?`, n).Scan(&k.digest, &data); err != nil {
		return k, err
	}
	if err := l.in.unpack(data, k.set); err != nil {
		return k, err
	}
	l.sets[n] = k
	return k, nil
}

// content is the numbers of an audit's items and their verdicts.
func (l *loader) content(n int64) (numbers []int64, verdicts string, err error) {
	var data []byte
	if err := l.s.db.QueryRow(`SELECT items, verdicts FROM contents WHERE n = ?`, n).Scan(&data, &verdicts); err != nil {
		return nil, "", err
	}
	numbers, err = unpackNumbers(data)
	return numbers, verdicts, err
}

func (l *loader) items(numbers []int64) ([]Item, error) {
	if err := l.read(numbers); err != nil {
		return nil, err
	}
	out := make([]Item, len(numbers))
	for i, n := range numbers {
		it, ok := l.known[n]
		if !ok {
			return nil, broken(l.s.path, fmt.Errorf("item %d is not there", n))
		}
		out[i] = it
	}
	return out, nil
}

// read reads those of some items that are not known yet, in one go.
func (l *loader) read(numbers []int64) error {
	var missing []byte
	for _, n := range numbers {
		if _, ok := l.known[n]; !ok {
			missing = append(strconv.AppendInt(missing, n, 10), ',')
		}
	}
	if len(missing) == 0 {
		return nil
	}
	rows, err := l.s.db.Query(`SELECT n, data FROM items WHERE n IN (` + string(missing[:len(missing)-1]) + `)`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		var data []byte
		if err := rows.Scan(&n, &data); err != nil {
			return err
		}
		var it Item
		if err := l.in.unpack(data, &it); err != nil {
			return err
		}
		l.known[n] = it
	}
	return rows.Err()
}

func (l *loader) audit(r ref) (*Audit, error) {
	a := &Audit{Agency: r.agency, Tool: r.tool, At: r.at, AsOf: dayAt(r.day), Failed: r.failed}
	if r.failed != "" {
		return a, nil
	}
	k, err := l.rules(r.rules)
	if err != nil {
		return nil, err
	}
	a.Rules, a.Digest = k.set, k.digest
	numbers, _, err := l.content(r.content)
	if err != nil {
		return nil, err
	}
	a.Items, err = l.items(numbers)
	return a, err
}

// outline is an audit whose items are read when they are needed. An error of
// that is left in l.failed.
func (l *loader) outline(r ref) (*Audit, error) {
	if r.failed != "" {
		return l.audit(r)
	}
	a := &Audit{Agency: r.agency, Tool: r.tool, At: r.at, AsOf: dayAt(r.day)}
	k, err := l.rules(r.rules)
	if err != nil {
		return nil, err
	}
	a.Rules, a.Digest = k.set, k.digest
	numbers, verdicts, err := l.content(r.content)
	if err != nil {
		return nil, err
	}
	if len(numbers) != len(verdicts) || len(numbers) != len(k.set.Items) {
		return l.audit(r)
	}
	a.Items = make([]Item, len(numbers))
	for i := range a.Items {
		a.Items[i] = Item{Code: k.set.Items[i].Code, Status: unpackVerdict(verdicts[i])}
	}
	a.whole = func(i int) *Item {
		items, err := l.items(numbers[i : i+1])
		if err != nil {
			l.failed = errors.Join(l.failed, err)
			return &a.Items[i]
		}
		return &items[0]
	}
	return a, nil
}

// Audits are the audits of a run, by the agencies' ids: all, or one agency's.
func (s *Store) Audits(run int64, agency string) ([]*Audit, error) {
	refs, err := s.refs(run, agency)
	if err != nil {
		return nil, s.explain("reading", err)
	}
	l := s.loader()
	var out []*Audit
	for _, r := range refs {
		a, err := l.audit(r)
		if err != nil {
			return nil, s.explain("reading", err)
		}
		out = append(out, a)
	}
	return out, nil
}

// lookBack is in how many audits the last verdict before a gap is looked for.
const lookBack = 120

// Compare says what changed from one run to a later one, by the agencies' ids:
// for all agencies of the later run, or one. An agency without an earlier audit
// is left out.
func (s *Store) Compare(from, to int64, agency string, judge Judge) ([]Comparison, error) {
	refs, err := s.refs(to, agency)
	if err != nil {
		return nil, s.explain("reading", err)
	}
	l := s.loader()
	var out []Comparison
	for _, r := range refs {
		c, ok, err := l.compare(r, from, judge)
		if err != nil {
			return nil, s.explain("reading", err)
		}
		if ok {
			out = append(out, c)
		}
	}
	return out, nil
}

func (l *loader) compare(now ref, from int64, judge Judge) (c Comparison, ok bool, err error) {
	before, err := l.s.upTo(now.n, from)
	if err != nil || before.run == 0 {
		return c, false, err
	}
	a, err := l.outline(now)
	if err != nil {
		return c, false, err
	}
	c = Compare(a, l.earlier(before), judge)
	return c, true, l.failed
}

// earlier are an agency's audits from one on back, each content once. An error
// ends them and is left in l.failed.
func (l *loader) earlier(r ref) iter.Seq[*Audit] {
	return func(yield func(*Audit) bool) {
		a, err := l.outline(r)
		if err == nil && !yield(a) {
			return
		}
		var others []ref
		if err == nil {
			others, err = l.s.before(r)
		}
		for _, r := range others {
			if a, err = l.outline(r); err != nil || !yield(a) {
				break
			}
		}
		l.failed = errors.Join(l.failed, err)
	}
}

// before are an agency's audits with other contents than one and before it, each
// content once, newest first.
func (s *Store) before(r ref) ([]ref, error) {
	rows, err := s.db.Query(`SELECT run, content FROM audits WHERE agency = ? AND run < ? AND content IS NOT NULL ORDER BY run DESC LIMIT ?`, r.n, r.run, lookBack)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	seen := map[int64]bool{r.content: true}
	var newest []int64
	for rows.Next() {
		var run, content int64
		if err := rows.Scan(&run, &content); err != nil {
			return nil, err
		}
		if !seen[content] {
			seen[content] = true
			newest = append(newest, run)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	var out []ref
	for _, run := range newest {
		other, err := s.upTo(r.n, run)
		if err != nil {
			return nil, err
		}
		out = append(out, other)
	}
	return out, nil
}
