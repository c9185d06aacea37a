package rules

import (
	"strings"
	"unicode"

	"itacheck/internal/thai"
	"itacheck/ita"
)

// titles finds the items whose title a text resembles. Similarity is the Dice
// coefficient of letter trigrams of the folded texts: measured on misspelt
// titles it puts the right item first more often than edit distances do.
type titles struct {
	variants []variant
	posting  map[uint64][]int32 // trigram → variants that hold it
	hits     []int32            // scratch: shared trigrams per variant
	touched  []int32
	known    map[string][]alike // texts compared before
}

type variant struct {
	item     int // index in the rule set
	runes    []rune
	grams    thai.Grams
	distinct int // trigrams
}

// alike is how much a text resembles one item's title.
type alike struct {
	item  int
	score float64 // 0 to 1
	whole float64 // the same for the text as a whole, when no more than the title is in it
}

const (
	longestTitle = 400  // runes; a longer text is a paragraph, of which the beginning is compared
	mostKnown    = 4096 // texts whose comparison is remembered
	minShared    = 0.45 // share of a variant's trigrams that must occur before it is compared in earnest
)

func newTitles(rs *ita.RuleSet) *titles {
	t := &titles{posting: map[uint64][]int32{}, known: map[string][]alike{}}
	for i := range rs.Items {
		it := &rs.Items[i]
		t.add(i, append(append([]string{it.Title.TH, it.Title.EN}, it.Variants...), it.Misspellings...))
	}
	return t
}

// newGroups indexes the headings of sections and groups, which resemble titles
// but name no item.
func newGroups(rs *ita.RuleSet) *titles {
	t := &titles{posting: map[uint64][]int32{}, known: map[string][]alike{}}
	for i := range rs.Sections {
		t.add(0, []string{rs.Sections[i].Title.TH})
	}
	for i := range rs.Items {
		if it := &rs.Items[i]; it.Group.TH != it.Title.TH {
			t.add(0, []string{it.Group.TH})
		}
	}
	return t
}

func (t *titles) add(item int, wordings []string) {
	seen := map[string]bool{}
	for _, title := range wordings {
		folded := foldTitle(title)
		if len(folded) < 2 || seen[string(folded)] {
			continue
		}
		seen[string(folded)] = true
		v := int32(len(t.variants))
		grams := distinct(folded)
		for _, g := range grams {
			t.posting[g] = append(t.posting[g], v)
		}
		t.variants = append(t.variants, variant{item: item, runes: folded, grams: thai.GramsOf(string(folded)), distinct: len(grams)})
		t.hits = append(t.hits, 0)
	}
}

// best is the highest score of any title.
func (t *titles) best(s string) float64 { return bestOf(t.similar(s)).score }

// similar returns the items that s resembles, best first per item, in the order
// of the rule set. s is readable text without its code.
func (t *titles) similar(s string) []alike {
	if found, ok := t.known[s]; ok {
		return found
	}
	if len(t.known) >= mostKnown {
		clear(t.known)
	}
	found := t.compare(s)
	t.known[s] = found
	return found
}

func (t *titles) compare(s string) []alike {
	text := foldTitle(s)
	if len(text) > longestTitle {
		text = text[:longestTitle]
	}
	if len(text) < 2 {
		return nil
	}
	cut := cutOff(s)
	t.touched = t.touched[:0]
	own := distinct(text)
	for _, g := range own {
		for _, v := range t.posting[g] {
			if t.hits[v] == 0 {
				t.touched = append(t.touched, v)
			}
			t.hits[v]++
		}
	}
	var out []alike
	grams := thai.GramsOf(string(text))
	starts := map[int]thai.Grams{} // of the beginnings of the text, by length
	for _, v := range t.touched {
		shared := int(t.hits[v])
		t.hits[v] = 0
		vr := &t.variants[v]
		shortened := cut && len(text) >= leastCut && len(text) < len(vr.runes)
		if least := minShared * float64(vr.distinct); float64(shared) < least && !(shortened && float64(shared) >= 0.7*float64(len(own))) {
			continue
		}
		score, whole := t.closeness(text, grams, starts, vr)
		if shortened {
			whole = grams.Dice(thai.GramsOf(string(vr.runes[:len(text)])))
			score = max(score, whole)
		}
		i := 0
		for i < len(out) && out[i].item < vr.item {
			i++
		}
		if i < len(out) && out[i].item == vr.item {
			out[i].score, out[i].whole = max(out[i].score, score), max(out[i].whole, whole)
			continue
		}
		out = append(out, alike{})
		copy(out[i+1:], out[i:])
		out[i] = alike{item: vr.item, score: score, whole: whole}
	}
	return out
}

// scoreOf returns the score of one item.
func scoreOf(all []alike, item int) float64 {
	for _, a := range all {
		if a.item == item {
			return a.score
		}
	}
	return 0
}

// bestOf returns the most similar item; item is -1 when there is none.
func bestOf(all []alike) alike {
	best := alike{item: -1}
	for _, a := range all {
		if a.score > best.score {
			best = a
		}
	}
	return best
}

// leastCut is how many letters of a title must be left for it to be told when
// the rest is cut off.
const leastCut = 16

// cutOff reports whether a text says that its end is missing: "รายงานผลการส่ง..."
func cutOff(s string) bool {
	s = strings.TrimRight(s, " ")
	return strings.HasSuffix(s, "...") || strings.HasSuffix(s, "…")
}

// closeness compares a text with a title as a whole and by its beginning, since
// a title is often followed by a year, a remark or the document's own name.
// Similarity is the Dice coefficient of the trigrams of the folded texts, 0 to 1.
func (t *titles) closeness(text []rune, grams thai.Grams, starts map[int]thai.Grams, title *variant) (score, whole float64) {
	whole = grams.Dice(title.grams)
	if len(text) <= len(title.runes)+2 {
		return whole, whole
	}
	n := min(len(text), len(title.runes)+len(title.runes)/10)
	start, ok := starts[n]
	if !ok {
		start = thai.GramsOf(string(text[:n]))
		starts[n] = start
	}
	prefix := start.Dice(title.grams)
	if len(title.runes) < 8 {
		prefix *= 0.85 // a short title such as "ข่าว" begins many texts
	}
	// What follows the title makes it a little less likely to be the title.
	extra := float64(len(text)-n) / float64(len(text))
	return max(whole, prefix*(1-0.12*extra)), whole
}

// gram packs three runes; the code points in use fit in 21 bits each.
func gram(a, b, c rune) uint64 { return uint64(a)<<42 | uint64(b)<<21 | uint64(c) }

// distinct returns the distinct trigrams of a text with its edges marked.
func distinct(text []rune) []uint64 {
	if len(text) == 0 {
		return nil
	}
	out := make([]uint64, 0, len(text))
	seen := make(map[uint64]struct{}, len(text))
	a, b := rune(1), text[0]
	for _, c := range append(text[1:len(text):len(text)], 1) {
		g := gram(a, b, c)
		if _, ok := seen[g]; !ok {
			seen[g] = struct{}{}
			out = append(out, g)
		}
		a, b = b, c
	}
	return out
}

// optional are words that titles gain and lose without meaning another item.
var optional = []string{
	"ประจำปีงบประมาณ", "ปีงบประมาณ", "ประจำปี", "พ.ศ.", "พศ", "ต่างๆ", "ต่าง ๆ",
	"และประพฤติมิชอบ", "ของหน่วยงาน", "ภายในหน่วยงาน", "ภายในสถานศึกษา",
}

// foldTitle reduces a title to what distinguishes it: folded, without years and
// without the words that come and go.
func foldTitle(s string) []rune {
	s = readable(s)
	for _, w := range optional {
		if strings.Contains(s, w) {
			s = strings.ReplaceAll(s, w, " ")
		}
	}
	s = dropYears(s)
	return []rune(thai.Fold(s))
}

// dropYears blanks every four-digit number from 2500 to 2599.
func dropYears(s string) string {
	b := []byte(nil)
	for i := 0; i+4 <= len(s); i++ {
		if s[i] != '2' || s[i+1] != '5' || !isDigit(s[i+2]) || !isDigit(s[i+3]) {
			continue
		}
		if i > 0 && isDigit(s[i-1]) || i+4 < len(s) && isDigit(s[i+4]) {
			continue
		}
		if b == nil {
			b = []byte(s)
		}
		copy(b[i:], "    ")
	}
	if b == nil {
		return s
	}
	return string(b)
}

// countLetters counts the letters and digits of a text.
func countLetters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
