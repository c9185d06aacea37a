package documents

import (
	"strings"
	"testing"
)

func TestStrayMarksGoToTheirLetters(t *testing.T) {
	places := map[int]box{
		0: {75.6, 83.5, 667.5, 677.3}, // ม
		3: {78.4, 83.5, 661.8, 666.6}, // ู under it
		6: {85.3, 92.6, 667.5, 677.3}, // ล
	}
	var glyphs []glyph
	for i, r := range []rune("ม\r\nู\r\nล") {
		glyphs = append(glyphs, glyph{r: r, index: i})
	}
	got, _ := pageText(glyphs, func(i int) (box, bool) { b, ok := places[i]; return b, ok })
	if got != "มูล" {
		t.Errorf("got %q", got)
	}
}

// asGlyphs makes glyphs of text; those in lost have no letter in the file.
func asGlyphs(s, lost string) (glyphs []glyph) {
	for i, r := range []rune(s) {
		glyphs = append(glyphs, glyph{r: r, index: i, lost: strings.ContainsRune(lost, r)})
	}
	return glyphs
}

func nowhere(int) (box, bool) { return box{}, false }

func TestEchoesOfChromiumGo(t *testing.T) {
	places := func(i int) (box, bool) {
		if i >= 4 { // the marks of ทั้
			return box{254, 256, 674, 678}, true
		}
		return box{248, 251, 658, 668}, true
	}
	if got, _ := pageText(asGlyphs("ทั้งทั้", ""), places); got != "ทั้ง" {
		t.Errorf("got %q", got)
	}
	plain := func(int) (box, bool) { return box{0, 9, 0, 10}, true }
	if got, _ := pageText(asGlyphs("ที่ที่", ""), plain); got != "ที่ที่" {
		t.Errorf("words that are written twice: got %q", got)
	}
}

func TestTheLetterThatGhostscriptLoses(t *testing.T) {
	if got, _ := pageText(asGlyphs("ก\x06รประจำ\x06ปีม\x06", "\x06"), nowhere); got != "การประจำปีมา" {
		t.Errorf("got %q", got)
	}
	if got, _ := pageText(asGlyphs("ปี ๒๕\x06๙", "\x06"), nowhere); got != "ปี ๒๕\ufffd๙" {
		t.Errorf("a lost digit: got %q", got)
	}
}

func TestGapsThatPDFiumSees(t *testing.T) {
	for s, want := range map[string]string{
		"ประจำ ปี": "ประจำปี", "ปี งบ": "ปีงบ", "ป้ องกัน": "ป้องกัน", "ลำดับ โครงการ": "ลำดับ โครงการ", "ปี 2569": "ปี 2569",
	} {
		glyphs := asGlyphs(s, "")
		for i := range glyphs {
			glyphs[i].made = glyphs[i].r == ' '
		}
		if got, _ := pageText(glyphs, nowhere); got != want {
			t.Errorf("%q: got %q", s, got)
		}
		if got, _ := pageText(asGlyphs(s, ""), nowhere); got != s {
			t.Errorf("%q with a blank of the document: got %q", s, got)
		}
	}
}

func TestRepair(t *testing.T) {
	for in, want := range map[string]string{
		"á¼¹»¯ÔºÑµÔ¡ÒÃ 2569":     "แผนปฏิบัติการ 2569",
		"Résumé à l'été":         "Résumé à l'été",
		"น\u0e49\u0e4d\u0e32":    "น้ำ",
		"ประจ ำปี งบประม\nาณ":    "ประจำปี งบประมาณ",
		"เ มือง":                 "เมือง",
		"ที\uf70aป\uf70bา":       "ที่ป้า",
		"ก\t\tข\r\n\r\n  ค  ง  ": "ก\t\tข\nค ง",
		"plan (2569) – final":    "plan (2569) – final",
		"":                       "",
	} {
		if got := repair(in); got != want {
			t.Errorf("repair(%q) = %q, want %q", in, got, want)
		}
	}
}
