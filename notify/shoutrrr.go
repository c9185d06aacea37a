package notify

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/nicholas-fedor/shoutrrr"

	"itacheck/internal/strictyaml"
)

// shoutrrrKind reaches the services that itacheck has no kind of its own for,
// such as Matrix, Gotify, Mattermost, Rocket.Chat, Google Chat and Pushover, by
// an address in the form of the library shoutrrr. The others are not left to it
// because it tells neither a refusal from a fault nor when to try again, follows
// redirects anywhere and puts addresses into its errors.
var shoutrrrKind = kind{"shoutrrr", []string{"url"}, readShoutrrr}

// shoutrrrLimit is what the strictest of the services takes.
const shoutrrrLimit = 1000

// ownKinds are services of shoutrrr with a kind of their own here; logger would
// write messages into the log.
var ownKinds = map[string]string{
	"smtp": "email", "slack": "slack", "discord": "discord", "telegram": "telegram", "teams": "teams", "ntfy": "ntfy", "logger": "stdout",
}

type viaShoutrrr struct {
	vault   *vault
	url     hidden
	service string
}

func readShoutrrr(m strictyaml.Map) opener {
	at := secretOf(m.Need("url", "name the service's address in the form of shoutrrr, which is a secret: ${SHOUTRRR_URL}"))
	return func(v *vault) (Channel, error) {
		s := viaShoutrrr{vault: v}
		if err := v.openAll(setting{&s.url, at}); err != nil {
			return nil, err
		}
		u, err := url.Parse(s.url())
		if err != nil || u.Scheme == "" {
			return nil, errors.New("this is no address of shoutrrr: write it as in gotify://host/token")
		}
		s.service, _, _ = strings.Cut(u.Scheme, "+")
		if own, ok := ownKinds[s.service]; ok {
			return nil, fmt.Errorf("the service %s has a kind of its own: write kind: %s", s.service, own)
		}
		if _, err := shoutrrr.CreateSender(s.url()); err != nil {
			return nil, fmt.Errorf("shoutrrr cannot read this address of the service %s: compare it with the library's documentation", s.service)
		}
		return s, nil
	}
}

// Send sends the message. The library's error is not repeated: it may hold
// parts of the address in any form.
func (s viaShoutrrr) Send(ctx context.Context, m Message) error {
	sender, err := shoutrrr.CreateSender(s.url())
	if err != nil {
		return Permanent(fmt.Errorf("the address of the service %s cannot be used: correct it", s.service))
	}
	done := make(chan error, 1)
	go func() { done <- errors.Join(sender.Send(chat(m, shoutrrrLimit, inUTF16), nil)...) }()
	select {
	case <-ctx.Done(): // the library has a time limit of its own and takes no context
		return fmt.Errorf("the service %s did not answer in time", s.service)
	case err := <-done:
		if err != nil {
			return fmt.Errorf("the service %s did not take the message, or could not be reached: check its address and token", s.service)
		}
		return nil
	}
}
