package batch

import (
	"testing"
	"time"
)

func TestLinksPerSecondAreThoseOfTheLastHalfMinute(t *testing.T) {
	pace := linkPace{{}}
	got := 0.0
	for s := 1; s <= 60; s++ {
		links := 10 * s
		if s > 30 {
			links = 300 + 2*(s-30)
		}
		got = pace.perSecond(time.Duration(s)*time.Second, links)
		if s == 1 && got != 10 {
			t.Errorf("after a second: %v", got)
		}
	}
	if got != 2 {
		t.Errorf("after a minute: %v", got)
	}
}
