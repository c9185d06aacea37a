package checks

import (
	"net/url"
	"slices"
	"strings"

	"itacheck/ita"
)

// twoWay: is what should be a channel more than a document?
var twoWay = Check{
	ID: "two-way",
	Doc: ita.Text{
		TH: "ช่องทางถาม-ตอบต้องมีที่ให้ประชาชนถามได้ ช่องทางร้องเรียนและ E-Service ต้องใช้ได้จริง ไม่ใช่เพียงเอกสาร ส่วน Social Network ต้องพาไปยังบัญชีของหน่วยงาน",
		EN: "questions and answers need a place to ask, complaint channels and e-services must be more than documents, and social networks must lead to the agency's account",
	},
	Run: func(c *Case) []ita.Finding {
		if c.Status != ita.Pass {
			return nil
		}
		var open []*ita.Evidence
		for i := range c.Evidence {
			if e := &c.Evidence[i]; e.Reach.State == ita.ReachOK && !e.Match.Elsewhere {
				open = append(open, e)
			}
		}
		if len(open) == 0 {
			return nil
		}
		every := func(is func(*ita.Evidence) bool) bool {
			return !slices.ContainsFunc(open, func(e *ita.Evidence) bool { return !is(e) })
		}
		f := ita.Finding{Check: "two-way", Severity: ita.SeverityWarning, URL: open[0].Link.URL}
		switch kind := c.Item.Kind; {
		case channelKinds[kind] && every(isFile):
			f.Message = ita.Text{
				TH: "ข้อนี้ต้องเป็นช่องทางที่ประชาชนใช้ได้ทางออนไลน์ แต่พบเพียงเอกสารหรือรูปภาพ",
				EN: "the item must be a channel that the public can use online, but only documents or pictures were found",
			}
			f.Remedy = ita.Text{
				TH: "ทำแบบฟอร์มหรือกระดานถามตอบบนเว็บไซต์ แล้ววางลิงก์ไว้ที่ข้อนี้",
				EN: "set up a form or a board on the website and link it from this item",
			}
		case kind == "interactive" && every(oneWay):
			f.Message = ita.Text{
				TH: "ไม่พบแบบฟอร์ม กระดานถามตอบ หรือช่องทางที่ให้ประชาชนถามได้ในหน้าที่ลิงก์ไป",
				EN: "no form, board or other way to ask was found on the page that is linked",
			}
			f.Remedy = ita.Text{
				TH: "ลิงก์ไปยังหน้าที่ประชาชนส่งคำถามได้และหน่วยงานตอบกลับได้",
				EN: "link the page where the public can send a question and the agency can answer it",
			}
		case kind == "social" && every(frontPage):
			f.Message = ita.Text{
				TH: "ลิงก์พาไปหน้าแรกของเครือข่ายสังคมออนไลน์ ไม่ใช่บัญชีของหน่วยงาน",
				EN: "the link leads to the network's front page, not to the agency's account",
			}
			f.Remedy = ita.Text{
				TH: "คัดลอกที่อยู่ของเพจหรือบัญชีของหน่วยงานมาใส่แทน",
				EN: "put the address of the agency's own page or account instead",
			}
		default:
			return nil
		}
		return []ita.Finding{f}
	},
}

// channelKinds are the kinds of items that must be usable online.
var channelKinds = map[string]bool{"interactive": true, "channel": true, "e-service": true}

// isFile reports whether a link leads to a file and not to a page.
func isFile(e *ita.Evidence) bool {
	return e.Document != nil || promisesDocument(e.Link.URL) || e.Reach.ContentType == "application/pdf"
}

// askingWords stand on pages where one can ask without a form of their own.
var askingWords = []string{"กระดาน", "webboard", "ถาม", "chat", "แชท", "messenger", "line", "facebook", "inbox", "ติดต่อสอบถาม"}

// oneWay reports whether a page was read and has nowhere to ask. What was not
// read is not judged.
func oneWay(e *ita.Evidence) bool {
	p := e.Page
	if p == nil || p.Form || p.Script {
		return false
	}
	for i := range p.Links {
		l := &p.Links[i]
		text := strings.ToLower(l.Text + " " + l.URL)
		if l.Via == "frame" || slices.ContainsFunc(askingWords, func(w string) bool { return strings.Contains(text, w) }) {
			return false
		}
	}
	text := strings.ToLower(p.Title + " " + p.Fetch.Text)
	return !slices.ContainsFunc(askingWords, func(w string) bool { return strings.Contains(text, w) })
}

// socialHosts are networks whose front page is nobody's account.
var socialHosts = []string{"facebook.com", "youtube.com", "twitter.com", "x.com", "instagram.com", "tiktok.com", "line.me"}

// frontPage reports whether a link leads to the front page of a social network.
func frontPage(e *ita.Evidence) bool {
	u, err := url.Parse(e.Link.URL)
	if err != nil {
		return false
	}
	host := strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."), "m.")
	return slices.Contains(socialHosts, host) && strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
}
