package notify

import (
	"context"
	"strings"

	"itacheck/internal/strictyaml"
)

// slackKind posts to an incoming webhook of Slack. Mattermost, Rocket.Chat and
// Google Chat take the same JSON.
var slackKind = kind{"slack", []string{"url"}, readSlack}

// slackLimit is what Slack advises; it cuts off at ten times as much.
const slackLimit = 4000

type slack struct {
	poster
	url hidden
}

func readSlack(m strictyaml.Map) opener {
	url := secretOf(m.Need("url", "name the address of the incoming webhook, which is a secret: ${SLACK_URL}"))
	return func(v *vault) (Channel, error) {
		s := slack{poster: v.poster()}
		err := v.openAddresses(setting{&s.url, url})
		return s, err
	}
}

// Send posts the message as text in which nothing is a command: Slack reads
// <!channel> as a call to everybody.
func (s slack) Send(ctx context.Context, m Message) error {
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace
	text := chat(m, slackLimit, func(s string) int { return inRunes(escape(s)) })
	return s.sent(ctx, s.url, nil, map[string]string{"text": escape(text)})
}
