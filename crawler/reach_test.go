package crawler

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"itacheck/ita"
)

func TestReachAsksForTwoThings(t *testing.T) {
	at := time.Date(2026, 4, 28, 2, 0, 0, 0, time.UTC)
	s := serve(t, noRobots(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", at.Format(http.TimeFormat))
		w.Header().Set("Age", "90")
		io.WriteString(w, thaiPage)
	}))
	r := crawl(t, Config{}).Reach(background, s.URL+"/ita")
	if r.Fetch.Failure != "" || r.Fetch.Status != 200 || !r.Clock.Equal(at.Add(90*time.Second)) {
		t.Errorf("%+v", r)
	}
	if fmt.Sprint(r.Addresses) != "[127.0.0.1]" || fmt.Sprint(r.Private) != "[127.0.0.1]" || r.Proxy != nil || r.Chain != nil {
		t.Errorf("%+v", r)
	}
	if n := len(s.visits("")); n != 2 {
		t.Errorf("%d requests, want robots.txt and the page", n)
	}
}

func TestReachRefusesPrivateAddresses(t *testing.T) {
	c := New(Config{Delay: NoDelay})
	defer c.Close()
	r := c.Reach(background, "http://127.0.0.1:9/")
	if r.Fetch.Failure != ita.FailAddress || len(r.Private) != 1 {
		t.Errorf("%+v", r)
	}
}

func TestReachShowsACertificateThatIsNotTrusted(t *testing.T) {
	s := httptest.NewUnstartedServer(html200(thaiPage))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	r := crawl(t, Config{}).Reach(background, s.URL)
	if r.Fetch.Failure == "" || len(r.Chain) == 0 || !r.Clock.IsZero() {
		t.Errorf("%+v", r)
	}
}
