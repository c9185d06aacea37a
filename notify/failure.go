package notify

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// failure is an error of a channel with what is known of sending again.
type failure struct {
	error
	permanent bool
	after     time.Duration
}

// Unwrap returns the error without what was added to it.
func (f failure) Unwrap() error { return f.error }

// Permanent marks an error of a channel as one that sending the same again does
// not mend: somebody has to correct a token, an address or the message.
func Permanent(err error) error { return failure{error: err, permanent: true} }

// IsPermanent reports whether Permanent marked the error. Every other error is
// one that may pass.
func IsPermanent(err error) bool {
	var f failure
	return errors.As(err, &f) && f.permanent
}

// later marks an error as one that passes in a while at the earliest.
func later(err error, after time.Duration) error { return failure{error: err, after: after} }

// RetryAfter returns how long the receiver asked to be left alone; 0: it did not say.
func RetryAfter(err error) time.Duration {
	var f failure
	if !errors.As(err, &f) {
		return 0
	}
	return f.after
}

// maxAfter is the longest that a receiver's word is taken for: a wrong header
// must not silence a channel for years.
const maxAfter = 24 * time.Hour

// waitAsked reads a Retry-After header: seconds or a date.
func waitAsked(header string, now time.Time) time.Duration {
	header = strings.TrimSpace(header)
	if n, err := strconv.ParseFloat(header, 64); err == nil && n > 0 { // Discord sends fractions
		return time.Duration(min(n, maxAfter.Seconds()) * float64(time.Second))
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(0, min(at.Sub(now), maxAfter))
	}
	return 0
}
