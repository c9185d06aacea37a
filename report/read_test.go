package report

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"itacheck/ita"
)

// stored writes a result as it is stored and reads it back.
func stored(t *testing.T, r *ita.Result, lang ita.Lang) *ita.Result {
	t.Helper()
	back, err := Read(strings.NewReader(render(t, "json", r, Options{Lang: lang})))
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// sameEverywhere checks that every format made of a stored result is the one
// made of the fresh result, in whichever language it was stored.
func sameEverywhere(t *testing.T, r *ita.Result) {
	t.Helper()
	for _, kept := range []ita.Lang{ita.Thai, ita.English} {
		back := stored(t, r, kept)
		for _, f := range Formats() {
			for _, o := range []Options{{Lang: ita.Thai}, {Lang: ita.English, Verbose: true}} {
				fresh, again := render(t, f.Name, r, o), render(t, f.Name, back, o)
				if fresh != again {
					t.Errorf("%s in %s, stored in %s, is not the same again:\n%s", f.Name, o.Lang, kept,
						cmp.Diff(strings.Split(readable(t, f, fresh), "\n"), strings.Split(readable(t, f, again), "\n")))
					return
				}
			}
		}
	}
}

// readable is what a report says, where its bytes are no text.
func readable(t *testing.T, f Format, report string) string {
	t.Helper()
	if !f.Binary {
		return report
	}
	return unzipped(t, report)
}

func TestReportOfStoredResultIsTheSame(t *testing.T) {
	if testing.Short() {
		t.Skip("every format of every kind of result: -short leaves it out")
	}
	for name, change := range map[string]func(*ita.Result){
		"every verdict":       func(*ita.Result) {},
		"parts of a second":   func(r *ita.Result) { r.Finished = r.Finished.Add(700 * time.Millisecond) },
		"no rule set":         func(r *ita.Result) { r.RuleSet = nil },
		"no items or pages":   func(r *ita.Result) { r.Items, r.Pages, r.Findings = nil, nil, nil },
		"no day of judgement": func(r *ita.Result) { r.AsOf = time.Time{} },
		"no website":          func(r *ita.Result) { r.Agency.URL, r.Agency.ITAPage = "", "" },
		"no addresses":        func(r *ita.Result) { r.Agency.URL, r.Agency.ITAPage, r.ITAPage, r.Agency.Name = "", "", "", "" },
		"a Thai website": func(r *ita.Result) {
			r.Agency.URL, r.Agency.Name = "http://เทศบาล.ไทย/หน้าแรก", ""
		},
		"a list of another year": func(r *ita.Result) { r.RuleSet.AppliedFrom, r.RuleSet.Notice = 2565, ita.Text{} },
		"pages shown by browser": func(r *ita.Result) { r.Pages[0].Rendered = true },
		"English only": func(r *ita.Result) {
			r.Items[0].Findings = []ita.Finding{{Severity: ita.SeverityInfo, Message: ita.Text{EN: "only this"}}}
		},
		"no score": func(r *ita.Result) { r.Score = nil },
		"a score that is equal by two places": func(r *ita.Result) {
			r.Score.Low, r.Score.High = 50.001, 50.002
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := sample()
			change(r)
			sameEverywhere(t, r)
		})
	}
}

func TestReportOfStoredHostileResultIsTheSame(t *testing.T) {
	if testing.Short() {
		t.Skip("writes every report many times over")
	}
	for seed := range uint64(5) {
		random := rand.New(rand.NewPCG(seed, 1))
		r := sample()
		poison(reflect.ValueOf(r), func() string { return nasty[random.IntN(len(nasty))] })
		sameEverywhere(t, r)
	}
}

func TestEveryMistakeInAStoredResultIsTold(t *testing.T) {
	good := render(t, "json", sample(), Options{})
	for name, test := range map[string]struct {
		doc  string
		want []string
	}{
		"nothing":             {"", []string{"it is empty"}},
		"not JSON":            {"รายงาน", []string{"it is not JSON"}},
		"of PowerShell's >":   {"\xff\xfe{\x00", []string{"it is UTF-16", "--output FILE"}},
		"cut off":             {good[:len(good)/2], []string{"it is cut off"}},
		"another document":    {`{"schema": "sarif"}`, []string{`its schema is "sarif"`}},
		"two documents":       {good + good, []string{"more than one document"}},
		"a number for a text": {strings.Replace(good, `"status": "pass"`, `"status": 1`, 1), []string{"status is a JSON number"}},
		"unknown words":       {strings.NewReplacer(`"status": "missing"`, `"status": "gone"`, `"severity": "error"`, `"severity": "bad"`, `"state": "ok"`, `"state": "fine"`).Replace(good), []string{`(O8): "gone" is no verdict`, `severity is "bad"`, `there is no "fine"`}},
		"no year":             {strings.Replace(good, `"fiscal_year": 2566`, `"fiscal_year": 2023`, 1), []string{"fiscal_year is 2023"}},
		"days that are none":  {strings.NewReplacer(`"2023-04-30"`, `"30 April"`, `"2023-04-30T09:00:00+07:00"`, `""`).Replace(good), []string{"as_of", "started_at"}},
		"people's words that are none": {
			strings.NewReplacer(`"raw_status": "stale"`, `"raw_status": "old"`, `"verdict": "pass"`, `"verdict": "waived"`, `"until": "2023-09-30"`, `"until": "never"`).Replace(good),
			[]string{`raw_status: "old" is no verdict`, `settled.verdict: "waived" is none that a person can give`, `waiver.until: "never" is no day`},
		},
		"an item without code":  {strings.Replace(good, `"code": "O1"`, `"code": ""`, 1), []string{"items[0] has no code"}},
		"a list for a document": {"[]", []string{"is a JSON array"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(strings.NewReader(test.doc))
			if err == nil {
				t.Fatal("no mistake")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the mistake does not say %q: %v", want, err)
				}
			}
		})
	}
}

// Notepad may save what it shows with a mark before it and other ends of lines.
func TestDocumentSavedByNotepadIsRead(t *testing.T) {
	if _, err := Read(strings.NewReader("\ufeff" + strings.ReplaceAll(render(t, "json", sample(), Options{}), "\n", "\r\n"))); err != nil {
		t.Error(err)
	}
}

// A document that was stored before both languages were.
func TestOldDocumentIsRead(t *testing.T) {
	const old = `{"schema": "itacheck.report/v1", "tool": {"name": "itacheck", "version": "0.1"},
		"agency": {"id": "a", "name": "อบต.ก", "url": "https://a.go.th/"}, "fiscal_year": 2566, "rule_set": "2566/general",
		"started_at": "2023-04-30T09:00:00+07:00", "finished_at": "2023-04-30T09:00:01+07:00", "pages": [],
		"items": [{"code": "O1", "title": "โครงสร้าง", "status": "missing", "expected_years": [], "found_years": [], "evidence": [],
			"findings": [{"check": "exists", "severity": "error", "message": "ไม่พบลิงก์", "remedy": "ใส่ลิงก์"}]}],
		"summary": {"total": 1, "by_status": {"missing": 1}}}`
	r, err := Read(strings.NewReader(old))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Formats() {
		got := readable(t, f, render(t, f.Name, r, Options{Lang: ita.English}))
		for _, want := range []string{"โครงสร้าง", "ไม่พบลิงก์", "ใส่ลิงก์"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %q", f.Name, want)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	if err := writeJSON(&b, sample(), Options{}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.String())
	f.Add(`{"schema": "itacheck.report/v1", "fiscal_year": 2566}`)
	schema := contract(f)
	f.Fuzz(func(t *testing.T, doc string) {
		r, err := Read(strings.NewReader(doc))
		if err != nil {
			return
		}
		for _, format := range Formats() {
			var out bytes.Buffer
			if err := format.Write(&out, r, Options{}); err != nil {
				t.Errorf("%s: %v", format.Name, err)
			}
		}
		if validate(schema, doc) != nil {
			return
		}
		if err := validate(schema, render(t, "json", r, Options{})); err != nil {
			t.Errorf("valid when read, not when written: %v", err)
		}
	})
}

func ExampleRead() {
	_, err := Read(strings.NewReader(`{"schema": "another"}`))
	fmt.Println(err)
	// Output: its schema is "another", not "itacheck.report/v1"
}
