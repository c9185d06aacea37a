package report

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"

	"itacheck/ita"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample is a small audit with every verdict in it, one of a person and one
// waived.
func sample() *ita.Result {
	const site = "https://www.tambon-tuayang.go.th"
	page := site + "/ita/2566"
	rs := &ita.RuleSet{
		ID: "2566/general", Year: 2566, Scheme: "general",
		SchemeTitle: ita.Text{TH: "หน่วยงานภาครัฐทั่วไป", EN: "public agencies in general"},
		Standing:    ita.StandingProvisional,
		Notice: ita.Text{
			TH: "เลขข้อของปีนี้ยังไม่ได้รับการยืนยันทั้งหมด โปรดเทียบกับคู่มือของสำนักงาน ป.ป.ช.",
			EN: "the numbering of this year is not fully confirmed; please compare it with the manual of the NACC",
		},
		Sections: []ita.Section{
			{Code: "9", Title: ita.Text{TH: "การเปิดเผยข้อมูล", EN: "Open data"}, Weight: 0.5},
			{Code: "9.1", Title: ita.Text{TH: "ข้อมูลพื้นฐาน", EN: "Basic information"}, Parent: "9", Items: []string{"O1", "O2", "O6", "O8"}, Weight: 0.5},
			{Code: "9.2", Title: ita.Text{TH: "การบริหารงาน", EN: "Administration"}, Parent: "9", Items: []string{"O11", "O12", "O13"}, Weight: 0.5},
			{Code: "10", Title: ita.Text{TH: "การป้องกันการทุจริต", EN: "Prevention of corruption"}, Weight: 0.5},
			{Code: "10.2", Title: ita.Text{TH: "มาตรการส่งเสริมคุณธรรมและความโปร่งใส", EN: "Measures for integrity and transparency"}, Parent: "10", Items: []string{"O39", "O40", "O41"}, Weight: 1},
		},
	}
	add := func(section, code, th, en string, period ita.Period) ita.Item {
		it := ita.Item{
			Code: code, Title: ita.Text{TH: th, EN: en}, Section: section, Period: period,
			Remedy: ita.Text{TH: "เผยแพร่ข้อมูลของข้อนี้ในหน้า ITA", EN: "publish it on the ITA page"},
		}
		rs.Items = append(rs.Items, it)
		return it
	}
	ok := func(text, path string, ys ...ita.FiscalYear) ita.Evidence {
		e := ita.Evidence{
			Link:       ita.Link{Href: path, URL: site + path, Text: text},
			SourcePage: page,
			Match:      ita.Match{By: ita.ByCodeTitle, Confidence: 0.953},
			Reach:      ita.Reach{State: ita.ReachOK, Status: 200, FinalURL: site + path, ContentType: "application/pdf", Bytes: 20480},
		}
		for _, y := range ys {
			e.Years = append(e.Years, ita.YearSeen{Year: y, Where: ita.FromLinkText, Text: "ประจำปีงบประมาณ พ.ศ. " + y.String()})
		}
		return e
	}
	bad := func(text, path string, state ita.ReachState, reason string, status int) ita.Evidence {
		e := ok(text, path)
		e.Reach = ita.Reach{State: state, Reason: reason, Status: status, Bytes: -1}
		return e
	}
	triedTwice := func(e ita.Evidence) ita.Evidence {
		e.Reach.Detail = "no complete answer within 30s"
		e.Reach.Before = []ita.Attempt{{At: time.Date(2023, time.April, 30, 2, 0, 40, 0, time.UTC), Failure: "reset", Detail: "the connection broke before the answer was complete"}}
		return e
	}
	placeholder := ok("รอเอกสาร", "#")
	placeholder.Link.URL, placeholder.Link.Placeholder = "", "self_link"
	placeholder.Reach = ita.Reach{State: ita.ReachPlaceholder, Reason: "self_link", Bytes: -1}
	say := func(check string, s ita.Severity, th, en, url string) ita.Finding {
		return ita.Finding{Check: check, Severity: s, Message: ita.Text{TH: th, EN: en}, URL: url}
	}
	with := func(f ita.Finding, th, en string) ita.Finding {
		f.Remedy = ita.Text{TH: th, EN: en}
		return f
	}
	waived := func(f ita.Finding) ita.Finding {
		f.Waived = true
		return f
	}
	r := &ita.Result{
		ToolVersion: "1.0.0",
		Agency:      ita.Agency{ID: "tuayang", Name: "องค์การบริหารส่วนตำบลตัวอย่าง", URL: site + "/", Year: 2566, Scheme: "general"},
		ITAPage:     page,
		RuleSet:     rs,
		AsOf:        ita.Day(2566, time.April, 30),
		Incomplete:  "page budget",
		Started:     time.Date(2023, time.April, 30, 2, 0, 0, 0, time.UTC),
		Finished:    time.Date(2023, time.April, 30, 2, 1, 20, 0, time.UTC),
		Pages:       []ita.PageVisit{{URL: page, Status: 200, Title: "ITA ปีงบประมาณ พ.ศ. 2566"}, {URL: site + "/ข่าว", Error: "timeout"}},
		Findings: []ita.Finding{with(say("site-robots", ita.SeverityWarning,
			"robots.txt ของเว็บไซต์ขอให้เว้นระยะระหว่างการเข้า 10 วินาที", "the website's robots.txt asks for 10 seconds between requests", site+"/robots.txt"), "", "")},
		Links: 10,
		Score: &ita.Score{
			Low: 43.75, High: 54.166666,
			Indicators: []ita.IndicatorScore{
				{Code: "9", Title: ita.Text{TH: "การเปิดเผยข้อมูล", EN: "Open data"}, Low: 54.17, High: 75},
				{Code: "10", Title: ita.Text{TH: "การป้องกันการทุจริต", EN: "Prevention of corruption"}, Low: 33.33, High: 33.33},
			},
		},
	}
	r.Items = []ita.ItemResult{
		{
			Item: add("9.1", "O1", "โครงสร้าง", "Organisational structure", ita.PeriodNone), Status: ita.Pass,
			Evidence: []ita.Evidence{ok("โครงสร้างองค์กร", "/structure")},
		},
		{
			Item: add("9.1", "O2", "ข้อมูลผู้บริหาร", "Executives", ita.PeriodNone), Status: ita.Pass,
			Evidence: []ita.Evidence{ok("คณะผู้บริหาร", "/executives"), bad("ผู้บริหารเดิม", "/old", ita.ReachBroken, "not_found", 404)},
			Findings: []ita.Finding{with(say("reach", ita.SeverityWarning, "ลิงก์ “ผู้บริหารเดิม” ขึ้น 404 ไม่พบหน้า", "the link “ผู้บริหารเดิม” answers 404, page not found", site+"/old"),
				"แก้ที่อยู่ให้ถูก หรือลบลิงก์ออก", "correct the address or remove the link")},
		},
		{
			Item: add("9.1", "O6", "กฎหมายที่เกี่ยวข้อง", "Laws that apply", ita.PeriodNone), Status: ita.Unreachable, Owner: "สำนักปลัด",
			Evidence: []ita.Evidence{bad("พ.ร.บ. สภาตำบลและองค์การบริหารส่วนตำบล", "/law.pdf", ita.ReachBroken, "not_found", 404), bad("ระเบียบ", "/rules", ita.ReachRestricted, "login_required", 302)},
			Findings: []ita.Finding{with(say("reach", ita.SeverityError, "ลิงก์ทั้ง 2 ลิงก์ของข้อนี้ ประชาชนเปิดไม่ได้", "none of the 2 links of this item can be opened by the public", ""),
				"แก้ที่อยู่ของลิงก์ หรืออัปโหลดเอกสารใหม่", "correct the addresses or upload the documents again")},
		},
		{
			Item: add("9.1", "O8", "Q&A", "Q&A", ita.PeriodNone), Status: ita.Missing,
			Evidence: []ita.Evidence{placeholder},
			Findings: []ita.Finding{say("presence", ita.SeverityError, "พบชื่อข้อนี้ แต่ลิงก์ยังไม่ได้ใส่ที่อยู่ของเอกสาร", "the item is named, but its link has no address yet", page)},
		},
		{
			Item: add("9.2", "O11", "แผนดำเนินงานและการใช้งบประมาณประจำปี", "Annual plan of work and spending", ita.PeriodSame), Status: ita.Stale, Owner: "กองคลัง",
			Expected: []ita.FiscalYear{2566}, Found: []ita.FiscalYear{2564, 2565},
			Evidence: []ita.Evidence{ok("แผนดำเนินงานประจำปี 2564", "/plan64.pdf", 2564), ok("แผนดำเนินงานประจำปี 2565", "/plan65.pdf", 2565)},
			Findings: []ita.Finding{with(say("year", ita.SeverityError, "พบเฉพาะข้อมูลปี 2564 และ 2565 ซึ่งเก่ากว่าปีงบประมาณ 2566 ที่ต้องใช้", "only FY 2564 and 2565 were found; FY 2566 is asked for", site+"/plan65.pdf"),
				"เผยแพร่แผนของปีงบประมาณ พ.ศ. 2566", "publish the plan of FY 2566")},
		},
		{
			Item: add("9.2", "O12", "รายงานการกำกับติดตามการดำเนินงานและการใช้งบประมาณประจำปี รอบ 6 เดือน", "Monitoring report on work and spending, first half-year", ita.PeriodFirstHalf), Status: ita.NotDue,
			Expected: []ita.FiscalYear{2566},
			Findings: []ita.Finding{say("period", ita.SeverityInfo, "รายงานรอบ 6 เดือนแรกครบกำหนดหลังวันที่ 1 เมษายน 2566", "the report of the first half-year is due from 1 April 2023", "")},
		},
		{
			Item: add("9.2", "O13", "รายงานผลการดำเนินงานประจำปี", "Annual report", ita.PeriodPrevious), Status: ita.WrongYear,
			Expected: []ita.FiscalYear{2565}, Found: []ita.FiscalYear{2567},
			Evidence: []ita.Evidence{ok("รายงานผลการดำเนินงาน 2567", "/report67.pdf", 2567)},
			Findings: []ita.Finding{say("year", ita.SeverityWarning, "พบข้อมูลปี 2567 แต่ข้อนี้ใช้ข้อมูลปี 2565", "FY 2567 was found; this item is about FY 2565", site+"/report67.pdf")},
		},
		{
			Item: add("10.2", "O39", "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", "Measures for integrity and transparency in the agency", ita.PeriodSame), Status: ita.Undecided,
			Expected: []ita.FiscalYear{2566}, Found: []ita.FiscalYear{2566},
			Evidence: []ita.Evidence{triedTwice(bad("มาตรการส่งเสริมคุณธรรม 2566", "/measures.pdf", ita.ReachUndecided, "timeout", 0))},
			Findings: []ita.Finding{with(say("reach", ita.SeverityInfo, ita.ReasonOf("timeout").Means.TH, ita.ReasonOf("timeout").Means.EN, site+"/measures.pdf"),
				ita.ReasonOf("timeout").Remedy.TH, ita.ReasonOf("timeout").Remedy.EN)},
		},
		{
			Item: add("10.2", "O40", "การดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", "Carrying out the measures for integrity and transparency", ita.PeriodSame), Status: ita.Unlabelled,
			Expected: []ita.FiscalYear{2566},
			Evidence: []ita.Evidence{ok("รายงานการดำเนินการตามมาตรการ", "/"+strings.Repeat("long-directory-name/", 6)+"report.pdf")},
			Findings: []ita.Finding{with(say("year", ita.SeverityError, "ไม่พบปีงบประมาณในชื่อลิงก์ หัวข้อ หรือชื่อไฟล์", "no fiscal year in the link's text, the heading or the file name", site+"/"+strings.Repeat("long-directory-name/", 6)+"report.pdf"),
				"ระบุ “ประจำปีงบประมาณ พ.ศ. 2566” ในชื่อลิงก์และในเอกสาร", "write the fiscal year in the link's text and in the document")},
		},
		{
			Item: add("10.2", "O41", "E-Service", "E-service", ita.PeriodNone), Status: ita.Waived, RawStatus: ita.Missing,
			Findings: []ita.Finding{
				waived(say("presence", ita.SeverityError, "ไม่พบลิงก์ของข้อนี้", "no link of this item was found", page)),
				say("waiver", ita.SeverityInfo, "ยกเว้นถึงวันที่ 30 กันยายน 2566 โดย ปลัด อบต.: ระบบอยู่ระหว่างจัดซื้อ", "waived until 30 September 2023 by ปลัด อบต.: ระบบอยู่ระหว่างจัดซื้อ", ""),
			},
			Waiver: &ita.Waiver{Item: "O41", Reason: "ระบบอยู่ระหว่างจัดซื้อ", By: "ปลัด อบต.", Until: ita.Day(2566, time.September, 30)},
		},
		{
			Item: add("10.2", "O42", "การเปิดโอกาสให้มีส่วนร่วม", "Participation", ita.PeriodSame), Status: ita.Pass, RawStatus: ita.Undecided,
			Expected: []ita.FiscalYear{2566},
			Evidence: []ita.Evidence{ok("รายงานการมีส่วนร่วม", "/scan.pdf")},
			Findings: []ita.Finding{
				with(say("document", ita.SeverityWarning, "เอกสารเป็นภาพสแกน", "the document is a scan", site+"/scan.pdf"), "เปิดดูด้วยตนเอง", "look yourself"),
				say("verdict", ita.SeverityInfo, "สมศรี เปิดดูเมื่อวันที่ 28 เมษายน 2566 แล้วตัดสินว่า “ผ่าน”: หน้าแรกระบุปี 2566", "สมศรี looked on 28 April 2023 and found it “pass”: หน้าแรกระบุปี 2566", ""),
			},
			Settled: &ita.HumanVerdict{Item: "O42", Verdict: ita.Pass, By: "สมศรี", On: ita.Day(2566, time.April, 28), Note: "หน้าแรกระบุปี 2566"},
		},
	}
	for i := range r.Items {
		it := &r.Items[i]
		it.Fingerprint = ita.FingerprintOf(rs.ID, it)
		if it.Waiver != nil {
			it.Waiver.Fingerprint = it.Fingerprint
		}
		if it.Settled != nil {
			it.Settled.Fingerprint = it.Fingerprint
		}
	}
	return r
}

// render writes a result in a format.
func render(t *testing.T, format string, r *ita.Result, o Options) string {
	t.Helper()
	f, err := Find(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGoldenReports(t *testing.T) {
	for name, test := range map[string]struct {
		format string
		o      Options
	}{
		"th.txt":       {"table", Options{Lang: ita.Thai, Width: 80}},
		"en.txt":       {"table", Options{Lang: ita.English, Width: 80}},
		"en-ascii.txt": {"table", Options{Lang: ita.English, Width: 120, ASCII: true, Verbose: true}},
		"th.json":      {"json", Options{Lang: ita.Thai}},
		"th.md":        {"markdown", Options{Lang: ita.Thai}},
		"en.md":        {"markdown", Options{Lang: ita.English}},
		"th.csv":       {"csv", Options{Lang: ita.Thai}},
		"th.junit.xml": {"junit", Options{Lang: ita.Thai}},
		"en.sarif":     {"sarif", Options{Lang: ita.English}},
		"th.html":      {"html", Options{Lang: ita.Thai}},
		"th.xlsx.txt":  {"xlsx", Options{Lang: ita.Thai}},
	} {
		t.Run(name, func(t *testing.T) {
			got := render(t, test.format, sample(), test.o)
			if test.format == "xlsx" {
				got = cellsOf(t, got)
			}
			path := filepath.Join("testdata", name)
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("the report changed (-update to accept):\n%s", diff)
			}
		})
	}
}

func TestEveryVerdictIsInTheSample(t *testing.T) {
	n := sample().Count()
	for _, s := range ita.Statuses {
		if n[s] == 0 {
			t.Errorf("no item is %s", s)
		}
	}
}

func TestSameResultGivesSameBytes(t *testing.T) {
	for _, f := range Formats() {
		first := render(t, f.Name, sample(), Options{})
		for range 5 {
			if render(t, f.Name, sample(), Options{}) != first {
				t.Errorf("%s differs from one time to the next", f.Name)
			}
		}
	}
}

func TestFormatIsFoundByName(t *testing.T) {
	if _, err := Find("pdf"); err == nil || !strings.Contains(err.Error(), "table, json") {
		t.Errorf("the error of an unknown format is %v; it should name those that exist", err)
	}
}

// columns measures a line in both ways of counting: rune by rune, and by
// grapheme as go-runewidth does (which takes SARA AM for nothing).
func columns(s string) int {
	c := runewidth.NewCondition()
	c.EastAsianWidth = false
	return max(width(s), c.StringWidth(s))
}

// checkWidth checks that no line but an address standing alone is too wide.
func checkWidth(t *testing.T, table string, limit int) {
	t.Helper()
	for l := range strings.SplitSeq(table, "\n") {
		alone := strings.TrimSpace(l)
		if onWeb(alone) && !strings.Contains(alone, " ") {
			continue
		}
		if n := columns(l); n > limit {
			t.Errorf("%d columns instead of at most %d: %q", n, limit, l)
		}
	}
}

// layouts are the renderings whose width is tested.
func layouts() []Options {
	var all []Options
	for _, w := range []int{60, 80, 100, 140} {
		for _, lang := range []ita.Lang{ita.Thai, ita.English} {
			for _, ascii := range []bool{false, true} {
				all = append(all, Options{Lang: lang, Width: w, ASCII: ascii, Verbose: true})
			}
		}
	}
	return all
}

func TestNoLineIsWiderThanTheTerminal(t *testing.T) {
	for _, o := range layouts() {
		t.Run(fmt.Sprintf("%s-%d-ascii=%t", o.Lang, o.Width, o.ASCII), func(t *testing.T) {
			checkWidth(t, render(t, "table", sample(), o), o.Width)
		})
	}
}

func TestTableBordersLineUp(t *testing.T) {
	for _, o := range layouts() {
		for l := range strings.SplitSeq(render(t, "table", sample(), o), "\n") {
			if strings.ContainsAny(l, "│┌├└") || o.ASCII && (strings.HasPrefix(l, "|") || strings.HasPrefix(l, "+-")) {
				if width(l) != o.Width {
					t.Errorf("a table line at %d columns has %d: %q", o.Width, width(l), l)
				}
			}
		}
	}
}

func TestASCIITableHasNoSymbols(t *testing.T) {
	for _, r := range render(t, "table", sample(), Options{ASCII: true, Verbose: true}) {
		if r > 0x7e && (r < 0x0e00 || r > 0x0e7f) && !strings.ContainsRune("“”", r) {
			t.Errorf("the ASCII table has %q", r)
		}
	}
}

func TestColourOnlyWhenAskedFor(t *testing.T) {
	plain := render(t, "table", sample(), Options{Width: 80})
	if strings.Contains(plain, "\x1b") {
		t.Error("an escape code without Color")
	}
	colored := render(t, "table", sample(), Options{Width: 80, Color: true})
	for _, want := range []string{green + "✓ ผ่าน" + reset, red + "✗ ไม่พบ" + reset, yellow + "? ตรวจไม่ได้" + reset} {
		if !strings.Contains(colored, want) {
			t.Errorf("the coloured table lacks %q", want)
		}
	}
	for _, code := range []string{bold, green, yellow, red, reset} {
		colored = strings.ReplaceAll(colored, code, "")
	}
	if diff := cmp.Diff(strings.Split(plain, "\n"), strings.Split(colored, "\n")); diff != "" {
		t.Errorf("colour changes more than colour:\n%s", diff)
	}
}

func TestMostCostlyItemComesFirst(t *testing.T) {
	table := render(t, "table", sample(), Options{Lang: ita.English})
	_, table, _ = strings.Cut(table, "What to do")
	at := -1
	// Errors by what an item weighs: 1/6, 1/12, 1/16; then the warning.
	for _, head := range []string{"! O40 ", "! O11 ", "✗ O6 ", "✗ O8 ", "! O13 "} {
		i := strings.Index(table, "\n"+head)
		if i <= at {
			t.Errorf("%s stands at %d, after something that costs less", head, i)
		}
		at = i
	}
}

func TestPassingLinksOnlyWhenVerbose(t *testing.T) {
	const link = "https://www.tambon-tuayang.go.th/structure"
	if strings.Contains(render(t, "table", sample(), Options{}), link) {
		t.Error("a passing item's link is listed without being asked for")
	}
	if !strings.Contains(render(t, "table", sample(), Options{Verbose: true}), link) {
		t.Error("a passing item's link is not listed with Verbose")
	}
}

func TestListOfAnotherYearIsSaid(t *testing.T) {
	r := sample()
	r.RuleSet.Year, r.RuleSet.AppliedFrom, r.RuleSet.Notice = 2570, 2569, ita.Text{}
	for _, f := range Formats() {
		got := readable(t, f, render(t, f.Name, r, Options{Width: 140}))
		for _, want := range []string{"จึงใช้รายการของปี 2569 แทน", "ฉบับเบื้องต้น"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s does not say %q", f.Name, want)
			}
		}
	}
}

func TestResultWithoutRuleSetOrItemsIsReported(t *testing.T) {
	r := &ita.Result{Agency: ita.Agency{URL: "www.example.go.th", Year: 2566}, Incomplete: "interrupted"}
	for _, want := range []string{"http://www.example.go.th", "ตรวจไม่ครบ: ถูกหยุดก่อนเสร็จ", "ทั้งหมด 0 ข้อ"} {
		if got := render(t, "table", r, Options{}); !strings.Contains(got, want) {
			t.Errorf("the table lacks %q:\n%s", want, got)
		}
	}
}
