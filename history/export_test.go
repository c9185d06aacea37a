package history

import "database/sql"

// Alike is how many links are kept that count the same.
const Alike = alike

// DB is a store's database.
func (s *Store) DB() *sql.DB { return s.db }

// Path is where a store is.
func (s *Store) Path() string { return s.path }
