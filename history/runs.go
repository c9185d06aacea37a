package history

import (
	"database/sql"
	"time"
)

// Run is one run as a list of them shows it.
type Run struct {
	N        int64
	Begun    time.Time
	Ended    time.Time
	Tool     string
	Agencies int
	Failed   int // agencies that could not be audited

	// Filled in by Describe.
	Items, Passed int       // of all its agencies
	Rules         []RuleSet // by id
}

// RuleSet names a rule set and the state that it was in.
type RuleSet struct{ ID, Digest string }

// Runs lists the runs, newest first: all, or those that an agency is in.
func (s *Store) Runs(agency string) ([]Run, error) {
	query := `SELECT n, begun, ended, tool, agencies, failed FROM runs WHERE agencies > 0 ORDER BY n DESC`
	args := []any{}
	if agency != "" {
		query = `SELECT r.n, r.begun, r.begun + u.later, r.tool, 1, u.content IS NULL FROM agencies a
			JOIN audits u ON u.agency = a.n JOIN runs r ON r.n = u.run WHERE a.id = ? ORDER BY r.n DESC`
		args = append(args, agency)
	}
	out, err := s.runs(query, args)
	return out, s.explain("reading", err)
}

func (s *Store) runs(query string, args []any) ([]Run, error) {
	rows, err := s.db.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Run
	for rows.Next() {
		var r Run
		var begun, ended int64
		if err := rows.Scan(&r.N, &begun, &ended, &r.Tool, &r.Agencies, &r.Failed); err != nil {
			return nil, err
		}
		r.Begun, r.Ended = time.UnixMilli(begun), time.UnixMilli(ended)
		out = append(out, r)
	}
	return out, rows.Err()
}

// Describe fills in what a run's audits say: of all agencies, or of one.
func (s *Store) Describe(r *Run, agency string) error {
	const audits = `FROM agencies a JOIN audits u ON u.agency = a.n WHERE u.run = ?1 AND (?2 = '' OR a.id = ?2)`
	err := s.db.QueryRow(`SELECT ifnull(sum(length(c.verdicts)), 0), ifnull(sum(length(c.verdicts) - length(replace(c.verdicts, 'p', ''))), 0)
		FROM contents c JOIN (SELECT u.content `+audits+`) x ON c.n = x.content`, r.N, agency).Scan(&r.Items, &r.Passed)
	if err != nil {
		return s.explain("reading", err)
	}
	r.Rules, err = s.ruleSets(`SELECT id, digest FROM rule_sets WHERE n IN (SELECT DISTINCT u.rules `+audits+`) ORDER BY id, n`, r.N, agency)
	return s.explain("reading", err)
}

func (s *Store) ruleSets(query string, args ...any) ([]RuleSet, error) {
	rows, err := s.db.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []RuleSet
	for rows.Next() {
		var r RuleSet
		if err := rows.Scan(&r.ID, &r.Digest); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// Prune removes the runs that began before a day, but for the newest run, and
// what only they referred to. It returns how many there were.
func (s *Store) Prune(before time.Time) (int, error) {
	removed := 0
	err := s.tx(func(tx *sql.Tx) error {
		const old = `SELECT n FROM runs WHERE begun < ?1 AND n < (SELECT max(n) FROM runs)`
		if _, err := tx.Exec(`DELETE FROM audits WHERE run IN (`+old+`)`, before.UnixMilli()); err != nil {
			return err
		}
		res, err := tx.Exec(`DELETE FROM runs WHERE n IN (`+old+`)`, before.UnixMilli())
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err != nil || n == 0 {
			return err
		}
		removed = int(n)
		return sweep(tx)
	})
	if err == nil && removed > 0 {
		_, err = s.db.Exec(`VACUUM`)
	}
	return removed, s.explain("pruning", err)
}

// sweep removes what no audit refers to any more.
func sweep(tx *sql.Tx) error {
	for _, query := range []string{
		`DELETE FROM contents WHERE n NOT IN (SELECT content FROM audits WHERE content IS NOT NULL)`,
		`DELETE FROM rule_sets WHERE n NOT IN (SELECT rules FROM audits WHERE rules IS NOT NULL)`,
		`DELETE FROM agencies WHERE n NOT IN (SELECT agency FROM audits)`,
	} {
		if _, err := tx.Exec(query); err != nil {
			return err
		}
	}
	used, err := usedItems(tx)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`CREATE TEMP TABLE used (n INTEGER PRIMARY KEY)`); err != nil {
		return err
	}
	add, err := tx.Prepare(`INSERT INTO used VALUES (?)`)
	if err != nil {
		return err
	}
	defer add.Close()
	for n := range used {
		if _, err := add.Exec(n); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`DELETE FROM items WHERE n NOT IN (SELECT n FROM used); DROP TABLE used`)
	return err
}

func usedItems(tx *sql.Tx) (map[int64]bool, error) {
	rows, err := tx.Query(`SELECT items FROM contents`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	used := map[int64]bool{}
	for rows.Next() {
		var data []byte
		if err := rows.Scan(&data); err != nil {
			return nil, err
		}
		numbers, err := unpackNumbers(data)
		if err != nil {
			return nil, err
		}
		for _, n := range numbers {
			used[n] = true
		}
	}
	return used, rows.Err()
}
