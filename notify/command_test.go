package notify

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// playCommand is what the test program does as the program of a channel.
func playCommand(part string) int {
	switch part {
	case "note":
		body, _ := io.ReadAll(os.Stdin)
		said := fmt.Sprintf("%s|%s|%s", body, strings.Join(os.Args[1:], " "), os.Getenv("SECRET"))
		if os.WriteFile(os.Getenv("NOTE"), []byte(said), 0o600) != nil {
			return 1
		}
	case "fail":
		fmt.Fprintln(os.Stderr, "the modem said", os.Getenv("OTHER"))
		return 3
	case "sleep":
		time.Sleep(time.Minute)
	}
	return 0
}

func TestACommand(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	self = filepath.ToSlash(self) // a backslash within "…" of YAML is none
	note := filepath.Join(t.TempDir(), "note")
	for name, c := range map[string]struct {
		part, run, want string
		permanent       bool
	}{
		"takes the message":  {"note", self, "", false},
		"fails":              {"fail", self, self + ": exit status 3: the modem said (secret)", false},
		"hangs":              {"sleep", self, self + " was stopped after 500ms", false},
		"is not there":       {"note", "/nowhere/alert", "/nowhere/alert cannot be run: check that it is there and may be run", true},
		"is not in the path": {"note", "itacheck-no-such-program", "itacheck-no-such-program cannot be run: check that it is there and may be run", true},
	} {
		limit := "1m"
		if c.part == "sleep" {
			limit = "500ms"
		}
		env := world(map[string]string{"SECRET": "sentinel-1234567"})
		env.Environ = append(os.Environ(), "NOTIFY_TEST_COMMAND="+c.part, "NOTE="+note, "SECRET=sentinel-1234567", "OTHER=sentinel-1234567")
		targets, err := load(t, `
    - {kind: slack, url: "${SECRET}"}
    - {kind: command, run: ["`+c.run+`", "a b", "$HOME"], timeout: `+limit+`}
`).Channels(env)
		if err == nil || len(targets) != 1 { // sentinel-1234567 is no address, but a secret
			t.Fatal(err)
		}
		err = targets[0].Channel.Send(t.Context(), hello)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != c.want || IsPermanent(err) != c.permanent {
			t.Errorf("%s: %v", name, err)
		}
	}
	said, err := os.ReadFile(note)
	if err != nil {
		t.Fatal(err)
	}
	body, rest, _ := strings.Cut(string(said), "\n|")
	if !strings.HasPrefix(body, `{"key":"run-7/กองคลัง"`) || rest != "a b $HOME|" {
		t.Errorf("the program got %s", said)
	}
}
