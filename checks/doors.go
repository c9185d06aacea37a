package checks

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"itacheck/internal/thai"
	"itacheck/ita"
)

// Doors that only look open: servers that answer 200 and show something else
// than what was asked for. What a page is, is told by its words. The same words
// may stand in a page of news, so that each sign says how long a page it can be
// told of, and words after "if" or in a quotation do not count.

// shown is what a reader sees of an answer, in small letters.
type shown struct {
	title, text string
	letters     int  // of the text
	password    bool // there is a field for one
	cloud       bool // of a service where files are shared
}

// sign is one way of telling what a page is.
type sign struct {
	state  ita.ReachState
	reason string
	is     func(s *shown) bool
}

// signs are tried in order; the first that fits decides.
var signs = []sign{
	{ita.ReachUndecided, "quota_exceeded", words(900, busyWords)},
	{ita.ReachOK, "", onCloud(words(900, virusWords))}, // one more click, and the file comes
	{ita.ReachRestricted, "request_access", onCloud(words(1500, accessWords))},
	{ita.ReachUndecided, "refuses_robots", either(titled(robotTitles), titled(deniedTitles), words(900, robotWords), words(900, deniedWords))},
	{ita.ReachBroken, "soft_404", onCloud(words(900, trashWords))},
	{ita.ReachBroken, "soft_404", saysNotFound},
	{ita.ReachUndecided, "server_error", either(words(600, faultWords), titled(faultTitles))},
	{ita.ReachBroken, "suspended", words(400, suspendedWords)},
	{ita.ReachBroken, "parked_domain", words(900, parkedWords)},
	{ita.ReachBroken, "default_page", either(words(2500, defaultWords), words(60, worksWords), titled(defaultTitles))},
	{ita.ReachBroken, "under_construction", either(words(300, siteUnderConstruction), words(150, underConstruction), short(400, titled(constructionTitles)))},
	{ita.ReachRestricted, "request_access", words(200, requestWords)},
	{ita.ReachRestricted, "login_required", asksForPassword},
	{ita.ReachBroken, "empty_folder", either(words(300, emptyWords), emptyListing)},
}

// pattern compiles an expression over normal text in small letters.
func pattern(alternatives ...string) *regexp.Regexp {
	return regexp.MustCompile(thai.Normal("(?:" + strings.Join(alternatives, "|") + ")"))
}

// What too many visitors make of a shared file, for a day.
var busyWords = pattern(
	`too many users have (viewed|downloaded)`, `quota exceeded`, `exceeded.{0,20}(download|sharing|bandwidth) (quota|limit)`,
	`generating too much traffic`, `bandwidth limit exceeded`, `มีผู้ใช้(ดู|เปิด).{0,30}มากเกินไป`, `เกินโควต`,
)

var virusWords = pattern(`can't scan (this|the) file for viruses`, `too large for google to scan`, `virus scan warning`, `(สแกน|ตรวจ).{0,20}ไวรัส`)

// accessWords are those of services; elsewhere requestWords must do.
var accessWords = pattern(
	`you need (access|permission)`, `request access`, `ask for access`, `(don't|do not) have (access|permission)`, `access required`,
	`คุณต้อง(มี|ขอ|ได้รับ)\s?(สิทธิ์|การอนุญาต|อนุญาต)`, `(ขอ|ร้องขอ)\s?(สิทธิ์)?(การ)?เข้าถึง`, `ไม่(มี|ได้รับ)สิทธิ์(ใน)?(การ)?เข้าถึง`, `sign in to your account`, `ลงชื่อเข้าใช้บัญชี`,
)

var requestWords = pattern(`you need (access|permission)`, `request access`, `คุณต้อง(มี|ขอ)\s?สิทธิ์(การ)?เข้าถึง`, `ร้องขอการเข้าถึง`)

var trashWords = pattern(`owner's trash`, `in the trash`, `ถังขยะ`, `ไม่มีไฟล์ที่คุณ`, `violation of our terms`, `ละเมิดข้อกำหนด`)

// robotTitles and robotWords are of those who ask for a proof that one is no
// robot, or say that they take us for one.
var robotTitles = pattern(
	`just a moment`, `attention required`, `checking your browser.*`, `are you (a robot|human)\??`, `request rejected`, `web page blocked`, `security (check|verification)`,
	`ddos-?guard`, `pardon our interruption`, `(bot|human) verification`, `one moment,? please`, `captcha`, `sucuri website firewall`, `ตรวจสอบความปลอดภัย`,
)

var robotWords = pattern(
	`incapsula incident`, `ray id:`, `enable javascript and cookies to continue`, `verify(ing)?( that)? you are (not a robot|a human|human)`, `(i'm|i am|you are|you're) not a robot`,
	`ไม่ใช่\s?(โปรแกรมอัตโนมัติ|หุ่นยนต์|โรบอ|โรบ็อ|บอท|บ็อต|บอต)`, `(คุณ|ท่าน)เป็นมนุษย์`, `support id is`, `attack id`, `mod_?security`, `sucuri website firewall`, `checking your browser`,
	`reference #\d`, `you were a bot`, `you have been blocked`, `ip (address )?(has been|is|was) blocked`, `ip.{0,25}ถูก(ระงับ|บล็อก|ปิดกั้น)`, `unusual traffic`, `wordfence`, `imunify360`,
	`access to this (page|site|website) (has been|is) (denied|limited|blocked)`, `complet(e|ing) the captcha`, `ddos protection`, `web ?page blocked`,
)

// deniedTitles and deniedWords refuse without a reason. With status 200 no
// server of pages says so, but something before it.
var deniedTitles = pattern(`access (to this page )?(has been |is )?denied`, `not acceptable!?`, `(error )?403\b.*`, `forbidden`, `ปฏิเสธการเข้าถึง`, `การเข้าถึงถูกปฏิเสธ`)

var deniedWords = pattern(`(don't|do not) have permission to access`)

var faultWords = pattern(
	`establishing a database connection`, `fatal error\s?:`, `parse error\s?:`, `sqlstate\[`, `mysqli?_(connect|query|real_connect)`, `(can't|cannot|could not|unable to) connect to (my ?sql|the database|database|local mysql)`,
	`too many connections`, `access denied for user`, `unknown database`, `(ไม่สามารถ)?(เชื่อมต่อ|ติดต่อ)(กับ)?\s?(ฐานข้อมูล|database|mysql)\s?(ไม่ได้|ล้มเหลว)`, `ไม่สามารถ(เชื่อมต่อ|ติดต่อ)(กับ)?\s?(ฐานข้อมูล|database|mysql)`,
	`critical error on (this|your) web ?site`, `ข้อผิดพลาดร้ายแรง`, `server error in '`, `internal server error`, `502 bad gateway`, `service (temporarily )?unavailable`, `gateway time-?out`,
	`looks like something went wrong`, `ole db provider`, `odbc.{0,20}driver`, `unhandled exception`, `application error`,
)

var faultTitles = pattern(`(error )?50[0-9]\b.*`, `internal server error`, `database (connection )?error`, `runtime error`, `bad gateway`, `service unavailable`)

var suspendedWords = pattern(
	`account (has been |is )?suspended`, `(website|site|domain|hosting)( has been| is)? (temporarily )?(suspended|disabled by)`, `(เว็บไซต์|เวบไซต์|เว็บ|บัญชี|โดเมน|โฮสติ้ง).{0,15}ถูกระงับ`,
)

var parkedWords = pattern(
	`domain[^.]{0,20}( \S+)?\s?(is|may be|might be) for sale`, `buy this domain`, `domain (name )?(is )?parked`, `parked (domain|free)`, `domain( name)? (has |is )?expired`,
	`โดเมน(เนม)?\s?(นี้)?.{0,6}(หมดอายุ|ประกาศขาย|ขาย)`, `for sale\. get your very own`, `hugedomains`, `sedo domain parking`, `future home of something`,
)

var defaultWords = pattern(
	`welcome to nginx`, `apache2? .{0,30}default page`, `internet information services`, `test page for the (apache|nginx|http)`, `proper operation of the apache`,
	`web ?site is not configured yet`, `successfully installed and working`, `welcome to xampp`,
)

var worksWords = pattern(`\bit works!?`)

var defaultTitles = pattern(`iis windows server`, `iis\s?\d*`, `welcome to nginx!?`, `domain default page`, `default web site page`, `test page for .*`, `apache2 .*default page.*`, `xampp for .*`)

// siteUnderConstruction says what is being worked on: the website, this page.
var siteUnderConstruction = pattern(
	`(เว็บไซต์|เวบไซต์|เว็บไซด์|เว็บ|หน้านี้|หน้าเว็บ|ระบบ\s?(นี้|ปิด|อยู่ระหว่าง|กำลัง)).{0,30}(ปิด.{0,24}(ปรับปรุง|บำรุง)|(อยู่ระหว่าง|อยู่ในช่วง|อยู่ในระหว่าง|กำลัง).{0,16}(ปรับปรุง|พัฒนา|จัดทำ|ก่อสร้าง|บำรุง)|เพื่อ(การ)?(ปรับปรุง|บำรุงรักษา))`,
	`(อยู่ระหว่าง|กำลัง|ปิด)(การ|ดำเนินการ)?\s?(ปรับปรุง|พัฒนา|จัดทำ|บำรุงรักษา).{0,6}(เว็บ|เวบ|ข้อมูล|หน้านี้|หน้าเว็บ)`,
	`(site|website|page|we|server)\b[^.]{0,60}(under construction|under maintenance|undergoing[^.]{0,20}maintenance|(down|offline|closed) for [^.]{0,15}maintenance|coming soon|back (soon|shortly|online))`,
)

// underConstruction is all of a very short page.
var underConstruction = pattern(
	`under (construction|maintenance)`, `scheduled maintenance`, `coming soon`, `(be|come|check) back (again )?(soon|later|shortly)`, `launching soon`,
	`^(อยู่ระหว่าง|กำลัง|ปิด)(การ|ดำเนินการ)?\s?(ปรับปรุง|พัฒนา|จัดทำ)`, `(พบกัน|เปิดให้บริการ)\s?(เร็ว)`,
)

var constructionTitles = pattern(`under (construction|maintenance)`, `(site )?maintenance( mode)?`, `coming soon`, `(เว็บไซต์)?ปิดปรับปรุง(เว็บไซต์|ชั่วคราว)*`, `site offline`)

var emptyWords = pattern(`folder is empty`, `no (files|items) in this folder`, `โฟลเดอร์(นี้)?\s?ว่าง`, `ไม่มี(ไฟล์|รายการ|เอกสาร)ใน(โฟลเดอร์|แฟ้ม)`)

// Not found, in words. Errors name the thing and deny it; news seldom do both
// in one breath.
var notFoundWords = pattern(
	`(ไม่พบ|ไม่สามารถ\s?(แสดง|ค้นหา|เปิด|หา|เยี่ยมชม|เข้าชม|เข้าถึง))\s?(หน้า|เว็บเพจ|เพจ|ไฟล์|เอกสาร|บทความ|เนื้อหา|ลิงก์|ลิงค์|url|ข้อมูล\s?ที่\s?(ท่าน|คุณ)?\s?(ร้องขอ|ต้องการ|ค้นหา|เรียก))`,
	`(หน้า|เพจ|ไฟล์|เอกสาร|บทความ|เนื้อหา|ลิงก์|ลิงค์|รายการ|ข้อมูล)(เว็บ|เพจ|เอกสาร)?\s?(นี้|ที่\s?(คุณ|ท่าน|ร้อง|กำลัง|ต้อง|พยายาม|เรียก))[^.]{0,45}(ไม่มีอยู่|ไม่มีแล้ว|ไม่มีในระบบ|ถูก(ลบ|ย้าย|นำออก|ยกเลิก)|หมดอายุ|ใช้(งาน)?ไม่ได้|ไม่พร้อมใช้งาน|ไม่มี(จริง|ใน))`,
	`(หน้า|เพจ|ไฟล์|เอกสาร|บทความ|เนื้อหา|ลิงก์|ลิงค์)\s?(ไม่มีอยู่|ถูกลบ|ถูกย้าย|หมดอายุ)`,
	`หา(หน้า|เพจ|ไฟล์|เอกสาร|บทความ).{0,14}ไม่(เจอ|พบ)`, `ไม่มี(หน้า|ไฟล์|เพจ|เอกสาร|บทความ)(เว็บ|เพจ)?\s?(นี้|ที่\s?(คุณ|ท่าน|ร้อง))`, `ไม่พบ\s?(สิ่งใดที่|รายการที่\s?(เลือก|ระบุ|คุณ|ท่าน))`,
	`\b(page|file|document|article|content|resource|url|link|item|post|object)s?\b[^.]{0,60}\b(not (be )?found|(can't|cannot|can not|couldn't|could not) be (found|located)|(doesn't|does not|didn't|did not) exist|no longer (exists?|available|here)|is (not available|unavailable|gone)|(has|have|was|were|been) (been )?(removed|deleted|moved|expired)|is missing|isn't here|not exist)`,
	`(can't|cannot|can not|couldn't|could not|unable to|failed to) (find|locate)\b[^.]{0,30}\b(page|file|document|article|looking)`,
	`nothing (was )?found (at|here)`, `no such (file|page|document)`, `not found on this server`, `did not find a current representation`, `(isn't|is not) a [^.]{0,20}(site|page) here`, `404 not found`, `error 404`, `404 error`,
)

var notFoundTitles = pattern(`((http )?(error|status) )?404( (page )?not found| error| file not found|\s?ไม่พบ.*)?`, `(page|file|article|document|object|site)?\s?not found!?`, `ไม่พบ\s?(หน้า|ไฟล์|เอกสาร|เพจ|เนื้อหา|บทความ).*`, `the resource cannot be found\.?`)

// sorryWords are literals of which every match of sorry holds one.
var sorryWords = []string{"ขออภัย", "เสียใจ", "อุ๊ป", "sorry", "oops", "404"}

var sorry = pattern(`ขออภัย`, `เสียใจ`, `อุ๊ป`, `\bsorry\b`, `\boops\b`, `\b404\b`)

// supposed begins what a page only speaks of.
var supposed = regexp.MustCompile(thai.Normal(`(หาก|ถ้า|กรณี|เมื่อ|ขึ้นว่า|ข้อความ|ทำไม|\bif\b|\bwhen\b|\bmessage\b)[^.]{0,30}$`))

// says reports whether words are said in earnest, and where.
func says(text string, words *regexp.Regexp) (at int, ok bool) {
	for _, m := range words.FindAllStringIndex(text, 8) {
		if !supposed.MatchString(text[max(0, m[0]-120):m[0]]) {
			return m[0], true
		}
	}
	return 0, false
}

// words is a sign for pages of at most so many letters. The title belongs to a
// page that has few.
func words(most int, w *regexp.Regexp) func(*shown) bool {
	return func(s *shown) bool {
		if s.letters > most {
			return false
		}
		if _, ok := says(s.text, w); ok {
			return true
		}
		return s.letters < 60 && w.MatchString(s.title)
	}
}

// titled is a sign for pages whose title is nothing else, but for the site's name.
func titled(w *regexp.Regexp) func(*shown) bool {
	whole := wholly(w)
	return func(s *shown) bool {
		for _, part := range titleParts.Split(s.title, -1) {
			if whole.MatchString(strings.Trim(part, " .…!")) {
				return true
			}
		}
		return false
	}
}

func wholly(w *regexp.Regexp) *regexp.Regexp {
	return regexp.MustCompile("^" + w.String() + "$")
}

// titleParts is what stands between a page's name and its site's.
var titleParts = regexp.MustCompile(`\s[-–—|»›·•:]+\s|\s?[|»›•]\s?|:\s`)

func either(signs ...func(*shown) bool) func(*shown) bool {
	return func(s *shown) bool {
		for _, is := range signs {
			if is(s) {
				return true
			}
		}
		return false
	}
}

func short(most int, is func(*shown) bool) func(*shown) bool {
	return func(s *shown) bool { return s.letters <= most && is(s) }
}

func onCloud(is func(*shown) bool) func(*shown) bool {
	return func(s *shown) bool { return s.cloud && is(s) }
}

var notFoundTitled = titled(notFoundTitles)

// saysNotFound reports whether an answer of 200 says that nothing is there: in
// the title, in a page with little else on it, or with an apology.
func saysNotFound(s *shown) bool {
	if notFoundTitled(s) {
		return true
	}
	if s.letters >= 400 && !slices.ContainsFunc(sorryWords, func(w string) bool { return strings.Contains(s.text, w) }) {
		return false // spares most pages the costly search below
	}
	at, ok := says(s.text, notFoundWords)
	if !ok {
		return words(400, notFoundWords)(s)
	}
	before := s.text[max(0, at-150):min(len(s.text), at+30)]
	return s.letters < 400 || s.letters < 900 && sorry.MatchString(s.text) || sorry.MatchString(before)
}

// Words of sign-in forms, and of pages that want one to sign in.
var (
	formWords = pattern(
		`ชื่อผู้ใช้(งาน)?`, `รหัสผ่าน`, `เข้าสู่ระบบ`, `ลงชื่อเข้า(ใช้)?(งาน)?`, `ลืม`, `จดจำ(ฉัน|การเข้าสู่ระบบ)?`, `จำ(ฉัน|ข้าพเจ้า)ไว้`, `อีเมล`, `สมัครสมาชิก`, `user ?name`, `password`, `e-?mail( address)?`,
		`log ?in`, `sign ?in`, `remember me`, `lost your`, `forgot( your)?`, `\bor\b`,
	)
	wallWords = pattern(
		`(กรุณา|โปรด|ต้อง|จำเป็นต้อง)\s?(ทำการ)?\s?(เข้าสู่ระบบ|ลงชื่อเข้า|ล็อกอิน|ล็อคอิน|login|เข้าระบบ)`, `ไม่ได้รับอนุญาตให้(ดู|เข้า)`, `ป้องกันด้วยรหัสผ่าน`,
		`must (be )?(logged|log|signed|sign) ?in`, `please (log|sign) ?in`, `(login|sign-?in) required`, `members only`, `(need|have) to (log|sign) ?in`, `not authori[sz]ed to (view|access)`, `is password protected`,
	)
	membersWords = pattern(`(สำหรับ|เฉพาะ)\s?(สมาชิก|เจ้าหน้าที่|บุคลากร|พนักงาน|ข้าราชการ|ผู้มีสิทธิ์|ผู้ที่ได้รับอนุญาต)`)
	loginTitles  = pattern(`log ?in`, `sign ?in`, `เข้าสู่ระบบ`, `ลงชื่อเข้าใช้(งาน)?`, `login required`, `log in ‹ .*`, `sign in to your account`, `ลงชื่อเข้าใช้บัญชีของคุณ`)
)

var loginTitled = titled(loginTitles)

// asksForPassword reports whether a page wants one to sign in and shows nothing
// else. A form beside other things is none of this.
func asksForPassword(s *shown) bool {
	if s.letters >= 400 {
		return false
	}
	_, wall := says(s.text, wallWords)
	switch {
	case wall && (s.letters < 120 || s.password):
		return true
	case !s.password:
		return s.letters < 120 && loginTitled(s)
	case s.letters < 300 && membersWords.MatchString(s.text), loginTitled(s):
		return true
	}
	return formWords.MatchString(s.title+s.text) && utf8.RuneCountInString(strings.Join(strings.Fields(formWords.ReplaceAllString(s.text, "")), " ")) < 40
}

// emptyListing reports whether a page is a server's list of a folder with nothing in it.
func emptyListing(s *shown) bool {
	return strings.HasPrefix(s.title, "index of /") && !listedFile.MatchString(strings.TrimPrefix(s.text, s.title))
}

var listedFile = regexp.MustCompile(`\S\.[a-z0-9]{2,5}\b|\d\d:\d\d|\d{4}-\d\d-\d\d|\S/\s`)

// behind judges what is shown at an address that answers 2xx. Empty: it is open.
func behind(f *ita.Fetch) (ita.ReachState, string) {
	from, final := parsed(f.URL), parsed(f.FinalURL)
	at := final
	if f.FinalURL == "" {
		at = from
	}
	if state, reason := byAddress(from, at); state != "" {
		return state, reason
	}
	if f.Kind != "html" && f.Kind != "text" && f.Kind != "json" {
		return "", ""
	}
	s := &shown{title: plain(f.Title), text: plain(f.Text), password: f.Password, cloud: isCloud(from) || isCloud(at)}
	s.letters = utf8.RuneCountInString(s.text)
	if social(at) && socialWords.MatchString(s.title+" "+s.text) && (f.Password || s.letters < 600) {
		return ita.ReachUndecided, "refuses_robots"
	}
	for _, sign := range signs {
		if sign.reason == "login_required" && (home(from) || signInAddress(from)) {
			continue // a service with a form for its users: what the agency means to show
		}
		if sign.is(s) {
			return sign.state, sign.reason
		}
	}
	return "", ""
}

// straight writes curly quotation marks as those of a typewriter.
var straight = strings.NewReplacer("’", "'", "\u2018", "'", "“", `"`, "”", `"`)

// plain is a text as signs are told in it. Thai has no capitals.
func plain(s string) string { return lowerLatin(thai.Normal(straight.Replace(s))) }

// lowerLatin is strings.ToLower for the letters A to Z, which pages of Thai have few of.
func lowerLatin(s string) string {
	capital := func(c byte) bool { return 'A' <= c && c <= 'Z' }
	at := 0
	for at < len(s) && !capital(s[at]) {
		at++
	}
	if at == len(s) {
		return s
	}
	b := []byte(s)
	for i := at; i < len(b); i++ {
		if capital(b[i]) {
			b[i] += 'a' - 'A'
		}
	}
	return string(b)
}

func parsed(address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil {
		return &url.URL{}
	}
	return u
}

// byAddress judges by where a link ended.
func byAddress(from, at *url.URL) (ita.ReachState, string) {
	host := strings.ToLower(at.Hostname())
	moved := from.Host != at.Host || from.Path != at.Path || from.RawQuery != at.RawQuery
	switch {
	case !moved:
		return "", ""
	case social(at) && signInAddress(at):
		return ita.ReachUndecided, "refuses_robots" // a person is often let in
	case under(host, "accounts.google.com", "login.microsoftonline.com", "login.live.com", "login.microsoft.com", "account.live.com", "access.line.me"), signInAddress(at):
		if isCloud(from) {
			return ita.ReachRestricted, "request_access"
		}
		return ita.ReachRestricted, "login_required"
	case strings.HasSuffix(at.Path, "/suspendedpage.cgi"):
		return ita.ReachBroken, "suspended"
	case strings.HasSuffix(at.Path, "/defaultwebpage.cgi"):
		return ita.ReachBroken, "default_page"
	case under(host, "hugedomains.com", "sedo.com", "sedoparking.com", "dan.com", "afternic.com", "parkingcrew.net", "bodis.com") && !under(strings.ToLower(from.Hostname()), host):
		return ita.ReachBroken, "parked_domain"
	}
	return "", ""
}

// signInAddress reports whether an address is by its form that of a sign-in page.
func signInAddress(u *url.URL) bool {
	for _, part := range strings.Split(strings.ToLower(u.Path), "/") {
		switch strings.TrimSuffix(part, path.Ext(part)) {
		case "login", "log-in", "log_in", "signin", "sign-in", "sign_in", "wp-login", "servicelogin", "logon", "auth", "oauth2", "sso":
			return true
		}
	}
	q := u.Query()
	for key, values := range map[string][]string{"view": {"login"}, "action": {"login"}, "page": {"login"}, "option": {"com_user"}} {
		for _, v := range values {
			if strings.EqualFold(q.Get(key), v) {
				return true
			}
		}
	}
	return false
}

// isCloud reports whether an address is of a service where people share files.
func isCloud(u *url.URL) bool {
	return under(
		strings.ToLower(u.Hostname()), "drive.google.com", "docs.google.com", "sites.google.com", "forms.gle", "drive.usercontent.google.com", "googleusercontent.com",
		"onedrive.live.com", "onedrive.com", "1drv.ms", "sharepoint.com", "office.com", "dropbox.com", "box.com", "icloud.com", "mega.nz", "mediafire.com", "login.microsoftonline.com",
	)
}

// social reports whether an address is of a network that shows more to those it knows.
func social(u *url.URL) bool {
	return under(strings.ToLower(u.Hostname()), "facebook.com", "fb.com", "instagram.com", "messenger.com", "m.me", "x.com", "twitter.com", "tiktok.com", "threads.net")
}

var socialWords = pattern(
	`log ?in(to)? (to )?(facebook|instagram|messenger)`, `เข้าสู่ระบบ facebook`, `must log in to continue`, `log in or sign up`, `ต้องเข้าสู่ระบบ`, `isn't available (right now|at the moment)`, `เนื้อหานี้ยังไม่พร้อม`,
	`ไม่พร้อมใช้งานในขณะนี้`,
)

// under reports whether a host is one of some domains or below one.
func under(host string, domains ...string) bool {
	for _, d := range domains {
		if host == d || strings.HasSuffix(host, "."+d) {
			return true
		}
	}
	return false
}
