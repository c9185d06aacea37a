package main

import (
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// shells are those that completion scripts can be made for.
var shells = []struct {
	name  string
	write func(root *cobra.Command, w io.Writer) error
}{
	{"bash", func(root *cobra.Command, w io.Writer) error { return root.GenBashCompletionV2(w, true) }},
	{"zsh", (*cobra.Command).GenZshCompletion},
	{"fish", func(root *cobra.Command, w io.Writer) error { return root.GenFishCompletion(w, true) }},
	{"powershell", (*cobra.Command).GenPowerShellCompletionWithDesc},
}

func shellNames() []string {
	var names []string
	for _, s := range shells {
		names = append(names, s.name)
	}
	return names
}

func (a *app) completionCmd() *cobra.Command {
	cmd := a.command("completion SHELL", a.say("สร้างสคริปต์ช่วยเติมคำสั่งสำหรับเชลล์", "Make the completion script of a shell"),
		func(cmd *cobra.Command, args []string, m *mistakes) error {
			var shell int
			if a.count(m, cmd, args, 1, 1) {
				shell = slices.Index(shellNames(), args[0])
				if shell < 0 {
					m.add(a.sayf("ไม่มีสคริปต์สำหรับ %q%s มีสำหรับ %s", "no script for %q%s; there are some for %s", args[0], a.meant(args[0], shellNames()), strings.Join(shellNames(), ", ")))
				}
			}
			if err := m.err(); err != nil {
				return err
			}
			return shells[shell].write(cmd.Root(), a.stdout)
		})
	cmd.ValidArgs = shellNames()
	cmd.Long = a.say(
		"แสดงสคริปต์ที่ทำให้เชลล์เติมคำสั่ง ตัวเลือก และค่าของตัวเลือกเมื่อกด Tab ใช้ได้กับ bash, zsh, fish และ powershell",
		"Prints a script that makes a shell complete commands, flags and their values with the Tab key: bash, zsh, fish or powershell.",
	)
	cmd.Example = `  itacheck completion bash > ~/.local/share/bash-completion/completions/itacheck
  itacheck completion fish > ~/.config/fish/completions/itacheck.fish
  itacheck completion powershell >> $PROFILE`
	return cmd
}
