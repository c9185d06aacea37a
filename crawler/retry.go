package crawler

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"itacheck/ita"
)

// retry repeats requests that fail in a way that passes: at most two times,
// after growing pauses, or after the pause that the server asks for. Requests
// have no body, so that repeating one is safe.
type retry struct {
	next     http.RoundTripper
	hosts    *pace         // where a Retry-After holds for every request to the host
	pause    time.Duration // before the first repetition; zero: none before any
	afterMax time.Duration // longest pause for a Retry-After
}

const maxTries = 3

// A server that let maxSilent requests in a row run into their time limit is not
// asked for the time of silence: it cannot hold an audit up for longer.
const (
	maxSilent = 10
	silence   = 10 * time.Minute
)

// leftAlone reports whether a host is not asked for a while.
func (h *host) leftAlone() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return time.Now().Before(h.awake)
}

// heard notes how a request ended.
func (h *host) heard(err error) {
	code, _ := classify(context.Background(), err)
	h.mu.Lock()
	defer h.mu.Unlock()
	if code != ita.FailTimeout {
		h.silent = 0
	} else if h.silent++; h.silent >= maxSilent {
		h.awake = time.Now().Add(silence)
	}
}

func (r retry) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	f, h := filling(ctx), r.hosts.host(req.URL)
	for try := 1; ; try++ {
		if h.leftAlone() {
			return nil, &failure{code: ita.FailTimeout, detail: fmt.Sprintf("the server let %d requests in a row wait too long, and is not asked for a while", maxSilent)}
		}
		resp, err := r.next.RoundTrip(req)
		if ctx.Err() == nil {
			h.heard(err)
		}
		f.Tries = try
		pause, again := r.again(req, resp, err, try)
		if !again || ctx.Err() != nil {
			return resp, err
		}
		if resp != nil {
			resp.Body.Close()
		}
		if err := sleep(ctx, pause); err != nil {
			return nil, err
		}
	}
}

// again tells whether a request is worth repeating, and after what pause.
func (r retry) again(req *http.Request, resp *http.Response, err error, try int) (pause time.Duration, again bool) {
	if try >= maxTries {
		return 0, false
	}
	if r.pause > 0 {
		pause = r.pause<<(try-1) + rand.N(r.pause)
	}
	if err != nil {
		return pause, passing(err, try)
	}
	switch resp.StatusCode {
	case http.StatusBadGateway, http.StatusGatewayTimeout:
		return pause, true
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		after, asked := retryAfter(resp.Header.Get("Retry-After"), time.Now())
		if after > longestRetryAfter {
			return 0, false
		}
		if asked {
			pause = min(after, r.afterMax)
			r.hosts.hold(req.URL, pause)
		}
		return pause, true
	}
	return 0, false
}

// longestRetryAfter is how long a server may ask us to stay away: after that it is asked another day.
const longestRetryAfter = 30 * time.Second

// passing reports whether an error may be gone at once: a broken connection, a
// name server that does not answer, and one timeout.
func passing(err error, try int) bool {
	code, _ := classify(context.Background(), err)
	return code == ita.FailReset || code == ita.FailDNSTemp || code == ita.FailTimeout && try == 1
}

// retryAfter reads the header: seconds, or a date.
func retryAfter(header string, now time.Time) (pause time.Duration, ok bool) {
	header = strings.TrimSpace(header)
	if n, err := strconv.Atoi(header); err == nil {
		return max(0, time.Duration(min(n, 1<<20))*time.Second), true
	}
	if t, err := http.ParseTime(header); err == nil {
		return max(0, t.Sub(now)), true
	}
	return 0, false
}
