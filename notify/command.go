package notify

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os/exec"
	"slices"
	"strings"
	"time"

	"itacheck/internal/strictyaml"
)

// commandKind runs a program with the message as JSON on its standard input.
var commandKind = kind{"command", []string{"run", "timeout"}, readCommand}

const (
	commandTimeout = 30 * time.Second
	maxCommand     = 10 * time.Minute
	commandGrace   = 2 * time.Second // for what a killed program left behind to let go of its output
)

type command struct {
	vault   *vault
	run     []string
	timeout time.Duration
}

func readCommand(m strictyaml.Map) opener {
	at := m.Need("run", "write the program and what it is given as a list, such as [/usr/local/bin/alert, --ita]")
	c := command{run: at.Texts(), timeout: timeoutOf(m.Get("timeout"))}
	if at.IsEmptyList() {
		at.Mistake("run is empty: write the program to run, such as [/usr/local/bin/alert]")
	}
	return func(v *vault) (Channel, error) {
		c := c
		c.vault = v
		return c, nil
	}
}

func timeoutOf(v strictyaml.Value) time.Duration {
	text := strictyaml.Digits(v.Text())
	if text == "" {
		return commandTimeout
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 || d > maxCommand {
		v.Mistake("%q is no time limit: write it as 30s or 2m, up to 10m", v.Text())
	}
	return d
}

// Send runs the program, without a shell and without the secrets of other
// channels in its environment. An exit code other than 0 is a failure that may pass.
func (c command) Send(ctx context.Context, m Message) error {
	body, err := encode(payloadOf(m))
	if err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	var said head
	cmd := exec.CommandContext(limited, c.run[0], c.run[1:]...)
	cmd.Env = c.vault.environ()
	cmd.Stdin = bytes.NewReader(append(body, '\n'))
	cmd.Stderr = &said
	cmd.WaitDelay = commandGrace
	err = cmd.Run()
	switch {
	case err == nil:
		return nil
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return Permanent(c.vault.errorf("%s cannot be run: check that it is there and may be run", c.run[0]))
	case limited.Err() != nil && ctx.Err() == nil:
		return c.vault.errorf("%s was stopped after %s", c.run[0], c.timeout)
	}
	return c.vault.errorf("%s: %s%s", c.run[0], err, quote(c.vault.scrub(string(said.first))))
}

// head keeps the beginning of what a program says: enough that what is quoted
// of it, a small part, never begins or ends within a secret.
type head struct{ first []byte }

const maxHead = 64 << 10

// Write keeps p as far as there is room.
func (h *head) Write(p []byte) (int, error) {
	h.first = append(h.first, p[:min(len(p), maxHead-len(h.first))]...)
	return len(p), nil
}

// environ is the environment without the variables that hold secrets of the file.
func (v *vault) environ() []string {
	out := []string{}
	for _, e := range v.env.Environ {
		name, _, _ := strings.Cut(e, "=")
		if !slices.Contains(v.names, name) {
			out = append(out, e)
		}
	}
	return out
}
