// Package licences holds the test that keeps THIRD_PARTY_LICENSES complete: it
// has no code.
package licences
