package main

import (
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// mutant is one small fault.
type mutant struct {
	id    int
	at    token.Position
	fault string
	line  string // of the source

	reached, late bool   // by a test; a test ran on and on
	killed        string // the test that noticed it; empty: none did
}

func (m *mutant) String() string {
	return fmt.Sprintf("%s:%d:%d: %s: %s", filepath.Base(m.at.Filename), m.at.Line, m.at.Column, m.fault, m.line)
}

// planted is a package with its mutants.
type planted struct {
	dir, name string
	files     map[string]string // path → source with mutants
	mutants   []*mutant
}

// load plants mutants in a package.
func load(ctx context.Context, pkg string) (*planted, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-export", "-deps", "-json=ImportPath,Export,Dir,GoFiles,Name", pkg).Output()
	if err != nil {
		return nil, fmt.Errorf("go list %s: %w", pkg, err)
	}
	type listed struct {
		ImportPath, Export, Dir, Name string
		GoFiles                       []string
	}
	exports := map[string]string{}
	var last listed // the package itself comes last
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var l listed
		if err := d.Decode(&l); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		exports[l.ImportPath], last = l.Export, l
	}
	fset := token.NewFileSet()
	var files []*ast.File
	p := &planted{dir: last.Dir, name: last.Name, files: map[string]string{}}
	sources := map[string][]byte{}
	for _, name := range last.GoFiles {
		path := filepath.Join(last.Dir, name)
		src, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(fset, path, src, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		sources[path], files = src, append(files, f)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	open := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	checker := types.Config{Importer: importer.ForCompiler(fset, "gc", open)}
	tpkg, err := checker.Check(last.ImportPath, fset, files, info)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		path := fset.Position(f.Pos()).Filename
		pl := &planter{planted: p, fset: fset, info: info, pkg: tpkg, file: f, src: sources[path]}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				pl.function(fn)
			}
		}
		p.files[path] = pl.edited()
	}
	return p, nil
}

// planter plants mutants in one file, as insertions into its text.
type planter struct {
	*planted
	fset  *token.FileSet
	info  *types.Info
	pkg   *types.Package
	file  *ast.File
	src   []byte
	edits []edit
}

// edit puts text in place of the source from..to. Of edits at one place those
// with the lower order come first: what ends there, innermost first, then what
// begins there, outermost first.
type edit struct {
	from, to, order int
	text            string
}

func (p *planter) add(pos token.Pos, fault string) int {
	at := p.fset.Position(pos)
	line := strings.Split(string(p.src), "\n")[at.Line-1]
	m := &mutant{id: len(p.mutants) + 1, at: at, fault: fault, line: strings.TrimSpace(line)}
	p.mutants = append(p.mutants, m)
	return m.id
}

func (p *planter) offset(pos token.Pos) int { return p.fset.Position(pos).Offset }

// around puts text before and after a node.
func (p *planter) around(n ast.Node, before, after string) {
	from, to := p.offset(n.Pos()), p.offset(n.End())
	p.edits = append(p.edits, edit{from, from, 1<<30 - (to - from), before}, edit{to, to, -1<<30 + (to - from), after})
}

func (p *planter) replace(from, to token.Pos, text string) {
	p.edits = append(p.edits, edit{p.offset(from), p.offset(to), 0, text})
}

func (p *planter) edited() string {
	slices.SortStableFunc(p.edits, func(a, b edit) int {
		if a.from != b.from {
			return a.from - b.from
		}
		return a.order - b.order
	})
	var b strings.Builder
	at := 0
	for _, e := range p.edits {
		b.Write(p.src[at:e.from])
		b.WriteString(e.text)
		at = e.to
	}
	b.Write(p.src[at:])
	return b.String()
}

// overlay writes the package with its mutants and the file that tells the go
// command to take it in place of the real one.
func (p *planted) overlay(dir string) (string, error) {
	replace := map[string]string{}
	p.files[filepath.Join(p.dir, "mutants_of_this_package.go")] = "package " + p.name + "\n" + switches
	for path, src := range p.files {
		file := filepath.Join(dir, filepath.Base(path))
		if err := os.WriteFile(file, []byte(src), 0o644); err != nil {
			return "", err
		}
		replace[path] = file
	}
	doc, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "overlay.json")
	return name, os.WriteFile(name, doc, 0o644)
}

// function plants mutants in a function.
func (p *planter) function(fn *ast.FuncDecl) {
	if fn.Type.TypeParams == nil {
		p.returnEarly(fn)
	}
	for _, s := range fn.Body.List {
		ast.Inspect(s, p.visit)
	}
	p.drop(fn.Body.List)
}

// returnEarly has a function do nothing.
func (p *planter) returnEarly(fn *ast.FuncDecl) {
	if len(fn.Body.List) == 0 {
		return
	}
	var zeros, names []string
	if fn.Type.Results != nil {
		for _, r := range fn.Type.Results.List {
			for range max(1, len(r.Names)) {
				name := fmt.Sprintf("zero%d", len(names))
				names = append(names, name)
				zeros = append(zeros, "var "+name+" "+string(p.src[p.offset(r.Type.Pos()):p.offset(r.Type.End())])+";")
			}
		}
	}
	id := p.add(fn.Pos(), "return at once")
	at := fn.Body.Lbrace + 1
	p.replace(at, at, fmt.Sprintf(" if mutantOn(%d) { %s return %s };", id, strings.Join(zeros, " "), strings.Join(names, ", ")))
}

// visit plants mutants in a node.
func (p *planter) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GenDecl:
		return n.Tok != token.CONST
	case *ast.ArrayType:
		return false // its length is a constant
	case *ast.CompositeLit:
		for _, e := range n.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				ast.Inspect(kv.Value, p.visit) // the key may have to be a constant
				continue
			}
			ast.Inspect(e, p.visit)
		}
		return false
	case *ast.BlockStmt:
		p.drop(n.List)
	case *ast.CaseClause:
		p.drop(n.Body)
	case *ast.CommClause:
		p.drop(n.Body)
	case *ast.BinaryExpr:
		p.binary(n)
	case *ast.IfStmt:
		p.condition(n.Cond)
	case *ast.ForStmt:
		if n.Cond != nil {
			p.condition(n.Cond)
		}
	case *ast.SwitchStmt:
		if n.Tag == nil {
			for _, c := range n.Body.List {
				for _, e := range c.(*ast.CaseClause).List {
					p.condition(e)
				}
			}
		}
	case *ast.ReturnStmt:
		for _, e := range n.Results {
			if name, ok := e.(*ast.Ident); ok && name.Name == "false" && len(n.Results) > 1 {
				return false // nobody looks at the other results
			}
			p.condition(e)
		}
	case *ast.CallExpr:
		if name, ok := n.Fun.(*ast.Ident); ok && name.Name == "make" {
			return false // of its numbers one is mostly a capacity
		}
	case *ast.UnaryExpr:
		if n.Op == token.NOT {
			p.negate(n, "drop !")
		}
	case *ast.BasicLit:
		p.number(n)
	}
	return true
}

// condition negates a bool that is no operation of its own.
func (p *planter) condition(e ast.Expr) {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident, *ast.CallExpr, *ast.SelectorExpr, *ast.IndexExpr:
		p.negate(e, "negate")
	}
}

func (p *planter) negate(e ast.Expr, fault string) {
	t := p.info.Types[e]
	if t.Type == nil || t.Value != nil || !types.Identical(t.Type, types.Typ[types.Bool]) {
		return
	}
	p.around(e, fmt.Sprintf("(mutantOn(%d) != (", p.add(e.Pos(), fault)), "))")
}

// helpers are the functions that stand in for operators.
var helpers = map[token.Token]string{
	token.LSS: "mutantLess", token.LEQ: "mutantLessEqual", token.GTR: "mutantMore", token.GEQ: "mutantMoreEqual",
	token.ADD: "mutantAdd", token.SUB: "mutantSub", token.MUL: "mutantMul", token.QUO: "mutantDiv",
}

func (p *planter) binary(n *ast.BinaryExpr) {
	t := p.info.Types[n]
	if t.Value != nil {
		return
	}
	operand, _ := p.info.Types[n.X].Type.Underlying().(*types.Basic)
	swap := func(id int, middle, after string) {
		p.around(n, fmt.Sprintf("%s(%d, ", helpers[n.Op], id), after)
		p.replace(n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), middle)
	}
	switch n.Op {
	case token.EQL, token.NEQ:
		p.around(n, fmt.Sprintf("(mutantOn(%d) != (", p.add(n.OpPos, "== for !=, or the other way")), "))")
	case token.LAND, token.LOR:
		name := map[token.Token]string{token.LAND: "mutantAnd", token.LOR: "mutantOr"}[n.Op]
		p.around(n, fmt.Sprintf("%s(%d, ", name, p.add(n.OpPos, "&& for ||, or the other way")), ") })")
		p.replace(n.OpPos, n.OpPos+2, ", func() bool { return (")
		p.condition(n.X)
		p.condition(n.Y)
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		id := p.add(n.OpPos, "with or without the bound")
		p.add(n.OpPos, "negate")
		swap(id, ", ", ")")
	case token.ADD, token.SUB, token.MUL, token.QUO:
		if operand != nil && operand.Info()&(types.IsInteger|types.IsFloat) != 0 && operand.Info()&types.IsUntyped == 0 {
			swap(p.add(n.OpPos, "the opposite operator"), ", ", ")")
		}
	}
}

// number makes an integer one larger, or one smaller.
func (p *planter) number(n *ast.BasicLit) {
	t := p.info.Types[n].Type
	b, ok := t.Underlying().(*types.Basic)
	if n.Kind != token.INT || !ok || b.Info()&types.IsInteger == 0 || b.Info()&types.IsUntyped != 0 {
		return
	}
	known := true
	name := types.TypeString(t, func(other *types.Package) string {
		if other == p.pkg {
			return ""
		}
		known = known && slices.ContainsFunc(p.file.Imports, func(i *ast.ImportSpec) bool {
			return i.Name == nil && strings.Trim(i.Path.Value, `"`) == other.Path()
		})
		return other.Name()
	})
	if !known {
		return
	}
	id := p.add(n.Pos(), "+1")
	p.add(n.Pos(), "-1")
	p.around(n, fmt.Sprintf("mutantNumber[%s](%d, ", name, id), ")")
}

// drop leaves statements out, one at a time.
func (p *planter) drop(list []ast.Stmt) {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.ExprStmt:
		case *ast.IncDecStmt:
		case *ast.AssignStmt:
			if s.Tok == token.DEFINE {
				continue
			}
		case *ast.BranchStmt:
			if s.Label != nil || s.Tok == token.FALLTHROUGH || s.Tok == token.GOTO {
				continue
			}
		default:
			continue
		}
		p.around(s, fmt.Sprintf("if !mutantOn(%d) { ", p.add(s.Pos(), "drop the statement")), " }")
	}
}

// switches are the functions that the mutants are switched on by.
const switches = `
import (
	"cmp"
	"fmt"
	"os"
	"strconv"
	"sync"
)

var (
	mutantActive, _ = strconv.Atoi(os.Getenv("MUTANT"))
	mutantFile      = os.Getenv("MUTANTS_REACHED")
	mutantSeen      sync.Map
)

func mutantOn(id int) bool {
	if mutantFile != "" {
		mutantReached(id)
	}
	return id == mutantActive
}

func mutantReached(id int) {
	if _, seen := mutantSeen.LoadOrStore(id, true); seen {
		return
	}
	f, err := os.OpenFile(mutantFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		panic(err)
	}
	fmt.Fprintln(f, id)
	f.Close()
}

func mutantAnd(id int, a bool, b func() bool) bool {
	if mutantOn(id) {
		return a || b()
	}
	return a && b()
}

func mutantOr(id int, a bool, b func() bool) bool {
	if mutantOn(id) {
		return a && b()
	}
	return a || b()
}

func mutantLess[T cmp.Ordered](id int, a, b T) bool {
	return mutantOn(id) && a <= b || !mutantOn(id) && mutantOn(id+1) != (a < b)
}

func mutantLessEqual[T cmp.Ordered](id int, a, b T) bool {
	return mutantOn(id) && a < b || !mutantOn(id) && mutantOn(id+1) != (a <= b)
}

func mutantMore[T cmp.Ordered](id int, a, b T) bool {
	return mutantOn(id) && a >= b || !mutantOn(id) && mutantOn(id+1) != (a > b)
}

func mutantMoreEqual[T cmp.Ordered](id int, a, b T) bool {
	return mutantOn(id) && a > b || !mutantOn(id) && mutantOn(id+1) != (a >= b)
}

type mutantNumeric interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~float32 | ~float64
}

func mutantAdd[T mutantNumeric](id int, a, b T) T {
	if mutantOn(id) {
		return a - b
	}
	return a + b
}

func mutantSub[T mutantNumeric](id int, a, b T) T {
	if mutantOn(id) {
		return a + b
	}
	return a - b
}

func mutantMul[T mutantNumeric](id int, a, b T) T {
	if mutantOn(id) && b != 0 {
		return a / b
	}
	return a * b
}

func mutantDiv[T mutantNumeric](id int, a, b T) T {
	if mutantOn(id) {
		return a * b
	}
	return a / b
}

func mutantNumber[T mutantNumeric](id int, n T) T {
	switch {
	case mutantOn(id):
		return n + 1
	case mutantOn(id + 1):
		return n - 1
	}
	return n
}
`
