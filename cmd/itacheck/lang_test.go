package main

import (
	"strings"
	"testing"

	"itacheck/ita"
)

func TestTheLocaleChoosesTheLanguage(t *testing.T) {
	for _, c := range []struct {
		name string
		args string
		env  map[string]string
		want ita.Lang
	}{
		{"no locale", "demo", nil, ita.Thai},
		{"Thai", "demo", map[string]string{"LANG": "th_TH.UTF-8"}, ita.Thai},
		{"English", "demo", map[string]string{"LANG": "en_GB.UTF-8"}, ita.English},
		{"the C locale", "demo", map[string]string{"LANG": "C"}, ita.English},
		{"LC_ALL before LANG", "demo", map[string]string{"LC_ALL": "th_TH", "LANG": "en_US"}, ita.Thai},
		{"the flag before all", "demo --lang th", map[string]string{"LANG": "en_US"}, ita.Thai},
		{"the flag, joined", "--lang=en demo", nil, ita.English},
		{"an unknown language", "--lang=fr demo", nil, ita.Thai},
	} {
		if got := language(strings.Fields(c.args), func(key string) string { return c.env[key] }); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestDatesAndYears(t *testing.T) {
	a := &app{lang: ita.English}
	for in, want := range map[string]string{
		"2566-04-30": "2023-04-30",
		"2023-04-30": "2023-04-30",
		"๒๕๖๗-๐๒-๒๙": "2024-02-29",
		"2566-02-29": "",
		"30/4/2566":  "",
		"":           "",
	} {
		got, err := a.date(in)
		if want == "" && err == nil || want != "" && (err != nil || got.Format("2006-01-02") != want) {
			t.Errorf("date(%q) = %v, %v; want %q", in, got, err, want)
		}
	}
	for in, want := range map[string]ita.FiscalYear{"2566": 2566, "๒๕๖๖": 2566, " 2566 ": 2566, "2023": 0, "66": 0, "": 0, "ปี": 0} {
		if got, err := a.year(in); got != want || (err == nil) != (want != 0) {
			t.Errorf("year(%q) = %d, %v; want %d", in, got, err, want)
		}
	}
}
