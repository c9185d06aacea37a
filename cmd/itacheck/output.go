package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"itacheck/ita"
	"itacheck/report"
)

// output is one report to be written.
type output struct {
	format report.Format
	path   string // empty: standard output
	file   *os.File
	rename bool // file is a temporary one beside path
}

// pair gives each format its output: the i-th to the i-th. A format without an
// output goes to standard output, an output without a format is of the one that
// its name ends in, and neither means a table on standard output. Outputs that
// are folders may be the same for different formats.
func (a *app) pair(formats, paths []string, folders bool, m *mistakes) []*output {
	var outs []*output
	if len(formats) == 0 && len(paths) == 0 {
		formats = []string{"table"}
	}
	stdout := 0
	for i := range max(len(formats), len(paths)) {
		o := &output{}
		if i < len(paths) && paths[i] != "-" {
			o.path = paths[i]
			if o.path == "" {
				m.add(a.say("--output: ไม่ได้ระบุชื่อไฟล์", "--output: the file's name is empty"))
			}
		} else if stdout++; stdout == 2 {
			m.add(a.say(
				"มีมากกว่าหนึ่งรายงานที่ไม่มี --output โปรดระบุไฟล์ให้ครบ (แสดงบนหน้าจอได้เพียงหนึ่งรายงาน)",
				"more than one report has no --output: name a file for all but one",
			))
		}
		name := ""
		if i < len(formats) {
			name = formats[i]
		} else {
			name = formatOf(o.path)
		}
		if other := formatOf(o.path); other != name && slices.Contains(formatNames(), other) {
			m.add(a.sayf(
				"--output %s: ชื่อไฟล์บอกว่าเป็น %s แต่ --format ลำดับเดียวกันคือ %s โปรดเรียง --format กับ --output ให้ตรงกัน",
				"--output %s: its name says %s, but the --format in the same place is %s: put formats and outputs in the same order",
				o.path, other, name,
			))
		}
		f, err := findFormat(name)
		switch {
		case err == nil:
			o.format = f
			a.needsBrowser(f, m)
		case i < len(formats):
			m.add(a.sayf("--format %q: ไม่มีรูปแบบนี้%s มี %s", "--format %q: no such format%s; there are %s", name, a.meant(name, formatNames()), strings.Join(formatNames(), ", ")))
		default:
			m.add(a.sayf("--output %s: ไม่ทราบรูปแบบจากชื่อไฟล์ โปรดระบุ --format (%s)", "--output %s: its name does not tell the format; give --format (%s)", o.path, strings.Join(formatNames(), ", ")))
		}
		if o.path == "" && o.format.Binary && isTerminal(a.stdout) {
			m.add(a.sayf(
				"--format %s: ไฟล์ชนิดนี้แสดงบนหน้าจอไม่ได้ โปรดระบุ --output FILE%s",
				"--format %s is nothing to show on a screen: give --output FILE%s", o.format.Name, o.format.Endings[0],
			))
		}
		for _, other := range outs {
			if o.path != "" && filepath.Clean(o.path) == filepath.Clean(other.path) && (!folders || o.format.Name == other.format.Name) {
				m.add(a.sayf("--output %s: ระบุไฟล์เดียวกันสองครั้ง", "--output %s: given twice", o.path))
			}
		}
		outs = append(outs, o)
	}
	return outs
}

func formatNames() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.Name)
	}
	return names
}

// formatOf is the format that a file's name ends in; for an ending of none, the
// ending itself, without its dot.
func formatOf(path string) string {
	name, found, longest := strings.ToLower(filepath.Base(path)), "", 0
	for _, f := range formats() {
		for _, ending := range f.Endings {
			if strings.HasSuffix(name, ending) && len(ending) > longest {
				found, longest = f.Name, len(ending)
			}
		}
	}
	if found != "" {
		return found
	}
	return strings.TrimPrefix(filepath.Ext(name), ".")
}

// open makes sure, before anything is fetched, that the report can be written.
// A file is written beside its place and then moved there, so that a crash
// loses neither the old report nor half of the new one.
func (o *output) open() (err error) {
	if o.path == "" {
		return nil
	}
	target := o.path
	if real, err := filepath.EvalSymlinks(target); err == nil {
		target = real
	}
	info, err := os.Stat(target)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a folder", o.path)
	case err == nil && !info.Mode().IsRegular(): // a device or a pipe has no place to be moved to
		o.file, err = os.OpenFile(target, os.O_WRONLY, 0)
		return err
	}
	// Windows moves nothing to the place of a file that Excel has open: better
	// told now than after an hour's audit.
	if runtime.GOOS == "windows" && err == nil {
		f, err := os.OpenFile(target, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		f.Close()
	}
	o.path, o.rename = target, true
	o.file, err = os.OpenFile(fmt.Sprintf("%s.%d.tmp", target, os.Getpid()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	return err
}

// write renders a result into its place.
func (o *output) write(r *ita.Result, opts report.Options) error {
	if err := o.format.Write(o.file, r, opts); err != nil {
		return err
	}
	if !o.rename {
		return o.file.Close()
	}
	if err := o.file.Sync(); err != nil {
		return err
	}
	if err := o.file.Close(); err != nil {
		return err
	}
	if err := os.Rename(o.file.Name(), o.path); err != nil {
		return err
	}
	o.file = nil
	return nil
}

// discard removes what was opened and not written.
func (o *output) discard() {
	if o.file == nil {
		return
	}
	o.file.Close()
	if o.rename {
		os.Remove(o.file.Name())
	}
}

// openAll opens every output.
func (a *app) openAll(outs []*output) error {
	var m mistakes
	for _, o := range outs {
		if err := o.open(); err != nil {
			m.add(a.cannotWrite(o.path, err))
		}
	}
	if err := m.err(); err != nil {
		discardAll(outs)
		return err
	}
	return nil
}

func discardAll(outs []*output) {
	for _, o := range outs {
		o.discard()
	}
}

func (a *app) cannotWrite(path string, err error) string {
	return a.sayf(
		"เขียนไฟล์ %s ไม่ได้: %v โปรดตรวจว่ามีโฟลเดอร์นี้ มีสิทธิ์เขียน และไฟล์ไม่ได้เปิดค้างอยู่",
		"cannot write %s: %v; check that the folder exists, that you may write there, and that the file is not open elsewhere",
		path, err,
	)
}

// writeAll writes a result to every output. One that fails does not keep the
// others from being written.
func (a *app) writeAll(outs []*output, r *ita.Result, opts report.Options) error {
	var m mistakes
	for _, o := range outs {
		if o.path == "" {
			screen := opts
			screen.Width, screen.Color = a.width(), a.color(a.stdout)
			var w io.Writer = a.stdout
			if screen.Color {
				w = coloring(w)
			}
			if err := o.format.Write(w, r, screen); err != nil {
				m.add(a.sayf("แสดงรายงานไม่ได้: %v", "writing the report: %v", err))
			}
			continue
		}
		if err := o.write(r, opts); err != nil {
			m.add(a.cannotWrite(o.path, err))
			continue
		}
		if !a.quiet {
			fmt.Fprintln(a.stderr, a.say("บันทึกรายงานแล้ว: ", "report written: ")+o.path)
		}
	}
	return m.err()
}
