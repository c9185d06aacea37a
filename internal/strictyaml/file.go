// Package strictyaml reads YAML that people write by hand and reports every
// mistake in it at once, each at its place and with what to do about it.
//
// It knows nothing of what a file is about: the caller walks the values, says
// which keys it knows and adds its own mistakes at a value's position. Anchors,
// aliases, tags and several documents in one file are refused: a file that is
// checked line by line needs none, and aliases can be made to grow without end.
package strictyaml

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// MaxBytes is the longest file that Parse reads. The largest one that ships,
// with every rule set, is a tenth of it.
const MaxBytes = 4 << 20

// maxDepth bounds how deep values may nest. The parser recurses, and running
// out of stack cannot be recovered from.
const maxDepth = 50

// File is a parsed file and the mistakes found in it so far.
type File struct {
	name     string
	root     *node
	mistakes Mistakes
}

// Parse reads one YAML document. What cannot be read is a mistake of the file,
// reported by Err, and leaves the root empty. name is how the file is called
// in mistakes.
func Parse(name string, data []byte) *File {
	f := &File{name: name}
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // Windows Notepad writes it and the parser keeps it
	if len(data) > MaxBytes {
		f.add(0, 0, "larger than %d MB: this is not a file that itacheck reads", MaxBytes>>20)
		return f
	}
	if line, ok := validUTF8(data); !ok {
		f.add(line, 1, "not UTF-8: save the file with the encoding UTF-8")
		return f
	}
	if line := tooDeep(data); line > 0 {
		f.add(line, 1, "nested more than %d deep", maxDepth)
		return f
	}
	doc, err := parse(data)
	if err != nil {
		f.syntax(err)
		return f
	}
	var bodies []ast.Node
	for _, d := range doc.Docs {
		if d.Body != nil && d.Body.Type() != ast.CommentType && d.Body.Type() != ast.NullType {
			bodies = append(bodies, d.Body)
		}
	}
	switch {
	case len(bodies) == 0:
		f.add(0, 0, "the file is empty")
	case len(bodies) > 1:
		line, _ := position(bodies[1])
		f.add(line, 1, "a second document begins here: remove the line ---, or put it into a file of its own")
	default:
		f.root = f.convert(bodies[0], 0)
	}
	return f
}

// Root returns the whole document.
func (f *File) Root() Value { return Value{f, f.root} }

// Err returns every mistake found so far, sorted by position, as Mistakes; nil
// when there is none.
func (f *File) Err() error {
	if len(f.mistakes) == 0 {
		return nil
	}
	return f.mistakes.sorted()
}

func (f *File) add(line, column int, format string, args ...any) {
	f.mistakes = append(f.mistakes, Mistake{f.name, line, column, fmt.Sprintf(format, args...)})
}

// parse calls the YAML parser. A parser that fails on a broken file must not
// take the program down.
func parse(data []byte) (doc *ast.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("not YAML that can be understood")
		}
	}()
	return parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
}

func (f *File) syntax(err error) {
	var at yaml.Error
	if errors.As(err, &at) && at.GetToken() != nil && at.GetToken().Position != nil {
		p, message := at.GetToken().Position, at.GetMessage()
		if strings.Contains(message, "'\t'") {
			message = "a tab: indent with spaces"
		}
		f.add(p.Line, p.Column, "%s", message)
		return
	}
	f.add(0, 0, "%s", err)
}

func validUTF8(data []byte) (line int, ok bool) {
	if utf8.Valid(data) {
		return 0, true
	}
	line = 1
	for part := range bytes.Lines(data) {
		if !utf8.Valid(part) {
			return line, false
		}
		line++
	}
	return line, false
}

// tooDeep returns the first line on which brackets or list dashes nest deeper
// than any file of ours, or 0. It counts characters without parsing, so
// brackets within text count too; they are paired or few.
func tooDeep(data []byte) int {
	line, depth := 1, 0
	for part := range bytes.Lines(data) {
		for _, c := range part {
			switch c {
			case '[', '{':
				depth++
			case ']', '}':
				depth = max(0, depth-1)
			}
			if depth > maxDepth {
				return line
			}
		}
		lead := part[:len(part)-len(bytes.TrimLeft(part, " \t-?:"))]
		if bytes.Count(lead, []byte{'-'})+bytes.Count(lead, []byte{'?'})+bytes.Count(lead, []byte{':'}) > maxDepth {
			return line
		}
		if bytes.Count(lead, []byte{' '})+bytes.Count(lead, []byte{'\t'}) > 20*maxDepth {
			return line
		}
		line++
	}
	return 0
}

type kind int

const (
	absent kind = iota // nothing, or an empty value
	scalar
	list
	mapping
	refused // a value that has been reported already
)

func (k kind) String() string {
	return [...]string{"nothing", "text", "a list", "a group of keys", "this"}[k]
}

// node is a value of the document, freed of the parser's many types.
type node struct {
	kind         kind
	line, column int
	text         string // of a scalar, as written: 0123 and no stay what they are
	items        []*node
	keys         []*node // of a mapping, beside items
}

func (f *File) convert(n ast.Node, depth int) *node {
	out := &node{}
	out.line, out.column = position(n)
	if depth > maxDepth {
		out.kind = refused
		f.add(out.line, out.column, "nested more than %d deep", maxDepth)
		return out
	}
	switch n := n.(type) {
	case nil, *ast.NullNode: // absent
	case *ast.MappingNode:
		out.kind = mapping
		for _, pair := range n.Values {
			f.pair(out, pair, depth)
		}
	case *ast.MappingValueNode:
		out.kind = mapping
		f.pair(out, n, depth)
	case *ast.SequenceNode:
		out.kind = list
		for _, v := range n.Values {
			out.items = append(out.items, f.convert(v, depth+1))
		}
	case *ast.LiteralNode:
		out.kind, out.text = scalar, strings.TrimSpace(n.Value.Value)
	case *ast.StringNode:
		out.kind, out.text = scalar, strings.TrimSpace(n.Value)
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		out.kind = refused
		f.add(out.line, out.column, "anchors and aliases (& and *) are not read here: write the value out, or put it in quotes if it is text")
	case *ast.TagNode:
		out.kind = refused
		f.add(out.line, out.column, "tags (!) are not read here: write the plain value, or put it in quotes if it is text")
	default:
		out.kind, out.text = scalar, written(n.GetToken())
	}
	return out
}

func (f *File) pair(out *node, pair *ast.MappingValueNode, depth int) {
	key := f.convert(pair.Key, depth+1)
	if key.kind != scalar {
		if key.kind != refused {
			f.add(key.line, key.column, "a key must be a word")
		}
		return
	}
	if len(out.keys) == 0 && (key.line < out.line || key.line == out.line && key.column < out.column) {
		out.line, out.column = key.line, key.column // the parser places a block mapping at its first colon
	}
	out.keys = append(out.keys, key)
	out.items = append(out.items, f.convert(pair.Value, depth+1))
}

func written(t *token.Token) string {
	if t == nil {
		return ""
	}
	return strings.TrimSpace(t.Value)
}

func position(n ast.Node) (line, column int) {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 0, 0
	}
	p := n.GetToken().Position
	return p.Line, p.Column
}
