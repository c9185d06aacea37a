package notify

import (
	"context"

	"itacheck/internal/strictyaml"
)

// discordKind posts to a webhook of a Discord channel.
var discordKind = kind{"discord", []string{"url"}, readDiscord}

const (
	discordLimit     = 2000 // characters
	discordNoPreview = 4    // the flag SUPPRESS_EMBEDS
)

type discord struct {
	poster
	url hidden
}

func readDiscord(m strictyaml.Map) opener {
	url := secretOf(m.Need("url", "name the address of the channel's webhook, which is a secret: ${DISCORD_URL}"))
	return func(v *vault) (Channel, error) {
		d := discord{poster: v.poster()}
		err := v.openAddresses(setting{&d.url, url})
		return d, err
	}
}

// Send posts the message, in which no @everyone calls anybody.
func (d discord) Send(ctx context.Context, m Message) error {
	return d.sent(ctx, d.url, nil, map[string]any{
		"content":          chat(m, discordLimit, inUTF16),
		"allowed_mentions": map[string][]string{"parse": {}},
		"flags":            discordNoPreview,
	})
}
