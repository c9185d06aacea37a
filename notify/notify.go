// Package notify carries messages about what changed to the people who have to
// act: by e-mail, LINE, a webhook and other channels, each read from the
// section notify: of a YAML file.
//
// It decides neither what is worth a message nor when, and it remembers
// nothing: Deliver says what became of each message, and the caller keeps what
// is still to be sent. Secrets are named in the file, never written there, and
// no error of this package repeats one.
package notify

import (
	"context"
	"time"

	"itacheck/ita"
)

// Message is one thing to say to whoever looks after some items.
type Message struct {
	Key     string    `json:"key"`            // the same each time that the message is sent again, and no other message's
	Owner   string    `json:"owner"`          // the unit whose message it is; empty: the agency's as a whole
	Subject string    `json:"subject"`        // one line that says it all
	Text    string    `json:"text"`           // blocks between empty lines; one that begins with "• " is an item, and is never cut
	HTML    string    `json:"html,omitempty"` // a whole page for e-mail; empty: e-mail has the text only
	Link    string    `json:"link"`           // the report; Text need not repeat it
	At      time.Time `json:"at"`             // when it was written
	Lang    ita.Lang  `json:"lang,omitempty"` // of the words that a channel adds; empty: Thai
}

// Channel is a way to send messages. An error says by IsPermanent whether
// sending the same again can help, and by RetryAfter when.
type Channel interface {
	Send(ctx context.Context, m Message) error
}

// Target is a channel of the file, ready to send.
type Target struct {
	Entry
	Channel Channel
}

// payload is a message as webhooks and commands get it.
type payload struct {
	Key     string `json:"key"`
	Owner   string `json:"owner"`
	Subject string `json:"subject"`
	Text    string `json:"text"`
	Link    string `json:"link"`
	At      string `json:"at"`
}

func payloadOf(m Message) payload {
	return payload{m.Key, m.Owner, m.Subject, m.Text, m.Link, m.At.In(ita.Bangkok).Format(time.RFC3339)}
}
