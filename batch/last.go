package batch

import (
	"database/sql"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"itacheck/ita"
)

// Change is how many items of an agency, or of several, changed since the last
// run. What could not be looked at in either run did not change: that is a gap
// in our knowledge and no deed of the agency.
type Change struct {
	Better int // pass now and were found wanting
	Worse  int // are found wanting now and passed
}

// lastRun is an earlier run to compare with. nil: there is none.
type lastRun struct {
	db  *store
	log *slog.Logger
}

// openLast opens the run that this one is compared with. One that cannot be
// read any more is no reason not to audit.
func (r *Runner) openLast(db *store) (*lastRun, error) {
	dir, err := db.keepLast(r.Last)
	if err != nil || dir == "" {
		return nil, err
	}
	s, err := openRead(dir)
	if err != nil {
		r.Log.Warn("the last run cannot be read, so that nothing is compared with it", "folder", dir, "error", err)
		return nil, nil
	}
	if begun, err := s.begun(); err == nil {
		_, err = db.db.Exec(`INSERT OR IGNORE INTO run VALUES ('last_begun', ?)`, begun.UTC().Format(time.RFC3339))
		if err != nil {
			return nil, errors.Join(db.explain("noting the last run", err), s.close())
		}
	}
	return &lastRun{s, r.Log}, nil
}

// keepLast notes the folder of the last run when a run begins, and returns the
// one noted: a run that goes on compares with what it was begun with.
func (s *store) keepLast(dir string) (string, error) {
	if dir != "" {
		abs, err := filepath.Abs(dir)
		if err != nil {
			return "", err
		}
		dir = abs
	}
	_, err := s.db.Exec(`INSERT OR IGNORE INTO run VALUES ('last', ?)`, dir)
	if err == nil {
		err = s.db.QueryRow(`SELECT value FROM run WHERE key = 'last'`).Scan(&dir)
	}
	return dir, s.explain("noting the last run", err)
}

// begun is when a run was begun.
func (s *store) begun() (time.Time, error) { return s.moment("begun") }

// moment is a time noted of the run; the zero time when there is none.
func (s *store) moment(key string) (time.Time, error) {
	var text string
	err := s.db.QueryRow(`SELECT value FROM run WHERE key = ?`, key).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return time.Parse(time.RFC3339, text)
}

func (l *lastRun) close() {
	if l != nil {
		l.db.close()
	}
}

// durations are how long the agencies took, by id; none when that is not known.
func (l *lastRun) durations() map[string]time.Duration {
	if l == nil {
		return nil
	}
	out, err := l.db.durations()
	if err != nil {
		l.log.Warn("the last run cannot be read, so that the order is the list's", "folder", l.db.dir, "error", err)
	}
	return out
}

// evidence is what the last run's audit of an agency left; nil when nothing is known.
func (l *lastRun) evidence(id string) []byte {
	if l == nil {
		return nil
	}
	var data []byte
	err := l.db.db.QueryRow(`SELECT e.data FROM agencies a JOIN evidence e ON e.agency = a.n WHERE a.id = ?`, id).Scan(&data)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		l.log.Warn("the last run cannot be read, so that everything is read again", "agency", id, "folder", l.db.dir, "error", err)
	}
	return data
}

// since compares an agency's result with that of the last run; nil when that
// has none by the same rule set.
func (l *lastRun) since(id string, r *ita.Result) *Change {
	if l == nil || r.RuleSet == nil {
		return nil
	}
	was, err := l.db.verdicts(id, r.RuleSet.ID)
	if err != nil {
		l.log.Warn("the last run cannot be read, so that nothing is compared with it", "agency", id, "folder", l.db.dir, "error", err)
		return nil
	}
	if len(was) == 0 {
		return nil
	}
	return changeOf(was, r)
}

func changeOf(was map[string]ita.Status, r *ita.Result) *Change {
	c := &Change{}
	for i := range r.Items {
		before, now := was[r.Items[i].Item.Code], r.Items[i].Status
		switch {
		case failing(before) && now == ita.Pass:
			c.Better++
		case before == ita.Pass && failing(now):
			c.Worse++
		}
	}
	return c
}

// verdicts are what was said of an audited agency's items, by their codes.
func (s *store) verdicts(id, ruleSet string) (map[string]ita.Status, error) {
	rows, err := s.db.Query(`SELECT i.code, i.status FROM agencies a JOIN items i ON i.agency = a.n
		WHERE a.id = ? AND a.rule_set = ? AND a.state = 'done'`, id, ruleSet)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]ita.Status{}
	for rows.Next() {
		var code string
		var status ita.Status
		if err := rows.Scan(&code, &status); err != nil {
			return nil, err
		}
		out[code] = status
	}
	return out, rows.Err()
}
