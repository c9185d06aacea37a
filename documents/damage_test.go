package documents

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// longest is when a document that is still being read has no end in sight.
const longest = time.Minute

// mustEnd reads a document and checks what holds for any document at all.
func mustEnd(t *testing.T, what, name string, b []byte) Text {
	t.Helper()
	if name != "" && kindNeedsPDFium(b) {
		read(t, "start.pdf", nil) // compiling is not the document's time
	}
	start := time.Now()
	got := read(t, name, b)
	if d := time.Since(start); d > longest {
		t.Errorf("%s took %v", what, d)
	}
	if strings.HasPrefix(got.Detail, "panic") {
		t.Errorf("%s: %s", what, got.Detail)
	}
	if got.Problem == "" && len(got.Pages)+len(got.Scanned)+len(got.Inside) == 0 {
		t.Errorf("%s has neither text nor a problem", what)
	}
	for _, p := range got.Pages {
		if !utf8.ValidString(p) {
			t.Errorf("%s: a page is no UTF-8", what)
		}
	}
	return got
}

// hurry reports that what takes long is left out: with -short, and under the
// race detector, which makes bombs ten times as slow and finds nothing in them.
func hurry() bool { return testing.Short() || raceDetector }

func kindNeedsPDFium(b []byte) bool { return bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")) }

func TestDamagedFilesEndInAProblemOrInText(t *testing.T) {
	variants := 17
	if hurry() {
		variants = 2
	}
	files, err := filepath.Glob(filepath.Join("testdata", "*.*"))
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(2569, 1))
	problems, n := map[string]int{}, 0
	for _, f := range files {
		name := filepath.Base(f)
		whole := file(t, name)
		for i := range variants {
			b := bytes.Clone(whole)
			switch i % 4 {
			case 0: // cut off
				b = b[:rng.IntN(len(b))]
			case 1: // bits flipped
				for range 1 + len(b)/500 {
					b[rng.IntN(len(b))] ^= 1 << rng.IntN(8)
				}
			case 2: // a stretch never arrived
				at := rng.IntN(len(b))
				clear(b[at:min(len(b), at+rng.IntN(4000))])
			case 3: // a few bytes changed
				for range 20 {
					b[rng.IntN(len(b))] = byte(rng.IntN(256))
				}
			}
			got := mustEnd(t, fmt.Sprintf("%s, variant %d", name, i), name, b)
			problems[got.Problem]++
			n++
		}
	}
	t.Logf("%d damaged files: %v", n, problems)
	if !hurry() && n < 300 {
		t.Errorf("only %d variants", n)
	}
}

func TestBombsEndInAProblem(t *testing.T) {
	if hurry() {
		t.Skip("takes seconds")
	}
	read(t, "start.pdf", file(t, "plan.pdf"))
	spaces := bytes.Repeat([]byte(" "), 20<<20)
	page := func(dict, data string) []byte {
		return pdfFile("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[4 0 R]/Count 1>>", pdfStream(dict, data), "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</F 5 0 R>>>>>>", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	}
	for _, c := range []struct {
		what, name string
		b          []byte
		problem    string // "": text is read
	}{
		{"a page of a million texts", "a.pdf", page("/Filter/FlateDecode", deflated(append([]byte("BT /F 9 Tf "), bytes.Repeat([]byte("(a)Tj "), 1<<20)...))), ProblemTooComplex},
		{"arrays in arrays", "a.pdf", page("/X "+strings.Repeat("[", 200_000), "x"), ProblemNoText},
		{"a catalogue in itself", "a.pdf", pdfFile("1 0 R"), ProblemDamaged},
		{"a part of 20 MB", "a.docx", docx("<w:p>" + string(spaces) + "</w:p>"), ProblemTooComplex},
		{"elements in elements", "a.docx", docx(strings.Repeat("<a>", 1<<20)), ProblemTooComplex},
		{"a million attributes", "a.docx", docx("<a" + strings.Repeat(" b=''", 1<<20) + "/><w:p><w:t>2569</w:t></w:p>"), ""},
		{"entities of entities", "a.docx", zipped("[Content_Types].xml", "<a/>", "word/document.xml", `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:p><w:t>&b;</w:t></w:p>`), ""},
		{"a cell of 7 MB", "a.xlsx", xlsx("<row><c><v>" + strings.Repeat("9", 7<<20) + "</v></c></row>"), ""},
		{"a million rows", "a.xlsx", xlsx(strings.Repeat("<row><c><v>2569</v></c></row>", 1<<18)), ""},
		{"a slide of 20 MB", "a.odp", zipped("mimetype", "presentation", "content.xml", "<x><body><draw:page><p>"+string(spaces)+"</p></draw:page></body></x>"), ProblemTooComplex},
		{"30,000 files", "a.zip", manyFiles(30_000), ProblemTooComplex},
		{"groups in groups", "a.rtf", []byte(`{\rtf1 ` + strings.Repeat("{", 1<<20)), ProblemTooComplex},
		{"a tag of 2 MB", "a.html", []byte("<html><body>" + "<a " + strings.Repeat("b", 2<<20)), ProblemTooComplex},
		{"text without a line end", "a.txt", bytes.Repeat([]byte("ก"), 1<<20), ""},
		{"a quote that never closes", "a.csv", append([]byte(`a,"`), bytes.Repeat([]byte("b\n"), 1<<20)...), ""},
	} {
		t.Run(c.what, func(t *testing.T) {
			if got := mustEnd(t, c.what, c.name, c.b); got.Problem != c.problem {
				t.Errorf("problem %q (%s), want %q", got.Problem, got.Detail, c.problem)
			}
		})
	}
}

func manyFiles(n int) []byte {
	var pairs []string
	for i := range n {
		pairs = append(pairs, fmt.Sprintf("%d.txt", i), "")
	}
	return zipped(pairs...)
}

// fuzzed reads a document with little time and looks for what no input may do.
func fuzzed(t *testing.T, name string, b []byte) {
	start := time.Now()
	got := read(t, name, b)
	if d := time.Since(start); d > longest {
		t.Errorf("took %v", d)
	}
	if strings.HasPrefix(got.Detail, "panic") {
		t.Error(got.Detail)
	}
	for _, p := range got.Pages {
		if !utf8.ValidString(p) || len(p) > 4*maxPageText {
			t.Errorf("a page of %d bytes, UTF-8 %v", len(p), utf8.ValidString(p))
		}
	}
}

// FuzzFile reads any bytes as a file of each name that documents have: the one
// target for all formats but PDF. Those below reach deeper into some of them.
// PDFium runs within walls of its own, and instrumented it is so slow that the
// fuzzer takes it for hanging; TestDamagedFilesEndInAProblemOrInText tries it.
func FuzzFile(f *testing.F) {
	names, err := filepath.Glob(filepath.Join("testdata", "*.*"))
	if err != nil {
		f.Fatal(err)
	}
	endings := []string{".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".doc", ".xls", ".ppt", ".rtf", ".csv", ".html", ".zip", ".txt", ""}
	for _, name := range names {
		if b := file(f, filepath.Base(name)); len(b) < 32<<10 && !kindNeedsPDFium(b) {
			f.Add(uint8(slices.Index(endings, filepath.Ext(name))), b)
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, b []byte) {
		if !kindNeedsPDFium(b) {
			mustEnd(t, "it", "a"+endings[int(kind)%len(endings)], b)
		}
	})
}

func FuzzOfficeXML(f *testing.F) {
	for _, s := range []string{`<w:p><w:r><w:t>แผน 2569</w:t></w:r></w:p>`, `<row><c t="s"><v>1</v></c></row>`, `<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		fuzzed(t, "a.docx", docx(body))
		fuzzed(t, "a.xlsx", xlsx(body))
		fuzzed(t, "a.odt", zipped("mimetype", "text", "content.xml", "<body>"+body))
	})
}

func FuzzZIP(f *testing.F) {
	for _, name := range []string{"plan.docx", "plan.odt", "budget.xlsx", "slides.pptx"} {
		f.Add(file(f, name))
	}
	f.Add(zipped("a.txt", "2569"))
	f.Fuzz(func(t *testing.T, b []byte) { fuzzed(t, "a.zip", append([]byte("PK\x03\x04"), b[min(len(b), 4):]...)) })
}

func FuzzOLE(f *testing.F) {
	f.Add(file(f, "plan.doc"))
	f.Add(file(f, "budget.xls"))
	f.Fuzz(func(t *testing.T, b []byte) {
		fuzzed(t, "a.doc", append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), b[min(len(b), 8):]...))
	})
}

// FuzzOldStreams reads the streams themselves, past the file system around them.
func FuzzOldStreams(f *testing.F) {
	f.Add([]byte("\x09\x08\x10\x00\x00\x06\x05\x00"), []byte{2, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, b, clx []byte) {
		j := &job{Reader: NewReader(Options{}), ctx: context.Background(), stop: func(int, string) bool { return false }}
		x := xls{b: b}
		_ = x.globals()
		for _, s := range x.sheets {
			_ = x.sheet(&pager{j: j, t: &Text{}}, s.at)
		}
		_ = (&ppt{j: j, list: -1, slide: -1}).walk(b, 0)
		_ = (&wordText{p: &pager{j: j, t: &Text{}}}).write(latin1(b))
		for _, p := range pieceTable(clx) {
			_ = cut(b, p.from, p.from+2*p.chars)
		}
	})
}

func FuzzRTF(f *testing.F) {
	f.Add(`\ansicpg874{\fonttbl{\f0\fcharset222 A;}}\'e1\'bc\'b9 \u3611?\par{\*\x y}\bin3 abc\page`)
	f.Fuzz(func(t *testing.T, s string) { fuzzed(t, "a.rtf", []byte(`{\rtf1`+s)) })
}

func FuzzText(f *testing.F) {
	f.Add([]byte("á¼¹»¯Ô º ั ต ิ\r\n๒๕๖๙"))
	f.Add([]byte("\xa1\xd2\xc3\t\xff\xfe"))
	f.Add([]byte("<table><tr><td>ก<script>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s := decode(b)
		r := repair(s)
		if !utf8.ValidString(r) {
			t.Errorf("repair(%q) is no UTF-8: %q", s, r)
		}
		if strings.ContainsAny(r, "\r\f\v") || strings.Contains(r, "\n\n") {
			t.Errorf("repair(%q) has odd lines: %q", s, r)
		}
		if d := doubtThaiDigits(r); strings.ContainsAny(d, "๐๑๒๓๔๕๖๗๘๙") {
			t.Errorf("Thai digits left in %q", d)
		}
		fuzzed(t, "a.csv", b)
		fuzzed(t, "a.html", b)
	})
}

// TestDocumentsOfTheProject compares PDFs and Office files made for trials with
// the text that they were made from.
func TestDocumentsOfTheProject(t *testing.T) {
	dir := os.Getenv("ITACHECK_DOCUMENTS")
	if dir == "" {
		t.Skip("ITACHECK_DOCUMENTS names no folder of trial documents with a truth.txt")
	}
	truth, err := os.ReadFile(filepath.Join(dir, "truth.txt"))
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(truth), "\f")
	const table = "ลำดับโครงการ/กิจกรรมงบประมาณพ.ศ.๒๕๖๙๑อบรมคุณธรรมจริยธรรม๕๐,๐๐๐๒กิจกรรมสร้างจิตสำนึก๒๐,๐๐๐"
	withTable := squeezed(parts[0]) + squeezed(parts[1]) + table + squeezed(parts[2])
	for _, c := range []struct {
		file  string
		truth string
		worst float64
	}{
		{"lo-laks.pdf", withTable, .005},
		{"lo-garuda.pdf", withTable, .005},
		{"lo-norasi.pdf", withTable, .005},
		{"objstm-laks.pdf", withTable, .005},
		{"lin-laks.pdf", withTable, .005},
		{"enc-owner40.pdf", withTable, .005},
		{"enc-owner128aes.pdf", withTable, .005},
		{"enc-owner256.pdf", withTable, .005},
		{"cr-laks.pdf", squeezed(string(truth)), .005},
		{"cr-garuda.pdf", squeezed(string(truth)), .005},
		{"gs13-laks.pdf", withTable, .05},
		{"laks.docx", withTable, 0},
		{"laks.odt", withTable, 0},
		{"laks.doc", withTable, 0},
		{"laks.html", squeezed(string(truth)), 0},
		{"truth.txt", squeezed(string(truth)), 0},
	} {
		b, err := os.ReadFile(filepath.Join(dir, c.file))
		if err != nil {
			t.Error(err)
			continue
		}
		start := time.Now()
		got := read(t, c.file, b)
		took := time.Since(start)
		text := []rune(squeezed(got.All()))
		cer := float64(distance([]rune(c.truth), text)) / float64(len([]rune(c.truth)))
		years := 0
		for _, w := range []string{"ปีงบประมาณพ.ศ.๒๕๖๙", "ปีงบประมาณพ.ศ.2569", "ประจำปีพ.ศ.๒๕๖๘", "ปีงบประมาณ๒๕๖๗"} {
			if strings.Contains(string(text), w) {
				years++
			}
		}
		t.Logf("%-20s CER %.3f, years with their words %d of 4, %v", c.file, cer, years, took.Round(time.Millisecond))
		if cer > c.worst {
			t.Errorf("%s: CER %.3f, at most %.3f expected\n%s", c.file, cer, c.worst, got.All())
		}
	}
}

// distance is Levenshtein's.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for i := range row {
		row[i] = i
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for k, y := range b {
			d := diagonal
			if x != y {
				d++
			}
			diagonal = row[k+1]
			row[k+1] = min(d, row[k+1]+1, row[k]+1)
		}
	}
	return row[len(b)]
}
