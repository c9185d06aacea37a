package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"itacheck/ita"
	"itacheck/rules"
)

func (a *app) rulesCmd() *cobra.Command {
	var file string
	cmd := a.group("rules", a.say("ดู เปรียบเทียบ และตรวจชุดเกณฑ์", "List, show, compare and validate rule sets"),
		a.rulesListCmd(&file), a.rulesShowCmd(&file), a.rulesDiffCmd(&file), a.rulesValidateCmd(&file))
	cmd.Example = `  itacheck rules list
  itacheck rules show 2566/general
  itacheck rules diff 2565 2566`
	flags{a, cmd, cmd.PersistentFlags()}.text(&file, "rules", "FILE", "", a.say("ไฟล์ชุดเกณฑ์ (หากไม่ระบุ ใช้ชุดที่มากับโปรแกรม)", "rules file (default: the built-in rule sets)"), nil)
	return cmd
}

func (a *app) rulesListCmd(file *string) *cobra.Command {
	cmd := a.command("list", a.say("แสดงชุดเกณฑ์ทั้งหมด", "List the rule sets"), func(cmd *cobra.Command, args []string, m *mistakes) error {
		a.count(m, cmd, args, 0, 0)
		book, err := a.book(*file)
		m.addErr(err)
		if err := m.err(); err != nil {
			return err
		}
		var rows [][]string
		for _, rs := range book.Sets() {
			rows = append(rows, []string{rs.ID, rs.SchemeTitle.In(a.lang), strconv.Itoa(len(rs.Items)), standing(rs.Standing).In(a.lang)})
		}
		p := a.page()
		header := []string{a.say("ชุดเกณฑ์", "Rule set"), a.say("ประเภทหน่วยงาน", "Kind of agency"), a.say("จำนวนข้อ", "Items"), a.say("สถานะ", "Standing")}
		if err := p.table(1, header, rows); err != nil {
			return err
		}
		return p.writeTo(a.stdout)
	})
	cmd.Example = "  itacheck rules list"
	return cmd
}

func (a *app) rulesShowCmd(file *string) *cobra.Command {
	cmd := a.command("show YEAR/SCHEME", a.say("แสดงทุกข้อของชุดเกณฑ์หนึ่ง", "Show the items of a rule set"), func(cmd *cobra.Command, args []string, m *mistakes) error {
		sets := a.namedSets(cmd, *file, args, 1, m)
		if err := m.err(); err != nil {
			return err
		}
		rs := sets[0]
		p := a.page()
		p.para("", rs.ID+" "+rs.SchemeTitle.In(a.lang)+" ("+standing(rs.Standing).In(a.lang)+")")
		if n := rs.Notice.In(a.lang); n != "" {
			p.para("! ", n)
		}
		var rows [][]string
		for i := range rs.Items {
			it := &rs.Items[i]
			rows = append(rows, []string{it.Code, it.Title.In(a.lang), periods(it, a.lang)})
		}
		p.line("")
		if err := p.table(1, []string{a.say("ข้อ", "Item"), a.say("รายการ", "Title"), a.say("ช่วงปีของข้อมูล", "Period")}, rows); err != nil {
			return err
		}
		p.para("", a.sayf("ดูรายละเอียดของข้อ: itacheck explain %s --year %d --scheme %s", "more on an item: itacheck explain %s --year %d --scheme %s", rs.Items[0].Code, rs.Year, rs.Scheme))
		return p.writeTo(a.stdout)
	})
	cmd.Example = "  itacheck rules show 2566/general"
	return cmd
}

func (a *app) rulesValidateCmd(file *string) *cobra.Command {
	cmd := a.command("validate FILE", a.say("ตรวจว่าไฟล์ชุดเกณฑ์ถูกต้อง", "Check whether a rules file is sound"), func(cmd *cobra.Command, args []string, m *mistakes) error {
		name, need := *file, 0
		if name == "" {
			need = 1
		}
		if a.count(m, cmd, args, need, need) && need == 1 {
			name = args[0]
		}
		var book *rules.Book
		if len(*m) == 0 {
			var err error
			book, err = a.book(name)
			m.addErr(err)
		}
		if err := m.err(); err != nil {
			return err
		}
		_, err := fmt.Fprintln(a.stdout, a.sayf("ถูกต้อง: %d ชุดเกณฑ์", "sound: %d rule sets", len(book.Sets())))
		return err
	})
	cmd.Example = "  itacheck rules validate rules.yaml"
	return cmd
}

// namedSets loads the rule sets that the arguments name.
func (a *app) namedSets(cmd *cobra.Command, file string, args []string, n int, m *mistakes) []*ita.RuleSet {
	if !a.count(m, cmd, args, n, n) {
		return nil
	}
	book, err := a.book(file)
	if m.addErr(err) {
		return nil
	}
	var sets []*ita.RuleSet
	for _, arg := range args {
		year, scheme, err := a.setName(arg)
		if m.addErr(err) {
			continue
		}
		rs, err := a.set(book, year, scheme)
		if !m.addErr(err) {
			sets = append(sets, rs)
		}
	}
	return sets
}
