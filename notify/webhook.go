package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"time"

	"itacheck/internal/strictyaml"
)

// webhookKind posts messages as signed JSON to a program of one's own.
var webhookKind = kind{"webhook", []string{"url", "secret"}, readWebhook}

// Headers of a webhook. The signature is over the timestamp, a full stop and
// the body, so that a recorded request cannot be sent again later: the receiver
// refuses timestamps that are more than a few minutes off.
const (
	SignatureHeader = "X-Itacheck-Signature"
	TimestampHeader = "X-Itacheck-Timestamp" // seconds since 1970
)

type webhook struct {
	poster
	url, secret hidden
}

func readWebhook(m strictyaml.Map) opener {
	url := addressOf(m.Need("url", "write the address to post to, such as https://hooks.example.go.th/ita"), "")
	secret := secretOf(m.Need("secret", "name the key that messages are signed with, such as ${WEBHOOK_SECRET}"))
	return func(v *vault) (Channel, error) {
		w := webhook{poster: v.poster()}
		err := errors.Join(v.openAddresses(setting{&w.url, url}), v.openAll(setting{&w.secret, secret}))
		return w, err
	}
}

// Send posts the message.
func (w webhook) Send(ctx context.Context, m Message) error {
	body, err := encode(payloadOf(m))
	if err != nil {
		return err
	}
	at := strconv.FormatInt(w.vault.env.Now().Unix(), 10)
	header := map[string]string{TimestampHeader: at, SignatureHeader: Sign(w.secret(), at, body)}
	a, err := w.post(ctx, w.url, header, "application/json; charset=utf-8", body)
	if err != nil {
		return err
	}
	return w.judge(a)
}

// Sign is the signature of a webhook's body, as its header has it.
func Sign(secret, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(timestamp + "."))
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

// maxSkew is how far a webhook's timestamp may be from the receiver's clock.
const maxSkew = 5 * time.Minute

// Verify reports whether a webhook's headers and body were made with the secret
// within five minutes of now: what a receiver has to check.
func Verify(secret, timestamp, signature string, body []byte, now time.Time) bool {
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || now.Sub(time.Unix(seconds, 0)).Abs() > maxSkew {
		return false
	}
	return hmac.Equal([]byte(Sign(secret, timestamp, body)), []byte(signature))
}
