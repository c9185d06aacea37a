package notify

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// scripted is a channel that answers as written, then takes everything.
type scripted struct {
	answers []error
	got     []string
}

func (s *scripted) Send(_ context.Context, m Message) error {
	s.got = append(s.got, m.Key)
	if len(s.answers) == 0 {
		return nil
	}
	err := s.answers[0]
	s.answers = s.answers[1:]
	return err
}

// clock is a time that passes only by waiting.
type clock struct {
	now    time.Time
	waited []string
}

func (c *clock) wait(_ context.Context, d time.Duration) error {
	c.waited = append(c.waited, d.String())
	c.now = c.now.Add(d)
	return nil
}

func TestDeliver(t *testing.T) {
	down, bad := errors.New("down"), Permanent(errors.New("bad"))
	for name, c := range map[string]struct {
		answers           []error
		got, waited, want string
	}{
		"all goes well":                       {nil, "a b c", "", "a:1 b:1 c:1"},
		"a fault that passes":                 {[]error{down, down}, "a a a b c", "2s 4s", "a:3 b:1 c:1"},
		"one that is refused for good":        {[]error{bad}, "a b c", "", "a:1 bad, b:1 c:1"},
		"a receiver that wants a rest":        {[]error{later(down, 20*time.Second)}, "a a b c", "20s", "a:2 b:1 c:1"},
		"one that wants a long rest":          {[]error{later(down, time.Hour)}, "a", "", "a:1 down until 13:00, b:0 not tried until 13:00, c:0 not tried until 13:00,"},
		"a server that is down":               {[]error{down, down, down, down, down}, "a a a b c", "2s 4s", "a:3 down, b:1 down, c:1 down,"},
		"a message that harms":                {[]error{down, down, down}, "a a a b c", "2s 4s", "a:3 down, b:1 c:1"},
		"a rest that is over by the next one": {[]error{later(down, time.Second), later(down, time.Second)}, "a a a b c", "2s 4s", "a:3 b:1 c:1"},
	} {
		ch, clock := &scripted{answers: c.answers}, &clock{now: noon}
		outcomes := Deliver(t.Context(), []Target{{Entry{Name: "x"}, ch}}, []Message{{Key: "a"}, {Key: "b"}, {Key: "c"}},
			Options{Now: func() time.Time { return clock.now }, Wait: clock.wait})
		var told []string
		for _, o := range outcomes {
			told = append(told, tell(o))
		}
		got := [3]string{strings.Join(ch.got, " "), strings.Join(clock.waited, " "), strings.Join(told, " ")}
		if diff := cmp.Diff([3]string{c.got, c.waited, c.want}, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func tell(o Outcome) string {
	s := fmt.Sprintf("%s:%d", o.Key, o.Tries)
	if o.Err == nil {
		return s
	}
	reason, _, _ := strings.Cut(o.Err.Error(), ":")
	s += " " + reason
	if !o.NotBefore.IsZero() {
		s += " until " + o.NotBefore.Format("15:04")
	}
	return s + ","
}

func TestDeliverTellsPerMessageAndChannel(t *testing.T) {
	targets := []Target{
		{Entry{Name: "all"}, &scripted{}},
		{Entry{Name: "finance", Owners: []string{"กองคลัง"}}, &scripted{answers: []error{Permanent(errors.New("bad"))}}},
	}
	messages := []Message{{Key: "1", Owner: "กองคลัง"}, {Key: "2", Owner: "กองช่าง"}, {Key: "3", Owner: "กองคลัง"}}
	had := func(key, channel string) bool { return key == "3" && channel == "all" }
	var got []string
	for _, o := range Deliver(t.Context(), targets, messages, Options{Skip: had}) {
		got = append(got, fmt.Sprintf("%s %s %t", o.Key, o.Channel, o.Sent()))
	}
	want := []string{"1 all true", "1 finance false", "2 all true", "3 finance true"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestASampleReachesEveryChannel(t *testing.T) {
	finance := &scripted{}
	targets := []Target{{Entry{Name: "finance", Owners: []string{"กองคลัง"}}, finance}}
	out := Deliver(t.Context(), Everywhere(targets), []Message{Sample("th", noon)}, Options{})
	if len(out) != 1 || !out[0].Sent() || targets[0].Owners == nil {
		t.Error(out, targets)
	}
}

func TestDeliverEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ch := &scripted{}
	out := Deliver(ctx, []Target{{Entry{Name: "x"}, ch}}, []Message{{Key: "a"}}, Options{})
	if len(ch.got) != 0 || len(out) != 1 || !errors.Is(out[0].Err, context.Canceled) || out[0].Tries != 0 {
		t.Error(ch.got, out)
	}
}

func TestAWaitIsCutShort(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	out := Deliver(ctx, []Target{{Entry{Name: "x"}, &scripted{answers: []error{errors.New("down")}}}}, []Message{{Key: "a"}}, Options{Pause: 20 * time.Second})
	if time.Since(start) > 10*time.Second || out[0].Sent() || out[0].Err.Error() != "down" {
		t.Error(out)
	}
}
