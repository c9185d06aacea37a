package main

import (
	"bytes"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"itacheck/doctor"
	"itacheck/ita"
)

// ailing are the facts of a machine on which little is as it should be.
func ailing() *doctor.Facts {
	return &doctor.Facts{
		Program: "1.0.0", OS: "linux", Arch: "amd64",
		Now:   ita.Day(2569, time.October, 5),
		Rules: doctor.Rules{Year: 2570, Scheme: "general", Nearest: 2569},
		Proxy: []doctor.Setting{{Name: "HTTPS_PROXY", Value: "http://somchai:1234@proxy.example.go.th:80:80"}, {Name: "NO_PROXY", Value: "10.0.0.*"}},
		Roots: doctor.Roots{Count: 145, File: "/etc/office.pem", FileErr: "permission denied"},
		Site: &doctor.Site{
			Address: "https://www.example.go.th/ita", Failure: ita.FailTLS, Detail: "the certificate is not from an authority that is known here",
			Addresses: []netip.Addr{netip.MustParseAddr("203.150.1.2")}, Issuer: "Somkid Firewall CA", Until: ita.Day(2570, time.January, 1), Compared: true, Ahead: 72 * time.Hour,
		},
		Data:  doctor.Folder{Path: "~/.local/share/itacheck", Problem: "permission denied"},
		Temp:  doctor.Folder{Path: "/tmp", Free: 500 << 20},
		Fonts: doctor.Fonts{},
		OCR:   doctor.OCR{Path: "/usr/bin/tesseract"},
	}
}

// What doctor prints of such a machine.
func TestDoctorPrints(t *testing.T) {
	t.Setenv("COLUMNS", "80")
	for _, lang := range []ita.Lang{ita.Thai, ita.English} {
		var out bytes.Buffer
		if err := (&app{lang: lang, stdout: &out}).writeFindings(doctor.Judge(ailing())); err != nil {
			t.Fatal(err)
		}
		name := filepath.Join("testdata", "doctor."+string(lang)+".txt")
		if *update {
			if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), out.String()); diff != "" {
			t.Errorf("%s: what doctor prints changed (-update to accept):\n%s", lang, diff)
		}
	}
}
