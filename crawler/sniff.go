package crawler

import (
	"bytes"
	"strings"
)

// magic are the first bytes of the kinds of file that agencies publish.
var magic = [...]struct{ kind, bytes string }{
	{"zip", "PK\x03\x04"},
	{"zip", "PK\x05\x06"},
	{"ole", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"},
	{"rar", "Rar!\x1A\x07"},
	{"7z", "7z\xBC\xAF\x27\x1C"},
	{"jpeg", "\xFF\xD8\xFF"},
	{"png", "\x89PNG\r\n\x1A\n"},
	{"gif", "GIF87a"},
	{"gif", "GIF89a"},
}

// sniff tells the kind of content by its first bytes, as ita.Fetch.Kind names
// it; "" when they are noise. What the server declares only decides whether
// text without a tag at its beginning is HTML.
func sniff(b []byte, declared string) string {
	if len(b) == 0 {
		return "empty"
	}
	for _, m := range magic {
		if bytes.HasPrefix(b, []byte(m.bytes)) {
			return m.kind
		}
	}
	// Readers of PDF accept other bytes before the header.
	if at := bytes.Index(b[:min(len(b), 1024)], []byte("%PDF-")); at >= 0 && !startsTag(b) {
		return "pdf"
	}
	if bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		b = toUTF8(b)
	}
	if binary(b) {
		return ""
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), " \t\r\n\f\v")
	lower := lowerASCII(text)
	html := tagged(lower)
	switch {
	case len(text) == 0:
		return "empty"
	case bytes.HasPrefix(lower, []byte("<?xml")) && !html:
		return "xml"
	case html, strings.Contains(declared, "html"):
		return "html"
	case strings.Contains(declared, "xml"):
		return "xml"
	case strings.Contains(declared, "json"), bytes.HasPrefix(text, []byte("{\"")), bytes.HasPrefix(text, []byte("[{")):
		return "json"
	}
	return "text"
}

func startsTag(b []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(b, " \t\r\n\xef\xbb\xbf"), []byte("<"))
}

// binary reports whether bytes hold a control character that no text does.
func binary(b []byte) bool {
	for _, c := range b {
		if c <= 0x08 || c >= 0x0E && c <= 0x1A || c >= 0x1C && c <= 0x1F {
			return true
		}
	}
	return false
}

// lowerASCII is a copy with the letters A to Z in lower case: all that tags need.
func lowerASCII(b []byte) []byte {
	lower := bytes.Clone(b)
	for i, c := range lower {
		if 'A' <= c && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	return lower
}

// tagged reports whether text is HTML whatever it is declared as: it begins
// with a tag of HTML, or has one of a page's main tags further on (after a
// message of the server's script language, say). The text is in lower case.
func tagged(lower []byte) bool {
	for _, tag := range [...]string{"<!doctype html", "<html", "<head", "<body", "<title", "<frameset"} {
		if bytes.Contains(lower, []byte(tag)) {
			return true
		}
	}
	for _, tag := range [...]string{"<meta", "<script", "<link", "<style", "<div", "<table", "<center", "<iframe", "<font", "<h1", "<h2", "<p>", "<p ", "<a ", "<br", "<b>", "<ul", "<form", "<img", "<section", "<main"} {
		if bytes.HasPrefix(lower, []byte(tag)) {
			return true
		}
	}
	return false
}
