package report

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"itacheck/ita"
)

func parsed(t *testing.T, page string) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func toldByHTML(t *testing.T, page string, _ ita.Lang) []told {
	var out []told
	parsed(t, page).Find("article.item").Each(func(_ int, item *goquery.Selection) {
		one := told{Code: item.AttrOr("data-code", ""), Status: item.AttrOr("data-status", ""), Raw: item.AttrOr("data-raw", ""), Fingerprint: item.Find(".print").Text(), Expected: item.Find(".expected").Text(), Found: item.Find(".found").Text()}
		if one.Found == "–" {
			one.Found = ""
		}
		item.Find(".remedies li").Each(func(_ int, li *goquery.Selection) { one.Remedies = append(one.Remedies, li.Text()) })
		out = append(out, one)
	})
	return out
}

// Whatever a website holds, the page links to the web only, has no script but
// its own, and asks for nothing.
func TestPageIsSafeWhateverTheWebsiteHolds(t *testing.T) {
	for _, s := range append([]string{
		"</style><script>alert(1)</script>", "</script><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "data:text/html,x",
		"';}*{display:none}/*", "https://a.go.th/\"onmouseover=\"alert(1)", "vbscript:x", "//evil.example/x", "\\\"}\n@import 'http://evil.example'",
	}, nasty...) {
		r := sample()
		poison(reflect.ValueOf(r), func() string { return s })
		doc := parsed(t, render(t, "html", r, Options{}))
		if n := doc.Find("script").Length(); n != 1 {
			t.Errorf("%q: %d scripts", s, n)
		}
		if n := doc.Find("style").Length(); n != 1 {
			t.Errorf("%q: %d styles", s, n)
		}
		if doc.Find("script").Text() != htmlScript || !strings.HasPrefix(doc.Find("style").Text(), htmlStyle) {
			t.Errorf("%q: script or style is not the page's own", s)
		}
		if n := doc.Find("img, iframe, object, embed, link, base, [src], [style], [onclick], [onerror], [onmouseover]").Length(); n != 0 {
			t.Errorf("%q: %d elements that the page does not have", s, n)
		}
		doc.Find("[href]").Each(func(_ int, a *goquery.Selection) {
			href := a.AttrOr("href", "")
			if strings.HasPrefix(href, "#") {
				return
			}
			if u, err := url.Parse(href); err != nil || u.Scheme != "http" && u.Scheme != "https" || a.AttrOr("rel", "") != "noopener noreferrer nofollow" {
				t.Errorf("%q: the link %q, rel %q", s, href, a.AttrOr("rel", ""))
			}
		})
		policy := doc.Find("meta[http-equiv]").AttrOr("content", "")
		for _, want := range []string{"default-src 'none'", hashOf(doc.Find("script").Text()), hashOf(doc.Find("style").Text())} {
			if !strings.Contains(policy, want) {
				t.Errorf("%q: the policy %s lacks %s", s, policy, want)
			}
		}
	}
}

func TestAgencyNameCannotLeaveItsPlaceInTheStyle(t *testing.T) {
	r := sample()
	r.Agency.Name = "\"; } </style> \\ * { display: none }"
	style := parsed(t, render(t, "html", r, Options{})).Find("style").Text()
	if !strings.Contains(style, `content: "\000022\00003b\000020\00007d`) {
		t.Error("the name is not escaped")
	}
}

func TestPageSaysWhatAnOfficerNeeds(t *testing.T) {
	doc := parsed(t, render(t, "html", sample(), Options{}))
	for selector, want := range map[string]string{
		"title":                     "องค์การบริหารส่วนตำบลตัวอย่าง – OIT 2566",
		"#O11 .badge.s-year":        "! ข้อมูลเก่า",
		"#O11 dl":                   "ข้อมูลของปีที่ประเมิน คือปีงบประมาณ 2566 (1 ต.ค. 2565 - 30 ก.ย. 2566)",
		"#O11 .remedies":            "เผยแพร่แผนของปีงบประมาณ พ.ศ. 2566",
		"#O11 .links":               "2565 จากชื่อลิงก์: “ประจำปีงบประมาณ พ.ศ. 2565”",
		"#O11 dl dd:nth-of-type(1)": "กองคลัง",
		"#O13 dl":                   "สำนักปลัด (งานบริหารทั่วไป) (เสนอแนะ)",
		"#O39 dl":                   "อาจได้เพิ่มสูงสุด 6.67 คะแนน จากคะแนนรวม 100",
		".score":                    "43.75–54.17",
		".notes":                    "เลขข้อของปีนี้ยังไม่ได้รับการยืนยันทั้งหมด",
	} {
		if got := doc.Find(selector).Text(); !strings.Contains(got, want) {
			t.Errorf("%s is %q, without %q", selector, got, want)
		}
	}
	if got := doc.Find(".unit h3").First().Text(); !strings.HasPrefix(got, "กองคลัง") {
		t.Errorf("the first unit is %q", got)
	}
	doc.Find("section.unit a[href]").Each(func(_ int, a *goquery.Selection) {
		if doc.Find(a.AttrOr("href", "")).Length() != 1 {
			t.Errorf("the work list points to %s, which is not there", a.AttrOr("href", ""))
		}
	})
}
