package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// release is set when a release is built: -ldflags "-X main.release=1.2.3".
var release string

// version names the program's version: the release, else what the build knows.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "devel-" + s.Value[:12]
		}
	}
	return "devel"
}

func (a *app) versionCmd() *cobra.Command {
	return a.command("version", a.say("แสดงรุ่นของโปรแกรม", "Print the version"), func(cmd *cobra.Command, args []string, m *mistakes) error {
		a.count(m, cmd, args, 0, 0)
		if err := m.err(); err != nil {
			return err
		}
		_, err := fmt.Fprintln(a.stdout, "itacheck", version())
		return err
	})
}
