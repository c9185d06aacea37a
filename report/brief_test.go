package report

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"itacheck/ita"
)

func brief(t *testing.T, r *ita.Result, o Options, up string) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteBrief(&b, r, o, up); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestBriefPageSaysWhatToDoFirst(t *testing.T) {
	page := brief(t, sample(), Options{}, "../summary.html")
	for _, want := range []string{`<a href="../summary.html">`, "สิ่งที่ต้องทำ", `<h3 id="O39">`, "ข้ออื่น"} {
		if !strings.Contains(page, want) {
			t.Errorf("there is no %s", want)
		}
	}
	if todo, rest := strings.Index(page, "สิ่งที่ต้องทำ"), strings.Index(page, "ข้ออื่น"); todo > rest {
		t.Error("what to do comes last")
	}
	if page := brief(t, sample(), Options{Lang: ita.English}, ""); strings.Contains(page, "Back to") {
		t.Error("it leads back to nowhere")
	}
}

func TestBriefPageLetsNothingIn(t *testing.T) {
	r := sample()
	r.Agency.Name = `</style><script>alert(1)</script>`
	for i := range r.Items {
		for j := range r.Items[i].Evidence {
			r.Items[i].Evidence[j].Link.URL = "javascript:alert(1)"
		}
	}
	page := brief(t, r, Options{}, "../summary.html")
	if strings.Contains(page, "<script") || strings.Contains(page, `href="javascript`) {
		t.Error("a script is let in")
	}
	style := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindStringSubmatch(page)
	if style == nil || !strings.Contains(html.UnescapeString(page), hashOf(style[1])) {
		t.Error("the policy does not let the page's own style in")
	}
}

func TestBriefPageOfAnEmptyResult(t *testing.T) {
	if page := brief(t, &ita.Result{}, Options{}, ""); !strings.Contains(page, "</html>") {
		t.Errorf("it ends early: %s", page)
	}
}
