package audit_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"itacheck/audit"
	"itacheck/crawler"
	"itacheck/ita"
	"itacheck/rules"
)

// faulty is a web whose wires break: a share of the requests fails before an
// answer comes, or while it does.
type faulty struct {
	next   http.RoundTripper
	spare  string // address that never fails: without the ITA page there are no verdicts
	rate   float64
	faults *atomic.Int64

	mu sync.Mutex
	r  *rand.Rand
}

type timedOut struct{}

func (timedOut) Error() string   { return "i/o timeout" }
func (timedOut) Timeout() bool   { return true }
func (timedOut) Temporary() bool { return true }

func (f *faulty) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	fault, kind := f.r.Float64() < f.rate, f.r.IntN(8)
	f.mu.Unlock()
	if !fault || r.URL.String() == f.spare || r.URL.Path == "/robots.txt" {
		return f.next.RoundTrip(r)
	}
	f.faults.Add(1)
	status := http.StatusServiceUnavailable
	switch kind {
	case 0:
		return nil, &net.OpError{Op: "read", Err: timedOut{}}
	case 1:
		return nil, &net.OpError{Op: "read", Err: syscall.ECONNRESET}
	case 2:
		return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	case 3:
		return nil, &net.DNSError{Err: "server misbehaving", IsTemporary: true}
	case 4:
		return nil, io.ErrUnexpectedEOF
	case 5:
		status = http.StatusBadGateway
	case 6:
		resp, err := f.next.RoundTrip(r)
		if err == nil {
			resp.Body = io.NopCloser(io.MultiReader(io.LimitReader(resp.Body, 40), broken{}))
		}
		return resp, err
	}
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r, ContentLength: -1,
		Header: http.Header{"Content-Type": {"text/html"}}, Body: io.NopCloser(strings.NewReader("<h1>" + http.StatusText(status))),
	}, nil
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, syscall.ECONNRESET }

// TestABrokenWireIsNoMissingDocument audits with thousands of failing requests
// and wants no verdict against the agency that it does not get without them.
func TestABrokenWireIsNoMissingDocument(t *testing.T) {
	book := loadRules(t)
	web := []sample{mixedYears(t), demoSample(t, book)}
	var faults atomic.Int64
	want := int64(10_000)
	if testing.Short() {
		want = 1000
	}
	sound := make([]map[string]ita.Status, len(web))
	for i := range web {
		sound[i] = verdicts(t, book, &web[i], &faulty{next: inProcess{web[i].web}, r: rand.New(rand.NewPCG(0, 0)), faults: &faults})
	}
	against := map[ita.Status]bool{ita.Missing: true, ita.Stale: true, ita.WrongYear: true, ita.Unlabelled: true, ita.Unreachable: true}
	audits, undecided := 0, 0
	for seed := uint64(1); faults.Load() < want; seed++ {
		i := int(seed) % len(web)
		f := &faulty{next: inProcess{web[i].web}, spare: web[i].page, rate: []float64{0.2, 0.5, 0.8, 0.95}[seed/uint64(len(web))%4], r: rand.New(rand.NewPCG(seed, 1)), faults: &faults}
		for code, got := range verdicts(t, book, &web[i], f) {
			if got == ita.Undecided {
				undecided++
			}
			if got != sound[i][code] && against[got] {
				t.Errorf("%s, seed %d: %s is %s because of the wire, else %s", web[i].name, seed, code, got, sound[i][code])
			}
		}
		if audits++; t.Failed() && audits > 40 {
			break
		}
	}
	t.Logf("%d faults in %d audits; %d items undecided", faults.Load(), audits, undecided)
}

// mixedYears is a site whose items have documents of the right year, of others
// and of none, some on pages of their own: whichever fail, the rest alone would
// often speak against the agency.
func mixedYears(t *testing.T) sample {
	t.Helper()
	_, rs := find(t, 2566, "general")
	const host = "http://www.mixed.example"
	r := rand.New(rand.NewPCG(7, 7))
	label := func() string {
		return []string{"ประจำปีงบประมาณ พ.ศ. 2566", "ประจำปีงบประมาณ พ.ศ. 2565", "ประจำปีงบประมาณ พ.ศ. 2567", "ฉบับเต็ม"}[r.IntN(4)]
	}
	pages := map[string]string{}
	var list strings.Builder
	list.WriteString("<title>ITA 2566</title><table>")
	for i := range rs.Items {
		it := &rs.Items[i]
		fmt.Fprintf(&list, "<tr><td>%s<td>%s<td>", it.Code, it.Title.TH)
		for k := range 1 + r.IntN(3) {
			fmt.Fprintf(&list, "<p><a href='/d/%s-%d.pdf'>%s %s</a></p>", it.Code, k, it.Title.TH, label())
		}
		if i%3 == 0 {
			fmt.Fprintf(&list, "<p><a href='/more/%s'>%s</a></p>", it.Code, "ดูทั้งหมด")
			pages["/more/"+it.Code] = fmt.Sprintf("<title>%s</title><h1>%s %s</h1><p><a href='/m/%s.pdf'>%s %s</a></p>", it.Title.TH, it.Code, it.Title.TH, it.Code, it.Title.TH, label())
		}
	}
	pages["/ita"] = list.String()
	return sample{name: "mixed years", rules: rs, page: host + "/ita", web: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := pages[r.URL.Path]
		switch {
		case ok:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			io.WriteString(w, body)
		case strings.HasSuffix(r.URL.Path, ".pdf") && !strings.Contains(r.URL.Path, "no-such"):
			io.WriteString(w, "%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <<>>\n%%EOF\n")
		default:
			http.NotFound(w, r)
		}
	})}
}

// verdicts audits a website and returns the verdict on each item; none when its page could not be read.
func verdicts(t *testing.T, book *rules.Book, s *sample, web http.RoundTripper) map[string]ita.Status {
	t.Helper()
	c := crawler.New(crawler.Config{Delay: crawler.NoDelay, Transport: web, Render: crawler.RenderNever})
	defer c.Close()
	r, err := audit.Run(context.Background(), c, audit.Options{
		Agency: ita.Agency{ITAPage: s.page, Limits: ita.Limits{Delay: crawler.NoDelay}}, Rules: s.rules, Others: book.Others(s.rules), AsOf: s.rules.Year.Submission(),
	})
	var cannot *audit.CannotLook
	if errors.As(err, &cannot) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]ita.Status{}
	for _, it := range r.Items {
		out[it.Item.Code] = it.Status
	}
	return out
}
