package crawler

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"

	"golang.org/x/net/dns/dnsmessage"

	"itacheck/ita"
)

// Every way in which an address of this machine, of a private network or of a
// cloud's metadata service can be written, and every way of leading to it.
func TestAddressesThatThePublicCannotReach(t *testing.T) {
	for _, host := range []string{
		"169.254.169.254", "100.100.100.200", "192.0.0.192", "[fd00:ec2::254]", "[fe80::1]", "[fe80::1%25eth0]",
		"[::]", "[::1]", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]",
		"[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[2001:db8::1]", "[ff02::1]",
		"0.0.0.0", "0", "127.0.0.1", "127.1", "2130706433", "017700000001", "0177.0.0.1", "0x7f000001", "0x7f.0.0.1", "127.0.0.1.",
		"10.1.2.3", "172.16.0.1", "192.168.0.1", "192.88.99.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
		"localhost", "LocalHost", "localhost.", "a.localhost", "①②⑦.⓪.⓪.①", "127。0。0。1", "ⓛocalhost", "good@127.0.0.1", "www.example.go.th:x@127.0.0.1",
	} {
		var asked atomic.Int32
		c := New(Config{Delay: NoDelay, Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
			if req.URL.Hostname() != "www.example.go.th" {
				asked.Add(1)
				return answer(req, 200, nil), nil
			}
			if req.URL.Path == "/robots.txt" {
				return answer(req, 404, nil), nil
			}
			return answer(req, 302, http.Header{"Location": {"http://" + host + "/latest/meta-data/"}}), nil
		})})
		for what, f := range map[string]ita.Fetch{
			"link":     c.Probe(background, "http://"+host+"/latest/meta-data/"),
			"page":     c.Page(background, "http://"+host+"/latest/meta-data/").Fetch,
			"redirect": c.Probe(background, "http://www.example.go.th/"),
		} {
			if f.Failure != ita.FailAddress && f.Failure != ita.FailBadURL && f.Failure != ita.FailProtocol {
				t.Errorf("%s, %s: %+v", host, what, f)
			}
		}
		c.Close()
		if asked.Load() > 0 {
			t.Errorf("%s was asked", host)
		}
	}
}

// A name that leads to a public address when it is looked up first and to this
// machine afterwards: what counts is the address that is dialled.
func TestANameThatLeadsElsewhereTheSecondTime(t *testing.T) {
	s := serve(t, html200(thaiPage))
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	var lookups atomic.Int32
	go nameServer(conn, func() [4]byte {
		if lookups.Add(1) == 1 {
			return [4]byte{203, 0, 114, 1} // public
		}
		return [4]byte{127, 0, 0, 1}
	})
	before := net.DefaultResolver
	defer func() { net.DefaultResolver = before }()
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
	if ips, err := net.DefaultResolver.LookupIP(background, "ip4", "rebind.example."); err != nil || !ips[0].Equal(net.IPv4(203, 0, 114, 1)) {
		t.Fatal("the first look is not public: ", ips, err)
	}
	c := New(Config{Delay: NoDelay})
	defer c.Close()
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	for _, f := range []ita.Fetch{c.Probe(background, "http://rebind.example.:"+port+"/"), c.Page(background, "http://rebind.example.:"+port+"/").Fetch} {
		if f.Failure != ita.FailAddress {
			t.Errorf("%+v", f)
		}
	}
	if lookups.Load() < 2 || len(s.visits("")) > 0 {
		t.Errorf("%d look-ups, visits %v", lookups.Load(), s.visits(""))
	}
}

// nameServer answers every question for an A record until its connection is closed.
func nameServer(conn net.PacketConn, address func() [4]byte) {
	buf := make([]byte, 1500)
	for {
		n, from, err := conn.ReadFrom(buf)
		if err != nil {
			return
		}
		var m dnsmessage.Message
		if m.Unpack(buf[:n]) != nil || len(m.Questions) != 1 {
			continue
		}
		q := m.Questions[0]
		m.Response, m.Authoritative, m.Additionals = true, true, nil
		if q.Type == dnsmessage.TypeA {
			m.Answers = []dnsmessage.Resource{{
				Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
				Body:   &dnsmessage.AResource{A: address()},
			}}
		}
		if out, err := m.Pack(); err == nil {
			conn.WriteTo(out, from)
		}
	}
}

func TestWhatOneServerSaysIsNotToldToAnother(t *testing.T) {
	var got []http.Header
	c := New(Config{Delay: NoDelay, Parallel: 1, Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
		switch {
		case req.URL.Path == "/robots.txt":
			return answer(req, 404, nil), nil
		case req.URL.Host == "www.a.go.th" && req.URL.Path == "/from":
			return answer(req, 302, http.Header{"Location": {"http://www.b.go.th/to"}, "Set-Cookie": {
				"own=1", "parent=1; Domain=a.go.th", "suffix=1; Domain=go.th", "top=1; Domain=th", "other=1; Domain=b.go.th",
			}}), nil
		case req.URL.Host == "www.a.go.th" && req.URL.Path == "/inside":
			return answer(req, 302, http.Header{"Location": {"/to"}}), nil
		}
		got = append(got, req.Header)
		return answer(req, 200, nil), nil
	})})
	defer c.Close()
	c.Probe(background, "http://user:secret@www.a.go.th/from?session=secret")
	c.Probe(background, "http://x.go.th/")
	c.Probe(background, "http://www.a.go.th/inside?a=1")
	if len(got) != 3 {
		t.Fatal(got)
	}
	for i, h := range got[:2] {
		for _, name := range []string{"Cookie", "Referer", "Authorization", "Proxy-Authorization"} {
			if h.Get(name) != "" {
				t.Errorf("request %d: %s: %s", i, name, h.Get(name))
			}
		}
	}
	if got[2].Get("Referer") != "http://www.a.go.th/inside?a=1" || !strings.Contains(got[2].Get("Cookie"), "own=1") || strings.Contains(got[2].Get("Cookie"), "suffix") {
		t.Errorf("within one server: %v", got[2])
	}
}

// Answers that would never end, or fill the memory, or act on a terminal.
func TestAnswersMadeToHurt(t *testing.T) {
	raw := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { raw(w, text) }
	}
	for _, c := range []struct {
		name string
		h    http.HandlerFunc
		page string // failure of the page; "": none
	}{
		{"a header of 300 KB", raw("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("a", 300<<10) + "\r\n\r\n<html>"), ita.FailProtocol},
		{"100,000 headers", raw("HTTP/1.1 200 OK\r\n" + strings.Repeat("X: a\r\n", 100_000) + "\r\n<html>"), ita.FailProtocol},
		{"a status line of 300 KB", raw("HTTP/1.1 200 " + strings.Repeat("a", 300<<10) + "\r\n\r\n<html>"), ita.FailProtocol},
		{"interim answers without end", func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			for err == nil {
				_, err = io.WriteString(conn, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
			}
			conn.Close()
		}, "any"},
		{"chunks without end", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			for err := error(nil); err == nil; {
				_, err = io.WriteString(w, strings.Repeat("<p>x", 1000))
			}
		}, ita.FailTooLarge},
		{"a byte now and then", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				io.WriteString(w, "<p>")
				w.(http.Flusher).Flush()
				time.Sleep(10 * time.Millisecond)
			}
		}, ita.FailTimeout},
		{"a redirect to 100 KB", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/"+strings.Repeat("a", 100<<10))
			w.WriteHeader(302)
		}, ita.FailProtocol},
		{"brotli that nobody asked for", packed("br", "\x0b\x02\x80<html>\x03"), ita.FailProtocol},
		{"zstd that nobody asked for", packed("zstd", "\x28\xb5\x2f\xfd"), ita.FailProtocol},
		{"deflate that nobody asked for", packed("deflate", "\x78\x9c"), ita.FailProtocol},
		{"gzip in gzip", packed("gzip, gzip", string(gzipped(gzipped([]byte("<html>"))))), ita.FailProtocol},
		{"a packing of control characters", packed("\x1b[2J\u202e", "x"), ita.FailProtocol},
		{"a gzip bomb", packed("gzip", string(gzipped(bytes.Repeat([]byte("<p>"), 20<<20)))), ita.FailTooLarge},
		{"a status line that acts on a terminal", raw("\x1b[2J\x1b]0;x\x07 200 OK\r\n\r\n"), ita.FailProtocol},
		{"a type that acts on a terminal", raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\u202e\xff\u009b;\r\n\r\n<html><title>\x1b[2J\u202e</title>"), ""},
		{"a million tags", withTitle(strings.Repeat("<p>", 1<<20)), ita.FailTooLarge},
		{"styles that are opened anew in every paragraph", withTitle(styled(200) + strings.Repeat("<p>x", 20_000)), ita.FailTooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, noRobots(c.h))
			cr := crawl(t, Config{Timeout: time.Second, Render: RenderNever})
			p := cr.Page(background, s.URL)
			for what, f := range map[string]ita.Fetch{"page": p.Fetch, "probe": cr.Probe(background, s.URL)} {
				if what == "page" && c.page != f.Failure && (c.page != "any" || f.Failure == "") {
					t.Errorf("failure %q (%.100s), want %q", f.Failure, f.Detail, c.page)
				}
				if len(f.Detail) > 3*maxDetail+3 || len(f.ContentType) > 3*maxMediaType {
					t.Errorf("%s: %d bytes of detail, %d of type", what, len(f.Detail), len(f.ContentType))
				}
				for _, r := range f.Detail + f.ContentType + f.FinalURL {
					if unicode.In(r, unicode.Cc, unicode.Cf) {
						t.Errorf("%s: %U in %q", what, r, f.Detail+f.ContentType)
						break
					}
				}
			}
		})
	}
}

func withTitle(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<html><title>x</title>"+body)
	}
}

// styled opens styles that differ, so that all stay open.
func styled(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<b id=%d>", i)
	}
	return b.String()
}

func packed(how, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", how)
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, body)
	}
}

// Whoever packs an error in his own way has said enough by its status.
func TestAnErrorThatIsPackedUnasked(t *testing.T) {
	s := serve(t, noRobots(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		w.WriteHeader(404)
	}))
	if f := crawl(t, Config{}).Probe(background, s.URL); f.Failure != "" || f.Status != 404 {
		t.Errorf("%+v", f)
	}
}

// Servers call a page's charset its packing, and browsers do not mind.
func TestAWordThatIsNoWayOfPackingMeansNothing(t *testing.T) {
	for _, word := range []string{"utf-8", "none", "identity", "UTF-8, identity", "text/html"} {
		s := serve(t, noRobots(packed(word, "<html><title>ITA 2566</title><a href=/o1.pdf>O1</a>")))
		c := crawl(t, Config{})
		if p := c.Page(background, s.URL+"/ita"); p.Fetch.Failure != "" || p.Title != "ITA 2566" || len(p.Links) != 1 {
			t.Errorf("page, %s: %+v", word, p.Fetch)
		}
		if f := c.Probe(background, s.URL+"/other"); f.Failure != "" || f.Title != "ITA 2566" {
			t.Errorf("probe, %s: %+v", word, f)
		}
	}
}

func TestLongWordsOfAPageAreCut(t *testing.T) {
	long := strings.Repeat("ก", 1<<18)
	s := serve(t, html200("<html><title>"+long+"</title><body class='"+long+"'><p><a href=/a title='"+long+"'>"+long+"</a><a href='/"+long+"'>O2</a><a href=/b><img src='/"+long+".png'></a>"))
	p := crawl(t, Config{}).Page(background, s.URL)
	if len(p.Links) != 3 {
		t.Fatal(p.Fetch)
	}
	kept := len(p.Title) + len(p.Fetch.Title) + len(p.Fetch.Text)
	for _, n := range p.Nodes {
		kept += len(n.ID) + len(n.Class) + len(n.Label)
	}
	for _, l := range p.Links {
		kept += len(l.Href) + len(l.URL) + len(l.Text) + len(l.Title) + len(l.Image)
	}
	if kept > 100<<10 {
		t.Errorf("%d bytes of words are kept", kept)
	}
	if l := p.Links[1]; l.URL != "" || l.Placeholder != reasonScheme {
		t.Errorf("an address of 800 KB: %.80s %q", l.URL, l.Placeholder)
	}
}

// A robots.txt may be wrong or meant to hurt in any way: it is read in no time,
// and what can be understood of it holds.
func TestRobotsFilesMadeToHurt(t *testing.T) {
	for _, c := range []struct {
		name, file, path string
		allowed          bool
		delay            time.Duration
	}{
		{"50 MB", "User-agent: *\nDisallow: /x\n" + strings.Repeat("# filler\n", 50<<20/9), "/x", false, 0},
		{"a million rules", "User-agent: *\n" + strings.Repeat("Disallow: /a*b\n", 1<<20), "/a/c", true, 0},
		{"a rule cut off at the limit", "User-agent: *\n" + strings.Repeat("#", maxRobotsBytes-14-12) + "\nDisallow: /private\n", "/public", true, 0},
		{"a pattern of 400 KB", "User-agent: *\nDisallow: /" + strings.Repeat("*a", 200<<10) + "\n", "/" + strings.Repeat("a", 2000) + "b", true, 0},
		{"patterns that fit nearly", "User-agent: *\n" + strings.Repeat("Disallow: /*a*a*a*a*a*a*a*a*a*a*b\n", 10_000), "/" + strings.Repeat("a", 4000), true, 0},
		{"a million robots", strings.Repeat("User-agent: x\n", 1<<20) + "User-agent: *\nDisallow: /x", "/a", true, 0},
		{"noise", string(bytes.Repeat([]byte{0, 0xff, 0x1b, '\n', ':'}, 1000)) + "\nUser-agent: *\nDisallow: /x", "/x", false, 0},
		{"a delay of thirty years", "User-agent: *\nCrawl-delay: 1e9\n", "/a", true, maxCrawlDelay},
		{"a delay beyond all numbers", "User-agent: *\nCrawl-delay: Inf\nDisallow: /x\n", "/x", false, maxCrawlDelay},
		{"a delay that is none", "User-agent: *\nCrawl-delay: NaN\nDisallow: /x\n", "/x", false, 0},
		{"a delay before now", "User-agent: *\nCrawl-delay: -1\nDisallow: /x\n", "/x", false, 0},
		{"of two that fit equally well, Allow", "User-agent: *\nDisallow: /a/*\nAllow: /a/*\n", "/a/b", true, 0},
		{"a pattern holds from the beginning", "User-agent: *\nDisallow: /a*b\n", "/x/a/b", true, 0},
		{"a version after our name", "User-agent: itacheck/0.1\nDisallow: /x\n", "/x", false, 0},
		{"the end", "User-agent: *\nDisallow: /*.pdf$\n", "/a.pdf?x=1", true, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := parseRobots([]byte(c.file)[:min(len(c.file), maxRobotsBytes)])
			if allowed := g == nil || g.allows(robotsPath(c.path)); allowed != c.allowed {
				t.Errorf("allowed: %v", allowed)
			}
			if g != nil && g.delay != c.delay {
				t.Errorf("delay %v, want %v", g.delay, c.delay)
			}
		})
	}
}

func TestSitemapsMadeToHurt(t *testing.T) {
	self := ""
	for name, h := range map[string]http.HandlerFunc{
		"a map of itself": func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, strings.Repeat("<sitemap><loc>"+self+"/sitemap.xml</loc></sitemap>", 1000))
		},
		"entities of entities": func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>`)
		},
		"elements in elements": func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, strings.Repeat("<url>", 1<<20)) },
		"without end": func(w http.ResponseWriter, _ *http.Request) {
			for err := error(nil); err == nil; {
				_, err = io.WriteString(w, "<url><loc>http://x.example/</loc></url>")
			}
		},
		"a bomb": packed("gzip", string(gzipped(bytes.Repeat([]byte("<url><loc>http://x.example/</loc></url>"), 1<<20)))),
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, noRobots(h))
			self = s.URL
			if n := len(crawl(t, Config{}).Sitemap(background, s.URL)); n > maxAddresses {
				t.Errorf("%d addresses", n)
			}
			if n := len(s.visits("/sitemap.xml")); n > 1+maxSitemaps {
				t.Errorf("asked for %d times", n)
			}
		})
	}
}

// A server that answers nothing costs a number of time limits, not one for each of its links.
func TestASilentServerIsLeftAlone(t *testing.T) {
	s := serve(t, noRobots(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	var links []string
	for i := range 100 {
		links = append(links, fmt.Sprintf("%s/%d", s.URL, i))
	}
	got := crawl(t, Config{Timeout: 20 * time.Millisecond}).ProbeAll(background, links, nil)
	for _, f := range got {
		if f.Failure != ita.FailTimeout {
			t.Errorf("%+v", f)
		}
	}
	if n := len(s.visits("")); n > 2*maxSilent {
		t.Errorf("%d requests", n)
	}
}

// A server that takes a connection and never says anything in it.
func TestAHandshakeThatStalls(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c := crawl(t, Config{Timeout: 300 * time.Millisecond})
	if f := c.Probe(background, "https://"+l.Addr().String()+"/"); f.Failure != ita.FailTimeout && f.Failure != ita.FailNoRobots {
		t.Errorf("%+v", f)
	}
}

func TestNamesInACertificateAreBounded(t *testing.T) {
	s := httptest.NewUnstartedServer(html200(thaiPage))
	s.StartTLS()
	defer s.Close()
	names := strings.Repeat("\x1b[2J.example.go.th, ", 10_000)
	f := ita.Fetch{}
	crawl(t, Config{}).finish(background, &f, &failure{code: ita.FailTLSHost, detail: "the certificate is for another host name, " + names})
	if len(f.Detail) > 3*maxDetail+3 || strings.ContainsRune(f.Detail, 0x1b) {
		t.Errorf("%d bytes: %.80q", len(f.Detail), f.Detail)
	}
}

func TestLinksThatAreNoWebAddresses(t *testing.T) {
	c := New(Config{Delay: NoDelay, Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
		if req.URL.Path == "/robots.txt" {
			return answer(req, 404, nil), nil
		}
		to, _ := url.QueryUnescape(req.URL.RawQuery)
		return answer(req, 302, http.Header{"Location": {to}}), nil
	})})
	defer c.Close()
	for _, to := range []string{"file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)", "data:text/html,x", "gopher://127.0.0.1:6379/_x", "unix:///run/x.sock"} {
		for what, f := range map[string]ita.Fetch{"link": c.Probe(background, to), "redirect": c.Probe(background, "http://www.example.go.th/?"+url.QueryEscape(to))} {
			if f.Failure == "" || f.Status == 200 {
				t.Errorf("%s, %s: %+v", to, what, f)
			}
		}
	}
}
