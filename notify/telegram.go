package notify

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"itacheck/internal/strictyaml"
)

// telegramKind sends messages as a Telegram bot.
var telegramKind = kind{"telegram", []string{"token", "chat", "server"}, readTelegram}

const (
	telegramLimit  = 4096 // UTF-16 code units
	telegramServer = "https://api.telegram.org"
)

type telegram struct {
	poster
	server, token, chat hidden
}

func readTelegram(m strictyaml.Map) opener {
	token := secretOf(m.Need("token", "name the bot's token from @BotFather, such as ${TELEGRAM_TOKEN}"))
	to := settingOf(m.Need("chat", "write the number of the chat, or @name of the channel, to send to"))
	server := addressOf(m.Get("server"), telegramServer)
	return func(v *vault) (Channel, error) {
		t := telegram{poster: v.poster()}
		err := errors.Join(v.openAll(setting{&t.token, token}, setting{&t.chat, to}), v.openAddresses(setting{&t.server, server}))
		return t, err
	}
}

// Send posts the message as plain text. Telegram says in the body how long it
// wants to be left alone.
func (t telegram) Send(ctx context.Context, m Message) error {
	a, err := t.postJSON(ctx, below(t.server, "/bot"+t.token()+"/sendMessage"), nil, map[string]any{
		"chat_id":              t.chat(),
		"text":                 chat(m, telegramLimit, inUTF16),
		"link_preview_options": map[string]bool{"is_disabled": true},
	})
	if err != nil {
		return err
	}
	var said struct {
		Parameters struct {
			RetryAfter int `json:"retry_after"`
		} `json:"parameters"`
	}
	err = t.judge(a)
	if json.Unmarshal(a.body, &said) == nil && said.Parameters.RetryAfter > 0 && err != nil {
		return later(err, min(time.Duration(min(said.Parameters.RetryAfter, 1<<20))*time.Second, maxAfter))
	}
	return err
}
