package notify

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"
)

// sink is a mail server that keeps what it is given. Replies says what it
// answers to a command instead of yes.
type sink struct {
	listener net.Listener
	tls      *tls.Config
	implicit bool // TLS from the first byte
	noTLS    bool // does not offer STARTTLS
	replies  map[string]string

	mu    sync.Mutex
	mails []string
	said  []string // the commands, with TLS before those that came encrypted
}

// newSink starts a server; change is given it before it serves.
func newSink(t *testing.T, change func(*sink)) (*sink, *x509.CertPool) {
	t.Helper()
	cert, roots := certificate(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &sink{listener: listener, tls: &tls.Config{Certificates: []tls.Certificate{cert}}}
	if change != nil {
		change(s)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.serve(conn)
		}
	}()
	return s, roots
}

// certificate makes one for 127.0.0.1 that only the pool trusts.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "sink"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

func (s *sink) serve(conn net.Conn) {
	defer func() { conn.Close() }()
	prefix := ""
	if s.implicit {
		conn, prefix = tls.Server(conn, s.tls), "TLS "
	}
	in := bufio.NewReader(conn)
	fmt.Fprint(conn, "220 sink ESMTP\r\n")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		verb, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(line)), " ")
		s.note(prefix + strings.TrimSpace(line))
		reply, special := s.replies[verb]
		switch {
		case special:
			fmt.Fprint(conn, strings.ReplaceAll(reply, "%s", strings.TrimSpace(line))+"\r\n")
		case verb == "EHLO" && prefix == "" && !s.noTLS:
			fmt.Fprint(conn, "250-sink\r\n250-STARTTLS\r\n250 8BITMIME\r\n")
		case verb == "EHLO":
			fmt.Fprint(conn, "250-sink\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n")
		case verb == "STARTTLS":
			fmt.Fprint(conn, "220 go ahead\r\n")
			conn, prefix = tls.Server(conn, s.tls), "TLS "
			in = bufio.NewReader(conn)
		case verb == "AUTH":
			fmt.Fprint(conn, "235 welcome\r\n")
		case verb == "DATA":
			fmt.Fprint(conn, "354 go on\r\n")
			s.keep(in)
			fmt.Fprint(conn, "250 kept\r\n")
		case verb == "QUIT":
			fmt.Fprint(conn, "221 bye\r\n")
			return
		default:
			fmt.Fprint(conn, "250 ok\r\n")
		}
	}
}

func (s *sink) note(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said = append(s.said, line)
}

func (s *sink) keep(in *bufio.Reader) {
	var b strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			break
		}
		b.WriteString(line)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mails = append(s.mails, b.String())
}

func (s *sink) yaml(more string) string {
	_, port, _ := net.SplitHostPort(s.listener.Addr().String())
	return `
    - kind: email
      host: 127.0.0.1
      port: ` + port + `
      from: "ระบบตรวจ ITA <ita@example.go.th>"
      to: [clerk@example.go.th, "ปลัด <palad@example.go.th>"]
` + more
}

const login = `
      username: ita
      password: ${P}
`

func TestMailIsEncryptedAndReadable(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*sink)
		more   string
		want   []string
	}{
		"by STARTTLS":  {nil, login, []string{"TLS AUTH PLAIN " + base64.StdEncoding.EncodeToString([]byte("\x00ita\x00sentinel-pw")), "TLS RCPT TO:<clerk@example.go.th>"}},
		"by TLS":       {func(s *sink) { s.implicit = true }, login + "      tls: tls\n", []string{"TLS RCPT TO:<palad@example.go.th>"}},
		"here, openly": {func(s *sink) { s.noTLS = true }, "      tls: none\n", []string{"RCPT TO:<clerk@example.go.th>"}},
	} {
		t.Run(name, func(t *testing.T) {
			s, roots := newSink(t, c.change)
			env := world(map[string]string{"P": "sentinel-pw"})
			env.Roots = roots
			if err := channel(t, s.yaml(c.more), env).Channel.Send(t.Context(), hello); err != nil {
				t.Fatal(err)
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			for _, want := range c.want {
				if !strings.Contains(strings.Join(s.said, "\n")+"\n", want) {
					t.Errorf("no %s in\n%s", want, strings.Join(s.said, "\n"))
				}
			}
			readable(t, s.mails[0])
		})
	}
}

// readable checks a mail as the reader's program shows it.
func readable(t *testing.T, text string) {
	m, err := mail.ReadMessage(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var words mime.WordDecoder
	subject, _ := words.DecodeHeader(m.Header.Get("Subject"))
	from, _ := m.Header.AddressList("From")
	for what, pair := range map[string][2]string{
		"subject":    {subject, hello.Subject},
		"from":       {from[0].Name, "ระบบตรวจ ITA"},
		"date":       {m.Header.Get("Date"), "Mon, 02 Mar 2026 12:00:00 +0700"},
		"message id": {m.Header.Get("Message-ID"), "<fd92c14de100eccde5252fb0c265be1d.itacheck@example.go.th>"},
		"automatic":  {m.Header.Get("Auto-Submitted"), "auto-generated"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %q, want %q", what, pair[0], pair[1])
		}
	}
	for line := range strings.SplitSeq(text, "\r\n") {
		if len(line) > 998 || strings.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
			t.Errorf("a line that mail servers may break: %q", line)
		}
	}
	_, params, _ := mime.ParseMediaType(m.Header.Get("Content-Type"))
	parts := multipart.NewReader(m.Body, params["boundary"])
	for _, want := range []string{"text/plain; charset=UTF-8|" + plain(hello), "text/html; charset=UTF-8|" + hello.HTML} {
		p, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
		if got := p.Header.Get("Content-Type") + "|" + strings.ReplaceAll(string(body), "\r\n", "\n"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestMailThatIsNotTaken(t *testing.T) {
	for name, c := range map[string]struct {
		change    func(*sink)
		trusted   bool
		want      string
		permanent bool
	}{
		"the mailbox is full":         {func(s *sink) { s.replies = map[string]string{"RCPT": "452 4.2.2 full"} }, true, `452 "4.2.2 full"`, false},
		"there is no such person":     {func(s *sink) { s.replies = map[string]string{"RCPT": "550 5.1.1 nobody"} }, true, `550 "5.1.1 nobody"`, true},
		"a wrong password":            {func(s *sink) { s.replies = map[string]string{"AUTH": "535 5.7.8 no: %s"} }, true, `535 "5.7.8 no: AUTH PLAIN (secret)"`, true},
		"a busy server":               {func(s *sink) { s.replies = map[string]string{"MAIL": "451 4.3.0 later"} }, true, `451 "4.3.0 later"`, false},
		"no STARTTLS":                 {func(s *sink) { s.noTLS = true }, true, "does not support STARTTLS", false},
		"a certificate of nobody's":   {nil, false, "certificate signed by unknown authority", false},
		"the message is not welcome":  {func(s *sink) { s.replies = map[string]string{"DATA": "554 5.7.1 spam"} }, true, `554 "5.7.1 spam"`, true},
		"the server has gone already": {func(s *sink) { s.listener.Close() }, true, "connection refused", false},
	} {
		s, roots := newSink(t, c.change)
		env := world(map[string]string{"P": "sentinel-pw"})
		env.Roots = roots
		if !c.trusted {
			env.Roots = x509.NewCertPool()
		}
		err := channel(t, s.yaml(login), env).Channel.Send(t.Context(), hello)
		if err == nil || !strings.Contains(err.Error(), c.want) || IsPermanent(err) != c.permanent {
			t.Errorf("%s: %v (permanent %t), want %s", name, err, IsPermanent(err), c.want)
		}
		if len(s.mails) != 0 {
			t.Errorf("%s: a mail was taken", name)
		}
	}
}
