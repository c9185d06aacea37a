package documents

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
)

// words are in every version of the plan of testdata, on its pages in turn.
var words = []string{
	"ประจำปีงบประมาณ พ.ศ. ๒๕๖๙",
	"ประจำปีงบประมาณ พ.ศ. 2569 ขึ้น เพื่อใช้เป็นกรอบในการดำเนินงาน",
	"รอบ ๖ เดือน ปีงบประมาณ ๒๕๖๗",
}

func TestThePlanIsReadInEveryFormat(t *testing.T) {
	const title = "แผนปฏิบัติการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๙"
	for _, c := range []struct {
		file, kind, title string
		pages, total      int
		words             []string
	}{
		{"plan.pdf", KindPDF, title, 3, 3, words},
		{"plan-linearised.pdf", KindPDF, "", 3, 3, words},
		{"plan-owner-password.pdf", KindPDF, "", 3, 3, words},
		{"plan-chromium.pdf", KindPDF, "laks.html", 3, 3, []string{words[0], "ประจำปีงบประมาณ พ.ศ. 2569", words[2]}},
		{"plan.docx", KindDOCX, title, 3, 0, words},
		{"plan.odt", KindODT, title, 3, 3, words},
		{"plan.rtf", KindRTF, title, 3, 0, words},
		{"plan.doc", KindDOC, title, 1, 0, words},
		{"plan.txt", KindText, "", 1, 0, words},
		{"slides.pptx", KindPPTX, "", 1, 1, words[:1]},
		{"slides.odp", KindODP, "", 1, 1, words[:1]},
		{"slides.ppt.gz", KindPPT, "", 1, 1, words[:1]},
		{"budget.xlsx", KindXLSX, "", 1, 1, []string{"แผน ๒๕๖๙", "งบประมาณ พ.ศ. ๒๕๖๙", "อบรมน้ำ"}},
		{"budget.ods", KindODS, "", 1, 1, []string{"แผน ๒๕๖๙", "งบประมาณ พ.ศ. ๒๕๖๙", "อบรมน้ำ"}},
		{"budget.xls", KindXLS, "", 1, 1, []string{"แผน ๒๕๖๙", "งบประมาณ พ.ศ. ๒๕๖๙", "อบรมน้ำ"}},
		{"old-font-no-encoding.pdf", KindPDF, "", 1, 1, []string{"แผนปฏิบัติการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"}},
		{"old-font-western.pdf", KindPDF, "", 1, 1, []string{"แผนปฏิบัติการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"}},
		{"old-font-private-use.pdf", KindPDF, "", 1, 1, []string{"ปีที่แล้ว ป่า ป้องกัน ๒๕๖๘ ฝึก ญุ คำ น้ำ"}},
	} {
		t.Run(c.file, func(t *testing.T) {
			b := file(t, c.file)
			name := strings.TrimSuffix(c.file, ".gz")
			if name != c.file {
				z, err := gzip.NewReader(bytes.NewReader(b))
				if err != nil {
					t.Fatal(err)
				}
				if b, err = io.ReadAll(z); err != nil {
					t.Fatal(err)
				}
			}
			got := read(t, name, b)
			if got.Problem != "" || got.Kind != c.kind || got.Title != c.title || len(got.Pages) != c.pages || got.Total != c.total {
				t.Errorf("kind %s, title %q, %d of %d pages, problem %q (%s)", got.Kind, got.Title, len(got.Pages), got.Total, got.Problem, got.Detail)
			}
			for i, w := range c.words {
				where := got.All()
				if c.pages == len(c.words) {
					where = got.Pages[i]
				}
				if !strings.Contains(squeezed(where), squeezed(w)) {
					t.Errorf("%q is not in\n%s", w, where)
				}
			}
		})
	}
}

func TestWhatIsWrongWithADocumentIsSaid(t *testing.T) {
	plan, xls := file(t, "plan.pdf"), file(t, "budget.xls")
	page := `<!doctype html><title>404 Not Found</title><h1>ไม่พบหน้า</h1>`
	lock := make([]byte, 162)
	copy(lock, "\x07Somchai"+strings.Repeat(" ", 47))
	lock[54] = 7
	for _, c := range []struct {
		what, name, declared string
		b                    []byte
		kind, problem        string
	}{
		{"no bytes", "a.pdf", "", nil, KindUnknown, ProblemEmpty},
		{"zeros of a broken download", "a.pdf", "", make([]byte, 300_000), KindUnknown, ProblemEmpty},
		{"only blanks", "a.txt", "", []byte(" \r\n\r\n"), KindUnknown, ProblemEmpty},
		{"a PDF cut in the middle", "a.pdf", "", plan[:16_000], KindPDF, ProblemTruncated},
		{"a PDF cut at the beginning", "a.pdf", "", plan[:300], KindPDF, ProblemTruncated},
		{"a PDF whose page tree is a loop", "a.pdf", "", pdfFile("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"), KindPDF, ProblemDamaged},
		{"a PDF with a user password", "a.pdf", "", file(t, "plan-user-password.pdf"), KindPDF, ProblemLocked},
		{"letters that nobody can know", "a.pdf", "", file(t, "plan-no-letters.pdf"), KindPDF, ProblemMojibake},
		{"noise called .pdf", "a.pdf", "", []byte("\x01\x02\x03\x04\x05 noise"), KindUnknown, ProblemDamaged},
		{"noise called nothing", "a", "", []byte("\x01\x02\x03\x04\x05 noise"), KindUnknown, ProblemUnsupported},
		{"an error page called .pdf", "a.pdf", "", []byte(page), KindHTML, ProblemWrongContent},
		{"an error page declared as PDF", "download.php", "application/pdf", []byte(page), KindHTML, ProblemWrongContent},
		{"an error page of a cloud store", "a.pdf", "", []byte(`<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>`), KindHTML, ProblemWrongContent},
		{"a message called .docx", "a.docx", "", []byte("File not found"), KindText, ProblemWrongContent},
		{"a web page that is one", "index.html", "text/html", []byte(page), KindHTML, ""},
		{"a table that a web system calls .xls", "a.xls", "", []byte(`<table><tr><td>งบประมาณ<td>2569</table>`), KindHTML, ProblemWrongExtension},
		{"a DOCX called .pdf", "a.pdf", "", file(t, "plan.docx"), KindDOCX, ProblemWrongExtension},
		{"a PDF called .jpg", "a.jpg", "", plan, KindPDF, ProblemWrongExtension},
		{"a DOCX called .doc", "a.doc", "", file(t, "plan.docx"), KindDOCX, ""},
		{"the lock file of Word, by name", "~$plan.docx", "", lock, KindUnknown, ProblemLockFile},
		{"the lock file of Word, by content", "plan.docx", "", lock, KindUnknown, ProblemLockFile},
		{"a DOCX cut in the middle", "a.docx", "", file(t, "plan.docx")[:3000], KindDOCX, ProblemTruncated},
		{"a DOC cut in the middle", "a.doc", "", file(t, "plan.doc")[:5000], KindDOC, ProblemTruncated},
		{"a DOC with a password", "a.doc", "", encryptedDOC(file(t, "plan.doc")), KindDOC, ProblemLocked},
		{"an XLSX with a password", "a.xlsx", "", renameStream(xls, "Workbook", "EncryptedPackage"), KindXLSX, ProblemLocked},
		{"an ODT with a password", "a.odt", "", zipped("mimetype", "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml", "<manifest:encryption-data/>", "content.xml", "?"), KindODT, ProblemLocked},
		{"a ZIP with a password", "a.zip", "", lockedZIP(zipped("plan.txt", "x")), KindZIP, ProblemLocked},
		{"an empty ZIP", "a.zip", "", zipped(), KindZIP, ProblemEmpty},
		{"a RAR", "a.rar", "", []byte("Rar!\x1a\x07\x01\x00............"), KindRAR, ProblemUnsupported},
		{"a 7z", "a.7z", "", []byte("7z\xbc\xaf\x27\x1c............"), Kind7Z, ProblemUnsupported},
		{"a photograph", "a.jpg", "", photo(), KindJPEG, ProblemNoText},
		{"a photograph cut off", "a.jpg", "", photo()[:900], KindJPEG, ProblemTruncated},
		{"an empty document of Word", "a.docx", "", docx("<w:p/>"), KindDOCX, ProblemNoText},
		{"a blank page", "a.pdf", "", pdfPages(""), KindPDF, ProblemNoText},
	} {
		t.Run(c.what, func(t *testing.T) {
			got := reader().Read(context.Background(), c.name, c.declared, bytes.NewReader(c.b), nil)
			if got.Kind != c.kind || got.Problem != c.problem {
				t.Errorf("kind %s, problem %q (%s), want %s, %q", got.Kind, got.Problem, got.Detail, c.kind, c.problem)
			}
			if got.Problem == ProblemWrongContent && len(got.Pages) > 0 {
				t.Errorf("the words of an error page are given as the document's: %q", got.Pages)
			}
		})
	}
}

func encryptedDOC(b []byte) []byte {
	b = bytes.Clone(b)
	b[bytes.Index(b, []byte("\xec\xa5"))+0x0b] |= 1
	return b
}

// renameStream renames a stream in the directory of an OLE file.
func renameStream(b []byte, from, to string) []byte {
	b = bytes.Clone(b)
	wide := func(s string) []byte { return []byte(strings.Join(strings.Split(s, ""), "\x00") + "\x00") }
	at := bytes.Index(b, wide(from))
	copy(b[at:], wide(to))
	b[at+64] = byte(2 * (len(to) + 1))
	return b
}

func lockedZIP(b []byte) []byte {
	for _, sig := range []struct {
		mark  string
		flags int
	}{{"PK\x03\x04", 6}, {"PK\x01\x02", 8}} {
		b[bytes.Index(b, []byte(sig.mark))+sig.flags] |= 1
	}
	return b
}

func TestScansAreToldFromPagesWithPictures(t *testing.T) {
	const scan, stamp, hidden = "q 595 0 0 842 0 0 cm /I Do Q", " BT /F2 9 Tf 300 20 Td (- 1 -) Tj ET", " BT /F2 12 Tf 3 Tr 72 700 Td (Annual plan 2569 of the office, page one of the scan) Tj ET"
	for _, c := range []struct {
		what, content string
		images        bool
		problem       string
	}{
		{"a scan", scan, true, ProblemNoText},
		{"a scan with a page number", scan + stamp, true, ""},
		{"a logo", "q 80 0 0 80 0 700 cm /I Do Q", false, ProblemNoText},
		{"a page with a background picture", scan + " BT /F2 12 Tf 72 700 Td (Annual plan of the office for 2569) Tj ET", false, ""},
		{"a scan with a hidden text layer", scan + hidden, true, ""},
	} {
		t.Run(c.what, func(t *testing.T) {
			got := read(t, "a.pdf", pdfPages(c.content))
			if got.Images != c.images || got.Problem != c.problem {
				t.Errorf("images %v, problem %q, pages %q, scanned %q", got.Images, got.Problem, got.Pages, got.Scanned)
			}
			if layer := strings.HasSuffix(c.content, hidden); layer != (len(got.Scanned) == 1) || layer && len(got.Pages) > 0 {
				t.Errorf("pages %q, scanned %q", got.Pages, got.Scanned)
			}
		})
	}
}

type fakeOCR func([]byte) (string, error)

func (f fakeOCR) Read(_ context.Context, b []byte) (string, error) { return f(b) }

func TestOCRReadsScansAndItsThaiDigitsAreDoubted(t *testing.T) {
	var seen []byte
	ocr := fakeOCR(func(b []byte) (string, error) {
		seen = b
		return "ประจำปี พ.ศ. ๒๕๒๐ รอบ 2569 และ ๒๕6๙\n", nil
	})
	r := NewReader(Options{OCR: ocr})
	defer r.Close()
	scan := pdfPages("q 595 0 0 842 0 0 cm /I Do Q")
	const want = "ประจำปี พ.ศ. ???? รอบ 2569 และ ????"
	for _, c := range []struct {
		what, name string
		b          []byte
		format     string
	}{
		{"a scanned JPEG, taken as it is", "a.pdf", scan, "\xff\xd8\xff"},
		{"a scan upside down, drawn", "a.pdf", pdfPages("q -595 0 0 -842 595 842 cm /I Do Q"), "\x89PNG"},
		{"a page without letters, drawn", "a.pdf", file(t, "plan-no-letters.pdf"), "\x89PNG"},
		{"a photograph", "a.jpg", photo(), "\xff\xd8\xff"},
	} {
		t.Run(c.what, func(t *testing.T) {
			got := r.Read(context.Background(), c.name, "", bytes.NewReader(c.b), nil)
			if len(got.Scanned) != 1 || got.Scanned[0] != want || len(got.Pages) != 0 {
				t.Errorf("scanned %q, pages %q, problem %q (%s)", got.Scanned, got.Pages, got.Problem, got.Detail)
			}
			if !bytes.HasPrefix(seen, []byte(c.format)) {
				t.Errorf("OCR was given %.8q", seen)
			}
		})
	}
	ocr = func([]byte) (string, error) { return "", errors.New("no model") }
	r = NewReader(Options{OCR: ocr})
	defer r.Close()
	if got := r.Read(context.Background(), "a.pdf", "", bytes.NewReader(scan), nil); got.Problem != ProblemNoText || !got.Images {
		t.Errorf("a scan that OCR cannot read: %+v", got)
	}
}

func TestTesseractWhereItIsInstalled(t *testing.T) {
	ocr, ok := FindTesseract(context.Background())
	if !ok {
		t.Skip("tesseract with the Thai model is not installed")
	}
	r := NewReader(Options{OCR: ocr})
	defer r.Close()
	got := r.Read(context.Background(), "a.pdf", "", bytes.NewReader(file(t, "plan-no-letters.pdf")), nil)
	if s := squeezed(strings.Join(got.Scanned, "")); !strings.Contains(s, "ประจำปีงบประมาณ") || strings.ContainsAny(s, "๑๒๓๔๕๖๗๘๙๐") {
		t.Errorf("scanned %q, problem %q (%s)", got.Scanned, got.Problem, got.Detail)
	}
}

func TestReadingStopsWhenToldTo(t *testing.T) {
	var asked []int
	stop := func(page int, text string) bool {
		asked = append(asked, page)
		return strings.Contains(text, "2569")
	}
	for _, name := range []string{"plan.pdf", "plan.docx", "plan.odt", "plan.rtf"} {
		asked = nil
		got := reader().Read(context.Background(), name, "", bytes.NewReader(file(t, name)), stop)
		if len(got.Pages) != 2 || len(asked) != 2 || asked[1] != 1 {
			t.Errorf("%s: %d pages, asked %v", name, len(got.Pages), asked)
		}
	}
}

// counted is a Source that counts; its middle is never held in memory.
type countedSource struct {
	head, tail  []byte
	size        int64
	bytes, asks int64
}

func (s *countedSource) Size() int64 { return s.size }

func (s *countedSource) ReadAt(p []byte, off int64) (int, error) {
	s.asks++
	s.bytes += int64(len(p))
	clear(p)
	if off < int64(len(s.head)) {
		copy(p, s.head[off:])
	}
	if from := s.size - int64(len(s.tail)); off+int64(len(p)) > from {
		copy(p[max(from-off, 0):], s.tail[max(off-from, 0):])
	}
	return len(p), nil
}

func TestALargePDFCostsAFewHundredKilobytes(t *testing.T) {
	const middle = 60 << 20
	small := pdfPages(thaiText("F1", "แผนปฏิบัติการ ๒๕๖๙"), thaiText("F1", "หน้าสอง"))
	at := bytes.Index(small, []byte("\nxref\n")) + 1
	head := fmt.Sprintf("%s99 0 obj\n<</Length %d>>\nstream\n", small[:at], middle)
	tail := "\nendstream\nendobj\n" + string(small[at:])
	start := len(head) + middle + len("\nendstream\nendobj\n")
	tail = tail[:strings.Index(tail, "startxref")] + fmt.Sprintf("startxref\n%d\n%%%%EOF\n", start)
	src := &countedSource{head: []byte(head), tail: []byte(tail), size: int64(len(head) + middle + len(tail))}
	got := reader().Read(context.Background(), "a.pdf", "", src, nil)
	if len(got.Pages) != 2 || got.Pages[0] != "แผนปฏิบัติการ ๒๕๖๙" {
		t.Fatalf("%+v", got)
	}
	if src.bytes > 400<<10 || src.asks > 4 {
		t.Errorf("%d bytes in %d requests", src.bytes, src.asks)
	}
}

type brokenSource struct{ after int64 }

func (brokenSource) Size() int64 { return 1 << 20 }

func (s brokenSource) ReadAt(p []byte, off int64) (int, error) {
	if off >= s.after {
		return 0, errors.New("connection reset")
	}
	return copy(p, "%PDF-1.4\n"), errors.New("connection reset")
}

func TestASourceThatFailsIsNoFaultOfTheDocument(t *testing.T) {
	got := reader().Read(context.Background(), "a.pdf", "", brokenSource{0}, nil)
	if got.Problem != ProblemFetch || !strings.Contains(got.Detail, "connection reset") {
		t.Errorf("problem %q (%s)", got.Problem, got.Detail)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if got := reader().Read(ctx, "a.pdf", "", bytes.NewReader(file(t, "plan.pdf")), nil); got.Problem != ProblemFetch {
		t.Errorf("interrupted: problem %q (%s)", got.Problem, got.Detail)
	}
}

func TestSpreadsheetsAreReadAsTheyLook(t *testing.T) {
	got := read(t, "a.xlsx", xlsx(`<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>`+
		`<row><c><v>2569</v></c><c><v>0.25</v></c><c s="1"><v>45931</v></c><c t="inlineStr"><is><t>ปี ๒๕๖๙</t></is></c><c t="e"><v>#REF!</v></c></row>`))
	const want = "แผน 2569\nโครงการ\tงบประมาณ\n2569\t0.25\t01/10/2025\tปี ๒๕๖๙"
	if len(got.Pages) != 1 || got.Pages[0] != want || got.Total != 1 {
		t.Errorf("%d sheets, pages %q", got.Total, got.Pages)
	}
}

func TestWordTextIsReadOnceAndWithoutWhatIsDeleted(t *testing.T) {
	got := read(t, "a.docx", docx(`<w:p><w:r><w:t>แผน</w:t><w:tab/><w:t>ปี</w:t></w:r><w:del><w:r><w:delText>2568</w:delText></w:r></w:del></w:p>`+
		`<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>กล่อง</w:t></w:r></w:p></mc:Choice><mc:Fallback><w:p><w:r><w:t>กล่อง</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>`+
		`<w:p><w:r><w:instrText>DATE</w:instrText><w:br w:type="page"/><w:t>หน้าสอง</w:t></w:r></w:p>`))
	if strings.Join(got.Pages, "|") != "แผน ปี\nกล่อง|หน้าสอง" {
		t.Errorf("pages %q", got.Pages)
	}
}

func TestTextIsReadWhateverItsEncoding(t *testing.T) {
	const s = "ลำดับ,โครงการ\n1,\"อบรม, สัมมนา 2569\"\n"
	tis, err := charmap.Windows874.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	for what, b := range map[string]string{
		"UTF-8": s, "UTF-8 with mark": "\ufeff" + s, "TIS-620": tis, "damaged UTF-8": s + "\xe0\xb8",
		"UTF-16": "\xff\xfe" + string(utf16le(s)), "semicolons": "ลำดับ;โครงการ\n1;\"อบรม, สัมมนา 2569\"\n",
	} {
		got := read(t, "a.csv", []byte(b))
		if len(got.Pages) != 1 || !strings.HasPrefix(got.Pages[0], "ลำดับ\tโครงการ\n1\tอบรม, สัมมนา 2569") || got.Kind != KindCSV {
			t.Errorf("%s: %s %q %q", what, got.Kind, got.Pages, got.Problem)
		}
	}
}

func utf16le(s string) (b []byte) {
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return b
}

func TestVisibleTextOfAWebPage(t *testing.T) {
	got := read(t, "a.html", []byte(`<html><head><title>แผน 2569</title><style>p{}</style><script>var y=2560</script></head><body><p>ปีงบประมาณ<b> 2569</b><table><tr><td>ก</td><td>ข</td></tr></table><!-- 2561 --></body></html>`))
	if got.Title != "แผน 2569" || len(got.Pages) != 1 || got.Pages[0] != "ปีงบประมาณ 2569\nก\tข" {
		t.Errorf("%q %q", got.Title, got.Pages)
	}
}

func TestRTFOfAThaiWindows(t *testing.T) {
	got := read(t, "a.rtf", []byte(`{\rtf1\ansi\ansicpg874{\fonttbl{\f0\fcharset222 Angsana New;}}{\info{\title \'e1\'bc\'b9}}\pard \'e1\'bc\'b9 \u3611?\u3637? 2569\par{\*\unknown 2568}{\pict ffd8}\page \'cb\'b9\'e9\'d2 2}`))
	if got.Title != "แผน" || strings.Join(got.Pages, "|") != "แผน ปี 2569|หน้า 2" {
		t.Errorf("%q %q %q", got.Title, got.Pages, got.Problem)
	}
}

func TestDocumentsInAnArchive(t *testing.T) {
	thaiName, err := charmap.Windows874.NewEncoder().String("แผน.txt")
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, "a.zip", zipped(thaiName, "แผนปี 2569", "งาน/รายงาน.docx", string(docx("<w:p><w:r><w:t>รายงาน</w:t></w:r></w:p>")),
		"b.zip", string(zipped("c.txt", "2568")), "__MACOSX/._x.txt", "x", "thumbs.db", "x"))
	var seen []string
	for _, in := range got.Inside {
		seen = append(seen, in.Name+" "+in.Kind+" "+strings.Join(in.Pages, "|")+in.Problem)
	}
	want := "b.zip zip unsupported, งาน/รายงาน.docx docx รายงาน, แผน.txt text แผนปี 2569"
	if strings.Join(seen, ", ") != want || got.Problem != "" || got.Total != 3 {
		t.Errorf("%d documents, problem %q:\n%s", got.Total, got.Problem, strings.Join(seen, ", "))
	}
}

func TestSeveralAtATime(t *testing.T) {
	b := file(t, "plan.pdf")
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			if got := read(t, "plan.pdf", b); len(got.Pages) != 3 {
				t.Errorf("%+v", got)
			}
		})
	}
	wg.Wait()
}

// slowSource takes its time, like a website.
type slowSource struct{ *bytes.Reader }

func (s slowSource) ReadAt(p []byte, off int64) (int, error) {
	time.Sleep(400 * time.Millisecond)
	return s.Reader.ReadAt(p, off)
}

func TestWaitingIsNotTheDocumentsTime(t *testing.T) {
	r := NewReader(Options{Parallel: 1, Time: 300 * time.Millisecond})
	defer r.Close()
	b := pdfPages(thaiText("F1", "แผนปฏิบัติการ ๒๕๖๙"))
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if got := r.Read(context.Background(), "a.pdf", "", slowSource{bytes.NewReader(b)}, nil); got.Problem != "" || len(got.Pages) != 1 {
				t.Errorf("problem %q (%s), pages %q", got.Problem, got.Detail, got.Pages)
			}
		})
	}
	wg.Wait()
}

func TestPDFiumIsTheOneThatTheReadmeNames(t *testing.T) {
	z, err := gzip.NewReader(bytes.NewReader(pdfiumWASM))
	if err != nil {
		t.Fatal(err)
	}
	h := sha256.New()
	if _, err := io.Copy(h, z); err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join("pdfium", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	if sum := hex.EncodeToString(h.Sum(nil)); !bytes.Contains(readme, []byte(sum)) {
		t.Errorf("pdfium.wasm has the sha256 %s", sum)
	}
}

func TestWithoutAPlaceForTheCache(t *testing.T) {
	if hurry() {
		t.Skip("compiles PDFium anew")
	}
	r := NewReader(Options{CacheDir: filepath.Join("testdata", "plan.pdf", "no-folder")})
	defer r.Close()
	if got := r.Read(context.Background(), "a.pdf", "", bytes.NewReader(file(t, "plan.pdf")), nil); len(got.Pages) != 3 {
		t.Errorf("%+v", got)
	}
}

func BenchmarkFirstPagesOf100(b *testing.B) {
	var pages []string
	for i := range 100 {
		var s strings.Builder
		for line := range 40 {
			fmt.Fprintf(&s, "BT /F2 12 Tf 72 %d Td (Line %d of page %d: annual plan for fiscal year 2569, budget and results) Tj ET\n", 800-18*line, line, i)
		}
		pages = append(pages, s.String())
	}
	doc := pdfPages(pages...)
	if got := read(b, "a.pdf", doc); len(got.Pages) != 3 || got.Total != 100 {
		b.Fatalf("%+v", got)
	}
	start, n := time.Now(), 0
	for b.Loop() {
		read(b, "a.pdf", doc)
		n++
	}
	if each := time.Since(start) / time.Duration(max(n, 1)); each > 150*time.Millisecond {
		b.Errorf("%v for three pages", each)
	}
}
