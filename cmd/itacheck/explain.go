package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"itacheck/checks"
	"itacheck/internal/thai"
	"itacheck/ita"
	"itacheck/rules"
)

func (a *app) explainCmd() *cobra.Command {
	var year, scheme, file string
	cmd := a.command("explain ITEM", a.say("อธิบายข้อหนึ่ง: ต้องเผยแพร่อะไร ของปีใด ตรวจอย่างไร", "Explain an item: what, for which year, how it is judged"),
		func(cmd *cobra.Command, args []string, m *mistakes) error {
			a.count(m, cmd, args, 1, 1)
			book, err := a.book(file)
			m.addErr(err)
			var y ita.FiscalYear
			if cmd.Flags().Changed("year") {
				if y, err = a.year(year); err != nil {
					m.add("--year " + err.Error())
				}
			}
			if err := m.err(); err != nil {
				return err
			}
			if years := yearsOf(book, scheme); y == 0 && len(years) > 0 {
				y = years[len(years)-1]
			}
			rs, err := a.set(book, y, scheme)
			if err != nil {
				return err
			}
			it, err := a.item(rs, args[0])
			if err != nil {
				return err
			}
			p := a.page()
			a.explain(p, book, rs, it)
			return p.writeTo(a.stdout)
		})
	cmd.Example = `  itacheck explain O12 --year 2566
  itacheck explain MOIT3 --scheme moph`
	s := flags{a, cmd, cmd.Flags()}
	s.text(&year, "year", "YEAR", "", a.say("ปีงบประมาณที่ประเมิน พ.ศ. (หากไม่ระบุ ใช้ปีล่าสุดที่มี)", "fiscal year, Buddhist Era (default: the newest)"), knownYears)
	s.text(&scheme, "scheme", "NAME", generalScheme, a.say("ประเภทหน่วยงาน", "kind of agency"), knownSchemes)
	s.text(&file, "rules", "FILE", "", a.say("ไฟล์ชุดเกณฑ์ (หากไม่ระบุ ใช้ชุดที่มากับโปรแกรม)", "rules file (default: the built-in rule sets)"), nil)
	return cmd
}

// item finds an item by its code as people write it: o๑๒, O-12, 12.
func (a *app) item(rs *ita.RuleSet, word string) (*ita.Item, error) {
	code := strings.NewReplacer(" ", "", "-", "", ".", "").Replace(strings.ToUpper(thai.Digits(word)))
	if it := rs.Item(code); it != nil {
		return it, nil
	}
	first := rs.Items[0].Code
	if it := rs.Item(strings.TrimRight(first, "0123456789") + code); it != nil {
		return it, nil
	}
	return nil, mistakes{a.sayf("ชุดเกณฑ์ %s ไม่มีข้อ %q มีข้อ %s ถึง %s", "%s has no item %q; it has %s to %s", rs.ID, word, first, rs.Items[len(rs.Items)-1].Code)}
}

func (a *app) explain(p *page, book *rules.Book, rs *ita.RuleSet, it *ita.Item) {
	bullet := func(s string) { p.para("  • ", s) }
	p.para("", it.Code+" "+it.Title.In(a.lang))
	p.para("", a.say("ชุดเกณฑ์ ", "rule set ")+rs.ID+" "+rs.SchemeTitle.In(a.lang))
	if s := a.section(rs, it); s != "" {
		p.para("", a.say("ตัวชี้วัด ", "indicator ")+s)
	}
	if n := rs.Notice.In(a.lang); n != "" {
		p.para("! ", n)
	}

	if len(it.Elements) > 0 {
		p.heading(a.say("สิ่งที่ต้องเผยแพร่", "What must be published"))
		for _, e := range it.Elements {
			bullet(e.In(a.lang))
		}
	}

	p.heading(a.say("ข้อมูลของช่วงเวลาใด", "For which period"))
	bullet(it.Period.In(rs.Year).In(a.lang))
	for _, alternative := range it.Accept {
		bullet(a.say("หรือ ", "or ") + alternative.In(rs.Year).In(a.lang))
	}
	if d := it.PeriodDetail; d != "" && a.lang == ita.English {
		bullet(d)
	}

	p.heading(a.say("ตรวจอย่างไร", "How it is judged"))
	for _, c := range checks.All() {
		bullet(c.Doc.In(a.lang))
	}

	p.heading(a.say("ถ้ายังไม่มีหรือไม่ถูกต้อง", "How to put it right"))
	for _, c := range faults {
		if c.years && !it.NeedsYear() || c.verdict == ita.NotDue && it.Period != ita.PeriodFirstHalf {
			continue
		}
		bullet(c.when.In(a.lang) + ": " + rs.Remedy(it, c.verdict, "").In(a.lang))
	}

	p.heading(a.say("แน่ใจเพียงใด", "How sure this is"))
	bullet(a.say("เลขข้อ: ", "number: ") + sure(it.NumberConfidence).In(a.lang))
	bullet(a.say("ช่วงเวลา: ", "period: ") + sure(it.PeriodConfidence).In(a.lang))
	if it.NeedsYear() && !it.PeriodConfidence.Firm() {
		bullet(a.say("ปีที่ไม่ตรงจึงเป็นเพียงคำเตือน ไม่นับว่าผิด", "a wrong year is therefore only a warning"))
	}

	if others := a.otherYears(book, rs, it); len(others) > 0 {
		p.heading(a.say("เลขข้อในปีอื่น", "Its number in other years"))
		bullet(strings.Join(others, ", "))
	}
}

// faults are the verdicts that an item may get short of passing, in words; years
// marks those that only an item gets that needs a year.
var faults = [...]struct {
	verdict ita.Status
	years   bool
	when    ita.Text
}{
	{ita.Missing, false, ita.Text{TH: "ถ้ายังไม่มี", EN: "if it is missing"}},
	{ita.Unreachable, false, ita.Text{TH: "ถ้าเปิดไม่ได้", EN: "if it cannot be opened"}},
	{ita.Stale, true, ita.Text{TH: "ถ้าเป็นข้อมูลเก่า", EN: "if it is out of date"}},
	{ita.WrongYear, true, ita.Text{TH: "ถ้าผิดปีงบประมาณ", EN: "if it is for another year"}},
	{ita.Unlabelled, true, ita.Text{TH: "ถ้าไม่ระบุปี", EN: "if no year is stated"}},
	{ita.Undecided, false, ita.Text{TH: "ถ้าโปรแกรมตรวจไม่ได้", EN: "if itacheck could not tell"}},
	{ita.NotDue, false, ita.Text{TH: "ถ้ายังไม่ถึงกำหนด", EN: "if it is not due yet"}},
}

// section names the indicator that an item counts for, its parent first.
func (a *app) section(rs *ita.RuleSet, it *ita.Item) string {
	i := slices.IndexFunc(rs.Sections, func(s ita.Section) bool { return s.Code == it.Section })
	if i < 0 {
		return it.Group.In(a.lang)
	}
	s := rs.Sections[i]
	name := s.Code + " " + s.Title.In(a.lang)
	for _, parent := range rs.Sections {
		if parent.Code == s.Parent {
			name = parent.Code + " " + parent.Title.In(a.lang) + " > " + name
		}
	}
	return name
}

// otherYears lists where the item's main topic stands in the scheme's other lists.
func (a *app) otherYears(book *rules.Book, rs *ita.RuleSet, it *ita.Item) []string {
	var out []string
	sets := book.Sets()
	slices.SortStableFunc(sets, func(x, y *ita.RuleSet) int { return cmp.Compare(x.Year, y.Year) })
	for _, other := range sets {
		if other.Scheme != rs.Scheme || other.ID == rs.ID {
			continue
		}
		var found []string
		for i := range other.Items {
			if len(it.Topics) > 0 && slices.Contains(other.Items[i].Topics, it.Topics[0]) {
				found = append(found, other.Items[i].Code)
			}
		}
		if len(found) == 0 {
			found = []string{a.say("ไม่มี", "none")}
		}
		out = append(out, other.Year.String()+": "+strings.Join(found, "/"))
	}
	return out
}
