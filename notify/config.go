package notify

import (
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"itacheck/internal/strictyaml"
)

// Config is the section notify: of a file. Its zero value has no channels.
type Config struct {
	ping    source
	entries []Entry
}

// Entry is a channel as the file has it: its secrets have not been read.
type Entry struct {
	Name   string   // its own in the file; the kind where the file gives none
	Kind   string   // one of Kinds
	Owners []string // the units whose messages it takes; none: everybody's
	open   opener
}

// Takes reports whether the channel is one for a message.
func (e Entry) Takes(m Message) bool {
	return len(e.Owners) == 0 || slices.Contains(e.Owners, m.Owner)
}

// kind is a kind of channel: the keys that it has besides those of every
// channel, and how to read them.
type kind struct {
	name string
	keys []string
	read func(m strictyaml.Map) opener
}

// opener reads a channel's secrets and makes it ready.
type opener func(v *vault) (Channel, error)

// kinds lists every kind of channel.
func kinds() []kind {
	return []kind{
		emailKind, lineKind, webhookKind, slackKind, discordKind, telegramKind, teamsKind, ntfyKind, shoutrrrKind, stdoutKind, commandKind,
	}
}

// Kinds lists the names of the kinds of channel.
func Kinds() []string {
	var names []string
	for _, k := range kinds() {
		names = append(names, k.name)
	}
	return names
}

// Load reads the section notify: of a file that may hold anything else beside
// it. name is how the file is called in mistakes. An error is a
// strictyaml.Mistakes: everything wrong with the section, each at its place.
func Load(name string, data []byte) (Config, error) {
	file := strictyaml.Parse(name, data)
	var c Config
	for _, p := range file.Root().Pairs() {
		if p.Key.Text() == "notify" {
			c = Read(p.Value)
		}
	}
	if err := file.Err(); err != nil {
		return Config{}, err
	}
	return c, nil
}

// Read reads the section from the value of a file's key notify:. Mistakes are
// added to the file; where there is one, the Config is not to be used.
func Read(v strictyaml.Value) Config {
	m := v.Map("ping", "channels")
	c := Config{ping: secretOf(m.Get("ping"))}
	for _, v := range m.Get("channels").List() {
		e, ok := entry(v)
		if !ok {
			continue
		}
		if e.Name != "" && taken(e.Name, c.entries) {
			v.Mistake("a channel before this one is named %q too: what was sent is remembered by name, so give each its own", e.Name)
		}
		c.entries = append(c.entries, named(e, c.entries))
	}
	return c
}

// Entries lists the channels in the order of the file, without reading a secret.
func (c Config) Entries() []Entry { return slices.Clone(c.entries) }

// entry reads one channel: first its kind, which says what other keys it has.
func entry(v strictyaml.Value) (Entry, bool) {
	at := v
	for _, p := range v.Pairs() {
		if p.Key.Text() == "kind" {
			at = p.Value
		}
	}
	if !at.IsText() {
		at.Mistake("kind is missing: write kind: and one of %s", strings.Join(Kinds(), ", "))
		return Entry{}, false
	}
	i := slices.Index(Kinds(), at.Text())
	if i < 0 {
		at.Mistake("there is no channel of kind %q%s", at.Text(), kindMeant(at.Text()))
		return Entry{}, false
	}
	k := kinds()[i]
	m := v.Map(append([]string{"kind", "name", "owners"}, k.keys...)...)
	e := Entry{Name: m.Get("name").Text(), Kind: k.name, Owners: m.Get("owners").Texts(), open: k.read(m)}
	if m.Get("owners").IsEmptyList() {
		m.Get("owners").Mistake("owners is empty: write the units whose messages go here, or remove the line to send everybody's")
	}
	return e, true
}

// kindMeant ends the mistake about an unknown kind.
func kindMeant(word string) string {
	if strings.Contains(strings.ToLower(word), "line") && strings.Contains(strings.ToLower(word), "notify") {
		return ": LINE Notify ended in 2025; write kind: line, for the Messaging API of an official account"
	}
	if hint := strictyaml.DidYouMean(word, Kinds()); hint != "" {
		return hint
	}
	return ": the kinds are " + strings.Join(Kinds(), ", ")
}

// named gives a channel without a name the name of its kind, with a number
// after the first. The caller's outbox knows channels by their names, so those
// with names of their own keep them when the file is sorted otherwise.
func named(e Entry, before []Entry) Entry {
	if e.Name != "" {
		return e
	}
	e.Name = e.Kind
	for n := 2; taken(e.Name, before); n++ {
		e.Name = fmt.Sprintf("%s-%d", e.Kind, n)
	}
	return e
}

func taken(name string, before []Entry) bool {
	return slices.ContainsFunc(before, func(b Entry) bool { return b.Name == name })
}

// Env is what channels need of the world around them.
type Env struct {
	Getenv   func(name string) string
	ReadFile func(path string) ([]byte, error)
	Environ  []string         // what commands are given, but for the secrets named in the file
	Stdout   io.Writer        // of channels of kind stdout
	Roots    *x509.CertPool   // certificates to trust; nil: the system's
	Now      func() time.Time // nil: time.Now
}

// Channels reads the secrets and makes the channels ready. The error tells of
// every channel that cannot be made ready; those that can are returned with it.
func (c Config) Channels(env Env) ([]Target, error) {
	v := newVault(env)
	_, _ = v.open(c.ping) // so that no channel tells it and no command gets it; Pinger complains if it is not there
	var targets []Target
	var problems []error
	for _, e := range c.entries {
		ch, err := e.open(v)
		if err != nil {
			problems = append(problems, v.errorf("channel %s: %s", e.Name, strings.ReplaceAll(err.Error(), "\n", "; ")))
			continue
		}
		targets = append(targets, Target{e, ch})
	}
	return targets, errors.Join(problems...)
}

// address checks the address of a receiver. It is reached by TLS, or lies on
// this machine: messages and tokens do not cross a network in the open.
func address(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "" || strings.ContainsAny(text, " \t\n"):
		return errors.New("this is no web address: write it as in https://hooks.example.go.th/ita")
	case u.Scheme == "https", u.Scheme == "http" && loopback(u.Hostname()):
		return nil
	case u.Scheme == "http":
		return errors.New("the address must begin with https://, since http:// sends the message and its secrets in the open")
	}
	return errors.New("the address must begin with https://")
}

// addressOf reads an address that may be written out, being no secret; "" is otherwise.
func addressOf(v strictyaml.Value, otherwise string) source {
	s := settingOf(v)
	if s.isZero() {
		return source{plain: otherwise}
	}
	if s.plain != "" {
		if err := address(s.plain); err != nil {
			v.Mistake("%s", err)
		}
	}
	return s
}
