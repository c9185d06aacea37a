package ita

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// longestName is how many letters of an item's title a remedy repeats; an item
// with a longer title goes by its code.
const longestName = 80

// Remedy says what to do about an item after a verdict that it does not pass:
// what mends the fault, and what must be there for which year. The reason is the
// code of why its link is of no use or could not be looked at; it may be empty,
// and the verdicts about years ask for none. A verdict that needs nothing done
// has no remedy.
func (rs *RuleSet) Remedy(it *Item, s Status, reason string) Text {
	switch s {
	case Missing:
		return join(it.Remedy, it.mustBe(rs.Year))
	case NotDue:
		due := rs.Year.String()
		return join(it.Remedy, Text{
			TH: "กำหนดเผยแพร่คือตั้งแต่ 1 เมษายน " + due + " เป็นต้นไป",
			EN: "It must be there from 1 April " + due + " (B.E.) on.",
		})
	case Unreachable, Undecided:
		return mend(s, reason).and(it.shown(rs.Year))
	case Stale:
		return it.renew(rs.Year)
	case WrongYear:
		return it.compare(rs.Year)
	case Unlabelled:
		return it.relabel(rs.Year)
	}
	return Text{}
}

// mend is what a reason asks for, whatever the item is; without a reason, what
// helps with most.
func mend(s Status, reason string) Text {
	switch {
	case reason != "":
		return ReasonOf(reason).Remedy
	case s == Undecided:
		return lookYourself
	}
	return Text{
		TH: "แก้ที่อยู่ของลิงก์หรืออัปโหลดเอกสารใหม่ แล้วลองเปิดจากเครื่องอื่นโดยไม่เข้าสู่ระบบ",
		EN: "correct the link's address or upload the document again, then try it on another computer without logging in",
	}
}

// mustBe is the sentence that says which year an item's content must be for;
// nothing for one that needs no year.
func (it *Item) mustBe(y FiscalYear) Text {
	if !it.NeedsYear() {
		return Text{}
	}
	of := it.of(y)
	return Text{
		TH: "ข้อนี้ต้องเป็นของ" + of.TH + " และระบุปีไว้ในข้อความของลิงก์",
		EN: "It must be for " + of.EN + ", with the year in the link's text.",
	}
}

// shown says what must be seen where an item's link leads.
func (it *Item) shown(y FiscalYear) Text {
	thing := it.thing(y)
	return Text{TH: "สิ่งที่ต้องเปิดดูได้คือ" + thing.TH, EN: "what must be seen there is " + thing.EN}
}

// renew asks for this year's content in place of an older one.
func (it *Item) renew(y FiscalYear) Text {
	thing := it.thing(y)
	return Text{
		TH: "เผยแพร่" + thing.TH + " แล้วแก้ลิงก์และข้อความของลิงก์ให้ตรงกัน",
		EN: "publish " + thing.EN + ", then correct the link and its text",
	}
}

// compare asks which of the two is wrong, the content or what labels it.
func (it *Item) compare(y FiscalYear) Text {
	of, thing := it.of(y), it.thing(y)
	return Text{
		TH: "เปิดดูว่าเป็นของปีใด ถ้าเป็น" + of.TH + " ให้แก้ข้อความของลิงก์ ถ้าไม่ใช่ให้เปลี่ยนเป็น" + thing.TH,
		EN: "see which year it is for: if it is " + of.EN + ", correct the link's text; if not, replace it with " + thing.EN,
	}
}

// relabel asks for a year in the link's text, and shows how to write it.
func (it *Item) relabel(y FiscalYear) Text {
	year := it.label(y)
	title := "…"
	if utf8.RuneCountInString(it.Title.TH) <= longestName {
		title = it.Title.TH
	}
	return Text{
		TH: "เติมปีลงในข้อความของลิงก์ เช่น “" + title + " " + year + "”",
		EN: "add the year to the link's text, e.g. “" + title + " " + year + "”",
	}
}

// thing names what an item asks for, with its year where it needs one.
func (it *Item) thing(y FiscalYear) Text {
	name := Text{TH: "ข้อมูลของข้อ " + it.Code, EN: "what " + it.Code + " asks for"}
	if utf8.RuneCountInString(it.Title.TH) <= longestName {
		name = Text{TH: " “" + it.Title.TH + "”", EN: "“" + it.Title.In(English) + "”"}
	}
	if !it.NeedsYear() {
		return name
	}
	of := it.of(y)
	return Text{TH: name.TH + " ของ" + of.TH, EN: name.EN + " of " + of.EN}
}

// of says in a few words which year an item's content must be for. Of the
// alternatives only one for another year is named.
func (it *Item) of(y FiscalYear) Text {
	t := it.Period.short(y)
	for _, p := range it.Accept {
		if (p == PeriodPrevious) != (it.Period == PeriodPrevious) {
			or := p.short(y)
			return Text{TH: t.TH + " หรือ" + or.TH, EN: t.EN + " or " + or.EN}
		}
	}
	return t
}

// short is a period rule that asks for a year, without its days: see In.
func (p Period) short(y FiscalYear) Text {
	switch p {
	case PeriodPrevious:
		y--
	case PeriodFirstHalf:
		return Text{TH: fmt.Sprintf("ปีงบประมาณ %d รอบ 6 เดือนแรก", y), EN: fmt.Sprintf("the first half of fiscal year %d", y)}
	case PeriodCovers:
		return Text{TH: fmt.Sprintf("ช่วงปีที่รวมปีงบประมาณ %d", y), EN: fmt.Sprintf("years that include fiscal year %d", y)}
	case PeriodMonthly:
		return Text{TH: fmt.Sprintf("ทุกเดือนในปีงบประมาณ %d", y), EN: fmt.Sprintf("each month of fiscal year %d", y)}
	}
	return Text{TH: fmt.Sprintf("ปีงบประมาณ %d", y), EN: fmt.Sprintf("fiscal year %d", y)}
}

// label is how a link's text may name the year, in Thai as on every page.
func (it *Item) label(y FiscalYear) string {
	switch it.Period {
	case PeriodPrevious:
		y--
	case PeriodCovers:
		return fmt.Sprintf("(พ.ศ. %d-%d)", y, y+4)
	case PeriodMonthly:
		return fmt.Sprintf("(ตุลาคม %d)", y-1)
	}
	return fmt.Sprintf("(ปีงบประมาณ พ.ศ. %d)", y)
}

// join puts one sentence after another; either may be empty.
func join(a, b Text) Text {
	return Text{TH: strings.TrimSpace(a.TH + " " + b.TH), EN: strings.TrimSpace(a.EN + " " + b.EN)}
}

// and adds a clause to a sentence that has no full stop.
func (t Text) and(clause Text) Text {
	return Text{TH: t.TH + " " + clause.TH, EN: t.EN + "; " + clause.EN}
}
