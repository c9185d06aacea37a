package notify

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode"
)

const (
	httpTimeout = 30 * time.Second
	maxAnswer   = 64 << 10 // bytes read of an answer
	maxQuote    = 200      // characters of it that an error quotes
	maxHops     = 3        // redirects followed on one host
	userAgent   = "itacheck"
)

// poster sends messages to web addresses.
type poster struct {
	client *http.Client
	vault  *vault
}

// answer is what a server said.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (v *vault) poster() poster {
	transport := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: httpTimeout / 2}).DialContext,
		TLSClientConfig:       &tls.Config{RootCAs: v.env.Roots, MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2:     true,
		TLSHandshakeTimeout:   httpTimeout / 2,
		MaxIdleConnsPerHost:   1,
		IdleConnTimeout:       httpTimeout,
		ResponseHeaderTimeout: httpTimeout,
	}
	return poster{&http.Client{Transport: transport, Timeout: httpTimeout, CheckRedirect: sameHost}, v}
}

var errElsewhere = errors.New("the server sends to another place, where a message is not taken without your word: correct the address")

// sameHost follows redirects within one host that repeat the message; others
// would hand it, or its secrets, to somebody else, or lose it.
func sameHost(next *http.Request, via []*http.Request) error {
	first := via[0]
	if next.URL.Host != first.URL.Host || next.URL.Scheme != first.URL.Scheme || next.Method != first.Method || len(via) > maxHops {
		return errElsewhere
	}
	return nil
}

// postJSON posts a value as JSON.
func (p poster) postJSON(ctx context.Context, url hidden, header map[string]string, value any) (answer, error) {
	body, err := encode(value)
	if err != nil {
		return answer{}, err
	}
	return p.post(ctx, url, header, "application/json; charset=utf-8", body)
}

// encode is JSON that leaves <, > and & as they are: nobody puts it into HTML.
func encode(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return nil, Permanent(fmt.Errorf("writing the message as JSON: %w", err))
	}
	return bytes.TrimSpace(b.Bytes()), nil
}

func (p poster) post(ctx context.Context, at hidden, header map[string]string, contentType string, body []byte) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, at(), bytes.NewReader(body))
	if err != nil {
		return answer{}, Permanent(errors.New("the address cannot be used: correct it"))
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("User-Agent", userAgent)
	for k, v := range header {
		req.Header.Set(k, v)
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return answer{}, p.unreached(req.URL, err)
	}
	defer resp.Body.Close()
	// What follows the status only explains it: an answer cut short is no failure.
	data, _ := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	return answer{resp.StatusCode, resp.Header, data}, nil
}

// unreached is the error of a request without an answer. The client's own
// error holds the whole address.
func (p poster) unreached(at *url.URL, err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	told := p.vault.errorf("no answer from %s: %s", at.Host, err)
	if errors.Is(err, errElsewhere) {
		return Permanent(told)
	}
	return told
}

// judge is nil when a server has taken the message.
func (p poster) judge(a answer) error {
	if a.status/100 == 2 {
		return nil
	}
	err := p.vault.errorf("the server answered %s%s", statusWords(a.status), quote(p.vault.scrub(string(a.body))))
	if after := waitAsked(a.header.Get("Retry-After"), p.vault.env.Now()); after > 0 {
		return later(err, after)
	}
	if passing(a.status) {
		return err
	}
	return Permanent(err)
}

// passing reports whether a status is one that may be another on the next try.
func passing(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	}
	return status >= 500 && status != http.StatusNotImplemented
}

func statusWords(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}

// quote is the beginning of an answer, on one line, as the end of an error.
func quote(body string) string {
	line := strings.Join(strings.FieldsFunc(strings.ToValidUTF8(body, ""), func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) && !unicode.IsMark(r) }), " ")
	if line == "" || strings.HasPrefix(line, "<") { // a page, not a reason
		return ""
	}
	if runes := []rune(line); len(runes) > maxQuote {
		line = string(runes[:maxQuote]) + "…"
	}
	return ": " + line
}

// sent posts JSON and judges the answer.
func (p poster) sent(ctx context.Context, at hidden, header map[string]string, value any) error {
	a, err := p.postJSON(ctx, at, header, value)
	if err != nil {
		return err
	}
	return p.judge(a)
}

// below is the address of a path on a server.
func below(server hidden, path string) hidden {
	return plainly(strings.TrimRight(server(), "/") + path)
}

// loopback reports whether a host is this machine.
func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
