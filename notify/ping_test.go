package notify

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func pinger(t *testing.T, address string, log *slog.Logger) *Pinger {
	c, err := Load("f", []byte("notify: {ping: '${P}'}"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := c.Pinger(world(map[string]string{"P": address}), log)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPing(t *testing.T) {
	for address, want := range map[string][]string{
		"/uuid":         {"/uuid/start ", "/uuid ตรวจ 3 แห่ง", "/uuid/fail เว็บไซต์เปิดไม่ได้"},
		"/key/slug?a=b": {"/key/slug/start?a=b ", "/key/slug?a=b ตรวจ 3 แห่ง", "/key/slug/fail?a=b เว็บไซต์เปิดไม่ได้"},
	} {
		server := record(t, nil)
		p := pinger(t, server.URL+address, nil)
		ended, cancel := context.WithCancel(t.Context())
		p.Start(ended)
		cancel()
		p.Success(ended, "ตรวจ 3 แห่ง")
		p.Fail(ended, "เว็บไซต์เปิดไม่ได้")
		var got []string
		for _, r := range server.requests() {
			got = append(got, r.path+" "+r.body)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAPingThatFailsIsLogged(t *testing.T) {
	var log bytes.Buffer
	p := pinger(t, record(t, status(404)).URL+"/secret-uuid-1234", slog.New(slog.NewTextHandler(&log, nil)))
	p.Success(t.Context(), "")
	if got := log.String(); !strings.Contains(got, "404 Not Found") || !strings.Contains(got, "event=success") || strings.Contains(got, "secret-uuid") {
		t.Error(got)
	}
}

func TestNoPing(t *testing.T) {
	p, err := Config{}.Pinger(world(nil), nil)
	if p != nil || err != nil {
		t.Error(p, err)
	}
	p.Start(t.Context())
	c, err := Load("f", []byte("notify: {ping: 'https://hc-ping.com/uuid'}"))
	if err == nil || !strings.HasPrefix(err.Error(), "f:1:16: a secret must not stand in this file") {
		t.Error(c, err)
	}
}
