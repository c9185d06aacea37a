// Package layout holds the test that keeps the packages apart: it has no code.
package layout

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "itacheck"

// may lists what each package may import of the module. ita imports nothing, so
// that everybody can speak it; only audit and cmd see more than one sibling.
// Test files are held to the same, but for those of a package's users, in
// package NAME_test: they may have an entry of their own.
var may = map[string][]string{
	"":                    {},
	"ita":                 {},
	"internal/thai":       {"ita"},
	"internal/strictyaml": {},
	"internal/demosite":   {"ita"},
	"internal/layout":     {},
	"internal/mutate":     {},
	"internal/licences":   {},
	"internal/dbfile":     {},
	"internal/lock":       {},
	"rules":               {"ita", "internal/thai", "internal/strictyaml", ""},
	"rules_test":          {"ita", "rules", "crawler", ""}, // which reads the pages to be matched
	"config":              {"ita", "internal/thai", "internal/strictyaml"},
	"crawler":             {"ita", "internal/thai"},
	"crawler_test":        {"ita", "crawler", "rules", "audit", ""}, // the doors of TestDoors, as an audit judges them
	"checks":              {"ita", "internal/thai"},
	"documents":           {"ita", "internal/thai"},
	"documents/years":     {"ita", "documents", "checks"}, // a test only
	"batch":               {"ita", "internal/lock", "internal/dbfile"},
	"alert":               {"ita"},
	"alert_test":          {"ita", "alert", "history"}, // which keeps what it remembers
	"history":             {"ita", "internal/dbfile"},
	"history_test":        {"ita", "history", "checks"}, // which judge as the commands do
	"report":              {"ita"},
	"doctor":              {"ita"},
	"notify":              {"ita", "internal/strictyaml"},
	"audit":               {"ita", "internal/thai", "rules", "checks", "documents", "crawler", "internal/demosite", "config", "report", ""},
}

func TestImportsFollowTheDesign(t *testing.T) {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		dir, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		dir = strings.TrimPrefix(filepath.ToSlash(dir), ".")
		if strings.HasPrefix(dir, "cmd/") {
			return nil
		}
		allowed, known := may[dir]
		if !known {
			t.Errorf("%s: package %q is not in the list of who may import whom; add it", path, dir)
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		if users, ok := may[dir+"_test"]; ok && strings.HasSuffix(f.Name.Name, "_test") {
			allowed = users
		}
		for _, imp := range f.Imports {
			name := strings.Trim(imp.Path.Value, `"`)
			if name != module && !strings.HasPrefix(name, module+"/") {
				if dir == "ita" && strings.Contains(strings.Split(name, "/")[0], ".") {
					t.Errorf("%s: ita imports the standard library only, not %s", path, name)
				}
				continue
			}
			to := strings.TrimPrefix(strings.TrimPrefix(name, module), "/")
			if to != dir && !slices.Contains(allowed, to) {
				t.Errorf("%s: %q may not import %q", path, dir, to)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
