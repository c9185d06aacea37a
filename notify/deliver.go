package notify

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"
)

// Defaults of Options.
const (
	defaultTries   = 3
	defaultPause   = 2 * time.Second
	defaultMaxWait = 30 * time.Second
)

// Options say how Deliver goes about it. The zero value is ready to use.
type Options struct {
	Skip    func(key, channel string) bool // messages that a channel has had already; nil: none
	Tries   int                            // how often a message is tried that may pass; 0: 3
	Pause   time.Duration                  // before the second try, doubled before each further one; 0: 2s
	MaxWait time.Duration                  // the longest pause that is sat out here; 0: 30s

	Now  func() time.Time                                 // nil: time.Now
	Wait func(ctx context.Context, d time.Duration) error // sits out a pause; nil: by the clock
	Log  *slog.Logger                                     // nil: nothing is logged
}

// Outcome is what became of one message on one channel.
type Outcome struct {
	Key       string
	Channel   string    // the channel's name
	Tries     int       // 0: it was not tried, because the channel or the time was spent
	Err       error     // nil: sent
	NotBefore time.Time // the receiver asked to be left alone until then; zero: it did not
}

// Sent reports whether the channel took the message.
func (o Outcome) Sent() bool { return o.Err == nil }

// errResting is the outcome of messages for a channel that asked for a long pause.
var errResting = errors.New("not tried: the receiver asked to be left alone for a while")

// Deliver sends every message on every channel that takes it, each channel's
// messages one after another and the channels side by side. What may pass is
// tried again after a pause, or when the receiver said. Once a message has
// failed in all its tries, those behind it get one try each, so that neither a
// dead server nor a single refused message holds up the rest.
//
// There is one outcome per message and channel that takes it, in the order of
// the messages, then of the channels; what Options.Skip names has none. Deliver
// keeps no state: the caller stores what was not sent, permanent failures too,
// since the message can go once somebody has mended the channel.
func Deliver(ctx context.Context, targets []Target, messages []Message, opts Options) []Outcome {
	o := opts.withDefaults()
	byTarget := make([][]*Outcome, len(targets))
	var wg sync.WaitGroup
	for i, t := range targets {
		wg.Go(func() { byTarget[i] = o.deliver(ctx, t, messages) })
	}
	wg.Wait()
	var out []Outcome
	for n := range messages {
		for i := range targets {
			if r := byTarget[i][n]; r != nil {
				out = append(out, *r)
			}
		}
	}
	return out
}

func (o Options) withDefaults() Options {
	o.Tries = cmp.Or(o.Tries, defaultTries)
	o.Pause = cmp.Or(o.Pause, defaultPause)
	o.MaxWait = cmp.Or(o.MaxWait, defaultMaxWait)
	if o.Skip == nil {
		o.Skip = func(string, string) bool { return false }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait == nil {
		o.Wait = wait
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// deliver sends the messages on one channel; the outcome of one that it does
// not take is nil.
func (o Options) deliver(ctx context.Context, t Target, messages []Message) []*Outcome {
	out := make([]*Outcome, len(messages))
	tries, resting := o.Tries, time.Time{}
	for i, m := range messages {
		if !t.Takes(m) || o.Skip(m.Key, t.Name) {
			continue
		}
		r := &Outcome{Key: m.Key, Channel: t.Name}
		out[i] = r
		if o.Now().Before(resting) {
			r.Err, r.NotBefore = errResting, resting
			continue
		}
		o.send(ctx, t, m, tries, r)
		if r.Err != nil && !IsPermanent(r.Err) {
			tries, resting = 1, r.NotBefore
		}
		o.log(ctx, r)
	}
	return out
}

// send tries one message until it is sent, refused for good or given up.
func (o Options) send(ctx context.Context, t Target, m Message, tries int, r *Outcome) {
	pause := o.Pause
	for {
		if err := ctx.Err(); err != nil {
			r.Err = cmp.Or(r.Err, err)
			return
		}
		r.Tries++
		r.Err, r.NotBefore = t.Channel.Send(ctx, m), time.Time{}
		if r.Err == nil || IsPermanent(r.Err) {
			return
		}
		after := RetryAfter(r.Err)
		if after > 0 {
			r.NotBefore = o.Now().Add(after)
		}
		if next := max(pause, after); r.Tries >= tries || next > o.MaxWait || o.Wait(ctx, next) != nil {
			return
		}
		pause *= 2
	}
}

func (o Options) log(ctx context.Context, r *Outcome) {
	if r.Err == nil {
		o.Log.InfoContext(ctx, "message sent", "channel", r.Channel, "key", r.Key, "tries", r.Tries)
		return
	}
	o.Log.WarnContext(ctx, "message not sent", "channel", r.Channel, "key", r.Key, "tries", r.Tries, "error", r.Err.Error(), "permanent", IsPermanent(r.Err))
}
