package report

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"itacheck/ita"
)

// docs/json.md lists the fields of the document, each with its type and whether
// it is always there, in the order in which they are written.
func TestTheReferenceListsEveryField(t *testing.T) {
	reference := readReference(t)
	var got []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\|([^|]*)\\| [^|]+ \\|$").FindAllStringSubmatch(reference, -1) {
		got = append(got, strings.TrimSpace(m[1]+" "+m[2]+" "+strings.TrimSpace(m[3])))
	}
	if diff := cmp.Diff(fieldsOf("", reflect.TypeFor[document]()), got); diff != "" {
		t.Errorf("docs/json.md is not as documents are (-document +docs/json.md):\n%s", diff)
	}
}

// It names every word of the lists that are closed.
func TestTheReferenceNamesEveryWord(t *testing.T) {
	reference := readReference(t)
	words := []string{
		string(ita.SeverityError), string(ita.SeverityWarning), string(ita.SeverityInfo),
		string(ita.ReachOK), string(ita.ReachBroken), string(ita.ReachRestricted), string(ita.ReachPlaceholder), string(ita.ReachUndecided),
		string(ita.FromLinkText), string(ita.FromHeading), string(ita.FromFileName), string(ita.FromPageTitle), string(ita.FromPageBody),
		string(ita.FromDocument), string(ita.FromScan), string(ita.FromMetadata),
		string(ita.ByCode), string(ita.ByTitle), string(ita.ByCodeTitle), string(ita.ByPosition),
		string(ita.StandingFirm), string(ita.StandingProvisional), string(ita.StandingExperimental),
	}
	for _, s := range ita.Statuses {
		words = append(words, string(s))
	}
	for _, w := range words {
		if !strings.Contains(reference, "`"+w+"`") {
			t.Errorf("docs/json.md does not name `%s`", w)
		}
	}
}

func readReference(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(data), "\r\n", "\n")
}

// fieldsOf lists the fields of a type as paths, with what the reference says of
// their types.
func fieldsOf(path string, typ reflect.Type) []string {
	var out []string
	for f := range typ.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		at, inner := path+name, f.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		word := jsonType(inner)
		if inner.Kind() == reflect.Slice {
			inner, at = inner.Elem(), at+"[]"
		}
		line := strings.TrimSuffix(at, "[]") + " " + word
		if options == "" {
			line += " always"
		}
		out = append(out, line)
		if inner.Kind() == reflect.Struct && inner != reflect.TypeFor[texts]() && inner != reflect.TypeFor[time.Time]() {
			out = append(out, fieldsOf(at+".", inner)...)
		}
	}
	return out
}

func jsonType(typ reflect.Type) string {
	switch {
	case typ == reflect.TypeFor[texts]():
		return "th, en"
	case typ == reflect.TypeFor[time.Time]():
		return "string"
	}
	switch typ.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int64:
		return "integer"
	case reflect.Float64:
		return "number"
	case reflect.Slice:
		return "list"
	}
	return "object"
}
