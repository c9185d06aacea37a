package audit_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"itacheck"
	"itacheck/audit"
	"itacheck/crawler"
	"itacheck/internal/demosite"
	"itacheck/ita"
	"itacheck/rules"
)

// drawn is the demo website with an ITA page that a script fills: fully a
// shell, or below a menu that stands there without it.
func drawn(menu string) http.Handler {
	site := demosite.Handler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/drawn":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			io.WriteString(w, "<!doctype html><title>ITA</title><body>"+menu+`<main id=app></main><script>
				fetch("`+demosite.ITAPath+`").then(r => r.text()).then(t => {
					document.getElementById("app").innerHTML = new DOMParser().parseFromString(t, "text/html").body.innerHTML
				})</script>`)
		default:
			site.ServeHTTP(w, r)
		}
	})
}

// demoAudit audits a page of a demo website.
func demoAudit(t *testing.T, site http.Handler, page, render string) (*ita.Result, error) {
	t.Helper()
	srv := httptest.NewServer(site)
	t.Cleanup(srv.Close)
	book, err := rules.Load("rules.yaml", itacheck.Rules)
	if err != nil {
		t.Fatal(err)
	}
	rs, err := book.Find(demosite.Year, "general")
	if err != nil {
		t.Fatal(err)
	}
	c := crawler.New(crawler.Config{Delay: crawler.NoDelay, AllowPrivate: true, Render: render})
	t.Cleanup(c.Close)
	return audit.Run(context.Background(), c, audit.Options{
		Agency: ita.Agency{Name: "อบต.ตัวอย่าง", URL: srv.URL, ITAPage: srv.URL + page}, Rules: rs, AsOf: rs.Year.Submission(), SecondLook: 1,
	})
}

func TestAListDrawnByAScriptIsAuditedLikeAnyOther(t *testing.T) {
	if crawler.FindBrowser() == "" {
		t.Skip("no Chromium, Chrome or Edge is installed")
	}
	plain, err := demoAudit(t, demosite.Handler(), demosite.ITAPath, crawler.RenderNever)
	if err != nil {
		t.Fatal(err)
	}
	menu := `<nav class=navbar>` + strings.Repeat(`<a href="/">หน้าแรกของเว็บไซต์องค์การบริหารส่วนตำบล</a> `, 10) + `</nav>`
	for name, menu := range map[string]string{"a shell": "", "below a menu": menu} {
		t.Run(name, func(t *testing.T) {
			r, err := demoAudit(t, drawn(menu), "/drawn", "")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(plain.Count(), r.Count()); diff != "" {
				t.Errorf("verdicts differ from those of the plain page:\n%s", diff)
			}
			if !r.Pages[0].Rendered {
				t.Error("the ITA page is not said to be rendered")
			}
		})
	}
}

func TestWithoutABrowserAShellIsAPageThatCannotBeRead(t *testing.T) {
	_, err := demoAudit(t, drawn(""), "/drawn", crawler.RenderNever)
	no, ok := errors.AsType[*audit.CannotLook](err)
	if !ok || no.Code != "script_shell" || !strings.Contains(no.Remedy.EN, "Chromium") {
		t.Errorf("%v", err)
	}
}
