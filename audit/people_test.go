package audit_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"itacheck/audit"
	"itacheck/config"
	"itacheck/crawler"
	"itacheck/ita"
	"itacheck/report"
)

// halfEmpty judges, on behalf of an agency, a list of the items of FY2566 of
// which every second one has no document and every fourth one that robots.txt
// keeps from being looked at.
func halfEmpty(t *testing.T) func(ita.Agency, time.Time) *ita.Result {
	t.Helper()
	const address = "https://www.agency.go.th/ita"
	_, rs := find(t, 2566, "general")
	var b strings.Builder
	for i := range rs.Items {
		it := &rs.Items[i]
		fmt.Fprintf(&b, "<p>%s %s</p>", it.Code, it.Title.TH)
		if i%2 == 0 {
			fmt.Fprintf(&b, "<p><a href='/%d/%s.pdf'>เปิดเอกสาร</a></p>", i%4, it.Code)
		}
	}
	c := crawler.New(crawler.Config{Delay: crawler.NoDelay, Transport: hiding{onePage{address, []byte(b.String())}, "/2/"}})
	t.Cleanup(c.Close)
	o := audit.Options{Agency: ita.Agency{Name: "หน่วยงาน", URL: address, ITAPage: address, Scheme: "general"}, Rules: rs, SecondLook: -1}
	site, err := audit.Gather(context.Background(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	return func(ag ita.Agency, asOf time.Time) *ita.Result {
		o.Agency.Waivers, o.Agency.Verdicts, o.AsOf = ag.Waivers, ag.Verdicts, asOf
		r, err := audit.Judge(site, o)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
}

// hiding is a website whose robots.txt forbids a folder.
type hiding struct {
	http.RoundTripper
	folder string
}

func (h hiding) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Path != "/robots.txt" {
		return h.RoundTripper.RoundTrip(r)
	}
	body := "User-agent: *\nDisallow: " + h.folder + "\n"
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"text/plain"}}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r,
	}, nil
}

// text is what a report says; a workbook is unpacked.
func text(t *testing.T, f report.Format, r *ita.Result, o report.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b, r, o); err != nil {
		t.Fatal(err)
	}
	if !f.Binary {
		return b.String()
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, file := range z.File {
		in, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, in); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// Whatever people say of a site's items and whenever: each waiver and verdict
// that holds is told in every format, and none holds that has expired or was
// given for something else.
func TestWhatPeopleSayIsToldInEveryFormat(t *testing.T) {
	judge := halfEmpty(t)
	day := func(n int) time.Time { return ita.Day(2566, time.June, 1+n) }
	plain := judge(ita.Agency{}, day(0))
	histories := 20
	if testing.Short() {
		histories = 3
	}
	random := rand.New(rand.NewPCG(2566, 2))
	waived, settled := 0, 0
	for range histories {
		var ag ita.Agency
		for i := range plain.Items {
			it := &plain.Items[i]
			token, saw := "คำ"+it.Item.Code+"z", it.Fingerprint
			if random.IntN(4) == 0 {
				saw = "000000000000"
			}
			switch random.IntN(3) {
			case 0:
				ag.Waivers = append(ag.Waivers, ita.Waiver{Item: it.Item.Code, Reason: token, By: "ปลัด", Until: day(random.IntN(10)), Fingerprint: saw})
			case 1:
				ag.Verdicts = append(ag.Verdicts, ita.HumanVerdict{Item: it.Item.Code, Verdict: ita.Pass, By: "สมศรี", On: day(0), Note: token, Fingerprint: saw})
			}
		}
		asOf := day(random.IntN(10))
		r := judge(ag, asOf)
		var tokens []string
		for i := range r.Items {
			it := &r.Items[i]
			if it.Waiver != nil {
				tokens = append(tokens, it.Waiver.Reason)
				waived++
				if it.Waiver.Until.Before(asOf) || it.Waiver.Fingerprint != plain.Items[i].Fingerprint {
					t.Fatalf("%s is waived by %+v on %s", it.Item.Code, it.Waiver, asOf)
				}
			}
			if it.Settled != nil {
				tokens = append(tokens, it.Settled.Note)
				settled++
			}
			if it.Raw() != plain.Items[i].Status || it.Fingerprint != plain.Items[i].Fingerprint {
				t.Fatalf("%s: what people say changes the machine's own verdict", it.Item.Code)
			}
		}
		for _, f := range report.Formats() {
			said := text(t, f, r, report.Options{Lang: ita.Thai})
			for _, token := range tokens {
				if !strings.Contains(said, token) {
					t.Errorf("%s does not tell of %s", f.Name, token)
				}
			}
		}
	}
	if waived < histories || settled < histories {
		t.Errorf("only %d waivers and %d verdicts held", waived, settled)
	}
}

func TestWaiverEarnsNoPoints(t *testing.T) {
	judge := halfEmpty(t)
	day := ita.Day(2566, time.June, 1)
	plain := judge(ita.Agency{}, day)
	var ag ita.Agency
	for i := range plain.Items {
		if it := &plain.Items[i]; it.Status.Fails() {
			ag.Waivers = append(ag.Waivers, ita.Waiver{Item: it.Item.Code, Until: day, Fingerprint: it.Fingerprint})
		}
	}
	r := judge(ag, day)
	if n := r.Count()[ita.Waived]; n != len(ag.Waivers) || n == 0 {
		t.Errorf("%d of %d waivers hold", n, len(ag.Waivers))
	}
	if r.Score.Low != plain.Score.Low || r.Score.High != plain.Score.High {
		t.Errorf("the score is %v, without waivers %v", r.Score, plain.Score)
	}
	if r.Worst() == ita.SeverityError || plain.Worst() != ita.SeverityError {
		t.Errorf("the worst finding that counts is %q, without waivers %q", r.Worst(), plain.Worst())
	}
}

var blank = regexp.MustCompile(`(reason|by|on|note): +#.*`)

// The lines that the page offers for the agency file waive what they stand at.
func TestLinesOfTheReportAreReadAsTheyAre(t *testing.T) {
	judge := halfEmpty(t)
	day := ita.Day(2566, time.June, 1)
	page := func(r *ita.Result) []string {
		var out []string
		for _, m := range regexp.MustCompile(`(?s)<pre>(.*?)</pre>`).FindAllStringSubmatch(text(t, report.Formats()[5], r, report.Options{Lang: ita.Thai}), -1) {
			out = append(out, html.UnescapeString(m[1]))
		}
		return out
	}
	blocks := page(judge(ita.Agency{}, day))
	if n := strings.Count(strings.Join(blocks, ""), "verdicts:"); len(blocks) < 10 || n == 0 || n == len(blocks) {
		t.Fatalf("%d items have lines to paste, %d of them for a verdict", len(blocks), n)
	}
	for _, lines := range blocks {
		file := "name: หน่วยงาน\nurl: https://www.agency.go.th\n" + blank.ReplaceAllStringFunc(lines, func(s string) string {
			key, _, _ := strings.Cut(s, ":")
			return key + ": " + map[string]string{"reason": "เหตุผล", "by": "ปลัด", "on": "2566-05-01", "note": "เห็นแล้ว"}[key]
		})
		ag, err := config.Load("a.yaml", []byte(file), day)
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		r := judge(ag, day)
		for i := range r.Items {
			if it := &r.Items[i]; it.Item.Code == ag.Waivers[0].Item && it.Waiver == nil && it.Settled == nil {
				t.Errorf("%s is %s after\n%s", it.Item.Code, it.Status, file)
			}
		}
	}
}
