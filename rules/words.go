package rules

import (
	"slices"
	"strings"
)

// waitingWords say that a document is still to come.
var waitingWords = []string{
	"รอเอกสาร", "รอข้อมูล", "รอเผยแพร่", "รอดำเนินการ", "รอเชื่อมโยง", "รอปรับปรุง", "รออัปโหลด", "รออัพโหลด",
	"อยู่ระหว่างดำเนินการ", "อยู่ระหว่างการดำเนินการ", "อยู่ระหว่างจัดทำ", "อยู่ระหว่างการจัดทำ", "อยู่ระหว่างปรับปรุง",
	"อยู่ระหว่างการปรับปรุง", "อยู่ระหว่างรวบรวม", "กำลังดำเนินการ", "กำลังปรับปรุง", "กำลังจัดทำ", "ยังไม่เผยแพร่", "ยังไม่มีเอกสาร",
	"coming soon", "under construction",
}

// waiting reports whether a label says that its document is still to come. The
// words must stand in brackets or make up most of the label: "จำนวนเรื่องที่
// อยู่ระหว่างดำเนินการ" is a heading of a table of complaints.
func waiting(label string) bool {
	s := strings.ToLower(readable(label))
	for _, w := range waitingWords {
		i := strings.Index(s, w)
		if i < 0 {
			continue
		}
		before := strings.TrimRight(s[:i], " ")
		bracket := strings.HasSuffix(before, "(") || strings.HasSuffix(before, "[") || strings.HasSuffix(before, "*") || strings.HasSuffix(before, "-")
		if bracket || countLetters(s)-countLetters(w) <= 8 {
			return true
		}
	}
	return false
}

// documentSuffixes are the file types that documents are published in.
var documentSuffixes = []string{
	".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".csv", ".zip", ".rar", ".7z",
	".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff",
}

// documentHosts serve documents under addresses without a suffix.
var documentHosts = []string{
	"drive.google.com/", "docs.google.com/", "onedrive.live.com/", "1drv.ms/", "sharepoint.com/", "dropbox.com/",
	"anyflip.com/", "online.fliphtml5.com/", "online.pubhtml5.com/", "heyzine.com/", "canva.com/design",
}

// shareAddresses pass a page on to somebody; they are no documents of an item.
var shareAddresses = []string{
	"/sharer", "/share?", "/share.php", "/intent/tweet", "/intent/post", "social-plugins.line.me", "line.me/r/msg", "line.me/r/share", "api.whatsapp.com/send",
	"/sharearticle", "addtoany.com", "plus.google.com/share", "pinterest.com/pin/create",
}

func shares(address string) bool {
	address = strings.ToLower(address)
	return slices.ContainsFunc(shareAddresses, func(s string) bool { return strings.Contains(address, s) })
}

// IsDocument reports whether an address looks like a document rather than a page.
func IsDocument(u string) bool {
	u = strings.ToLower(u)
	for _, h := range documentHosts {
		if strings.Contains(u, h) {
			return true
		}
	}
	path, query, _ := strings.Cut(u, "?")
	for _, suffix := range documentSuffixes {
		if strings.HasSuffix(path, suffix) || strings.HasSuffix(query, suffix) {
			return true
		}
	}
	return false
}
