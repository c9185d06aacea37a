package notify

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"regexp"

	"itacheck/internal/strictyaml"
)

// lineKind pushes messages through an official account of LINE. LINE Notify,
// which needed no account, has ended.
var lineKind = kind{"line", []string{"token", "to", "server"}, readLine}

const (
	lineLimit  = 5000 // UTF-16 code units of one text
	lineServer = "https://api.line.me"
)

var linePattern = regexp.MustCompile(`^[UCR][0-9a-f]{32}$`)

type line struct {
	poster
	server, token, to hidden
}

func readLine(m strictyaml.Map) opener {
	token := secretOf(m.Need("token", "name the channel access token of the official account, such as ${LINE_TOKEN}"))
	to := settingOf(m.Need("to", "write the id of the user (U…), group (C…) or room (R…) to push to; the account's webhook shows it"))
	if to.plain != "" && !linePattern.MatchString(to.plain) {
		m.Get("to").Mistake("%q is no id of LINE: it is U, C or R and 32 digits or letters a to f, as the account's webhook shows it", to.plain)
	}
	server := addressOf(m.Get("server"), lineServer)
	return func(v *vault) (Channel, error) {
		l := line{poster: v.poster()}
		err := errors.Join(v.openAll(setting{&l.token, token}, setting{&l.to, to}), v.openAddresses(setting{&l.server, server}))
		return l, err
	}
}

// Send pushes one text. LINE takes a retry key once: told it again, it answers
// 409 and says which message it has already, which is as good as sent.
func (l line) Send(ctx context.Context, m Message) error {
	header := map[string]string{
		"Authorization":    "Bearer " + l.token(),
		"X-Line-Retry-Key": uuid(m.Key + "\n" + l.to()),
	}
	body := map[string]any{
		"to":       l.to(),
		"messages": []map[string]string{{"type": "text", "text": chat(m, lineLimit, inUTF16)}},
	}
	a, err := l.postJSON(ctx, below(l.server, "/v2/bot/message/push"), header, body)
	if err != nil {
		return err
	}
	if a.status == http.StatusConflict && a.header.Get("X-Line-Accepted-Request-Id") != "" {
		return nil
	}
	return l.judge(a)
}

// uuid is a UUID that is always the same for a key (version 8: by own rules).
func uuid(key string) string {
	h := sha256.Sum256([]byte(key))
	h[6] = h[6]&0x0f | 0x80
	h[8] = h[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
}
