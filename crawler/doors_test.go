package crawler_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"html"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"itacheck"
	"itacheck/audit"
	"itacheck/crawler"
	"itacheck/ita"
	"itacheck/rules"
)

// What a person finds behind a link.
const (
	open    = "open"
	shut    = "shut"    // the public cannot use it
	unknown = "unknown" // a machine cannot tell, or not today
	notShut = "not shut"
)

// doors is a web of faults on loopback, under any host name.
type doors struct {
	r       *rand.Rand
	addr    string
	routes  map[string]http.HandlerFunc // by host and path
	hosts   map[string]http.HandlerFunc // for paths without a route; else 404
	robots  map[string]string
	broken  map[string]error // by host: what connecting to it gives
	n, own  int
	cases   []door
	perKind int
}

type door struct {
	kind, want, address string
	held                bool
}

// RoundTrip sends every request to the one server, whatever its host and scheme.
func (d *doors) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := d.broken[r.URL.Hostname()]; err != nil {
		return nil, err
	}
	to := r.Clone(r.Context())
	to.Host, to.URL.Host, to.URL.Scheme = r.URL.Host, d.addr, "http"
	resp, err := http.DefaultTransport.RoundTrip(to)
	if resp != nil {
		resp.Request = r
	}
	return resp, err
}

func (d *doors) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		if text, ok := d.robots[r.Host]; ok {
			io.WriteString(w, text)
			return
		}
		http.NotFound(w, r)
		return
	}
	h := d.routes[r.Host+r.URL.Path]
	if h == nil {
		h = d.hosts[r.Host]
	}
	if h == nil {
		h = http.NotFound
	}
	h(w, r)
}

func (d *doors) pick(of ...string) string { return of[d.r.IntN(len(of))] }

// host is one that no other case has.
func (d *doors) host() string {
	d.n++
	return fmt.Sprintf("www.%s%d.go.th", d.pick("tambon", "tessaban", "school", "hospital", "office"), d.n)
}

// path is one of the kinds that content systems make.
func (d *doors) path() string {
	d.n++
	return fmt.Sprintf(d.pick("/ita/o%d", "/news/%d.html", "/content/view/%d", "/index.php/page/%d", "/detail/%d.aspx", "/แผน/หน้า-%d", "/site/attachments/%d/view", "/p%d/"), d.n)
}

func (d *doors) file() string {
	d.n++
	return fmt.Sprintf("/files/%s-%d.pdf", d.pick("plan", "report", "o12", "รายงาน"), d.n)
}

// at adds a case: an address and what answers there.
func (d *doors) at(kind, want, host, path string, h http.HandlerFunc) {
	d.link(kind, want, "https://"+host+path)
	d.routes[host+path] = h
}

func (d *doors) link(kind, want, address string) {
	d.cases = append(d.cases, door{kind: kind, want: want, address: address})
}

// times runs a maker of cases as often as each kind is wanted.
func (d *doors) times(make func()) {
	for range d.perKind {
		make()
	}
}

// words adds the cases of a kind that is told by words, in pages of several
// looks. Some are pages of the audited site itself.
func (d *doors) words(kind, want string, pages []page, host func() string, status ...int) {
	framed := host == nil
	for i := range max(d.perKind, 2*len(pages)) {
		p := pages[i%len(pages)]
		at, code := "", http.StatusOK
		if framed {
			at = d.host()
			if d.own < 40 && d.r.IntN(12) == 0 && want == shut {
				at = agencyHost
				d.own++
			}
		} else {
			at = host()
		}
		if len(status) > 0 {
			code = status[d.r.IntN(len(status))]
		}
		d.at(kind, want, at, d.path(), d.html(code, p, framed))
		d.cases[len(d.cases)-1].held = held(i % len(pages))
	}
}

const agencyHost = "www.agency.go.th"

// html answers with a page, framed like a site's own or bare.
func (d *doors) html(status int, p page, framed bool) http.HandlerFunc {
	title, body := p.title, p.body
	if framed {
		if title != "" && d.r.IntN(3) == 0 {
			title += d.pick(" - อบต.ตัวอย่าง", " | เทศบาลตำบลตัวอย่าง", " – Example Office")
		}
		switch d.r.IntN(4) {
		case 0:
			body = "<header><a href=/>หน้าแรก</a> <a href=/contact>ติดต่อเรา</a></header>" + body
		case 1:
			body += "<footer>© 2566 อบต.ตัวอย่าง</footer>"
		case 2:
			body = "<div class=container><div class=row>" + body + "</div></div><script src=/app.js></script>"
		}
	}
	whole := "<!doctype html><html><head><title>" + html.EscapeString(title) + "</title></head><body>" + body + "</body></html>"
	return sends(status, "text/html; charset=utf-8", whole)
}

func sends(status int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

func moves(status int, to string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", to)
		w.WriteHeader(status)
	}
}

// menus are what a site shows on every page, some 500 letters of it.
func (d *doors) menus() string {
	var b strings.Builder
	for range 25 {
		fmt.Fprintf(&b, "<a href=/m%d>%s %s</a> ", d.r.IntN(90), d.pick("ข้อมูล", "แผน", "ข่าว", "รายงาน", "คู่มือ", "ประกาศ"), d.pick("หน่วยงาน", "พัฒนาท้องถิ่น", "ประชาสัมพันธ์", "การเงิน", "การปฏิบัติงาน", "จัดซื้อจัดจ้าง", "บุคลากร"))
	}
	return b.String()
}

const pdf = "%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <<>>\n%%EOF\n"

// plant makes the whole web.
func (d *doors) plant() {
	one := func(h string) func() string { return func() string { return h } }
	among := func(hosts ...string) func() string { return func() string { return d.pick(hosts...) } }
	google := among("drive.google.com", "docs.google.com", "sites.google.com")
	cloud := among("onedrive.live.com", "agency-my.sharepoint.com", "www.dropbox.com", "1drv.ms")

	// Told by words.
	d.words("not found, in words", shut, notFoundPages, nil)
	d.words("not found, in other words", shut, latePages, nil)
	d.words("under construction", shut, underConstruction, nil)
	d.words("sign-in form", shut, signInWalls, nil)
	d.words("Google: ask for access", shut, driveWalls, google)
	d.words("Google: deleted", shut, driveGone, google)
	d.words("Google: too many visitors", unknown, driveBusy, one("drive.google.com"))
	d.words("Google: open", open, driveOpen, google)
	d.words("empty folder", shut, emptyFolders, nil)
	d.words("OneDrive, SharePoint, Dropbox: ask for access", shut, cloudWalls, cloud)
	d.words("OneDrive, SharePoint, Dropbox: deleted", shut, cloudGone, cloud)
	d.words("Facebook: log in", unknown, socialWalls, among("www.facebook.com", "m.facebook.com"))
	d.words("challenge with 200", unknown, challenges, nil)
	d.words("challenge with 403, 406, 503", unknown, challenges, nil, 403, 406, 503)
	d.words("fault of the server with 200", unknown, serverFaults, nil)
	d.words("fault of the server with 500", unknown, serverFaults, nil, 500, 502, 503)
	d.words("parked domain", shut, parked, nil)
	d.words("suspended account", shut, suspendedPages, nil)
	d.words("page that comes with the server", shut, defaultPages, nil)
	d.words("good page, some with suspicious words", open, goodPages, nil)

	// Told by what the server answers for anything.
	d.times(func() {
		p, host, menus := menuNotFound[d.r.IntN(len(menuNotFound))], d.host(), d.menus()
		h := sends(200, "text/html; charset=utf-8", "<title>"+p.title+"</title>"+menus+p.body+fmt.Sprint("<p>ผู้เข้าชม ", d.r.IntN(9999)))
		d.at("not found, among menus", shut, host, d.path(), h)
		d.hosts[host] = h
		good := sends(200, "text/html; charset=utf-8", "<title>"+p.title+"</title>"+menus+"<p>ประกาศผลการจัดซื้อจัดจ้าง ไตรมาสที่ 2 วงเงิน 1,200,000 บาท ผู้ชนะการเสนอราคา ห้างหุ้นส่วนตัวอย่าง</p>")
		d.at("good page beside those", open, host, d.path(), good)
	})
	d.times(func() {
		host := d.host()
		d.hosts[host] = moves(302, "/error/page?from=x")
		d.routes[host+"/error/page"] = d.html(200, page{"แจ้งผู้ใช้", "<p>เรียนผู้ใช้บริการ ท่านเข้ามาผิดทาง</p>"}, true)
		d.link("every unknown address is sent to one page", shut, "https://"+host+d.path())
	})
	d.times(func() {
		host := d.host()
		h := d.html(200, page{"ยินดีต้อนรับสู่เทศบาล", d.menus()}, false)
		d.hosts[host], d.routes[host+"/"] = h, h
		d.link("home page for everything", shut, "https://"+host+d.path())
		d.link("the home page itself", open, "https://"+host+"/")
	})
	app := sends(200, "text/html", `<!doctype html><title>ระบบข้อมูล</title><div id="app"></div><script src="/js/app.js"></script>`)
	d.times(func() {
		host := d.host()
		d.hosts[host] = func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, ".pdf") {
				http.NotFound(w, r)
				return
			}
			app(w, r)
		}
		d.link("client-side application", open, "https://"+host+"/info/"+d.pick("plan", "budget"))
	})
	d.times(func() {
		host := d.host()
		d.hosts[host] = app
		d.link("client-side application for every address", notShut, "https://"+host+"/info/"+d.pick("plan", "budget"))
	})

	// Told by the address at the end.
	d.times(func() {
		host := d.host()
		to := d.pick("/", "/index.php", "https://"+host+"/", "/home")
		d.routes[host+"/"], d.routes[host+"/index.php"], d.routes[host+"/home"] = app, app, app
		d.at("sent to the home page", shut, host, d.file(), moves(302, to))
	})
	d.times(func() {
		host := d.host()
		to := d.pick("/login", "/wp-login.php?redirect_to=x", "/index.php?option=com_users&view=login", "/member/signin.aspx?ReturnUrl=x", "/auth/login", "/Account/Logon")
		d.routes[host+strings.Split(to, "?")[0]] = d.html(200, signInWalls[d.r.IntN(3)], true)
		d.at("sent to sign in", shut, host, d.path(), moves(302, to))
	})
	d.routes["accounts.google.com/v3/signin/identifier"] = sends(200, "text/html", "<title>Sign in - Google Accounts</title><form><input type=password></form>")
	d.routes["login.microsoftonline.com/common/oauth2/authorize"] = sends(200, "text/html", "<title>Sign in to your account</title>")
	d.times(func() {
		d.at("Google sends to sign in", shut, google(), d.path(), moves(302, "https://accounts.google.com/v3/signin/identifier?service=wise&continue=x"))
		d.at("Microsoft sends to sign in", shut, "agency.sharepoint.com", d.path(), moves(302, "https://login.microsoftonline.com/common/oauth2/authorize?x=1"))
		d.at("Facebook sends to log in", unknown, "www.facebook.com", d.path(), moves(302, "https://www.facebook.com/login/?next=x"))
	})
	d.routes["www.facebook.com/login/"] = d.html(200, socialWalls[0], false)
	d.routes["www.hugedomains.com/domain"] = sends(200, "text/html", "<title>Domain</title><p>Get it now")
	d.times(func() {
		d.at("parked: sent to a seller", shut, d.host(), d.path(), moves(302, "https://www.hugedomains.com/domain"))
		host := d.host()
		d.routes[host+"/cgi-sys/suspendedpage.cgi"] = sends(200, "text/html", "<title>Welcome</title>")
		d.at("suspended: sent to the host's page", shut, host, d.path(), moves(302, "/cgi-sys/suspendedpage.cgi"))
	})
	d.routes["bit.ly/"] = sends(200, "text/html", "<title>Bitly</title><p>Shorten links")
	d.times(func() {
		d.at("short link to nowhere", shut, "bit.ly", d.path(), moves(302, "/"))
		d.at("short link that is gone", shut, "cutt.ly", d.path(), d.html(404, page{"Oops", "gone"}, false))
		to, path := d.host(), d.file()
		d.routes[to+path] = sends(200, "application/pdf", pdf)
		d.at("short link that leads there", open, d.pick("bit.ly", "shorturl.asia"), d.path(), moves(301, "https://"+to+path))
	})

	// Told by the status.
	for _, status := range []int{404, 410, 400, 401, 429, 406, 500, 502, 503, 504, 508, 999} {
		want := unknown
		if status < 429 && status != 406 {
			want = shut
		}
		d.times(func() {
			d.at(fmt.Sprint("status ", status), want, d.host(), d.pick(d.path(), d.file()), d.html(status, page{http.StatusText(status), "<h1>" + http.StatusText(status) + "</h1>"}, true))
		})
	}
	d.times(func() {
		d.at("403 of a server that serves others", shut, "files.agency.go.th", d.file(), sends(403, "text/html", "<title>403 Forbidden</title><h1>Forbidden</h1>"))
		d.at("PDF", open, "files.agency.go.th", d.file(), sends(200, "application/pdf", pdf))
		d.at("403 of a server that serves nothing", unknown, d.host(), d.file(), sends(403, "text/html", "<title>403 Forbidden</title><h1>Forbidden</h1>"))
	})

	// Told by other pages of the same application.
	d.records()

	// Told by the body.
	d.times(func() {
		d.at("zero bytes", shut, d.host(), d.file(), sends(200, "application/pdf", ""))
		d.at("blanks only", shut, d.host(), d.path(), sends(200, "text/html", " \r\n\r\n"))
		d.at("web page called .pdf", shut, d.host(), d.file(), sends(200, "application/pdf", "<html><title>ระบบเอกสาร</title><body>"+d.menus()))
		d.at("a few words called .pdf", shut, d.host(), d.file(), sends(200, "application/pdf", d.pick("ไม่พบไฟล์", "File not found", "Error 2: cannot open", "Hotlinking is not allowed")))
		d.at("JSON called .pdf", shut, d.host(), d.file(), sends(200, "application/json", `{"status":404,"message":"Not found"}`))
		d.at("PDF in the guise of a page", open, d.host(), d.file(), sends(200, d.pick("text/html", "text/plain", "", "application/octet-stream"), pdf))
		d.at("PDF after a byte order mark", open, d.host(), d.file(), sends(200, "application/pdf", "\ufeff\n"+pdf))
		d.at("DOCX", open, d.host(), "/files/"+fmt.Sprint(d.n)+".docx", sends(200, "application/vnd.openxmlformats", "PK\x03\x04......[Content_Types].xml"))
		d.at("picture", open, d.host(), "/img/"+fmt.Sprint(d.n)+".jpg", sends(200, "image/jpeg", "\xff\xd8\xff\xe0\x00\x10JFIF\x00"))
		d.at("plain text", open, d.host(), "/files/"+fmt.Sprint(d.n)+".txt", sends(200, "text/plain; charset=utf-8", "รายงานผลการดำเนินงาน ประจำปีงบประมาณ พ.ศ. 2566"))
		thai, _ := charmap.Windows874.NewEncoder().String("<title>รายงาน</title><p>รายงานผลการดำเนินงาน ประจำปี</p>")
		d.at("page in windows-874", open, d.host(), d.path(), sends(200, "text/html", thai))
		missing, _ := charmap.Windows874.NewEncoder().String("<title>แจ้ง</title><p>ขออภัย ไม่พบหน้าที่ท่านต้องการ</p>")
		d.at("not found in windows-874", shut, d.host(), d.path(), sends(200, "text/html; charset=tis-620", missing))
		d.at("long page", open, d.host(), d.path(), d.html(200, page{"ข่าวประชาสัมพันธ์", d.menus() + "<p>หากไม่พบหน้าที่ต้องการ โปรดแจ้งผู้ดูแล</p>" + d.menus()}, true))
	})

	// Servers with their own minds.
	d.times(func() {
		d.at("refuses HEAD", open, d.host(), d.file(), func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodHead {
				w.WriteHeader(405)
				return
			}
			io.WriteString(w, pdf)
		})
		d.at("knows no ranges", open, d.host(), d.file(), sends(200, "application/pdf", pdf+strings.Repeat("x", 60_000)))
		d.at("refuses ranges", open, d.host(), d.file(), func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Range") != "" {
				w.WriteHeader(416)
				return
			}
			io.WriteString(w, pdf)
		})
		d.at("serves ranges", open, d.host(), d.file(), func(w http.ResponseWriter, r *http.Request) {
			http.ServeContent(w, r, "a.pdf", time.Time{}, strings.NewReader(pdf+strings.Repeat("x", 60_000)))
		})
		d.at("packs unasked", open, d.host(), d.path(), func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			io.WriteString(z, "<title>แผน</title><p>แผนพัฒนาท้องถิ่นของหน่วยงาน</p>")
			z.Close()
		})
		host := d.host()
		d.routes[host+"/b"] = moves(307, "/c")
		d.routes[host+"/c"] = sends(200, "application/pdf", pdf)
		d.at("redirected twice", open, host, d.path(), moves(301, "/b"))
		host, path := d.host(), d.path()
		d.at("sets a cookie first", open, host, path, func(w http.ResponseWriter, r *http.Request) {
			if _, err := r.Cookie("seen"); err == nil {
				io.WriteString(w, "<title>ข่าว</title><p>ข่าวประชาสัมพันธ์ของหน่วยงาน")
				return
			}
			http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1", Path: "/"})
			w.Header().Set("Location", (&url.URL{Path: path}).String())
			w.WriteHeader(302)
		})
		host = d.host()
		d.routes[host+"/y"] = moves(302, "/x")
		d.routes[host+"/x"] = moves(302, "/y")
		d.at("redirected in a circle", shut, host, d.path(), moves(302, "/x"))
		d.at("slow", open, d.host(), d.file(), func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(60 * time.Millisecond)
			io.WriteString(w, pdf)
		})
		d.at("comes at the second look", open, d.host(), d.file(), d.after(4, sends(503, "text/html", "<title>busy</title>")))
		d.at("hangs up until the second look", open, d.host(), d.file(), d.after(4, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
		d.at("hangs up", unknown, d.host(), d.file(), func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
		d.at("no HTTP", unknown, d.host(), d.file(), func(w http.ResponseWriter, _ *http.Request) {
			if c, _, err := w.(http.Hijacker).Hijack(); err == nil {
				io.WriteString(c, "hello\r\n\r\n")
				c.Close()
			}
		})
		host = d.host()
		d.robots[host] = "User-agent: *\nDisallow: /\n"
		d.at("robots.txt", unknown, host, d.file(), sends(200, "application/pdf", pdf))
	})
	for range 4 {
		d.at("never answers", unknown, d.host(), d.file(), func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	}

	// Servers that are not there.
	for _, away := range []struct {
		kind, want string
		err        error
	}{
		{"no such name", shut, &net.DNSError{Err: "no such host", IsNotFound: true}},
		{"certificate for another name", shut, &tls.CertificateVerificationError{Err: x509.HostnameError{Certificate: &x509.Certificate{DNSNames: []string{"localhost"}}}}},
		{"certificate signed by itself", shut, &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}, UnverifiedCertificates: []*x509.Certificate{{}}}},
		{"authority that is not known here", unknown, &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}, UnverifiedCertificates: []*x509.Certificate{{RawIssuer: []byte{1}}}}},
		{"name server is away", unknown, &net.DNSError{Err: "server misbehaving", IsTemporary: true}},
		{"refuses the connection", unknown, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}},
		{"no route", unknown, &net.OpError{Op: "dial", Err: syscall.EHOSTUNREACH}},
	} {
		d.times(func() {
			host := d.host()
			d.broken[host] = away.err
			d.link(away.kind, away.want, "https://"+host+d.file())
		})
	}
	d.times(func() {
		d.n++
		d.link("address of an intranet", shut, "http://"+d.pick("192.168.1.10", "10.1.2.3", "localhost", "172.16.0.9")+d.file())
		d.link("file on a disk", shut, d.pick("file:///C:/ita/", `C:\ita\`, "file://server/share/")+fmt.Sprint(d.n)+".pdf")
		d.link("e-mail or telephone", shut, d.pick("mailto:saraban", "tel:05400")+fmt.Sprint(d.n))
		d.link("script that leads nowhere", shut, fmt.Sprintf("javascript:void(%d)", d.n))
	})
}

// records adds applications that show a frame of menus for every number, with
// something in it for those that they know.
func (d *doors) records() {
	known := func(parameter string, records map[string]string) http.HandlerFunc {
		menus := d.menus()
		return func(w http.ResponseWriter, r *http.Request) {
			id := r.FormValue(parameter)
			if parameter == "" {
				id = r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
			}
			sends(200, "text/html; charset=utf-8", "<title>รายละเอียด</title>"+menus+records[id]+fmt.Sprint("<p>ผู้เข้าชม ", rand.IntN(9999)))(w, r)
		}
	}
	ignored := sends(200, "text/html; charset=utf-8", "<title>แจ้งเรื่องร้องเรียน</title>"+d.menus()+"<h1>ช่องทางร้องเรียน</h1><p>แจ้งได้ที่สำนักปลัด")
	d.times(func() {
		host := d.host()
		d.routes[host+"/view.php"] = known("id", map[string]string{"11": "<h1>แผนพัฒนาท้องถิ่น</h1><p>แผนพัฒนาสี่ปีขององค์การ", "12": "<img src=chart.jpg>"})
		for id, want := range map[string]string{"11": open, "12": open, "7": shut} {
			d.link("record by number in the query, "+want, want, "https://"+host+"/view.php?id="+id)
		}
		host = d.host()
		d.hosts[host] = known("", map[string]string{"31": "<h1>ข้อบัญญัติงบประมาณ</h1><a href=/a.pdf>เอกสาร</a>"})
		d.link("record by number in the path, open", open, "https://"+host+"/content/view/31")
		d.link("record by number in the path, shut", shut, "https://"+host+"/content/view/99")
		host = d.host()
		d.routes[host+"/form.php"] = ignored
		d.link("number that is not looked at", open, "https://"+host+"/form.php?menu=4")
		d.link("number that is not looked at", open, "https://"+host+"/form.php?menu=5")
	})
}

// after fails so many times, then serves a document.
func (d *doors) after(times int, fail http.HandlerFunc) http.HandlerFunc {
	left := make(chan struct{}, times)
	for range times {
		left <- struct{}{}
	}
	return func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-left:
			fail(w, r)
		default:
			io.WriteString(w, pdf)
		}
	}
}

// index is an ITA page that links every case.
func (d *doors) index(rs *ita.RuleSet) http.HandlerFunc {
	d.r.Shuffle(len(d.cases), func(i, j int) { d.cases[i], d.cases[j] = d.cases[j], d.cases[i] })
	var b bytes.Buffer
	b.WriteString("<!doctype html><meta charset=utf-8><title>ITA 2566</title><table>")
	for i := range rs.Items {
		fmt.Fprintf(&b, "<tr><td>%s<td>%s<td>", rs.Items[i].Code, rs.Items[i].Title.TH)
		for k := i; k < len(d.cases); k += len(rs.Items) {
			fmt.Fprintf(&b, "<p><a href='%s'>เอกสาร ปี 2566</a></p>", html.EscapeString(d.cases[k].address))
		}
	}
	return sends(200, "text/html; charset=utf-8", b.String())
}

// TestDoors asks of more than a thousand links, of some hundred kinds, whether the
// public can open them. Run it with -v for the table.
func TestDoors(t *testing.T) {
	book, err := rules.Load("rules.yaml", itacheck.Rules)
	if err != nil {
		t.Fatal(err)
	}
	rs, err := book.Find(2566, "general")
	if err != nil {
		t.Fatal(err)
	}
	d := &doors{
		r: rand.New(rand.NewPCG(5, 2566)), perKind: 10,
		routes: map[string]http.HandlerFunc{}, hosts: map[string]http.HandlerFunc{}, robots: map[string]string{}, broken: map[string]error{},
	}
	d.plant()
	d.routes[agencyHost+"/ita"] = d.index(rs)
	srv := httptest.NewServer(d)
	defer srv.Close()
	d.addr = srv.Listener.Addr().String()
	c := crawler.New(crawler.Config{Delay: crawler.NoDelay, Transport: d, Timeout: time.Second, Render: crawler.RenderNever})
	defer c.Close()
	r, err := audit.Run(context.Background(), c, audit.Options{
		Agency: ita.Agency{ITAPage: "https://" + agencyHost + "/ita"}, Rules: rs, AsOf: rs.Year.Submission(), SecondLook: time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]ita.Reach{}
	for i := range r.Items {
		for _, e := range r.Items[i].Evidence {
			got[e.Link.URL], got[e.Link.Href] = e.Reach, e.Reach
		}
	}
	checkDoors(t, d.cases, func(address string) (ita.Reach, bool) {
		if g, ok := got[address]; ok {
			return g, true
		}
		u, err := url.Parse(address)
		if err != nil {
			return ita.Reach{}, false
		}
		g, ok := got[u.String()]
		return g, ok
	})
}

// tallied is what became of the cases of one kind.
type tallied struct {
	want    string
	n       map[string]int
	reasons map[string]int
}

func checkDoors(t *testing.T, cases []door, got func(string) (ita.Reach, bool)) {
	t.Helper()
	kinds := map[string]*tallied{}
	var shutAll, shutRight, openAll, alarms, unknownAll, unknownRight, heldAll, heldRight int
	for _, c := range cases {
		reach, ok := got(c.address)
		if !ok {
			t.Errorf("%s: %s was not judged", c.kind, c.address)
			continue
		}
		is := map[ita.ReachState]string{ita.ReachOK: open, ita.ReachBroken: shut, ita.ReachRestricted: shut, ita.ReachPlaceholder: shut, ita.ReachUndecided: unknown}[reach.State]
		k := kinds[c.kind]
		if k == nil {
			k = &tallied{want: c.want, n: map[string]int{}, reasons: map[string]int{}}
			kinds[c.kind] = k
		}
		k.n[is]++
		k.reasons[reach.Reason]++
		right := is == c.want || c.want == notShut && is != shut
		if c.held {
			heldAll++
			if right {
				heldRight++
			}
		}
		if !right {
			t.Logf("%s %s: %s (%s %q)", c.kind, c.address, is, reach.State, reach.Reason)
		}
		switch c.want {
		case shut:
			shutAll++
			if is == shut {
				shutRight++
			}
			continue
		case unknown:
			unknownAll++
			if is == unknown {
				unknownRight++
			}
		}
		openAll++
		if is == shut {
			alarms++
		}
	}
	t.Logf("%-50s %-8s %5s %5s %7s  reasons", "kind", "is", open, shut, unknown)
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		k := kinds[name]
		t.Logf("%-50s %-8s %5d %5d %7d  %v", name, k.want, k.n[open], k.n[shut], k.n[unknown], k.reasons)
	}
	recall, alarm, told := share(shutRight, shutAll), share(alarms, openAll), share(unknownRight, unknownAll)
	t.Logf("%d kinds, %d cases: %.4f of the shut doors found, %.4f of the others called shut, %.4f of those that cannot be told left open; of the wordings kept back %.4f right (%d)",
		len(kinds), len(cases), recall, alarm, told, share(heldRight, heldAll), heldAll)
	if len(kinds) < 60 || len(cases) < 1000 {
		t.Errorf("only %d kinds and %d cases", len(kinds), len(cases))
	}
	if recall < 0.98 || alarm > 0.005 || told < 0.98 {
		t.Errorf("recall %.4f (want 0.98), false alarms %.4f (at most 0.005), undecided %.4f (want 0.98)", recall, alarm, told)
	}
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}
