package notify

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"itacheck/ita"
)

var update = flag.Bool("update", false, "write the golden files")

// TestMain lets the test program play the program of a channel of kind command.
func TestMain(m *testing.M) {
	if part := os.Getenv("NOTIFY_TEST_COMMAND"); part != "" {
		os.Exit(playCommand(part))
	}
	os.Exit(m.Run())
}

var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, ita.Bangkok)

var hello = Message{
	Key: "run-7/กองคลัง", Owner: "กองคลัง",
	Subject: "อบต.คลองใส ITA 2569: เสีย 1",
	Text:    "แย่ลง 1 ข้อ\n\n• O12 แผนจัดซื้อ <จัดจ้าง>\n  ผ่าน → เปิดไม่ได้",
	HTML:    "<p>แย่ลง</p>", Link: "https://www.example.go.th/r?a=1&b=2", At: noon,
}

// world is an Env with the given variables and files; the clock stands still.
func world(vars map[string]string) Env {
	return Env{
		Getenv: func(name string) string { return vars[name] },
		ReadFile: func(path string) ([]byte, error) {
			if text, ok := vars[path]; ok {
				return []byte(text), nil
			}
			return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
		},
		Stdout: io.Discard,
		Now:    func() time.Time { return noon },
	}
}

// channel makes the one channel of a file that is given without its head.
func channel(t *testing.T, yaml string, env Env) Target {
	t.Helper()
	c := load(t, yaml)
	targets, err := c.Channels(env)
	if err != nil {
		t.Fatal(err)
	}
	return targets[0]
}

// load reads a list of channels.
func load(t *testing.T, channels string) Config {
	t.Helper()
	c, err := Load("watch.yaml", []byte("notify:\n  channels:\n"+channels))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// asked is a request that a server of a test got.
type asked struct {
	path, body string
	header     http.Header
}

// recorder is a server that notes what it is asked and answers with answer.
type recorder struct {
	*httptest.Server
	mu   sync.Mutex
	seen []asked
}

func record(t *testing.T, answer http.HandlerFunc) *recorder {
	r := &recorder{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		r.mu.Lock()
		r.seen = append(r.seen, asked{req.URL.RequestURI(), string(body), req.Header.Clone()})
		r.mu.Unlock()
		if answer != nil {
			req.Body = io.NopCloser(strings.NewReader(string(body)))
			answer(w, req)
		}
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *recorder) requests() []asked {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seen
}

// status answers with a status and the header's lines.
func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		fmt.Fprint(w, `{"message":"reason"}`)
	}
}

func TestFailuresAreToldApart(t *testing.T) {
	plain := errors.New("a")
	for name, c := range map[string]struct {
		err       error
		permanent bool
		after     time.Duration
	}{
		"none":                 {nil, false, 0},
		"one that may pass":    {plain, false, 0},
		"one for good":         {Permanent(plain), true, 0},
		"wrapped":              {fmt.Errorf("b: %w", Permanent(plain)), true, 0},
		"one that passes late": {later(plain, time.Minute), false, time.Minute},
	} {
		if IsPermanent(c.err) != c.permanent || RetryAfter(c.err) != c.after {
			t.Errorf("%s: %t %s", name, IsPermanent(c.err), RetryAfter(c.err))
		}
	}
	if !errors.Is(Permanent(plain), plain) {
		t.Error("Permanent hides the error")
	}
}

func TestRetryAfterIsReadInEitherForm(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"":                              0,
		"120":                           2 * time.Minute,
		"0.5":                           500 * time.Millisecond,
		"-1":                            0,
		"soon":                          0,
		"NaN":                           0,
		"1e300":                         maxAfter,
		"Mon, 02 Mar 2026 05:01:00 GMT": time.Minute,
		"Mon, 02 Mar 2026 04:00:00 GMT": 0,
		"Mon, 02 Mar 2099 05:00:00 GMT": maxAfter,
	} {
		if got := waitAsked(header, noon); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}
