package doctor

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"itacheck/ita"
)

// healthy are the facts of a machine that has everything.
func healthy() *Facts {
	return &Facts{
		Program: "1.0.0", OS: "linux", Arch: "amd64",
		Now:   ita.Day(2569, time.April, 28).Add(9 * time.Hour),
		Rules: Rules{Year: 2566, Scheme: "general", Standing: ita.StandingFirm},
		Roots: Roots{Count: 145},
		Site: &Site{
			Address: "https://www.example.go.th/ita", Status: 200, Addresses: []netip.Addr{netip.MustParseAddr("203.150.1.2")},
			Issuer: "Let's Encrypt, R11", Until: ita.Day(2569, time.July, 1), Compared: true, Ahead: 2 * time.Second,
		},
		Data:     Folder{Path: "/home/a/.local/share/itacheck", Free: 40 << 30},
		Temp:     Folder{Path: "/tmp", Free: 40 << 30},
		Browser:  Browser{Path: "/usr/bin/chromium", Version: "148.0"},
		Fonts:    Fonts{Names: []string{"Garuda", "Laksaman"}},
		OCR:      OCR{Path: "/usr/bin/tesseract", Thai: true},
		Terminal: Terminal{Is: true, Columns: 100, Color: true, UTF8: true},
	}
}

func TestNothingHindersWhereEverythingIsInPlace(t *testing.T) {
	for _, f := range Judge(healthy()) {
		if f.Level != OK || !f.Remedy.IsZero() {
			t.Errorf("%+v", f)
		}
	}
}

func TestFactsAreJudged(t *testing.T) {
	private := []netip.Addr{netip.MustParseAddr("10.1.2.3")}
	for _, c := range []struct {
		name    string
		change  func(*Facts)
		subject string
		level   Level
		says    string // part of the English wording
	}{
		{"no list for this year", func(f *Facts) { f.Rules = Rules{Year: 2570, Scheme: "general", Nearest: 2569} }, "Rule set", Note, "FY2570 has no rule set yet (general): that of 2569"},
		{"no list for the agency file's year", func(f *Facts) {
			f.Rules = Rules{Year: 2570, Scheme: "general", Nearest: 2569, File: "agency.yaml"}
		}, "Rule set", Problem, "agency.yaml is for FY2570, which has no rule set yet"},
		{"a provisional list", func(f *Facts) { f.Rules.Standing = ita.StandingProvisional }, "Rule set", Note, "provisional"},
		{"a list from one source", func(f *Facts) { f.Rules.Standing = ita.StandingExperimental }, "Rule set", Note, "provisional"},

		{"no site to compare the clock with", func(f *Facts) { f.Site = nil }, "Clock", OK, "28 April 2026 (not compared"},
		{"the site's answer has no date", func(f *Facts) { f.Site.Compared = false }, "Clock", OK, "not compared"},
		{"a battery that died", func(f *Facts) { f.Now = time.Date(1970, 1, 1, 9, 0, 0, 0, time.UTC) }, "Clock", Problem, "1970, which cannot be"},
		{"the last year before the program", func(f *Facts) { f.Now = time.Date(2023, 12, 31, 12, 0, 0, 0, ita.Bangkok) }, "Clock", Problem, "cannot be"},
		{"the first year of the program", func(f *Facts) { f.Now = time.Date(2024, 1, 1, 12, 0, 0, 0, ita.Bangkok) }, "Clock", OK, "1 January 2024"},
		{"the year of the Buddhist Era set as the Gregorian", func(f *Facts) { f.Now = time.Date(2569, 4, 28, 9, 0, 0, 0, time.UTC) }, "Clock", Problem, "Buddhist Era"},
		{"a clock three days behind", func(f *Facts) { f.Site.Ahead = 73 * time.Hour }, "Clock", Problem, "3 days behind the website's clock"},
		{"a clock three days ahead", func(f *Facts) { f.Site.Ahead = -73 * time.Hour }, "Clock", Problem, "3 days ahead of the website's clock"},
		{"a clock an hour behind", func(f *Facts) { f.Site.Ahead = time.Hour }, "Clock", Note, "60 minutes behind"},
		{"a clock seven hours ahead", func(f *Facts) { f.Site.Ahead = -7 * time.Hour }, "Clock", Note, "7 hours ahead"},
		{"a clock five minutes behind", func(f *Facts) { f.Site.Ahead = 5 * time.Minute }, "Clock", OK, "as by the website's clock"},
		{"a clock a day behind", func(f *Facts) { f.Site.Ahead = 24 * time.Hour }, "Clock", Note, "24 hours behind"},

		{"no proxy", func(*Facts) {}, "Proxy", OK, "connects directly"},
		{"a proxy", func(f *Facts) { f.Proxy = []Setting{{"HTTPS_PROXY", "http://proxy.example.go.th:8080"}} }, "Proxy", OK, "HTTPS_PROXY = http://proxy.example.go.th:8080"},
		{"a proxy without a scheme", func(f *Facts) { f.Proxy = []Setting{{"https_proxy", "proxy.example.go.th:8080"}} }, "Proxy", OK, "https_proxy = proxy.example.go.th:8080"},
		{"a proxy that takes no connections", func(f *Facts) { f.Proxy = []Setting{{"HTTP_PROXY", "ftp://proxy.example.go.th"}} }, "Proxy", Problem, "no proxy's address"},
		{"a malformed proxy", func(f *Facts) { f.Proxy = []Setting{{"HTTP_PROXY", "http://somchai:1234@proxy:80:80"}} }, "Proxy", Problem, "http://…@proxy:80:80: that is no proxy's address"},
		{"a variable that is not used", func(f *Facts) { f.Proxy = []Setting{{"ALL_PROXY", "socks5://proxy:1080"}} }, "Proxy", Note, "does not use it"},
		{"exceptions", func(f *Facts) {
			f.Proxy = []Setting{{"NO_PROXY", "localhost, .example.go.th,*.go.th,10.0.0.0/8,192.168.1.1:80,*"}}
		}, "Proxy", OK, "NO_PROXY"},
		{"exceptions that match nothing", func(f *Facts) { f.Proxy = []Setting{{"NO_PROXY", "http://intra,10.0.0.*,a.go.th;b.go.th"}} }, "Proxy", Note, "http://intra, 10.0.0.*, a.go.th;b.go.th has no effect"},

		{"a certificate file that is not there", func(f *Facts) { f.Roots = Roots{Count: 145, File: "/x.pem", FileErr: "no such file"} }, "Root certificates", Problem, "/x.pem: it cannot be read: no such file"},
		{"a certificate file without certificates", func(f *Facts) { f.Roots = Roots{Count: 145, File: "/x.pem"} }, "Root certificates", Problem, "no certificate in it"},
		{"a certificate file in order", func(f *Facts) { f.Roots = Roots{Count: 146, File: "/x.pem", InFile: 1} }, "Root certificates", OK, "146 loaded, SSL_CERT_FILE"},
		{"a certificate file on Windows", func(f *Facts) { f.OS, f.Roots = "windows", Roots{Count: -1, File: `C:\x.pem`, InFile: 1} }, "Root certificates", Note, "no effect"},
		{"Windows' own", func(f *Facts) { f.OS, f.Roots = "windows", Roots{Count: -1} }, "Root certificates", OK, "operating system"},
		{"a bare container", func(f *Facts) { f.Roots = Roots{} }, "Root certificates", Problem, "no https website"},
		{"roots that cannot be read", func(f *Facts) { f.Roots = Roots{Count: -1, Problem: "permission denied"} }, "Root certificates", Problem, "(permission denied)"},

		{"no site asked", func(f *Facts) { f.Site = nil }, "Website", Note, "no website was asked"},
		{"a name that does not exist", func(f *Facts) { f.Site.Addresses, f.Site.Failure = nil, ita.FailDNS }, "DNS", Problem, "no address was found for www.example.go.th"},
		{"a private address", func(f *Facts) {
			f.Site.Addresses, f.Site.Private, f.Site.Failure = private, private, ita.FailAddress
		}, "DNS", Problem, "10.1.2.3, a private address that the public cannot reach"},
		{"a private address that is allowed", func(f *Facts) { f.Site.Addresses, f.Site.Private, f.Site.AllowPrivate = private, private, true }, "DNS", OK, "allowed by --allow-private"},
		{"a private address beside one that answers", func(f *Facts) { f.Site.Addresses, f.Site.Private = append(private, f.Site.Addresses...), private }, "DNS", OK, "10.1.2.3, 203.150.1.2"},
		{"a proxy looks names up", func(f *Facts) { f.Site.Addresses, f.Site.Proxy = nil, "http://proxy:8080" }, "DNS", OK, "the proxy looks names up"},
		{"through a proxy", func(f *Facts) { f.Site.Proxy = "http://proxy:8080" }, "Website", OK, "through the proxy http://proxy:8080"},
		{"refused connection", func(f *Facts) { f.Site.Failure, f.Site.Detail = ita.FailConnect, "the server refused the connection" }, "Website", Problem, "(the server refused the connection)"},
		{"robots.txt refuses", func(f *Facts) { f.Site.Failure = ita.FailRobots }, "Website", Problem, "robots.txt does not let programs in"},
		{"a firewall before the site", func(f *Facts) { f.Site.Status = 403 }, "Website", Problem, "answered 403"},

		{"no secure connection", func(f *Facts) { f.Site.Until = time.Time{} }, "TLS", OK, ""},
		{"an authority that nobody has heard of", func(f *Facts) { f.Site.Issuer = "Somkid Firewall CA" }, "TLS", Note, "not among the usual ones: it may be a device"},
		{"one that is not trusted either", func(f *Facts) { f.Site.Issuer, f.Site.Failure = "Somkid Firewall CA", ita.FailTLS }, "TLS", Problem, "is not trusted here; it may be a device"},
		{"a usual one that is not trusted", func(f *Facts) { f.Site.Failure = ita.FailTLS }, "TLS", Problem, "Let's Encrypt"},
		{"a certificate for another host", func(f *Facts) { f.Site.Failure = ita.FailTLSHost }, "TLS", Problem, "valid until 1 July 2026: "},
		{"an incomplete chain", func(f *Facts) { f.Site.Warnings = []string{"redirected", "tls_incomplete_chain"} }, "TLS", Note, "incomplete chain"},

		{"a folder without permission", func(f *Facts) { f.Data.Problem = "permission denied" }, "Data folder", Problem, "cannot be written to: permission denied"},
		{"a full disk", func(f *Facts) { f.Temp.Free = 99 << 20 }, "Temporary folder", Problem, "/tmp, 99 MB free"},
		{"hardly any space", func(f *Facts) { f.Data.Free = 1023 << 20 }, "Data folder", Note, "1023 MB free"},
		{"just enough space", func(f *Facts) { f.Data.Free = 1 << 30 }, "Data folder", OK, "1024 MB free"},
		{"a disk that says nothing", func(f *Facts) { f.Data.Free, f.Data.Unknown = 0, true }, "Data folder", OK, "can be written to"},

		{"no browser", func(f *Facts) { f.Browser = Browser{} }, "Browser", Note, "no PDF can be made"},
		{"a browser that does not run", func(f *Facts) { f.Browser.Problem = "exit status 127" }, "Browser", Problem, "does not run: exit status 127"},
		{"a browser but no Thai font", func(f *Facts) { f.Fonts = Fonts{} }, "Thai fonts", Problem, "boxes"},
		{"neither browser nor Thai font", func(f *Facts) { f.Fonts, f.Browser = Fonts{}, Browser{} }, "Thai fonts", Note, "boxes"},
		{"no fontconfig", func(f *Facts) { f.Fonts = Fonts{Unknown: "no fc-list"} }, "Thai fonts", Note, "could not be listed: no fc-list"},
		{"tesseract without Thai", func(f *Facts) { f.OCR.Thai = false }, "Scans", Note, "no Thai model"},
		{"no tesseract", func(f *Facts) { f.OCR = OCR{} }, "Scans", Note, "no tesseract"},

		{"a pipe", func(f *Facts) { f.Terminal = Terminal{} }, "Terminal", OK, "a file or another program"},
		{"a locale of bytes", func(f *Facts) { f.Terminal.UTF8 = false }, "Terminal", Note, "not UTF-8"},
		{"the code page of Thai Windows", func(f *Facts) { f.OS, f.Terminal.UTF8, f.Terminal.CodePage = "windows", false, 874 }, "Terminal", Note, "code page is 874"},
		{"a narrow window", func(f *Facts) { f.Terminal.Columns = 59 }, "Terminal", Note, "only 59 columns"},
		{"a width that is not known", func(f *Facts) { f.Terminal.Columns, f.Terminal.Color = 0, false }, "Terminal", OK, "of unknown width, without colour"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := healthy()
			c.change(f)
			found := false
			for _, got := range Judge(f) {
				if (got.Level == Problem || got.Level == Note) && (got.Remedy.TH == "" || got.Remedy.EN == "") {
					t.Errorf("no remedy in both languages: %+v", got)
				}
				if got.Says.TH == "" || got.Says.EN == "" || strings.Contains(got.Says.TH+got.Says.EN, "%!") {
					t.Errorf("not said in both languages: %+v", got)
				}
				if got.Subject.EN != c.subject || found {
					continue
				}
				found = true
				if got.Level != c.level || !strings.Contains(got.Says.EN, c.says) {
					t.Errorf("level %d, %q; want %d, %q", got.Level, got.Says.EN, c.level, c.says)
				}
			}
			if found != (c.says != "") {
				t.Errorf("a finding on %s: %t", c.subject, found)
			}
		})
	}
}

// A report says of a failure that it proves nothing about an item; here there is no item.
func TestFailuresAreToldOfTheWay(t *testing.T) {
	for _, code := range []string{
		ita.FailDNS, ita.FailDNSTemp, ita.FailConnect, ita.FailTimeout, ita.FailReset, ita.FailTLS, ita.FailTLSSelf, ita.FailTLSHost, ita.FailRedirects,
		ita.FailRobots, ita.FailNoRobots, ita.FailAddress, ita.FailProtocol, ita.FailProxy, ita.FailRateLimit,
	} {
		f := healthy()
		f.Site.Failure = code
		for _, got := range Judge(f) {
			if strings.Contains(got.Says.EN, "not judged") || strings.Contains(got.Says.TH, "ยังไม่ตัดสิน") {
				t.Errorf("%s: %+v", code, got.Says)
			}
		}
	}
}

func TestNamesAndPasswordsAreMasked(t *testing.T) {
	for in, want := range map[string]string{
		"http://proxy:8080":                "http://proxy:8080",
		"http://somchai:pass@proxy:8080":   "http://…@proxy:8080",
		"somchai:pass@proxy:8080":          "…@proxy:8080",
		"http://somchai:p@ss://@proxy":     "http://…@proxy",
		"socks5://somchai@proxy":           "socks5://…@proxy",
		"http://somchai:p%zzss@proxy:8080": "http://…@proxy:8080",
	} {
		if got := masked(in); got != want {
			t.Errorf("masked(%q) = %q, want %q", in, got, want)
		}
	}
}
