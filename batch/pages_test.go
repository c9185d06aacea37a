package batch

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"itacheck/ita"
)

// paged is a runner that makes pages, and makes them again of stored reports.
func paged(dir string) *Runner {
	r := runner(dir)
	r.Page = func(w io.Writer, res *ita.Result) error {
		_, err := fmt.Fprintf(w, "<p>%s</p>", res.Agency.ID)
		return err
	}
	r.Write = func(w io.Writer, res *ita.Result) error {
		_, err := io.WriteString(w, res.Agency.ID)
		return err
	}
	r.Read = func(stored io.Reader) (*ita.Result, error) {
		id, err := io.ReadAll(stored)
		return &ita.Result{Agency: ita.Agency{ID: string(id)}}, err
	}
	return r
}

func TestSummaryLeadsToThePageOfEachAgency(t *testing.T) {
	dir := t.TempDir()
	sum := run(t, paged(dir), province(3))
	if got := sum.Agencies[0].Page; got != "agencies/agency-0000.html" {
		t.Errorf("the page is %q", got)
	}
	var b bytes.Buffer
	if err := sum.WriteHTML(&b, ita.Thai); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `<a href="agencies/agency-0000.html">`) {
		t.Error("the summary does not lead to it")
	}
}

func TestPageThatWasDeletedOrNeverMadeIsMadeAgain(t *testing.T) {
	dir, list := t.TempDir(), province(6)
	r := paged(dir)
	run(t, r, list)
	before := contents(t, dir)
	for _, id := range []string{"agency-0002", "agency-0004"} {
		if err := os.Remove(pagePath(dir, id)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Truncate(pagePath(dir, "agency-0005"), 0); err != nil {
		t.Fatal(err)
	}
	run(t, r, list)
	if diff := gocmp.Diff(before, contents(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestReportThatCannotBeReadStaysWithoutAPage(t *testing.T) {
	dir, list := t.TempDir(), province(3)
	r := paged(dir)
	run(t, r, list)
	if err := os.Remove(pagePath(dir, "agency-0001")); err != nil {
		t.Fatal(err)
	}
	r.Read = func(io.Reader) (*ita.Result, error) { return nil, errors.New("written by a newer itacheck") }
	sum := run(t, r, list)
	if got := sum.Agencies[1]; got.Page != "" || got.Report == "" {
		t.Errorf("page %q, report %q", got.Page, got.Report)
	}
}
