package config

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"itacheck/ita"

	"github.com/google/go-cmp/cmp"
)

var now = time.Date(2023, time.March, 1, 9, 0, 0, 0, ita.Bangkok) // FY2566

// Each file in testdata/config has a mistake or a few and ends with what is to
// be said about them.
func TestEveryMistakeIsReportedAtItsPlace(t *testing.T) {
	files, err := filepath.Glob("../testdata/config/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no broken agency files", err)
	}
	for _, f := range files {
		name := filepath.Base(f)
		t.Run(strings.TrimSuffix(name, ".yaml"), func(t *testing.T) {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			for line := range strings.Lines(string(data)) {
				if rest, ok := strings.CutPrefix(line, "# want "); ok {
					want = append(want, strings.TrimSpace(rest))
				}
			}
			_, err = Load(name, data, now)
			if err == nil {
				t.Fatal("no mistake was found")
			}
			if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

const full = `
id: khlong-sai
name: อบต.คลองใส
url: https://www.example.go.th/
ita_page: https://www.example.go.th/ita/หน้า?ปี=2566
fiscal_year: ๒๕๖๖
scheme: school
extra_pages:
  - http://intranet.example.go.th:8080/o
limits: {delay: 500ms, timeout: 1m30s, max_pages: 50, ignore_robots: เว็บไซต์ของเราเอง}
owners:
  O1: สำนักปลัด
  O18: กองคลัง
waivers:
  - {item: O17, reason: ปรับปรุงระบบ, by: ปลัด อบต., until: ๒๕๖๖-๐๙-๓๐, fingerprint: 0123456789AB}
  - {item: O18, reason: รอผู้บริหารใหม่, by: ปลัด อบต., until: 2023-1-5, fingerprint: 012345678901}
verdicts:
  - {item: O1, verdict: pass, by: สมศรี, on: 2566-3-1, note: สแกน, fingerprint: 00000000000e}
  - {item: O1, verdict: wrong_year, by: สมศรี, on: 2566-3-2, fingerprint: 00000000000f}
`

func fullAgency() ita.Agency {
	return ita.Agency{
		ID: "khlong-sai", Name: "อบต.คลองใส", URL: "https://www.example.go.th/", ITAPage: "https://www.example.go.th/ita/หน้า?ปี=2566",
		Year: 2566, Scheme: "school", ExtraPages: []string{"http://intranet.example.go.th:8080/o"},
		Owners: map[string]string{"O1": "สำนักปลัด", "O18": "กองคลัง"},
		Waivers: []ita.Waiver{
			{Item: "O17", Reason: "ปรับปรุงระบบ", By: "ปลัด อบต.", Until: ita.Day(2566, time.September, 30), Fingerprint: "0123456789ab"},
			{Item: "O18", Reason: "รอผู้บริหารใหม่", By: "ปลัด อบต.", Until: ita.Day(2566, time.January, 5), Fingerprint: "012345678901"}, // over by now, and no mistake
		},
		Verdicts: []ita.HumanVerdict{
			{Item: "O1", Verdict: ita.Pass, By: "สมศรี", On: ita.Day(2566, time.March, 1), Note: "สแกน", Fingerprint: "00000000000e"},
			{Item: "O1", Verdict: ita.WrongYear, By: "สมศรี", On: ita.Day(2566, time.March, 2), Fingerprint: "00000000000f"},
		},
		Limits: ita.Limits{Delay: 500 * time.Millisecond, Timeout: 90 * time.Second, MaxPages: 50, IgnoreRobots: "เว็บไซต์ของเราเอง"},
	}
}

func TestAFullAgencyFile(t *testing.T) {
	got, err := Load("a.yaml", []byte(full), now)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(fullAgency(), got); diff != "" {
		t.Error(diff)
	}
}

func TestTheShortestAgencyFile(t *testing.T) {
	got, err := Load("a.yaml", []byte("name: เทศบาล\nurl: https://WWW.Example.go.th/th\n"), now)
	if err != nil {
		t.Fatal(err)
	}
	want := ita.Agency{ID: "example.go.th", Name: "เทศบาล", URL: "https://WWW.Example.go.th/th", Year: 2566, Scheme: "general"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestItemsThatTheListDoesNotHave(t *testing.T) {
	rs := &ita.RuleSet{ID: "2566/general", Items: []ita.Item{{Code: "O1"}, {Code: "O17"}}}
	err := CheckCodes("a.yaml", []byte(full), rs)
	want := "a.yaml:13:3: 2566/general has no item O18: its items are O1 to O17\n" +
		"a.yaml:16:12: 2566/general has no item O18: its items are O1 to O17"
	if err == nil || err.Error() != want {
		t.Error(err)
	}
	rs.Items = append(rs.Items, ita.Item{Code: "O18"})
	if err := CheckCodes("a.yaml", []byte(full), rs); err != nil {
		t.Error(err)
	}
}

func TestTheTemplateIsReadBackAsItWas(t *testing.T) {
	minimal := ita.Agency{ID: "example.go.th", Name: `ศูนย์ "ทดสอบ": #1`, URL: "https://example.go.th", Year: 2566, Scheme: "general"}
	some := minimal
	some.Limits.Timeout = time.Minute
	for name, a := range map[string]ita.Agency{"everything": fullAgency(), "only what is needed": minimal, "one limit": some} {
		got, err := Load("a.yaml", Template(a), now)
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, Template(a))
			continue
		}
		if diff := cmp.Diff(a, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhatHasNoIDIsNamedByItsHost(t *testing.T) {
	for host, want := range map[string]string{
		"WWW.Example.go.th":                     "example.go.th",
		"www.example.go.th:8":                   "example.go.th",
		"อบต.ไทย":                               "xn--m3cj0d.xn--o3cw4h",
		"[2001:db8::1]":                         "2001-db8--1",
		"no_id!":                                "agency",
		strings.Repeat("x", maxID+1) + ".go.th": "agency",
	} {
		a, err := Load("a.yaml", []byte("name: เทศบาล\nscheme: \"null\"\nurl: http://"+host+"/\n"), now)
		if err != nil {
			t.Errorf("%s: %v", host, err)
			continue
		}
		if a.ID != want {
			t.Errorf("%s: id %q, want %q", host, a.ID, want)
		}
		again, err := Load("a.yaml", Template(a), now)
		if diff := cmp.Diff(a, again); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", host, err, diff)
		}
	}
}

func TestTheTemplatesExamplesAreRight(t *testing.T) {
	text := Template(ita.Agency{Name: "x", URL: "https://example.go.th"})
	text = regexp.MustCompile(`(?m)^# ( *(- )?\w+:|  - )`).ReplaceAll(text, []byte("$1")) // keys and list entries; explanations are Thai
	a, err := Load("a.yaml", text, now)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if a.ITAPage == "" || a.Year == 0 || len(a.ExtraPages) != 1 || a.Limits.MaxPages == 0 || a.Limits.IgnoreRobots == "" || len(a.Owners) != 2 || len(a.Waivers) != 1 || len(a.Verdicts) != 1 {
		t.Errorf("an example is missing: %+v", a)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(full))
	f.Add(Template(fullAgency()))
	f.Add([]byte("name: อบต.\nurl: http://อบต.ไทย:81/\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := Load("f", data, now)
		if err != nil {
			return
		}
		// What was read is written so that it is read again as the same.
		again, err := Load("f", Template(a), now)
		if err != nil {
			t.Fatalf("%v\n%s", err, Template(a))
		}
		if diff := cmp.Diff(a, again); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAnAgencyFileMayHoldChannels(t *testing.T) {
	if _, err := Load("agency.yaml", []byte("name: a\nurl: https://a.go.th\nnotify: {channels: [{kind: stdout}]}\n"), time.Now()); err != nil {
		t.Error(err)
	}
}
