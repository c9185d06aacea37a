package notify

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"itacheck/ita"
)

// Turn is which way something turned.
type Turn string

// Turns, in the order in which a digest has them.
const (
	Worse   Turn = "worse"
	Better  Turn = "better"
	DueSoon Turn = "due_soon"
	Other   Turn = "other" // neither better nor worse, as from missing to unreachable
)

// turns are the words for each turn: in a subject and above its items.
var turns = []struct {
	turn             Turn
	subject, heading ita.Text
}{
	{Worse, ita.Text{TH: "เสีย %d", EN: "%d worse"}, ita.Text{TH: "แย่ลง %d ข้อ", EN: "Worse: %d"}},
	{Better, ita.Text{TH: "ดีขึ้น %d", EN: "%d better"}, ita.Text{TH: "ดีขึ้น %d ข้อ", EN: "Better: %d"}},
	{DueSoon, ita.Text{TH: "ใกล้ครบกำหนด %d", EN: "%d due soon"}, ita.Text{TH: "ใกล้ครบกำหนด %d ข้อ", EN: "Due soon: %d"}},
	{Other, ita.Text{TH: "เปลี่ยนอย่างอื่น %d", EN: "%d otherwise changed"}, ita.Text{TH: "เปลี่ยนแปลงอย่างอื่น %d ข้อ", EN: "Otherwise changed: %d"}},
}

// Change is one item of an agency that turned, in the words of the digest's language.
type Change struct {
	Turn          Turn
	Item          string // its code
	Title         string
	Agency        string
	Before, After string // the verdicts, or the day that it is due; either may be empty
	Todo          string // what to do; empty: nothing
	Link          string // to the item in the report, or to the page; empty: none
}

// Digest is everything that one reader is told about one run.
type Digest struct {
	Key     string
	Lang    ita.Lang
	Year    ita.FiscalYear
	Owner   string // the unit that it is for; empty: the agency as a whole
	Agency  string // of the subject where there is no change; else the changes say
	Link    string // to the report
	At      time.Time
	Note    string // a paragraph before the changes; empty: none
	Changes []Change
}

// Message writes the digest. Its items are grouped by turn, in their order.
func (d Digest) Message() Message {
	return Message{
		Key: d.Key, Owner: d.Owner, Subject: d.subject(), Text: d.text(), HTML: d.html(), Link: d.Link, At: d.At, Lang: d.Lang,
	}
}

func (d Digest) say(t ita.Text, args ...any) string {
	lang := d.Lang
	if lang == "" {
		lang = ita.Thai
	}
	if len(args) == 0 {
		return t.In(lang)
	}
	return fmt.Sprintf(t.In(lang), args...)
}

func (d Digest) of(turn Turn) []Change {
	var out []Change
	for _, c := range d.Changes {
		if c.Turn == turn {
			out = append(out, c)
		}
	}
	return out
}

// subject says whose digest it is and how much is in it: what most readers see
// of it is this line on a telephone.
func (d Digest) subject() string {
	var counts []string
	for _, t := range turns {
		if n := len(d.of(t.turn)); n > 0 {
			counts = append(counts, d.say(t.subject, n))
		}
	}
	told := strings.Join(counts, d.say(ita.Text{TH: " ", EN: ", "}))
	if told == "" {
		told = d.say(ita.Text{TH: "ไม่มีการเปลี่ยนแปลง", EN: "no change"})
	}
	unit := ""
	if d.Owner != "" {
		unit = " (" + d.Owner + ")"
	}
	return strings.TrimSpace(fmt.Sprintf("%s ITA %s%s: %s", d.who(), d.Year, unit, told))
}

// who is the agency of the changes, or how many agencies there are.
func (d Digest) who() string {
	seen := map[string]bool{}
	for _, c := range d.Changes {
		seen[c.Agency] = true
	}
	switch len(seen) {
	case 0:
		return d.Agency
	case 1:
		return d.Changes[0].Agency
	}
	return d.say(ita.Text{TH: "%d หน่วยงาน", EN: "%d agencies"}, len(seen))
}

// text writes a block for each turn's heading and for each item.
func (d Digest) text() string {
	var blocks []string
	if d.Note != "" {
		blocks = append(blocks, oneLine(d.Note))
	}
	for _, t := range turns {
		changes := d.of(t.turn)
		if len(changes) == 0 {
			continue
		}
		blocks = append(blocks, d.say(t.heading, len(changes)))
		for _, c := range changes {
			blocks = append(blocks, d.item(c))
		}
	}
	if len(d.Changes) == 0 {
		blocks = append(blocks, d.nothing())
	}
	return strings.Join(blocks, "\n\n")
}

func (d Digest) nothing() string {
	return d.say(ita.Text{TH: "ไม่มีข้อใดเปลี่ยนแปลงตั้งแต่การตรวจครั้งก่อน", EN: "Nothing has changed since the last audit."})
}

func (d Digest) item(c Change) string {
	lines := []string{itemMark + oneLine(c.Item+" "+c.Title)}
	add := func(s string) {
		if s = oneLine(s); s != "" {
			lines = append(lines, "  "+s)
		}
	}
	add(c.Agency)
	add(c.turned())
	if c.Todo != "" {
		add(d.todoWord() + c.Todo)
	}
	add(c.link())
	return strings.Join(lines, "\n")
}

func (d Digest) todoWord() string { return d.say(ita.Text{TH: "ต้องทำ: ", EN: "To do: "}) }

// turned is "before → after", or the one of them that there is.
func (c Change) turned() string {
	if c.Before == "" || c.After == "" {
		return c.Before + c.After
	}
	return c.Before + " → " + c.After
}

// link is the change's link if it is one that a browser opens; nothing that a
// website says can make it another.
func (c Change) link() string {
	if u, err := url.Parse(c.Link); err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return c.Link
}

// oneLine takes line breaks out of a text that comes from a website, so that it
// cannot pass for a block of its own.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
