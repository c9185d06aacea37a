package main

import (
	"cmp"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"itacheck/crawler"
	"itacheck/doctor"
	"itacheck/documents"
	"itacheck/ita"
)

// facts gathers what doctor judges. An error means that the program itself is broken.
func (a *app) facts(ctx context.Context, e examination) (*doctor.Facts, error) {
	rules, err := a.ruleFacts(e)
	if err != nil {
		return nil, err
	}
	return &doctor.Facts{
		Program: version(), OS: runtime.GOOS, Arch: runtime.GOARCH, Now: time.Now(),
		Rules:    rules,
		Proxy:    proxyFacts(os.Getenv),
		Roots:    rootFacts(),
		Site:     a.siteFacts(ctx, e),
		Data:     folderFacts(filepath.Dir(historyFile())),
		Temp:     folderFacts(os.TempDir()),
		Browser:  browserFacts(ctx, crawler.FindBrowser()),
		Fonts:    fontFacts(ctx),
		OCR:      ocrFacts(ctx),
		Terminal: a.terminalFacts(),
	}, nil
}

func (a *app) ruleFacts(e examination) (doctor.Rules, error) {
	r := doctor.Rules{Year: ita.FiscalYearOf(e.asOf), Scheme: generalScheme}
	if e.file != "" {
		r.File, r.Year, r.Scheme = e.file, e.agency.Year, e.agency.Scheme
	}
	book, err := a.book("")
	if err != nil {
		return r, err
	}
	set, err := a.set(book, r.Year, r.Scheme)
	var none *noList
	switch {
	case errors.As(err, &none):
		r.Nearest = newest(none.years, r.Year)
	case err != nil:
		return r, err
	default:
		r.Standing = set.Standing
	}
	return r, nil
}

// proxyFacts are the variables that name proxies, of each pair the one that Go's
// HTTP client takes.
func proxyFacts(getenv func(string) string) []doctor.Setting {
	var set []doctor.Setting
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"} {
		for _, name := range []string{name, strings.ToLower(name)} {
			if v := getenv(name); v != "" {
				set = append(set, doctor.Setting{Name: name, Value: v})
				break
			}
		}
	}
	return set
}

func rootFacts() doctor.Roots {
	r := doctor.Roots{File: os.Getenv("SSL_CERT_FILE"), Count: -1}
	if r.File != "" {
		data, err := os.ReadFile(r.File)
		r.FileErr = reason(err)
		r.InFile = certificates(data)
	}
	pool, err := x509.SystemCertPool()
	r.Problem = reason(err)
	if err == nil && runtime.GOOS != "windows" && runtime.GOOS != "darwin" {
		r.Count = len(pool.Subjects()) //lint:ignore SA1019 On these systems the pool does hold the system's.
	}
	return r
}

// certificates counts those of a PEM file.
func certificates(data []byte) int {
	n := 0
	for {
		block, rest := pem.Decode(data)
		if block == nil {
			return n
		}
		if _, err := x509.ParseCertificate(block.Bytes); err == nil && block.Type == "CERTIFICATE" {
			n++
		}
		data = rest
	}
}

// reason is an error without the path that it is about.
func reason(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	if err == nil {
		return ""
	}
	return err.Error()
}

// siteFacts asks for the website, if one was given. An address without a scheme
// is asked for with https, then with http, as in an audit.
func (a *app) siteFacts(ctx context.Context, e examination) *doctor.Site {
	if e.address == "" {
		return nil
	}
	e.crawl.Log = a.logger(a.stderr)
	c := crawler.New(e.crawl)
	defer c.Close()
	address := withScheme(e.address)
	r := c.Reach(ctx, address)
	if r.Fetch.Status == 0 && address != e.address {
		plain := "http" + strings.TrimPrefix(address, "https")
		if again := c.Reach(ctx, plain); again.Fetch.Status != 0 {
			r = again
		}
	}
	s := &doctor.Site{
		Address: r.Fetch.URL, Failure: r.Fetch.Failure, Detail: r.Fetch.Detail, Status: r.Fetch.Status, Warnings: r.Fetch.Warnings,
		Addresses: r.Addresses, Private: r.Private, AllowPrivate: e.crawl.AllowPrivate,
	}
	if r.Proxy != nil {
		s.Proxy = (&url.URL{Scheme: r.Proxy.Scheme, Host: r.Proxy.Host}).String()
	}
	if len(r.Chain) > 0 {
		s.Issuer, s.Until = issuer(r.Chain), r.Chain[0].NotAfter
	}
	if !r.Clock.IsZero() {
		s.Compared, s.Ahead = true, r.Clock.Sub(r.Fetch.At)
	}
	return s
}

// issuer names who vouches for a server, and for those who do.
func issuer(chain []*x509.Certificate) string {
	var names []string
	for _, c := range chain {
		for _, name := range append(c.Issuer.Organization, c.Issuer.CommonName) {
			if name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return strings.Join(names, ", ")
}

// folderFacts tries to write in a folder, or where it would be made.
func folderFacts(path string) doctor.Folder {
	d := doctor.Folder{Path: shortPath(path)}
	there := path
	for {
		_, err := os.Stat(there)
		parent := filepath.Dir(there)
		if !errors.Is(err, fs.ErrNotExist) || parent == there {
			break
		}
		there = parent
	}
	d.Problem = reason(tryWriting(there))
	var err error
	d.Free, err = freeSpace(there)
	d.Unknown = err != nil
	return d
}

// versionPattern finds a browser's version.
var versionPattern = regexp.MustCompile(`\d+(\.\d+)+`)

// browserFacts asks a browser for its version. On Windows it would open a window
// instead; there the version is the name of a folder beside it.
func browserFacts(ctx context.Context, path string) doctor.Browser {
	b := doctor.Browser{Path: path}
	if path == "" {
		return b
	}
	if runtime.GOOS == "windows" {
		beside, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "[0-9]*"))
		for _, dir := range beside {
			b.Version = versionPattern.FindString(filepath.Base(dir))
		}
		return b
	}
	out, err := printedBy(ctx, path, "--version")
	b.Version, b.Problem = versionPattern.FindString(out), reason(err)
	return b
}

// printedBy is what a program prints, within a time that any should need.
func printedBy(ctx context.Context, path string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	return string(out), err
}

// fontFacts lists the families of fonts that have Thai letters: by fontconfig,
// or by the files that Windows and macOS come with.
func fontFacts(ctx context.Context) doctor.Fonts {
	var f doctor.Fonts
	switch runtime.GOOS {
	case "windows":
		f.Names = files(filepath.Join(os.Getenv("SystemRoot"), "Fonts"), "leelaw*.tt?", "tahoma.ttf", "THSarabun*.ttf", "cordia*.tt?", "angsa*.tt?")
	case "darwin":
		f.Names = files("/System/Library/Fonts", "Thonburi*", "Supplemental/Thonburi*", "Supplemental/Ayuthaya*", "Supplemental/Silom*")
	default:
		out, err := printedBy(ctx, "fc-list", ":lang=th", "family")
		f.Unknown = reason(err)
		for line := range strings.Lines(out) {
			name, _, _ := strings.Cut(strings.TrimSpace(line), ",")
			if name != "" {
				f.Names = append(f.Names, name)
			}
		}
		slices.Sort(f.Names)
		f.Names = slices.Compact(f.Names)
	}
	return f
}

// files are the names of those in a folder that fit one of the patterns.
func files(dir string, patterns ...string) []string {
	var names []string
	for _, p := range patterns {
		found, _ := filepath.Glob(filepath.Join(dir, filepath.FromSlash(p)))
		for _, path := range found {
			names = append(names, filepath.Base(path))
		}
	}
	return names
}

func ocrFacts(ctx context.Context) doctor.OCR {
	if t, ok := documents.FindTesseract(ctx); ok {
		return doctor.OCR{Path: t.Path, Thai: true}
	}
	path, err := exec.LookPath("tesseract")
	if err != nil {
		return doctor.OCR{}
	}
	return doctor.OCR{Path: path}
}

func (a *app) terminalFacts() doctor.Terminal {
	t := doctor.Terminal{Is: isTerminal(a.stdout), Columns: a.width(), Color: a.color(a.stdout), CodePage: codePage()}
	locale := strings.ToLower(cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_CTYPE"), os.Getenv("LANG")))
	t.UTF8 = strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
	if runtime.GOOS == "windows" {
		t.UTF8 = t.CodePage == utf8CodePage
	}
	return t
}

// utf8CodePage is Windows' number for UTF-8.
const utf8CodePage = 65001
