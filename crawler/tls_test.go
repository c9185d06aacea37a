package crawler

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"itacheck/ita"
)

// signed makes a certificate; a nil parent signs itself.
func signed(t *testing.T, c *x509.Certificate, parent *x509.Certificate, parentKey, key any) *x509.Certificate {
	t.Helper()
	var public any
	switch k := key.(type) {
	case *ecdsa.PrivateKey:
		public = k.Public()
	case *rsa.PrivateKey:
		public = k.Public()
	}
	if parent == nil {
		parent, parentKey = c, key
	}
	c.SerialNumber = big.NewInt(time.Now().UnixNano())
	if c.NotBefore.IsZero() {
		c.NotBefore, c.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, public, parentKey)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func authority(name string) *x509.Certificate {
	return &x509.Certificate{Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
}

func leaf(host string) *x509.Certificate {
	return &x509.Certificate{Subject: pkix.Name{CommonName: host}, DNSNames: []string{host}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
}

func TestCarelessTLSIsAWarningAndWrongTLSAFailure(t *testing.T) {
	newKey := func() *ecdsa.PrivateKey {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	rootKey, midKey, key := newKey(), newKey(), newKey()
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	root := signed(t, authority("root"), nil, nil, rootKey)
	strangerKey := newKey()
	stranger := signed(t, authority("stranger"), nil, nil, strangerKey)
	mid := signed(t, authority("mid"), root, rootKey, midKey)
	issuers := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Write(mid.Raw) })
	roots := x509.NewCertPool()
	roots.AddCert(root)

	expired := leaf("localhost")
	expired.NotBefore, expired.NotAfter = time.Now().Add(-9*time.Hour), time.Now().Add(-8*time.Hour)
	lonely := leaf("localhost")
	lonely.IssuingCertificateURL = []string{issuers.URL + "/mid.crt"}
	chain := func(key any, certs ...*x509.Certificate) *tls.Config {
		c := tls.Certificate{PrivateKey: key}
		for _, cert := range certs {
			c.Certificate = append(c.Certificate, cert.Raw)
		}
		return &tls.Config{Certificates: []tls.Certificate{c}}
	}
	old := chain(rsaKey, signed(t, leaf("localhost"), root, rootKey, rsaKey))
	old.MinVersion, old.MaxVersion = tls.VersionTLS10, tls.VersionTLS10
	weak := chain(rsaKey, signed(t, leaf("localhost"), root, rootKey, rsaKey))
	weak.MaxVersion, weak.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}
	long := authority("root")
	long.NotBefore, long.NotAfter = time.Now().Add(-99*time.Hour), time.Now().Add(time.Hour)
	oldRoot := signed(t, long, nil, nil, rootKey)
	roots.AddCert(oldRoot)

	for name, c := range map[string]struct {
		config            *tls.Config
		failure, warnings string
	}{
		"in order":              {chain(key, signed(t, leaf("localhost"), mid, midKey, key), mid), "", "[]"},
		"expired":               {chain(key, signed(t, expired, oldRoot, rootKey, key)), "", "[tls_expired]"},
		"intermediate left out": {chain(key, signed(t, lonely, mid, midKey, key)), "", "[tls_incomplete_chain]"},
		"intermediate nowhere":  {chain(key, signed(t, leaf("localhost"), mid, midKey, key)), ita.FailTLS, "[]"},
		"TLS 1.0 only":          {old, "", "[tls_legacy]"},
		"weak ciphers only":     {weak, "", "[tls_legacy]"},
		"for another host":      {chain(key, signed(t, leaf("www.example.go.th"), root, rootKey, key)), ita.FailTLSHost, "[]"},
		"signed by itself":      {chain(key, signed(t, leaf("localhost"), nil, nil, key)), ita.FailTLSSelf, "[]"},
		"authority unknown":     {chain(key, signed(t, leaf("localhost"), stranger, strangerKey, key), stranger), ita.FailTLS, "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewUnstartedServer(html200(thaiPage))
			s.TLS, s.Config.ErrorLog = c.config, log.New(io.Discard, "", 0)
			s.StartTLS()
			defer s.Close()
			cfg := Config{AllowPrivate: true, Delay: NoDelay}
			rt, idle := secure(cfg.withDefaults(), roots, nil)
			defer idle()
			cfg.Transport = rt
			cr := New(cfg)
			defer cr.Close()
			address := fmt.Sprintf("https://localhost:%s/", s.URL[len("https://127.0.0.1:"):])
			for range 2 { // the second time on what the first has learned
				f := cr.Probe(background, address)
				if f.Failure != c.failure || fmt.Sprint(f.Warnings) != c.warnings || c.failure == "" && f.Status != 200 {
					t.Errorf("%+v", f)
				}
			}
		})
	}
}
