package notify

import (
	"context"
	"fmt"
	"io"

	"itacheck/internal/strictyaml"
)

// stdoutKind prints messages, for cron, which mails what a job prints.
var stdoutKind = kind{"stdout", nil, readStdout}

type stdout struct{ w io.Writer }

func readStdout(strictyaml.Map) opener {
	return func(v *vault) (Channel, error) { return stdout{v.env.Stdout}, nil }
}

// Send prints the message in one write.
func (s stdout) Send(_ context.Context, m Message) error {
	if err := Print(s.w, m); err != nil {
		return fmt.Errorf("writing to standard output: %w", err)
	}
	return nil
}

// Print writes a message as plain text, as a dry run shows it.
func Print(w io.Writer, m Message) error {
	_, err := io.WriteString(w, wrap(m.Subject, wrapWidth)+"\n\n"+plain(m)+"\n")
	return err
}
