package batch

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"itacheck/internal/dbfile"
	"itacheck/ita"
)

// State is how far an agency of a run has come.
type State string

// States of an agency.
const (
	StateWaiting State = "waiting" // not begun, or to be begun again
	StateRunning State = "running" // being audited, or cut off by a crash
	StateDone    State = "done"
	StateFailed  State = "failed" // could not be audited
)

// The marks of a run.db: SQLite's application id, "ITAb", and the number of
// the last step of the schema.
const applicationID = 0x49544162

// schema is what each version of run.db adds to the one before; none is ever
// changed. A time is in milliseconds of the Unix epoch, a duration in
// milliseconds, listed an ita.Listed as JSON, counts the number of items by
// verdict as JSON.
var schema = [...]string{
	1: `
CREATE TABLE run (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE agencies (
	n          INTEGER PRIMARY KEY,
	id         TEXT NOT NULL UNIQUE,
	place      INTEGER NOT NULL, -- in the list, from 0
	listed     TEXT NOT NULL,
	state      TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
	again      INTEGER NOT NULL DEFAULT 0, -- failed, and asked for again
	tries      INTEGER NOT NULL DEFAULT 0,
	server     TEXT NOT NULL DEFAULT '',
	started    INTEGER NOT NULL DEFAULT 0, -- time of the last try
	elapsed    INTEGER NOT NULL DEFAULT 0, -- duration of the last try
	rule_set   TEXT NOT NULL DEFAULT '',
	counts     TEXT NOT NULL DEFAULT '{}',
	links      INTEGER NOT NULL DEFAULT 0,
	low        REAL, -- projected score; NULL when there is none
	high       REAL,
	incomplete TEXT NOT NULL DEFAULT '',
	size       INTEGER NOT NULL DEFAULT 0, -- of the report, in bytes
	code       TEXT NOT NULL DEFAULT '', -- why it could not be audited
	message_th TEXT NOT NULL DEFAULT '',
	message_en TEXT NOT NULL DEFAULT '',
	remedy_th  TEXT NOT NULL DEFAULT '',
	remedy_en  TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE items (
	agency INTEGER NOT NULL REFERENCES agencies,
	code   TEXT NOT NULL,
	status TEXT NOT NULL,
	PRIMARY KEY (agency, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE titles (
	rule_set TEXT NOT NULL,
	code     TEXT NOT NULL,
	place    INTEGER NOT NULL, -- in the rule set
	th       TEXT NOT NULL,
	en       TEXT NOT NULL,
	PRIMARY KEY (rule_set, code)
) STRICT, WITHOUT ROWID;
`,
	2: `
ALTER TABLE agencies ADD COLUMN worst TEXT NOT NULL DEFAULT ''; -- severity of the worst finding
ALTER TABLE agencies ADD COLUMN better INTEGER; -- items that came to pass since the last run; NULL: not compared
ALTER TABLE agencies ADD COLUMN worse INTEGER; -- items that pass no more
`,
	3: `
CREATE TABLE evidence ( -- what an audit leaves for the next run's, in the auditor's own form
	agency INTEGER PRIMARY KEY REFERENCES agencies,
	data   BLOB NOT NULL
) STRICT;
`,
}

// store is a run.db. Its methods may be called from several goroutines.
type store struct {
	dir string
	db  *sql.DB

	// What is done for every agency; prepared only for a run, not for reading.
	startStmt, dropStmt, failStmt, doneStmt, clearStmt, itemsStmt *sql.Stmt

	titled sync.Map // ids of rule sets whose titles are stored
}

// prepare prepares the statements; they close with the database.
func (s *store) prepare() error {
	for _, p := range []struct {
		stmt  **sql.Stmt
		query string
	}{
		{&s.startStmt, `UPDATE agencies SET state = 'running', tries = tries + 1, server = ?2, started = ?3 WHERE n = ?1`},
		{&s.dropStmt, `UPDATE agencies SET state = iif(again, 'failed', 'waiting') WHERE n = ?1`},
		{&s.failStmt, `UPDATE agencies SET state = 'failed', again = 0, elapsed = ?2, code = ?3,
			message_th = ?4, message_en = ?5, remedy_th = ?6, remedy_en = ?7 WHERE n = ?1`},
		{&s.doneStmt, `UPDATE agencies SET state = 'done', again = 0, elapsed = ?2, rule_set = ?3, counts = ?4, links = ?5,
			low = ?6, high = ?7, incomplete = ?8, size = ?9, worst = ?10, better = ?11, worse = ?12, code = '', message_th = '', message_en = '', remedy_th = '', remedy_en = '' WHERE n = ?1`},
		{&s.clearStmt, `DELETE FROM items WHERE agency = ?`},
		{&s.itemsStmt, `INSERT INTO items SELECT ?1, value ->> 'Code', value ->> 'Status' FROM json_each(?2)`},
	} {
		var err error
		if *p.stmt, err = s.db.Prepare(p.query); err != nil {
			return err
		}
	}
	return nil
}

// connect opens a run.db without looking into it.
func connect(dir, pragmas string) (*sql.DB, error) {
	return dbfile.Connect(filepath.Join(dir, DBName), "_pragma=busy_timeout(5000)"+pragmas)
}

// openStore opens the database of a run that this process has the lock of, and
// makes it when there is none. What a crash left half done is put back.
func openStore(dir string, now time.Time) (*store, error) {
	db, err := connect(dir, "&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=foreign_keys(1)")
	if err != nil {
		return nil, fmt.Errorf("opening the run: %w", err)
	}
	s := &store{dir: dir, db: db}
	err = s.check()
	if err == nil {
		err = s.migrate(now)
	}
	if err == nil {
		err = s.recover()
	}
	if err == nil {
		err = s.prepare()
	}
	if err != nil {
		db.Close()
		return nil, s.explain("opening the run", err)
	}
	return s, nil
}

// check refuses a file that is no sound run.db. An empty one is sound.
func (s *store) check() error {
	version, err := dbfile.Version(s.db, applicationID)
	switch {
	case errors.Is(err, dbfile.ErrOther):
		return broken(s.dir, err)
	case err != nil:
		return err
	case version >= len(schema):
		return newer(s.dir, version)
	}
	var verdict string
	if err := s.db.QueryRow(`PRAGMA quick_check(1)`).Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return broken(s.dir, errors.New(verdict))
	}
	return nil
}

func (s *store) migrate(now time.Time) error {
	return dbfile.Migrate(s.db, applicationID, schema[:], func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO run VALUES ('begun', ?)`, now.UTC().Format(time.RFC3339))
		return err
	})
}

// recover puts agencies that a crash cut off back to where they were, and those
// whose report is not there as it was written: removed, or lost in a power cut.
func (s *store) recover() error {
	var lost []string
	rows, err := s.db.Query(`SELECT id, size FROM agencies WHERE state = 'done'`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var size int64
		if err := rows.Scan(&id, &size); err != nil {
			return err
		}
		info, err := os.Stat(reportPath(s.dir, id))
		switch {
		case errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() != size:
			lost = append(lost, id)
		case err != nil:
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	rows.Close()
	return s.tx(func(tx *sql.Tx) error {
		for _, id := range lost {
			if _, err := tx.Exec(`UPDATE agencies SET state = 'waiting' WHERE id = ?`, id); err != nil {
				return err
			}
		}
		_, err := tx.Exec(`UPDATE agencies SET state = iif(again, 'failed', 'waiting') WHERE state = 'running'`)
		return err
	})
}

// explain tells a damaged database from other errors.
func (s *store) explain(doing string, err error) error {
	if err == nil {
		return nil
	}
	var refused *Refusal
	if errors.As(err, &refused) {
		return refused
	}
	if dbfile.Damaged(err) {
		return broken(s.dir, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func (s *store) close() error { return s.db.Close() }

func (s *store) tx(do func(*sql.Tx) error) error { return dbfile.Tx(s.db, do) }

// enter compares the list and the options with those that the run was begun
// with and adds the chosen agencies that are new. When anything differs that
// decides results, nothing is changed.
func (s *store) enter(list []ita.Listed, chosen []int, options map[string]string) error {
	at := make(map[string]int, len(list))
	for i := range list {
		at[list[i].ID] = i
	}
	err := s.tx(func(tx *sql.Tx) error {
		changes, err := s.enterOptions(tx, options)
		if err != nil {
			return err
		}
		known := map[string]bool{}
		err = eachAgency(tx, func(id, stored string) error {
			known[id] = true
			i, ok := at[id]
			if !ok {
				changes = append(changes, change{id: id})
				return nil
			}
			var was ita.Listed
			if err := json.Unmarshal([]byte(stored), &was); err != nil {
				return err
			}
			changes = append(changes, agencyChanges(&was, &list[i])...)
			return nil
		})
		if err != nil {
			return err
		}
		if len(changes) > 0 {
			return changed(changes)
		}
		enter, err := tx.Prepare(`INSERT INTO agencies (id, place, listed) VALUES (?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET place = excluded.place, listed = excluded.listed`)
		if err != nil {
			return err
		}
		defer enter.Close()
		isChosen := make(map[int]bool, len(chosen))
		for _, i := range chosen {
			isChosen[i] = true
		}
		for i := range list {
			if !isChosen[i] && !known[list[i].ID] {
				continue
			}
			b, err := json.Marshal(list[i])
			if err != nil {
				return err
			}
			if _, err := enter.Exec(list[i].ID, i, string(b)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return s.explain("comparing the list with the run's", err)
	}
	return nil
}

func (s *store) enterOptions(tx *sql.Tx, options map[string]string) ([]change, error) {
	if options == nil {
		options = map[string]string{}
	}
	was, err := readOptions(tx.QueryRow)
	if errors.Is(err, sql.ErrNoRows) {
		b, err := json.Marshal(options)
		if err != nil {
			return nil, err
		}
		_, err = tx.Exec(`INSERT INTO run VALUES ('options', ?)`, string(b))
		return nil, err
	}
	if err != nil {
		return nil, err
	}
	return optionChanges(was, options), nil
}

func readOptions(query func(string, ...any) *sql.Row) (map[string]string, error) {
	var text string
	if err := query(`SELECT value FROM run WHERE key = 'options'`).Scan(&text); err != nil {
		return nil, err
	}
	var options map[string]string
	return options, json.Unmarshal([]byte(text), &options)
}

func eachAgency(tx *sql.Tx, do func(id, listed string) error) error {
	rows, err := tx.Query(`SELECT id, listed FROM agencies ORDER BY place`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, listed string
		if err := rows.Scan(&id, &listed); err != nil {
			return err
		}
		if err := do(id, listed); err != nil {
			return err
		}
	}
	return rows.Err()
}

// queue returns the chosen agencies that are to be audited, in the list's
// order: those without a result; or those that failed. Which ones to try again
// is marked, so that a second round cut short goes on with its own rest before
// a third begins.
func (s *store) queue(list []ita.Listed, chosen []int, onlyFailed bool) ([]job, error) {
	at := make(map[string]int, len(chosen))
	for _, i := range chosen {
		at[list[i].ID] = i
	}
	which := `state = 'waiting'`
	if onlyFailed {
		which = `again`
		_, err := s.db.Exec(`UPDATE agencies SET again = 1 WHERE state = 'failed' AND NOT EXISTS (SELECT 1 FROM agencies WHERE again)`)
		if err != nil {
			return nil, fmt.Errorf("reading the run's queue: %w", err)
		}
	}
	rows, err := s.db.Query(`SELECT n, id, elapsed, again FROM agencies WHERE ` + which + ` ORDER BY place`)
	if err != nil {
		return nil, fmt.Errorf("reading the run's queue: %w", err)
	}
	defer rows.Close()
	var jobs []job
	for rows.Next() {
		var j job
		var id string
		var elapsed int64
		if err := rows.Scan(&j.n, &id, &elapsed, &j.again); err != nil {
			return nil, fmt.Errorf("reading the run's queue: %w", err)
		}
		j.expected = time.Duration(elapsed) * time.Millisecond
		if i, ok := at[id]; ok {
			j.at = i
			jobs = append(jobs, j)
		}
	}
	return jobs, rows.Err()
}

// done lists the agencies that have a report, in the list's order.
func (s *store) done() ([]string, error) {
	rows, err := s.db.Query(`SELECT id FROM agencies WHERE state = 'done' ORDER BY place`)
	if err != nil {
		return nil, fmt.Errorf("listing the run's reports: %w", err)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("listing the run's reports: %w", err)
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// count counts the agencies of the run.
func (s *store) count() (total, done, failed int, err error) {
	err = s.db.QueryRow(`SELECT count(*), count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'failed') FROM agencies`).
		Scan(&total, &done, &failed)
	return total, done, failed, err
}

// start says that an agency is being audited.
func (s *store) start(j job, now time.Time) error {
	_, err := s.startStmt.Exec(j.n, j.server, now.UnixMilli())
	return s.explain("beginning an audit", err)
}

// drop says that an agency is to be audited again, as though it had not begun.
func (s *store) drop(j job) error {
	_, err := s.dropStmt.Exec(j.n)
	return s.explain("putting an agency back", err)
}

// fail says why an agency could not be audited.
func (s *store) fail(j job, elapsed time.Duration, code string, message, remedy ita.Text) error {
	_, err := s.failStmt.Exec(j.n, elapsed.Milliseconds(), code, message.TH, message.EN, remedy.TH, remedy.EN)
	return s.explain("storing a cause", err)
}

// finish stores what the summary needs of a result; since is what changed since
// the last run, nil when that is not known. evidence is kept for the next run.
func (s *store) finish(j job, elapsed time.Duration, r *ita.Result, size int64, evidence []byte, since *Change) error {
	set := r.RuleSet
	if set == nil {
		set = &ita.RuleSet{}
	}
	var low, high sql.NullFloat64
	if r.Score != nil {
		low, high = sql.NullFloat64{Float64: r.Score.Low, Valid: true}, sql.NullFloat64{Float64: r.Score.High, Valid: true}
	}
	var better, worse sql.NullInt64
	if since != nil {
		better, worse = sql.NullInt64{Int64: int64(since.Better), Valid: true}, sql.NullInt64{Int64: int64(since.Worse), Valid: true}
	}
	type item struct{ Code, Status, TH, EN string }
	items := make([]item, len(r.Items))
	for i := range r.Items {
		it := &r.Items[i]
		items[i] = item{it.Item.Code, string(it.Status), it.Item.Title.TH, it.Item.Title.EN}
	}
	list, err := json.Marshal(items)
	if err != nil {
		return err
	}
	counts, err := json.Marshal(r.Count())
	if err != nil {
		return err
	}
	return s.explain("storing a result", s.tx(func(tx *sql.Tx) error {
		_, err := tx.Stmt(s.doneStmt).Exec(j.n, elapsed.Milliseconds(), set.ID, string(counts), r.Links, low, high, r.Incomplete, size, string(r.Worst()), better, worse)
		if err != nil {
			return err
		}
		if _, err := tx.Stmt(s.clearStmt).Exec(j.n); err != nil {
			return err
		}
		if _, err := tx.Stmt(s.itemsStmt).Exec(j.n, string(list)); err != nil {
			return err
		}
		if evidence != nil {
			if _, err := tx.Exec(`INSERT OR REPLACE INTO evidence VALUES (?, ?)`, j.n, evidence); err != nil {
				return err
			}
		}
		if _, known := s.titled.Load(set.ID); known {
			return nil
		}
		_, err = tx.Exec(`INSERT OR IGNORE INTO titles SELECT ?1, value ->> 'Code', key, value ->> 'TH', value ->> 'EN' FROM json_each(?2)`, set.ID, string(list))
		if err == nil {
			s.titled.Store(set.ID, true)
		}
		return err
	}))
}

// openRead opens the database of a run that another process may be working on.
func openRead(dir string) (*store, error) {
	if _, err := os.Stat(filepath.Join(dir, DBName)); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, noRun(dir)
		}
		return nil, err
	}
	db, err := connect(dir, "&_pragma=query_only(1)")
	if err != nil {
		return nil, err
	}
	s := &store{dir: dir, db: db}
	err = s.check()
	if err == nil {
		err = s.checkCurrent()
	}
	if err != nil {
		db.Close()
		return nil, s.explain("opening the run", err)
	}
	return s, nil
}

// checkCurrent refuses a run.db of an older format, which only a run brings up
// to date.
func (s *store) checkCurrent() error {
	version := 0
	if err := s.db.QueryRow(`PRAGMA user_version`).Scan(&version); err != nil {
		return err
	}
	if version < len(schema)-1 {
		return older(s.dir, version)
	}
	return nil
}

// durations are how long the agencies of a run took, by id.
func (s *store) durations() (map[string]time.Duration, error) {
	rows, err := s.db.Query(`SELECT id, elapsed FROM agencies WHERE elapsed > 0`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]time.Duration{}
	for rows.Next() {
		var id string
		var ms int64
		if err := rows.Scan(&id, &ms); err != nil {
			return nil, err
		}
		out[id] = time.Duration(ms) * time.Millisecond
	}
	return out, rows.Err()
}
