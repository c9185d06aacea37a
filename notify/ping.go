package notify

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"
)

const (
	pingTimeout = 10 * time.Second
	maxNote     = 10_000 // bytes that Healthchecks keeps
)

// Pinger tells a dead-man's switch, such as Healthchecks, that a run began and
// how it ended: the switch raises the alarm when it hears nothing. It never
// stops a run; what goes wrong is only logged. A nil Pinger does nothing.
type Pinger struct {
	poster
	url hidden
	log *slog.Logger
}

// Pinger makes the pinger of a file ready; nil when the file has no ping.
func (c Config) Pinger(env Env, log *slog.Logger) (*Pinger, error) {
	if c.ping.isZero() {
		return nil, nil
	}
	v := newVault(env)
	p := &Pinger{poster: v.poster(), log: log}
	if err := v.openAddresses(setting{&p.url, c.ping}); err != nil {
		return nil, fmt.Errorf("ping: %w", err)
	}
	if p.log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	return p, nil
}

// Start says that a run has begun.
func (p *Pinger) Start(ctx context.Context) { p.ping(ctx, "start", "") }

// Success says that a run has ended well; the note is for whoever looks there.
func (p *Pinger) Success(ctx context.Context, note string) { p.ping(ctx, "", note) }

// Fail says that a run has failed, and why.
func (p *Pinger) Fail(ctx context.Context, note string) { p.ping(ctx, "fail", note) }

// ping sends an event. That the context has ended, perhaps with the run, does
// not keep it from being told.
func (p *Pinger) ping(ctx context.Context, event, note string) {
	if p == nil {
		return
	}
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), pingTimeout)
	defer cancel()
	note = cut(p.vault.scrub(note), maxNote, inBytes)
	a, err := p.post(limited, p.address(event), nil, "text/plain; charset=utf-8", []byte(note))
	if err == nil {
		err = p.judge(a)
	}
	if err != nil {
		p.log.WarnContext(ctx, "ping not sent", "event", orSuccess(event), "error", err.Error())
	}
}

func orSuccess(event string) string {
	if event == "" {
		return "success"
	}
	return event
}

// address is the address with the event after its path.
func (p *Pinger) address(event string) hidden {
	u, err := url.Parse(p.url())
	if err != nil || event == "" {
		return p.url
	}
	u.Path = strings.TrimRight(u.Path, "/") + "/" + event
	u.RawPath = ""
	return plainly(u.String())
}
