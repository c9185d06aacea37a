package ita

// Lang is a language that reports are written in.
type Lang string

// The two languages of a report.
const (
	Thai    Lang = "th"
	English Lang = "en"
)

// Text is one message in both languages.
type Text struct {
	TH string
	EN string
}

// In returns the text in one language; where that one is empty, in the other.
func (t Text) In(l Lang) string {
	if l == English && t.EN != "" || t.TH == "" {
		return t.EN
	}
	return t.TH
}

// IsZero reports whether the text is empty in both languages.
func (t Text) IsZero() bool { return t.TH == "" && t.EN == "" }
