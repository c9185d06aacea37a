package main

import (
	"strings"

	"github.com/spf13/cobra"

	"itacheck/ita"
	"itacheck/report"
)

// manCmd writes the manual page, for packages: it is not in the help.
func (a *app) manCmd() *cobra.Command {
	cmd := a.command("man", a.say("แสดงคู่มือสำหรับคำสั่ง man", "Print the manual page"), func(cmd *cobra.Command, args []string, m *mistakes) error {
		a.count(m, cmd, args, 0, 0)
		if err := m.err(); err != nil {
			return err
		}
		page := manual{app: a}
		page.write(cmd.Root())
		return page.writeTo(a.stdout)
	})
	cmd.Hidden = true
	return cmd
}

// manual is a manual page in the making: what the help says, as man reads it.
type manual struct {
	*app
	page
}

func (m *manual) write(root *cobra.Command) {
	m.line(`.TH ITACHECK 1 "" itacheck "` + roff(m.say("คู่มือ itacheck", "itacheck manual")) + `"`)
	m.line(".nh\n.ad l")
	m.section(m.say("ชื่อ", "NAME"))
	m.text("itacheck - " + root.Short)
	m.section(m.say("วิธีใช้", "SYNOPSIS"))
	m.line(".B " + roff(usageLine(root)))
	m.examples(root)
	m.section(m.say("คำสั่ง", "COMMANDS"))
	for _, cmd := range root.Commands() {
		m.command(cmd)
	}
	m.section(m.say("ตัวเลือกของทุกคำสั่ง", "FLAGS OF EVERY COMMAND"))
	m.rows(flagRows(root.LocalNonPersistentFlags()))
	m.rows(flagRows(root.PersistentFlags()))
	m.section(m.say("รหัสจบการทำงาน", "EXIT STATUS"))
	m.rows([][2]string{
		{"0", m.say("ตรวจแล้ว ไม่พบข้อที่ต้องแก้ในระดับ --fail-on ขึ้นไป", "audited; nothing at or above the --fail-on level")},
		{"1", m.say("ตรวจแล้ว พบข้อที่ต้องแก้ในระดับนั้นขึ้นไป", "audited; at least one finding at or above it")},
		{"2", m.say("คำสั่งหรือการตั้งค่าผิด ยังไม่ได้เข้าเว็บไซต์ใด", "the command or its configuration is wrong; nothing was fetched")},
		{"3", m.say("อ่านเว็บไซต์หรือหน้า ITA ไม่ได้", "the website or its ITA page could not be read")},
		{"130", m.say("ถูกหยุด รายงานเฉพาะที่ตรวจแล้ว", "interrupted; what was gathered is reported")},
	})
	m.section(m.say("ตัวแปรสภาพแวดล้อม", "ENVIRONMENT"))
	m.rows([][2]string{
		{"HTTP_PROXY, HTTPS_PROXY, NO_PROXY", m.say("พร็อกซีสำหรับเข้าเว็บไซต์ และเว็บไซต์ที่ไม่ต้องผ่านพร็อกซี", "proxies, and the hosts that are reached without one")},
		{"SSL_CERT_FILE, SSL_CERT_DIR", m.say("ใบรับรองที่เชื่อถือ แทนของระบบ", "certificates to trust in place of the system's")},
		{"NO_COLOR", m.say("ไม่ใช้สี", "no colour")},
		{"LC_ALL, LC_MESSAGES, LANG", m.say("ภาษาของข้อความ หากไม่ระบุ --lang", "the language, unless --lang says it")},
	})
}

// section begins a section. Thai titles are not bold: letters that are printed
// twice to be so come apart from their vowels.
func (m *manual) section(title string) {
	if title = roff(title); m.lang == ita.Thai {
		title = `\fR` + title
	}
	m.line(`.SH "` + title + `"`)
}

// command writes a command and those below it.
func (m *manual) command(cmd *cobra.Command) {
	if !cmd.IsAvailableCommand() {
		return
	}
	m.line(`.SS "` + roff(usageLine(cmd)) + `"`)
	m.text(cmd.Short)
	for part := range strings.Lines(cmd.Long) {
		m.text(strings.TrimSpace(part))
	}
	if !cmd.HasParent() || cmd.PersistentFlags().HasFlags() {
		m.rows(flagRows(cmd.PersistentFlags()))
	}
	m.rows(flagRows(cmd.LocalNonPersistentFlags()))
	m.examples(cmd)
	for _, sub := range cmd.Commands() {
		m.command(sub)
	}
}

func (m *manual) examples(cmd *cobra.Command) {
	if cmd.Example != "" {
		m.line(".PP\n.nf\n" + roff(cmd.Example) + "\n.fi")
	}
}

func (m *manual) rows(rows [][2]string) {
	for _, r := range rows {
		m.line(".TP\n.B " + roff(r[0]))
		m.line(m.broken(r[1]))
	}
}

// text writes a paragraph.
func (m *manual) text(s string) { m.line(".PP\n" + m.broken(s)) }

// thaiWidth is how wide lines of Thai are made, with the indentation of a flag's
// explanation left out: man finds no place to break them.
const thaiWidth = 66

// broken is text as man takes it.
func (m *manual) broken(s string) string {
	if m.lang != ita.Thai {
		return roff(s)
	}
	return roff(strings.Join(report.Wrap(s, thaiWidth), "\n"+lineBreak+"\n"))
}

// lineBreak stands for a request to begin a new line while text is escaped.
const lineBreak = "\x00"

// roff escapes what man would take for a request or an escape.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "\n.", "\n\\&.", "\n'", "\n\\&'", lineBreak, ".br", `"`, `\(dq`).Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	return s
}
