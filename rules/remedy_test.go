package rules

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"itacheck/ita"
)

// mostWords is how long a remedy may be in Thai.
const mostWords = 60

// wordsOf counts the words of a Thai text, which has no spaces between them: a
// Thai word is 4.5 letters and marks long on average, and what is not Thai counts
// as it is written.
func wordsOf(s string) int {
	letters := 0
	for _, r := range s {
		if unicode.Is(unicode.Thai, r) {
			letters++
		}
	}
	others := strings.FieldsFunc(s, func(r rune) bool {
		return unicode.Is(unicode.Thai, r) || unicode.IsSpace(r) || unicode.IsPunct(r)
	})
	return (letters*10+44)/45 + len(others)
}

// jargon is what an officer need not know. Reasons that are about such a thing
// name it.
var (
	jargon        = regexp.MustCompile(`\b(URL|HTTPS?|https?|HTML|40[0-9]|50[0-9]|DNS|TLS|SSL|href|redirects?|servers?|bytes?)\b|เซิร์ฟเวอร์`)
	aboutTheThing = []string{
		ita.FailBadURL, "bad_scheme", ita.FailTLS, "tls_legacy", ita.FailProxy, ita.FailRedirects, "default_page", "slow",
	}
)

// TestEveryTopicHasARemedyForEveryReason goes over every list, so over every topic.
func TestEveryTopicHasARemedyForEveryReason(t *testing.T) {
	if testing.Short() {
		t.Skip("every item of every list with every reason: -short leaves it out")
	}
	codes := []string{""}
	for _, r := range ita.Reasons() {
		codes = append(codes, r.Code)
	}
	topics := map[string]bool{}
	for _, rs := range shipped(t).Sets() {
		for i := range rs.Items {
			it := &rs.Items[i]
			for _, topic := range it.Topics {
				topics[topic] = true
			}
			for _, s := range []ita.Status{ita.Missing, ita.Stale, ita.WrongYear, ita.Unlabelled, ita.NotDue} {
				wantRemedy(t, rs, it, s, "")
			}
			wantRemedy(t, rs, it, ita.Undecided, "")
			for _, code := range codes { // the same whatever the verdict
				wantRemedy(t, rs, it, ita.Unreachable, code)
			}
		}
	}
	for topic := range shipped(t).topics {
		if !topics[topic] {
			t.Errorf("no list has the topic %s", topic)
		}
	}
}

var (
	thaiLetter  = regexp.MustCompile(`\p{Thai}`)
	quotation   = regexp.MustCompile(`“[^”]*”`)
	placeholder = regexp.MustCompile(`%[!a-z]|\{|<|  | $|^ |“”|““`)
)

// wantRemedy checks one remedy in both languages.
func wantRemedy(t *testing.T, rs *ita.RuleSet, it *ita.Item, s ita.Status, reason string) {
	t.Helper()
	r := rs.Remedy(it, s, reason)
	bad := func(why string) {
		t.Helper()
		t.Errorf("%s %s, %s %s: %s:\n%s\n%s", rs.ID, it.Code, s, reason, why, r.TH, r.EN)
	}
	english := r.EN
	if thaiLetter.MatchString(english) { // a label to be written, or the name of a form
		english = strings.ReplaceAll(quotation.ReplaceAllString(withoutTitle(english, it), ""), "สขร.1", "")
	}
	switch {
	case !thaiLetter.MatchString(r.TH) || len(r.EN) < 20 || thaiLetter.MatchString(english):
		bad("it is not in both languages")
	case placeholder.MatchString(r.TH) || placeholder.MatchString(r.EN):
		bad("something is left open")
	case wordsOf(r.TH) > mostWords:
		bad("it is too long")
	case !slices.Contains(aboutTheThing, reason) && (jargon.MatchString(withoutTitle(r.TH, it)) || jargon.MatchString(withoutTitle(r.EN, it))):
		bad("it is not in plain words")
	case it.NeedsYear() && !strings.Contains(r.TH, "25") && s != ita.NotDue:
		bad("it names no year")
	}
}

// withoutTitle leaves out the official title, which is not ours.
func withoutTitle(s string, it *ita.Item) string {
	s = strings.ReplaceAll(s, it.Title.TH, "")
	if it.Title.EN != "" {
		s = strings.ReplaceAll(s, it.Title.EN, "")
	}
	return s
}

func TestWordsOfThaiAreCounted(t *testing.T) {
	for text, want := range map[string]int{
		"":                 0,
		"แก้ลิงก์":         2,
		"หน้า ITA ปี 2566": 4,
		"เผยแพร่แผนดำเนินงานประจำปี": 6,
	} {
		if got := wordsOf(text); got != want {
			t.Errorf("%q: %d words, want %d", text, got, want)
		}
	}
}
