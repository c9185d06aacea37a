package report

import (
	"encoding/json"
	"math"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"itacheck/ita"
)

// contract compiles the schema that reports are promised to follow.
func contract(t testing.TB) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile("testdata/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(s *jsonschema.Schema, doc string) error {
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(doc))
	if err != nil {
		return err
	}
	return s.Validate(v)
}

func TestJSONFollowsTheContract(t *testing.T) {
	schema := contract(t)
	for name, change := range map[string]func(*ita.Result){
		"every verdict":               func(*ita.Result) {},
		"no score":                    func(r *ita.Result) { r.Score = nil },
		"a score without indicators":  func(r *ita.Result) { r.Score = &ita.Score{Low: 1, High: 2} },
		"a score that is no number":   func(r *ita.Result) { r.Score.Low, r.Score.High = math.NaN(), math.Inf(1) },
		"no evidence and no findings": func(r *ita.Result) { r.Items[0].Evidence, r.Items[0].Findings = nil, nil },
		"nothing known of a link":     func(r *ita.Result) { r.Items[0].Evidence = []ita.Evidence{{}} },
		"no items, pages or findings": func(r *ita.Result) { r.Items, r.Pages, r.Findings = nil, nil, nil },
		"no day of judgement":         func(r *ita.Result) { r.AsOf = time.Time{} },
		"no times":                    func(r *ita.Result) { r.Started, r.Finished = time.Time{}, time.Time{} },
		"no rule set":                 func(r *ita.Result) { r.RuleSet = nil },
		"a website with a Thai path":  func(r *ita.Result) { r.Agency.URL = "https://www.example.go.th/หน้าแรก?q=ก ข" },
		"a website with a Thai name":  func(r *ita.Result) { r.Agency.URL = "http://เทศบาล.ไทย:8080/" },
		"a website without http":      func(r *ita.Result) { r.Agency.URL = "www.example.go.th" },
		"a website that is nonsense":  func(r *ita.Result) { r.Agency.URL = "http://[::ไทย]:x y%zz\n/" },
		"no website":                  func(r *ita.Result) { r.Agency.URL, r.Agency.ITAPage, r.ITAPage = "", "", "" },
		"an impossible confidence":    func(r *ita.Result) { r.Items[0].Evidence[0].Match.Confidence = 1.7 },
		"a confidence that is no number": func(r *ita.Result) {
			r.Items[0].Evidence[0].Match.Confidence = math.NaN()
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := sample()
			change(r)
			for _, lang := range []ita.Lang{ita.Thai, ita.English} {
				if err := validate(schema, render(t, "json", r, Options{Lang: lang})); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// decoded is what a program reads from the report.
type decoded struct {
	Agency     struct{ URL string }
	AsOf       string `json:"as_of"`
	StartedAt  string `json:"started_at"`
	Notices    []string
	Findings   []struct{ Check string }
	FiscalYear int `json:"fiscal_year"`
	Summary    struct {
		Total       int
		ByStatus    map[string]int `json:"by_status"`
		RawByStatus map[string]int `json:"raw_by_status"`
		Score       *struct{ Low, High float64 }
	}
	Pages []struct{ Rendered bool }
	Items []struct {
		Code, Section, Indicator, Period string
		Evidence                         []struct {
			URL, Href string
			Reach     map[string]any
		}
	}
}

func decode(t *testing.T, r *ita.Result) decoded {
	t.Helper()
	var d decoded
	if err := json.Unmarshal([]byte(render(t, "json", r, Options{})), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestJSONSaysWhatWasConcluded(t *testing.T) {
	d := decode(t, sample())
	switch {
	case d.AsOf != "2023-04-30":
		t.Errorf("as_of is %q, want the Gregorian day in Bangkok", d.AsOf)
	case d.StartedAt != "2023-04-30T09:00:00+07:00":
		t.Errorf("started_at is %q", d.StartedAt)
	case d.FiscalYear != 2566 || d.Summary.Total != 11 || len(d.Summary.ByStatus) != len(ita.Statuses) || d.Summary.RawByStatus["waived"] != 0 || d.Summary.RawByStatus["missing"] != 2:
		t.Errorf("fiscal year %d, summary %+v", d.FiscalYear, d.Summary)
	case d.Summary.Score == nil || d.Summary.Score.High != 54.17:
		t.Errorf("score %+v", d.Summary.Score)
	case len(d.Notices) != 1 || len(d.Findings) != 1:
		t.Errorf("notices %q, findings %v", d.Notices, d.Findings)
	case d.Items[0].Section != "9.1" || d.Items[0].Indicator != "9" || d.Items[0].Period != "none":
		t.Errorf("first item %+v", d.Items[0])
	}
}

func TestPagesThatABrowserShowedAreMarked(t *testing.T) {
	r := sample()
	r.Pages[1].Rendered = true
	d := decode(t, r)
	if d.Pages[0].Rendered || !d.Pages[1].Rendered || len(d.Notices) != 2 || d.Notices[1] != rendered.TH {
		t.Errorf("pages %v, notices %q", d.Pages, d.Notices)
	}
}

func TestUnknownLengthIsLeftOut(t *testing.T) {
	d := decode(t, sample())
	if _, ok := d.Items[0].Evidence[0].Reach["bytes"]; !ok {
		t.Error("a known length is not given")
	}
	if n, ok := d.Items[2].Evidence[0].Reach["bytes"]; ok {
		t.Errorf("an unknown length is given as %v", n)
	}
}

func TestPlaceholderHasTheAddressItLeadsTo(t *testing.T) {
	for href, want := range map[string]string{
		"#":                  "https://www.tambon-tuayang.go.th/ita/2566",
		"":                   "",
		"javascript:void(0)": "",
		"C:\\เอกสาร.pdf":     "",
		"mailto:a@b.go.th":   "",
	} {
		r := sample()
		r.Items[3].Evidence[0].Link.Href = href
		if got := decode(t, r).Items[3].Evidence[0]; got.URL != want || got.Href != href {
			t.Errorf("the placeholder %q is written as %q (href %q), want %q", href, got.URL, got.Href, want)
		}
	}
}

func TestJSONIsReadable(t *testing.T) {
	r := sample()
	r.Items[0].Item.Title.TH = "ถาม & ตอบ <Q&A>"
	doc := render(t, "json", r, Options{})
	for _, want := range []string{"ถาม & ตอบ <Q&A>", "\n  \"agency\": {\n", "องค์การบริหารส่วนตำบลตัวอย่าง"} {
		if !strings.Contains(doc, want) {
			t.Errorf("the document lacks %q", want)
		}
	}
}

func TestAddressBecomesURI(t *testing.T) {
	for in, want := range map[string]string{
		"":                                "",
		"https://a.go.th/":                "https://a.go.th/",
		"https://a.go.th/ก.pdf":           "https://a.go.th/%E0%B8%81.pdf",
		"https://a.go.th/%E0%B8%81.pdf":   "https://a.go.th/%E0%B8%81.pdf",
		"https://a.go.th/100%.pdf?a b=<c": "https://a.go.th/100%25.pdf?a%20b=%3Cc",
		"https://a.go.th/x%2Fy":           "https://a.go.th/x%2Fy",
		"http://เทศบาล.ไทย/ก":             "http://xn--o3cg7ak5c9d.xn--o3cw4h/%E0%B8%81",
		"a.go.th/ita":                     "http://a.go.th/ita",
		"//a.go.th/ita":                   "http://a.go.th/ita",
	} {
		if got := address(in); got != want {
			t.Errorf("address(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"http://a.go.th/ก", "http://[::1]:80/", "http://[::1%25eth0]/", "x:y", "%", "http://a:b/", "\x00", "?", "ก://"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := address(s)
		if got == "" {
			if strings.TrimSpace(s) != "" {
				t.Errorf("address(%q) is empty", s)
			}
			return
		}
		if u, err := url.Parse(got); err != nil || !u.IsAbs() || strings.ContainsFunc(got, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
			t.Errorf("address(%q) = %q is no URI: %v", s, got, err)
		}
		if again := address(got); again != got {
			t.Errorf("address(%q) = %q, and again %q", s, got, again)
		}
	})
}
