package documents

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"
)

// magic are the first bytes of kinds of file. ZIP and OLE files are looked into
// before it is known what they are.
var magic = [...]struct{ kind, bytes string }{
	{KindZIP, "PK\x03\x04"},
	{KindZIP, "PK\x05\x06"},
	{KindZIP, "PK\x07\x08"},
	{KindDOC, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"},
	{KindRAR, "Rar!\x1A\x07"},
	{Kind7Z, "7z\xBC\xAF\x27\x1C"},
	{KindJPEG, "\xFF\xD8\xFF"},
	{KindPNG, "\x89PNG\r\n\x1A\n"},
	{KindGIF, "GIF87a"},
	{KindGIF, "GIF89a"},
	{KindRTF, "{\\rtf"},
}

// sniff tells the kind of a document by its first bytes; name and declared
// type only tell CSV from other text.
func sniff(b []byte, declared, name string) string {
	for _, m := range magic {
		if bytes.HasPrefix(b, []byte(m.bytes)) {
			return m.kind
		}
	}
	text := strings.ToLower(strings.TrimLeft(string(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))), " \t\r\n"))
	// Readers of PDF accept other bytes before the header.
	if at := bytes.Index(b[:min(len(b), 1024)], []byte("%PDF-")); at >= 0 && !strings.HasPrefix(text, "<") {
		return KindPDF
	}
	if bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		text = strings.ToLower(decode(b))
	} else if hasControls(b) {
		return KindUnknown
	}
	switch {
	case isHTML(text), strings.HasPrefix(text, "<?xml"):
		return KindHTML
	case extension(name) == "csv", strings.Contains(declared, "csv"):
		return KindCSV
	}
	return KindText
}

// hasControls reports bytes that no text has.
func hasControls(b []byte) bool {
	return bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\n\v\f\r\x1a\x1b", r) })
}

var htmlTag = regexp.MustCompile(`<(!doctype html|html|head|body|title|frameset|table)[\s>]|^<(meta|script|link|style|div|center|iframe|font|h1|h2|p|a|br|b|ul|form|img|section|main)[\s>/]`)

func isHTML(lower string) bool { return htmlTag.MatchString(lower) }

// blank reports that there is nothing to see in the bytes: a download that
// reserved its place and broke off leaves zeros.
func blank(b []byte) bool { return len(bytes.Trim(b, "\x00 \t\r\n\ufeff")) == 0 }

// extension is that of a file name or address, in lower case without the dot;
// empty unless it is one that people know documents by.
func extension(name string) string {
	name, _, _ = strings.Cut(name, "?")
	name, _, _ = strings.Cut(name, "#")
	e := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	if _, known := kindOfExtension[e]; known {
		return e
	}
	return ""
}

// kindOfExtension is what a name promises.
var kindOfExtension = map[string][]string{
	"pdf": {KindPDF}, "docx": {KindDOCX}, "docm": {KindDOCX}, "dotx": {KindDOCX}, "xlsx": {KindXLSX}, "xlsm": {KindXLSX},
	"pptx": {KindPPTX}, "pptm": {KindPPTX}, "ppsx": {KindPPTX}, "odt": {KindODT}, "ods": {KindODS}, "odp": {KindODP},
	"doc": {KindDOC, KindRTF, KindDOCX}, "xls": {KindXLS, KindXLSX, KindCSV, KindText}, "ppt": {KindPPT, KindPPTX}, "pps": {KindPPT},
	"rtf": {KindRTF}, "csv": {KindCSV, KindText}, "txt": {KindText, KindCSV},
	"jpg": {KindJPEG, KindPNG, KindGIF}, "jpeg": {KindJPEG, KindPNG, KindGIF}, "png": {KindPNG, KindJPEG, KindGIF}, "gif": {KindGIF, KindPNG, KindJPEG},
	"zip": {KindZIP}, "rar": {KindRAR, KindZIP}, "7z": {Kind7Z},
}

// documentTypes are the media types under which nobody sends web pages.
var documentTypes = [...]string{"/pdf", "msword", "ms-excel", "ms-powerpoint", "officedocument", "opendocument", "/rtf", "image/", "/zip", "x-rar"}

// misnamed says how a kind belies its name and declared type: the problem, or
// nothing. Only what a reader of the web would trip over counts: a PNG called
// .jpg is shown, a DOCX called .doc opens, and so does a web page with a table
// that is called .xls, as many Thai systems write; those are not the same as
// the error page that a server sends in place of a file.
func misnamed(kind, name, declared string, head []byte) string {
	if kind == KindUnknown {
		return ""
	}
	e := extension(name)
	promised := kindOfExtension[e]
	if e == "" {
		declared = strings.ToLower(declared)
		if kind == KindHTML && slices.ContainsFunc(documentTypes[:], func(d string) bool { return strings.Contains(declared, d) }) {
			return ProblemWrongContent
		}
		return ""
	}
	switch {
	case slices.Contains(promised, kind):
		return ""
	case kind == KindHTML && (e == "xls" || e == "doc") && savedByOffice(head):
		return ProblemWrongExtension
	case kind == KindHTML:
		return ProblemWrongContent
	case kind == KindText || kind == KindCSV: // a message of a server, or anything
		return ProblemWrongContent
	}
	return ProblemWrongExtension
}

func savedByOffice(head []byte) bool {
	lower := bytes.ToLower(head)
	return bytes.Contains(lower, []byte("schemas-microsoft-com:office")) || bytes.Contains(lower, []byte("<table"))
}

// lockFile recognises what an office program writes beside a document while it
// is open, and which is uploaded by mistake: by name, or by its one user name
// and length.
func lockFile(name string, head []byte, size int64) bool {
	base := path.Base(name)
	if strings.HasPrefix(base, "~$") || strings.HasPrefix(base, "%7E$") || strings.HasPrefix(base, ".~lock.") {
		return true
	}
	if size != 162 && size != 165 || len(head) < 162 {
		return false
	}
	n := int(head[0])
	return n >= 1 && n <= 54 && !bytes.HasPrefix(head, []byte("PK")) && int(head[55]) == 0x20 || n >= 1 && n <= 54 && head[54] == byte(n)
}
