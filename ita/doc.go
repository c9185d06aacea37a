// Package ita is the vocabulary of itacheck: agencies, rule sets, what was
// seen on a website, and what was concluded from it.
//
// It holds plain values and the few rules that belong to them alone (what a
// fiscal year is, which status is worse). It fetches nothing, reads no files,
// decides no verdict and imports only the standard library, so that every
// other package can speak it.
package ita
