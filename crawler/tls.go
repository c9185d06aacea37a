package crawler

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"itacheck/ita"
)

// tolerant asks a second time, less strictly, when no secure connection comes
// about: what browsers open, with or without a question, is reachable. What was
// amiss becomes a warning of the Fetch: tls_legacy, tls_expired or
// tls_incomplete_chain. A certificate for another host or from nobody known
// stays a failure.
type tolerant struct {
	strict, lax http.RoundTripper
	roots       *x509.CertPool // nil: the system's
	needed      *sync.Map      // host:port that needs the lax one → true
}

func (t tolerant) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Scheme != "https" {
		return t.strict.RoundTrip(req)
	}
	key := hostPort(req.URL)
	_, lax := t.needed.Load(key)
	if !lax {
		resp, err := t.strict.RoundTrip(req)
		if err == nil || req.Context().Err() != nil {
			return resp, err
		}
		if code, _ := tlsFailure(err); code == "" {
			return nil, err
		}
		again, err2 := t.lax.RoundTrip(req)
		if err2 != nil {
			return nil, err
		}
		t.needed.Store(key, true)
		return t.warned(req, again), nil
	}
	resp, err := t.lax.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	return t.warned(req, resp), nil
}

// warned notes what is amiss with a connection.
func (t tolerant) warned(req *http.Request, resp *http.Response) *http.Response {
	f := filling(req.Context())
	warn := func(w string) {
		if !slices.Contains(f.Warnings, w) {
			f.Warnings = append(f.Warnings, w)
		}
	}
	state := resp.TLS
	if state == nil || len(state.PeerCertificates) == 0 {
		return resp
	}
	if state.Version < tls.VersionTLS12 || slices.ContainsFunc(tls.InsecureCipherSuites(), func(c *tls.CipherSuite) bool { return c.ID == state.CipherSuite }) {
		warn("tls_legacy")
	}
	at := time.Now()
	if leaf := state.PeerCertificates[0]; at.After(leaf.NotAfter) {
		warn("tls_expired")
		at = leaf.NotAfter
	}
	_, err := state.PeerCertificates[0].Verify(verification(state.PeerCertificates, state.ServerName, t.roots, at))
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		warn("tls_incomplete_chain")
	}
	return resp
}

func verification(chain []*x509.Certificate, host string, roots *x509.CertPool, at time.Time) x509.VerifyOptions {
	o := x509.VerifyOptions{Roots: roots, DNSName: host, Intermediates: x509.NewCertPool(), CurrentTime: at}
	for _, c := range chain[1:] {
		o.Intermediates.AddCert(c)
	}
	return o
}

// laxTLS accepts old protocol versions and ciphers, an expired certificate, and
// a chain whose missing links the certificates themselves say where to find.
func laxTLS(roots *x509.CertPool, missing *issuers) *tls.Config {
	cfg := &tls.Config{MinVersion: tls.VersionTLS10, Renegotiation: tls.RenegotiateOnceAsClient}
	for _, c := range slices.Concat(tls.CipherSuites(), tls.InsecureCipherSuites()) {
		cfg.CipherSuites = append(cfg.CipherSuites, c.ID)
	}
	cfg.InsecureSkipVerify = true // VerifyConnection does it
	cfg.VerifyConnection = func(state tls.ConnectionState) error {
		if len(state.PeerCertificates) == 0 {
			return errors.New("tls: no certificate")
		}
		leaf, at := state.PeerCertificates[0], time.Now()
		if at.After(leaf.NotAfter) {
			at = leaf.NotAfter
		}
		o := verification(state.PeerCertificates, state.ServerName, roots, at)
		last := state.PeerCertificates[len(state.PeerCertificates)-1]
		for links := 0; ; links++ {
			_, err := leaf.Verify(o)
			if _, ok := errors.AsType[x509.UnknownAuthorityError](err); !ok || links == 3 || len(last.IssuingCertificateURL) == 0 {
				return err
			}
			next, missingErr := missing.at(last.IssuingCertificateURL[0])
			if missingErr != nil {
				return err
			}
			o.Intermediates.AddCert(next)
			last = next
		}
	}
	return cfg
}

// issuers are the certificates that servers leave out, each fetched once. They
// are fetched while a request waits for its connection, and so at a pace of
// their own: a request that waits for another's place must not hold one.
type issuers struct {
	rt    http.RoundTripper
	found sync.Map // address → func() (*x509.Certificate, error)
}

func newIssuers(rt http.RoundTripper, cfg Config) *issuers {
	return &issuers{rt: &polite{next: guard{next: rt, allow: cfg.AllowPrivate}, pace: newPace(cfg), delay: cfg.Delay}}
}

// at returns the certificate that is served at an address.
func (i *issuers) at(address string) (*x509.Certificate, error) {
	find, _ := i.found.LoadOrStore(address, sync.OnceValues(func() (*x509.Certificate, error) { return i.fetch(address) }))
	return find.(func() (*x509.Certificate, error))()
}

func (i *issuers) fetch(address string) (*x509.Certificate, error) {
	ctx, cancel := context.WithTimeout(context.Background(), dialTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	resp, err := i.rt.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, &failure{code: ita.FailTLS, detail: "the issuer's certificate was not served"}
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return nil, err
	}
	if block, _ := pem.Decode(raw); block != nil {
		raw = block.Bytes
	}
	return x509.ParseCertificate(raw)
}
