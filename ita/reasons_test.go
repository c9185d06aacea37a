package ita

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestEveryFailureCodeIsExplained(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "site.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		for i, name := range spec.Names {
			if !strings.HasPrefix(name.Name, "Fail") || i >= len(spec.Values) {
				continue
			}
			if lit, ok := spec.Values[i].(*ast.BasicLit); ok {
				code, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Fatal(err)
				}
				codes = append(codes, code)
			}
		}
		return true
	})
	if len(codes) < 10 {
		t.Fatalf("found only %d Fail constants in site.go", len(codes))
	}
	for _, code := range codes {
		wantReason(t, code)
	}
}

func TestEveryCodeThatTheSchemaNamesIsExplained(t *testing.T) {
	raw, err := os.ReadFile("../report/testdata/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	type described struct{ Description string }
	var schema struct {
		Defs struct {
			Evidence struct {
				Properties struct {
					Reach struct {
						Properties struct{ Reason, Warnings described }
					}
				}
			}
		} `json:"$defs"`
	}
	if err := json.Unmarshal(raw, &schema); err != nil {
		t.Fatal(err)
	}
	reach := schema.Defs.Evidence.Properties.Reach.Properties
	for _, d := range []described{reach.Reason, reach.Warnings} {
		_, list, ok := strings.Cut(d.Description, ": ")
		codes := regexp.MustCompile(`[a-z][a-z0-9_]+`).FindAllString(list, -1)
		if !ok || len(codes) < 4 {
			t.Fatalf("no list of codes in %q", d.Description)
		}
		for _, code := range codes {
			wantReason(t, code)
		}
	}
}

// TestEveryCodeThatChecksGiveIsExplained reads the checks' sources: a code
// stands after a state, in a list of results or in a literal.
func TestEveryCodeThatChecksGiveIsExplained(t *testing.T) {
	sources, err := filepath.Glob("../checks/*.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]bool{}
	take := func(list []ast.Expr) {
		for i, e := range list[:max(0, len(list)-1)] {
			state, ok := e.(*ast.SelectorExpr)
			if !ok || !strings.HasPrefix(state.Sel.Name, "Reach") {
				continue
			}
			if lit, ok := list[i+1].(*ast.BasicLit); ok && lit.Kind == token.STRING && lit.Value != `""` {
				codes[strings.Trim(lit.Value, `"`)] = true
			}
		}
	}
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ReturnStmt:
				take(n.Results)
			case *ast.CompositeLit:
				take(n.Elts)
			case *ast.AssignStmt:
				take(n.Rhs)
			}
			return true
		})
	}
	if len(codes) < 15 {
		t.Fatalf("found only %d codes in the checks", len(codes))
	}
	for code := range codes {
		wantReason(t, code)
	}
}

func TestEveryReasonIsThereOnceInBothLanguages(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Reasons() {
		if seen[r.Code] {
			t.Errorf("%s is explained twice", r.Code)
		}
		seen[r.Code] = true
		wantReason(t, r.Code)
	}
}

func TestFailureToLookIsNotProofOfAbsence(t *testing.T) {
	for _, code := range []string{
		FailDNSTemp, FailConnect, FailTimeout, FailReset, FailTLS, FailRobots, FailAddress, FailTooLarge, FailProtocol,
		FailCancelled, FailProxy, FailRateLimit, FailPageBudget, "server_error", "refuses_robots", "quota_exceeded", "script_shell", "parse_error", "not_checked",
	} {
		m := ReasonOf(code).Means
		if !strings.Contains(m.TH, "ยังไม่ตัดสินว่าขาด") || !strings.Contains(m.EN, "judged as missing") {
			t.Errorf("%s does not say that nothing is judged as missing: %q, %q", code, m.TH, m.EN)
		}
	}
}

func TestUnknownReasonIsNamed(t *testing.T) {
	r := ReasonOf("eaten_by_dog")
	if !strings.Contains(r.Means.TH, "eaten_by_dog") || !strings.Contains(r.Means.EN, "eaten_by_dog") || r.Remedy.IsZero() {
		t.Errorf("ReasonOf of an unknown code = %+v", r)
	}
	if r := ReasonOf(""); r != (Reason{}) {
		t.Errorf("ReasonOf of no code = %+v, want nothing", r)
	}
}

// wantReason checks that a code has sentences of its own, each in its language.
func wantReason(t *testing.T, code string) {
	t.Helper()
	r := ReasonOf(code)
	if strings.Contains(r.Means.EN, "(code "+code+")") {
		t.Errorf("%s has no entry", code)
		return
	}
	thai := regexp.MustCompile(`\p{Thai}`)
	for _, s := range []Text{r.Means, r.Remedy} {
		if !thai.MatchString(s.TH) || s.EN == "" || thai.MatchString(s.EN) {
			t.Errorf("%s lacks a sentence in one language: %q, %q", code, s.TH, s.EN)
		}
	}
}
