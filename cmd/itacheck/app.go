package main

import (
	"io"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/lmittmann/tint"
	"github.com/mattn/go-colorable"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"itacheck/ita"
)

// app is one run of the program: where it reads and writes, in which language,
// and the flags that every command has.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	lang           ita.Lang

	langFlag, logLevel string
	quiet, noColor     bool
}

// root builds the tree of commands.
func (a *app) root() *cobra.Command {
	root := a.group(
		"itacheck",
		a.say("ตรวจเว็บไซต์หน่วยงานตามแบบวัด OIT (การประเมิน ITA)", "Check an agency's website against the OIT list (ITA assessment)"),
		a.auditCmd(), a.watchCmd(), a.batchCmd(), a.demoCmd(), a.reportCmd(), a.historyCmd(), a.changesCmd(), a.rulesCmd(), a.explainCmd(), a.initCmd(), a.doctorCmd(), a.completionCmd(), a.manCmd(), a.versionCmd(),
	)
	root.Example = `  itacheck demo
  itacheck audit --ita-page https://www.example.go.th/ita/2566 --year 2566
  itacheck batch province.csv
  itacheck explain O12 --year 2566`
	root.SilenceErrors, root.SilenceUsage = true, true
	root.Version = version()
	root.SetVersionTemplate("itacheck {{.Version}}\n")
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetIn(a.stdin)
	root.SetHelpFunc(a.help)
	root.SetUsageFunc(func(cmd *cobra.Command) error { a.help(cmd, nil); return nil })
	root.SetFlagErrorFunc(a.flagError)
	root.SetHelpCommand(a.helpCmd())
	root.CompletionOptions.DisableDefaultCmd = true // completion is ours
	root.Flags().Bool("version", false, a.say("แสดงรุ่นของโปรแกรม", "print the version"))
	a.sharedFlags(root)
	return root
}

// defaultLogLevel keeps the log to what somebody should look at.
const defaultLogLevel = "warn"

func (a *app) sharedFlags(root *cobra.Command) {
	f := flags{a, root, root.PersistentFlags()}
	f.set.BoolP("help", "h", false, a.say("แสดงวิธีใช้", "show help"))
	f.text(&a.langFlag, "lang", "th|en", "", a.say("ภาษาของข้อความและรายงาน", "language of messages and reports"), oneOf("th", "en"))
	f.text(&a.logLevel, "log-level", "LEVEL", defaultLogLevel, a.say("ระดับบันทึก: debug, info, warn, error", "log level: debug, info, warn, error"), oneOf("debug", "info", "warn", "error"))
	f.yes(&a.quiet, "quiet", a.say("ไม่แสดงความคืบหน้า", "no progress"))
	f.yes(&a.noColor, "no-color", a.say("ไม่ใช้สี (หรือตั้งตัวแปร NO_COLOR)", "no colour (or set NO_COLOR)"))
}

// command makes a command whose RunE is told the mistakes of the flags that all
// commands share, to add its own to.
func (a *app) command(use, short string, run func(cmd *cobra.Command, args []string, m *mistakes) error) *cobra.Command {
	cmd := &cobra.Command{Use: use, Short: short, Args: cobra.ArbitraryArgs, DisableFlagsInUseLine: true}
	cmd.Flags().SortFlags, cmd.PersistentFlags().SortFlags = false, false
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		var m mistakes
		if cmd.Flags().Changed("lang") && a.langFlag != string(ita.Thai) && a.langFlag != string(ita.English) {
			m.add(a.sayf("--lang %q: ใช้ได้เฉพาะ th หรือ en", "--lang %q: use th or en", a.langFlag))
		}
		if _, err := a.level(); err != nil {
			m.add(a.sayf("--log-level %q: ใช้ได้เฉพาะ debug, info, warn, error", "--log-level %q: use debug, info, warn or error", a.logLevel))
		}
		return run(cmd, args, &m)
	}
	return cmd
}

// count adds a mistake unless a command has between least and most arguments.
func (a *app) count(m *mistakes, cmd *cobra.Command, args []string, least, most int) bool {
	if len(args) >= least && len(args) <= most {
		return true
	}
	if len(args) < least {
		m.add(a.sayf("คำสั่งไม่ครบ วิธีใช้: %s", "something is missing; usage: %s", usageLine(cmd)))
	} else {
		m.add(a.sayf("ไม่รู้จัก %s วิธีใช้: %s", "what is %s? usage: %s", quoted(args[most:]), usageLine(cmd)))
	}
	return false
}

func quoted(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strconv.Quote(w)
	}
	return strings.Join(out, " ")
}

func (a *app) level() (slog.Level, error) {
	var level slog.Level
	err := level.UnmarshalText([]byte(a.logLevel))
	return level, err
}

// logger writes for people on a terminal and for programs elsewhere.
func (a *app) logger(w io.Writer) *slog.Logger {
	level, err := a.level()
	if err != nil {
		level = slog.LevelWarn
	}
	if isTerminal(a.stderr) {
		return slog.New(tint.NewTextHandler(w, &tint.Options{Level: level, NoColor: !a.color(a.stderr), TimeFormat: time.TimeOnly}))
	}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level}))
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// color reports whether colours may be written to w.
func (a *app) color(w io.Writer) bool {
	return !a.noColor && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(w)
}

// coloring is w, made to understand colours where the system needs telling (Windows).
func coloring(w io.Writer) io.Writer {
	if f, ok := w.(*os.File); ok {
		return colorable.NewColorable(f)
	}
	return w
}

// width is the number of columns of standard output: the terminal's, else what
// COLUMNS says, else 0 for unknown.
func (a *app) width() int {
	if f, ok := a.stdout.(*os.File); ok {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			return w
		}
	}
	w, err := strconv.Atoi(os.Getenv("COLUMNS"))
	if err != nil || w < 0 {
		return 0
	}
	return w
}
