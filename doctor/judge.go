package doctor

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/http/httpproxy"

	"itacheck/ita"
)

// Level is how much a finding hinders.
type Level int

// Levels of a finding.
const (
	OK      Level = iota
	Note          // something is left out or wants a look
	Problem       // audits or reports will fail or be wrong
)

// Finding is what one fact means.
type Finding struct {
	Subject ita.Text
	Level   Level
	Says    ita.Text
	Remedy  ita.Text // zero: there is nothing to do
}

// checks are in the order in which findings are shown: what everything rests on first.
var checks = [...]func(*Facts) []Finding{
	program, ruleSet, clock, proxies, roots, names, website, certificate, folders, browser, fonts, scans, terminal,
}

// Judge says of each fact what it means.
func Judge(f *Facts) []Finding {
	var all []Finding
	for _, check := range checks {
		all = append(all, check(f)...)
	}
	return all
}

// Worst is the highest level of the findings.
func Worst(all []Finding) Level {
	worst := OK
	for _, f := range all {
		worst = max(worst, f.Level)
	}
	return worst
}

func text(th, en string) ita.Text { return ita.Text{TH: th, EN: en} }

// both is what reads the same in either language.
func both(s string) ita.Text { return text(s, s) }

// textf puts the same values into both wordings.
func textf(th, en string, values ...any) ita.Text {
	return ita.Text{TH: fmt.Sprintf(th, values...), EN: fmt.Sprintf(en, values...)}
}

func program(f *Facts) []Finding {
	return []Finding{{Subject: text("โปรแกรม", "Program"), Says: both(fmt.Sprintf("itacheck %s (%s/%s)", f.Program, f.OS, f.Arch))}}
}

func ruleSet(f *Facts) []Finding {
	r := f.Rules
	found := Finding{Subject: text("ชุดเกณฑ์", "Rule set")}
	switch r.Standing {
	case ita.StandingFirm:
		found.Says = textf("มีรายการของปีงบประมาณ %d (%s)", "there is a list for FY%d (%s)", r.Year, r.Scheme)
	case ita.StandingProvisional, ita.StandingExperimental:
		found.Level = Note
		found.Says = textf("รายการของปีงบประมาณ %d (%s) ยังเป็นฉบับเบื้องต้น", "the list for FY%d (%s) is provisional", r.Year, r.Scheme)
		found.Remedy = text("เทียบข้อที่สงสัยกับคู่มือของ ป.ป.ช. และใช้โปรแกรมรุ่นใหม่เมื่อมี", "compare doubtful items with the NACC's manual, and update the program when there is a newer one")
	default:
		found.Level = Note
		found.Says = textf("ยังไม่มีรายการของปีงบประมาณ %[1]d (%[2]s) ใช้รายการของปี %[3]d ไปพลางก่อนได้", "FY%[1]d has no rule set yet (%[2]s): that of %[3]d can be used provisionally", r.Year, r.Scheme, r.Nearest)
		found.Remedy = textf("เพิ่ม --rules-from %d เมื่อตรวจ และใช้โปรแกรมรุ่นใหม่เมื่อมี", "add --rules-from %d to an audit, and update the program when there is a newer one", r.Nearest)
		if r.File != "" { // its year is meant; without the flag the audit is refused
			found.Level = Problem
			found.Says = textf("%[4]s ระบุปี %[1]d แต่ยังไม่มีรายการของปีนั้น (%[2]s) ใช้รายการของปี %[3]d ไปพลางก่อนได้", "%[4]s is for FY%[1]d, which has no rule set yet (%[2]s): that of %[3]d can be used provisionally", r.Year, r.Scheme, r.Nearest, r.File)
		}
	}
	return []Finding{found}
}

// Bounds of a clock's error. Verdicts depend on days; a certificate may fail by minutes.
const (
	clockNoted = 5 * time.Minute
	clockWrong = 24 * time.Hour
)

// Years that a clock may show. The program is younger than the first; the second
// comes of setting the year of the Buddhist Era as if it were the Gregorian.
const (
	firstYear    = 2024
	buddhistYear = 2500
)

func clock(f *Facts) []Finding {
	today := ita.DayText(f.Now)
	found := Finding{Subject: text("นาฬิกา", "Clock")}
	set := text("ตั้งวันที่และเวลาของเครื่องให้ถูกต้อง ควรให้ปรับตามเวลาอินเทอร์เน็ตเอง (NTP)", "set this machine's date and time, best by internet time (NTP)")
	wrong := func(th, en string) []Finding {
		found.Level, found.Remedy = Problem, set
		found.Says = ita.Text{TH: "วันนี้คือ " + today.TH + " " + th, EN: "today is " + today.EN + ", " + en}
		return []Finding{found}
	}
	switch year := f.Now.In(ita.Bangkok).Year(); {
	case year >= buddhistYear:
		return wrong("เพราะตั้งปี พ.ศ. ไว้ในช่องของปี ค.ศ. ปีงบประมาณและกำหนดส่งจะผิด", "because a year of the Buddhist Era was set as the Gregorian one; fiscal years and due dates will be wrong")
	case year < firstYear:
		return wrong("ซึ่งผิดแน่นอน ปีงบประมาณและกำหนดส่งจะผิด", "which cannot be; fiscal years and due dates will be wrong")
	case f.Site == nil || !f.Site.Compared:
		found.Says = ita.Text{TH: "วันนี้คือ " + today.TH + " (ไม่ได้เทียบกับเว็บไซต์ใด)", EN: "today is " + today.EN + " (not compared with any website)"}
		return []Finding{found}
	}
	off := f.Site.Ahead.Abs()
	differs := ita.Text{TH: "เร็วกว่านาฬิกาของเว็บไซต์ " + span(off).TH, EN: span(off).EN + " ahead of the website's clock"}
	if f.Site.Ahead > 0 {
		differs = ita.Text{TH: "ช้ากว่านาฬิกาของเว็บไซต์ " + span(off).TH, EN: span(off).EN + " behind the website's clock"}
	}
	switch {
	case off > clockWrong:
		return wrong(differs.TH+" ถ้านาฬิกาของเครื่องนี้ผิด ปีงบประมาณและกำหนดส่งจะผิด", differs.EN+"; if it is this machine's that is wrong, fiscal years and due dates will be too")
	case off > clockNoted:
		wrong(differs.TH, differs.EN)
		found.Level = Note
	default:
		found.Says = ita.Text{TH: "วันนี้คือ " + today.TH + " ตรงกับนาฬิกาของเว็บไซต์", EN: "today is " + today.EN + ", as by the website's clock"}
	}
	return []Finding{found}
}

// span writes a length of time in the largest unit that it is at least two of.
func span(d time.Duration) ita.Text {
	switch hours := int(d.Hours()); {
	case hours >= 48:
		return textf("%d วัน", "%d days", hours/24)
	case hours >= 2:
		return textf("%d ชั่วโมง", "%d hours", hours)
	}
	return textf("%d นาที", "%d minutes", int(d.Minutes()))
}

func proxies(f *Facts) []Finding {
	subject := text("พร็อกซี", "Proxy")
	var found []Finding
	named := false
	for _, s := range f.Proxy {
		one := Finding{Subject: subject, Says: both(s.Name + " = " + masked(s.Value))}
		add := func(level Level, th, en string, remedy ita.Text) {
			one.Level, one.Remedy = level, remedy
			one.Says = ita.Text{TH: one.Says.TH + " " + th, EN: one.Says.EN + ": " + en}
		}
		switch strings.ToUpper(s.Name) {
		case "NO_PROXY":
			if bad := badExceptions(s.Value); len(bad) > 0 {
				add(Note, "แต่ "+strings.Join(bad, ", ")+" ไม่มีผล", strings.Join(bad, ", ")+" has no effect",
					text("เขียนเป็นชื่อ เช่น intra.example.go.th หรือ .example.go.th หรือเลขที่อยู่ เช่น 10.0.0.0/8 คั่นด้วยจุลภาค", "write names such as intra.example.go.th or .example.go.th, or addresses such as 10.0.0.0/8, with commas between them"))
			}
		case "ALL_PROXY":
			add(Note, "โปรแกรมนี้ไม่ใช้ตัวแปรนี้", "this program does not use it", text("ตั้ง HTTP_PROXY และ HTTPS_PROXY แทน", "set HTTP_PROXY and HTTPS_PROXY in its place"))
		default:
			named = true
			if !usableProxy(s.Value) {
				add(Problem, "ใช้เป็นที่อยู่ของพร็อกซีไม่ได้ โปรแกรมจะต่อตรงหรือต่อไม่ได้เลย", "that is no proxy's address; the program will connect without it, or not at all",
					text("เขียนเช่น http://proxy.example.go.th:8080", "write it as http://proxy.example.go.th:8080"))
			}
		}
		found = append(found, one)
	}
	if named {
		return found
	}
	return append(found, Finding{Subject: subject, Says: text("ไม่ได้ตั้ง HTTP_PROXY และ HTTPS_PROXY โปรแกรมต่ออินเทอร์เน็ตโดยตรง", "neither HTTP_PROXY nor HTTPS_PROXY is set: the program connects directly")})
}

// usableProxy reports whether Go's HTTP client can use a proxy's address.
func usableProxy(value string) bool {
	u, err := (&httpproxy.Config{HTTPProxy: value}).ProxyFunc()(&url.URL{Scheme: "http", Host: "www.example.go.th"})
	if err != nil || u == nil || u.Hostname() == "" {
		return false
	}
	// What cannot be parsed is taken for a host without a scheme, so that "http://a:1:2" is the host "http".
	whole := u.Path == "" || u.Path == "/"
	return whole && slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme)
}

// badExceptions are the entries of a NO_PROXY that match nothing.
func badExceptions(list string) []string {
	var bad []string
	for entry := range strings.SplitSeq(list, ",") {
		entry = strings.TrimSpace(entry)
		_, err := netip.ParsePrefix(entry)
		if err == nil || entry == "*" {
			continue
		}
		if strings.ContainsAny(strings.TrimPrefix(entry, "*."), "/;* \t") {
			bad = append(bad, masked(entry))
		}
	}
	return bad
}

// masked hides the name and password in an address, also in a malformed one.
func masked(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return address
	}
	scheme, _, ok := strings.Cut(address[:at], "://")
	if !ok {
		return "…" + address[at:]
	}
	return scheme + "://…" + address[at:]
}

func roots(f *Facts) []Finding {
	r := f.Roots
	found := Finding{Subject: text("ใบรับรองราก", "Root certificates")}
	ignored := f.OS == "windows" || f.OS == "darwin"
	switch {
	case r.File != "" && ignored:
		found.Level = Note
		found.Says = textf("ตั้ง SSL_CERT_FILE = %s ไว้ แต่ระบบนี้ไม่ใช้ตัวแปรนี้", "SSL_CERT_FILE = %s is set, which has no effect on this system", r.File)
		found.Remedy = text("ติดตั้งใบรับรองไว้ในที่เก็บใบรับรองของระบบแทน", "install the certificates in the system's own store")
	case r.File != "" && r.InFile == 0:
		why := text("ไม่มีใบรับรองอยู่ในไฟล์", "there is no certificate in it")
		if r.FileErr != "" {
			why = text("อ่านไฟล์ไม่ได้: "+r.FileErr, "it cannot be read: "+r.FileErr)
		}
		found.Level = Problem
		found.Says = textf("SSL_CERT_FILE = %s ", "SSL_CERT_FILE = %s: ", r.File)
		found.Says = ita.Text{TH: found.Says.TH + why.TH, EN: found.Says.EN + why.EN}
		found.Remedy = text("แก้ให้ชี้ไปยังไฟล์ PEM ที่มีใบรับรอง หรือยกเลิกตัวแปรนี้", "let it name a PEM file with certificates, or unset it")
	case r.Problem != "" || r.Count == 0:
		found.Level = Problem
		found.Says = text("เครื่องนี้ไม่มีใบรับรองราก จะเปิดเว็บไซต์ https ไม่ได้เลย", "this machine has none: no https website can be opened")
		if r.Problem != "" {
			found.Says = ita.Text{TH: found.Says.TH + " (" + r.Problem + ")", EN: found.Says.EN + " (" + r.Problem + ")"}
		}
		found.Remedy = text("ติดตั้งแพ็กเกจ ca-certificates ของระบบ", "install the system's package ca-certificates")
	case r.Count < 0:
		found.Says = text("ใช้ใบรับรองของระบบปฏิบัติการ", "the operating system's are used")
	case r.File != "":
		found.Says = textf("มี %d ใบ จาก SSL_CERT_FILE = %s", "%d loaded, SSL_CERT_FILE = %s", r.Count, r.File)
	default:
		found.Says = textf("มี %d ใบ", "%d loaded", r.Count)
	}
	return []Finding{found}
}

// Free space below which a folder is noted and is a problem: a run of a province
// writes some 100 MB, and a browser's profile takes as much.
const (
	littleSpace = 1 << 30
	noSpace     = 100 << 20
)

func folders(f *Facts) []Finding {
	return []Finding{
		folder(f.Data, text("โฟลเดอร์ข้อมูล", "Data folder"),
			text("ให้สิทธิ์เขียนโฟลเดอร์นี้ หรือเลือกไฟล์ประวัติอื่นด้วย --history FILE", "let this user write there, or choose another file with --history FILE")),
		folder(f.Temp, text("โฟลเดอร์ชั่วคราว", "Temporary folder"),
			text("ให้สิทธิ์เขียนโฟลเดอร์นี้ หรือตั้ง TMPDIR (Windows: TMP) เป็นโฟลเดอร์อื่น", "let this user write there, or set TMPDIR (Windows: TMP) to another folder")),
	}
}

func folder(d Folder, subject, unwritable ita.Text) Finding {
	found := Finding{Subject: subject}
	space := text("ลบไฟล์ที่ไม่ใช้ หรือย้ายไปดิสก์อื่น", "delete what is not needed, or use another disk")
	free := textf("%s เหลือที่ว่าง %s", "%s, %s free", d.Path, size(d.Free))
	switch {
	case d.Problem != "":
		found.Level, found.Remedy = Problem, unwritable
		found.Says = textf("เขียนลง %s ไม่ได้: %s", "%s cannot be written to: %s", d.Path, d.Problem)
	case d.Unknown:
		found.Says = textf("%s เขียนได้", "%s can be written to", d.Path)
	case d.Free < noSpace:
		found.Level, found.Says, found.Remedy = Problem, free, space
	case d.Free < littleSpace:
		found.Level, found.Says, found.Remedy = Note, free, space
	default:
		found.Says = free
	}
	return found
}

func size(n uint64) string {
	if n >= 10<<30 {
		return fmt.Sprintf("%d GB", n>>30)
	}
	return fmt.Sprintf("%d MB", n>>20)
}

func browser(f *Facts) []Finding {
	found := Finding{Subject: text("เบราว์เซอร์", "Browser")}
	switch b := f.Browser; {
	case b.Path == "":
		found.Level = Note
		found.Says = text("ไม่พบ Chromium, Chrome หรือ Edge หน้าที่วาดด้วย JavaScript จะถือว่ายังไม่ได้อ่าน และสร้าง PDF ไม่ได้", "no Chromium, Chrome or Edge: pages drawn by JavaScript count as not read, and no PDF can be made")
		found.Remedy = text("ติดตั้ง Chromium, Chrome หรือ Edge", "install Chromium, Chrome or Edge")
	case b.Problem != "":
		found.Level = Problem
		found.Says = textf("%s ไม่ทำงาน: %s", "%s does not run: %s", b.Path, b.Problem)
		found.Remedy = text("ติดตั้งเบราว์เซอร์ใหม่ หรือใช้ --render never", "install it again, or use --render never")
	default:
		found.Says = both(b.Path + " " + b.Version)
	}
	return []Finding{found}
}

func fonts(f *Facts) []Finding {
	found := Finding{Subject: text("แบบอักษรไทย", "Thai fonts")}
	switch {
	case f.Fonts.Unknown != "":
		found.Level = Note
		found.Says = textf("ตรวจไม่ได้: %s", "could not be listed: %s", f.Fonts.Unknown)
		found.Remedy = text("ถ้าจะสร้าง PDF ให้ดูว่าตัวอักษรไทยไม่เป็นสี่เหลี่ยม", "if you make a PDF, see that its Thai letters are no boxes")
	case len(f.Fonts.Names) > 0:
		shown := strings.Join(f.Fonts.Names[:min(3, len(f.Fonts.Names))], ", ")
		found.Says = textf("มี %d แบบ เช่น %s", "%d, such as %s", len(f.Fonts.Names), shown)
	default:
		found.Level = Note
		if f.Browser.Path != "" {
			found.Level = Problem // it will print boxes without a word
		}
		found.Says = text("ไม่มีแบบอักษรไทย ตัวอักษรใน PDF จะเป็นสี่เหลี่ยม", "there is none: letters in a PDF will be boxes")
		found.Remedy = text("ติดตั้งแบบอักษรไทย เช่น แพ็กเกจ fonts-thai-tlwg (Debian, Ubuntu) หรือ TH Sarabun", "install one, such as the package fonts-thai-tlwg (Debian, Ubuntu) or TH Sarabun")
	}
	return []Finding{found}
}

func scans(f *Facts) []Finding {
	found := Finding{Subject: text("อ่านภาพสแกน", "Scans")}
	switch {
	case f.OCR.Thai:
		found.Says = textf("%s พร้อมข้อมูลภาษาไทย", "%s with its Thai model", f.OCR.Path)
	case f.OCR.Path != "":
		found.Level = Note
		found.Says = textf("%s ไม่มีข้อมูลภาษาไทย เอกสารสแกนที่ลิงก์ไม่ระบุปีจะตรวจไม่ได้", "%s has no Thai model: scans without a labelled year stay undecided", f.OCR.Path)
		found.Remedy = text("ติดตั้งข้อมูลภาษาไทย (tha) เช่น แพ็กเกจ tesseract-ocr-tha", "install its Thai model (tha), such as the package tesseract-ocr-tha")
	default:
		found.Level = Note
		found.Says = text("ไม่มี tesseract เอกสารสแกนที่ลิงก์ไม่ระบุปีจะตรวจไม่ได้", "there is no tesseract: scans without a labelled year stay undecided")
		found.Remedy = text("ติดตั้ง tesseract พร้อมข้อมูลภาษาไทย (tha) เช่น แพ็กเกจ tesseract-ocr-tha", "install tesseract and its Thai model (tha), such as the package tesseract-ocr-tha")
	}
	return []Finding{found}
}

// narrow is a width at which tables become hard to read.
const narrow = 60

func terminal(f *Facts) []Finding {
	t := f.Terminal
	found := Finding{Subject: text("หน้าจอ", "Terminal")}
	switch {
	case !t.Is:
		found.Says = text("ส่งข้อความไปยังไฟล์หรือโปรแกรมอื่น จึงไม่มีสีและความคืบหน้า", "what is printed goes to a file or another program: without colour and progress")
	case !t.UTF8 && f.OS == "windows":
		found.Level = Note
		found.Says = textf("ใช้รหัสอักขระ (code page) %d ข้อความไทยที่ส่งต่อให้โปรแกรมอื่นอาจอ่านไม่ออก", "its code page is %d: Thai text handed to another program may be garbled", t.CodePage)
		found.Remedy = text("สั่ง chcp 65001 ก่อน", "enter chcp 65001 first")
	case !t.UTF8:
		found.Level = Note
		found.Says = text("ภาษาของระบบ (locale) ไม่ใช่ UTF-8 ข้อความไทยอาจอ่านไม่ออก", "its locale is not UTF-8: Thai text may be garbled")
		found.Remedy = text("ตั้ง LC_ALL=C.UTF-8 หรือ th_TH.UTF-8", "set LC_ALL=C.UTF-8 or th_TH.UTF-8")
	case t.Columns > 0 && t.Columns < narrow:
		found.Level = Note
		found.Says = textf("กว้างเพียง %d คอลัมน์ ตารางจะอ่านยาก", "only %d columns wide: tables will be hard to read", t.Columns)
		found.Remedy = text("ขยายหน้าต่างให้กว้างขึ้น หรือดูรายงานแบบ html", "widen the window, or read the html report")
	default:
		found.Says = textf("กว้าง %d คอลัมน์ ", "%d columns, ", t.Columns)
		if t.Columns == 0 {
			found.Says = text("ไม่บอกความกว้าง ", "of unknown width, ")
		}
		color := text("ไม่ใช้สี", "without colour")
		if t.Color {
			color = text("มีสี", "with colour")
		}
		found.Says = ita.Text{TH: found.Says.TH + color.TH, EN: found.Says.EN + color.EN}
	}
	return []Finding{found}
}
