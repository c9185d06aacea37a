package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// clicked is the program as after a double-click, with $WORK/docs as the folder of
// documents, for the scripts.
func clicked() {
	os.Exit(start(context.Background(), desktop{
		clicked: true, documents: "docs",
		open: func(path string) error { fmt.Println("opened", path); return nil },
	}, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

func TestReportNames(t *testing.T) {
	day := time.Date(2026, 5, 1, 20, 0, 0, 0, time.UTC) // the second in Bangkok
	for host, want := range map[string]string{
		"khlongsai.example":         "itacheck-khlongsai.example-2026-05-02.html",
		"อบต.ไทย":                   "itacheck-อบต.ไทย-2026-05-02.html",
		"con":                       "itacheck-con-2026-05-02.html",
		`a\b/c:d*e?f"g<h>i|j`:       "itacheck-a-b-c-d-e-f-g-h-i-j-2026-05-02.html",
		"::1":                       "itacheck---1-2026-05-02.html",
		"trailing. ":                "itacheck-trailing.--2026-05-02.html",
		"":                          "itacheck--2026-05-02.html",
		"../../etc":                 "itacheck-..-..-etc-2026-05-02.html",
		strings.Repeat("ก่", 200):   "itacheck-" + strings.Repeat("ก่", 25) + "-2026-05-02.html",
		"nul\x00\x1b[31m.go.th\r\n": "itacheck-nul---31m.go.th---2026-05-02.html",
	} {
		if got := reportName(host, day); got != want {
			t.Errorf("%q: %s, want %s", host, got, want)
		}
	}
}

func TestWritableFolder(t *testing.T) {
	good := t.TempDir()
	file := filepath.Join(good, "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if got, ok := writableFolder("", filepath.Join(good, "none"), file, good); !ok || got != good {
		t.Errorf("%q %v, want %q", got, ok, good)
	}
	if got, ok := writableFolder(file); ok {
		t.Errorf("%q is no folder", got)
	}
	if left, _ := os.ReadDir(good); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestRunNames(t *testing.T) {
	for list, want := range map[string]string{
		"province.csv":       "province",
		"ปทุมธานี 2569.xlsx": "ปทุมธานี 2569",
		"province .csv":      "province",
		"province..csv":      "province",
	} {
		if got := runName(filepath.Join("lists", list)); got != want {
			t.Errorf("%q: %q, want %q", list, got, want)
		}
	}
}
