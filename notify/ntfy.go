package notify

import (
	"context"
	"errors"

	"itacheck/internal/strictyaml"
)

// ntfyKind publishes on a topic of ntfy.sh or of one's own ntfy.
var ntfyKind = kind{"ntfy", []string{"topic", "token", "server"}, readNtfy}

const (
	ntfyLimit  = 4096 // bytes; ntfy makes an attachment of more
	ntfyServer = "https://ntfy.sh"
)

type ntfy struct {
	poster
	server, topic, token hidden
}

func readNtfy(m strictyaml.Map) opener {
	topic := secretOf(m.Need("topic", "name the topic, which is a secret because whoever knows it can read and write: ${NTFY_TOPIC}"))
	token := secretOf(m.Get("token"))
	server := addressOf(m.Get("server"), ntfyServer)
	return func(v *vault) (Channel, error) {
		n := ntfy{poster: v.poster(), token: plainly("")}
		err := errors.Join(v.openAll(setting{&n.topic, topic}, setting{&n.token, token}), v.openAddresses(setting{&n.server, server}))
		return n, err
	}
}

// Send publishes the message as JSON, since a header cannot hold a Thai title.
func (n ntfy) Send(ctx context.Context, m Message) error {
	header := map[string]string{}
	if token := n.token(); token != "" {
		header["Authorization"] = "Bearer " + token
	}
	body := map[string]string{"topic": n.topic(), "title": m.Subject, "message": fit(m, "", reportLine(m), ntfyLimit, inBytes)}
	if m.Link != "" {
		body["click"] = m.Link
	}
	return n.sent(ctx, n.server, header, body)
}
