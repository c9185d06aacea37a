package checks

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"itacheck/internal/thai"
	"itacheck/ita"
)

// What each answer of a server means, to either side of every bound.
func TestStatusesOfAnswers(t *testing.T) {
	for status, want := range map[int]string{
		100: "undecided protocol", 199: "undecided protocol", 200: "ok ", 299: "ok ", 300: "undecided protocol", 399: "undecided protocol",
		400: "broken http_error", 401: "restricted login_required", 402: "undecided refuses_robots", 404: "broken not_found", 405: "undecided refuses_robots",
		407: "restricted login_required", 409: "undecided refuses_robots", 410: "broken gone", 413: "undecided refuses_robots", 414: "broken http_error", 415: "undecided refuses_robots",
		429: "undecided rate_limited", 451: "undecided refuses_robots", 499: "undecided refuses_robots",
		500: "undecided server_error", 599: "undecided server_error", 600: "undecided refuses_robots",
	} {
		const at = "https://a.go.th/files/plan.pdf"
		r := NewAnswers(map[string]ita.Fetch{at: {URL: at, Status: status, Kind: "pdf", Bytes: 1}}).Reach(&ita.Link{URL: at}, &ita.Match{})
		if got := string(r.State) + " " + r.Reason; got != want {
			t.Errorf("%d: %s, want %s", status, got, want)
		}
	}
	const at, other = "https://A.go.th/files/plan.pdf", "https://a.go.th/x"
	for status, want := range map[int]string{199: "refuses_robots", 200: "forbidden", 299: "forbidden", 300: "refuses_robots"} {
		a := NewAnswers(map[string]ita.Fetch{at: {URL: at, Status: 403}, other: {URL: other, Status: status}})
		if r := a.Reach(&ita.Link{URL: at}, &ita.Match{}); r.Reason != want {
			t.Errorf("403 beside %d: %s, want %s", status, r.Reason, want)
		}
	}
	for _, f := range []ita.Fetch{{Kind: "empty", Bytes: 10}, {Kind: "pdf", Bytes: 0}} {
		f.URL, f.Status = at, 200
		if r := NewAnswers(map[string]ita.Fetch{at: f}).Reach(&ita.Link{URL: at}, &ita.Match{}); r.Reason != "empty" {
			t.Errorf("%+v: %s", f, r.Reason)
		}
	}
	robots := ita.Fetch{URL: at, Status: 503, Kind: "html", Title: "Just a moment..."}
	if r := NewAnswers(map[string]ita.Fetch{at: robots}).Reach(&ita.Link{URL: at}, &ita.Match{}); r.Reason != "refuses_robots" {
		t.Errorf("a 503 that asks for a proof: %s", r.Reason)
	}
}

func TestWhatMayPassIsAskedAgain(t *testing.T) {
	for _, c := range []struct {
		f    ita.Fetch
		want bool
	}{
		{ita.Fetch{Failure: ita.FailTimeout}, true},
		{ita.Fetch{Failure: ita.FailDNS}, true},
		{ita.Fetch{Failure: ita.FailTLS}, true},
		{ita.Fetch{Failure: ita.FailTLSHost}, false},
		{ita.Fetch{Failure: ita.FailRobots}, false},
		{ita.Fetch{Failure: ita.FailTimeout, Status: 200}, true},
		{ita.Fetch{Failure: ita.FailRobots, Status: 503}, false},
		{ita.Fetch{Status: 499}, false},
		{ita.Fetch{Status: 500}, true},
		{ita.Fetch{Status: 599}, true},
		{ita.Fetch{Status: 600}, false},
		{ita.Fetch{Status: 404}, false},
	} {
		if got := MayPass(&c.f); got != c.want {
			t.Errorf("%+v: %t", c.f, got)
		}
	}
}

func TestWhichPagesAreDoubtful(t *testing.T) {
	text := strings.Repeat("ก", doubtfulText-1)
	page := func(change func(*ita.Fetch)) ita.Fetch {
		f := ita.Fetch{URL: "https://www.a.go.th/plan", Status: 200, Kind: "html", Text: text}
		change(&f)
		return f
	}
	for name, c := range map[string]struct {
		f    ita.Fetch
		want bool
	}{
		"a short page":              {page(func(*ita.Fetch) {}), true},
		"the last status":           {page(func(f *ita.Fetch) { f.Status = 299 }), true},
		"a redirect's":              {page(func(f *ita.Fetch) { f.Status = 300 }), false},
		"no answer yet":             {page(func(f *ita.Fetch) { f.Status = 199 }), false},
		"a failure":                 {page(func(f *ita.Fetch) { f.Failure = ita.FailTimeout }), false},
		"a document":                {page(func(f *ita.Fetch) { f.Kind = "pdf" }), false},
		"a home page":               {page(func(f *ita.Fetch) { f.URL = "https://www.a.go.th/index.php" }), false},
		"a page with a long text":   {page(func(f *ita.Fetch) { f.Text += "ก" }), false},
		"a social network's":        {page(func(f *ita.Fetch) { f.URL = "https://www.facebook.com/a" }), false},
		"a cloud's":                 {page(func(f *ita.Fetch) { f.URL = "https://drive.google.com/file/d/1" }), false},
		"a great service's":         {page(func(f *ita.Fetch) { f.URL = "https://www.youtube.com/watch" }), false},
		"sent to another host":      {page(func(f *ita.Fetch) { f.FinalURL = "https://other.go.th/plan" }), false},
		"sent to the name with www": {page(func(f *ita.Fetch) { f.URL, f.FinalURL = "https://a.go.th/plan", "https://WWW.a.go.th/plan/" }), true},
		"its words say enough": {page(func(f *ita.Fetch) {
			f.Title, f.Text = "404", "ไม่พบหน้าที่ต้องการ"
		}), false},
	} {
		if got := Doubtful(&c.f); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// A page is compared with what its server shows for an address that cannot exist.
func TestAPageLikeNothing(t *testing.T) {
	const at, control = "https://a.go.th/plan-2566", "https://a.go.th/nothing-98765"
	words := strings.Repeat("ข่าวประชาสัมพันธ์ของหน่วยงานสำหรับประชาชน ", 20)
	for name, c := range map[string]struct {
		change func(page, nothing *ita.Fetch)
		want   string
	}{
		"the same text":                 {func(*ita.Fetch, *ita.Fetch) {}, "broken soft_404"},
		"but for its address and dates": {func(p, n *ita.Fetch) { p.Text += "plan-2566 12/3"; n.Text += "nothing-98765 9/11" }, "broken soft_404"},
		"another text": {func(p, _ *ita.Fetch) {
			p.Text = strings.Repeat("แผนปฏิบัติการป้องกันการทุจริต ", 20)
		}, "ok "},
		"another title":             {func(p, _ *ita.Fetch) { p.Title = "แผน" }, "ok "},
		"the control failed":        {func(_, n *ita.Fetch) { n.Failure = ita.FailTimeout }, "ok "},
		"the control is a 404":      {func(_, n *ita.Fetch) { n.Status = 404 }, "ok "},
		"the control is a 300":      {func(_, n *ita.Fetch) { n.Status = 300 }, "ok "},
		"the control is a 299":      {func(_, n *ita.Fetch) { n.Status = 299 }, "broken soft_404"},
		"the control is a 199":      {func(_, n *ita.Fetch) { n.Status = 199 }, "ok "},
		"the control is a document": {func(_, n *ita.Fetch) { n.Kind = "pdf" }, "ok "},
		"the page is a document":    {func(p, _ *ita.Fetch) { p.Kind = "pdf" }, "ok "},
		"both sent to the same place": {func(p, n *ita.Fetch) {
			p.FinalURL, n.FinalURL, p.Text = "https://a.go.th/e", "https://a.go.th/e", "อื่น"
		}, "broken soft_404"},
		"others are sent here":         {func(_, n *ita.Fetch) { n.FinalURL = at }, "ok "},
		"a shell that a script fills":  {func(p, n *ita.Fetch) { p.Text, n.Text, p.Script = "รอ", "รอ", true }, "undecided script_shell"},
		"a long text and a script":     {func(p, _ *ita.Fetch) { p.Script = true }, "broken soft_404"},
		"a short text, no script":      {func(p, n *ita.Fetch) { p.Text, n.Text = "รอ", "รอ" }, "broken soft_404"},
		"nothing but the length alike": {func(p, n *ita.Fetch) { p.Text, n.Text = "", "" }, "broken soft_404"},
		"nothing, and another length":  {func(p, n *ita.Fetch) { p.Text, n.Text, n.Bytes = "", "", 7 }, "ok "},
		"only the title alike": {func(p, n *ita.Fetch) {
			p.Text, n.Text, p.Title, n.Title, n.Bytes = "", "", "หน้า", "หน้า", 7
		}, "broken soft_404"},
	} {
		nothing := ita.Fetch{URL: control, Status: 200, Kind: "html", Text: words, Bytes: 900}
		page := ita.Fetch{URL: at, Status: 200, Kind: "html", Text: words, Bytes: 900, Control: &nothing}
		c.change(&page, &nothing)
		r := NewAnswers(map[string]ita.Fetch{at: page}).Reach(&ita.Link{URL: at}, &ita.Match{})
		if got := string(r.State) + " " + r.Reason; got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// A record is compared with one that nothing has; it takes another record that differs.
func TestAnEmptyRecord(t *testing.T) {
	empty := ita.Fetch{URL: "https://a.go.th/view?id=987654321", Status: 200, Kind: "html", Title: "ข้อมูล", Text: strings.Repeat("เมนู ", 60), Shows: 7}
	record := func(id, text string) ita.Fetch {
		return ita.Fetch{URL: "https://a.go.th/view?id=" + id, Status: 200, Kind: "html", Title: "ข้อมูล", Text: empty.Text + text, Shows: 7, Bytes: 1, Template: &empty}
	}
	full := record("2", "แผนปฏิบัติการป้องกันการทุจริต")
	for name, c := range map[string]struct {
		change func(*ita.Fetch)
		others []ita.Fetch
		want   string
	}{
		"like nothing, and another is not": {func(*ita.Fetch) {}, []ita.Fetch{full}, "soft_404"},
		"like nothing, as all are":         {func(*ita.Fetch) {}, nil, ""},
		"with a picture of its own":        {func(f *ita.Fetch) { f.Shows = 8 }, []ita.Fetch{full}, ""},
		"with a title of its own":          {func(f *ita.Fetch) { f.Title = "แผน" }, []ita.Fetch{full}, ""},
		"with another status":              {func(f *ita.Fetch) { f.Status = 201 }, []ita.Fetch{full}, ""},
		"a script fills it":                {func(f *ita.Fetch) { f.Script, f.Text = true, "รอ" }, []ita.Fetch{full}, ""},
	} {
		f := record("1", "")
		c.change(&f)
		all := map[string]ita.Fetch{f.URL: f}
		for _, o := range c.others {
			all[o.URL] = o
		}
		if r := NewAnswers(all).Reach(&ita.Link{URL: f.URL}, &ita.Match{}); r.Reason != c.want {
			t.Errorf("%s: %s, want %s", name, r.Reason, c.want)
		}
	}
}

func TestAnItemWhoseDocumentCouldNotBeReadIsUndecided(t *testing.T) {
	plan := ita.Item{Code: "O11", Period: ita.PeriodSame, PeriodConfidence: ita.Seen, Kind: "plan"}
	for name, c := range map[string]struct {
		d    *ita.Document
		want ita.Status
	}{
		"a scan":                       {&ita.Document{Scan: true}, ita.Undecided},
		"letters that cannot be told":  {&ita.Document{Problem: "mojibake"}, ita.Undecided},
		"not fetched":                  {&ita.Document{Problem: "fetch"}, ita.Undecided},
		"nothing in it":                {&ita.Document{Problem: "no_text"}, ita.Unlabelled},
		"read, and there is no year":   {&ita.Document{}, ita.Unlabelled},
		"not opened (--documents off)": {nil, ita.Unlabelled},
	} {
		e := link(ita.ReachOK)
		e.Document = c.d
		if r := Judge(&Case{Rules: &ita.RuleSet{Year: 2566}, Item: &plan, AsOf: ita.FiscalYear(2566).Submission(), Evidence: []ita.Evidence{e}}); r.Status != c.want {
			t.Errorf("%s: %s, want %s", name, r.Status, c.want)
		}
	}
}

func TestMonthsThatWereOver(t *testing.T) {
	for _, c := range []struct {
		day  time.Time
		want int
	}{
		{ita.Day(2565, time.October, 31), 0},
		{ita.Day(2565, time.November, 1), 1},
		{ita.Day(2566, time.March, 31), 5},
		{ita.Day(2566, time.April, 1), 6},
		{ita.Day(2566, time.September, 30), 11},
		{ita.Day(2566, time.October, 1), 12},
		{ita.Day(2567, time.October, 1), 12},
	} {
		if got := monthsDue(2566, c.day); got != c.want {
			t.Errorf("%v: %d, want %d", c.day, got, c.want)
		}
	}
	item := ita.Item{Period: ita.PeriodMonthly}
	seen := func(state ita.ReachState, text string) string {
		e := ita.Evidence{Reach: ita.Reach{State: state}, Link: ita.Link{Text: text}}
		var months []int
		for m := range monthsSeen(&Case{Rules: &ita.RuleSet{Year: 2566}, Item: &item, Evidence: []ita.Evidence{e}}) {
			months = append(months, m)
		}
		slices.Sort(months)
		return fmt.Sprint(months)
	}
	for text, want := range map[string]string{
		"ตุลาคม 2565": "[1]", "กันยายน 2566": "[12]", "มกราคม - มีนาคม 2566": "[4 5 6]", "ตุลาคม 2566": "[]", "กันยายน 2565": "[]", "ปี 2566": "[]",
		"กันยายน 2565 - ตุลาคม 2565": "[]", "กันยายน 2566 - ตุลาคม 2566": "[]", // of two fiscal years
	} {
		if got := seen(ita.ReachBroken, text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
		if got := seen(ita.ReachPlaceholder, text); got != "[]" {
			t.Errorf("%s, to come: %s", text, got)
		}
	}
}

// Where a link's years are read from, and from where not.
func TestSourcesOfALinksYears(t *testing.T) {
	page := &ita.Fetch{Kind: "html", Title: "แผน ปี 2563", Text: "ปี 2562"}
	for name, c := range map[string]struct {
		e      ita.Evidence
		target *ita.Fetch
		want   string
	}{
		"a span":             {ita.Evidence{Link: ita.Link{Text: "แผน 2566-2568"}}, nil, "[2566 link_text 2567 link_text 2568 link_text]"},
		"twice the same":     {ita.Evidence{Link: ita.Link{Text: "2566", Title: "2566"}}, nil, "[2566 link_text]"},
		"the tooltip":        {ita.Evidence{Link: ita.Link{Text: "แผน", Title: "แผน 2565"}}, nil, "[2565 link_text]"},
		"the label":          {ita.Evidence{Link: ita.Link{Text: "ดูเอกสาร"}, Match: ita.Match{Label: "แผน 2565"}}, nil, "[2565 link_text]"},
		"the file":           {ita.Evidence{Link: ita.Link{URL: "https://a.go.th/ITA2566/plan2565.pdf"}}, nil, "[2565 file_name]"},
		"the heading":        {ita.Evidence{Match: ita.Match{Heading: "ปี 2565", Context: "ปี 2564"}}, nil, "[2564 heading 2565 heading]"},
		"the page's title":   {ita.Evidence{}, page, "[2563 page_title]"},
		"the page's text":    {ita.Evidence{}, &ita.Fetch{Kind: "html", Text: page.Text}, "[2562 page_body]"},
		"no page":            {ita.Evidence{}, &ita.Fetch{Kind: "pdf", Title: page.Title, Text: page.Text}, "[]"},
		"a label is enough":  {ita.Evidence{Link: ita.Link{Text: "2566"}}, page, "[2566 link_text]"},
		"the document's too": {ita.Evidence{Link: ita.Link{Text: "2566"}, Document: &ita.Document{Pages: []string{"แผนปฏิบัติการ ประจำปีงบประมาณ พ.ศ. 2565"}}}, nil, "[2566 link_text 2565 document]"},
	} {
		var got []string
		for _, y := range Years(&c.e, c.target) {
			got = append(got, fmt.Sprint(y.Year, " ", y.Where))
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestADamagedPDFIsBroken(t *testing.T) {
	for _, c := range []struct {
		d    ita.Document
		want ita.ReachState
	}{
		{ita.Document{Kind: "pdf", Problem: "damaged"}, ita.ReachBroken},
		{ita.Document{Kind: "pdf", Problem: "truncated"}, ita.ReachBroken},
		{ita.Document{Kind: "pdf", Problem: "damaged", Pages: []string{"แผน"}}, ita.ReachOK},
		{ita.Document{Kind: "docx", Problem: "damaged"}, ita.ReachOK},
		{ita.Document{Kind: "docx", Problem: "empty"}, ita.ReachBroken},
		{ita.Document{Kind: "pdf", Problem: "locked"}, ita.ReachRestricted},
		{ita.Document{Kind: "pdf", Problem: "no_text"}, ita.ReachOK},
	} {
		if got, _ := ReachOfDocument(&c.d); got != c.want {
			t.Errorf("%+v: %s, want %s", c.d, got, c.want)
		}
	}
}

// A remedy says what must be seen behind a link only where the verdict hangs on
// it, and any year will not do.
func TestRemediesOfLinks(t *testing.T) {
	dated := ita.Item{Code: "O11", Title: ita.Text{TH: "แผน", EN: "Plan"}, Period: ita.PeriodSame}
	undated := ita.Item{Code: "O1", Title: ita.Text{TH: "โครงสร้าง", EN: "Structure"}, Period: ita.PeriodNone}
	for _, c := range []struct {
		item   *ita.Item
		status ita.Status
		full   bool
	}{{&dated, ita.Unreachable, true}, {&dated, ita.Undecided, true}, {&dated, ita.Pass, false}, {&undated, ita.Unreachable, false}} {
		remedy := (&Case{Rules: &ita.RuleSet{Year: 2566}, Item: c.item, Status: c.status}).remedy("not_found")
		if got := strings.Contains(remedy.EN, "what must be seen there"); got != c.full || remedy.TH == "" {
			t.Errorf("%s, %s: %+v", c.item.Code, c.status, remedy)
		}
	}
}

// What in a document is its year, and what stands beside it and is not.
func TestYearsOfDocuments(t *testing.T) {
	for _, c := range []struct {
		d    ita.Document
		want string
	}{
		{ita.Document{Pages: []string{"แผน\nเปรียบเทียบปี 2565 และปี 2566"}}, ""},
		{ita.Document{Pages: []string{"รายงานผล ประจำปีงบประมาณ พ.ศ. 2565, 2566 และ 2567"}}, ""},
		{ita.Document{Pages: []string{"รายงานผล ประจำปีงบประมาณ พ.ศ. 2565 และ พ.ศ. 2566"}}, "2565 document 2566 document"},
		{ita.Document{Pages: []string{"แผนปฏิบัติการ 2566"}}, ""},
		{ita.Document{Pages: []string{"แผนปฏิบัติการ ปี 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"ประกาศ ปี 2566"}}, ""},
		{ita.Document{Pages: []string{"รายงานการประชุม ครั้งที่ 4/2566"}}, ""},
		{ita.Document{Pages: []string{"แผนพัฒนา ฉบับแก้ไข พ.ศ. 2566"}}, ""},
		{ita.Document{Pages: []string{"แผนพัฒนา ฉบับทบทวน ประจำปี 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"คู่มือ ปรับปรุง ปีงบประมาณ 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"งบแสดงฐานะการเงิน\nณ วันที่ 30 กันยายน 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"งบทดลอง\nณ วันที่ 31 สิงหาคม 2566"}}, ""},
		{ita.Document{Pages: []string{"สรุปผลการจัดซื้อจัดจ้าง เดือน ตุลาคม 2566"}}, "2567 document"},
		{ita.Document{Pages: []string{"สรุปผลการจัดซื้อจัดจ้าง ประจำเดือน กันยายน 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"ประกาศ วันที่ 5 เดือน มกราคม 2566"}}, ""},
		{ita.Document{Pages: []string{"แผนปฏิบัติการ\n1. ปี 2566"}}, ""},
		{ita.Document{Pages: []string{"แผนปฏิบัติการ\n1) ปี 2566"}}, ""},
		{ita.Document{Pages: []string{"แผนปฏิบัติการ\n123. ปีงบประมาณ 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"แผนปฏิบัติการ\n12. ปีงบประมาณ 2566"}}, ""},
		{ita.Document{Pages: []string{"แผนปฏิบัติการ\n1 ปีงบประมาณ 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"แผนปฏิบัติการ\n๑. ปีงบประมาณ 2566"}}, ""},
		{ita.Document{Pages: []string{"แผน\tปี 2566\tงบประมาณ"}}, ""},
		{ita.Document{Pages: []string{"แผน\tปีงบประมาณ 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"แผน ปี 2565 2566"}}, ""},
		{ita.Document{Pages: []string{"แผน ปี 2565 2565"}}, "2565 document"},
		{ita.Document{Pages: []string{"แผน ปี 2565 ของ 2566"}}, "2565 document"},
		{ita.Document{Pages: []string{"แผน ปี 2565 ของ ปี 2566 ของ ปี 2567"}}, ""},
		{ita.Document{Pages: []string{"แผน 1 ก 2 ข 3 ค ปีงบประมาณ 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"แผน 1 ก 2 ข 3 ค 4 ง ปีงบประมาณ 2566"}}, ""},
		{ita.Document{Pages: []string{"เรื่อง รายงานผลการดำเนินงาน ประจำปีงบประมาณ 2566\nเรียน นายอำเภอ\nปีงบประมาณ 2565"}}, "2566 document"},
		{ita.Document{Pages: []string{"ที่ ลป 1/2565\nเรื่อง\tขอส่งรายงาน ปีงบประมาณ 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"เรื่องร้องเรียน ปีงบประมาณ 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"เรื่อง …\nแผน ปีงบประมาณ 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"สารบัญ\nแผน ปีงบประมาณ 2566"}}, ""},
		{ita.Document{Pages: []string{"สารบัญ", "แผน ปีงบประมาณ 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"", "", "แผน ปีงบประมาณ 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"ก", "ข", "แผน ปีงบประมาณ 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"ก", "ข", "ค", "แผน ปีงบประมาณ 2566"}}, ""},
		{ita.Document{Pages: []string{"ก", "แผน ปี 2566"}}, ""},
		{ita.Document{Pages: []string{"คำนำ\nจึงจัดทำแผนปฏิบัติการ ประจำปีงบประมาณ พ.ศ. 2566 ขึ้น"}}, "2566 document"},
		{ita.Document{Pages: []string{"แผนปฏิบัติการป้องกันการทุจริต"}, Title: "แผนปฏิบัติการป้องกันการทุจริต ปีงบประมาณ 2566"}, "2566 metadata"},
		{ita.Document{Pages: []string{"อื่น"}, Title: "แผนปฏิบัติการป้องกันการทุจริต ปีงบประมาณ 2566"}, ""},
		{ita.Document{Title: "แผนปฏิบัติการ ปีงบประมาณ 2566"}, "2566 metadata"},
		{ita.Document{Pages: []string{"แผน"}, Title: "แผน ปีงบประมาณ 2566"}, ""},
		{ita.Document{Title: "แผน 2566"}, ""},
		{ita.Document{Scanned: []string{"แผนปฏิบัติการ ปีงบประมาณ 2566"}}, "2566 document_ocr"},
		{ita.Document{Pages: []string{"แผน ปีงบประมาณ 2565"}, Scanned: []string{"แผนปฏิบัติการ ปีงบประมาณ 2566"}}, "2565 document"},
		{ita.Document{Pages: []string{"Action Plan Fiscal Year 2023"}}, "2566 document"},
		{ita.Document{Pages: []string{"Annual Report 2023"}}, "2566 document"},
		{ita.Document{Pages: []string{"แผน (วันที่ 1 ตุลาคม 2565 - 31 มีนาคม 2566)"}}, "2566 document"},
		{ita.Document{Pages: []string{"แผน\nข้อมูล ณ วันที่ 1 ตุลาคม 2565"}}, ""},
		{ita.Document{Pages: []string{"รายงานผล รอบ 6 เดือน ปี 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"รายงานผล ไตรมาส 2 ปี 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"แผน ปีงบประมาณ\n2566"}}, "2566 document"},
		{ita.Document{Pages: []string{"แผนปฏิบัติการป้องกันการทุจริต\nปีงบประมาณ 2566\nองค์การบริหารส่วนตำบล"}}, "2566 document"},
		{ita.Document{Pages: []string{strings.Repeat("ก\n", 14) + "แผน ปีงบประมาณ 2566"}}, ""},
		{ita.Document{Pages: []string{strings.Repeat("ก\n", 13) + "แผน ปีงบประมาณ 2566"}}, "2566 document"},
		{ita.Document{Pages: []string{strings.Repeat("ก\n", 30) + "แผน ปีงบประมาณ 2566"}}, ""},
		{ita.Document{Pages: []string{"แผน\n" + strings.Repeat("ก", 181) + " ปีงบประมาณ 2566"}}, ""},
		{ita.Document{Pages: []string{strings.Repeat("ก", 181) + "แผน ปีงบประมาณ 2566"}}, "2566 document"},
	} {
		var got []string
		for _, y := range DocumentYears(&c.d) {
			got = append(got, fmt.Sprint(y.Year, " ", y.Where))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q %q %q: %v, want %s", c.d.Pages, c.d.Scanned, c.d.Title, got, c.want)
		}
	}
}

func TestTheTitleOfAPage(t *testing.T) {
	line := strings.Repeat("ก", longestLine)
	many := slices.Repeat([]string{"แผน"}, titleLines+2)
	for name, c := range map[string]struct {
		lines []string
		want  []string
	}{
		"all of it":                      {[]string{"แผน", "ของอบต."}, []string{"แผน", "ของอบต."}},
		"a table's cells":                {[]string{"แผน\tปี 2566"}, []string{"แผน ปี 2566"}},
		"until a row":                    {[]string{"แผน", "1\t2\t3", "ก"}, []string{"แผน"}},
		"until a sentence":               {[]string{"แผน", "เรียน ผู้ว่า", "ก"}, []string{"แผน"}},
		"until a number":                 {[]string{"แผน", "1. ความเป็นมา", "ก"}, []string{"แผน"}},
		"until what follows a title":     {[]string{"แผน", "คำนำ", "ก"}, []string{"แผน"}},
		"which may stand above it":       {[]string{"คำนำ", "แผน"}, []string{"แผน"}},
		"without its day":                {[]string{"แผน", "ลงวันที่ 5 มกราคม 2566", "ก"}, []string{"แผน", "ก"}},
		"with its period":                {[]string{"แผน", "วันที่ 1 ตุลาคม 2565 - 31 มีนาคม 2566"}, []string{"แผน", "วันที่ 1 ตุลาคม 2565 - 31 มีนาคม 2566"}},
		"with the day on which one ends": {[]string{"แผน สิ้นสุด", "วันที่ 30 กันยายน 2566"}, []string{"แผน สิ้นสุด", "วันที่ 30 กันยายน 2566"}},
		"from its subject":               {[]string{"ประกาศ", "เรื่อง แผน", "ก"}, []string{"เรื่อง แผน", "ก"}},
		"which must say something":       {[]string{"ประกาศ", "เรื่อง ...", "ก"}, []string{"ประกาศ", "เรื่อง ...", "ก"}},
		"and be no column":               {[]string{"ประกาศ", "เรื่อง หน้า", "ก"}, []string{"ประกาศ", "เรื่อง หน้า", "ก"}},
		"and no other word":              {[]string{"ประกาศ", "เรื่องราว", "ก"}, []string{"ประกาศ", "เรื่องราว", "ก"}},
		"a long line":                    {[]string{"แผน", line, "ก"}, []string{"แผน", line, "ก"}},
		"until a longer one":             {[]string{"แผน", line + "ก", "ก"}, []string{"แผน"}},
		"which may be the first":         {[]string{line + "ก", "ก"}, []string{line + "ก", "ก"}},
		"so many lines":                  {many, many[:titleLines]},
		"so many letters":                {[]string{line, line, line, strings.Repeat("ก", 60), "ก"}, []string{line, line, line, strings.Repeat("ก", 60)}},
		"and no more":                    {[]string{line, line, line, strings.Repeat("ก", 61), "ก"}, []string{line, line, line}},
		"near the top":                   {append(slices.Repeat([]string{"ลงวันที่ 5"}, topLines), "แผน"), nil},
		"the last line of that":          {append(slices.Repeat([]string{"ลงวันที่ 5"}, topLines-1), "แผน"), []string{"แผน"}},
		"nothing":                        {nil, nil},
	} {
		if got := title(c.lines); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := pageLines("ก\t\t ข  ค\n \t\n\nง\n"); !slices.Equal(got, []string{"ก\tข ค", "ง"}) {
		t.Errorf("the lines of a page: %q", got)
	}
	for l, want := range map[string]bool{"1. ก": true, "12) ก": true, "๑. ก": true, "123. ก": false, "1.": false, "1 ก": false, "ก 1.": false, ". ก": false, "จึง": true, "": false} {
		if got := isText(l); got != want {
			t.Errorf("isText(%q) = %v", l, got)
		}
	}
}

func TestTheWordsAroundAYearAreQuoted(t *testing.T) {
	at := func(before, after int) (string, thai.Mention) {
		s := strings.Repeat("ก", before) + "2566" + strings.Repeat("ข", after)
		return s, thai.Mention{Start: 3 * before, End: 3*before + 4, Text: "2566"}
	}
	for _, c := range []struct{ before, after, from, to int }{ // how many letters are kept on each side
		{56, 60, 56, 60}, // all of 120
		{56, 61, 56, 20},
		{60, 61, 60, 20},
		{61, 61, 60, 20},
		{100, 20, 60, 20},
		{100, 21, 60, 20},
		{117, 0, 60, 0},
	} {
		line, m := at(c.before, c.after)
		want := strings.Repeat("ก", c.from) + "2566" + strings.Repeat("ข", c.to)
		if c.from < c.before {
			want = "…" + want
		}
		if c.to < c.after {
			want += "…"
		}
		if got := quote(line, m); got != want {
			t.Errorf("%d before, %d after: %s", c.before, c.after, got)
		}
	}
}
