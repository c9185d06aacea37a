package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"itacheck/ita"
	"itacheck/report"
)

func (a *app) reportCmd() *cobra.Command {
	var f reportFlags
	cmd := a.command("report RESULT.json…", a.say("สร้างรายงานรูปแบบอื่นจากผลที่เก็บไว้ โดยไม่ต้องตรวจใหม่", "Make any report again from stored results, without a network"),
		func(cmd *cobra.Command, args []string, m *mistakes) error {
			if len(args) == 0 {
				m.add(a.say(
					"โปรดระบุไฟล์ผลที่เก็บไว้ (ไฟล์ที่ได้จาก --format json): itacheck report RESULT.json --format html --output report.html",
					"say which stored result (a file made with --format json): itacheck report RESULT.json --format html --output report.html",
				))
			}
			results := a.stored(args, m)
			outs := a.pair(f.formats, f.outputs, len(args) > 1, m)
			if len(args) > 1 {
				a.onePerResult(outs, args, m)
			}
			if err := m.err(); err != nil {
				return err
			}
			return a.again(results, outs, report.Options{Lang: a.lang, ASCII: f.ascii, Verbose: f.verbose})
		})
	cmd.Long = a.say(
		"อ่านผลที่เก็บไว้ด้วย --format json แล้วสร้างรายงานรูปแบบใดก็ได้ ในภาษาใดก็ได้ โดยไม่ใช้อินเทอร์เน็ต ถ้าระบุผลหลายไฟล์ --output คือโฟลเดอร์ ซึ่งจะได้รายงานหนึ่งไฟล์ต่อหนึ่งผล",
		"Reads results that were stored with --format json and makes any report of them, in either language, without a network. With several results --output is a folder, which gets one file for each.",
	)
	for _, format := range formats() {
		cmd.Long += "\n" + format.Name + ": " + format.Doc.In(a.lang)
	}
	cmd.Example = `  itacheck report result.json --output report.html --output report.xlsx
  itacheck report result.json --format markdown --lang en
  itacheck report batch/*.json --format html --output reports`
	s := flags{a, cmd, cmd.Flags()}
	f.addFormats(s)
	f.addLooks(s)
	return cmd
}

// stored is a result that was read back.
type stored struct {
	name   string // of its file, without folder and ending
	result *ita.Result
}

// stored reads stored results; a dash is standard input. Every mistake names
// its file.
func (a *app) stored(files []string, m *mistakes) []stored {
	var results []stored
	for _, file := range files {
		data, err := a.readStored(file)
		if m.addErr(err) {
			continue
		}
		r, err := report.Read(bytes.NewReader(data))
		if err == nil {
			results = append(results, stored{stem(file), r})
			continue
		}
		for line := range strings.SplitSeq(err.Error(), "\n") {
			m.add(a.sayf("%s: อ่านเป็นผลที่เก็บไว้ไม่ได้: %s", "%s is no stored result: %s", file, line))
		}
		m.add(a.say(
			"โปรดใช้ไฟล์ที่ได้จาก itacheck audit --format json --output FILE",
			"use a file made by itacheck audit --format json --output FILE",
		))
	}
	return results
}

func (a *app) readStored(file string) ([]byte, error) {
	if file == "-" {
		return bounded(a.stdin)
	}
	return a.read(file)
}

// onePerResult checks that every output of several results has room for them
// all: a folder, or a screen for what can stand below one another.
func (a *app) onePerResult(outs []*output, files []string, m *mistakes) {
	seen := map[string]string{}
	for _, file := range files {
		if other, ok := seen[stem(file)]; ok {
			m.add(a.sayf(
				"%s กับ %s จะได้รายงานชื่อเดียวกัน โปรดเปลี่ยนชื่อไฟล์หนึ่ง", "%s and %s would get reports of the same name: rename one", other, file,
			))
		}
		seen[stem(file)] = file
	}
	for _, o := range outs {
		info, err := os.Stat(o.path)
		switch {
		case o.format.Write == nil: // a mistake that was told
		case o.path == "" && !slices.Contains([]string{"table", "markdown"}, o.format.Name):
			m.add(a.sayf(
				"--format %s ของผลหลายไฟล์แสดงต่อกันไม่ได้ โปรดระบุ --output FOLDER",
				"--format %s of several results cannot be printed one after the other: give --output FOLDER", o.format.Name,
			))
		case o.path != "" && err == nil && !info.IsDir():
			m.add(a.sayf("--output %s: มีผลหลายไฟล์ จึงต้องเป็นโฟลเดอร์", "--output %s: there are several results, so this must be a folder", o.path))
		}
	}
}

// stem is a result's name without its folder and ending.
func stem(file string) string {
	if file == "-" {
		return "stdin"
	}
	return strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
}

// again writes stored results to their outputs.
func (a *app) again(results []stored, outs []*output, o report.Options) error {
	several := len(results) > 1
	for _, r := range results {
		mine := outs
		if several {
			var err error
			if mine, err = a.within(outs, r.name); err != nil {
				return err
			}
		}
		if err := a.openAll(mine); err != nil {
			return err
		}
		err := a.writeAll(mine, r.result, o)
		discardAll(mine)
		if err != nil {
			return err
		}
	}
	return nil
}

// within returns the outputs of one of several results: in each folder a file
// of the result's name. It makes the folders that are not there.
func (a *app) within(folders []*output, name string) ([]*output, error) {
	var outs []*output
	for _, f := range folders {
		o := &output{format: f.format}
		if f.path != "" {
			if err := os.MkdirAll(f.path, 0o777); err != nil {
				return nil, mistakes{a.cannotWrite(f.path, err)}
			}
			o.path = filepath.Join(f.path, name+f.format.Endings[0])
		}
		outs = append(outs, o)
	}
	return outs, nil
}
