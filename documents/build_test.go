package documents

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// reader is shared by the tests, because PDFium takes a second to start.
var reader = sync.OnceValue(func() *Reader { return NewReader(Options{}) })

// read reads a document as a file of that name.
func read(t testing.TB, name string, b []byte) Text {
	t.Helper()
	return reader().Read(context.Background(), name, "", bytes.NewReader(b), nil)
}

// file is a file of testdata.
func file(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// squeezed is text without any white space, as PDF text is compared.
func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

// pdfFile writes a PDF of these objects; the first is the catalogue.
func pdfFile(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

func pdfStream(dict, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

// pdfPages writes a PDF with a page for each content stream. Font F1 is one
// without encoding, F2 Western; I is a picture.
func pdfPages(contents ...string) []byte {
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>", "",
		"<</Type/Font/Subtype/TrueType/BaseFont/AngsanaUPC/FirstChar 0/LastChar 255/Widths[" + strings.Repeat("500 ", 256) + "]>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
		pdfStream("/Type/XObject/Subtype/Image/Width 60/Height 80/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/DCTDecode", string(photo())),
	}
	var kids []string
	for _, c := range contents {
		kids = append(kids, fmt.Sprintf("%d 0 R", len(objects)+2))
		objects = append(objects, pdfStream("", c), fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 3 0 R/F2 4 0 R>>/XObject<</I 5 0 R>>>>>>", len(objects)+1))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", strings.Join(kids, " "), len(kids))
	return pdfFile(objects...)
}

// thaiText draws text in the bytes of TIS-620.
func thaiText(font, s string) string {
	b, err := charmap.Windows874.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf("BT /%s 16 Tf 72 700 Td <%x> Tj ET", font, b)
}

// photo is a small grey JPEG.
func photo() []byte {
	img := image.NewGray(image.Rect(0, 0, 60, 80))
	for i := range img.Pix {
		img.Pix[i] = byte(i)
	}
	img.SetGray(1, 1, color.Gray{})
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func deflated(b []byte) string {
	var out bytes.Buffer
	w, err := zlib.NewWriterLevel(&out, zlib.BestSpeed)
	if err != nil {
		panic(err)
	}
	_, _ = w.Write(b)
	_ = w.Close()
	return out.String()
}

// zipped makes an archive of names and contents in turn.
func zipped(pairs ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: pairs[i], Method: zip.Deflate, NonUTF8: true})
		if err != nil {
			panic(err)
		}
		_, _ = w.Write([]byte(pairs[i+1]))
	}
	_ = z.Close()
	return b.Bytes()
}

// docx makes a Word file of a body in XML.
func docx(body string) []byte {
	return zipped("[Content_Types].xml", "<Types/>", "word/document.xml", `<w:document xmlns:w="w"><w:body>`+body+`</w:body></w:document>`)
}

// xlsx makes a workbook of one sheet of rows in XML.
func xlsx(rows string) []byte {
	return zipped(
		"[Content_Types].xml", "<Types/>",
		"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="ลับ" state="hidden" r:id="rId1"/><sheet name="แผน 2569" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/sharedStrings.xml", `<sst><si><t>โครงการ</t></si><si><r><t>งบ</t></r><r><t>ประมาณ</t></r><rPh><t>x</t></rPh></si></sst>`,
		"xl/styles.xml", `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml", `<worksheet><sheetData>`+rows+`</sheetData></worksheet>`,
	)
}
