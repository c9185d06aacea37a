package crawler

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"code.dny.dev/ssrf"

	"itacheck/ita"
)

// guard refuses addresses that name this machine or a private network, before
// anything is dialled. A name that leads to one is refused by the dialer.
type guard struct {
	next  http.RoundTripper
	allow bool
}

func (g guard) RoundTrip(req *http.Request) (*http.Response, error) {
	if !g.allow && private(req.URL.Hostname()) {
		return nil, &failure{code: ita.FailAddress, detail: "a private or local address"}
	}
	return g.next.RoundTrip(req)
}

// private reports whether a host, as written, is one that the public cannot reach.
func private(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return publicOnly().SafeAddr(ip.Unmap()) != nil
	}
	// 0x7f.1 and 2130706433 are addresses to some resolvers and to proxies; no public name ends in a number.
	last := host[strings.LastIndexByte(host, '.')+1:]
	return last != "" && '0' <= last[0] && last[0] <= '9'
}

// publicOnly refuses every address of IANA's special-purpose registries. Thai
// sites do use other ports than 80 and 443.
func publicOnly() *ssrf.Guardian { return ssrf.New(ssrf.WithAnyPort()) }

// dialer connects to public addresses, and to the proxy wherever that is.
type dialer struct {
	allow   bool
	proxies sync.Map // host:port → true
}

// remember notes which proxies are in use, so that they may be dialled.
func (d *dialer) remember(proxy func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	if proxy == nil {
		return nil
	}
	return func(req *http.Request) (*url.URL, error) {
		u, err := proxy(req)
		if err != nil {
			return nil, &failure{code: ita.FailProxy, detail: "the proxy's address is not valid", err: err}
		}
		if u != nil {
			d.proxies.Store(hostPort(u), true)
		}
		return u, nil
	}
}

func (d *dialer) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	nd := net.Dialer{Timeout: dialTimeout, KeepAlive: 15 * time.Second}
	if _, proxy := d.proxies.Load(addr); !proxy && !d.allow {
		nd.Control = publicOnly().Safe
	}
	return nd.DialContext(ctx, network, addr)
}

// hostPort is the host and port that an address leads to.
func hostPort(u *url.URL) string {
	port := u.Port()
	switch {
	case port != "":
	case u.Scheme == "https":
		port = "443"
	case strings.HasPrefix(u.Scheme, "socks5"):
		port = "1080"
	default:
		port = "80"
	}
	return net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}
