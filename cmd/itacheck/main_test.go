package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"itacheck/internal/demosite"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"itacheck": main, "itacheck-shown": shownMain, "clicked": clicked, "itacheck-weighed": weighed})
}

// TestScripts runs testdata/script of the module. $SITE is a loopback site: the
// demo's, and under /case/ pages that nobody would call an ITA page. $PROVINCE and
// $LATER are proxies that play the websites of testdata/province.csv, $LIST; $PROXY
// is the former's host and port. $BIN is the folder of itacheck alone.
func TestScripts(t *testing.T) {
	site := httptest.NewServer(testSite())
	t.Cleanup(site.Close) // the scripts run in parallel, after this function
	now, later := httptest.NewServer(province(false)), httptest.NewServer(province(true))
	t.Cleanup(now.Close)
	t.Cleanup(later.Close)
	cache := t.TempDir() // one of compiled PDFium for all
	testscript.Run(t, testscript.Params{
		Dir: "../../testdata/script",
		Setup: func(env *testscript.Env) error {
			list, err := filepath.Abs("../../testdata/province.csv")
			if err != nil {
				return err
			}
			env.Setenv("SITE", site.URL)
			env.Setenv("PROVINCE", now.URL)
			env.Setenv("LATER", later.URL)
			env.Setenv("PROXY", strings.TrimPrefix(now.URL, "http://"))
			env.Setenv("BIN", filepath.SplitList(env.Getenv("PATH"))[0])
			env.Setenv("LIST", list)
			env.Setenv("XDG_CACHE_HOME", cache)
			env.Setenv("LC_ALL", "en_US.UTF-8")
			env.Setenv("COLUMNS", "80")
			env.Setenv("GORACE", os.Getenv("GORACE")) // the race detector's, which .ci/run sets
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":  exits,
			"valid":  valid,
			"killed": killed,
			"alike":  alike,
		},
	})
}

// exits runs itacheck and compares its exit code: exits 2 audit --year x.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: exits CODE ARGUMENT...")
	}
	code := 0
	var failed *exec.ExitError
	if err := ts.Exec("itacheck", args[1:]...); errors.As(err, &failed) {
		code = failed.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, not %s", code, args[0])
	}
}

// valid checks a file against the schema of the JSON report.
func valid(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: valid FILE")
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(ts.ReadFile(args[0])))
	ts.Check(err)
	schema, err := schemaOfReports()
	ts.Check(err)
	ts.Check(schema.Validate(doc))
}

func schemaOfReports() (*jsonschema.Schema, error) {
	f, err := os.Open("../../report/testdata/report.schema.json")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("report.schema.json", doc); err != nil {
		return nil, err
	}
	return c.Compile("report.schema.json")
}

func testSite() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", demosite.Handler())
	html := func(path string, body []byte) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write(body)
		})
	}
	noise := make([]byte, 50_000)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	html("/case/noise", noise)
	html("/case/empty", nil)
	html("/case/news", []byte(`<!doctype html><title>ข่าว</title><h1>ข่าวประชาสัมพันธ์</h1><p><a href="/news">อ่านต่อ</a></p>`))
	html("/case/shell", []byte(`<!doctype html><title>ITA</title><div id="app"></div><script src="/app.js"></script>`))
	mux.HandleFunc("/case/behind", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().UTC().AddDate(0, 0, -30).Add(time.Hour).Format(http.TimeFormat))
		_, _ = w.Write([]byte("<!doctype html><title>ITA</title>"))
	})
	html("/case/huge", bytes.Repeat([]byte("<p>ยาวมาก</p>\n"), 1_000_000))
	return mux
}

// slowSite lists items whose documents never come. asked is told of each
// document that is asked for.
func slowSite(asked chan<- string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/ita":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			for i, title := range []string{"โครงสร้าง", "ข้อมูลผู้บริหาร", "อำนาจหน้าที่", "แผนยุทธศาสตร์หรือแผนพัฒนาหน่วยงาน", "ข้อมูลการติดต่อ"} {
				fmt.Fprintf(w, `<p>O%d %s: <a href="/%d.pdf">เอกสาร</a></p>`, i+1, title, i+1)
			}
		case strings.HasSuffix(r.URL.Path, ".pdf"):
			asked <- r.URL.Path
			<-r.Context().Done()
		default:
			http.NotFound(w, r)
		}
	})
}
