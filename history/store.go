package history

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver
)

// The marks of a history: SQLite's application id, "ITAh", and the number of
// the last step of the schema.
const applicationID = 0x49544168

// schema is what each version of a history adds to the one before; none is ever
// changed. A time is in milliseconds of the Unix epoch, a day the number of days
// since then in Bangkok. An item, and the items of an audit, are stored once
// and referred to by every audit that found the same.
var schema = [...]string{
	1: `
CREATE TABLE runs (
	n        INTEGER PRIMARY KEY AUTOINCREMENT,
	begun    INTEGER NOT NULL, -- time
	ended    INTEGER NOT NULL, -- time of its last audit
	tool     TEXT NOT NULL,
	agencies INTEGER NOT NULL DEFAULT 0,
	failed   INTEGER NOT NULL DEFAULT 0 -- of these, without verdicts
) STRICT;

CREATE TABLE agencies (
	n    INTEGER PRIMARY KEY,
	id   TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	url  TEXT NOT NULL
) STRICT;

CREATE TABLE rule_sets (
	n      INTEGER PRIMARY KEY,
	digest TEXT NOT NULL UNIQUE,
	id     TEXT NOT NULL,
	data   BLOB NOT NULL
) STRICT;

CREATE TABLE items (
	n    INTEGER PRIMARY KEY,
	hash BLOB NOT NULL UNIQUE,
	data BLOB NOT NULL
) STRICT;

CREATE TABLE contents (
	n        INTEGER PRIMARY KEY,
	hash     BLOB NOT NULL UNIQUE,
	items    BLOB NOT NULL, -- numbers
	verdicts TEXT NOT NULL -- a letter for each item
) STRICT;

CREATE TABLE audits (
	agency  INTEGER NOT NULL REFERENCES agencies,
	run     INTEGER NOT NULL REFERENCES runs,
	later   INTEGER NOT NULL, -- milliseconds from the run's beginning to the audit's end
	day     INTEGER NOT NULL, -- judged as of
	rules   INTEGER REFERENCES rule_sets, -- NULL: failed
	content INTEGER REFERENCES contents, -- NULL: failed
	failed  TEXT NOT NULL,
	PRIMARY KEY (agency, run)
) STRICT, WITHOUT ROWID;
`,
	2: `
CREATE TABLE notes ( -- what those who use the history remember, as JSON in their own form
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	data BLOB NOT NULL, -- compressed
	PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;
`,
}

// Store is a file of history. Its methods may be called from several
// goroutines, and several processes may have the file open.
type Store struct {
	path string
	db   *sql.DB

	// For those who have a transaction, of which there is one at a time.
	out deflater
	in  inflater
}

// Open opens a history to be written to, and makes it when there is none.
func Open(path string) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return nil, fmt.Errorf("opening the history %s: %w", path, err)
	}
	s, err := connect(path, "&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)")
	if err != nil {
		return nil, fmt.Errorf("opening the history %s: %w", path, err)
	}
	version, err := s.check()
	if err == nil && version < len(schema)-1 {
		err = s.migrate()
	}
	if err != nil {
		s.db.Close()
		return nil, s.explain("opening the history", err)
	}
	return s, nil
}

// OpenRead opens a history that there is, to be looked at only.
func OpenRead(path string) (*Store, error) {
	if _, err := os.Stat(path); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, none(path)
		}
		return nil, fmt.Errorf("opening the history: %w", err)
	}
	s, err := connect(path, "&_pragma=query_only(1)")
	if err != nil {
		return nil, fmt.Errorf("opening the history %s: %w", path, err)
	}
	version, err := s.check()
	if err == nil && version < len(schema)-1 {
		err = older(path, version)
	}
	if err != nil {
		s.db.Close()
		return nil, s.explain("opening the history", err)
	}
	return s, nil
}

// connect opens a file without looking into it. One connection is enough, since
// every statement is short.
func connect(path, pragmas string) (*Store, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	abs = filepath.ToSlash(abs)
	if !strings.HasPrefix(abs, "/") { // C:/…
		abs = "/" + abs
	}
	dsn := (&url.URL{Scheme: "file", Path: abs}).String() + "?_pragma=busy_timeout(10000)&_txlock=immediate" + pragmas
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return &Store{path: path, db: db}, nil
}

// check refuses a file that is no history, and returns its version; an empty
// file has version 0.
func (s *Store) check() (int, error) {
	var tables, app, version int
	err := s.db.QueryRow(`SELECT (SELECT count(*) FROM sqlite_schema), (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version)`).
		Scan(&tables, &app, &version)
	switch {
	case err != nil:
		return 0, err
	case tables == 0:
		return 0, nil
	case app != applicationID:
		return 0, broken(s.path, errors.New("a database of another program"))
	case version >= len(schema):
		return 0, newer(s.path, version)
	}
	return version, nil
}

func (s *Store) migrate() error {
	return s.tx(func(tx *sql.Tx) error {
		version := 0 // again, since another process may have been faster
		if err := tx.QueryRow(`PRAGMA user_version`).Scan(&version); err != nil {
			return err
		}
		for v := version + 1; v < len(schema); v++ {
			if _, err := tx.Exec(schema[v]); err != nil {
				return err
			}
		}
		_, err := tx.Exec(fmt.Sprintf(`PRAGMA user_version = %d; PRAGMA application_id = %d`, len(schema)-1, applicationID))
		return err
	})
}

// Close closes the file.
func (s *Store) Close() error { return s.db.Close() }

func (s *Store) tx(do func(*sql.Tx) error) error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}
