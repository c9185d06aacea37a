package notify

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// Secrets with characters that are written otherwise in addresses, JSON and base64.
const (
	sentinel     = `Sentinel+/"7=ก`
	sentinelPath = "SentinelSentinel"
)

// tattle answers with everything that it was told, in several forms.
func tattle(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(code)
		fmt.Fprintf(w, "%s %s %v %q %s", r.RequestURI, r.URL.Path, r.Header["Authorization"], r.URL, body)
	}
}

func TestNoFailureTellsASecret(t *testing.T) {
	hang := make(chan struct{})
	defer close(hang)
	for name, handler := range map[string]http.HandlerFunc{
		"refused":   tattle(401),
		"a fault":   tattle(500),
		"not found": tattle(404),
		"too many":  tattle(429),
		"elsewhere": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://192.0.2.1"+r.RequestURI, http.StatusTemporaryRedirect)
		},
		"a bad redirect": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "http://["+r.RequestURI)
			w.WriteHeader(307)
		},
		"hung up":     func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"timed out":   func(http.ResponseWriter, *http.Request) { <-hang },
		"unreachable": nil,
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewUnstartedServer(handler)
			server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, 0)
			server.Start()
			t.Cleanup(server.CloseClientConnections)
			if handler == nil {
				server.Close()
			}
			told := everythingTold(t, server.URL)
			for _, secret := range []string{"entinel", "U2VudGluZWw", "VudGluZWw", "50aW5lb"} {
				if strings.Contains(told, secret) {
					t.Errorf("%q shows in\n%s", secret, told)
				}
			}
			if n := strings.Count(told, "message not sent"); n != 9 {
				t.Errorf("%d channels failed:\n%s", n, told)
			}
			if !strings.Contains(told, "ping not sent") {
				t.Error("the ping did not fail")
			}
		})
	}
}

// everythingTold sends on every kind of channel and pings, and returns all that
// could be read of it afterwards.
func everythingTold(t *testing.T, server string) string {
	c, err := Load("f", []byte(`
notify:
  ping: ${PING}
  channels:
    - {kind: line, token: "${T}", to: "${TO}", server: "${SERVER}"}
    - {kind: webhook, url: "${URL}", secret: "${T}"}
    - {kind: slack, url: "${URL}"}
    - {kind: discord, url: "${URL}"}
    - {kind: telegram, token: "${PATH_TOKEN}", chat: "${TO}", server: "${SERVER}"}
    - {kind: teams, url: "${QUERY}"}
    - {kind: ntfy, topic: "${T}", token: "${T}", server: "${SERVER}"}
    - {kind: shoutrrr, url: "${GOTIFY}"}
    - {kind: email, host: 127.0.0.1, port: `+server[strings.LastIndex(server, ":")+1:]+`, from: a@b, to: [c@d], username: "${T}", password: "${T}"}
`))
	if err != nil {
		t.Fatal(err)
	}
	env := world(map[string]string{
		"T": sentinel, "TO": sentinelPath, "PATH_TOKEN": "123:" + sentinelPath, "SERVER": server,
		"URL": server + "/services/T0/B0/" + sentinelPath, "QUERY": server + "/x?sig=" + sentinelPath + "%2B%2F",
		"PING":   server + "/" + sentinelPath,
		"GOTIFY": strings.Replace(server, "http:", "gotify:", 1) + "/A" + sentinelPath[:14] + "?disabletls=yes",
	})
	targets, err := c.Channels(env)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	outcomes := Deliver(ctx, targets, []Message{hello}, Options{Tries: 1, Log: logger})
	pinger, err := c.Pinger(env, logger)
	if err != nil {
		t.Fatal(err)
	}
	pinger.client.Timeout = 300 * time.Millisecond
	pinger.Fail(ctx, "")
	for _, o := range outcomes {
		fmt.Fprintf(&log, "%v %+v %#v %s\n", o, o, o, o.Err)
	}
	for _, target := range targets {
		fmt.Fprintf(&log, "%v %+v %#v\n", target, target, target.Channel)
	}
	fmt.Fprintf(&log, "%v %+v %#v %+v\n", c, c, c, pinger.url)
	return log.String()
}
