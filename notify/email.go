package notify

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/textproto"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"itacheck/internal/strictyaml"
)

// emailKind sends e-mail by SMTP.
var emailKind = kind{"email", []string{"host", "port", "tls", "unencrypted", "username", "password", "from", "to"}, readEmail}

const emailTimeout = 30 * time.Second // for a connection to stand; the whole may take twice as long

type email struct {
	vault              *vault
	host               string
	port               int
	tls                string
	from               *netmail.Address
	to                 []string
	username, password hidden
}

// tlsPorts are the ways to encrypt a connection and the usual port of each.
var tlsPorts = map[string]int{"starttls": 587, "tls": 465, "none": 25}

func readEmail(m strictyaml.Map) opener {
	e := email{
		host: m.Need("host", "write the name of the mail server, such as smtp.example.go.th").Text(),
		port: m.Get("port").Int(),
		tls:  m.Get("tls").Text(),
		from: mailAddress(m.Need("from", "write the sender's address, such as ita@example.go.th")),
	}
	for _, v := range m.Need("to", "write the addresses to send to as a list, such as [clerk@example.go.th]").List() {
		if a := mailAddress(v); a != nil {
			e.to = append(e.to, a.String())
		}
	}
	if m.Get("to").IsEmptyList() {
		m.Get("to").Mistake("to is empty: write the addresses to send to")
	}
	if e.port < 0 || e.port > 65535 {
		m.Get("port").Mistake("%d is no port: write 587, 465 or 25, or remove the line", e.port)
	}
	username, password := settingOf(m.Get("username")), secretOf(m.Get("password"))
	if m.Get("username").Exists() != m.Get("password").Exists() {
		m.Mistake("username and password belong together: write both, or neither if the server asks for none")
	}
	e.encryption(m)
	return func(v *vault) (Channel, error) {
		e := e
		e.vault, e.username, e.password = v, plainly(""), plainly("")
		err := v.openAll(setting{&e.username, username}, setting{&e.password, password})
		if e.password() != "" {
			v.hide("\x00" + e.username() + "\x00" + e.password()) // as it goes over the wire
		}
		return e, err
	}
}

// encryption reads how the connection is encrypted. Without encryption, no
// server gets a password, and one elsewhere needs a reason, in words.
func (e *email) encryption(m strictyaml.Map) {
	if e.tls == "" {
		e.tls = "starttls"
	}
	usual, ok := tlsPorts[e.tls]
	if !ok {
		m.Get("tls").Mistake("tls is %q: write starttls (port 587), tls (port 465) or none", e.tls)
	}
	if e.port == 0 {
		e.port = usual
	}
	if e.tls != "none" {
		return
	}
	if m.Get("password").Exists() {
		m.Get("password").Mistake("a password is not sent without encryption: use tls: starttls or tls: tls")
	}
	if loopback(e.host) {
		return
	}
	switch reason := m.Get("unencrypted").Text(); strings.ToLower(reason) {
	case "":
		m.Get("tls").Mistake("tls: none sends mail in the open: use starttls or tls, or say after unencrypted: why that does no harm")
	case "true", "false", "yes", "no", "on", "off":
		m.Get("unencrypted").Mistake("unencrypted takes the reason why that does no harm, in words")
	}
}

func mailAddress(v strictyaml.Value) *netmail.Address {
	text := v.Text()
	if text == "" {
		return nil
	}
	a, err := netmail.ParseAddress(text)
	if err != nil {
		v.Mistake("%q is no e-mail address: write it as clerk@example.go.th", text)
	}
	return a
}

// Send sends one message to all recipients; the server takes it for all or for none.
func (e email) Send(ctx context.Context, m Message) error {
	msg, err := e.message(m)
	if err != nil {
		return Permanent(e.vault.errorf("writing the e-mail: %s", err))
	}
	client, err := mail.NewClient(e.host, e.options()...)
	if err != nil {
		return Permanent(e.vault.errorf("mail server %s: %s", e.host, err))
	}
	err = dialAndSend(ctx, client, msg)
	if err == nil {
		return nil
	}
	told := e.vault.errorf("mail server %s: %s", e.host, oneLine(err.Error()))
	if refused(err) {
		return Permanent(told)
	}
	return told
}

// dialAndSend does not wait for the library when the context ends: that heeds it
// only until the connection stands. A mail that gets through afterwards bears
// the same Message-ID as the one that is sent for it later.
func dialAndSend(ctx context.Context, client *mail.Client, msg *mail.Msg) error {
	ctx, cancel := context.WithTimeout(ctx, 2*emailTimeout)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- client.DialAndSendWithContext(ctx, msg) }()
	select {
	case <-ctx.Done():
		return errors.New("no answer in time")
	case err := <-done:
		return err
	}
}

// refused reports whether a server has said no for good, with a code of 5xx.
func refused(err error) bool {
	var send *mail.SendError
	var reply *textproto.Error
	return errors.As(err, &send) && send.ErrorCode()/100 == 5 || errors.As(err, &reply) && reply.Code/100 == 5
}

func (e email) options() []mail.Option {
	options := []mail.Option{
		mail.WithPort(e.port),
		mail.WithTimeout(emailTimeout),
		mail.WithTLSConfig(&tls.Config{ServerName: e.host, RootCAs: e.vault.env.Roots, MinVersion: tls.VersionTLS12}),
	}
	switch e.tls {
	case "tls":
		options = append(options, mail.WithSSL())
	case "none":
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if e.username() != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(e.username()), mail.WithPassword(e.password()))
	}
	return options
}

// message writes the e-mail. Its Message-ID comes from the key, so that mail
// programs show a message that was sent twice once.
func (e email) message(m Message) (*mail.Msg, error) {
	msg := mail.NewMsg(mail.WithEncoding(mail.EncodingB64)) // shorter than quoted-printable for Thai
	if err := msg.From(e.from.String()); err != nil {
		return nil, err
	}
	if err := msg.To(e.to...); err != nil {
		return nil, err
	}
	msg.Subject(strings.Join(strings.Fields(m.Subject), " "))
	msg.SetDateWithValue(m.At)
	msg.SetMessageIDWithValue(e.messageID(m.Key))
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // so that nobody's absence is announced to it
	msg.SetBodyString(mail.TypeTextPlain, plain(m))
	if m.HTML != "" {
		msg.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	}
	return msg, nil
}

func (e email) messageID(key string) string {
	_, domain, _ := strings.Cut(e.from.Address, "@")
	sum := sha256.Sum256([]byte(key + "\n" + strings.Join(e.to, "\n")))
	return fmt.Sprintf("%x.itacheck@%s", sum[:16], domain)
}
