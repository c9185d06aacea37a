package history

import (
	"database/sql"
	"errors"
)

// Notes are what those who use the history remember, by kind and name, in one
// transaction.
type Notes struct {
	tx *sql.Tx
	s  *Store
}

// Update changes notes: all changes are kept, or none when do returns an error.
// Record may not be called within it.
func (s *Store) Update(do func(*Notes) error) error {
	return s.explain("keeping notes in", s.tx(func(tx *sql.Tx) error { return do(&Notes{tx, s}) }))
}

// Load reads a note into v, which stays as it is when there is none.
func (n *Notes) Load(kind, name string, v any) error {
	var data []byte
	err := n.tx.QueryRow(`SELECT data FROM notes WHERE kind = ? AND name = ?`, kind, name).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return n.s.in.unpack(data, v)
}

// Save keeps a note in place of the one of that name.
func (n *Notes) Save(kind, name string, v any) error {
	data, err := n.s.out.pack(v)
	if err != nil {
		return err
	}
	_, err = n.tx.Exec(`INSERT OR REPLACE INTO notes VALUES (?, ?, ?)`, kind, name, data)
	return err
}

// Names lists the notes of a kind in order.
func (n *Notes) Names(kind string) ([]string, error) {
	rows, err := n.tx.Query(`SELECT name FROM notes WHERE kind = ? ORDER BY name`, kind)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		out = append(out, name)
	}
	return out, rows.Err()
}
