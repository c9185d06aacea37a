package crawler

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"itacheck/ita"
)

func TestEveryFailureHasItsCode(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	secure := httptest.NewTLSServer(http.HandlerFunc(html200(thaiPage)))
	secure.Config.ErrorLog = nil
	defer secure.Close()
	s := serve(t, noRobots(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/reset":
			hangUp(w, r)
		case "/silent":
			<-r.Context().Done()
		case "/drip":
			w.Header().Set("Content-Length", "1000000")
			for r.Context().Err() == nil {
				io.WriteString(w, "<p>")
				w.(http.Flusher).Flush()
				time.Sleep(20 * time.Millisecond)
			}
		case "/cut":
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, "<!doctype html>")
		case "/packed":
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, "no gzip at all")
		case "/noise":
			raw(w, "This is not HTTP\r\n\r\n")
		case "/429":
			w.WriteHeader(429)
		case "/407":
			w.WriteHeader(407)
		}
	}))
	patient, hasty := crawl(t, Config{}), crawl(t, Config{Timeout: 100 * time.Millisecond})
	for address, want := range map[string]string{
		closed.URL + "/": ita.FailConnect,
		secure.URL + "/": ita.FailTLSSelf,
		strings.Replace(s.URL, "http:", "https:", 1) + "/": ita.FailTLS,
		s.URL + "/reset":            ita.FailReset,
		s.URL + "/silent":           ita.FailTimeout,
		s.URL + "/drip":             ita.FailTimeout,
		s.URL + "/cut":              ita.FailReset,
		s.URL + "/packed":           ita.FailProtocol,
		s.URL + "/noise":            ita.FailProtocol,
		s.URL + "/429":              ita.FailRateLimit,
		s.URL + "/407":              ita.FailProxy,
		"mailto:info@example.go.th": ita.FailBadURL,
		"http:///no-host":           ita.FailBadURL,
		"http://a b.go.th/":         ita.FailBadURL,
		"":                          ita.FailBadURL,
	} {
		c := patient
		if want == ita.FailTimeout {
			c = hasty
		}
		f := c.Page(background, address).Fetch
		if f.Failure != want || f.Detail == "" || strings.Contains(f.Detail, "127.0.0.1") || f.URL != address {
			t.Errorf("%s: %q (%s), want %q", address, f.Failure, f.Detail, want)
		}
		if f := c.Probe(background, address); f.Failure != want || f.Detail == "" {
			t.Errorf("probe of %s: %q (%s), want %q", address, f.Failure, f.Detail, want)
		}
	}
}

// raw answers with bytes that are no HTTP.
func raw(w http.ResponseWriter, answer string) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		io.WriteString(conn, answer)
		conn.Close()
	}
}

func TestErrorsThatLoopbackCannotMake(t *testing.T) {
	done, cancel := context.WithCancel(background)
	cancel()
	late, cancel := context.WithTimeout(background, -1)
	defer cancel()
	wrap := func(err error) error { return &url.Error{Op: "Get", URL: "http://example.go.th", Err: err} }
	for _, c := range []struct {
		name string
		ctx  context.Context
		err  error
		want string
	}{
		{"no such host", background, &net.DNSError{IsNotFound: true}, ita.FailDNS},
		{"name server does not answer", background, &net.DNSError{IsTimeout: true, Err: "i/o timeout"}, ita.FailDNSTemp},
		{"dial timeout", background, &net.OpError{Op: "dial", Err: timeout{}}, ita.FailTimeout},
		{"no route", background, &net.OpError{Op: "dial", Err: errors.New("no route to host")}, ita.FailConnect},
		{"broken while reading", background, &net.OpError{Op: "read", Err: errors.New("connection reset by peer")}, ita.FailReset},
		{"HTTP/2 connection lost", background, errors.New("http2: client connection lost"), ita.FailReset},
		{"wrong host in the certificate", background, &tls.CertificateVerificationError{Err: x509.HostnameError{Certificate: &x509.Certificate{}}}, ita.FailTLSHost},
		{"expired certificate", background, &tls.CertificateVerificationError{Err: x509.CertificateInvalidError{Reason: x509.Expired}}, ita.FailTLS},
		{"handshake refused", background, &net.OpError{Op: "remote error", Err: tls.AlertError(40)}, ita.FailTLS},
		{"proxy is down", background, &net.OpError{Op: "proxyconnect", Err: errors.New("refused")}, ita.FailProxy},
		{"the caller stopped", done, io.EOF, ita.FailCancelled},
		{"the caller's time is over", late, timeout{}, ita.FailCancelled},
	} {
		code, detail := classify(c.ctx, wrap(c.err))
		if code != c.want || detail == "" || strings.Contains(detail, "example.go.th") {
			t.Errorf("%s: %q (%s), want %q", c.name, code, detail, c.want)
		}
	}
	if code, _ := classify(done, nil); code != "" {
		t.Error("an answer that came in time is none")
	}
}

type timeout struct{}

func (timeout) Error() string   { return "i/o timeout" }
func (timeout) Timeout() bool   { return true }
func (timeout) Temporary() bool { return true }

func TestPrivateAddressesAreRefused(t *testing.T) {
	s := serve(t, html200(thaiPage))
	port := s.URL[strings.LastIndexByte(s.URL, ':'):]
	c := New(Config{Delay: NoDelay})
	defer c.Close()
	for _, host := range []string{
		"127.0.0.1", "localhost", "LOCALHOST.", "web.localhost", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "192.168.1.1",
		"169.254.169.254", "0.0.0.0", "100.64.0.1", "[fd00::1]", "0x7f.1", "2130706433", "127.1",
	} {
		if f := c.Probe(background, "http://"+host+port+"/"); f.Failure != ita.FailAddress || f.Tries != 0 {
			t.Errorf("%s: %+v", host, f)
		}
		if f := c.Page(background, "http://"+host+port+"/").Fetch; f.Failure != ita.FailAddress && f.Failure != ita.FailBadURL {
			t.Errorf("%s: %+v", host, f)
		}
	}
	if len(s.visits("")) != 0 {
		t.Error("the server was asked")
	}
	// A name that leads to a private address gets as far as the dialer.
	if _, err := (&dialer{}).dial(background, "tcp", s.Listener.Addr().String()); err == nil {
		t.Error("loopback was dialled")
	} else if code, _ := classify(background, err); code != ita.FailAddress {
		t.Error(err)
	}
}

func TestARedirectToAPrivateAddressIsRefused(t *testing.T) {
	public := roundTrip(func(req *http.Request) (*http.Response, error) {
		if req.URL.Path == "/robots.txt" {
			return answer(req, 404, nil), nil
		}
		return answer(req, 302, http.Header{"Location": {"http://169.254.169.254/latest"}}), nil
	})
	c := New(Config{Delay: NoDelay, Transport: public})
	defer c.Close()
	f := c.Probe(background, "http://www.example.go.th/")
	if f.Failure != ita.FailAddress || f.FinalURL != "http://169.254.169.254/latest" || f.Status != 0 {
		t.Errorf("%+v", f)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func answer(req *http.Request, status int, h http.Header) *http.Response {
	if h == nil {
		h = http.Header{}
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(new(bytes.Buffer)), Request: req}
}

func TestTheProxyOfTheEnvironmentMayBeOnThisMachine(t *testing.T) {
	proxy := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodConnect {
			w.Header().Set("Proxy-Authenticate", "Basic")
			w.WriteHeader(407)
			return
		}
		html200(thaiPage)(w, r)
	})
	at, _ := url.Parse(proxy.URL)
	n := network(Config{}.withDefaults(), http.ProxyURL(at))
	defer n.CloseIdleConnections()
	c := New(Config{Delay: NoDelay, Transport: n})
	defer c.Close()
	if f := c.Probe(background, "http://www.example.go.th/"); f.Status != 200 || f.Failure != "" {
		t.Errorf("through the proxy: %+v", f)
	}
	if f := c.Probe(background, "http://10.0.0.1/"); f.Failure != ita.FailAddress {
		t.Errorf("private through the proxy: %+v", f)
	}
	if f := c.Probe(background, "https://www.example.go.th/"); f.Failure != ita.FailProxy || !strings.Contains(f.Detail, "407") {
		t.Errorf("proxy refuses: %+v", f)
	}
	proxy.Close()
	if f := c.Probe(background, "http://other.example.go.th/"); f.Failure != ita.FailProxy {
		t.Errorf("proxy is gone: %+v", f)
	}
}

func TestASlowAnswerIsWarnedOf(t *testing.T) {
	c := crawl(t, Config{})
	f := ita.Fetch{Status: 200, Elapsed: 11 * time.Second}
	c.finish(background, &f, nil)
	if fmt.Sprint(f.Warnings) != "[slow]" {
		t.Error(f.Warnings)
	}
}
