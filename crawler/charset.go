package crawler

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// toUTF8 brings a Thai page into UTF-8 by looking at its bytes. Declarations
// are not asked: of real Thai pages many have none, a wrong one, or a name that
// no library knows (TIS620).
//
// Valid UTF-8 stays as it is, without its byte order mark. UTF-16 is told by
// its mark. Where most high bytes are the UTF-8 of Thai letters, the page is
// UTF-8 with damage, which is repaired. All else is windows-874, which contains
// TIS-620 and ISO 8859-11.
func toUTF8(b []byte) []byte {
	if bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		d, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(b)
		if err == nil {
			return d
		}
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	switch {
	case utf8.Valid(b):
		return b
	case mostlyUTF8(b):
		return repair(b)
	}
	return windows874(b)
}

// mostlyUTF8 reports whether most bytes above 0x7F are parts of Thai letters in UTF-8.
func mostlyUTF8(b []byte) bool {
	high, thai := 0, 0
	for i := 0; i < len(b); i++ {
		if b[i] < 0x80 {
			continue
		}
		if i+2 < len(b) && b[i] == 0xE0 && (b[i+1] == 0xB8 || b[i+1] == 0xB9) && b[i+2]&0xC0 == 0x80 {
			high, thai = high+3, thai+3
			i += 2
			continue
		}
		high++
	}
	return thai*2 > high
}

// repair goes through the runs of bytes above 0x7F. A valid one stays; one
// that is UTF-8 but for letters cut in two loses those; one that is not UTF-8
// at all came from a database in the other encoding.
func repair(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		if n := ascii(b); n > 0 {
			out, b = append(out, b[:n]...), b[n:]
			continue
		}
		n := len(b)
		if end := bytes.IndexFunc(b, func(r rune) bool { return r < utf8.RuneSelf }); end >= 0 {
			n = end
		}
		switch run := b[:n]; {
		case utf8.Valid(run):
			out = append(out, run...)
		case n > 3 && !mostlyUTF8(run):
			out = append(out, windows874(run)...)
		default:
			out = append(out, bytes.ToValidUTF8(run, []byte("\uFFFD"))...)
		}
		b = b[n:]
	}
	return out
}

// ascii is how many bytes at the beginning are ASCII.
func ascii(b []byte) (n int) {
	for n < len(b) && b[n] < utf8.RuneSelf {
		n++
	}
	return n
}

// windows874 decodes bytes of that code page; those without a letter become U+FFFD.
func windows874(b []byte) []byte {
	d, err := charmap.Windows874.NewDecoder().Bytes(b)
	if err != nil { // a code page's decoder has no error to give
		return bytes.ToValidUTF8(b, []byte("\uFFFD"))
	}
	return d
}
