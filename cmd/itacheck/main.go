// Command itacheck checks a Thai public agency's website against the yearly
// OIT/ITA list.
//
// This package turns flags, the environment, files and signals into calls of
// the other packages, and their results into text and an exit code. It fetches
// and judges nothing itself.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"unicode"

	"github.com/spf13/cobra"

	"itacheck/audit"
	"itacheck/ita"
)

// Exit codes, as promised to scripts.
const (
	exitFindings    = 1   // audited, with findings at or above --fail-on
	exitUsage       = 2   // the command or its configuration is wrong
	exitCannotLook  = 3   // the website or its ITA page could not be read
	exitInterrupted = 130 // stopped by a signal
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	cobra.MousetrapHelpText = "" // which would refuse to run after a double-click: see start
	os.Exit(start(ctx, here(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the program: arguments in, exit code out.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, lang: language(args, os.Getenv)}
	root := a.root()
	root.SetArgs(args)
	return a.code(root.ExecuteContext(ctx))
}

// code tells an error to the user and returns the exit code for it.
func (a *app) code(err error) int {
	var outcome exit
	var look *audit.CannotLook
	switch {
	case err == nil:
		return 0
	case errors.As(err, &outcome):
		return int(outcome)
	case errors.As(err, &look):
		a.complain(look.Message.In(a.lang))
		if remedy := look.Remedy.In(a.lang); remedy != "" {
			fmt.Fprintln(a.stderr, a.say("สิ่งที่ควรทำ: ", "What to do: ")+printable(remedy))
		}
		switch look.Code {
		case ita.FailAddress:
			fmt.Fprintln(a.stderr, a.say("ถ้าเป็นอินทราเน็ตของหน่วยงานเอง เพิ่ม --allow-private", "for the agency's own intranet, add --allow-private"))
		case ita.FailCancelled:
			return exitInterrupted
		}
		return exitCannotLook
	}
	a.complain(err.Error())
	return exitUsage
}

// complain writes one line for each line of a message.
func (a *app) complain(message string) {
	for line := range strings.SplitSeq(message, "\n") {
		fmt.Fprintln(a.stderr, "itacheck: "+printable(line))
	}
}

// printable leaves out what may stand in the words of a website or a file and
// acts on a terminal: control characters, and those that turn text around.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf) {
			return -1
		}
		return r
	}, s)
}

// exit is a way to end that needs no message: what there is to say was said.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// mistakes are what is wrong with a command line, in the user's language. They
// are gathered so that all can be put right at once.
type mistakes []string

func (m *mistakes) add(message string) { *m = append(*m, message) }

// addErr adds an error, and reports whether there was one.
func (m *mistakes) addErr(err error) bool {
	if err != nil {
		m.add(err.Error())
	}
	return err != nil
}

func (m mistakes) err() error {
	if len(m) == 0 {
		return nil
	}
	return m
}

func (m mistakes) Error() string { return strings.Join(m, "\n") }
