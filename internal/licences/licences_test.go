package licences

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write THIRD_PARTY_LICENSES anew")

const (
	root = "../.."
	file = root + "/THIRD_PARTY_LICENSES"
)

// Systems that releases are built for; what is linked differs between them.
var systems = []string{"linux", "windows", "darwin"}

// part is something in the binary that others wrote.
type part struct {
	name, version string
	texts         []string // paths of its licences and notices
}

// The names of files that are a licence or must go along with one.
var licence = regexp.MustCompile(`(?i)^(un)?licen[sc]es?([-.].*)?$|^(copying|notice|patents|authors|copyright)([-.].*)?$`)

// TestEveryPartIsCovered compares THIRD_PARTY_LICENSES with what is linked into
// the binary. After a change of dependencies: go test ./internal/licences -update.
func TestEveryPartIsCovered(t *testing.T) {
	var parts []part
	parts = append(parts, goItself(t))
	parts = append(parts, modules(t)...)
	parts = append(parts, pdfium(t)...)
	want, err := together(parts)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	for _, p := range parts {
		if !bytes.Contains(got, []byte(p.heading())) {
			t.Errorf("%s %s is in the binary and not in THIRD_PARTY_LICENSES", p.name, p.version)
		}
	}
	t.Fatal("THIRD_PARTY_LICENSES is out of date; to write it anew: go test ./internal/licences -update")
}

// modules are the modules that packages of the binary are from, on any system.
func modules(t *testing.T) []part {
	t.Helper()
	found := map[string]*part{}
	for _, system := range systems {
		cmd := exec.Command("go", "list", "-deps", "-json=Dir,Module", "./cmd/itacheck")
		cmd.Dir = root
		cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("go list for %s: %v", system, err)
		}
		for d := json.NewDecoder(bytes.NewReader(out)); ; {
			var p struct {
				Dir    string
				Module *struct {
					Path, Version, Dir string
					Main               bool
				}
			}
			if err := d.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			if p.Module == nil || p.Module.Main {
				continue
			}
			m := found[p.Module.Path]
			if m == nil {
				m = &part{name: p.Module.Path, version: p.Module.Version}
				found[p.Module.Path] = m
			}
			// A package may be under another licence than its module.
			for dir := p.Dir; strings.HasPrefix(dir, p.Module.Dir); dir = filepath.Dir(dir) {
				m.texts = append(m.texts, textsIn(t, dir)...)
			}
		}
	}
	var parts []part
	for _, m := range found {
		slices.Sort(m.texts)
		m.texts = slices.Compact(m.texts)
		if len(m.texts) == 0 {
			t.Errorf("%s %s has no licence in its folder: find it, and a way to include it", m.name, m.version)
		}
		parts = append(parts, *m)
	}
	slices.SortFunc(parts, func(a, b part) int { return cmp.Compare(a.name, b.name) })
	return parts
}

func textsIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		switch {
		case !licence.MatchString(e.Name()):
		case e.IsDir(): // as REUSE has it
			texts = append(texts, textsUnder(t, path)...)
		case filepath.Ext(e.Name()) != ".go":
			texts = append(texts, path)
		}
	}
	return texts
}

func textsUnder(t *testing.T, dir string) []string {
	t.Helper()
	var texts []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			texts = append(texts, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// goItself is the standard library and the runtime.
func goItself(t *testing.T) part {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	goroot := strings.TrimSpace(string(out))
	p := part{name: "Go, its standard library and runtime"}
	for _, name := range []string{"LICENSE", "PATENTS"} {
		p.texts = append(p.texts, filepath.Join(goroot, name))
	}
	return p
}

// pdfium are the parts of pdfium.wasm, each with its licence in a file; what
// they are is told in documents/pdfium/README.md.
func pdfium(t *testing.T) []part {
	t.Helper()
	dir := filepath.Join(root, "documents", "pdfium", "licences")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var parts []part
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".txt")
		parts = append(parts, part{name: "pdfium.wasm: " + name, texts: []string{filepath.Join(dir, e.Name())}})
	}
	return parts
}

func (p part) heading() string { return strings.TrimSpace(p.name+" "+p.version) + "\n" }

// together writes the parts below one another. A text that several have stands
// once, below the names of all of them.
func together(parts []part) ([]byte, error) {
	type text struct {
		body  string
		names []string
	}
	var texts []*text
	known := map[string]*text{}
	for _, p := range parts {
		for _, path := range p.texts {
			b, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			body := strings.TrimSpace(strings.ReplaceAll(string(b), "\r\n", "\n"))
			if known[body] == nil {
				known[body] = &text{body: body}
				texts = append(texts, known[body])
			}
			if t := known[body]; !slices.Contains(t.names, p.heading()) {
				t.names = append(t.names, p.heading())
			}
		}
	}
	var out bytes.Buffer
	fmt.Fprintln(&out, "The program itacheck contains the following, under these licences.")
	for _, t := range texts {
		fmt.Fprintf(&out, "\n%s\n%s\n%s\n", strings.Repeat("=", 78), strings.Join(t.names, ""), t.body)
	}
	return out.Bytes(), nil
}

// TestPDFiumNames holds the folder of licences against the list in the README
// beside it.
func TestPDFiumNames(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(root, "documents", "pdfium", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pdfium(t) {
		if name := filepath.Base(p.texts[0]); !strings.Contains(string(readme), "`licences/"+name+"`") {
			t.Errorf("documents/pdfium/README.md does not mention licences/%s", name)
		}
	}
}
