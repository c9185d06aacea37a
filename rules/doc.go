// Package rules holds what agencies must publish: it loads the rule sets of a
// rules file, finds the one for a year and scheme, tells how two differ, and
// matches a site's headings and links to the items of one. It fetches nothing
// and does not judge whether an item is in order.
package rules
