package audit_test

import (
	"context"
	"net/http/httptest"
	"testing"

	"itacheck"
	"itacheck/audit"
	"itacheck/crawler"
	docs "itacheck/documents"
	"itacheck/internal/demosite"
	"itacheck/ita"
	"itacheck/rules"
)

// TestDemoFindsThePlantedFaults audits the built-in website over loopback.
func TestDemoFindsThePlantedFaults(t *testing.T) {
	srv := httptest.NewServer(demosite.Handler())
	defer srv.Close()
	book, err := rules.Load("rules.yaml", itacheck.Rules)
	if err != nil {
		t.Fatal(err)
	}
	rs, err := book.Find(demosite.Year, "general")
	if err != nil {
		t.Fatal(err)
	}
	c := crawler.New(crawler.Config{Delay: crawler.NoDelay, AllowPrivate: true})
	defer c.Close()
	reader := docs.NewReader(docs.Options{})
	defer reader.Close()
	r, err := audit.Run(context.Background(), c, audit.Options{
		Documents: &audit.Documents{Reader: reader, Open: func(ctx context.Context, f ita.Fetch) docs.Source { return c.File(ctx, f) }},
		Agency:    ita.Agency{Name: "อบต.ตัวอย่าง", URL: srv.URL, ITAPage: srv.URL + demosite.ITAPath}, Rules: rs, AsOf: rs.Year.Submission(), SecondLook: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]ita.Status{}
	for _, f := range demosite.Faults() {
		want[f.Code] = f.Want
	}
	for _, it := range r.Items {
		status, planted := want[it.Item.Code]
		if !planted {
			status = ita.Pass
		}
		if it.Status != status {
			t.Errorf("%s: %s, want %s; years %v of %v, findings %v", it.Item.Code, it.Status, status, it.Found, it.Expected, it.Findings)
		}
	}
}
