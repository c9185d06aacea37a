package history

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"itacheck/internal/dbfile"
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
		err = dbfile.Migrate(s.db, applicationID, schema[:], nil)
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

// connect opens a file without looking into it.
func connect(path, pragmas string) (*Store, error) {
	db, err := dbfile.Connect(path, "_pragma=busy_timeout(10000)"+pragmas)
	if err != nil {
		return nil, err
	}
	return &Store{path: path, db: db}, nil
}

// check refuses a file that is no history, and returns its version; an empty
// file has version 0.
func (s *Store) check() (int, error) {
	version, err := dbfile.Version(s.db, applicationID)
	switch {
	case errors.Is(err, dbfile.ErrOther):
		return 0, broken(s.path, err)
	case err != nil:
		return 0, err
	case version >= len(schema):
		return 0, newer(s.path, version)
	}
	return version, nil
}

// Close closes the file.
func (s *Store) Close() error { return s.db.Close() }

func (s *Store) tx(do func(*sql.Tx) error) error { return dbfile.Tx(s.db, do) }
