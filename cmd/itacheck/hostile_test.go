package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

// hostile is something that a website or a file does to harm whoever reads it.
type hostile struct {
	name  string
	heavy bool // left out with -short

	page  func(w *bufio.Writer)                                        // the ITA page, streamed
	serve func(w http.ResponseWriter, r *http.Request) (answered bool) // before anything else
	file  func(w io.Writer)                                            // what somebody hands over, streamed
	named string                                                       // its name
	args  []string                                                     // after itacheck; nil: audit the page

	exit int    // that it must end with
	says string // in what it prints
	most int64  // MB of memory
	asks int64  // requests at most; 0: any number
}

// patience is for a process that would never end.
const patience = 3 * time.Minute

func TestWhatIsMadeToHurt(t *testing.T) {
	if raceDetector {
		t.Skip("the program is to be weighed as it is; the packages' own hostile tests run under the race detector")
	}
	all := hostiles()
	rows := make([]string, len(all))
	t.Cleanup(func() { // all have run
		t.Log("\n| input | time | peak memory | exit code | what is said |\n| --- | --- | --- | --- | --- |\n" + strings.Join(rows, "\n"))
	})
	for i, c := range all {
		if c.heavy && testing.Short() {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int64
			site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked.Add(1)
				c.answer(w, r)
			}))
			defer site.Close()
			dir := t.TempDir()
			if c.file != nil {
				f, err := os.Create(filepath.Join(dir, c.named))
				if err != nil {
					t.Fatal(err)
				}
				c.file(f)
				if err := f.Close(); err != nil {
					t.Fatal(err)
				}
			}
			args := c.args
			if args == nil {
				args = []string{
					"audit", "--ita-page", site.URL + "/ita", "--year", "2566", "--allow-private", "--delay", "0s", "--timeout", "2s", "--render", "never",
					"--output", "r.json", "--output", "r.html", "--output", "r.csv", "--output", "r.md", "--output", "r.sarif", "--output", "r.junit.xml",
					"--format", "json", "--format", "html", "--format", "csv", "--format", "markdown", "--format", "sarif", "--format", "junit", "--format", "table",
				}
			}
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			cmd := exec.CommandContext(ctx, "itacheck-weighed", append(args, "--lang", "en")...)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+dir, "COLUMNS=80", "WEIGHT="+filepath.Join(dir, "weight"))
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			start := time.Now()
			err := cmd.Run()
			took := time.Since(start)
			var failed *exec.ExitError
			if err != nil && !errors.As(err, &failed) {
				t.Fatal(err)
			}
			said := stdout.String() + stderr.String()
			if code := cmd.ProcessState.ExitCode(); code != c.exit {
				t.Errorf("exit code %d, want %d: %.2000s", code, c.exit, stderr.String())
			}
			if !strings.Contains(said, c.says) {
				t.Errorf("it does not say %q: %.2000s", c.says, said)
			}
			if strings.Contains(said, "goroutine ") || strings.Contains(said, "panic: ") {
				t.Errorf("it fell over: %.2000s", said)
			}
			quiet(t, "what is printed", said)
			mb := peak(t, filepath.Join(dir, "weight"))
			if mb > c.most {
				t.Errorf("%d MB, more than %d", mb, c.most)
			}
			if c.asks > 0 && asked.Load() > c.asks {
				t.Errorf("%d requests", asked.Load())
			}
			bounded := int64(20 << 20)
			names, _ := filepath.Glob(filepath.Join(dir, "r.*"))
			for _, name := range names {
				data, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				if int64(len(data)) > bounded {
					t.Errorf("%s has %d MB", filepath.Base(name), len(data)>>20)
				}
				quiet(t, filepath.Base(name), string(data))
			}
			rows[i] = fmt.Sprintf("| %s | %.1f s | %d MB | %d | %s |", c.name, took.Seconds(), mb, cmd.ProcessState.ExitCode(), lineOf(said, c.says))
		})
	}
}

// weighed is the program, which leaves what it was like at its end in a file. What
// Linux tells of a child's memory (ru_maxrss) is never less than its parent had.
func weighed() {
	code := run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	if status, err := os.ReadFile("/proc/self/status"); err == nil { // else this is no Linux
		_ = os.WriteFile(os.Getenv("WEIGHT"), status, 0o600) // that it is not there will be seen
	}
	os.Exit(code)
}

// peak is the most memory that a weighed program had, in MB; 0 where it cannot be told.
func peak(t *testing.T, file string) int64 {
	t.Helper()
	status, err := os.ReadFile(file)
	if err != nil {
		if runtime.GOOS == "linux" {
			t.Error(err)
		}
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kb int64
	if _, err := fmt.Sscan(rest, &kb); err != nil {
		t.Error(err)
	}
	return kb >> 10
}

// lineOf is the line of a text that says something.
func lineOf(text, says string) string {
	const most = 100
	for line := range strings.Lines(text) {
		if strings.Contains(line, says) {
			r := []rune(strings.TrimSpace(strings.ReplaceAll(line[strings.Index(line, says):], "|", "\\|")))
			return string(r[:min(len(r), most)])
		}
	}
	return ""
}

// quiet checks that a text has no character that acts on a terminal or turns
// its line around.
func quiet(t *testing.T, what, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("%s is not UTF-8", what)
	}
	for _, r := range strings.TrimPrefix(s, "\ufeff") {
		if r != '\n' && r != '\t' && r != '\r' && unicode.In(r, unicode.Cc, unicode.Cf) {
			t.Errorf("%s has the character %U", what, r)
			return
		}
	}
}

func (c *hostile) answer(w http.ResponseWriter, r *http.Request) {
	switch {
	case c.serve != nil && c.serve(w, r):
	case r.URL.Path == "/robots.txt":
		http.NotFound(w, r)
	case r.URL.Path == "/ita":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		b := bufio.NewWriter(w)
		items(b)
		if c.page != nil {
			c.page(b)
		}
		b.Flush()
	default:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, "<title>ปี 2566</title><p>เอกสาร %s", r.URL.Path)
	}
}

// items begins an ITA page with the 43 items of 2566.
func items(w *bufio.Writer) {
	w.WriteString("<!DOCTYPE html><html><head><title>OIT 2566</title></head><body><h1>OIT 2566</h1>")
	for i := 1; i <= 43; i++ {
		fmt.Fprintf(w, "<p>O%d <a href='/doc/%d'>เอกสาร %d ปีงบประมาณ 2566</a></p>\n", i, i, i)
	}
}

// repeat writes a text many times; the first %d in it is counted up.
func repeat(s string, n int) func(*bufio.Writer) {
	return func(w *bufio.Writer) {
		before, after, counted := strings.Cut(s, "%d")
		for i := range n {
			w.WriteString(before)
			if counted {
				fmt.Fprint(w, i)
				w.WriteString(after)
			}
		}
	}
}

// inside writes what stands around something that is written many times.
func inside(before, s string, n int, after string) func(*bufio.Writer) {
	return func(w *bufio.Writer) {
		w.WriteString(before)
		repeat(s, n)(w)
		w.WriteString(after)
	}
}

// at answers one path, and what lies below it.
func at(path string, h http.HandlerFunc) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != path && !strings.HasPrefix(r.URL.Path, path+"/") {
			return false
		}
		h(w, r)
		return true
	}
}

// evil is a text that drives terminals, runs as a formula, as a script and as markup.
const evil = "\x1b[2J\x1b]0;x\x1b\\\u202e\u2066\u200b=HYPERLINK(\"http://x\")<script>alert(1)</script></script>[x](javascript:alert(1))\x00\r\nBcc: x"

const mb = 1 << 20

func hostiles() []hostile {
	const tooLarge = "this page is larger than itacheck reads"
	bomb := sync.OnceValue(func() []byte {
		var b bytes.Buffer
		docxBomb(&b)
		return b.Bytes()
	})
	return []hostile{
		// pages
		{name: "1,000,000 links", heavy: true, page: repeat("<a href=/%d>x</a>\n", 1_000_000), exit: 3, says: tooLarge, most: 150},
		{name: "40,000 links of one item", heavy: true, page: repeat("<p><a href=/x/%d>เอกสาร ปี 2566</a>", 40_000), exit: 1, says: "43 items", most: 500, asks: 1500},
		{name: "10,000 nested elements", page: inside("", "<div>", 10_000, "x"), exit: 1, says: "43 items", most: 150},
		{name: "10,000 nested tables", page: inside("", "<table><tr><td>", 10_000, "x"), exit: 3, says: "this page is larger than itacheck reads", most: 150},
		{name: "an attribute of 50 MB", heavy: true, page: inside("<p class='", "a ", 25*mb, "'>x"), exit: 3, says: tooLarge, most: 150},
		{name: "an attribute of 9 MB", heavy: true, page: inside("<p title='", "a ", 9*mb/2, "'>x"), exit: 1, says: "43 items", most: 400},
		{name: "a text of 9 MB", heavy: true, page: inside("<p>O43 <a href=/x>", "ปี 2565 ", 9*mb/18, "</a>"), exit: 1, says: "43 items", most: 700},
		{name: "200,000 tags", heavy: true, page: repeat("<p>x", 199_000), exit: 1, says: "43 items", most: 500},
		{name: "styles opened anew in every paragraph", heavy: true, page: func(w *bufio.Writer) { repeat("<b id=%d>", 300)(w); repeat("<p>x", 100_000)(w) }, exit: 3, says: tooLarge, most: 150},
		{name: "60,000 paragraphs like titles", heavy: true, page: repeat("<p>แผนการใช้จ่ายงบประมาณประจำปี %d", 60_000), exit: 1, says: "43 items", most: 400},
		{name: "190,000 times the same code", heavy: true, page: repeat("<p>O12", 190_000), exit: 1, says: "43 items", most: 700},
		{name: "60,000 headings of years", heavy: true, page: repeat("<h2>ปีงบประมาณ 2565</h2><p>x", 60_000), exit: 1, says: "43 items", most: 400},
		{name: "39,000 rows that span a thousand", heavy: true, page: inside("<table>", "<tr><td rowspan=1000 colspan=1000>O1<td><a href=/a>x</a>", 39_000, ""), exit: 1, says: "43 items", most: 600},
		{name: "a million bullets", heavy: true, page: inside("<p><a href=/a>x</a>", "•O12 ", mb, ""), exit: 1, says: "43 items", most: 500},
		{name: "49,000 panels of one name", heavy: true, page: repeat("<a href=#a>O1</a><div id=a>x</div>", 49_000), exit: 1, says: "43 items", most: 500},
		{name: "invalid UTF-8 and NULs", page: repeat("<p>\xff\xfe\x00\xe0\xb8", 10_000), exit: 3, says: "ITA page", most: 200},
		{name: "words that act on terminals, sheets and browsers", serve: at("/ita", evilPage), exit: 1, says: "43 items", most: 250},
		// answers
		{name: "chunks without end", heavy: true, page: func(w *bufio.Writer) {
			for _, err := w.WriteString("<p>x"); err == nil; _, err = w.WriteString("<p>x") {
			}
		}, exit: 3, says: tooLarge, most: 150},
		{name: "a gzip bomb of 100 MB", serve: at("/ita", packedBomb), exit: 3, says: tooLarge, most: 150},
		{name: "a byte now and then", serve: at("/ita", drip), exit: 3, says: "the server did not answer in time", most: 100},
		{name: "documents that drip", serve: at("/doc", drip), exit: 0, says: "undecided 43", most: 150, asks: 200},
		{name: "100,000 header fields", serve: at("/ita", flood), exit: 3, says: "could not read the ITA page", most: 150},
		{name: "a maze of redirects", serve: at("/doc", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"/x", http.StatusFound) }), exit: 1, says: "unreachable", most: 150, asks: 2000},
		{name: "a circle of redirects", serve: at("/ita", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/ita", http.StatusFound) }), exit: 3, says: "could not read the ITA page", most: 100, asks: 20},
		{name: "a maze of pages", serve: at("/doc", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			for i := range 100 {
				fmt.Fprintf(w, "<p><a href='%s/%d.pdf'>เอกสาร ปี 2566 เดือน %d</a><a href='%s/%d'>ปี 2566 หน้า %d</a>", r.URL.Path, i, i, r.URL.Path, i, i)
			}
		}), exit: 0, says: "43 items", most: 150, asks: 3500},
		{name: "pages of 9 MB behind every item", heavy: true, serve: at("/doc", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			b := bufio.NewWriter(w)
			repeat("<p><a href=/a>เอกสาร</a>"+strings.Repeat("x", 100), 60_000)(b)
			b.Flush()
		}), exit: 0, says: "undecided", most: 1500},
		// robots.txt
		{name: "a robots.txt of a million rules", serve: at("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
			b := bufio.NewWriter(w)
			b.WriteString("User-agent: *\nCrawl-delay: -1\n")
			repeat("Disallow: /*a*a*a*a*a*a*b\n", 1_000_000)(b)
			b.Flush()
		}), exit: 1, says: "43 items", most: 200},
		{name: "a robots.txt that drips", serve: at("/robots.txt", drip), exit: 3, says: "robots.txt", most: 100},
		// documents
		{name: "office documents that are bombs", heavy: true, serve: at("/doc", func(w http.ResponseWriter, _ *http.Request) { w.Write(bomb()) }), exit: 0, says: "43 items", most: 150},
		// files that somebody hands over
		{name: "a workbook that is a bomb", named: "a.xlsx", file: workbook("<sheetData>", " ", 100*mb), heavy: true, args: []string{"batch", "a.xlsx"}, exit: 2, says: "unpacks to far more than a list needs", most: 200},
		{name: "a workbook of a million rows", named: "a.xlsx", file: workbook(`<dimension ref="A1:XFD1048576"/><sheetData>`, "<row/>", 1_000_000), heavy: true, args: []string{"batch", "a.xlsx"}, exit: 2, says: "a.xlsx", most: 500},
		{name: "a list with one line of 40 MB", named: "a.csv", file: many("a,", 20*mb), heavy: true, args: []string{"batch", "a.csv"}, exit: 2, says: "larger than 32 MB", most: 200},
		{name: "a list with one line of 30 MB", named: "a.csv", file: many("a,", 15*mb), heavy: true, args: []string{"batch", "a.csv"}, exit: 2, says: "a.csv", most: 300},
		{name: "YAML aliases of aliases", named: "a.yaml", file: laughs, args: []string{"batch", "a.yaml"}, exit: 2, says: "anchors and aliases", most: 150},
		{name: "a list that acts on terminals and sheets", named: "a.csv", file: literally("name,url,id\n\"" + strings.NewReplacer(`"`, `""`, "\x00", "").Replace(evil) + "\",http://a.go.th\x1b[2J,../../x\n=1+1,file:///etc/passwd,..\nx,http://a@127.0.0.1/,con\n"), args: []string{"batch", "a.csv"}, exit: 2, says: "a.csv", most: 150},
		{name: "a stored result of 100,000 brackets", named: "a.json", file: many("[", 100_000), args: []string{"report", "a.json"}, exit: 2, says: "is no stored result", most: 100},
		{name: "a stored result of huge numbers", named: "a.json", file: literally(`{"schema":"itacheck.report/v1","fiscal_year":1e999999}`), args: []string{"report", "a.json"}, exit: 2, says: "is no stored result", most: 100},
		{name: "a stored result that names files", named: "a.json", file: literally(storedEvil()), args: []string{"report", "a.json", "--output", "r.html", "--output", "r.csv", "--output", "r.md", "--output", "r.xlsx.json"}, exit: 0, says: "report written", most: 150},
	}
}

func evilPage(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	escaped := strings.NewReplacer("<", "&lt;", "\"", "&quot;", "\x00", "").Replace(evil)
	fmt.Fprintf(w, "<title>OIT 2566 %s</title><h1>OIT 2566</h1>", escaped)
	for i := 1; i <= 43; i++ {
		href := fmt.Sprintf("/none/%d%s", i, escaped)
		switch i % 6 {
		case 1:
			href = "javascript:alert(1)"
		case 2:
			href = "file:///etc/passwd"
		case 3:
			href = "\\\\host\\share\\x"
		case 4:
			href = "data:text/html,<script>alert(1)</script>"
		}
		fmt.Fprintf(w, "<p>O%d %s <a href=\"%s\" title=\"%s\">%s</a></p>", i, escaped, strings.ReplaceAll(href, "\"", ""), escaped, escaped)
	}
}

func packedBomb(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	b := bufio.NewWriter(z)
	repeat("<p>x", 25*mb)(b)
	b.Flush()
	z.Close()
}

// drip answers a little now and then, for ever.
func drip(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	for r.Context().Err() == nil {
		if _, err := io.WriteString(w, "#\n"); err != nil {
			return
		}
		w.(http.Flusher).Flush()
		select {
		case <-r.Context().Done():
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func flood(w http.ResponseWriter, _ *http.Request) {
	conn, buf, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	buf.WriteString("HTTP/1.1 200 OK\r\n")
	repeat("X-%d: a\r\n", 100_000)(buf.Writer)
	buf.WriteString("\r\n<html>")
	buf.Flush()
}

// many writes a text many times.
func many(s string, n int) func(io.Writer) {
	return func(w io.Writer) {
		b := bufio.NewWriter(w)
		repeat(s, n)(b)
		b.Flush()
	}
}

func literally(s string) func(io.Writer) { return many(s, 1) }

// zipped packs files, given by name and what writes them.
func zipped(w io.Writer, names []string, files ...func(io.Writer)) {
	z := zip.NewWriter(w)
	for i, name := range names {
		if f, err := z.Create(name); err == nil {
			files[i](f)
		}
	}
	z.Close()
}

func docxBomb(w io.Writer) {
	zipped(w, []string{"[Content_Types].xml", "word/document.xml"}, literally("<a/>"), many("<a>", 4*mb))
}

// workbook is an XLSX file with a sheet of which a part is written many times.
func workbook(before, s string, n int) func(io.Writer) {
	const (
		ns  = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
		rel = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	)
	return func(w io.Writer) {
		zipped(
			w, []string{"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"},
			literally(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`),
			literally(rel+`officeDocument" Target="xl/workbook.xml"/></Relationships>`),
			literally(`<workbook `+ns+`><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`),
			literally(rel+`worksheet" Target="worksheets/sheet1.xml"/></Relationships>`),
			func(w io.Writer) {
				literally(`<worksheet ` + ns + `>` + before)(w)
				many(s, n)(w)
				literally(`</sheetData></worksheet>`)(w)
			},
		)
	}
}

// laughs is a list in which each alias stands for ten others.
func laughs(w io.Writer) {
	io.WriteString(w, "- name: &a0 x\n  url: http://a.go.th\n  tags:\n")
	for i := 1; i < 40; i++ {
		fmt.Fprintf(w, "  - &a%d [%s]\n", i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
}

// storedEvil is a stored result of which every text is made to hurt.
func storedEvil() string {
	quoted := func(s string) string {
		b, _ := json.Marshal(s)
		return string(b)
	}
	return `{"schema": "itacheck.report/v1", "tool": {"name": "itacheck", "version": ` + quoted(evil) + `},
		"agency": {"id": "../../x", "name": ` + quoted("../../../etc/passwd"+evil) + `, "url": "javascript:alert(1)"}, "fiscal_year": 2566, "rule_set": ` + quoted(evil) + `,
		"started_at": "2023-04-30T09:00:00+07:00", "finished_at": "2023-04-30T09:00:01+07:00", "pages": [],
		"items": [{"code": ` + quoted("../"+evil) + `, "title": ` + quoted(evil) + `, "owner": ` + quoted("../../"+evil) + `, "status": "missing", "expected_years": [], "found_years": [],
			"evidence": [{"url": "file:///etc/passwd", "href": "\\\\host\\x", "text": ` + quoted(evil) + `, "source_page": ` + quoted(evil) + `, "reach": {"state": "broken", "reason": ` + quoted(evil) + `}}],
			"findings": [{"check": ` + quoted(evil) + `, "severity": "error", "message": ` + quoted(evil) + `, "remedy": ` + quoted(evil) + `, "url": "javascript:alert(1)"}]}],
		"summary": {"total": 1, "by_status": {"missing": 1}}}`
}
