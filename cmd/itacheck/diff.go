package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"itacheck/ita"
	"itacheck/rules"
)

func (a *app) rulesDiffCmd(file *string) *cobra.Command {
	cmd := a.command("diff OLD NEW", a.say("บอกสิ่งที่เปลี่ยนระหว่างสองชุดเกณฑ์", "Say what changed between two rule sets"), func(cmd *cobra.Command, args []string, m *mistakes) error {
		sets := a.namedSets(cmd, *file, args, 2, m)
		if err := m.err(); err != nil {
			return err
		}
		p := a.page()
		a.diff(p, sets[0], sets[1])
		return p.writeTo(a.stdout)
	})
	cmd.Example = `  itacheck rules diff 2565 2566
  itacheck rules diff 2568/general 2569/general`
	return cmd
}

// diff writes what changed, one part for each kind of change.
func (a *app) diff(p *page, from, to *ita.RuleSet) {
	p.para("", a.sayf("จาก %s (%d ข้อ) เป็น %s (%d ข้อ)", "from %s (%d items) to %s (%d items)", from.ID, len(from.Items), to.ID, len(to.Items)))
	changes := rules.Compare(from, to)
	part := func(kind rules.ChangeKind, title ita.Text, write func(rules.Change)) {
		var of []rules.Change
		for _, c := range changes {
			if c.Kind == kind {
				of = append(of, c)
			}
		}
		if len(of) == 0 {
			return
		}
		p.heading(fmt.Sprintf("%s (%d)", title.In(a.lang), len(of)))
		for _, c := range of {
			write(c)
		}
	}
	part(rules.Came, ita.Text{TH: "ข้อใหม่", EN: "New"}, func(c rules.Change) {
		p.para("  "+c.To[0].Code+"  ", c.To[0].Title.In(a.lang))
	})
	part(rules.Went, ita.Text{TH: "ยกเลิก", EN: "Gone"}, func(c rules.Change) {
		p.para("  "+c.From[0].Code+"  ", c.From[0].Title.In(a.lang))
	})
	part(rules.Merged, ita.Text{TH: "รวมเป็นข้อเดียว", EN: "Merged into one"}, func(c rules.Change) {
		p.para("  "+codes(c.From)+" → "+c.To[0].Code+"  ", c.To[0].Title.In(a.lang))
	})
	part(rules.Split, ita.Text{TH: "แยกเป็นหลายข้อ", EN: "Split into several"}, func(c rules.Change) {
		p.para("  "+c.From[0].Code+" → "+codes(c.To)+"  ", c.From[0].Title.In(a.lang))
	})
	part(rules.Moved, ita.Text{TH: "เปลี่ยนเลขข้อ", EN: "Renumbered"}, func(c rules.Change) {
		p.para("  "+c.From[0].Code+" → "+c.To[0].Code+"  ", c.To[0].Title.In(a.lang))
	})
	part(rules.Retitled, ita.Text{TH: "เปลี่ยนชื่อ", EN: "Retitled"}, func(c rules.Change) {
		// The official titles are Thai; two of them may have one translation.
		p.para("  "+c.To[0].Code+"  ", a.say("เดิม: ", "was: ")+c.From[0].Title.TH)
		p.para(strings.Repeat(" ", len(c.To[0].Code)+4), a.say("ใหม่: ", "now: ")+c.To[0].Title.TH)
	})
	part(rules.Retimed, ita.Text{TH: "เปลี่ยนช่วงปีของข้อมูล", EN: "For another period"}, func(c rules.Change) {
		p.para("  "+c.To[0].Code+"  ", c.To[0].Title.In(a.lang))
		p.para(strings.Repeat(" ", len(c.To[0].Code)+4), periods(c.From[0], a.lang)+" → "+periods(c.To[0], a.lang))
	})
	if len(changes) == 0 {
		p.para("", a.say("ไม่มีสิ่งใดเปลี่ยน", "nothing changed"))
	}
}

func codes(items []*ita.Item) string {
	var out []string
	for _, it := range items {
		out = append(out, it.Code)
	}
	return strings.Join(out, ", ")
}
