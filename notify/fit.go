package notify

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"itacheck/ita"
)

// itemMark begins a block of a message's text that is an item.
const itemMark = "• "

// The ways in which services count the length of a message.
func inUTF16(s string) int { return len(utf16.Encode([]rune(s))) }
func inBytes(s string) int { return len(s) }
func inRunes(s string) int { return utf8.RuneCountInString(s) }

// chat is a message as one text for services that have no subject: subject,
// text and link, with at most limit characters as the service counts them. What
// does not fit ends before an item and says how many more there are.
func chat(m Message, limit int, count func(string) int) string {
	return fit(m, m.Subject, reportLine(m), limit, count)
}

// reportLine is the last line of a message: where the report is.
func reportLine(m Message) string {
	if m.Link == "" {
		return ""
	}
	return ita.Text{TH: "รายงาน: ", EN: "Report: "}.In(langOf(m)) + m.Link
}

// fit puts head, the message's blocks and tail together, leaving out as many
// blocks at the end as it must.
func fit(m Message, head, tail string, limit int, count func(string) int) string {
	blocks := blocksOf(m.Text)
	for n := len(blocks); n > 0; n-- {
		if n < len(blocks) && !strings.HasPrefix(blocks[n-1], itemMark) {
			continue // a heading with nothing under it
		}
		if text := assemble(head, blocks[:n], more(blocks[n:], langOf(m)), tail); count(text) <= limit {
			return text
		}
	}
	if text := assemble(head, nil, more(blocks, langOf(m)), tail); count(text) <= limit {
		return text
	}
	return cut(assemble(head, nil, "", tail), limit, count)
}

func blocksOf(text string) []string {
	var blocks []string
	for b := range strings.SplitSeq(text, "\n\n") {
		if b = strings.Trim(b, "\n"); b != "" {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

func assemble(head string, blocks []string, more, tail string) string {
	var parts []string
	for _, p := range append(append([]string{head}, blocks...), more, tail) {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "\n\n")
}

// more says how many items were left out; what is left out besides them is not
// worth a word.
func more(left []string, lang ita.Lang) string {
	n := 0
	for _, b := range left {
		if strings.HasPrefix(b, itemMark) {
			n++
		}
	}
	if n == 0 {
		if len(left) > 0 {
			return "…"
		}
		return ""
	}
	return fmt.Sprintf(ita.Text{TH: "… และอีก %d ข้อ", EN: "… and %d more"}.In(lang), n)
}

// cut shortens a text that has no items to leave out, between two characters
// as people see them.
func cut(text string, limit int, count func(string) int) string {
	if count(text) <= limit {
		return text
	}
	end, room := 0, limit-count("…")
	for i, r := range text {
		if room < 0 {
			break
		}
		if !unicode.IsMark(r) { // a mark belongs to the character before it
			end = i
		}
		room -= count(string(r))
	}
	return text[:end] + "…"
}

func langOf(m Message) ita.Lang {
	if m.Lang == ita.English {
		return ita.English
	}
	return ita.Thai
}

// wrapWidth is the width of plain text in e-mail and on standard output.
const wrapWidth = 76

// wrap breaks lines at spaces so that they fit the width, indented like their
// first. Words longer than a line, such as addresses and Thai written without
// spaces, are left whole.
func wrap(text string, width int) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		out = append(out, wrapLine(line, width)...)
	}
	return strings.Join(out, "\n")
}

func wrapLine(line string, width int) []string {
	if runewidth.StringWidth(line) <= width {
		return []string{line}
	}
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	hang := indent
	if strings.HasPrefix(strings.TrimLeft(line, " "), itemMark) {
		hang += "  "
	}
	var out []string
	current, empty := indent, true
	for word := range strings.FieldsSeq(line) {
		if !empty && runewidth.StringWidth(current+" "+word) > width {
			out = append(out, current)
			current, empty = hang, true
		}
		if !empty {
			current += " "
		}
		current, empty = current+word, false
	}
	return append(out, current)
}

// plain is a message as wrapped text, for e-mail and standard output.
func plain(m Message) string {
	return wrap(assemble("", blocksOf(m.Text), "", reportLine(m)), wrapWidth) + "\n"
}
