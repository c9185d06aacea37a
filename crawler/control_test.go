package crawler

import (
	"fmt"
	"strings"
	"testing"
)

func TestAControlAddressIsBesideAnotherAndNobodys(t *testing.T) {
	for address, folder := range map[string]string{
		"https://a.go.th":                       "https://a.go.th/no-such-file-",
		"https://a.go.th/ita/o1":                "https://a.go.th/ita/no-such-file-",
		"https://a.go.th/ita/":                  "https://a.go.th/ita/no-such-file-",
		"http://a.go.th:81/x/news.php?id=3&p=1": "http://a.go.th:81/x/no-such-file-",
	} {
		got := Control(address)
		if !strings.HasPrefix(got, folder) || !strings.HasSuffix(got, ".pdf") || got != Control(address) {
			t.Errorf("%s: %s, want %s…", address, got, folder)
		}
	}
	if got := Control("no address"); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestTemplatesOfRecords(t *testing.T) {
	for address, want := range map[string]string{
		"https://a.go.th/news.php?id=3":         "[https://a.go.th/news.php?id=987654321]",
		"https://a.go.th/news.php?id=3&lang=th": "[https://a.go.th/news.php?id=987654321&lang=th]",
		"https://a.go.th/x?cat=1&id=22":         "[https://a.go.th/x?cat=987654321&id=22 https://a.go.th/x?cat=1&id=987654321]",
		"https://a.go.th/content/view/15":       "[https://a.go.th/content/view/987654321]",
		"https://a.go.th/content/15.html":       "[]",
		"https://a.go.th/ita?q=":                "[]",
		"https://a.go.th/ita?f=9a7c":            "[]",
		"no address":                            "[]",
	} {
		if got := fmt.Sprint(Templates(address)); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}
