package strictyaml

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Value is one value of a file. A value that is not there (or left empty) reads
// as the zero of every type and causes no mistake: Map.Need asks for one that
// must be there.
type Value struct {
	file *File
	node *node
}

// Exists reports whether there is a value; a key with nothing behind it has none.
func (v Value) Exists() bool { return v.node != nil && v.node.kind != absent }

// Mistake adds a mistake at the value's position.
func (v Value) Mistake(format string, args ...any) {
	if v.node == nil {
		v.file.add(0, 0, format, args...)
		return
	}
	v.file.add(v.node.line, v.node.column, format, args...)
}

// is reports whether the value is of a kind, adding a mistake when it is of another.
func (v Value) is(k kind) bool {
	if !v.Exists() || v.node.kind == refused {
		return false
	}
	if v.node.kind != k {
		v.Mistake("%s is expected here, not %s", k, v.node.kind)
		return false
	}
	return true
}

// Text returns a scalar as it is written, without surrounding space and quotes.
// Numbers, dates and words like "no" are text too.
func (v Value) Text() string {
	if !v.is(scalar) {
		return ""
	}
	return v.node.text
}

// Texts returns a list of texts.
func (v Value) Texts() []string {
	var out []string
	for _, item := range v.List() {
		text := item.Text()
		if text == "" && (!item.Exists() || item.node.kind == scalar) {
			item.Mistake("an empty entry: write it or remove it")
			continue
		}
		if text != "" {
			out = append(out, text)
		}
	}
	return out
}

// Int returns a whole number, in Arabic or Thai digits.
func (v Value) Int() int {
	if !v.is(scalar) {
		return 0
	}
	n, err := strconv.Atoi(Digits(v.node.text))
	if err != nil {
		v.Mistake("a whole number is expected here, not %q", v.node.text)
	}
	return n
}

// Number returns a decimal number, in Arabic or Thai digits, and whether there is one.
func (v Value) Number() (n float64, ok bool) {
	if !v.is(scalar) {
		return 0, false
	}
	n, err := strconv.ParseFloat(Digits(v.node.text), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		v.Mistake("a number is expected here, not %q", v.node.text)
		return 0, false
	}
	return n, true
}

// IsText reports whether the value is a scalar, without adding a mistake.
func (v Value) IsText() bool { return v.Exists() && v.node.kind == scalar }

// IsEmptyList reports whether the value is a list with nothing in it.
func (v Value) IsEmptyList() bool { return v.Exists() && v.node.kind == list && len(v.node.items) == 0 }

// List returns the values of a list.
func (v Value) List() []Value {
	if !v.is(list) {
		return nil
	}
	out := make([]Value, len(v.node.items))
	for i, n := range v.node.items {
		out[i] = Value{v.file, n}
	}
	return out
}

// Pair is one key of a mapping with its value.
type Pair struct {
	Key, Value Value
}

// Pairs returns a mapping's keys and values in the order of the file. A key
// that occurs again is a mistake, and left out.
func (v Value) Pairs() []Pair {
	if !v.is(mapping) {
		return nil
	}
	first := map[string]*node{}
	var out []Pair
	for i, key := range v.node.keys {
		k := Value{v.file, key}
		if before := first[key.text]; before != nil {
			k.Mistake("the key %q is here twice (first on line %d): remove one", key.text, before.line)
			continue
		}
		first[key.text] = key
		out = append(out, Pair{k, Value{v.file, v.node.items[i]}})
	}
	return out
}

// Map is a mapping with known keys.
type Map struct {
	Value  // the mapping itself
	values map[string]Value
}

// Map reads a mapping that may have the known keys only; others are mistakes.
func (v Value) Map(known ...string) Map {
	m := Map{Value: v, values: map[string]Value{}}
	for _, p := range v.Pairs() {
		key := p.Key.node.text
		if !slices.Contains(known, key) {
			hint := DidYouMean(key, known)
			if hint == "" {
				hint = ": the keys here are " + strings.Join(known, ", ")
			}
			p.Key.Mistake("unknown key %q%s", key, hint)
			continue
		}
		m.values[key] = p.Value
	}
	return m
}

// Get returns the value of a key; it need not exist.
func (m Map) Get(key string) Value {
	if v, ok := m.values[key]; ok {
		return v
	}
	return Value{m.file, nil}
}

// Need returns the value of a key that must be there. Where it is not, a
// mistake is added that ends with what to write. A mapping that does not exist
// itself misses nothing.
func (m Map) Need(key, remedy string) Value {
	v := m.Get(key)
	if v.Exists() && !(v.node.kind == scalar && v.node.text == "") {
		return v
	}
	at := m.Value
	if v.node != nil {
		at = v
	}
	if m.Exists() && m.node.kind == mapping {
		at.Mistake("%s is missing: %s", key, remedy)
	}
	return v
}

// Digits turns Thai digits into Arabic ones.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '๐' && r <= '๙' {
			return r - '๐' + '0'
		}
		return r
	}, s)
}
