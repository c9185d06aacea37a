package history

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"itacheck/ita"
)

// Begin begins a run and returns its number.
func (s *Store) Begin(at time.Time, tool string) (run int64, err error) {
	res, err := s.db.Exec(`INSERT INTO runs (begun, ended, tool) VALUES (?1, ?1, ?2)`, at.UnixMilli(), tool)
	if err == nil {
		run, err = res.LastInsertId()
	}
	return run, s.explain("beginning a run in", err)
}

// Record keeps an agency's audit in a run. One that the run has already is
// replaced.
func (s *Store) Record(run int64, a *Audit) error {
	return s.explain("keeping an audit in", s.tx(func(tx *sql.Tx) error {
		return s.record(tx, run, a)
	}))
}

func (s *Store) record(tx *sql.Tx, run int64, a *Audit) error {
	var agency int64
	err := tx.QueryRow(`INSERT INTO agencies (id, name, url) VALUES (?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, url = excluded.url RETURNING n`, a.Agency.ID, a.Agency.Name, a.Agency.URL).Scan(&agency)
	if err != nil {
		return err
	}
	var rules, content sql.NullInt64
	if a.Failed == "" {
		if rules.Int64, err = s.keepRules(tx, a); err != nil {
			return err
		}
		if content.Int64, err = s.keepContent(tx, a.Items); err != nil {
			return err
		}
		rules.Valid, content.Valid = true, true
	}
	if err := forget(tx, agency, run); err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO audits SELECT ?1, n, ?3 - begun, ?4, ?5, ?6, ?7 FROM runs WHERE n = ?2`,
		agency, run, a.At.UnixMilli(), dayOf(a.AsOf), rules, content, a.Failed)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE runs SET ended = max(ended, ?2), agencies = agencies + 1, failed = failed + ?3 WHERE n = ?1`,
		run, a.At.UnixMilli(), a.Failed != "")
	return err
}

// forget takes an audit that is to be replaced out of its run.
func forget(tx *sql.Tx, agency, run int64) error {
	var failed bool
	err := tx.QueryRow(`DELETE FROM audits WHERE agency = ? AND run = ? RETURNING content IS NULL`, agency, run).Scan(&failed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		_, err = tx.Exec(`UPDATE runs SET agencies = agencies - 1, failed = failed - ?2 WHERE n = ?1`, run, failed)
	}
	return err
}

func (s *Store) keepRules(tx *sql.Tx, a *Audit) (n int64, err error) {
	err = tx.QueryRow(`SELECT n FROM rule_sets WHERE digest = ?`, a.Digest).Scan(&n)
	if !errors.Is(err, sql.ErrNoRows) {
		return n, err
	}
	data, err := s.out.pack(a.Rules)
	if err != nil {
		return 0, err
	}
	err = tx.QueryRow(`INSERT INTO rule_sets (digest, id, data) VALUES (?, ?, ?) RETURNING n`, a.Digest, a.Rules.ID, data).Scan(&n)
	return n, err
}

func (s *Store) keepContent(tx *sql.Tx, items []Item) (n int64, err error) {
	docs, hashes := make([][]byte, len(items)), make([][]byte, len(items))
	for i := range items {
		if docs[i], err = json.Marshal(&items[i]); err != nil {
			return 0, err
		}
		hashes[i] = hashed(docs[i])
	}
	all := hashed(bytes.Join(hashes, nil))
	err = tx.QueryRow(`SELECT n FROM contents WHERE hash = ?`, all).Scan(&n)
	if !errors.Is(err, sql.ErrNoRows) {
		return n, err
	}
	numbers := make([]int64, len(items))
	for i := range items {
		if numbers[i], err = s.keepItem(tx, hashes[i], docs[i]); err != nil {
			return 0, err
		}
	}
	err = tx.QueryRow(`INSERT INTO contents (hash, items, verdicts) VALUES (?, ?, ?) RETURNING n`, all, packNumbers(numbers), packVerdicts(items)).Scan(&n)
	return n, err
}

func (s *Store) keepItem(tx *sql.Tx, hash, doc []byte) (n int64, err error) {
	err = tx.QueryRow(`SELECT n FROM items WHERE hash = ?`, hash).Scan(&n)
	if !errors.Is(err, sql.ErrNoRows) {
		return n, err
	}
	data, err := s.out.deflate(doc)
	if err != nil {
		return 0, err
	}
	err = tx.QueryRow(`INSERT INTO items (hash, data) VALUES (?, ?) RETURNING n`, hash, data).Scan(&n)
	return n, err
}

// dayOf numbers the day of a moment in Bangkok; dayAt is that day's midnight.
func dayOf(t time.Time) int64 {
	y, m, d := t.In(ita.Bangkok).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)
}

func dayAt(n int64) time.Time {
	y, m, d := time.Unix(n*24*60*60, 0).UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, ita.Bangkok)
}
