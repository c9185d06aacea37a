package report

import (
	"testing"
	"time"

	"itacheck/ita"
)

func TestEveryStatusHasAWordInBothLanguages(t *testing.T) {
	for _, s := range ita.Statuses {
		if w := statusWord(s); w.TH == "" || w.EN == "" {
			t.Errorf("%s is called %+v", s, w)
		}
	}
}

func TestYearsInWords(t *testing.T) {
	for want, ys := range map[string][]ita.FiscalYear{
		"":                 nil,
		"2566":             {2566},
		"2565, 2566":       {2566, 2565, 2566},
		"2566-2570":        {2566, 2567, 2568, 2569, 2570},
		"2561, 2563-2565":  {2561, 2563, 2564, 2565},
		"2560-2562, 2566":  {2560, 2561, 2562, 2566},
		"2560, 2562, 2564": {2560, 2562, 2564},
	} {
		if got := years(ys); got != want {
			t.Errorf("years(%v) = %q, want %q", ys, got, want)
		}
	}
}

func TestDatesInWords(t *testing.T) {
	late := time.Date(2023, time.December, 31, 18, 0, 0, 0, time.UTC) // already the new year in Bangkok
	for _, test := range []struct {
		at     time.Time
		th, en string
	}{
		{ita.Day(2566, time.April, 30), "30 เมษายน 2566", "30 April 2023"},
		{late, "1 มกราคม 2567", "1 January 2024"},
	} {
		if got := date(test.at); got.TH != test.th || got.EN != test.en {
			t.Errorf("date(%v) = %+v, want %q, %q", test.at, got, test.th, test.en)
		}
	}
}

func TestDurationsInWords(t *testing.T) {
	for d, want := range map[time.Duration]ita.Text{
		-time.Second:           {TH: "ไม่ถึง 1 วินาที", EN: "less than a second"},
		300 * time.Millisecond: {TH: "ไม่ถึง 1 วินาที", EN: "less than a second"},
		59600 * time.Millisecond: {
			TH: "1 นาที", EN: "1 min",
		},
		80 * time.Second: {TH: "1 นาที 20 วินาที", EN: "1 min 20 s"},
		2*time.Hour + 5*time.Minute + 9*time.Second: {TH: "2 ชั่วโมง 5 นาที", EN: "2 h 5 min"},
	} {
		if got := duration(d); got != want {
			t.Errorf("duration(%v) = %+v, want %+v", d, got, want)
		}
	}
}
