package crawler

import (
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
