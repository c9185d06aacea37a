package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/csv"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"itacheck/internal/demosite"
)

// ground is where the commands of documents are run: files as the documents
// speak of them, and a proxy that plays all websites.
type ground struct {
	sh    string
	files string // folder of the files; every block gets a copy
	bin   string // folder of itacheck
	proxy string
	certs string       // certificates to be trusted
	dir   string       // of all folders
	made  atomic.Int64 // folders
	ran   sync.Map     // what blocks were run for
}

// newGround returns nil where shown commands cannot be run: sh must be there, and
// certificates must be taken from SSL_CERT_FILE.
func newGround(t *testing.T) *ground {
	t.Helper()
	sh, err := exec.LookPath("sh")
	if err != nil || slices.Contains([]string{"windows", "darwin", "ios"}, runtime.GOOS) {
		return nil
	}
	g := &ground{sh: sh, dir: t.TempDir()}
	g.files, g.bin, g.certs = filepath.Join(g.dir, "files"), filepath.Join(g.dir, "bin"), filepath.Join(g.dir, "certificates.pem")
	a := newAuthority(t)
	g.write(t, g.certs, a.pem)
	server := httptest.NewServer(a.proxy(anySite()))
	t.Cleanup(server.Close)
	g.proxy = server.URL
	script := []byte("#!/bin/sh\nexec itacheck-shown \"$@\"\n")
	for _, name := range []string{filepath.Join(g.bin, "itacheck"), filepath.Join(g.files, "itacheck")} {
		g.write(t, name, script)
		if err := os.Chmod(name, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	g.prepare(t)
	return g
}

func (g *ground) write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

const shownAgency = `name: อบต.คลองใส
url: https://www.example.go.th
ita_page: https://www.example.go.th/ita/2566
fiscal_year: 2566
owners:
  O18: กองคลัง
`

// prepare makes the files that documents speak of: agency files, lists of
// agencies, results, a history of two runs, and the folder of a batch.
func (g *ground) prepare(t *testing.T) {
	t.Helper()
	file := func(name string) string { return filepath.Join(g.files, name) }
	g.write(t, file("agency.yaml"), []byte(shownAgency))
	g.write(t, file("watch.yaml"), []byte(shownAgency+"notify:\n  channels:\n    - kind: stdout\n"))
	list, err := os.ReadFile(filepath.Join(moduleRoot, "testdata", "province.csv"))
	if err != nil {
		t.Fatal(err)
	}
	list = bytes.Join(bytes.SplitAfter(list, []byte("\n"))[:4], nil) // three agencies are enough
	g.write(t, file("province.csv"), list)
	g.write(t, file("province.xlsx"), listWorkbook(t, list))
	var both []byte
	for _, name := range []string{"rules.yaml", "docs/examples/fy2570.yaml"} {
		data, err := os.ReadFile(filepath.Join(moduleRoot, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		both = append(both, data...)
		g.write(t, file(name), data)
	}
	g.write(t, file("rules-2570.yaml"), both) // docs/rules.md makes it
	for _, command := range []string{
		"itacheck audit --config agency.yaml --record --output result.json --output results/www.example.go.th.json",
		"itacheck audit http://www.buengbua.example --year 2566 --output results/buengbua.example.json",
		"itacheck audit --config agency.yaml --record --output april.json --output may.json",
		"itacheck batch province.csv --record --dir itacheck-runs/2026-05-01-province",
	} {
		if err := os.MkdirAll(file("results"), 0o755); err != nil {
			t.Fatal(err)
		}
		g.runOne(t, g.files, command)
	}
	if t.Failed() {
		t.FailNow()
	}
}

// listWorkbook is a list as Excel keeps it.
func listWorkbook(t *testing.T, list []byte) []byte {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(list, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", "A"+strconv.Itoa(i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// folder is a new copy of the files, without what the commands are to make.
func (g *ground) folder(t *testing.T, commands []string) string {
	t.Helper()
	folder := filepath.Join(g.dir, fmt.Sprint("block", g.made.Add(1)))
	if err := os.CopyFS(folder, os.DirFS(g.files)); err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(commands, func(c string) bool { return strings.Contains(c, "itacheck init") }) {
		if err := os.Remove(filepath.Join(folder, "agency.yaml")); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func (g *ground) environ(folder string) []string {
	return []string{
		"PATH=" + g.bin + string(os.PathListSeparator) + os.Getenv("PATH"),
		"HOME=" + filepath.Join(folder, "home"), "XDG_CACHE_HOME=" + filepath.Join(g.dir, "cache"),
		"HTTP_PROXY=" + g.proxy, "HTTPS_PROXY=" + g.proxy, "SSL_CERT_FILE=" + g.certs,
		"LC_ALL=en_US.UTF-8", "COLUMNS=80",
	}
}

// shownMain is the program for commands that documents show: websites are asked
// without pauses and without a browser, documents are not opened, which would be
// three quarters of the time, init is told what it would ask on a terminal, and
// figures are served on a port that is free.
func shownMain() {
	flag := func(name string) int {
		return slices.IndexFunc(os.Args, func(arg string) bool { return arg == name || strings.HasPrefix(arg, name+"=") })
	}
	command := ""
	if len(os.Args) > 1 {
		command = os.Args[1]
	}
	if i := flag("--metrics"); i > 0 && i+1 < len(os.Args) {
		os.Args[i+1] = "127.0.0.1:0"
	}
	if i := flag("--delay"); i > 0 && i+1 < len(os.Args) {
		if _, err := time.ParseDuration(os.Args[i+1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(exitUsage)
		}
	}
	switch {
	case flag("--help") > 0:
	case command == "audit" || command == "batch" || command == "watch":
		os.Args = append(os.Args, "--delay", "0s", "--render", "never", "--documents", "off")
		if command == "watch" {
			os.Args = append(os.Args, "--log-level", "info")
		}
	case command == "init" && flag("--name") < 0:
		os.Args = append(os.Args, "--name", "อบต.คลองใส", "--url", "https://www.example.go.th", "--year", "2566")
	}
	main()
}

// until is a writer that tells when something has been written.
type until struct {
	said string
	w    *bytes.Buffer
	seen chan struct{}
	mu   sync.Mutex
	done bool
}

func (u *until) Write(p []byte) (int, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	n, err := u.w.Write(p)
	if !u.done && u.said != "" && bytes.Contains(u.w.Bytes(), []byte(u.said)) {
		u.done = true
		close(u.seen)
	}
	return n, err
}

var (
	betweenTags = regexp.MustCompile(`>[^<]*<`)
	yearDigits  = regexp.MustCompile(`25\d\d`)
	yearPath    = regexp.MustCompile(`^/ita/(25\d\d)$`)
)

// anySite is the demo's website under any name and for any year: its page is at
// /ita/YEAR with all years moved, and the home page and /ita lead to all of them.
func anySite() http.Handler {
	demo := demosite.Handler()
	page := func(r *http.Request, path string) string {
		asked := r.Clone(r.Context())
		asked.URL.Path = path
		answer := httptest.NewRecorder()
		demo.ServeHTTP(answer, asked)
		return answer.Body.String()
	}
	var years strings.Builder
	for y := 2563; y <= 2575; y++ {
		fmt.Fprintf(&years, "<p><a href=\"/ita/%d\">การเปิดเผยข้อมูลสาธารณะ (OIT) ประจำปีงบประมาณ พ.ศ. %[1]d</a></p>\n", y)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at := path.Clean("/" + r.URL.Path)
		m := yearPath.FindStringSubmatch(at)
		if m == nil && at != "/" && at != "/ita" {
			demo.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if m == nil {
			_, _ = io.WriteString(w, strings.Replace(page(r, "/"), "</main>", years.String()+"</main>", 1))
			return
		}
		year, _ := strconv.Atoi(m[1])
		_, _ = io.WriteString(w, betweenTags.ReplaceAllStringFunc(page(r, demosite.ITAPath), func(s string) string {
			return yearDigits.ReplaceAllStringFunc(s, func(y string) string {
				n, _ := strconv.Atoi(y)
				return strconv.Itoa(n + year - demosite.Year)
			})
		}))
	})
}

// authority signs the certificates of the websites that a proxy plays.
type authority struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
	pem  []byte
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	a := &authority{key: key}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "itacheck test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	a.pem = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return a
}

// certificate is one for the website that is asked for.
func (a *authority) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: hello.ServerName}, DNSNames: []string{hello.ServerName},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, &a.key.PublicKey, a.key)
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: a.key}, err
}

// proxy plays a site under every name, by http and by https.
func (a *authority) proxy(site http.Handler) http.Handler {
	tunnels := make(tunnelled)
	secure := &http.Server{Handler: site, ReadHeaderTimeout: time.Minute}
	go secure.Serve(tunnels) // ends with the test's process
	config := &tls.Config{GetCertificate: a.certificate}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect {
			site.ServeHTTP(w, r)
			return
		}
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n") // who has gone will not be heard
		tunnels <- tls.Server(conn, config)
	})
}

// tunnelled is a listener to what comes through a proxy.
type tunnelled chan net.Conn

func (t tunnelled) Accept() (net.Conn, error) { return <-t, nil }
func (t tunnelled) Close() error              { return nil }
func (t tunnelled) Addr() net.Addr            { return &net.TCPAddr{} }
