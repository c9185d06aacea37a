package main

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"itacheck/ita"
)

// The manual pages name every command and every flag, and man has nothing to
// say against them.
func TestManualPages(t *testing.T) {
	for _, lang := range []ita.Lang{ita.Thai, ita.English} {
		t.Run(string(lang), func(t *testing.T) {
			var out, complaints bytes.Buffer
			if code := run(t.Context(), []string{"man", "--lang", string(lang)}, strings.NewReader(""), &out, &complaints); code != 0 {
				t.Fatalf("exit code %d\n%s", code, &complaints)
			}
			page := out.String()
			eachCommand((&app{lang: lang}).root(), func(cmd *cobra.Command) {
				if !strings.Contains(page, roff(usageLine(cmd))) {
					t.Errorf("it does not say %q", usageLine(cmd))
				}
				for _, row := range flagRows(cmd.LocalFlags()) {
					if !strings.Contains(page, "\n.B "+roff(row[0])+"\n") {
						t.Errorf("%s: it does not say %q", cmd.CommandPath(), row[0])
					}
				}
			})
			groff, err := exec.LookPath("groff")
			if err != nil {
				t.Skip("groff is not here to read the page")
			}
			cmd := exec.Command(groff, "-man", "-Tutf8", "-Kutf8", "-ww", "-rLL=80n", "-P-c", "-P-bou")
			cmd.Stdin, cmd.Stderr = &out, &complaints
			shown, err := cmd.Output()
			if err != nil || complaints.Len() > 0 {
				t.Fatalf("groff: %v\n%s", err, &complaints)
			}
			for _, want := range []string{"--rules-from YEAR", `  itacheck init khlong-sai.yaml --name "อบต.คลองใส" \`, "HTTP_PROXY, HTTPS_PROXY, NO_PROXY"} {
				if !strings.Contains(string(shown), want) {
					t.Errorf("it does not show %q", want)
				}
			}
		})
	}
}
