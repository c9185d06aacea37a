package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"itacheck/internal/strictyaml"
	"itacheck/ita"
)

// Book is every rule set of a rules file, and the topics that tie their items
// together across years. It does not change once loaded.
type Book struct {
	setList   []*ita.RuleSet
	sets      map[string]*ita.RuleSet
	topicList []*ita.Topic
	topics    map[string]*ita.Topic
	numbers   map[string]map[string][]string // topic → set → codes
}

func (b *Book) note(topic, set, code string) {
	if b.numbers == nil {
		b.numbers = map[string]map[string][]string{}
	}
	if b.numbers[topic] == nil {
		b.numbers[topic] = map[string][]string{}
	}
	b.numbers[topic][set] = append(b.numbers[topic][set], code)
}

// Sets returns the rule sets in the order of the file.
func (b *Book) Sets() []*ita.RuleSet { return slices.Clone(b.setList) }

// Others returns the lists that a rule set's scheme has for other years.
func (b *Book) Others(rs *ita.RuleSet) []*ita.RuleSet {
	var out []*ita.RuleSet
	for _, s := range b.setList {
		if s.Scheme == rs.Scheme && s.Year != rs.Year {
			out = append(out, s)
		}
	}
	return out
}

// Topics returns the topics in the order of the file.
func (b *Book) Topics() []*ita.Topic { return slices.Clone(b.topicList) }

// Topic returns the topic with an id, or nil.
func (b *Book) Topic(id string) *ita.Topic { return b.topics[id] }

// Codes returns the codes that a topic has: rule set id → codes, in the order
// of the set. So a page's code can be told to be another year's number.
func (b *Book) Codes(topic string) map[string][]string {
	out := map[string][]string{}
	for set, codes := range b.numbers[topic] {
		out[set] = slices.Clone(codes)
	}
	return out
}

// Find returns the list of a scheme for a fiscal year. The error names what
// there is, and --rules-from where only the year is unknown.
func (b *Book) Find(year ita.FiscalYear, scheme string) (*ita.RuleSet, error) {
	if rs := b.sets[setID(year, scheme)]; rs != nil {
		return rs, nil
	}
	years, err := b.years(scheme)
	if err != nil {
		return nil, err
	}
	nearest := years[len(years)-1]
	if year < nearest {
		nearest = years[0]
		for _, y := range years {
			if y < year {
				nearest = y
			}
		}
	}
	return nil, fmt.Errorf("no list is known for %s; the lists of this scheme are those of %s; --rules-from %d applies the list of %d with its years moved along",
		setID(year, scheme), spell(years), nearest, nearest)
}

// years lists the years that a scheme has lists for, in ascending order.
func (b *Book) years(scheme string) ([]ita.FiscalYear, error) {
	var years []ita.FiscalYear
	var schemes []string
	for _, rs := range b.setList {
		if rs.Scheme == scheme {
			years = append(years, rs.Year)
		}
		if !slices.Contains(schemes, rs.Scheme) {
			schemes = append(schemes, rs.Scheme)
		}
	}
	if len(years) == 0 {
		return nil, fmt.Errorf("no scheme %q%s; the schemes are %s", scheme, strictyaml.DidYouMean(scheme, schemes), strings.Join(schemes, ", "))
	}
	slices.Sort(years)
	return years, nil
}

// spell writes ascending years, runs of three or more as 2563-2569.
func spell(years []ita.FiscalYear) string {
	var parts []string
	for i := 0; i < len(years); {
		j := i
		for j+1 < len(years) && years[j+1] == years[j]+1 {
			j++
		}
		if j > i+1 {
			parts = append(parts, fmt.Sprintf("%d-%d", years[i], years[j]))
			i = j + 1
			continue
		}
		parts = append(parts, years[i].String())
		i++
	}
	return strings.Join(parts, ", ")
}

// Applied returns a copy of one year's list under another year, for a year
// whose own list is not known: its periods then mean the other year. The copy
// is provisional at best and says whose list it is.
func (b *Book) Applied(year, from ita.FiscalYear, scheme string) (*ita.RuleSet, error) {
	if year < ita.MinYear || year > ita.MaxYear {
		return nil, fmt.Errorf("%d is no fiscal year: give one from %d to %d", year, ita.MinYear, ita.MaxYear)
	}
	source := b.sets[setID(from, scheme)]
	if source == nil {
		years, err := b.years(scheme)
		if err != nil {
			return nil, err
		}
		return nil, fmt.Errorf("no list is known for %s to apply; the lists of this scheme are those of %s", setID(from, scheme), spell(years))
	}
	if year == from {
		return nil, errors.New("the year to take the rules from is the year assessed itself: leave --rules-from out")
	}
	rs := *source
	rs.ID, rs.Year, rs.AppliedFrom = setID(year, scheme), year, from
	rs.Items = slices.Clone(source.Items)
	rs.Sections = slices.Clone(source.Sections)
	if rs.Standing == ita.StandingFirm {
		rs.Standing = ita.StandingProvisional
	}
	why := ita.Text{
		TH: fmt.Sprintf("ยังไม่มีรายการของปี %d จึงตรวจด้วยรายการของปี %d โดยเลื่อนปีของเอกสารตาม", year, from),
		EN: fmt.Sprintf("The FY%d list is not known; the FY%d list was applied with its years moved along.", year, from),
	}
	if b.sets[rs.ID] != nil {
		why = ita.Text{
			TH: fmt.Sprintf("ตรวจด้วยรายการของปี %d แทนรายการของปี %d ตามที่ระบุ โดยเลื่อนปีของเอกสารตาม", from, year),
			EN: fmt.Sprintf("The FY%d list was applied instead of the FY%d list, as asked, with its years moved along.", from, year),
		}
	}
	rs.Notice = ita.Text{TH: strings.TrimSpace(why.TH + " " + source.Notice.TH), EN: strings.TrimSpace(why.EN + " " + source.Notice.EN)}
	return &rs, nil
}
