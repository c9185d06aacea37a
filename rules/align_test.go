package rules

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"itacheck/ita"
)

// named is a candidate with a code and titles that resemble items: 0 is O1.
func named(code string, all ...alike) *candidate {
	return &candidate{code: printed{code: code}, alike: all, support: 1, pure: 1}
}

func TestATitleThatContradictsItsCode(t *testing.T) {
	m := NewMatcher(setWith("O", 9)).m
	for name, c := range map[string]struct {
		*candidate
		want bool
	}{
		"its own title":                                 {named("O1", alike{0, 0.9, 0.9}), false},
		"no title at all":                               {named("O1"), false},
		"the very words of another":                     {named("O1", alike{1, 0.85, 0}), true},
		"hardly less than those":                        {named("O1", alike{1, 0.84, 0}), false},
		"a part of both":                                {named("O1", alike{0, 0.3, 0}, alike{1, 0.9, 0}), false},
		"less than a part":                              {named("O1", alike{0, 0.29, 0}, alike{1, 0.9, 0}), true},
		"as a whole much more like another":             {named("O1", alike{0, 0.5, 0}, alike{1, 0.75, 0.75}), true},
		"a little less of a whole":                      {named("O1", alike{0, 0.3, 0}, alike{1, 0.75, 0.74}), false},
		"not that much more":                            {named("O1", alike{0, 0.51, 0}, alike{1, 0.75, 0.75}), false},
		"nearly equal to another, more than to its own": {named("O1", alike{0, 0.82, 0}, alike{1, 0.95, 0.95}), true},
		"more like another by just as much":             {named("O1", alike{1, 0.12, 0.93}), true},
		"nearly equal to both":                          {named("O1", alike{0, 0.84, 0}, alike{1, 0.95, 0.95}), false},
		"not nearly equal":                              {named("O1", alike{0, 0.72, 0}, alike{1, 0.9, 0.92}), false},
	} {
		if got := m.contradicts(c.candidate, 0); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
		c.filed = true
		if m.contradicts(c.candidate, 0) {
			t.Errorf("%s: the addresses of its documents bear the code", name)
		}
	}
}

func TestWhatACandidateIsWorth(t *testing.T) {
	m := NewMatcher(setWith("O", 9)).m
	with := func(c *candidate, change func(*candidate)) *candidate { change(c); return c }
	coded := make([]bool, 9)
	coded[2] = true
	for name, c := range map[string]struct {
		*candidate
		item int
		want float64
	}{
		"code and title":                    {named("O1", alike{0, 1, 1}), 0, 2},
		"code and half a title":             {named("O1", alike{0, 0.75, 1}), 0, 1.5},
		"a code":                            {named("O1"), 0, 1},
		"a code set as none is":             {with(named("O1"), func(c *candidate) { c.support = 0 }), 0, 0.6},
		"a part's code":                     {with(named("O1"), func(c *candidate) { c.code.sub = true }), 0, 0.5},
		"a weak code":                       {with(named("O1"), func(c *candidate) { c.code.weak = true }), 0, 0.45},
		"a code that its title contradicts": {named("O1", alike{1, 1, 1}), 0, 0.1},
		"that title may be a document's":    {with(named("O1", alike{1, 1, 1}), func(c *candidate) { c.loose = true }), 0, 0.6},
		"the title against the code":        {named("O1", alike{1, 1, 1}), 1, 1},
		"less of a title against the code":  {named("O1", alike{1, 0.85, 0}), 1, 0.76},
		"a document's name against it":      {with(named("O1", alike{1, 0.85, 0}), func(c *candidate) { c.loose = true }), 1, 0.76},
		"a document's name that may be":     {with(named("O1", alike{1, 0.84, 0.8}), func(c *candidate) { c.loose = true }), 1, 0},
		"a title that does not contradict":  {named("O1", alike{0, 0.8, 0.8}, alike{1, 0.9, 0.9}), 1, 0},
		"a code of no list":                 {named("O40", alike{1, 0.6, 0.6}), 1, 0.36},
		"and hardly a title":                {named("O40", alike{1, 0.59, 0.6}), 1, 0},
		"a title":                           {named("", alike{1, 1, 1}), 1, 1},
		"a title with the item's number":    {with(named("", alike{1, 1, 1}), func(c *candidate) { c.number = 2 }), 1, 1.3},
		"a title with another's number":     {with(named("", alike{1, 1, 1}), func(c *candidate) { c.number = 3 }), 1, 1},
		"a title of a coded item":           {named("", alike{2, 1, 1}), 2, 0},
		"a title set unlike those":          {with(named("", alike{1, 1, 1}), func(c *candidate) { c.stranger = true }), 1, 0},
		"hardly a title":                    {named("", alike{1, 0.62, 1}), 1, 0.24},
		"no title":                          {named("", alike{1, 0.61, 1}), 1, 0},
		"a title set as none is":            {with(named("", alike{1, 1, 1}), func(c *candidate) { c.support = 0 }), 1, 0.3},
		"among other words":                 {with(named("", alike{1, 1, 1}), func(c *candidate) { c.pure = 0 }), 1, 0.4},
		"too little of all":                 {with(named("", alike{1, 0.8, 1}), func(c *candidate) { c.support = 0 }), 1, 0},
	} {
		if got := m.worth(c.candidate, c.item, coded); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestWhichItemsACandidateMayStandFor(t *testing.T) {
	m := NewMatcher(setWith("O", 9)).m
	for name, c := range map[string]struct {
		*candidate
		want string
	}{
		"its code's":              {named("O1"), "[0]"},
		"and its title's":         {named("O1", alike{1, 0.6, 0}), "[0 1]"},
		"each once":               {named("O2", alike{1, 0.9, 0}), "[1]"},
		"no code":                 {named("", alike{1, 0.9, 0}, alike{2, 0.8, 0}, alike{3, 0.79, 0}), "[1 2]"},
		"hardly a title":          {named("", alike{1, 0.59, 0}), "[]"},
		"a code that is not here": {named("O12", alike{1, 0.9, 0}), "[1]"},
	} {
		if got := fmt.Sprint(m.possible(c.candidate)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	for name, c := range map[string]struct {
		*candidate
		want float64
	}{
		"a title set as all titles are": {named(""), back * 0.15},
		"half of what is set so":        {&candidate{support: 0.5, pure: 0.8}, back * (1 - 0.85*0.8*0.5)},
		"set as other things are":       {&candidate{support: 1, pure: 0.79}, back},
		"a code":                        {named("O1"), back},
	} {
		if got := c.backwards(); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("backwards, %s: %v, want %v", name, got, c.want)
		}
	}
}

// chosenBy tells which items the candidates of a page are chosen for.
func chosenBy(m *matcher, cands []*candidate) string {
	var out []string
	for _, c := range m.sequence(cands, make([]bool, len(m.rs.Items))) {
		out = append(out, fmt.Sprintf("%d:%s", slices.Index(cands, c), m.rs.Items[c.item].Code))
	}
	return strings.Join(out, " ")
}

func TestTheSequenceThatFitsTheListBest(t *testing.T) {
	m := NewMatcher(setWith("O", 9)).m
	coded := func(codes ...string) (cands []*candidate) {
		for _, c := range codes {
			cands = append(cands, named(c))
		}
		return cands
	}
	for name, c := range map[string]struct {
		cands []*candidate
		want  string
	}{
		"in order":                    {coded("O1", "O2", "O3"), "0:O1 1:O2 2:O3"},
		"with gaps":                   {coded("O1", "O4", "O9"), "0:O1 1:O4 2:O9"},
		"a stray one":                 {coded("O1", "O9", "O2", "O3"), "0:O1 2:O2 3:O3"},
		"a stray one at the start":    {coded("O8", "O1", "O2"), "1:O1 2:O2"},
		"the list a second time":      {coded("O1", "O2", "O3", "O1", "O2", "O3"), "0:O1 1:O2 2:O3 3:O1 4:O2 5:O3"},
		"one again":                   {coded("O1", "O1", "O2"), "0:O1 1:O1 2:O2"},
		"no code of the list":         {coded("O12"), ""},
		"nothing":                     {nil, ""},
		"of two titles the next item": {[]*candidate{named("O1"), named("", alike{1, 0.9, 0.9}, alike{2, 0.9, 0.9}), named("O3")}, "0:O1 1:O2 2:O3"},
		"a title again":               {[]*candidate{named("", alike{1, 0.9, 0.9}), named("", alike{1, 0.9, 0.9})}, "0:O2 1:O2"},
		"the better title":            {[]*candidate{named("", alike{1, 0.8, 0.8}, alike{2, 0.9, 0.9})}, "0:O3"},
	} {
		if got := chosenBy(m, c.cands); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestBareCodesOfAPageThatIsNumberedForAnotherYear(t *testing.T) {
	m := NewMatcher(setWith("O", 9)).m
	shifted := func(n int, bare ...*candidate) (all, chosen []*candidate) {
		for i := range n {
			c := named("O"+itoa(i+1), alike{i + 1, 1, 1}) // O1 with the title of O2
			c.item = i + 1
			all, chosen = append(all, c), append(chosen, c)
		}
		return append(all, bare...), chosen
	}
	for name, c := range map[string]struct {
		shifted int
		bare    *candidate
		want    string
		changed bool
	}{
		"three show it":                  {3, named("O3"), "O4", true},
		"two do not":                     {2, named("O2"), "O2", false},
		"nothing is known of its number": {3, named("O7"), "O7", false},
		"its title is its own":           {3, named("O3", alike{2, 0.6, 0.6}), "O3", false},
		"hardly its own":                 {3, named("O3", alike{2, 0.59, 0.59}), "O4", true},
		"its title is another's already": {3, named("O3", alike{7, 1, 1}), "O3", false},
		"no code":                        {3, named("", alike{7, 1, 1}), "", false},
	} {
		all, chosen := shifted(c.shifted, c.bare)
		if changed := m.renumber(all, chosen); changed != c.changed || c.bare.code.code != c.want {
			t.Errorf("%s: %s, changed %v", name, c.bare.code.code, changed)
		}
	}
	if all, chosen := shifted(0, named("O1"), named("O2"), named("O3")); m.renumber(all, append(chosen, all...)) {
		t.Error("codes that mean themselves were changed")
	}
}

func TestStretchesOfAList(t *testing.T) {
	at := func(items ...int) (list []*candidate) {
		for _, i := range items {
			list = append(list, &candidate{item: i})
		}
		return list
	}
	for _, c := range []struct {
		items []int
		want  string
	}{{nil, ""}, {[]int{1}, "1"}, {[]int{1, 1, 2}, "3"}, {[]int{1, 3, 2, 4, 0}, "2 2 1"}} {
		var got []string
		for _, l := range ascending(at(c.items...)) {
			got = append(got, itoa(len(l)))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%v: %v, want %s", c.items, got, c.want)
		}
	}
	withCode := at(1, 2, 3)
	withCode[1].code.code = "O3"
	for name, c := range map[string]struct {
		list []*candidate
		want bool
	}{"three titles": {at(1, 2, 3), true}, "two": {at(1, 2, 2), false}, "one with a code": {withCode, false}, "none": {nil, false}} {
		if got := bare(c.list); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	for name, c := range map[string]struct {
		a, b []int
		want bool
	}{
		"all":           {[]int{1, 2}, []int{1, 2, 3}, true},
		"four of five":  {[]int{1, 2, 3, 4, 5}, []int{1, 2, 3, 4}, true},
		"three of four": {[]int{1, 2, 3, 4}, []int{1, 2, 3}, false},
		"none":          {[]int{1}, []int{2}, false},
	} {
		if got := within(items(at(c.a...)), items(at(c.b...))); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestWhatTiesAHeadingToItsItem(t *testing.T) {
	m := NewMatcher(setWith("O", 9)).m
	weak := named("O1")
	weak.code.weak = true
	alone := named("", alike{0, 1, 1})
	alone.support = 0
	for name, c := range map[string]struct {
		c    *candidate
		by   ita.MatchBy
		sure float64
	}{
		"code and title":             {named("O1", alike{0, 0.6, 0}), ita.ByCodeTitle, 0.96},
		"all of the title":           {named("O1", alike{0, 1, 1}), ita.ByCodeTitle, 1},
		"code and hardly a title":    {named("O1", alike{0, 0.59, 0}), ita.ByCode, 0.8},
		"a weak code":                {weak, ita.ByCode, 0.6},
		"a title against a code":     {named("O2", alike{0, 0.9, 0}), ita.ByTitle, 0.63},
		"a title":                    {named("", alike{0, 1, 1}), ita.ByTitle, 0.95},
		"half a title":               {named("", alike{0, 0.75, 1}), ita.ByTitle, 0.725},
		"less than half":             {named("", alike{0, 0.4, 1}), ita.ByTitle, 0.5},
		"a title set as no other is": {alone, ita.ByTitle, 0.725},
	} {
		if by, sure := c.c.by(m), c.c.confidence(m); by != c.by || math.Abs(sure-c.sure) > 1e-9 {
			t.Errorf("%s: %v, %v", name, by, sure)
		}
	}
}

func TestTitlesInTheRowOfAnotherItem(t *testing.T) {
	m := NewMatcher(setWith("O", 20)).m
	for name, c := range map[string]struct {
		single, double int // rows of one item, and of two
		dropped        int
	}{
		"seven of ten rows are one item's": {7, 3, 3},
		"six of ten":                       {6, 4, 0},
		"five rows":                        {4, 1, 1},
		"four rows":                        {3, 1, 0},
	} {
		p := &ita.Page{Nodes: []ita.Node{{Parent: -1}}}
		var chosen []*candidate
		add := func(item int, code string, score float64) {
			own := named(code, alike{item, score, score})
			own.item, own.run = item, len(p.Blocks)
			chosen = append(chosen, own)
			p.Blocks = append(p.Blocks, ita.Block{Node: len(p.Nodes) - 1, Spans: plain("ก")})
		}
		for row := range c.single + c.double {
			p.Nodes = append(p.Nodes, ita.Node{Parent: 0})
			add(row, "O"+itoa(row+1), 1)
			if row >= c.single {
				add(row+1, "", 1)              // a title of the next item
				add(row+2, "O"+itoa(row+3), 0) // a code is left
			}
		}
		drop := map[*candidate]bool{}
		m.oneEach(newPageReader(p), chosen, make([]bool, 20), drop)
		for c := range drop {
			if c.code.code != "" {
				t.Errorf("%s: %s dropped", name, c.code.code)
			}
		}
		if len(drop) != c.dropped {
			t.Errorf("%s: %d dropped, want %d", name, len(drop), c.dropped)
		}
	}
}
