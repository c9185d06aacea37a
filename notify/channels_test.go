package notify

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWhatEachServiceIsSent(t *testing.T) {
	const text = `อบต.คลองใส ITA 2569: เสีย 1\n\nแย่ลง 1 ข้อ\n\n• O12 แผนจัดซื้อ <จัดจ้าง>\n  ผ่าน → เปิดไม่ได้\n\nรายงาน: https://www.example.go.th/r?a=1&b=2`
	escaped := strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;").Replace(text)
	for name, c := range map[string]struct {
		yaml   string
		path   string
		header map[string]string
		body   string
	}{
		"LINE": {
			`{kind: line, token: "${T}", to: C0123456789abcdef0123456789abcdef, server: "${HERE}"}`, "/v2/bot/message/push",
			map[string]string{"Authorization": "Bearer token-1234567", "X-Line-Retry-Key": "963a0b0b-650c-8853-a342-08b1c0c0a7bf"},
			`{"messages":[{"text":"` + text + `","type":"text"}],"to":"C0123456789abcdef0123456789abcdef"}`,
		},
		"a webhook": {
			`{kind: webhook, url: "${HERE}", secret: "${T}"}`, "/",
			map[string]string{"X-Itacheck-Timestamp": "1772427600"},
			`{"key":"run-7/กองคลัง","owner":"กองคลัง","subject":"อบต.คลองใส ITA 2569: เสีย 1","text":"แย่ลง 1 ข้อ\n\n• O12 แผนจัดซื้อ <จัดจ้าง>\n  ผ่าน → เปิดไม่ได้","link":"https://www.example.go.th/r?a=1&b=2","at":"2026-03-02T12:00:00+07:00"}`,
		},
		"Slack":    {`{kind: slack, url: "${HOOK}"}`, "/services/T0/B0/xyz", nil, `{"text":"` + escaped + `"}`},
		"Discord":  {`{kind: discord, url: "${HOOK}"}`, "/services/T0/B0/xyz", nil, `{"allowed_mentions":{"parse":[]},"content":"` + text + `","flags":4}`},
		"Telegram": {`{kind: telegram, token: "${T}", chat: -100123, server: "${HERE}"}`, "/bottoken-1234567/sendMessage", nil, `{"chat_id":"-100123","link_preview_options":{"is_disabled":true},"text":"` + text + `"}`},
		"Teams": {
			`{kind: teams, url: "${HOOK}"}`, "/services/T0/B0/xyz", nil,
			`{"attachments":[{"content":{"$schema":"http://adaptivecards.io/schemas/adaptive-card.json","actions":[{"title":"เปิดรายงาน","type":"Action.OpenUrl","url":"https://www.example.go.th/r?a=1&b=2"}],"body":[` +
				`{"type":"TextBlock","text":"อบต.คลองใส ITA 2569: เสีย 1","wrap":true,"weight":"Bolder"},{"type":"TextBlock","text":"แย่ลง 1 ข้อ","wrap":true},{"type":"TextBlock","text":"• O12 แผนจัดซื้อ <จัดจ้าง>\n\n  ผ่าน → เปิดไม่ได้","wrap":true}` +
				`],"type":"AdaptiveCard","version":"1.4"},"contentType":"application/vnd.microsoft.card.adaptive"}],"type":"message"}`,
		},
		"ntfy": {
			`{kind: ntfy, topic: "${T}", token: "${T}", server: "${HERE}"}`, "/",
			map[string]string{"Authorization": "Bearer token-1234567"},
			`{"click":"https://www.example.go.th/r?a=1&b=2","message":"แย่ลง 1 ข้อ\n\n• O12 แผนจัดซื้อ <จัดจ้าง>\n  ผ่าน → เปิดไม่ได้\n\nรายงาน: https://www.example.go.th/r?a=1&b=2","title":"อบต.คลองใส ITA 2569: เสีย 1","topic":"token-1234567"}`,
		},
		"Gotify, by shoutrrr": {
			`{kind: shoutrrr, url: "${GOTIFY}"}`, "/message", nil,
			`{"message":"` + strings.NewReplacer("<", `\u003c`, ">", `\u003e`, "&", `\u0026`).Replace(text) + `","title":"ITA","priority":0,"extras":null}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := record(t, nil)
			if strings.HasPrefix(name, "Gotify") {
				server.Config.Handler = answering(server, `{"id":1}`)
			}
			target := channel(t, "    - "+c.yaml, world(map[string]string{
				"T": "token-1234567", "HERE": server.URL, "HOOK": server.URL + "/services/T0/B0/xyz",
				"GOTIFY": strings.Replace(server.URL, "http://", "gotify://", 1) + "/AbCdEfGhIjKlMnO?disabletls=yes&title=ITA",
			}))
			if err := target.Channel.Send(t.Context(), hello); err != nil {
				t.Fatal(err)
			}
			got := server.requests()[0]
			if diff := cmp.Diff(c.body, compact(got.body)); diff != "" {
				t.Error(diff)
			}
			if path, _, _ := strings.Cut(got.path, "?"); path != c.path {
				t.Error(got.path)
			}
			for k, want := range c.header {
				if got.header.Get(k) != want {
					t.Errorf("%s: %q, want %q", k, got.header.Get(k), want)
				}
			}
		})
	}
}

// compact is JSON without its spaces.
func compact(text string) string {
	var b bytes.Buffer
	if json.Compact(&b, []byte(text)) != nil {
		return text
	}
	return b.String()
}

// answering lets the recorder's handler run first, then answers with JSON.
func answering(r *recorder, body string) http.Handler {
	before := r.Config.Handler
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		before.ServeHTTP(w, req)
		_, _ = w.Write([]byte(body))
	})
}

func TestAnswersAreUnderstood(t *testing.T) {
	const (
		slack    = `{kind: slack, url: "${HERE}"}`
		line     = `{kind: line, token: "${T}", to: C0123456789abcdef0123456789abcdef, server: "${HERE}"}`
		telegram = `{kind: telegram, token: "${T}", chat: "1", server: "${HERE}"}`
	)
	for name, c := range map[string]struct {
		yaml      string
		answer    http.HandlerFunc
		want      string
		permanent bool
		after     time.Duration
	}{
		"taken":                   {slack, status(200), "", false, 0},
		"accepted":                {slack, status(202), "", false, 0},
		"a token that is refused": {slack, status(401), `the server answered 401 Unauthorized: {"message":"reason"}`, true, 0},
		"a message too long":      {slack, status(413), `the server answered 413 Request Entity Too Large: {"message":"reason"}`, true, 0},
		"a fault":                 {slack, status(500), `the server answered 500 Internal Server Error: {"message":"reason"}`, false, 0},
		"too many":                {slack, status(429, "Retry-After", "40"), `the server answered 429 Too Many Requests: {"message":"reason"}`, false, 40 * time.Second},
		"down for maintenance":    {slack, status(503, "Retry-After", "Mon, 02 Mar 2026 06:00:00 GMT"), `the server answered 503 Service Unavailable: {"message":"reason"}`, false, time.Hour},
		"a page instead of words": {slack, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(502); w.Write([]byte("<html>")) }, `the server answered 502 Bad Gateway`, false, 0},
		"LINE had it before":      {line, status(409, "X-Line-Accepted-Request-Id", "123"), "", false, 0},
		"LINE in conflict":        {line, status(409), `the server answered 409 Conflict: {"message":"reason"}`, true, 0},
		"Telegram asks for a rest": {telegram, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(429)
			w.Write([]byte(`{"parameters":{"retry_after":35}}`))
		}, `the server answered 429 Too Many Requests: {"parameters":{"retry_after":35}}`, false, 35 * time.Second},
		"elsewhere": {slack, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://192.0.2.1/x", http.StatusTemporaryRedirect)
		}, "no answer from HOST: " + errElsewhere.Error(), true, 0},
		"a redirect that loses it": {slack, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/login", http.StatusFound) }, "no answer from HOST: " + errElsewhere.Error(), true, 0},
		"a redirect that keeps it": {slack, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" {
				http.Redirect(w, r, "/new", http.StatusPermanentRedirect)
			}
		}, "", false, 0},
		"a redirect without end": {slack, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusTemporaryRedirect) }, "no answer from HOST: " + errElsewhere.Error(), true, 0},
	} {
		server := record(t, c.answer)
		target := channel(t, "    - "+c.yaml, world(map[string]string{"T": "token-1234567", "HERE": server.URL + "/"}))
		err := target.Channel.Send(t.Context(), hello)
		got := ""
		if err != nil {
			got = strings.ReplaceAll(err.Error(), strings.TrimPrefix(server.URL, "http://"), "HOST")
		}
		if got != c.want || IsPermanent(err) != c.permanent || RetryAfter(err) != c.after {
			t.Errorf("%s: %v (permanent %t, after %s)", name, got, IsPermanent(err), RetryAfter(err))
		}
	}
}

func TestLINEIsGivenTheSameKeyAgain(t *testing.T) {
	server := record(t, nil)
	target := channel(t, `    - {kind: line, token: "${T}", to: C0123456789abcdef0123456789abcdef, server: "${HERE}"}`, world(map[string]string{"T": "token-1234567", "HERE": server.URL}))
	other := hello
	other.Key = "run-8"
	for _, m := range []Message{hello, hello, other} {
		if err := target.Channel.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	var keys []string
	for _, r := range server.requests() {
		keys = append(keys, r.header.Get("X-Line-Retry-Key"))
	}
	if keys[0] != keys[1] || keys[0] == keys[2] {
		t.Error(keys)
	}
}

func TestAWebhookCanBeVerified(t *testing.T) {
	server := record(t, nil)
	target := channel(t, `    - {kind: webhook, url: "${HERE}", secret: "${T}"}`, world(map[string]string{"T": "key", "HERE": server.URL}))
	if err := target.Channel.Send(t.Context(), hello); err != nil {
		t.Fatal(err)
	}
	r := server.requests()[0]
	at, signature := r.header.Get(TimestampHeader), r.header.Get(SignatureHeader)
	for name, c := range map[string]struct {
		secret, at, body string
		now              time.Time
		want             bool
	}{
		"as sent":          {"key", at, r.body, noon, true},
		"a slow clock":     {"key", at, r.body, noon.Add(-4 * time.Minute), true},
		"sent again later": {"key", at, r.body, noon.Add(6 * time.Minute), false},
		"a new time on it": {"key", "1772428000", r.body, noon, false},
		"another body":     {"key", at, r.body + " ", noon, false},
		"another key":      {"kay", at, r.body, noon, false},
		"no time":          {"key", "", r.body, noon, false},
	} {
		if got := Verify(c.secret, c.at, signature, []byte(c.body), c.now); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestStandardOutput(t *testing.T) {
	var b strings.Builder
	env := world(nil)
	env.Stdout = &b
	if err := channel(t, "    - kind: stdout", env).Channel.Send(t.Context(), hello); err != nil {
		t.Fatal(err)
	}
	want := "อบต.คลองใส ITA 2569: เสีย 1\n\nแย่ลง 1 ข้อ\n\n• O12 แผนจัดซื้อ <จัดจ้าง>\n  ผ่าน → เปิดไม่ได้\n\nรายงาน: https://www.example.go.th/r?a=1&b=2\n\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}
