package crawler

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/url"
	"strings"
	"syscall"

	"code.dny.dev/ssrf"

	"itacheck/ita"
)

// failure is an error that knows its code already.
type failure struct {
	code   string
	detail string // a short sentence without the address
	err    error  // what it was made of; may be nil
}

func (f *failure) Error() string { return f.detail }
func (f *failure) Unwrap() error { return f.err }

// classify gives an exchange's error its ita.Fail code and puts it into words.
// ctx is the caller's: what ended with it was interrupted, not slow.
func classify(ctx context.Context, err error) (code, detail string) {
	if err == nil {
		return "", ""
	}
	if cause := ctx.Err(); cause != nil {
		if errors.Is(cause, context.DeadlineExceeded) {
			return ita.FailCancelled, "the time for the whole run was used up"
		}
		return ita.FailCancelled, "stopped before the answer came"
	}
	if f, ok := errors.AsType[*failure](err); ok {
		return f.code, f.detail
	}
	for _, known := range []func(error) (code, detail string){proxyFailure, addressFailure, nameFailure, tlsFailure, networkFailure} {
		if code, detail := known(err); code != "" {
			return code, detail
		}
	}
	return ita.FailProtocol, "the answer is not valid HTTP: " + cause(err)
}

// cause is the error's own words, without the method and address that net/http puts before them.
func cause(err error) string {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	return strings.TrimPrefix(err.Error(), "net/http: ")
}

func proxyFailure(err error) (code, detail string) {
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "proxyconnect" {
		return ita.FailProxy, "the proxy cannot be reached: " + op.Err.Error()
	}
	return "", ""
}

func addressFailure(err error) (code, detail string) {
	for _, refused := range []error{ssrf.ErrProhibitedIP, ssrf.ErrProhibitedNetwork, ssrf.ErrProhibitedPort, ssrf.ErrInvalidHostPort} {
		if errors.Is(err, refused) {
			return ita.FailAddress, "the host name leads to a private or reserved address"
		}
	}
	return "", ""
}

func nameFailure(err error) (code, detail string) {
	dns, ok := errors.AsType[*net.DNSError](err)
	switch {
	case !ok:
		return "", ""
	case dns.IsNotFound:
		return ita.FailDNS, "the host name does not exist"
	}
	return ita.FailDNSTemp, "the host name could not be looked up: " + dns.Err
}

func tlsFailure(err error) (code, detail string) {
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		if v, ok := errors.AsType[*tls.CertificateVerificationError](err); ok && selfSigned(v.UnverifiedCertificates) {
			return ita.FailTLSSelf, "the certificate is signed by itself"
		}
		return ita.FailTLS, "the certificate is not from an authority that is known here, or the server leaves out the ones between"
	}
	if wrong, ok := errors.AsType[x509.HostnameError](err); ok {
		return ita.FailTLSHost, "the certificate is for another host name, " + strings.Join(wrong.Certificate.DNSNames, ", ")
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		if invalid.Reason == x509.Expired {
			return ita.FailTLS, "the certificate has expired or is not yet valid"
		}
		return ita.FailTLS, "the certificate is not valid: " + invalid.Error()
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return ita.FailTLS, "the server does not speak TLS on this port"
	}
	text := cause(err)
	if strings.Contains(text, "server gave HTTP response to HTTPS client") {
		return ita.FailTLS, "the server does not speak TLS on this port"
	}
	alert, alerted := errors.AsType[tls.AlertError](err)
	if alert == alertHandshake {
		return ita.FailTLS, "no way of encryption in common, old ones included: the server may know only DHE, which browsers refuse too"
	}
	_, verify := errors.AsType[*tls.CertificateVerificationError](err)
	if alerted || verify || strings.Contains(text, "tls: ") || strings.Contains(text, "x509: ") {
		return ita.FailTLS, "no secure connection: " + strings.TrimPrefix(text, "remote error: ")
	}
	return "", ""
}

// alertHandshake is TLS's handshake_failure (RFC 8446, section 6.2).
const alertHandshake tls.AlertError = 40

// selfSigned reports whether a server's own certificate is its own issuer.
func selfSigned(chain []*x509.Certificate) bool {
	return len(chain) > 0 && bytes.Equal(chain[0].RawIssuer, chain[0].RawSubject)
}

// refusedOnWindows is WSAECONNREFUSED, which syscall.ECONNREFUSED is not.
const refusedOnWindows = syscall.Errno(10061)

func networkFailure(err error) (code, detail string) {
	if n, ok := errors.AsType[net.Error](err); ok && n.Timeout() {
		return ita.FailTimeout, "no connection in time"
	}
	for _, damaged := range []error{gzip.ErrHeader, gzip.ErrChecksum} {
		if errors.Is(err, damaged) {
			return ita.FailProtocol, "the answer is not packed as it says"
		}
	}
	if _, ok := errors.AsType[flate.CorruptInputError](err); ok {
		return ita.FailProtocol, "the answer is not packed as it says"
	}
	op, ok := errors.AsType[*net.OpError](err)
	switch {
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, refusedOnWindows):
		return ita.FailConnect, "the server refused the connection"
	case ok && op.Op == "dial":
		return ita.FailConnect, "the server cannot be reached: " + op.Err.Error()
	case ok && (op.Op == "read" || op.Op == "write"), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed):
		return ita.FailReset, "the connection broke before the answer was complete"
	}
	text := cause(err)
	for _, broken := range []string{"server closed idle connection", "connection lost", "stream error", "GOAWAY", "use of closed"} {
		if strings.Contains(text, broken) {
			return ita.FailReset, "the connection broke before the answer was complete"
		}
	}
	return "", ""
}
