package doctor

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"itacheck/ita"
)

// names judges how the website's name was looked up.
func names(f *Facts) []Finding {
	s := f.Site
	if s == nil {
		return nil
	}
	found := Finding{Subject: text("ชื่อเว็บไซต์ (DNS)", "DNS")}
	host := hostOf(s.Address)
	switch {
	case s.Proxy != "":
		found.Says = text("พร็อกซีเป็นผู้หาที่อยู่ของชื่อเว็บไซต์ จึงไม่ได้ถามจากเครื่องนี้", "the proxy looks names up, so this machine's resolver was not asked")
	case len(s.Addresses) == 0:
		found.Level = Problem
		found.Says = textf("หาที่อยู่ของ %s ไม่ได้", "no address was found for %s", host)
		found.Remedy = text("ตรวจตัวสะกดของชื่อ ลองเปิดเว็บไซต์อื่น แล้วให้ผู้ดูแลเครือข่ายตรวจ DNS ถ้าหน่วยงานออกเน็ตผ่านพร็อกซี ตั้ง HTTPS_PROXY",
			"check the spelling, try another website, then have the network's administrator look at DNS; where the office uses a proxy, set HTTPS_PROXY")
	case len(s.Private) > 0 && s.AllowPrivate:
		found.Says = textf("%s คือ %s เป็นที่อยู่ภายใน ซึ่งอนุญาตด้วย --allow-private", "%s is %s, a private address, allowed by --allow-private", host, list(s.Addresses))
	case len(s.Private) > 0 && s.Failure == ita.FailAddress: // else another address of the name answered
		found.Level = Problem
		found.Says = textf("%s คือ %s เป็นที่อยู่ภายในซึ่งประชาชนเข้าไม่ได้ โปรแกรมจึงไม่เข้า", "%s is %s, a private address that the public cannot reach, so the program does not ask it", host, list(s.Private))
		found.Remedy = text("ถ้าเป็นอินทราเน็ตของหน่วยงาน เพิ่ม --allow-private ถ้าเป็นเว็บไซต์สาธารณะ DNS ในสำนักงานให้ที่อยู่ภายใน ควรตรวจจากเครือข่ายภายนอก",
			"for the agency's own intranet add --allow-private; of a public website the office's DNS gives an inner address: audit from outside")
	default:
		found.Says = textf("%s คือ %s", "%s is %s", host, list(s.Addresses))
	}
	return []Finding{found}
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Hostname()
}

func list(addresses []netip.Addr) string {
	words := make([]string, len(addresses))
	for i, a := range addresses {
		words[i] = a.String()
	}
	return strings.Join(words, ", ")
}

// ways are the remedies for failures on the way to a website. For the others
// the report's own words are right.
var ways = map[string]ita.Text{
	ita.FailDNS:     text("ดูบรรทัด DNS", "see the line on DNS"),
	ita.FailDNSTemp: text("ดูบรรทัด DNS", "see the line on DNS"),
	ita.FailConnect: text("ลองเปิดในเบราว์เซอร์ของเครื่องนี้ ถ้าเปิดได้ เบราว์เซอร์อาจใช้พร็อกซีของระบบ ให้ตั้ง HTTPS_PROXY ถ้าเปิดไม่ได้ ให้ผู้ดูแลตรวจไฟร์วอลล์", "open it in this machine's browser: if that works, the browser may use a proxy of the system's, so set HTTPS_PROXY; if not, have the firewall looked at"),
	ita.FailTimeout: text("ลองใหม่ด้วย --timeout 2m ถ้ายังไม่ได้ ลองเปิดในเบราว์เซอร์ของเครื่องนี้ ถ้าเปิดได้ ให้ตั้ง HTTPS_PROXY ตามพร็อกซีของระบบ", "try --timeout 2m; if that does not help, open it in this machine's browser: if that works, set HTTPS_PROXY to the system's proxy"),
	ita.FailReset:   text("ลองใหม่อีกครั้ง ถ้ายังเป็นอยู่ ไฟร์วอลล์อาจตัดการเชื่อมต่อ ให้ผู้ดูแลเครือข่ายตรวจ", "try again; if it stays so, a firewall may cut the connection: ask the network's administrator"),
	ita.FailProxy:   text("ตรวจที่อยู่ ชื่อ และรหัสผ่านของพร็อกซีใน HTTPS_PROXY และ HTTP_PROXY", "check the proxy's address, name and password in HTTPS_PROXY and HTTP_PROXY"),
	ita.FailTLS:     text("ดูบรรทัดการเข้ารหัส และตรวจนาฬิกาของเครื่อง", "see the line on TLS, and check this machine's clock"),
	ita.FailAddress: text("ดูบรรทัด DNS ถ้าเป็นอินทราเน็ตของหน่วยงาน เพิ่ม --allow-private", "see the line on DNS; for the agency's own intranet add --allow-private"),
}

// website judges what came of asking for the address.
func website(f *Facts) []Finding {
	s := f.Site
	found := Finding{Subject: text("เว็บไซต์", "Website")}
	switch {
	case s == nil:
		found.Level = Note
		found.Says = text("ไม่ได้ถามเว็บไซต์ใด ตรวจเฉพาะเครื่องนี้", "no website was asked: only this machine was looked at")
		found.Remedy = text("ถ้าจะตรวจทางไปยังเว็บไซต์ด้วย: itacheck doctor URL", "to try the way to a website too: itacheck doctor URL")
	case s.Failure != "":
		why := ita.ReasonOf(s.Failure)
		found.Level, found.Remedy = Problem, why.Remedy
		if way, ok := ways[s.Failure]; ok {
			found.Remedy = way
		}
		found.Says = ita.Text{TH: s.Address + " เข้าไม่ได้: " + plain(why.Means).TH, EN: s.Address + ": " + plain(why.Means).EN}
		if s.Detail != "" {
			found.Says = ita.Text{TH: found.Says.TH + " (" + s.Detail + ")", EN: found.Says.EN + " (" + s.Detail + ")"}
		}
	case s.Status >= 400:
		found.Level = Problem
		found.Says = textf("%s ตอบด้วยรหัส %d", "%s answered %d", s.Address, s.Status)
		found.Remedy = text("เปิดที่อยู่นี้ในเบราว์เซอร์ ถ้าเปิดได้ เว็บไซต์อาจกันโปรแกรมอัตโนมัติ ให้ผู้ดูแลเว็บไซต์อนุญาต itacheck", "open it in a browser; if that works, the website may keep programs out: have itacheck allowed there")
	case s.Proxy != "":
		found.Says = textf("%s ตอบแล้ว ผ่านพร็อกซี %s", "%s answered, through the proxy %s", s.Address, masked(s.Proxy))
	default:
		found.Says = textf("%s ตอบแล้ว", "%s answered", s.Address)
	}
	return []Finding{found}
}

// plain is what a failure means without the half sentence that it proves nothing
// about an item.
func plain(t ita.Text) ita.Text {
	th, _, _ := strings.Cut(t.TH, " โปรแกรมเข้าดูไม่ได้ จึงยังไม่ตัดสินว่าขาด")
	en, _, _ := strings.Cut(t.EN, "; itacheck could not look")
	return ita.Text{TH: th, EN: en}
}

// usual are words in the names of the authorities that Thai websites and their
// hosts have their certificates from. One that is missing here costs a note.
var usual = [...]string{
	"let's encrypt", "isrg", "digicert", "geotrust", "rapidssl", "thawte", "symantec", "verisign", "encryption everywhere",
	"sectigo", "comodo", "usertrust", "zerossl", "cpanel", "gandi", "trust asia", "trustasia", "globalsign", "alphassl",
	"google trust services", "amazon", "microsoft", "apple", "cloudflare", "godaddy", "starfield", "entrust", "ssl.com", "ssl corp",
	"certum", "asseco", "unizeto", "buypass", "actalis", "quovadis", "identrust", "swisssign", "harica", "hellenic academic",
	"thailand national root", "inet ca", "internet thailand", "thai digital id", "thai university consortium", "electronic transactions development", "emsign", "wotrus", "certainly", "network solutions",
}

// certificate judges how the website's connection is secured.
func certificate(f *Facts) []Finding {
	s := f.Site
	if s == nil || s.Until.IsZero() {
		return nil
	}
	found := Finding{Subject: text("การเข้ารหัส (TLS)", "TLS")}
	until := ita.DayText(s.Until)
	from := ita.Text{TH: "ใบรับรองจาก " + s.Issuer + " ใช้ได้ถึง " + until.TH, EN: "certificate from " + s.Issuer + ", valid until " + until.EN}
	known := slices.ContainsFunc(usual[:], func(name string) bool { return strings.Contains(strings.ToLower(s.Issuer), name) })
	device := text("อาจเป็นอุปกรณ์ของสำนักงานที่อ่านการเชื่อมต่อ (เช่น ไฟร์วอลล์)", "it may be a device of the office that reads connections (a firewall)")
	switch {
	case (s.Failure == ita.FailTLS || s.Failure == ita.FailTLSSelf) && !known:
		found.Level = Problem
		found.Says = ita.Text{TH: from.TH + " ซึ่งเครื่องนี้ไม่เชื่อถือ " + device.TH, EN: from.EN + ", is not trusted here; " + device.EN}
		found.Remedy = text("ถามผู้ดูแลเครือข่าย ถ้าใช่ ให้ติดตั้งใบรับรองรากของอุปกรณ์นั้นในเครื่อง หรือให้ SSL_CERT_FILE ชี้ไปยังไฟล์ที่มีใบรับรองนั้น ถ้าไม่ใช่ ให้แจ้งผู้ดูแลเว็บไซต์",
			"ask the network's administrator: if so, install its root certificate here or let SSL_CERT_FILE name a file that has it; if not, tell the website's keeper")
	case strings.HasPrefix(s.Failure, ita.FailTLS):
		why := ita.ReasonOf(s.Failure)
		found.Level, found.Remedy = Problem, why.Remedy
		found.Says = ita.Text{TH: from.TH + " " + plain(why.Means).TH, EN: from.EN + ": " + plain(why.Means).EN}
	default:
		found.Says = from
		for _, w := range s.Warnings {
			if strings.HasPrefix(w, "tls_") {
				why := ita.ReasonOf(w)
				found.Level, found.Remedy = Note, why.Remedy
				found.Says = ita.Text{TH: found.Says.TH + " " + why.Means.TH, EN: found.Says.EN + ": " + why.Means.EN}
			}
		}
		if found.Level == OK && !known {
			found.Level = Note
			found.Says = ita.Text{TH: from.TH + " ผู้ออกไม่อยู่ในรายชื่อที่พบบ่อย " + device.TH, EN: from.EN + "; this authority is not among the usual ones: " + device.EN}
			found.Remedy = text("ถ้าใช่ สิ่งที่โปรแกรมเห็นอาจต่างจากที่ประชาชนเห็น ควรตรวจจากเครือข่ายภายนอกด้วย", "if so, the program may see other answers than the public: audit from outside too")
		}
	}
	return []Finding{found}
}
