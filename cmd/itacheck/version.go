package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"itacheck"
)

// release is set when a release is built: -ldflags "-X main.release=1.2.3".
var release string

// version names the program's version: the release, else what the build knows.
func version() string { return built().version }

// build is what a binary knows of how it was built. All of it follows from the
// source, so that two builds of a commit are alike: the date is the commit's.
type build struct {
	version, commit, date, toolchain, platform string
}

func built() build {
	b := build{toolchain: runtime.Version(), platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		b.version = cmp.Or(release, "unknown")
		return b
	}
	changed := false
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.commit = s.Value
		case "vcs.time":
			b.date = s.Value
		case "vcs.modified":
			changed = s.Value == "true"
		}
	}
	b.version = release
	if v := info.Main.Version; b.version == "" && v != "(devel)" {
		b.version = v
	}
	if b.version == "" {
		b.version = "devel"
		if len(b.commit) >= 12 {
			b.version += "-" + b.commit[:12]
		}
	}
	if changed {
		b.commit += " (modified)"
	}
	return b
}

// String is what the command prints, the same in every language: scripts read it.
func (b build) String() string {
	var s strings.Builder
	fmt.Fprintln(&s, "itacheck", b.version)
	for _, l := range [][2]string{
		{"commit", b.commit}, {"date", b.date}, {"go", b.toolchain}, {"platform", b.platform},
	} {
		fmt.Fprintf(&s, "%-9s %s\n", l[0]+":", cmp.Or(l[1], "unknown"))
	}
	return s.String()
}

func (a *app) versionCmd() *cobra.Command {
	var licences bool
	cmd := a.command("version", a.say("แสดงรุ่นของโปรแกรม", "Print the version"), func(cmd *cobra.Command, args []string, m *mistakes) error {
		a.count(m, cmd, args, 0, 0)
		if err := m.err(); err != nil {
			return err
		}
		text := built().String()
		if licences {
			text = itacheck.Licence + "\n" + itacheck.ThirdPartyLicences
		}
		_, err := fmt.Fprint(a.stdout, text)
		return err
	})
	cmd.Long = a.say(
		"แสดงรุ่น คอมมิต วันที่ของคอมมิต รุ่นของ Go และระบบที่สร้างไว้ให้",
		"Prints the version, the commit and its date, the version of Go, and the system that it was built for.",
	)
	s := flags{a, cmd, cmd.Flags()}
	s.yes(&licences, "licences", a.say("แสดงสัญญาอนุญาตของโปรแกรม และของทุกส่วนที่รวมอยู่ในไฟล์โปรแกรม", "print the licence of the program and those of everything in its file"))
	return cmd
}
