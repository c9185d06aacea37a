package checks

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"itacheck/ita"
)

// page is what a page shows, with as many letters as asked for.
func shownPage(title, text string, letters int, password bool) *shown {
	if n := letters - utf8.RuneCountInString(text); n > 0 {
		text += strings.Repeat("ก", n)
	}
	return &shown{title: plain(title), text: plain(text), letters: utf8.RuneCountInString(plain(text)), password: password}
}

// A page asks for a password where that is all that it shows.
func TestPagesThatAskForAPassword(t *testing.T) {
	for _, c := range []struct {
		name string
		s    *shown
		want bool
	}{
		{"a wall on a short page", shownPage("", "กรุณาเข้าสู่ระบบ ", 119, false), true},
		{"a wall on a longer page", shownPage("", "กรุณาเข้าสู่ระบบ ", 120, false), false},
		{"a wall and a field on a longer page", shownPage("", "กรุณาเข้าสู่ระบบ ", 399, true), true},
		{"a wall and a field on a page of its own", shownPage("", "กรุณาเข้าสู่ระบบ ", 400, true), false},
		{"only spoken of", shownPage("", "หากกรุณาเข้าสู่ระบบ ", 100, false), false},
		{"a title without a field", shownPage("Login | อบต.", "ยินดีต้อนรับ ", 119, false), true},
		{"a title without a field, and more text", shownPage("Login | อบต.", "ยินดีต้อนรับ ", 120, false), false},
		{"a title and a field", shownPage("เข้าสู่ระบบ", "ยินดีต้อนรับ ", 399, true), true},
		{"for members", shownPage("", "เฉพาะเจ้าหน้าที่ ", 299, true), true},
		{"for members, and more text", shownPage("", "เฉพาะเจ้าหน้าที่ ", 300, true), false},
		{"nothing but a form", shownPage("", "ชื่อผู้ใช้ รหัสผ่าน เข้าสู่ระบบ ลืมรหัสผ่าน ", 0, true), true},
		{"a form and 39 letters", shownPage("", "ชื่อผู้ใช้ รหัสผ่าน "+strings.Repeat("ข", 39), 0, true), true},
		{"a form and 40 letters", shownPage("", "ชื่อผู้ใช้ รหัสผ่าน "+strings.Repeat("ข", 40), 0, true), false},
		{"a form without a field", shownPage("", "ชื่อผู้ใช้ รหัสผ่าน", 0, false), false},
		{"a field alone", shownPage("", "ค้นหา", 0, true), false},
	} {
		if got := asksForPassword(c.s); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

// Words of a page that is not there count by how much else stands on it.
func TestPagesThatSayThatNothingIsThere(t *testing.T) {
	const words = "ไม่พบหน้าที่ต้องการ "
	far := strings.Repeat("ก", 700) // further from an apology than it reaches
	for _, c := range []struct {
		name string
		s    *shown
		want bool
	}{
		{"a title", shownPage("404 Not Found", far, 2000, false), true},
		{"a short page", shownPage("", words, 399, false), true},
		{"a longer page", shownPage("", words, 400, false), false},
		{"a longer page with an apology", shownPage("", "ขออภัย "+far+words, 899, false), true},
		{"a long page with an apology elsewhere", shownPage("", "ขออภัย "+far+words, 900, false), false},
		{"a long page with an apology before", shownPage("", far+"ขออภัย "+words, 900, false), true},
		{"an apology for something else", shownPage("", "ขออภัย ", 100, false), false},
		{"only spoken of", shownPage("", "หาก"+words, 100, false), false},
		{"spoken of first, then said", shownPage("", "หาก"+words+strings.Repeat("ก", 50)+". "+words, 200, false), true},
		{"said by the title of a page with little text", shownPage("อบต. ไม่พบหน้าที่ต้องการ ครับ", "กลับ", 59, false), true},
		{"said by the title of a page with more", shownPage("อบต. ไม่พบหน้าที่ต้องการ ครับ", "กลับ", 60, false), false},
	} {
		if got := saysNotFound(c.s); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

func TestSignsCountUpToTheirNumberOfLetters(t *testing.T) {
	yes := func(*shown) bool { return true }
	for letters, want := range map[int]bool{99: true, 100: true, 101: false} {
		s := shownPage("", "database error: sqlstate[ ", letters, false)
		if got := words(100, faultWords)(s); got != want {
			t.Errorf("words, %d letters: %t", letters, got)
		}
		if got := short(100, yes)(s); got != want {
			t.Errorf("short, %d letters: %t", letters, got)
		}
	}
	if onCloud(yes)(&shown{}) || !onCloud(yes)(&shown{cloud: true}) {
		t.Error("onCloud")
	}
}

func TestWhereALinkEnds(t *testing.T) {
	for _, c := range []struct{ from, at, want string }{
		{"https://a.go.th/x", "https://a.go.th/x", " "},
		{"https://a.go.th/login", "https://a.go.th/login", " "},
		{"https://a.go.th/x", "https://a.go.th/login.php", "restricted login_required"},
		{"https://a.go.th/x?id=1", "https://a.go.th/x?action=login", "restricted login_required"},
		{"https://a.go.th/x", "https://login.live.com/x", "restricted login_required"},
		{"https://drive.google.com/file/d/1", "https://accounts.google.com/x", "restricted request_access"},
		{"https://a.go.th/x", "https://www.facebook.com/login/", "undecided refuses_robots"},
		{"https://a.go.th/x", "https://www.facebook.com/a", " "},
		{"https://a.go.th/x", "https://a.go.th/cgi-sys/suspendedpage.cgi", "broken suspended"},
		{"https://a.go.th/x", "https://a.go.th/cgi-sys/defaultwebpage.cgi", "broken default_page"},
		{"https://a.com/x", "https://www.hugedomains.com/a", "broken parked_domain"},
		{"https://hugedomains.com/x", "https://hugedomains.com/a", " "},
	} {
		state, reason := byAddress(parsed(c.from), parsed(c.at))
		if got := string(state) + " " + reason; got != c.want {
			t.Errorf("%s → %s: %s, want %s", c.from, c.at, got, c.want)
		}
	}
	// What an agency links to as a sign-in page, or is its home page, is meant to be one.
	for address, want := range map[string]string{"https://a.go.th/x": "login_required", "https://a.go.th/": "", "https://a.go.th/login": ""} {
		_, reason := behind(&ita.Fetch{URL: address, Status: 200, Kind: "html", Title: "เข้าสู่ระบบ", Text: "ชื่อผู้ใช้ รหัสผ่าน", Password: true})
		if reason != want {
			t.Errorf("%s: %q, want %q", address, reason, want)
		}
	}
	for letters, want := range map[int]string{599: "refuses_robots", 600: ""} {
		s := shownPage("", "ต้องเข้าสู่ระบบ Facebook ", letters, false)
		if _, reason := behind(&ita.Fetch{URL: "https://www.facebook.com/a", Status: 200, Kind: "html", Text: s.text}); reason != want {
			t.Errorf("a social network's page of %d letters: %q, want %q", letters, reason, want)
		}
	}
}

func TestOverlap(t *testing.T) {
	set := func(words ...string) map[string]bool {
		m := map[string]bool{}
		for _, w := range words {
			m[w] = true
		}
		return m
	}
	for _, c := range []struct {
		a, b map[string]bool
		want float64
	}{
		{set("a", "b"), set("a", "b"), 1},
		{set("a", "b", "c"), set("b", "c", "d"), 0.5},
		{set("a"), set("b"), 0},
		{set("a", "b", "c", "d"), set("a"), 0.25},
		{set(), set("a"), 0},
		{set("a"), set(), 0},
	} {
		if got := overlap(c.a, c.b); got != c.want {
			t.Errorf("%v, %v: %v, want %v", c.a, c.b, got, c.want)
		}
	}
	if got := shingles("กขคงจฉ"); !reflect.DeepEqual(got, set("กขคงจ", "ขคงจฉ")) {
		t.Errorf("%v", got)
	}
	if got := shingles("กขคง"); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestAReachHasWhatTheFetchSaw(t *testing.T) {
	const at = "https://a.go.th/plan.pdf"
	f := ita.Fetch{
		URL: at, FinalURL: "https://a.go.th/new/plan.pdf", Status: 200, Kind: "pdf", ContentType: "application/pdf", Bytes: 10, Warnings: []string{"redirected"}, Detail: "d",
	}
	r := NewAnswers(map[string]ita.Fetch{at: f}).Reach(&ita.Link{URL: at}, &ita.Match{})
	if r.State != ita.ReachOK || r.Status != 200 || r.FinalURL != f.FinalURL || r.ContentType != f.ContentType || r.Bytes != 10 || r.Detail != "d" || fmt.Sprint(r.Warnings) != "[redirected]" {
		t.Errorf("%+v", r)
	}
	f.Failure = ita.FailTooLarge
	if r := NewAnswers(map[string]ita.Fetch{at: f}).Reach(&ita.Link{URL: at}, &ita.Match{}); fmt.Sprint(r.Warnings) != "[redirected too_large]" {
		t.Errorf("%+v", r)
	}
}

// What is found beside the verdict: of documents, and of an item that is missing.
func TestFindingsBesideTheVerdict(t *testing.T) {
	rules := &ita.RuleSet{Year: 2566}
	plan := ita.Item{Code: "O11", Title: ita.Text{TH: "แผน", EN: "Plan"}, Period: ita.PeriodSame, PeriodConfidence: ita.Seen, Kind: "plan"}
	chart := ita.Item{Code: "O1", Title: ita.Text{TH: "โครงสร้าง", EN: "Structure"}, Period: ita.PeriodNone, Kind: "static-page"}
	said := func(c *Case, check string) string {
		c.Rules, c.AsOf = rules, rules.Year.Submission()
		var all []string
		for _, f := range Judge(c).Findings {
			if f.Check == check {
				all = append(all, f.Message.EN)
			}
		}
		return strings.Join(all, "\n")
	}
	scan := link(ita.ReachOK, 2566)
	scan.Document = &ita.Document{Kind: "pdf", Scan: true}
	if got := said(&Case{Item: &plan, Evidence: []ita.Evidence{scan}}, "document"); !strings.Contains(got, "scanned image") {
		t.Errorf("a scanned plan: %q", got)
	}
	if got := said(&Case{Item: &chart, Evidence: []ita.Evidence{scan}}, "document"); got != "" {
		t.Errorf("a chart may be a picture: %q", got)
	}
	coming := ita.Heading{Code: "O11", Waiting: true}
	for _, c := range []struct {
		name string
		c    Case
		want string
	}{
		{"not on the page", Case{}, "was not found"},
		{"a heading", Case{Headings: []ita.Heading{{Code: "O11"}}}, "has no link for it"},
		{"a heading that says to come", Case{Headings: []ita.Heading{{Code: "O11"}, coming}}, "still to come"},
		{"a link in the menu only", Case{Evidence: []ita.Evidence{{Match: ita.Match{Elsewhere: true}, Reach: ita.Reach{State: ita.ReachOK}}}}, "was not found"},
		{"a dead end", Case{Evidence: []ita.Evidence{link(ita.ReachPlaceholder)}}, "no usable link"},
	} {
		c.c.Item = &plan
		if got := said(&c.c, "exists"); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	menu := ita.Evidence{Match: ita.Match{Elsewhere: true}, Reach: ita.Reach{State: ita.ReachOK}, Link: ita.Link{Text: "แผน", URL: "https://a.go.th/plan"}}
	if got := said(&Case{Item: &plan, Evidence: []ita.Evidence{menu}}, "exists"); !strings.Contains(got, "the website has a link “แผน” outside the list") {
		t.Errorf("a link in the menu only: %q", got)
	}
	if got := said(&Case{Item: &plan, Evidence: []ita.Evidence{link(ita.ReachOK, 2565)}}, "fiscal-year"); !strings.Contains(got, "(“2565”)") {
		t.Errorf("the words that date it: %q", got)
	}
	if got := quoted(&ita.Evidence{Link: ita.Link{Text: strings.Repeat("ก", 61)}}); got != " “"+strings.Repeat("ก", 60)+"…”" {
		t.Errorf("%s", got)
	}
	if got := quoted(&ita.Evidence{Link: ita.Link{Text: "ก"}, Match: ita.Match{Label: "ข"}}); got != " “ข”" {
		t.Errorf("%s", got)
	}
	if got := years([]ita.YearSeen{{Year: 2566}, {Year: 2565}, {Year: 2566}}); got != "2565, 2566" {
		t.Errorf("%s", got)
	}
}

// Years that pages and scans give count where no label does.
func TestYearsOfLesserSources(t *testing.T) {
	plan := ita.Item{Code: "O11", Period: ita.PeriodSame, PeriodConfidence: ita.Seen, Kind: "plan"}
	recent := ita.Item{Code: "O10", Period: ita.PeriodRecent, PeriodConfidence: ita.Seen, Kind: "news"}
	for _, c := range []struct {
		item  *ita.Item
		where ita.YearSource
		want  ita.Status
	}{
		{&plan, ita.FromScan, ita.Pass},
		{&plan, ita.FromMetadata, ita.Pass},
		{&plan, ita.FromPageTitle, ita.Pass},
		{&plan, ita.FromPageBody, ita.Unlabelled},
		{&recent, ita.FromPageBody, ita.Pass},
	} {
		e := link(ita.ReachOK)
		e.Years = []ita.YearSeen{{Year: 2566, Where: c.where, Text: "2566"}}
		r := Judge(&Case{Rules: &ita.RuleSet{Year: 2566}, Item: c.item, AsOf: ita.FiscalYear(2566).Submission(), Evidence: []ita.Evidence{e}})
		if r.Status != c.want {
			t.Errorf("%s, %s: %s, want %s", c.item.Code, c.where, r.Status, c.want)
		}
		if c.want == ita.Pass && fmt.Sprint(r.Found) != "[2566]" {
			t.Errorf("%s: found %v", c.where, r.Found)
		}
	}
	both := link(ita.ReachOK, 2566)
	both.Years = append(both.Years, ita.YearSeen{Year: 2565, Where: ita.FromDocument, Text: "2565"})
	if r := Judge(&Case{Rules: &ita.RuleSet{Year: 2566}, Item: &plan, Evidence: []ita.Evidence{both}}); fmt.Sprint(r.Found) != "[2565 2566]" {
		t.Errorf("label and document: %v", r.Found)
	}
}
