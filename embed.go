// Package itacheck carries the rule sets that are built into the binary. It
// reads nothing else and decides nothing.
package itacheck

import _ "embed" // for the rules

// Rules is rules.yaml: every rule set that itacheck knows. Its beginning
// explains the format; rules.Load reads it.
//
//go:embed rules.yaml
var Rules []byte
