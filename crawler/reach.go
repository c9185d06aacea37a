package crawler

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	"itacheck/ita"
)

// Reach is what one request shows of the way to an address.
type Reach struct {
	Fetch     ita.Fetch
	Proxy     *url.URL            // that the environment names for the address; nil: none
	Addresses []netip.Addr        // of the host; none where a proxy looks it up
	Private   []netip.Addr        // those of them that the public cannot reach
	Chain     []*x509.Certificate // that the server showed, its own first; also where it is not trusted
	Clock     time.Time           // by the server's clock at Fetch.At; zero: it did not say
}

// Reach asks for an address as an audit would: after its robots.txt, and of the
// answer no more than a Probe reads.
func (c *Crawler) Reach(ctx context.Context, rawURL string) Reach {
	ctx, end := c.begin(ctx)
	defer end()
	r := Reach{Fetch: ita.Fetch{URL: rawURL, Bytes: -1}}
	u, err := parseURL(rawURL)
	if err == nil {
		r.Proxy, _ = http.ProxyFromEnvironment(&http.Request{URL: u}) // that it is not valid the request will say
		r.lookUp(ctx, u.Hostname())
		err = c.reach(ctx, u, &r)
	}
	c.finish(ctx, &r.Fetch, err)
	return r
}

// lookUp finds the host's addresses by the resolver that the dialer uses. Where
// there are none, the request says why.
func (r *Reach) lookUp(ctx context.Context, host string) {
	if r.Proxy != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	r.Addresses, _ = net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	for i, a := range r.Addresses {
		r.Addresses[i] = a.Unmap()
		if private(a.Unmap().String()) {
			r.Private = append(r.Private, a.Unmap())
		}
	}
}

func (c *Crawler) reach(ctx context.Context, u *url.URL, r *Reach) error {
	req, err := http.NewRequestWithContext(context.WithValue(ctx, fetchKey{}, &r.Fetch), http.MethodGet, u.String(), nil)
	if err != nil {
		return &failure{code: ita.FailBadURL, detail: "not a valid address", err: err}
	}
	req.Header = *pageHeader()
	req.Header.Set("User-Agent", c.cfg.UserAgent)
	resp, err := c.heads.Do(req)
	if err != nil {
		if v, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
			r.Chain = v.UnverifiedCertificates
		}
		return err
	}
	defer resp.Body.Close()
	if resp.TLS != nil {
		r.Chain = resp.TLS.PeerCertificates
	}
	if r.Clock, err = http.ParseTime(resp.Header.Get("Date")); err != nil {
		r.Clock = time.Time{}
	} else if age, err := strconv.Atoi(resp.Header.Get("Age")); err == nil {
		r.Clock = r.Clock.Add(time.Duration(age) * time.Second) // a cache kept the answer so long
	}
	return nil
}
