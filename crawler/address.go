package crawler

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/idna"

	"itacheck/ita"
)

// parseURL makes a fetchable address of a link as written: raw Thai and spaces
// are percent-encoded, a Thai host name becomes punycode, the fragment goes.
func parseURL(raw string) (*url.URL, error) {
	u, err := url.Parse(escape(strings.TrimSpace(raw)))
	if err != nil {
		return nil, &failure{code: ita.FailBadURL, detail: "not a valid address", err: err}
	}
	if err := checkURL(u); err != nil {
		return nil, err
	}
	u.Fragment, u.RawFragment = "", ""
	if u.Path == "" {
		u.Path = "/"
	}
	return u, nil
}

// checkURL refuses what cannot be fetched and brings the host into the form that is looked up.
func checkURL(u *url.URL) error {
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" {
		return &failure{code: ita.FailBadURL, detail: "not an http or https address"}
	}
	if u.Hostname() == "" {
		return &failure{code: ita.FailBadURL, detail: "no host name"}
	}
	u.Host = strings.ToLower(u.Host)
	if strings.IndexFunc(u.Host, func(r rune) bool { return r >= 0x80 }) < 0 {
		return nil
	}
	name, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil {
		return &failure{code: ita.FailBadURL, detail: "not a valid host name", err: err}
	}
	if port := u.Port(); port != "" {
		name += ":" + port
	}
	u.Host = name
	return nil
}

// escape percent-encodes the bytes that no address may hold, as browsers do:
// raw UTF-8 or TIS-620, blanks, control characters, and a % that begins no
// escape. Bytes keep their values, whatever encoding they are in.
func escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\t' || c == '\n' || c == '\r': // dropped, as the URL standard says
		case c <= ' ' || c >= 0x7F || strings.IndexByte(`"<>\^{|}`+"`", c) >= 0 || c == '%' && !isEscape(s[i:]):
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// isEscape reports whether s begins with % and two hexadecimal digits.
func isEscape(s string) bool {
	return len(s) >= 3 && s[0] == '%' && isHex(s[1]) && isHex(s[2])
}

// addresses is the layer that every hop enters first: only http and https go
// on, hosts are in one spelling, and a Location header may hold raw Thai.
type addresses struct{ next http.RoundTripper }

func (t addresses) RoundTrip(req *http.Request) (*http.Response, error) {
	f := filling(req.Context())
	forgetAnswer(f)
	f.Tries = 0
	u := *req.URL
	if err := checkURL(&u); err != nil {
		return nil, err
	}
	req = req.WithContext(req.Context())
	req.URL, req.Host = &u, u.Host
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if to := resp.Header.Get("Location"); to != "" {
		if to = escape(strings.TrimSpace(to)); len(to) > maxAddress {
			resp.Body.Close()
			return nil, &failure{code: ita.FailProtocol, detail: fmt.Sprintf("redirected to an address of more than %d bytes", maxAddress)}
		}
		resp.Header.Set("Location", to)
	}
	return resp, nil
}
