package crawler

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"itacheck/ita"
)

// agentToken is the name by which a robots.txt addresses us.
const agentToken = "itacheck"

// Limits on robots.txt.
const (
	maxRobotsBytes     = 500 << 10 // RFC 9309, 2.5: at least this much must be read
	maxRobotsRedirects = 5         // RFC 9309, 2.3.1.2
	maxCrawlDelay      = 30 * time.Second
	robotsKept         = 24 * time.Hour // RFC 9309, 2.4
	robotsFailureKept  = time.Minute    // so that a dead host costs one look, not one for each of its links
)

// againKey marks the context of a second look.
type againKey struct{}

// Again marks a second look that begins now: a robots.txt that could not be read
// before is asked for once more.
func Again(ctx context.Context) context.Context {
	return context.WithValue(ctx, againKey{}, time.Now())
}

// robots lets through what a host's robots.txt allows.
type robots struct {
	next  http.RoundTripper
	rules *rules
}

func (t robots) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := t.rules.allow(req.Context(), req.URL); err != nil {
		return nil, err
	}
	return t.next.RoundTrip(req)
}

// rules tell what robots.txt allows.
type rules struct {
	client *http.Client
	hosts  *pace
	agent  string
	ignore bool
	files  *robotsFiles
}

// robotsFiles are the robots.txt files met so far, one for each scheme and host.
type robotsFiles struct {
	mu    sync.Mutex
	files map[string]*robotsFile
}

func (r *robotsFiles) of(u *url.URL) *robotsFile {
	key := u.Scheme + "://" + hostPort(u)
	r.mu.Lock()
	defer r.mu.Unlock()
	f := r.files[key]
	if f == nil {
		f = &robotsFile{lock: make(slots, 1)}
		r.files[key] = f
	}
	return f
}

// robotsFile is one host's file; whoever holds the lock may fetch it.
type robotsFile struct {
	lock  slots        // of one
	until time.Time    // how long the rest holds
	group *robotsGroup // ours; nil allows everything
	err   error        // why nothing may be fetched
	at    time.Time    // when it was fetched
}

// holds reports whether what was fetched last still tells what may be asked for.
func (f *robotsFile) holds(ctx context.Context) bool {
	if again, ok := ctx.Value(againKey{}).(time.Time); ok && f.err != nil && f.at.Before(again) {
		return false
	}
	return time.Now().Before(f.until)
}

func newRules(next http.RoundTripper, hosts *pace, files *robotsFiles, cfg Config) *rules {
	return &rules{
		client: &http.Client{Transport: addresses{next}, CheckRedirect: func(_ *http.Request, via []*http.Request) error {
			if len(via) > maxRobotsRedirects {
				return &failure{code: ita.FailRedirects, detail: "redirected too often"}
			}
			return nil
		}},
		hosts: hosts, agent: cfg.UserAgent, ignore: cfg.IgnoreRobots != "", files: files,
	}
}

// allow returns why an address may not be fetched; nil when it may.
func (r *rules) allow(ctx context.Context, u *url.URL) error {
	if r.ignore {
		return nil
	}
	group, err := r.group(ctx, u)
	if err != nil {
		return err
	}
	path := u.EscapedPath()
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	if group != nil && !group.allows(robotsPath(path)) {
		return &failure{code: ita.FailRobots, detail: "robots.txt does not allow it"}
	}
	return nil
}

// group returns a host's rules for us, fetching its file once however many ask.
// What the caller's context ended is not kept.
func (r *rules) group(ctx context.Context, u *url.URL) (*robotsGroup, error) {
	f := r.files.of(u)
	if err := f.lock.take(ctx); err != nil {
		return nil, err
	}
	defer f.lock.give()
	if f.holds(ctx) {
		return f.group, f.err
	}
	group, err := r.fetch(ctx, u)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	f.group, f.err, f.at = group, err, time.Now()
	f.until = f.at.Add(robotsKept)
	if err != nil {
		f.until = f.at.Add(robotsFailureKept)
	}
	if group != nil && group.delay > 0 {
		r.hosts.slow(u, group.delay)
	}
	return f.group, f.err
}

// fetch reads a host's robots.txt. A host that cannot be connected to is
// reported as that: its pages would fail in the same way. Everything else that
// hides the file means "not now" (RFC 9309, 2.3.1.4).
func (r *rules) fetch(ctx context.Context, u *url.URL) (*robotsGroup, error) {
	ctx = context.WithValue(ctx, fetchKey{}, nil)
	at := url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, &failure{code: ita.FailBadURL, detail: "not a valid host name", err: err}
	}
	req.Header.Set("User-Agent", r.agent)
	resp, err := r.client.Do(req)
	if err != nil {
		return nil, unreadable(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		return nil, unreadable(err)
	case resp.StatusCode >= 500:
		return nil, &failure{code: ita.FailNoRobots, detail: fmt.Sprintf("robots.txt could not be read: answered %d", resp.StatusCode)}
	case resp.StatusCode >= 300: // 4xx: there is none; RFC 9309, 2.3.1.3
		return nil, nil
	}
	return parseRobots(body), nil
}

func unreadable(err error) error {
	code, detail := classify(context.Background(), err)
	if connecting(err) {
		return &failure{code: code, detail: detail, err: err}
	}
	return &failure{code: ita.FailNoRobots, detail: "robots.txt could not be read: " + detail, err: err}
}

// robotsPath brings a path or pattern into one spelling, as RFC 9309, 2.2.2
// compares them: what may stand raw in an address stands raw, all else is
// %XX in capitals. So /ไฟล์/ and /%e0%b9%84.../ are the same.
func robotsPath(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		coded := isEscape(s[i:])
		if coded {
			c = unhex(s[i+1])<<4 | unhex(s[i+2])
			i += 2
		}
		plain := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
		if plain || !coded && c > ' ' && c < 0x7F {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}

// robotsReader cuts a robots.txt off at its limit, and frees its host before the file is judged.
type robotsReader struct{ next http.RoundTripper }

func (t robotsReader) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var body []byte
	if resp.StatusCode < 300 {
		body, err = io.ReadAll(io.LimitReader(resp.Body, maxRobotsBytes))
	}
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	if err != nil && len(body) < maxRobotsBytes {
		return nil, err
	}
	return inMemory(resp, body), nil
}
