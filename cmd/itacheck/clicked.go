package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"itacheck/ita"
)

// desktop is where a program runs that may have been started by a double-click,
// in a window of its own that closes when it ends. The zero value is a shell.
type desktop struct {
	clicked   bool               // by a double-click
	documents string             // the user's folder for documents; "" where none is known
	open      func(string) error // shows a file as the system does
}

// start is run, for a program that may have been started by a double-click: that
// one asks what to audit, and keeps its window open until Enter.
func start(ctx context.Context, d desktop, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if !d.clicked {
		return run(ctx, args, stdin, stdout, stderr)
	}
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, lang: language(args, os.Getenv)}
	lines := bufio.NewScanner(stdin)
	if len(args) > 0 { // of a shortcut, or a file that was dropped on the program
		code := run(ctx, args, strings.NewReader(""), stdout, stderr)
		fmt.Fprint(stderr, "\n"+a.say("กด Enter เพื่อปิดหน้าต่างนี้ ", "press Enter to close this window "))
		if ctx.Err() == nil {
			lines.Scan()
		}
		return code
	}
	return a.converse(ctx, d, lines)
}

// converse audits one website after the other, as they are typed, until an empty line.
func (a *app) converse(ctx context.Context, d desktop, lines *bufio.Scanner) int {
	year := ita.FiscalYearOf(time.Now())
	if book, err := a.book(""); err == nil {
		year = newest(yearsOf(book, generalScheme), year)
	}
	p := a.page()
	p.para("", a.say(
		"itacheck ตรวจหน้า ITA ของหน่วยงานตามแบบวัด OIT: ข้อใดยังไม่มีลิงก์ ลิงก์ใดเปิดไม่ได้ ข้อใดเป็นของปีก่อน และต้องแก้อย่างไร",
		"itacheck checks an agency's ITA page against the OIT list: what has no link, what does not open, what is out of date, and what to do.",
	))
	p.line("")
	p.para("", a.say(
		"พิมพ์ที่อยู่เว็บไซต์ของหน่วยงาน เช่น www.example.go.th แล้วกด Enter รายงานจะเปิดในเบราว์เซอร์ (ถ้ากด Enter โดยไม่พิมพ์ จะปิดหน้าต่างนี้)",
		"Type the address of the agency's website, such as www.example.go.th, and press Enter; the report opens in the browser. Enter alone closes this window.",
	))
	p.para("", a.say(
		"ความสามารถอื่น เช่น ตรวจทั้งจังหวัดหรือตรวจทุกวัน ใช้จาก Command Prompt: itacheck --help",
		"All else, such as a whole province or a daily check, is done in a Command Prompt: itacheck --help",
	))
	_ = p.writeTo(a.stdout)
	code := 0
	ask := func(question string) string {
		fmt.Fprint(a.stdout, question)
		if ctx.Err() != nil || !lines.Scan() {
			return ""
		}
		return strings.TrimSpace(lines.Text())
	}
	for {
		address := ask("\n" + a.say("เว็บไซต์หรือหน้า ITA: ", "Website or ITA page: "))
		if address == "" {
			return code
		}
		if err := a.address("", address); err != nil {
			a.complain(strings.TrimSpace(err.Error()))
			continue
		}
		chosen := ask(a.sayf("ปีงบประมาณ (กด Enter ใช้ %d): ", "Fiscal year (Enter for %d): ", year))
		code = a.auditClicked(ctx, d, address, cmp.Or(chosen, year.String()))
	}
}

// auditClicked audits a website, and shows the report.
func (a *app) auditClicked(ctx context.Context, d desktop, address, year string) int {
	folder, ok := writableFolder(d.documents, ".", os.TempDir())
	if !ok {
		a.complain(a.say("ไม่มีโฟลเดอร์ที่เขียนไฟล์ได้", "there is no folder to write the report in"))
		return exitUsage
	}
	file := filepath.Join(folder, reportName(hostOf(address), time.Now()))
	// Nothing that was typed can be a flag.
	args := []string{"audit", "--lang=" + string(a.lang), "--year=" + year, "--output=" + file, "--", address}
	code := run(ctx, args, strings.NewReader(""), a.stdout, a.stderr)
	if code != 0 && code != exitFindings {
		return code
	}
	if full, err := filepath.Abs(file); err == nil {
		file = full
	}
	if err := d.open(file); err != nil {
		a.complain(a.sayf("เปิดรายงานในเบราว์เซอร์ไม่ได้: %v เปิดไฟล์นี้เอง: %s", "cannot open the report in a browser: %v; open this file yourself: %s", err, file))
	}
	return code
}

// reportName is the file name of a website's report of a day. It can be one on
// any system: what is neither letter, digit, dot nor hyphen becomes a hyphen.
func reportName(host string, day time.Time) string {
	const most = 50 // characters; some file systems count bytes, of which a Thai one has three
	name := []rune(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || r == '.' || r == '-' {
			return r
		}
		return '-'
	}, host))
	if len(name) > most {
		name = name[:most]
	}
	return "itacheck-" + string(name) + "-" + day.In(ita.Bangkok).Format(time.DateOnly) + ".html"
}

// writableFolder returns the first of some folders that a file can be made in.
// Only trying tells: Windows may keep unknown programs out of a user's documents.
func writableFolder(folders ...string) (string, bool) {
	for _, folder := range folders {
		if folder != "" && tryWriting(folder) == nil {
			return folder, true
		}
	}
	return "", false
}

// tryWriting makes a file in a folder and removes it.
func tryWriting(folder string) error {
	f, err := os.CreateTemp(folder, ".itacheck-*")
	if err != nil {
		return err
	}
	f.Close()
	os.Remove(f.Name())
	return nil
}
