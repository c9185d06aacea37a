package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"itacheck/ita"
)

// notRun are the shown commands that the test cannot run, with the reason. Those
// of itacheck are only asked for their help, which refuses a flag that there is
// not. The first row that fits holds.
var notRun = []struct{ command, why string }{
	{`--render always`, "needs a browser"},
	{`^(CGO_ENABLED=0 )?go (build|test) `, "what the tests are made and run with"},
	{`^(sudo|journalctl) `, "needs root or systemd"},
	{`^(schtasks|icacls) `, "a command of Windows"},
	{`\$PROFILE`, "a file of PowerShell; testdata/script/help.txtar has the script"},
	{`^export (HTTPS_PROXY|SSL_CERT_FILE)=`, "the test's own proxy and certificate stand in for it"},
	{`^podman `, "needs a container"},
	{`^sha256sum `, "needs a published release"},
	{`^man `, "the page need not be installed; TestManualPages reads it"},
}

// endless are the commands that end when they are stopped, with what they say
// once they have done their work.
var endless = []struct{ command, said string }{
	{`^itacheck watch .*--cron `, `"msg":"told"`},
}

// TestDocs holds the documents to what the program does: every command that
// they show is run as they show it, on a website that a proxy plays; every
// command and flag within a sentence is there, and every link leads somewhere.
func TestDocs(t *testing.T) {
	var ground *ground
	if !testing.Short() {
		ground = newGround(t)
	}
	for _, d := range docsOf(t) {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			d.checkLinks(t)
			d.checkWords(t)
			if ground == nil {
				t.Skip("the commands are not run: -short, no sh, or a system that does not heed SSL_CERT_FILE")
			}
			for _, b := range d.blocks {
				t.Run("line "+strconv.Itoa(b.line), func(t *testing.T) {
					t.Parallel()
					ground.run(t, b)
				})
			}
		})
	}
}

// doc is a document as the tests see it.
type doc struct {
	name   string // from the root of the module
	tree   ast.Node
	source []byte
	blocks []block
}

// block are the commands that one block of a document shows.
type block struct {
	line     int
	commands []string
}

const moduleRoot = "../.."

// docsOf reads the Markdown files of the root and of docs.
func docsOf(t *testing.T) []doc {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(moduleRoot, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(filepath.Join(moduleRoot, "docs"), func(path string, _ fs.DirEntry, err error) error {
		if filepath.Ext(path) == ".md" {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var docs []doc
	for _, path := range names {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name, err := filepath.Rel(moduleRoot, path)
		if err != nil {
			t.Fatal(err)
		}
		source = bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n"))
		markdown := goldmark.New(goldmark.WithExtensions(extension.GFM))
		d := doc{name: filepath.ToSlash(name), tree: markdown.Parser().Parse(text.NewReader(source)), source: source}
		if strings.HasPrefix(d.name, "README") || strings.HasPrefix(d.name, "docs/") {
			d.readBlocks() // the others are for developers, who run what they change
		}
		docs = append(docs, d)
	}
	return docs
}

// readBlocks finds the blocks of commands. Of a block that is marked as a
// shell's, or indented, every line is one, or where it shows prompts the lines
// after them. Of any other, such as output, only lines that call itacheck are.
func (d *doc) readBlocks() {
	_ = ast.Walk(d.tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if k := n.Kind(); !entering || k != ast.KindCodeBlock && k != ast.KindFencedCodeBlock {
			return ast.WalkContinue, nil
		}
		lines := n.Lines()
		if lines.Len() == 0 {
			return ast.WalkContinue, nil
		}
		language, all := "", true
		if f, ok := n.(*ast.FencedCodeBlock); ok {
			language = string(f.Language(d.source))
			all = shellLanguage.MatchString(language)
		}
		b := block{
			line:     1 + bytes.Count(d.source[:lines.At(0).Start], []byte("\n")),
			commands: commandsOf(string(lines.Value(d.source)), all, windowsLanguage.MatchString(language)),
		}
		if len(b.commands) > 0 {
			d.blocks = append(d.blocks, b)
		}
		return ast.WalkContinue, nil
	})
}

var (
	shellLanguage   = regexp.MustCompile(`^(sh|bash|shell|console|powershell|pwsh|bat|cmd|batch)$`)
	windowsLanguage = regexp.MustCompile(`^(powershell|pwsh|bat|cmd|batch)$`)
	prompt          = regexp.MustCompile(`^(\$ |PS[^>]*> ?|[A-Z]:\\[^>]*> ?)`)
	windowsCall     = regexp.MustCompile(`^(\.\\itacheck(\.exe)?|itacheck\.exe)\b`)
	call            = regexp.MustCompile(`^(\./itacheck|itacheck|go run \./cmd/itacheck)( |$)`)
)

// commandsOf reads the commands of a block, with all calls of the program spelt
// as itacheck or ./itacheck and all paths as sh has them.
func commandsOf(code string, all, windows bool) []string {
	prompts := false
	for line := range strings.Lines(code) {
		prompts = prompts || prompt.MatchString(line)
	}
	var commands []string
	goesOn := false
	for line := range strings.Lines(code) {
		line = strings.TrimSpace(line)
		bare := prompt.ReplaceAllString(line, "")
		windows := windows || windowsCall.MatchString(bare) || strings.Contains(line[:len(line)-len(bare)], `\`)
		if windows {
			bare = strings.ReplaceAll(windowsCall.ReplaceAllString(bare, "itacheck"), `\`, "/")
		}
		ends := strings.TrimRight(bare, "\\^`")
		if bare == ends || ends != strings.TrimSpace(ends)+" " {
			ends = bare // no sign at its end that it goes on
		}
		switch shown := call.MatchString(bare) || all && bare != "" && bare[0] != '#'; {
		case goesOn:
			commands[len(commands)-1] += ends
		case shown && (!prompts || bare != line):
			commands = append(commands, strings.Replace(ends, "go run ./cmd/itacheck", "itacheck", 1))
		default:
			continue
		}
		goesOn = ends != bare
	}
	return commands
}

// No exception outlives the command that it was made for.
func TestDocsNeedEveryException(t *testing.T) {
	var commands []string
	for _, d := range docsOf(t) {
		for _, b := range d.blocks {
			commands = append(commands, b.commands...)
		}
	}
	var rows []string
	for _, row := range notRun {
		rows = append(rows, row.command)
	}
	for _, row := range endless {
		rows = append(rows, row.command)
	}
	for _, row := range rows {
		if !slices.ContainsFunc(commands, regexp.MustCompile(row).MatchString) {
			t.Errorf("no document shows a command for %s", row)
		}
	}
}

func TestCommandsOfABlock(t *testing.T) {
	for _, c := range []struct {
		name, code   string
		all, windows bool
		want         []string
	}{
		{"every line of a shell's block", "# first\nitacheck demo\nls reports\n", true, false, []string{"itacheck demo", "ls reports"}},
		{"only calls in output", "itacheck: no file\nitacheck version\nitacheck 1.2\n", false, false, []string{"itacheck version", "itacheck 1.2"}},
		{"only what follows prompts", "$ itacheck version\nitacheck 1.2\n", true, false, []string{"itacheck version"}},
		{"a command on two lines", "itacheck init a.yaml \\\n  --name x\nls\n", true, false, []string{"itacheck init a.yaml --name x", "ls"}},
		{"go run", "go run ./cmd/itacheck demo\n", true, false, []string{"itacheck demo"}},
		{"PowerShell", ".\\itacheck.exe report results\\a.json `\n  --output a.html\n", true, true, []string{"itacheck report results/a.json --output a.html"}},
		{"a prompt of Windows", "C:\\ITA> itacheck.exe demo\nC:\\ITA>.\\itacheck version\n", false, false, []string{"itacheck demo", "itacheck version"}},
	} {
		if diff := cmp.Diff(c.want, commandsOf(c.code, c.all, c.windows)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// restOfLine is what follows a call: a comment, a redirection, another command.
var restOfLine = regexp.MustCompile(` (#|>|\||&&).*`)

var comment = regexp.MustCompile(`(?m) +#.*$`)

// run does what a block shows in a folder of its own, unless another block shows
// the same.
func (g *ground) run(t *testing.T, b block) {
	var commands []string
	for _, command := range b.commands {
		own := call.MatchString(command)
		switch why := whyNot(command); {
		case why == "":
			commands = append(commands, command)
		case own:
			commands = append(commands, restOfLine.ReplaceAllString(command, "")+" --help")
		}
	}
	same := comment.ReplaceAllString(strings.Join(commands, "\n"), "")
	if _, was := g.ran.LoadOrStore(strings.ReplaceAll(same, "./itacheck", "itacheck"), true); was || len(commands) == 0 {
		return
	}
	folder := g.folder(t, commands)
	for _, command := range commands {
		g.runOne(t, folder, command)
	}
}

// whyNot is why a command is not run; "": it is.
func whyNot(command string) string {
	for _, row := range notRun {
		if regexp.MustCompile(row.command).MatchString(command) {
			return row.why
		}
	}
	return ""
}

// runOne runs a command and looks at its exit code: 0, or 1 for what an audit
// has found. 2 means that what is shown is wrong.
func (g *ground) runOne(t *testing.T, folder, command string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	var out bytes.Buffer
	said := ""
	for _, row := range endless {
		if regexp.MustCompile(row.command).MatchString(strings.TrimPrefix(command, "./")) {
			said = row.said
			if err := os.RemoveAll(filepath.Join(folder, "home", ".local")); err != nil { // the first run is at once
				t.Fatal(err)
			}
			command = "exec " + command // to be stopped itself, not its shell
		}
	}
	cmd := exec.CommandContext(ctx, g.sh, "-c", command)
	cmd.Dir, cmd.Env = folder, g.environ(folder)
	watched := &until{said: said, w: &out, seen: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = watched, watched
	if err := cmd.Start(); err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	if said != "" {
		go func() {
			select {
			case <-watched.seen:
				_ = cmd.Process.Signal(os.Interrupt) // else the deadline ends it
			case <-ctx.Done():
			}
		}()
	}
	err := cmd.Wait()
	code := 0
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		code = failed.ExitCode()
	} else if err != nil {
		t.Errorf("%s: %v", command, err)
		return
	}
	switch {
	case said != "" && code == exitInterrupted:
	case code != 0 && code != exitFindings:
		t.Errorf("%s\nexit code %d\n%s", command, code, &out)
	case code == exitFindings && !strings.Contains(command, "itacheck"):
		t.Errorf("%s\nfailed\n%s", command, &out)
	}
}

// checkLinks follows the links and pictures that lead to files here, and those
// to headings.
func (d *doc) checkLinks(t *testing.T) {
	d.each(func(n ast.Node) {
		switch n := n.(type) {
		case *ast.Link:
			d.checkLink(t, string(n.Destination))
		case *ast.Image:
			d.checkLink(t, string(n.Destination))
		case *ast.RawHTML:
			for _, m := range addresses.FindAllSubmatch(n.Segments.Value(d.source), -1) {
				d.checkLink(t, string(m[1]))
			}
		case *ast.HTMLBlock:
			for _, m := range addresses.FindAllSubmatch(n.Lines().Value(d.source), -1) {
				d.checkLink(t, string(m[1]))
			}
		}
	})
}

var addresses = regexp.MustCompile(`(?:src|href)="([^"]*)"`)

func (d *doc) checkLink(t *testing.T, to string) {
	if strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
		return
	}
	path, heading, _ := strings.Cut(to, "#")
	file := filepath.Join(moduleRoot, filepath.Dir(filepath.FromSlash(d.name)), filepath.FromSlash(path))
	if path == "" {
		file = filepath.Join(moduleRoot, filepath.FromSlash(d.name))
	}
	data, err := os.ReadFile(file)
	if info, statErr := os.Stat(file); statErr == nil && info.IsDir() {
		return
	}
	if err != nil {
		t.Errorf("%s: the link to %s leads nowhere", d.name, to)
		return
	}
	if heading != "" && !slices.ContainsFunc(strings.Split(string(data), "\n"), func(line string) bool {
		return strings.HasPrefix(line, "#") && anchor(strings.TrimLeft(line, "# ")) == heading
	}) {
		t.Errorf("%s: %s has no heading for the link to %s", d.name, path, to)
	}
}

// anchor is the fragment that leads to a heading where the files are shown.
func anchor(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}

// each visits every node.
func (d *doc) each(visit func(ast.Node)) {
	_ = ast.Walk(d.tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			visit(n)
		}
		return ast.WalkContinue, nil
	})
}

// checkWords looks at the code within sentences: a call of itacheck must name a
// command and flags of it, a flag alone must be one of some command.
func (d *doc) checkWords(t *testing.T) {
	root := (&app{lang: ita.English}).root()
	known := map[string]bool{}
	eachCommand(root, func(cmd *cobra.Command) {
		for name := range flagsOf(cmd) {
			known[name] = true
		}
	})
	d.each(func(n ast.Node) {
		span, ok := n.(*ast.CodeSpan)
		if !ok {
			return
		}
		var words []string
		for c := span.FirstChild(); c != nil; c = c.NextSibling() {
			words = append(words, strings.Fields(string(c.(*ast.Text).Value(d.source)))...)
		}
		if len(words) == 0 {
			return
		}
		flags := known
		switch {
		case call.MatchString(words[0] + " "):
			cmd, rest, _ := root.Find(words[1:])
			if len(rest) > 0 && !cmd.HasParent() && !strings.HasPrefix(rest[0], "-") && rest[0] != "help" {
				t.Errorf("%s: `%s`: no such command", d.name, strings.Join(words, " "))
			}
			flags = flagsOf(cmd)
		case !strings.HasPrefix(words[0], "--"):
			return
		}
		for _, w := range words {
			name, _, _ := strings.Cut(w, "=")
			if strings.HasPrefix(name, "--") && len(name) > 2 && !flags[name] {
				t.Errorf("%s: `%s`: no flag %s", d.name, strings.Join(words, " "), name)
			}
		}
	})
}

// eachCommand visits a command and all below it that are shown.
func eachCommand(cmd *cobra.Command, visit func(*cobra.Command)) {
	visit(cmd)
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			eachCommand(c, visit)
		}
	}
}

func flagsOf(cmd *cobra.Command) map[string]bool {
	names := map[string]bool{"--help": true}
	for _, set := range []*pflag.FlagSet{cmd.Flags(), cmd.PersistentFlags(), cmd.InheritedFlags()} {
		set.VisitAll(func(f *pflag.Flag) { names["--"+f.Name] = true })
	}
	return names
}

// The reasons that docs/verdicts.md lists are those that reports give.
func TestDocsListEveryReason(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(moduleRoot, "docs", "verdicts.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z0-9_]+)` \\| ([^|]* \\| [^|]*) \\|$").FindAllStringSubmatch(string(data), -1) {
		rows[m[1]] = m[2]
	}
	for _, r := range ita.Reasons() {
		want := r.Means.EN + " | " + r.Remedy.EN
		if rows[r.Code] != want {
			t.Errorf("docs/verdicts.md must say:\n| `%s` | %s |\nnot %q", r.Code, want, rows[r.Code])
		}
		delete(rows, r.Code)
	}
	for _, s := range ita.Statuses {
		if _, ok := rows[string(s)]; !ok {
			t.Errorf("docs/verdicts.md says nothing of the verdict %s", s)
		}
		delete(rows, string(s))
	}
	for _, code := range slices.Sorted(maps.Keys(rows)) {
		t.Errorf("docs/verdicts.md lists %s, which no report gives", code)
	}
}

// The set that docs/rules.md goes through as an example differs from the year
// before as it says there.
func TestDocsShowTheExamplesDifference(t *testing.T) {
	t.Setenv("COLUMNS", "80")
	var rules []byte
	for _, name := range []string{"rules.yaml", "docs/examples/fy2570.yaml"} {
		data, err := os.ReadFile(filepath.Join(moduleRoot, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		rules = append(rules, data...)
	}
	file := filepath.Join(t.TempDir(), "rules-2570.yaml")
	if err := os.WriteFile(file, rules, 0o644); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"rules", "diff", "2569/general", "2570/general", "--rules", file, "--lang", "en"}, strings.NewReader(""), &stdout, &stderr); code != 0 {
		t.Fatalf("exit code %d\n%s", code, &stderr)
	}
	data, err := os.ReadFile(filepath.Join(moduleRoot, "docs", "rules.md"))
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile(`(?m)^ {3}`).ReplaceAllString(strings.ReplaceAll(string(data), "\r\n", "\n"), "") // it stands in a list
	if !strings.Contains(shown, stdout.String()) {
		t.Errorf("docs/rules.md does not show:\n%s", &stdout)
	}
}
