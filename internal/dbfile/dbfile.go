// Package dbfile opens the SQLite files that the program keeps, tells them from
// those of others, and brings them up to date. What is in them is the caller's.
package dbfile

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrOther is the error of Version for a database of another program.
var ErrOther = errors.New("a database of another program")

// Connect opens a file without looking into it. One connection is enough, since
// every statement is short. Pragmas are those of the driver, such as
// "_pragma=query_only(1)&_pragma=busy_timeout(5000)".
func Connect(path, pragmas string) (*sql.DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // C:/…
		path = "/" + path
	}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: path}).String()+"?_txlock=immediate&"+pragmas)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// Version is the number of the last step of the schema that a file has; 0 when
// it is empty. The error is ErrOther when it bears another application's id.
func Version(db *sql.DB, application int) (int, error) {
	var tables, app, version int
	err := db.QueryRow(`SELECT (SELECT count(*) FROM sqlite_schema), (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version)`).
		Scan(&tables, &app, &version)
	switch {
	case err != nil:
		return 0, err
	case tables == 0:
		return 0, nil
	case app != application:
		return 0, ErrOther
	}
	return version, nil
}

// Migrate takes the steps of a schema that a file lacks, all or none; schema[0]
// is no step. begin is called in a file that had none; it may be nil.
func Migrate(db *sql.DB, application int, schema []string, begin func(*sql.Tx) error) error {
	return Tx(db, func(tx *sql.Tx) error {
		version := 0 // again, since another process may have been faster
		if err := tx.QueryRow(`PRAGMA user_version`).Scan(&version); err != nil {
			return err
		}
		for v := version + 1; v < len(schema); v++ {
			if _, err := tx.Exec(schema[v]); err != nil {
				return err
			}
		}
		if version == 0 && begin != nil {
			if err := begin(tx); err != nil {
				return err
			}
		}
		_, err := tx.Exec(fmt.Sprintf(`PRAGMA user_version = %d; PRAGMA application_id = %d`, len(schema)-1, application))
		return err
	})
}

// Tx makes changes that are kept, or none when do returns an error.
func Tx(db *sql.DB, do func(*sql.Tx) error) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// Damaged reports whether an error says that a file is no sound database.
func Damaged(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && (e.Code()&0xff == sqlite3.SQLITE_CORRUPT || e.Code()&0xff == sqlite3.SQLITE_NOTADB)
}
