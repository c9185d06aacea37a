package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"itacheck/crawler"
	"itacheck/documents"
	"itacheck/internal/thai"
)

func TestReportIsPrintedAsPDF(t *testing.T) {
	if crawler.FindBrowser() == "" {
		t.Skip("there is no Chromium, Chrome or Edge here")
	}
	name := filepath.Join(t.TempDir(), "report.pdf")
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"demo", "--output", name, "--lang", "th"}, strings.NewReader(""), &stdout, &stderr); code != exitFindings {
		t.Fatalf("exit code %d\n%s", code, &stderr)
	}
	pdf, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	reader := documents.NewReader(documents.Options{Time: time.Minute}) // the default is not enough on a busy machine under the race detector
	defer reader.Close()
	text := reader.Read(t.Context(), name, "application/pdf", bytes.NewReader(pdf), nil)
	if text.Total < 5 || len(text.Pages) < 3 {
		t.Fatalf("%d pages: %+v", text.Total, text)
	}
	for i, page := range text.Pages {
		if !strings.Contains(thai.Fold(page), thai.Fold("อบต.ตัวอย่าง")) {
			t.Errorf("page %d does not name the agency:\n%s", i+1, page)
		}
	}
	if !strings.Contains(thai.Fold(text.Pages[0]), thai.Fold("คะแนน OIT ที่คาดไว้")) {
		t.Errorf("the first page has no score:\n%s", text.Pages[0])
	}
}

func TestPDFWithoutABrowserIsRefusedBeforeAnythingIsFetched(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if crawler.FindBrowser() != "" {
		t.Skip("a browser is found without PATH")
	}
	for _, args := range [][]string{
		{"audit", "--ita-page", "http://127.0.0.1:1/ita", "--year", "2566", "--output", "report.pdf"},
		{"demo", "--format", "pdf", "--output", "report.pdf"},
	} {
		var stdout, stderr bytes.Buffer
		code := run(t.Context(), append(args, "--lang", "en"), strings.NewReader(""), &stdout, &stderr)
		if code != exitUsage || !strings.Contains(stderr.String(), "install Chromium, Chrome or Edge") {
			t.Errorf("%v: exit code %d\n%s", args, code, &stderr)
		}
	}
}
