package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"itacheck/ita"
)

// view is a result in one language, in the words that the formats share, so
// that they agree.
type view struct {
	lang    ita.Lang
	r       *ita.Result
	rs      *ita.RuleSet
	agency  string   // its name, or its address
	site    string   // address, empty when not known
	page    string   // address of the ITA page
	notices []string // what every report must say of the rule set
	rows    []row    // the items in the order of the list
}

// row is one item.
type row struct {
	it       *ita.ItemResult
	code     string
	title    string
	section  string   // heading that it stands under; empty when the list has none
	verdict  string   // beside it the machine's own, where people say another
	expected string   // accepted fiscal years; empty when none is needed
	found    string   // fiscal years seen
	asks     string   // what the item must be of, in words
	messages []string // what was found, worst first
	remedies []string // what to do
	owner    string   // as the agency's file says; empty when it does not
	unit     string   // who usually has such an item
	gain     float64  // points of the 100-point ITA total that mending it may bring
	mend     string   // address of the page to mend

	raw         ita.Status // the machine's own verdict
	fingerprint string     // of the item, where it can be waived or settled
}

func newView(r *ita.Result, o Options) *view {
	v := &view{lang: o.Lang, r: r, rs: ruleSetOf(r)}
	v.site, v.page = siteOf(r), pageOf(r)
	v.agency = cmp.Or(v.clean(r.Agency.Name, maxTitle), v.clean(v.site, maxTitle))
	for _, n := range noticesOf(r, v.rs, v.lang) {
		v.notices = append(v.notices, v.clean(n, maxMessage))
	}
	for i := range r.Items {
		v.rows = append(v.rows, v.row(&r.Items[i]))
	}
	return v
}

// say returns one of two wordings.
func (v *view) say(th, en string) string { return ita.Text{TH: th, EN: en}.In(v.lang) }

// clean makes text from a website fit to print, and not longer than limit columns.
func (v *view) clean(s string, limit int) string { return cut(clean(s), limit, "…") }

func (v *view) text(t ita.Text) string { return v.clean(t.In(v.lang), maxMessage) }

func (v *view) row(it *ita.ItemResult) row {
	w := row{
		it:       it,
		code:     v.clean(it.Item.Code, maxTitle),
		title:    v.clean(it.Item.Title.In(v.lang), maxTitle),
		section:  v.heading(it),
		verdict:  verdictWord(it, v.lang),
		expected: years(it.Expected),
		found:    years(it.Found),
		asks:     v.asks(it),
		remedies: v.remedies(it),
		messages: v.messages(it.Findings),
		owner:    v.clean(it.Owner, maxTitle),
		mend:     v.mend(it),

		raw:         it.Raw(),
		fingerprint: v.clean(fingerprintOf(it), maxTitle),
	}
	if w.open() {
		w.unit = ita.SuggestedUnit(v.rs.Scheme, it.Item.Topics).In(v.lang)
		w.gain = v.rs.Worth(it.Item.Section)
	}
	return w
}

// fails reports whether a verdict is that the item is not as it must be.
func fails(s ita.Status) bool { return s.Fails() }

// open reports whether somebody has something to do about the item.
func (w *row) open() bool { return fails(w.it.Status) || w.it.Status == ita.Undecided }

// task says in a word what that is.
func (v *view) task(w *row) string {
	if w.it.Status == ita.Undecided {
		return v.say("เปิดดูด้วยตนเอง", "look yourself")
	}
	return v.say("แก้ไข", "mend")
}

// responsible is who is to do it: the owner, or the unit that usually has it.
func (v *view) responsible(w *row) string {
	if w.owner != "" || w.unit == "" {
		return w.owner
	}
	return w.unit + v.say(" (เสนอแนะ)", " (suggested)")
}

// points writes points of a score; nothing where there are none.
func points(f float64) string {
	if f == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", rounded(f))
}

// heading is the section or group that an item stands under.
func (v *view) heading(it *ita.ItemResult) string {
	name := it.Item.Group.In(v.lang)
	if it.Item.Section != "" {
		name = it.Item.Section
		for _, s := range v.rs.Sections {
			if s.Code == it.Item.Section {
				name += " " + s.Title.In(v.lang)
			}
		}
	}
	return v.clean(name, maxTitle)
}

// asks says for what time the item's content must be, and why that; where it
// matters, also how sure that is.
func (v *view) asks(it *ita.ItemResult) string {
	s := v.period(it.Item.Period)
	for _, p := range it.Item.Accept {
		s += v.say(" หรือ", " or ") + v.period(p)
	}
	if it.Item.NeedsYear() && !it.Item.PeriodConfidence.Firm() && fails(it.Unwaived()) {
		s += v.say(
			" (ยังไม่พบเอกสารยืนยันปีของข้อนี้ โปรดตรวจกับคู่มือของ ป.ป.ช.)",
			" (no document was seen that confirms the year of this item; compare the NACC's manual)",
		)
	}
	return v.clean(s, maxMessage)
}

// period says which time a period rule means this year.
func (v *view) period(p ita.Period) string {
	when := p.In(v.rs.Year).In(v.lang)
	switch p {
	case ita.PeriodSame:
		return v.say("ข้อมูลของปีที่ประเมิน คือ", "the year assessed: ") + when
	case ita.PeriodPrevious:
		return v.say("ข้อมูลของปีก่อนปีที่ประเมิน คือ", "the year before the one assessed: ") + when
	}
	return when
}

// messages are findings in words, worst first, what is less than an error or
// waived marked.
func (v *view) messages(fs []ita.Finding) []string {
	var out []string
	more := 0
	for i, f := range ordered(fs) {
		if i >= maxLines && !ofPeople(&f) {
			more++
			continue
		}
		out = append(out, mark(&f, v.lang)+v.text(f.Message))
	}
	if more > 0 {
		out = append(out, fmt.Sprintf(v.say("และอีก %d รายการ", "and %d more"), more))
	}
	return out
}

// about is what was found of the audit as a whole, each with what to do.
func (v *view) about() []string {
	var out []string
	for _, f := range v.r.Findings {
		s := v.messages([]ita.Finding{f})[0]
		if r := v.text(f.Remedy); r != "" {
			s += " → " + r
		}
		out = append(out, s)
	}
	return out
}

// remedies are what to do about an item, each thing once; without a finding
// that says it, what the rule set says.
func (v *view) remedies(it *ita.ItemResult) []string {
	var all []string
	add := func(t ita.Text) {
		if s := v.text(t); s != "" && !slices.Contains(all, s) && len(all) < maxLines {
			all = append(all, s)
		}
	}
	for _, f := range it.Findings {
		add(f.Remedy)
	}
	if s := it.Unwaived(); len(all) == 0 && (fails(s) || s == ita.Undecided || s == ita.NotDue) {
		add(it.Item.Remedy)
	}
	return all
}

// mend is the page where an item's links stand, or should.
func (v *view) mend(it *ita.ItemResult) string {
	for i := range it.Evidence {
		if s := address(it.Evidence[i].SourcePage); onWeb(s) {
			return s
		}
	}
	return v.page
}

// title heads every report.
func (v *view) title() string {
	return v.say("ผลการตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)", "Audit of open data (OIT)")
}

// ruleSet names the list that was used.
func (v *view) ruleSet() string {
	return v.clean(strings.TrimSpace(v.rs.ID+" "+v.rs.SchemeTitle.In(v.lang)), maxTitle)
}

// asOf is the day of judgement; empty when it is not known.
func (v *view) asOf() string {
	if v.r.AsOf.IsZero() {
		return ""
	}
	return date(v.r.AsOf).In(v.lang)
}

// due is the usual last day of the year for submitting the list.
func (v *view) due() string { return date(v.rs.Year.Submission()).In(v.lang) }

// incomplete says why the audit stopped early; empty when it did not.
func (v *view) incomplete() string {
	if v.r.Incomplete == "" {
		return ""
	}
	return v.say("ตรวจไม่ครบ: ", "Incomplete: ") + v.text(incompleteWhy(v.r.Incomplete))
}

// count is how many items have a verdict, with its word.
type count struct {
	status ita.Status
	word   string
	n      int
}

// counts are the verdicts that occur, in the order in which reports count them.
func (v *view) counts() []count {
	n := v.r.Count()
	var out []count
	for _, s := range ita.Statuses {
		if n[s] > 0 {
			out = append(out, count{s, statusWord(s).In(v.lang), n[s]})
		}
	}
	return out
}

// part is a section of the list with its counts.
type part struct {
	title                        string
	rows                         []*row
	pass, fail, undecided, other int
	low, high                    float64 // of 100; for a part that has a score
	score                        string  // the same in words; empty when it has none
}

// parts are the sections in the order of the list.
func (v *view) parts() []part {
	var all []part
	for i := range v.rows {
		w := &v.rows[i]
		if len(all) == 0 || all[len(all)-1].title != w.section {
			all = append(all, part{title: w.section})
			v.scored(&all[len(all)-1], w.it.Item.Section)
		}
		p := &all[len(all)-1]
		p.rows = append(p.rows, w)
		switch {
		case w.it.Status == ita.Pass:
			p.pass++
		case fails(w.it.Status):
			p.fail++
		case w.it.Status == ita.Undecided:
			p.undecided++
		default:
			p.other++
		}
	}
	return all
}

// scored gives a part the score of its section.
func (v *view) scored(p *part, code string) {
	if v.r.Score == nil || code == "" {
		return
	}
	for _, i := range v.r.Score.Indicators {
		if i.Code == code {
			p.low, p.high = rounded(i.Low), rounded(i.High)
			p.score = scoreRange(i.Low, i.High)
		}
	}
}
