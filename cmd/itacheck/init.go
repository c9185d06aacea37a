package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"itacheck/config"
	"itacheck/ita"
	"itacheck/rules"
)

// initFlags are the flags of init, which are also what it asks for.
type initFlags struct {
	id, name, url, itaPage, year, scheme string
	force                                bool
}

func (a *app) initCmd() *cobra.Command {
	var f initFlags
	cmd := a.command("init [FILE]", a.say("สร้างไฟล์ตั้งค่าของหน่วยงาน", "Write an agency file"), func(cmd *cobra.Command, args []string, m *mistakes) error {
		file := "agency.yaml"
		if a.count(m, cmd, args, 0, 1) && len(args) == 1 {
			file = args[0]
		}
		book, err := a.book("")
		m.addErr(err)
		if _, err := os.Lstat(file); !f.force && !errors.Is(err, fs.ErrNotExist) {
			m.add(a.sayf("มีไฟล์ %s อยู่แล้ว ใช้ชื่ออื่น หรือเพิ่ม --force เพื่อเขียนทับ", "%s exists: choose another name, or add --force to replace it", file))
		}
		if len(*m) == 0 && isTerminal(a.stdin) {
			if err := a.ask(&f); err != nil {
				return err
			}
		}
		var ag ita.Agency
		if book != nil {
			ag = a.newAgency(cmd, &f, book, m)
		}
		if err := m.err(); err != nil {
			return err
		}
		return a.writeAgency(file, ag)
	})
	cmd.Example = `  itacheck init
  itacheck init khlong-sai.yaml --name "อบต.คลองใส" \
    --url https://www.example.go.th --ita-page https://www.example.go.th/ita`
	s := flags{a, cmd, cmd.Flags()}
	s.text(&f.name, "name", "NAME", "", a.say("ชื่อหน่วยงาน", "the agency's name"), nil)
	s.text(&f.url, "url", "URL", "", a.say("เว็บไซต์ของหน่วยงาน", "the agency's website"), nil)
	s.text(&f.itaPage, "ita-page", "URL", "", a.say("ที่อยู่ของหน้าที่มีรายการข้อ O1, O2 …", "address of the page that lists O1, O2 …"), nil)
	s.text(&f.year, "year", "YEAR", "", a.say("ปีงบประมาณที่ประเมิน พ.ศ. (หากไม่ระบุ ใช้ปีล่าสุดที่มีรายการ)", "fiscal year, Buddhist Era (default: the newest with a list)"), knownYears)
	s.text(&f.scheme, "scheme", "NAME", generalScheme, a.say("ประเภทหน่วยงาน", "kind of agency"), knownSchemes)
	s.text(&f.id, "id", "ID", "", a.say("รหัสหน่วยงาน (หากไม่ระบุ ใช้ชื่อเว็บไซต์)", "the agency's id (default: the website's name)"), nil)
	s.yes(&f.force, "force", a.say("เขียนทับไฟล์เดิม", "replace an existing file"))
	return cmd
}

// ask asks on the terminal for what no flag has said. An empty answer leaves
// it unsaid, and so does the end of the input.
func (a *app) ask(f *initFlags) error {
	in := bufio.NewScanner(a.stdin)
	for _, q := range []struct {
		answer   *string
		question string
	}{
		{&f.name, a.say("ชื่อหน่วยงาน", "Name of the agency")},
		{&f.url, a.say("เว็บไซต์ของหน่วยงาน (https://…)", "Website of the agency (https://…)")},
		{&f.itaPage, a.say("ที่อยู่หน้า ITA (กด Enter ถ้าไม่ทราบ)", "Address of the ITA page (Enter if unknown)")},
		{&f.year, a.say("ปีงบประมาณที่ประเมิน พ.ศ. (กด Enter ใช้ปีล่าสุดที่มีรายการ)", "Fiscal year, Buddhist Era (Enter for the newest with a list)")},
	} {
		if *q.answer != "" {
			continue
		}
		fmt.Fprint(a.stderr, q.question+": ")
		if !in.Scan() {
			fmt.Fprintln(a.stderr)
			return in.Err()
		}
		*q.answer = strings.TrimSpace(in.Text())
	}
	return nil
}

// newAgency makes an agency of the answers and adds every mistake in them.
func (a *app) newAgency(cmd *cobra.Command, f *initFlags, book *rules.Book, m *mistakes) ita.Agency {
	ag := ita.Agency{ID: f.id, Name: f.name, Scheme: f.scheme}
	if f.name == "" {
		m.add(a.say("โปรดระบุชื่อหน่วยงาน: --name", "name the agency: --name"))
	}
	if f.url == "" {
		m.add(a.say("โปรดระบุเว็บไซต์ของหน่วยงาน: --url", "give the agency's website: --url"))
	} else if !m.addErr(a.address("--url", f.url)) {
		ag.URL = withScheme(f.url)
	}
	if f.itaPage != "" && !m.addErr(a.address("--ita-page", f.itaPage)) {
		ag.ITAPage = withScheme(f.itaPage)
	}
	if f.year != "" || cmd.Flags().Changed("year") {
		var err error
		if ag.Year, err = a.year(f.year); err != nil {
			m.add("--year " + err.Error())
			return ag
		}
	} else if years := yearsOf(book, f.scheme); len(years) > 0 {
		ag.Year = newest(years, ita.FiscalYearOf(time.Now()))
	}
	_, err := a.set(book, ag.Year, f.scheme)
	m.addErr(err)
	// Whatever else the file's own reader finds, such as a bad id.
	if len(*m) == 0 {
		_, err := config.Load("agency.yaml", config.Template(ag), time.Now())
		m.addErr(err)
	}
	return ag
}

func (a *app) writeAgency(file string, ag ita.Agency) error {
	if err := os.WriteFile(file, config.Template(ag), 0o666); err != nil {
		return mistakes{a.cannotWrite(file, err)}
	}
	_, err := fmt.Fprintln(a.stdout, a.sayf(
		"เขียนไฟล์ %s แล้ว เปิดแก้ไขเพิ่มเติมได้ แล้วตรวจด้วยคำสั่ง:\n  itacheck audit --config %s",
		"wrote %s; edit it as you like, then run:\n  itacheck audit --config %s", file, file,
	))
	return err
}
