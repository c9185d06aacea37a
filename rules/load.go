package rules

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"itacheck/internal/strictyaml"
	"itacheck/ita"
)

// Load reads a rules file, whose format is explained at the head of rules.yaml.
// name is how the file is called in mistakes. An error is a
// strictyaml.Mistakes: everything wrong with the file, each at its place.
func Load(name string, data []byte) (*Book, error) {
	l := &loader{
		book:     &Book{topics: map[string]*ita.Topic{}, sets: map[string]*ita.RuleSet{}},
		headings: map[string]string{},
	}
	file := strictyaml.Parse(name, data)
	root := file.Root().Map("headings", "topics", "rule_sets")
	l.readHeadings(root.Get("headings"))
	l.readTopics(root.Need("topics", "list the things that agencies publish"))
	l.readSets(root.Need("rule_sets", "list at least one rule set"))
	if err := file.Err(); err != nil {
		return nil, err
	}
	l.resolve()
	return l.book, nil
}

type loader struct {
	book     *Book
	topicIDs []string
	headings map[string]string
	items    []pending
}

// pending is an item whose topics are still to be merged into it.
type pending struct {
	set  *ita.RuleSet
	item int
}

// Words that a field may hold.
var (
	kinds = []string{
		"activity", "announcement-list", "annual-report", "channel", "contact", "criteria", "declaration", "e-service",
		"ethics", "guideline", "interactive", "list", "manual", "measure", "monthly-summary", "news", "people", "plan",
		"policy", "progress-report", "risk", "social", "static-page", "statistics", "survey",
	}
	standings   = []ita.Standing{ita.StandingFirm, ita.StandingProvisional, ita.StandingExperimental}
	confidences = []ita.Confidence{ita.Seed, ita.Seen, ita.Inferred, ita.Recalled}
)

var (
	codePattern    = regexp.MustCompile(`^[A-Z]{1,5}[0-9]{1,2}$`)
	rangePattern   = regexp.MustCompile(`^([A-Z]{1,5})([0-9]{1,2})-([A-Z]{1,5})([0-9]{1,2})$`)
	idPattern      = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	sectionPattern = regexp.MustCompile(`^[0-9]+(\.[0-9]+)*$`)
	yearPattern    = regexp.MustCompile(`[2๒][5๕][0-9๐-๙]{2}`)
)

// word reads one of a field's known words.
func word[T ~string](v strictyaml.Value, what string, known []T) T {
	text := v.Text()
	if text == "" || slices.Contains(known, T(text)) {
		return T(text)
	}
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	hint := strictyaml.DidYouMean(text, names)
	if hint == "" {
		hint = ": write one of " + strings.Join(names, ", ")
	}
	v.Mistake("no %s %q%s", what, text, hint)
	return ""
}

// texts reads {th: …, en: …}, both needed.
func texts(v strictyaml.Value, what string) ita.Text {
	if v.IsText() {
		v.Mistake("write %s in both languages, as {th: …, en: …}", what)
		return ita.Text{}
	}
	m := v.Map("th", "en")
	return ita.Text{
		TH: m.Need("th", "write "+what+" in Thai").Text(),
		EN: m.Need("en", "write "+what+" in English").Text(),
	}
}

func (l *loader) readHeadings(v strictyaml.Value) {
	for _, p := range v.Pairs() {
		en := p.Value.Text()
		if en == "" {
			p.Key.Mistake("the heading %q has no English: write it after the colon", p.Key.Text())
			continue
		}
		l.headings[p.Key.Text()] = en
	}
}

// heading reads a Thai heading and finds its English.
func (l *loader) heading(v strictyaml.Value) ita.Text {
	th := v.Text()
	if th == "" {
		return ita.Text{}
	}
	en, ok := l.headings[th]
	if !ok {
		v.Mistake("the heading %q has no English: add it under headings", th)
	}
	return ita.Text{TH: th, EN: en}
}

func (l *loader) readTopics(v strictyaml.Value) {
	if v.IsEmptyList() {
		v.Mistake("topics is empty: list the things that agencies publish")
	}
	for _, v := range v.List() {
		m := v.Map("id", "title", "kind", "variants", "misspellings", "elements", "remedy")
		at := m.Need("id", "give the topic a name such as annual-plan")
		id := at.Text()
		if id != "" && !idPattern.MatchString(id) {
			at.Mistake("topic %q: an id is small letters, digits and hyphens", id)
		}
		if l.book.topics[id] != nil {
			at.Mistake("topic %q is here twice: rename or remove one", id)
			continue
		}
		t := &ita.Topic{
			ID:           id,
			Title:        texts(m.Need("title", "write the topic's title, th and en"), "the title"),
			Kind:         word(m.Need("kind", "say what the topic is: one of "+strings.Join(kinds, ", ")), "kind", kinds),
			Variants:     m.Get("variants").Texts(),
			Misspellings: m.Get("misspellings").Texts(),
			Remedy:       texts(m.Need("remedy", "say what to do when it is not published, th and en"), "the remedy"),
		}
		for _, e := range m.Get("elements").List() {
			t.Elements = append(t.Elements, texts(e, "the element"))
		}
		if id != "" {
			l.book.topics[id] = t
			l.topicIDs = append(l.topicIDs, id)
		}
	}
	for _, id := range l.topicIDs {
		l.book.topicList = append(l.book.topicList, l.book.topics[id])
	}
}

func (l *loader) readSets(v strictyaml.Value) {
	if v.IsEmptyList() {
		v.Mistake("rule_sets is empty: list at least one rule set")
	}
	for _, v := range v.List() {
		l.readSet(v)
	}
}

func (l *loader) readSet(v strictyaml.Value) {
	m := v.Map("year", "scheme", "title", "standing", "notice", "sections", "items")
	rs := &ita.RuleSet{
		Year:        year(m.Need("year", "write the fiscal year, such as 2566")),
		Scheme:      m.Need("scheme", "write the scheme, such as general").Text(),
		SchemeTitle: texts(m.Need("title", "say whose list it is, th and en"), "the title"),
		Standing:    word(m.Need("standing", "write firm, provisional or experimental"), "standing", standings),
	}
	if rs.Scheme != "" && !idPattern.MatchString(rs.Scheme) {
		m.Get("scheme").Mistake("scheme %q: a scheme is small letters, digits and hyphens", rs.Scheme)
	}
	rs.ID = setID(rs.Year, rs.Scheme)
	switch rs.Standing {
	case ita.StandingProvisional, ita.StandingExperimental:
		rs.Notice = texts(m.Need("notice", "tell readers of a report why this set is "+string(rs.Standing)+", th and en"), "the notice")
	case ita.StandingFirm:
		if m.Get("notice").Exists() {
			m.Get("notice").Mistake("a firm rule set has no notice: remove it, or change standing")
		}
	}
	if rs.Year != 0 && rs.Scheme != "" {
		if l.book.sets[rs.ID] != nil {
			m.Get("year").Mistake("rule set %s is here twice: remove one, or correct its year or scheme", rs.ID)
		} else {
			l.book.sets[rs.ID] = rs
			l.book.setList = append(l.book.setList, rs)
		}
	}
	items := m.Need("items", "list the items")
	if items.IsEmptyList() {
		items.Mistake("rule set %s has no items: list them", rs.ID)
	}
	first := map[string]bool{}
	for _, v := range items.List() {
		it := l.readItem(v)
		if first[it.Code] && it.Code != "" {
			v.Mistake("item %s is here twice: correct the code of one", it.Code)
			continue
		}
		first[it.Code] = true
		rs.Items = append(rs.Items, it)
		l.items = append(l.items, pending{rs, len(rs.Items) - 1})
	}
	if m.Get("sections").Exists() {
		l.readSections(rs, m.Get("sections"), items)
	}
}

// year reads a fiscal year. A Gregorian one is a mistake, with the Buddhist one named.
func year(v strictyaml.Value) ita.FiscalYear {
	y := ita.FiscalYear(v.Int())
	switch {
	case y == 0: // missing, or reported already
	case y >= 1950 && y < 2100:
		v.Mistake("%d is a Gregorian year: write %d", y, y+543)
		return 0
	case y < ita.MinYear || y > ita.MaxYear:
		v.Mistake("%d is no fiscal year: write one from %d to %d", y, ita.MinYear, ita.MaxYear)
		return 0
	}
	return y
}

func (l *loader) readItem(v strictyaml.Value) ita.Item {
	m := v.Map("code", "title", "group", "topics", "period", "accept", "period_detail", "confidence", "variants", "misspellings", "remedy")
	at := m.Need("code", "write the item's code, such as O12")
	it := ita.Item{Code: at.Text()}
	if it.Code != "" && !codePattern.MatchString(it.Code) {
		at.Mistake("code %q: a code is one to five capital letters and one or two digits, such as O12", it.Code)
	}
	title := m.Need("title", "write the list's own title, th, and a translation, en")
	it.Title = texts(title, "the title")
	if y := yearPattern.FindString(it.Title.TH); y != "" {
		title.Mistake("item %s: the title has the year %s: leave it out, so that the list can be applied to other years", it.Code, y)
	}
	it.Group = l.heading(m.Get("group"))
	it.Topics = l.itemTopics(it.Code, m.Need("topics", "name the item's topics, the main one first"))
	it.Period = word(m.Need("period", "say which year the content must be for: "+periodNames()), "period", ita.Periods[:])
	for _, p := range m.Get("accept").List() {
		accepted := word(p, "period", ita.Periods[:])
		if accepted == it.Period && accepted != "" {
			p.Mistake("item %s: %s is the item's period already: remove it from accept", it.Code, accepted)
		}
		it.Accept = append(it.Accept, accepted)
	}
	it.PeriodDetail = m.Get("period_detail").Text()
	confidence(m.Need("confidence", "say how the item is known: seed, seen, inferred or recalled"), &it)
	it.Variants = m.Get("variants").Texts()
	it.Misspellings = m.Get("misspellings").Texts()
	switch {
	case m.Get("remedy").Exists():
		it.Remedy = texts(m.Get("remedy"), "the remedy")
	case len(it.Topics) > 1:
		v.Mistake("item %s has %d topics and no remedy: write one for them together, th and en", it.Code, len(it.Topics))
	}
	return it
}

func periodNames() string {
	names := make([]string, len(ita.Periods))
	for i, p := range ita.Periods {
		names[i] = string(p)
	}
	return strings.Join(names, ", ")
}

func (l *loader) itemTopics(code string, v strictyaml.Value) []string {
	var out []string
	if v.IsEmptyList() {
		v.Mistake("item %s has no topics: name at least one", code)
	}
	for _, v := range v.List() {
		id := v.Text()
		switch {
		case id == "":
		case l.book.topics[id] == nil:
			v.Mistake("item %s: no topic %q%s", code, id, orElse(strictyaml.DidYouMean(id, l.topicIDs), ": add it under topics, or name another"))
		case slices.Contains(out, id):
			v.Mistake("item %s: topic %q is here twice: remove one", code, id)
		default:
			out = append(out, id)
		}
	}
	return out
}

// confidence reads one word for all of an item's facts, or one for each.
func confidence(v strictyaml.Value, it *ita.Item) {
	if v.IsText() {
		c := word(v, "confidence", confidences)
		it.NumberConfidence, it.PeriodConfidence, it.TitleConfidence = c, c, c
		return
	}
	m := v.Map("number", "period", "title")
	const remedy = "write seed, seen, inferred or recalled"
	it.NumberConfidence = word(m.Need("number", remedy), "confidence", confidences)
	it.PeriodConfidence = word(m.Need("period", remedy), "confidence", confidences)
	it.TitleConfidence = word(m.Need("title", remedy), "confidence", confidences)
}

// readSections reads a set's sections and checks that they share out its items
// and its score.
func (l *loader) readSections(rs *ita.RuleSet, v, items strictyaml.Value) {
	at := map[string]strictyaml.Value{} // section → where it is
	holder := map[string]string{}       // item → its section
	children := map[string][]string{}
	weight := map[string]float64{}
	unweighed := false // a weight is missing or unreadable, so sums mean nothing
	for _, v := range v.List() {
		m := v.Map("code", "title", "parent", "weight", "items")
		s := ita.Section{
			Code:   m.Need("code", "write the section's code, such as 9.1").Text(),
			Title:  l.heading(m.Need("title", "write the section's Thai title")),
			Parent: m.Get("parent").Text(),
		}
		w := m.Need("weight", "write its share of the parent's score, such as 0.5")
		share, ok := w.Number()
		if ok && (share <= 0 || share > 1) {
			w.Mistake("section %s: a weight lies between 0 and 1", s.Code)
		}
		s.Weight, unweighed = share, unweighed || !ok
		if s.Code == "" {
			continue
		}
		if !sectionPattern.MatchString(s.Code) {
			m.Get("code").Mistake("section %q: a section's code is numbers and dots, such as 9.1", s.Code)
		}
		if at[s.Code].Exists() {
			v.Mistake("section %s is here twice: correct the code of one", s.Code)
			continue
		}
		at[s.Code] = v
		children[s.Parent] = append(children[s.Parent], s.Code)
		weight[s.Code] = s.Weight
		for _, entry := range m.Get("items").List() {
			for _, code := range codeRange(entry) {
				it := rs.Item(code)
				switch {
				case it == nil:
					entry.Mistake("section %s: the set has no item %s: correct the section or add the item", s.Code, code)
					continue
				case holder[code] != "":
					entry.Mistake("section %s: item %s is in section %s already: leave it in one", s.Code, code, holder[code])
					continue
				}
				holder[code] = s.Code
				it.Section = s.Code
				s.Items = append(s.Items, code)
			}
		}
		rs.Sections = append(rs.Sections, s)
	}
	for i := range rs.Sections {
		s := &rs.Sections[i]
		switch {
		case s.Parent != "" && !at[s.Parent].Exists():
			at[s.Code].Mistake("section %s: there is no section %s to be its parent", s.Code, s.Parent)
		case s.Parent != "" && !slices.Contains(children[""], s.Parent):
			at[s.Code].Mistake("section %s: its parent %s is itself a part: sections have two levels", s.Code, s.Parent)
		case len(children[s.Code]) == 0 && len(s.Items) == 0:
			at[s.Code].Mistake("section %s has no items: list them, or remove the section", s.Code)
		case len(children[s.Code]) > 0 && len(s.Items) > 0:
			at[s.Code].Mistake("section %s has parts, so its items belong into those", s.Code)
		}
	}
	for _, parent := range append([]string{""}, codes(rs.Sections)...) {
		sum := 0.0
		for _, c := range children[parent] {
			sum += weight[c]
		}
		if len(children[parent]) > 0 && !unweighed && math.Abs(sum-1) > 0.01 {
			at[children[parent][0]].Mistake("the weights of sections %s add up to %s, not 1", strings.Join(children[parent], ", "),
				strconv.FormatFloat(math.Round(sum*1000)/1000, 'f', -1, 64))
		}
	}
	for i, it := range rs.Items {
		if it.Code != "" && holder[it.Code] == "" {
			v.Mistake("item %s of %s is in no section: add it to one", rs.Items[i].Code, rs.ID)
		}
	}
}

func codes(sections []ita.Section) []string {
	out := make([]string, len(sections))
	for i := range sections {
		out[i] = sections[i].Code
	}
	return out
}

// codeRange reads a code, or a range such as O1-O9.
func codeRange(v strictyaml.Value) []string {
	text := strings.ReplaceAll(v.Text(), " ", "")
	if text == "" {
		return nil
	}
	if codePattern.MatchString(text) {
		return []string{text}
	}
	m := rangePattern.FindStringSubmatch(text)
	if m == nil || m[1] != m[3] {
		v.Mistake("%q is neither a code such as O1 nor a range such as O1-O9", text)
		return nil
	}
	from, _ := strconv.Atoi(m[2])
	to, _ := strconv.Atoi(m[4])
	if from >= to {
		v.Mistake("the range %s runs backwards: write the lower code first", text)
		return nil
	}
	var out []string
	for n := from; n <= to; n++ {
		out = append(out, m[1]+strconv.Itoa(n))
	}
	return out
}

// resolve merges the topics into every item. Titles that a scheme gave a topic
// in other years become variants, because pages keep last year's headings; only
// those of items with a single topic, since the title of a merged item names
// more than the topic. A variant that is another item's title is left out.
func (l *loader) resolve() {
	past := map[string][]string{} // scheme and topic → official titles
	official := map[*ita.RuleSet]map[string]bool{}
	for _, p := range l.items {
		it := &p.set.Items[p.item]
		if official[p.set] == nil {
			official[p.set] = map[string]bool{}
		}
		official[p.set][it.Title.TH] = true
		if len(it.Topics) == 1 {
			key := p.set.Scheme + " " + it.Topics[0]
			past[key] = append(past[key], it.Title.TH)
		}
	}
	for _, p := range l.items {
		it := &p.set.Items[p.item]
		var variants, misspellings []string
		for i, id := range it.Topics {
			t := l.book.topics[id]
			if i == 0 {
				it.Kind = t.Kind
				if it.Remedy.IsZero() {
					it.Remedy = t.Remedy
				}
			}
			variants = append(append(append(variants, t.Title.TH), t.Variants...), past[p.set.Scheme+" "+id]...)
			misspellings = append(misspellings, t.Misspellings...)
			it.Elements = append(it.Elements, t.Elements...)
			l.book.note(id, p.set.ID, it.Code)
		}
		it.Variants = slices.DeleteFunc(unique(append(it.Variants, variants...)), func(v string) bool { return official[p.set][v] })
		it.Misspellings = unique(append(it.Misspellings, misspellings...))
		it.Elements = unique(it.Elements)
	}
}

// unique keeps the first of equal values, in order.
func unique[T comparable](values []T) []T {
	seen := map[T]bool{}
	return slices.DeleteFunc(values, func(v T) bool {
		again := seen[v]
		seen[v] = true
		return again
	})
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func setID(y ita.FiscalYear, scheme string) string { return fmt.Sprintf("%d/%s", y, scheme) }
