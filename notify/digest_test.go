package notify

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"

	"itacheck/ita"
)

func digest(lang ita.Lang) Digest {
	say := func(th, en string) string { return ita.Text{TH: th, EN: en}.In(lang) }
	return Digest{
		Key: "run-7", Lang: lang, Year: 2569, Link: "https://www.example.go.th/r.html?a=1&b=2", At: noon,
		Changes: []Change{
			{Better, "O18", say("แผนการจัดซื้อจัดจ้าง", "Procurement plan"), "อบต.คลองใส", say("ไม่พบ", "missing"), say("ผ่าน", "pass"), "", ""},
			{Worse, "O2", `<script>alert("x")</script>` + "\n\n• O99 & more", "อบต.คลองใส", say("ผ่าน", "pass"), say("เปิดไม่ได้", "unreachable"), say("นำไฟล์ขึ้นเว็บไซต์อีกครั้ง", "upload the file again"), "javascript:alert(1)"},
			{Worse, "O12", say("รายงานการกำกับติดตามการดำเนินงาน รอบ 6 เดือน", "Operations, first six months"), "อบต.คลองใส", say("ผ่าน", "pass"), say("ข้อมูลเก่า", "out of date"), say("เผยแพร่รายงานของปีงบประมาณ พ.ศ. 2569 แล้วระบุปีไว้ในชื่อลิงก์ เพื่อให้ประชาชนทราบว่าเป็นข้อมูลปีใด", "publish the report of fiscal year 2569 and say the year in the link, so that the public knows which year it is of"), "https://www.example.go.th/o12.pdf"},
			{DueSoon, "O24", say("แผนปฏิบัติการป้องกันการทุจริต", "Anti-corruption plan"), "อบต.คลองใส", "", say("ครบกำหนด 30 เมษายน 2569", "due 30 April 2569"), "", ""},
		},
	}
}

func TestDigests(t *testing.T) {
	for _, lang := range []ita.Lang{ita.Thai, ita.English} {
		m := digest(lang).Message()
		golden(t, "digest-"+string(lang)+".txt", m.Subject+"\n\n"+plain(m))
		golden(t, "digest-"+string(lang)+".html", m.HTML)
		sample := Sample(lang, noon)
		golden(t, "sample-"+string(lang)+".txt", sample.Subject+"\n\n"+plain(sample))
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), got); diff != "" {
		t.Errorf("%s: %s", name, diff)
	}
}

func TestTheSubjectSaysItAll(t *testing.T) {
	full := digest(ita.Thai)
	owned, two, none, english := full, full, full, digest(ita.English)
	owned.Owner = "กองคลัง"
	owned.Changes = full.Changes[:2]
	two.Changes = append([]Change{{Turn: Better, Agency: "อบต.บึงบัว"}}, full.Changes...)
	none.Changes, none.Agency = nil, "อบต.คลองใส"
	for want, d := range map[string]Digest{
		"อบต.คลองใส ITA 2569: เสีย 2 ดีขึ้น 1 ใกล้ครบกำหนด 1": full,
		"อบต.คลองใส ITA 2569 (กองคลัง): เสีย 1 ดีขึ้น 1":      owned,
		"2 หน่วยงาน ITA 2569: เสีย 2 ดีขึ้น 2 ใกล้ครบกำหนด 1": two,
		"อบต.คลองใส ITA 2569: ไม่มีการเปลี่ยนแปลง":            none,
		"อบต.คลองใส ITA 2569: 2 worse, 1 better, 1 due soon":  english,
	} {
		if got := d.Message().Subject; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestLongMessagesAreCutBetweenItems(t *testing.T) {
	d := Digest{Lang: ita.English, Year: 2569, Link: "https://a/", Changes: nil}
	for i := range 40 {
		turn := Worse
		if i >= 30 {
			turn = Better
		}
		d.Changes = append(d.Changes, Change{Turn: turn, Item: fmt.Sprintf("O%d", i+1), Title: "แผน 🏛", Agency: "A", Before: "pass", After: "missing"})
	}
	m := d.Message()
	for limit, want := range map[int]string{
		10000: "• O40 แผน 🏛\n  A\n  pass → missing\n\nReport: https://a/",
		1140:  "• O30 แผน 🏛\n  A\n  pass → missing\n\n… and 10 more\n\nReport: https://a/", // and no heading without an item
		400:   "• O9 แผน 🏛\n  A\n  pass → missing\n\n… and 31 more\n\nReport: https://a/",
		80:    "A ITA 2569: 30 worse, 10 better\n\n… and 40 more\n\nReport: https://a/",
		20:    "A ITA 2569: 30 wors…",
	} {
		got := chat(m, limit, inUTF16)
		if !strings.HasSuffix(got, want) || inUTF16(got) > limit {
			t.Errorf("%d: %d characters, ending in %q", limit, inUTF16(got), got[max(0, len(got)-120):])
		}
		if limit > 100 && !strings.HasPrefix(got, m.Subject+"\n\nWorse: 30\n\n• O1 ") {
			t.Errorf("%d: begins with %q", limit, got)
		}
	}
	m.Lang = ita.Thai
	if got := chat(m, 80, inUTF16); !strings.Contains(got, "… และอีก 40 ข้อ") {
		t.Error(got)
	}
}

func TestNoLimitIsPassed(t *testing.T) {
	long := Message{Subject: strings.Repeat("ปู่ย่า", 400), Text: strings.Repeat("กำ๋", 3000), Link: "https://a/"}
	for _, count := range []func(string) int{inBytes, inRunes, inUTF16} {
		for limit := 3; limit < 3000; limit += 97 {
			if got := chat(long, limit, count); count(got) > limit {
				t.Errorf("%d characters of %d", count(got), limit)
			}
		}
	}
	if got := cut("ปู่ย่า", 3, inRunes); got != "…" { // not "ปู…": the tone mark belongs to it
		t.Error(got)
	}
}

func TestPlainTextWraps(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"short":                 {"ก ข", "ก ข"},
		"an item hangs":         {"• O1 aaaa bbbb cccc", "• O1 aaaa\n  bbbb\n  cccc"},
		"an indent stays":       {"  aaaa bbbb cccc", "  aaaa\n  bbbb\n  cccc"},
		"Thai marks take none":  {"ปู่ย่า ที่นี่ มีปู่ย่า", "ปู่ย่า ที่นี่\nมีปู่ย่า"},
		"an address stays":      {"x https://www.example.go.th/a y", "x\nhttps://www.example.go.th/a\ny"},
		"lines are kept":        {"a\n\nb", "a\n\nb"},
		"Thai without a space ": {"นโยบายคุณธรรมและความโปร่งใส", "นโยบายคุณธรรมและความโปร่งใส"},
	} {
		if got := wrap(c.in, 10); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	for line := range strings.SplitSeq(plain(digest(ita.English).Message()), "\n") {
		if runewidth.StringWidth(line) > wrapWidth {
			t.Errorf("%q is too wide", line)
		}
	}
}
