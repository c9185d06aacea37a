// Package thai reads Thai text as officers and their programs really write it:
// it repairs and folds characters so that titles can be compared, measures how
// alike two titles are, and finds the fiscal years that a text or a file name
// speaks of.
//
// It judges nothing: which year an item should bear, and which of several
// mentions counts, is for the checks to say. It knows no page, no item and no
// rule set, and it segments no words; Thai is written without spaces, so known
// words are looked for letter by letter.
package thai
