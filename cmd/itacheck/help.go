package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flags adds flags to a command.
type flags struct {
	a   *app
	cmd *cobra.Command
	set *pflag.FlagSet
}

// valueName is the annotation of a flag that names its value in the help.
const valueName = "itacheck_value"

// words are what a shell may complete a flag with; nil for files and free text.
type words func() []string

func oneOf(list ...string) words { return func() []string { return list } }

// text adds a flag with a value.
func (f flags) text(p *string, name, value, preset, usage string, known words) {
	f.set.StringVar(p, name, preset, usage)
	f.describe(name, value, known)
}

// texts adds a flag that may be given several times.
func (f flags) texts(p *[]string, name, value, usage string, known words) {
	f.set.StringArrayVar(p, name, nil, usage)
	f.describe(name, value, known)
}

func (f flags) yes(p *bool, name, usage string) { f.set.BoolVar(p, name, false, usage) }

// describe cannot fail: the flag was added just before.
func (f flags) describe(name, value string, known words) {
	_ = f.set.SetAnnotation(name, valueName, []string{value})
	if known == nil {
		return
	}
	_ = f.cmd.RegisterFlagCompletionFunc(name, func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return known(), cobra.ShellCompDirectiveNoFileComp
	})
}

// group makes a command that only holds others.
func (a *app) group(use, short string, sub ...*cobra.Command) *cobra.Command {
	cmd := a.command(use, short, func(cmd *cobra.Command, args []string, m *mistakes) error {
		if len(args) > 0 {
			m.add(a.unknown(cmd, args[0]))
		}
		if err := m.err(); err != nil {
			return err
		}
		return cmd.Help()
	})
	cmd.AddCommand(sub...)
	return cmd
}

// unknown says that a group has no such command.
func (a *app) unknown(cmd *cobra.Command, word string) string {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	if strings.Contains(word, ".") && !cmd.HasParent() {
		return a.sayf("ไม่มีคำสั่ง %q ถ้าต้องการตรวจเว็บไซต์นี้ ใช้: itacheck audit %s", "no command %q; to audit this website: itacheck audit %s", word, word)
	}
	return a.sayf("ไม่มีคำสั่ง %q%s มีคำสั่ง %s", "no command %q%s; there are %s", word, a.meant(word, names), strings.Join(names, ", "))
}

// flagError puts a mistake in the flags into words.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	var m mistakes
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, "--"+f.Name) })
	var no *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var bad *pflag.InvalidValueError
	if args := cmd.Flags().Args(); len(args) > 0 && cmd.HasSubCommands() {
		m.add(a.unknown(cmd, args[0])) // its flags are unknown because it is
		return m
	}
	switch {
	case errors.As(err, &no):
		name := "--" + no.GetSpecifiedName()
		if no.GetSpecifiedShortnames() != "" {
			name = "-" + no.GetSpecifiedShortnames()
		}
		m.add(a.sayf("ไม่มีตัวเลือก %s%s", "no flag %s%s", name, a.meant(name, known)))
	case errors.As(err, &empty):
		m.add(a.sayf("--%s ต้องมีค่าตามหลัง", "--%s needs a value", empty.GetSpecifiedName()))
	case errors.As(err, &bad):
		m.add(a.sayf("--%s: ใช้ค่า %q ไม่ได้", "--%s: %q is no value for it", bad.GetFlag().Name, bad.GetValue()))
	default:
		m.add(err.Error())
	}
	m.add(a.sayf("ดูวิธีใช้: %s --help", "for help: %s --help", cmd.CommandPath()))
	return m
}

func (a *app) helpCmd() *cobra.Command {
	return a.command("help [COMMAND]", a.say("แสดงวิธีใช้ของคำสั่ง", "Show the help of a command"), func(cmd *cobra.Command, args []string, m *mistakes) error {
		about, rest, err := cmd.Root().Find(args)
		if len(rest) > 0 {
			m.add(a.unknown(about, rest[0]))
		} else {
			m.addErr(err)
		}
		if err := m.err(); err != nil {
			return err
		}
		return about.Help()
	})
}

// usageLine is how a command is called, on one line.
func usageLine(cmd *cobra.Command) string {
	line := cmd.CommandPath()
	if _, args, ok := strings.Cut(cmd.Use, " "); ok {
		line += " " + args
	} else if cmd.HasAvailableSubCommands() {
		line += " COMMAND"
	}
	return line
}

// help writes the help of a command, to be read at 80 columns.
func (a *app) help(cmd *cobra.Command, _ []string) {
	p := a.page()
	p.para("", cmd.Short)
	if cmd.Long != "" {
		p.line("")
		for part := range strings.SplitSeq(cmd.Long, "\n") {
			p.para("", part)
		}
	}
	p.line("")
	p.line(a.say("วิธีใช้:", "Usage:"))
	p.line("  " + usageLine(cmd))
	if cmd.Example != "" {
		p.line("")
		p.line(a.say("ตัวอย่าง:", "Examples:"))
		p.line(cmd.Example)
	}
	var rows [][2]string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			rows = append(rows, [2]string{c.Name(), c.Short})
		}
	}
	p.rows(a.say("คำสั่ง:", "Commands:"), rows)
	p.rows(a.say("ตัวเลือก:", "Flags:"), flagRows(cmd.LocalNonPersistentFlags()))
	shared := flagRows(cmd.InheritedFlags())
	if !cmd.HasParent() {
		shared = flagRows(cmd.PersistentFlags())
	}
	p.rows(a.say("ตัวเลือกของทุกคำสั่ง:", "Flags of every command:"), shared)
	_ = p.writeTo(a.stdout)
}

func flagRows(set *pflag.FlagSet) [][2]string {
	var rows [][2]string
	set.SortFlags = false // as in the source: what matters first
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		if v := f.Annotations[valueName]; len(v) > 0 {
			name += " " + v[0]
		}
		usage := f.Usage
		if !slices.Contains([]string{"", "false", "[]"}, f.DefValue) {
			usage += " (" + f.DefValue + ")"
		}
		rows = append(rows, [2]string{name, usage})
	})
	return rows
}
