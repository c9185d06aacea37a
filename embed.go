// Package itacheck carries what is built into the binary as it stands here: the
// rule sets and the licences. It reads nothing else and decides nothing.
package itacheck

import _ "embed"

// Rules is rules.yaml: every rule set that itacheck knows. Its beginning
// explains the format; rules.Load reads it.
//
//go:embed rules.yaml
var Rules []byte

// Licence is the licence of itacheck.
//
//go:embed LICENSE
var Licence string

// ThirdPartyLicences are the licences of everything else that is in the binary,
// kept complete by the test in internal/licences.
//
//go:embed THIRD_PARTY_LICENSES
var ThirdPartyLicences string
