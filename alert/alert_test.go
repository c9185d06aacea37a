package alert_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"itacheck/alert"
	"itacheck/ita"
)

const year = ita.FiscalYear(2568)

// start is a day on which no submission date is near.
var start = ita.Day(2567, time.December, 1).Add(9 * time.Hour)

// days looks at one item of an agency once a day and writes what is told: the
// number of the day, and the event. Of the letters of verdicts, p passes, x is
// unreachable, m missing, n not due, ? undecided, and - an audit that failed.
func days(cfg alert.Config, from time.Time, verdicts string) string {
	statuses := map[rune]ita.Status{'p': ita.Pass, 'x': ita.Unreachable, 'm': ita.Missing, 'n': ita.NotDue, '?': ita.Undecided}
	var m alert.Memory
	var told []string
	for i, v := range verdicts {
		l := alert.Look{Run: int64(i + 1), At: from.AddDate(0, 0, i), Agency: alert.Agency{ID: "a"}, Year: year}
		if v != '-' {
			l.Items = []alert.Item{{Code: "O1", Status: statuses[v]}}
		}
		var events []alert.Event
		m, events = alert.Observe(cfg, m, &l)
		for _, e := range events {
			s := fmt.Sprintf("%d:%s", i, e.Kind)
			if e.Kind == alert.Due {
				s += fmt.Sprint(e.Days)
			}
			told = append(told, s)
		}
	}
	return strings.Join(told, " ")
}

func TestWhatIsTold(t *testing.T) {
	for _, tt := range []struct {
		name     string
		cfg      alert.Config
		from     time.Time
		verdicts string
		want     string
	}{
		{"all is well", alert.Config{}, start, "pppppp", ""},
		{"how it is at first is no news", alert.Config{}, start, "xxxxxx", ""},
		{"a worsening seen twice is told once", alert.Config{}, start, "ppxxxxx", "3:worse"},
		{"seen once it is none", alert.Config{}, start, "ppxppxpp", ""},
		{"of another kind the second time it is one all the same", alert.Config{}, start, "ppxmmm", "3:worse"},
		{"what could not be looked at neither counts nor clears", alert.Config{}, start, "ppx?-?xx", "6:worse"},
		{"nor does it mend", alert.Config{}, start, "ppxx??--xx", "3:worse"},
		{"a recovery is told", alert.Config{}, start, "ppxxxppp", "3:worse 5:better"},
		{"what was wanting at first and is mended", alert.Config{}, start, "xxpp", "2:better"},
		{"it comes and goes", alert.Config{}, start, "ppxxppxxpp", "3:worse 4:better 7:worse 8:better"},
		{"told at the first sight, if one wants", alert.Config{Runs: 1}, start, "ppxp", "2:worse 3:better"},
		{"three runs", alert.Config{Runs: 3}, start, "ppxxpxxx", "7:worse"},
		{"a reminder", alert.Config{Remind: 3 * 24 * time.Hour}, start, "ppxxxxxxxxp", "3:worse 6:reminder 9:reminder 10:better"},
		{"no reminder of what cannot be looked at", alert.Config{Remind: 4 * 24 * time.Hour}, start, "ppxxx?????x", "3:worse 10:reminder"},
		{"no reminders", alert.Config{Remind: -1}, start, "ppxx" + strings.Repeat("x", 60), "3:worse"},
		{"before the submission date", alert.Config{Remind: -1}, ita.Day(2568, time.March, 30), strings.Repeat("x", 40), "1:due30 24:due7 30:due1"},
		{"what passes is not due", alert.Config{}, ita.Day(2568, time.March, 30), strings.Repeat("p", 40), ""},
		{"a run that was left out is made up for", alert.Config{Remind: -1}, ita.Day(2568, time.March, 29), "x---xx", "4:due28"},
		{"begun late", alert.Config{}, ita.Day(2568, time.April, 25), "xxx", "0:due5"},
		{"days of one's own", alert.Config{Due: []int{3}}, ita.Day(2568, time.April, 25), "nnnp", "2:due3"},
		{"what came due and is missing", alert.Config{}, ita.Day(2568, time.January, 1), "nnmm", "3:worse"},
		{"what came due and is there", alert.Config{}, start, "nnpp", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := days(tt.cfg, tt.from, tt.verdicts); got != tt.want {
				t.Errorf("%s: told %q, want %q", tt.verdicts, got, tt.want)
			}
		})
	}
}

func TestTwoLooksInOneRunCountWhenTheyAreFarApart(t *testing.T) {
	for _, tt := range []struct {
		apart time.Duration
		want  int
	}{{time.Hour, 0}, {3 * time.Hour, 1}} {
		var m alert.Memory
		told := 0
		for i, at := range []time.Time{start, start.AddDate(0, 0, 1), start.AddDate(0, 0, 1).Add(tt.apart)} {
			l := alert.Look{Run: int64(min(i, 1)), At: at, Year: year, Items: []alert.Item{{Code: "O1", Status: ita.Pass}}}
			if i > 0 {
				l.Items[0].Status = ita.Missing
			}
			var events []alert.Event
			m, events = alert.Observe(alert.Config{}, m, &l)
			told += len(events)
		}
		if told != tt.want {
			t.Errorf("%v apart: %d events, want %d", tt.apart, told, tt.want)
		}
	}
}

func TestALookTakenIntoAccountTwiceCountsOnce(t *testing.T) {
	look := func(i int, s ita.Status) *alert.Look {
		return &alert.Look{Run: int64(i), At: start.AddDate(0, 0, i), Year: year, Items: []alert.Item{{Code: "O1", Status: s}}}
	}
	m, _ := alert.Observe(alert.Config{}, alert.Memory{}, look(0, ita.Pass))
	m, _ = alert.Observe(alert.Config{}, m, look(1, ita.Missing))
	again, events := alert.Observe(alert.Config{}, m, look(1, ita.Missing))
	if diff := gocmp.Diff(m, again); diff != "" || len(events) != 0 {
		t.Error(events, diff)
	}
}

func event(kind alert.Kind, code string, day int) alert.Event {
	return alert.Event{Kind: kind, Agency: alert.Agency{ID: "a"}, Code: code, At: start.AddDate(0, 0, day)}
}

func kinds(l alert.Letter) string {
	var out []string
	for _, e := range l.Events {
		out = append(out, e.Code+":"+string(e.Kind))
	}
	return strings.Join(out, " ")
}

func TestWhatCancelsOutIsNotTold(t *testing.T) {
	for _, tt := range []struct{ events, want string }{
		{"O1:worse O2:worse", "O1:worse O2:worse"},
		{"O1:worse O1:better", ""},
		{"O1:better O1:worse", ""},
		{"O1:worse O1:reminder", "O1:worse"},
		{"O1:reminder O1:better", "O1:better"},
		{"O1:due O1:due", "O1:due"},
		{"O1:worse O1:due", "O1:worse O1:due"},
		{"O1:worse O1:due O1:better", ""},
		{"O1:due O1:better", "O1:better"},
	} {
		var b alert.Box
		for i, word := range strings.Fields(tt.events) {
			code, kind, _ := strings.Cut(word, ":")
			b = b.Put([]alert.Event{event(alert.Kind(kind), code, i)})
		}
		_, letters := b.Write(alert.Config{}, "x", start)
		got := ""
		if len(letters) > 0 {
			got = kinds(letters[0])
		}
		if got != tt.want {
			t.Errorf("%s: told %q, want %q", tt.events, got, tt.want)
		}
	}
}

func TestQuietHours(t *testing.T) {
	night := alert.Config{Quiet: alert.Hours{From: 20, To: 7}}
	at := func(day, hour int) time.Time {
		return ita.Day(2567, time.December, 1).AddDate(0, 0, day).Add(time.Duration(hour) * time.Hour)
	}
	b := alert.Box{}.Put([]alert.Event{{Kind: alert.Worse, Code: "O1", At: at(0, 22)}})
	for _, tt := range []struct {
		day, hour int
		want      int
	}{{0, 22, 0}, {1, 6, 0}, {1, 7, 1}, {1, 21, 0}, {2, 6, 0}, {2, 21, 1}} {
		var letters []alert.Letter
		if b, letters = b.Write(night, "x", at(tt.day, tt.hour)); len(letters) != tt.want {
			t.Errorf("day %d, %d:00: %d letters, want %d", tt.day, tt.hour, len(letters), tt.want)
		}
	}
}

func TestOneReaderGetsOneLetterADay(t *testing.T) {
	b := alert.Box{}.Put([]alert.Event{event(alert.Worse, "O1", 0)})
	b, letters := b.Write(alert.Config{}, "x", start)
	if len(letters) != 1 {
		t.Fatalf("%d letters", len(letters))
	}
	b.Letters, b.Last = nil, start
	b = b.Put([]alert.Event{event(alert.Worse, "O2", 0)})
	if _, letters := b.Write(alert.Config{}, "x", start.Add(6*time.Hour)); len(letters) != 0 {
		t.Errorf("another one on the same day: %+v", letters)
	}
	if _, letters := b.Write(alert.Config{}, "x", start.AddDate(0, 0, 1)); len(letters) != 1 || kinds(letters[0]) != "O2:worse" {
		t.Errorf("the day after: %+v", letters)
	}
}
