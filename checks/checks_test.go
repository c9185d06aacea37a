package checks

import (
	"slices"
	"strings"
	"testing"
	"time"

	"itacheck/ita"
)

// link is one piece of evidence: its state and the years of its label.
func link(state ita.ReachState, years ...ita.FiscalYear) ita.Evidence {
	e := ita.Evidence{Reach: ita.Reach{State: state, Reason: "not_found"}, Link: ita.Link{URL: "https://a.go.th/x.pdf"}, SourcePage: "https://a.go.th/ita"}
	for _, y := range years {
		e.Years = append(e.Years, ita.YearSeen{Year: y, Where: ita.FromLinkText, Text: y.String()})
	}
	return e
}

func TestVerdicts(t *testing.T) {
	const y = ita.FiscalYear(2566)
	april := y.Submission()
	march := ita.Day(2566, time.March, 31)
	plan := ita.Item{Code: "O11", Period: ita.PeriodSame, PeriodConfidence: ita.Seen, Kind: "plan"}
	annual := ita.Item{Code: "O13", Period: ita.PeriodPrevious, PeriodConfidence: ita.Seen, Kind: "annual-report"}
	half := ita.Item{Code: "O12", Period: ita.PeriodFirstHalf, PeriodConfidence: ita.Seen, Kind: "progress-report"}
	page := ita.Item{Code: "O1", Period: ita.PeriodNone, Kind: "static-page"}
	ok, broken, login, blank, unseen := ita.ReachOK, ita.ReachBroken, ita.ReachRestricted, ita.ReachPlaceholder, ita.ReachUndecided
	for _, tt := range []struct {
		name     string
		item     ita.Item
		asOf     time.Time
		blind    string
		evidence []ita.Evidence
		want     ita.Status
	}{
		{"nothing on the page", plan, april, "", nil, ita.Missing},
		{"nothing, but the page is drawn by a script", plan, april, "script_shell", nil, ita.Undecided},
		{"only placeholders", plan, april, "", []ita.Evidence{link(blank, 2566)}, ita.Missing},
		{"only placeholders on a page seen in part", plan, april, "timeout", []ita.Evidence{link(blank)}, ita.Undecided},
		{"dead link", plan, april, "", []ita.Evidence{link(broken, 2566)}, ita.Unreachable},
		{"sign-in wall", plan, april, "", []ita.Evidence{link(login, 2566)}, ita.Unreachable},
		{"could not look", plan, april, "", []ita.Evidence{link(unseen, 2566)}, ita.Undecided},
		{"one dead, one that could not be seen", plan, april, "", []ita.Evidence{link(broken), link(unseen)}, ita.Undecided},
		{"one that opens, one that could not be seen", page, april, "", []ita.Evidence{link(ok), link(unseen)}, ita.Pass},
		{"one dead, one that opens", plan, april, "", []ita.Evidence{link(broken), link(ok, 2566)}, ita.Pass},
		{"right year", plan, april, "", []ita.Evidence{link(ok, 2566)}, ita.Pass},
		{"a span that includes the year", plan, april, "", []ita.Evidence{link(ok, 2565, 2566, 2567)}, ita.Pass},
		{"last year's", plan, april, "", []ita.Evidence{link(ok, 2565)}, ita.Stale},
		{"next year's", plan, april, "", []ita.Evidence{link(ok, 2567)}, ita.WrongYear},
		{"older and newer", plan, april, "", []ita.Evidence{link(ok, 2565), link(ok, 2567)}, ita.WrongYear},
		{"last year's, and one that could not be seen", plan, april, "", []ita.Evidence{link(ok, 2565), link(unseen, 2566)}, ita.Undecided},
		{"last year's, and one of the same year that could not be seen", plan, april, "", []ita.Evidence{link(ok, 2565), link(unseen, 2565)}, ita.Stale},
		{"last year's, and one without a label that could not be seen", plan, april, "", []ita.Evidence{link(ok, 2565), link(unseen)}, ita.Undecided},
		{"no year", plan, april, "", []ita.Evidence{link(ok)}, ita.Unlabelled},
		{"the dead link's label does not date the living one", plan, april, "", []ita.Evidence{link(broken, 2566), link(ok, 2565)}, ita.Stale},
		{"last year's report is right for the annual report", annual, april, "", []ita.Evidence{link(ok, 2565)}, ita.Pass},
		{"this year's is not", annual, april, "", []ita.Evidence{link(ok, 2566)}, ita.WrongYear},
		{"first half before 1 April", half, march, "", nil, ita.NotDue},
		{"first half on 30 April", half, april, "", nil, ita.Missing},
		{"last year's first half before 1 April", half, march, "", []ita.Evidence{link(ok, 2565)}, ita.NotDue},
		{"this first half, early", half, march, "", []ita.Evidence{link(ok, 2566)}, ita.Pass},
		{"no year needed", page, april, "", []ita.Evidence{link(ok)}, ita.Pass},
		{"old label, no year needed", page, april, "", []ita.Evidence{link(ok, 2560)}, ita.Pass},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := Judge(&Case{Rules: &ita.RuleSet{Year: y}, Item: &tt.item, AsOf: tt.asOf, Blind: tt.blind, Evidence: tt.evidence})
			if r.Status != tt.want {
				t.Errorf("%s, want %s", r.Status, tt.want)
			}
			if r.Status != ita.Pass && len(r.Findings) == 0 {
				t.Error("nothing is said about it")
			}
			for _, f := range r.Findings {
				if f.Message.TH == "" || f.Message.EN == "" {
					t.Errorf("finding without words: %+v", f)
				}
			}
		})
	}
}

func TestRememberedYearRulesOnlyWarn(t *testing.T) {
	for confidence, want := range map[ita.Confidence]ita.Severity{
		ita.Seed: ita.SeverityError, ita.Seen: ita.SeverityError, ita.Inferred: ita.SeverityWarning, ita.Recalled: ita.SeverityWarning,
	} {
		it := ita.Item{Period: ita.PeriodSame, PeriodConfidence: confidence}
		r := Judge(&Case{Rules: &ita.RuleSet{Year: 2566}, Item: &it, Evidence: []ita.Evidence{link(ita.ReachOK, 2565)}})
		if got := r.Findings[0].Severity; r.Status != ita.Stale || got != want {
			t.Errorf("%s: %s %s, want %s", confidence, r.Status, got, want)
		}
	}
}

func TestPageOfDocumentsIsJudgedByThem(t *testing.T) {
	manual := ita.Item{Period: ita.PeriodNone, Kind: "manual"}
	page := link(ita.ReachOK)
	page.Link.URL = "https://a.go.th/manuals"
	doc := link(ita.ReachBroken)
	doc.SourcePage = page.Link.URL
	r := Judge(&Case{Rules: &ita.RuleSet{Year: 2566}, Item: &manual, Evidence: []ita.Evidence{page, doc}})
	if r.Status != ita.Unreachable {
		t.Errorf("a page whose only document is dead: %s", r.Status)
	}
	contact := ita.Item{Period: ita.PeriodNone, Kind: "contact"}
	r = Judge(&Case{Rules: &ita.RuleSet{Year: 2566}, Item: &contact, Evidence: []ita.Evidence{page, doc}})
	if r.Status != ita.Pass {
		t.Errorf("a contact page with a dead document on it: %s", r.Status)
	}
}

func TestReach(t *testing.T) {
	const doc = "https://a.go.th/files/plan.pdf"
	ok := func(f ita.Fetch) ita.Fetch {
		f.Status = 200
		if f.Bytes == 0 {
			f.Bytes = 1000
		}
		return f
	}
	for _, tt := range []struct {
		name   string
		fetch  ita.Fetch
		state  ita.ReachState
		reason string
	}{
		{"a PDF", ok(ita.Fetch{Kind: "pdf"}), ita.ReachOK, ""},
		{"404", ita.Fetch{Status: 404}, ita.ReachBroken, "not_found"},
		{"410", ita.Fetch{Status: 410}, ita.ReachBroken, "gone"},
		{"401", ita.Fetch{Status: 401}, ita.ReachRestricted, "login_required"},
		{"500", ita.Fetch{Status: 500}, ita.ReachUndecided, "server_error"},
		{"503", ita.Fetch{Status: 503}, ita.ReachUndecided, "server_error"},
		{"429", ita.Fetch{Status: 429}, ita.ReachUndecided, "rate_limited"},
		{"999", ita.Fetch{Status: 999}, ita.ReachUndecided, "refuses_robots"},
		{"403 from a server that served nothing", ita.Fetch{Status: 403}, ita.ReachUndecided, "refuses_robots"},
		{"time out", ita.Fetch{Failure: ita.FailTimeout}, ita.ReachUndecided, "timeout"},
		{"reset", ita.Fetch{Failure: ita.FailReset}, ita.ReachUndecided, "reset"},
		{"TLS", ita.Fetch{Failure: ita.FailTLS}, ita.ReachUndecided, "tls"},
		{"self-signed where no certificate is in order", ita.Fetch{Failure: ita.FailTLSSelf}, ita.ReachUndecided, "tls"},
		{"robots.txt", ita.Fetch{Failure: ita.FailRobots}, ita.ReachUndecided, "robots"},
		{"no such name", ita.Fetch{Failure: ita.FailDNS}, ita.ReachBroken, "dns"},
		{"name server down", ita.Fetch{Failure: ita.FailDNSTemp}, ita.ReachUndecided, "dns_temporary"},
		{"redirect loop", ita.Fetch{Failure: ita.FailRedirects}, ita.ReachBroken, "too_many_redirects"},
		{"intranet address", ita.Fetch{Failure: ita.FailAddress}, ita.ReachBroken, "blocked_address"},
		{"zero bytes", ita.Fetch{Status: 200, Kind: "empty"}, ita.ReachBroken, "empty"},
		{"web page called .pdf", ok(ita.Fetch{Kind: "html", Text: "ยินดีต้อนรับ"}), ita.ReachBroken, "wrong_content"},
		{"page that says it is not there", ok(ita.Fetch{Kind: "html", Title: "404", Text: "ไม่พบหน้าที่ต้องการ"}), ita.ReachBroken, "soft_404"},
		{"dead link sent to the home page", ok(ita.Fetch{Kind: "html", FinalURL: "https://a.go.th/", Text: "หน้าแรก"}), ita.ReachBroken, "home_redirect"},
		{"sign-in", ok(ita.Fetch{Kind: "html", FinalURL: "https://accounts.google.com/ServiceLogin?continue=x"}), ita.ReachRestricted, "login_required"},
		{"captcha", ok(ita.Fetch{Kind: "html", Title: "Just a moment..."}), ita.ReachUndecided, "refuses_robots"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.fetch.URL = doc
			r := NewAnswers(map[string]ita.Fetch{doc: tt.fetch}).Reach(&ita.Link{URL: doc}, &ita.Match{})
			if r.State != tt.state || r.Reason != tt.reason {
				t.Errorf("%s %q, want %s %q", r.State, r.Reason, tt.state, tt.reason)
			}
		})
	}
	t.Run("403 from a server that serves the rest", func(t *testing.T) {
		a := NewAnswers(map[string]ita.Fetch{doc: {URL: doc, Status: 403}, "https://a.go.th/": ok(ita.Fetch{URL: "https://a.go.th/"})})
		if r := a.Reach(&ita.Link{URL: doc}, &ita.Match{}); r.State != ita.ReachRestricted || r.Reason != "forbidden" {
			t.Errorf("%s %q", r.State, r.Reason)
		}
	})
	t.Run("long page that mentions the words", func(t *testing.T) {
		page := "https://a.go.th/manual"
		text := "คู่มือการใช้งาน: หากไม่พบหน้าที่ต้องการ ให้ติดต่อผู้ดูแล "
		for len([]rune(text)) < 500 {
			text += text
		}
		a := NewAnswers(map[string]ita.Fetch{page: ok(ita.Fetch{URL: page, Kind: "html", Text: text})})
		if r := a.Reach(&ita.Link{URL: page}, &ita.Match{}); r.State != ita.ReachOK {
			t.Errorf("%s %q", r.State, r.Reason)
		}
	})
	t.Run("label that says the document is to come", func(t *testing.T) {
		r := NewAnswers(nil).Reach(&ita.Link{URL: doc}, &ita.Match{Waiting: true})
		if r.State != ita.ReachPlaceholder || r.Reason != "coming_soon" {
			t.Errorf("%s %q", r.State, r.Reason)
		}
	})
	t.Run("not asked", func(t *testing.T) {
		if r := NewAnswers(nil).Reach(&ita.Link{URL: doc}, &ita.Match{}); r.State != ita.ReachUndecided {
			t.Errorf("%s", r.State)
		}
	})
}

func TestMissingMonths(t *testing.T) {
	item := ita.Item{Period: ita.PeriodMonthly, PeriodConfidence: ita.Seen, Kind: "monthly-summary"}
	months := func(labels ...string) []ita.Evidence {
		var out []ita.Evidence
		for _, l := range labels {
			e := link(ita.ReachOK, 2564)
			e.Link.Text = l
			out = append(out, e)
		}
		return out
	}
	for _, tt := range []struct {
		name     string
		asOf     time.Time
		evidence []ita.Evidence
		want     string // in the Thai message; empty: no finding
	}{
		{"complete to March", ita.Day(2564, time.April, 30), months("ตุลาคม - พฤศจิกายน พ.ศ.2563", "ธันวาคม 2563", "มกราคม 2564", "กุมภาพันธ์ 2564", "มีนาคม 2564"), ""},
		{"January is missing", ita.Day(2564, time.April, 30), months("ตุลาคม - ธันวาคม 2563", "กุมภาพันธ์ 2564", "มีนาคม 2564"), "มกราคม"},
		{"judged in January", ita.Day(2564, time.January, 15), months("ตุลาคม 2563", "พฤศจิกายน 2563"), "ธันวาคม"},
		{"only a year", ita.Day(2564, time.April, 30), months("สรุปผลการจัดซื้อจัดจ้าง ปี 2564"), ""},
	} {
		r := Judge(&Case{Rules: &ita.RuleSet{Year: 2564}, Item: &item, AsOf: tt.asOf, Evidence: tt.evidence})
		said := ""
		for _, f := range r.Findings {
			if f.Check == "monthly" {
				said = f.Message.TH
			}
		}
		if tt.want == "" && said != "" || !strings.Contains(said, tt.want) {
			t.Errorf("%s: %q", tt.name, said)
		}
	}
}

func TestTheYearOfADocument(t *testing.T) {
	for _, tt := range []struct {
		name  string
		pages []string
		want  []ita.FiscalYear
	}{
		{"title", []string{"องค์การบริหารส่วนตำบลตัวอย่าง\nแผนปฏิบัติการ\nประจำปีงบประมาณ พ.ศ. 2566\n"}, []ita.FiscalYear{2566}},
		{"title over two lines", []string{"รายงานผลการดำเนินงานตามแผนปฏิบัติการ\nของหน่วยงาน พ.ศ. ๒๕๖๕\n"}, []ita.FiscalYear{2565}},
		{"months of the first half", []string{"รายงานการกำกับติดตามการดำเนินงาน รอบ 6 เดือน\n(ตุลาคม 2565 - มีนาคม 2566)"}, []ita.FiscalYear{2566}},
		{"a plan of several years", []string{"แผนพัฒนาท้องถิ่น (พ.ศ. 2566 - 2570)"}, []ita.FiscalYear{2566, 2567, 2568, 2569, 2570}},
		{"only the date of signature", []string{"ประกาศเจตจำนงสุจริต\nข้าพเจ้าขอประกาศว่าจะปฏิบัติหน้าที่ด้วยความซื่อสัตย์\nประกาศ ณ วันที่ 5 มกราคม พ.ศ. 2566"}, nil},
		{"only a law", []string{"คู่มือการจัดซื้อจัดจ้าง\nตามพระราชบัญญัติการจัดซื้อจัดจ้าง พ.ศ. 2560"}, nil},
		{"a row of a table", []string{"สถิติ\nปี 2561 ปี 2562 ปี 2563 ปี 2564 ปี 2565"}, nil},
		{"no year", []string{"คู่มือการปฏิบัติงาน"}, nil},
	} {
		var got []ita.FiscalYear
		for _, y := range DocumentYears(&ita.Document{Pages: tt.pages}) {
			got = append(got, y.Year)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestLabelAndDocumentDisagree(t *testing.T) {
	item := ita.Item{Period: ita.PeriodSame, PeriodConfidence: ita.Seen, Kind: "plan"}
	e := link(ita.ReachOK, 2566)
	e.Document = &ita.Document{Kind: "pdf", Pages: []string{"แผนปฏิบัติการ ประจำปีงบประมาณ พ.ศ. 2565"}}
	e.Years = append(e.Years, DocumentYears(e.Document)...)
	r := Judge(&Case{Rules: &ita.RuleSet{Year: 2566}, Item: &item, Evidence: []ita.Evidence{e}})
	if r.Status != ita.Stale {
		t.Errorf("label 2566, document 2565: %s", r.Status)
	}
	both := false
	for _, f := range r.Findings {
		both = both || strings.Contains(f.Message.EN, "2566") && strings.Contains(f.Message.EN, "2565") && f.Check == "document"
	}
	if !both {
		t.Errorf("both quotes are wanted: %+v", r.Findings)
	}

	scan := link(ita.ReachOK)
	scan.Document = &ita.Document{Kind: "pdf", Scan: true}
	if r := Judge(&Case{Rules: &ita.RuleSet{Year: 2566}, Item: &item, Evidence: []ita.Evidence{scan}}); r.Status != ita.Undecided {
		t.Errorf("a scan without a label: %s", r.Status)
	}
}

func TestPartsThatADocumentMustHave(t *testing.T) {
	item := ita.Item{Code: "O11", Period: ita.PeriodNone, Kind: "plan", Elements: []ita.Text{
		{TH: "โครงการหรือกิจกรรม"}, {TH: "งบประมาณที่ใช้"}, {TH: "ระยะเวลาดำเนินการ"}, {TH: "ตัวชี้วัดความสำเร็จ"},
	}}
	findings := func(text string, total int) []ita.Finding {
		e := link(ita.ReachOK)
		e.Document = &ita.Document{Kind: "pdf", Pages: []string{text}, Total: total}
		var out []ita.Finding
		for _, f := range Judge(&Case{Rules: &ita.RuleSet{Year: 2566}, Item: &item, Evidence: []ita.Evidence{e}}).Findings {
			if f.Check == "elements" {
				out = append(out, f)
			}
		}
		return out
	}
	filler := strings.Repeat("รายละเอียดของแผนดำเนินงานของหน่วยงาน ", 30)
	if got := findings(filler+"โครงการ วงเงิน ไตรมาส ค่าเป้าหมาย", 1); len(got) != 0 {
		t.Errorf("complete: %+v", got)
	}
	got := findings(filler+"โครงการ งบประมาณ ระยะเวลา", 1)
	if len(got) != 1 || got[0].Severity != ita.SeverityWarning || !strings.Contains(got[0].Message.TH, "ตัวชี้วัด") {
		t.Errorf("without indicators: %+v", got)
	}
	if got := findings(filler+"โครงการ งบประมาณ ระยะเวลา", 40); len(got) != 1 || got[0].Severity != ita.SeverityInfo {
		t.Errorf("of which one page of forty was read: %+v", got)
	}
	if got := findings("โครงการ", 1); len(got) != 0 {
		t.Errorf("next to no text: %+v", got)
	}
}

func TestChannels(t *testing.T) {
	qa := ita.Item{Code: "O8", Kind: "interactive", Period: ita.PeriodNone}
	social := ita.Item{Code: "O9", Kind: "social", Period: ita.PeriodNone}
	at := func(address string, p *ita.Page) ita.Evidence {
		e := link(ita.ReachOK)
		e.Link.URL, e.Page = address, p
		return e
	}
	for _, tt := range []struct {
		name string
		item ita.Item
		e    ita.Evidence
		said bool
	}{
		{"a PDF as Q&A", qa, at("https://a.go.th/qa.pdf", nil), true},
		{"a page with a form", qa, at("https://a.go.th/qa", &ita.Page{Form: true}), false},
		{"a page with a board", qa, at("https://a.go.th/qa", &ita.Page{Title: "กระดานสนทนา"}), false},
		{"a page that only tells", qa, at("https://a.go.th/qa", &ita.Page{Title: "ประวัติหน่วยงาน"}), true},
		{"a page with a link to a board", qa, at("https://a.go.th/qa", &ita.Page{Links: []ita.Link{{Text: "ข่าว"}, {URL: "https://a.go.th/Webboard"}}}), false},
		{"a page with a frame", qa, at("https://a.go.th/qa", &ita.Page{Links: []ita.Link{{Via: "frame", URL: "https://b.go.th/"}}}), false},
		{"a page with other links", qa, at("https://a.go.th/qa", &ita.Page{Links: []ita.Link{{Text: "ข่าว", URL: "https://a.go.th/news"}}}), true},
		{"a page that was not read", qa, at("https://forms.gle/x", nil), false},
		{"an account", social, at("https://www.facebook.com/agency", nil), false},
		{"the network's front page", social, at("https://www.facebook.com/", nil), true},
	} {
		r := Judge(&Case{Rules: &ita.RuleSet{Year: 2566}, Item: &tt.item, Evidence: []ita.Evidence{tt.e}})
		said := slices.ContainsFunc(r.Findings, func(f ita.Finding) bool { return f.Check == "two-way" })
		if said != tt.said || r.Status != ita.Pass {
			t.Errorf("%s: said %v, %s", tt.name, said, r.Status)
		}
	}
}

// A certificate is judged only where another shows that certificates can be
// judged from here, and never one of a service that offices block.
func TestCertificatesThatBrowsersRefuse(t *testing.T) {
	for _, c := range []struct {
		address, failure string
		state            ita.ReachState
		reason           string
	}{
		{"https://files.agency.go.th/a.pdf", ita.FailTLSHost, ita.ReachBroken, "tls_wrong_host"},
		{"https://files.agency.go.th/a.pdf", ita.FailTLSSelf, ita.ReachBroken, "tls_self_signed"},
		{"https://files.agency.go.th/a.pdf", ita.FailTLS, ita.ReachUndecided, "tls"},
		{"https://drive.google.com/file/d/1/view", ita.FailTLSHost, ita.ReachUndecided, "tls"},
		{"https://www.facebook.com/agency", ita.FailTLSSelf, ita.ReachUndecided, "tls"},
	} {
		a := NewAnswers(map[string]ita.Fetch{
			c.address:                   {URL: c.address, Failure: c.failure},
			"https://www.agency.go.th/": {URL: "https://www.agency.go.th/", Status: 200, Kind: "html", Bytes: 9, Text: "หน้าแรก"},
		})
		got := a.Reach(&ita.Link{URL: c.address}, &ita.Match{})
		if got.State != c.state || got.Reason != c.reason {
			t.Errorf("%s %s: %s %q, want %s %q", c.failure, c.address, got.State, got.Reason, c.state, c.reason)
		}
	}
}

func TestAServersFaultIsSaidOnce(t *testing.T) {
	link := func(address string, warnings ...string) ita.Evidence {
		return ita.Evidence{Link: ita.Link{URL: address}, Reach: ita.Reach{State: ita.ReachOK, Warnings: warnings}}
	}
	got := Servers(
		[]ita.Page{{Fetch: ita.Fetch{URL: "https://a.go.th/ita", Warnings: []string{"redirected", "tls_legacy"}}}},
		[]ita.ItemResult{{Evidence: []ita.Evidence{
			link("https://a.go.th/1.pdf", "tls_legacy"), link("https://b.go.th/1.pdf", "tls_expired"), link("https://b.go.th/2.pdf", "tls_expired", "slow"),
		}}},
	)
	if len(got) != 2 || got[0].URL != "https://a.go.th/ita" || got[1].URL != "https://b.go.th/1.pdf" || got[0].Remedy.IsZero() {
		t.Errorf("%+v", got)
	}
}

func TestAFragmentThatItsPageDoesNotHave(t *testing.T) {
	page := &ita.Page{Anchors: []string{"o1", "o2"}}
	for _, c := range []struct {
		fragment string
		page     *ita.Page
		lost     bool
	}{
		{"o2", page, false},
		{"o7", page, true},
		{"", page, false},
		{"top", page, false},
		{"/o7", page, false},        // a route of an application
		{":~:text=o7", page, false}, // words to look for
		{"o7", nil, false},          // the page was not read
		{"o7", &ita.Page{}, false},  // too many to keep, or none
		{"o7", &ita.Page{Script: true, Anchors: page.Anchors}, false},
	} {
		e := &ita.Evidence{Link: ita.Link{URL: "https://a.go.th/ita", Fragment: c.fragment}, Page: c.page}
		if got := slices.Contains(Warnings(e), "fragment_missing"); got != c.lost {
			t.Errorf("#%s: %v, want %v", c.fragment, got, c.lost)
		}
	}
}
