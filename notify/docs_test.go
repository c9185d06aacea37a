package notify

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func doc(t *testing.T, parts ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{"..", "docs"}, parts...)...))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(data), "\r\n", "\n")
}

func TestTheExamplesOfTheDocumentationAreRead(t *testing.T) {
	text := doc(t, "watch.md")
	for n, block := range strings.Split(text, "```yaml\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		if c, err := Load("watch.md", []byte(block)); err != nil || len(c.Entries()) == 0 {
			t.Errorf("example %d: %v", n+1, err)
		}
	}
	for _, k := range kinds() {
		for _, word := range append([]string{k.name}, k.keys...) {
			if !strings.Contains(text, "`"+word+"`") {
				t.Errorf("%s is not documented", word)
			}
		}
	}
}

// taskChildren is the part of the Task Scheduler's schema (MS-TSCH, task version
// 1.2) that the task may use: for each element, those within it in their order.
var taskChildren = map[string][]string{
	"Task":             {"RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"},
	"RegistrationInfo": {"Date", "Author", "Version", "Description", "URI"},
	"Triggers":         {"CalendarTrigger"},
	"CalendarTrigger":  {"Enabled", "StartBoundary", "EndBoundary", "Repetition", "ExecutionTimeLimit", "RandomDelay", "ScheduleByDay", "ScheduleByWeek"},
	"ScheduleByWeek":   {"WeeksInterval", "DaysOfWeek"},
	"DaysOfWeek":       {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
	"Principals":       {"Principal"},
	"Principal":        {"UserId", "LogonType", "GroupId", "DisplayName", "RunLevel"},
	"Settings":         {"MultipleInstancesPolicy", "DisallowStartIfOnBatteries", "StopIfGoingOnBatteries", "AllowHardTerminate", "StartWhenAvailable", "RunOnlyIfNetworkAvailable", "AllowStartOnDemand", "Enabled", "Hidden", "RunOnlyIfIdle", "WakeToRun", "ExecutionTimeLimit", "Priority"},
	"Actions":          {"Exec"},
	"Exec":             {"Command", "Arguments", "WorkingDirectory"},
}

// taskValues are the forms of the values that are not plain text.
var taskValues = map[string]*regexp.Regexp{
	"StartBoundary":              regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)?$`),
	"RandomDelay":                regexp.MustCompile(`^PT\d+[HMS]$`),
	"ExecutionTimeLimit":         regexp.MustCompile(`^PT\d+[HMS]$`),
	"WeeksInterval":              regexp.MustCompile(`^\d+$`),
	"RunLevel":                   regexp.MustCompile(`^(LeastPrivilege|HighestAvailable)$`),
	"MultipleInstancesPolicy":    regexp.MustCompile(`^(Parallel|Queue|IgnoreNew|StopExisting)$`),
	"DisallowStartIfOnBatteries": regexp.MustCompile(`^(true|false)$`),
	"StopIfGoingOnBatteries":     regexp.MustCompile(`^(true|false)$`),
	"StartWhenAvailable":         regexp.MustCompile(`^(true|false)$`),
	"RunOnlyIfNetworkAvailable":  regexp.MustCompile(`^(true|false)$`),
}

type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func TestTheWindowsTask(t *testing.T) {
	text := doc(t, "units", "itacheck-watch.xml")
	if strings.ContainsFunc(text, func(r rune) bool { return r > 126 }) {
		t.Error("schtasks reads the file in the system's encoding: keep to ASCII")
	}
	d := xml.NewDecoder(strings.NewReader(text))
	var task element
	if err := d.Decode(&task); err != nil {
		t.Fatal(err)
	}
	for err := error(nil); !errors.Is(err, io.EOF); {
		var tok xml.Token
		if tok, err = d.Token(); err != nil && !errors.Is(err, io.EOF) {
			t.Fatal(tok, err)
		}
	}
	checkTask(t, task)
	principal, actions := "", ""
	for _, c := range task.Children {
		switch c.XMLName.Local {
		case "Principals":
			principal = c.Children[0].attr("id")
		case "Actions":
			actions = c.attr("Context")
		}
	}
	if principal == "" || principal != actions {
		t.Errorf("the actions run as %q, but the principal is %q", actions, principal)
	}
}

func checkTask(t *testing.T, e element) {
	name := e.XMLName.Local
	if e.XMLName.Space != "http://schemas.microsoft.com/windows/2004/02/mit/task" {
		t.Errorf("%s is in the name space %q", name, e.XMLName.Space)
	}
	if form := taskValues[name]; form != nil && !form.MatchString(strings.TrimSpace(e.Text)) {
		t.Errorf("%s: %q", name, e.Text)
	}
	last := -1
	for _, c := range e.Children {
		i := slices.Index(taskChildren[name], c.XMLName.Local)
		if i <= last {
			t.Errorf("%s may not hold %s, or not at this place", name, c.XMLName.Local)
		}
		last = i
		checkTask(t, c)
	}
}

func TestTheSystemdUnits(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not here: the units are not verified")
	}
	dir := t.TempDir()
	for _, name := range []string{"itacheck-watch.service", "itacheck-watch.timer"} {
		text := strings.ReplaceAll(doc(t, "units", name), "/usr/local/bin/itacheck", "/bin/true") // which need not be installed
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"itacheck-watch.service", "itacheck-watch.timer"} {
		out, err := exec.Command(analyze, "verify", "--man=no", filepath.Join(dir, name)).CombinedOutput()
		if err != nil || strings.Contains(string(out), "itacheck") {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

var cronLine = regexp.MustCompile(`^\d+ \d+ [\d*]+ [\d*]+ [\d*]-?\d* (\S+) (.+)$`)

func TestTheCronLine(t *testing.T) {
	var job []string
	for line := range strings.SplitSeq(doc(t, "units", "itacheck-watch.cron"), "\n") {
		if m := cronLine.FindStringSubmatch(line); m != nil {
			job = m
		}
	}
	if job == nil || job[1] != "itacheck" || strings.Contains(job[2], "%") { // cron takes % for the end of a line
		t.Fatalf("%q", job)
	}
	if runtime.GOOS == "windows" {
		t.Skip("no sh here: the command is not read")
	}
	if out, err := exec.Command("sh", "-n", "-c", job[2]).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}
