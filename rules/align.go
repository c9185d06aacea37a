package rules

import (
	"cmp"
	"math"
	"slices"
)

// Weights of the alignment. They were set on the labelled pages; the figures
// hardly change when one of them moves by a fifth.
const (
	back       = 1.3  // for going back in the list: a stray menu entry costs more than it is worth, a second year's list does not
	again      = 0.55 // a title that repeats the item before it counts this much of its worth
	againCoded = 0.9  // a code that does: O7-1, O7-2
	onward     = 0.12 // bonus for the very next item
	closeCall  = 0.1  // a title may be another item's than the one it resembles most, if hardly less

	least = 0.2 // a title without a code must be worth this much to count at all
)

// align chooses the headings: the sequence of candidates whose codes and titles
// fit the rule set best, in the order of the page. Going back in the list is
// possible but costs, so that one stray entry or one wrong code cannot pull the
// rest along. The time is proportional to candidates × items.
func (m *matcher) align(pg *pageReader, cands []*candidate) []*candidate {
	coded := m.coded(pg, cands)
	chosen := m.sequence(cands, coded)
	if m.renumber(cands, chosen) {
		coded = m.coded(pg, cands)
		chosen = m.sequence(cands, coded)
	}
	return m.clear(pg, chosen, coded)
}

// renumber corrects codes that stand without a title on a page that is numbered
// for another year: where the headings with titles show that O11 is printed for
// O12, a bare O11 is O12 too. It reports whether it changed any.
func (m *matcher) renumber(cands, chosen []*candidate) bool {
	means := map[string]string{}
	for _, c := range chosen {
		if own := m.rs.Items[c.item].Code; c.code.code != "" && c.code.code != own {
			means[c.code.code] = own
		}
	}
	if len(means) < minListed {
		return false
	}
	changed := false
	for _, c := range cands {
		to, ok := means[c.code.code]
		own, known := m.index[c.code.code]
		if ok && known && scoreOf(c.alike, own) < 0.6 && !m.contradicts(c, own) {
			c.code.code = to
			changed = true
		}
	}
	return changed
}

// sequence is the search that align does, in one pass.
func (m *matcher) sequence(cands []*candidate, coded []bool) []*candidate {
	n := len(m.rs.Items)
	type step struct {
		cand, item int
		prev       int // index in steps; -1 at the start
	}
	var steps []step
	bestAt := make([]float64, n) // best total of a sequence that ends with an item
	stepAt := make([]int, n)
	for i := range bestAt {
		bestAt[i], stepAt[i] = math.Inf(-1), -1
	}
	bestAll, stepAll := 0.0, -1
	type gain struct {
		item  int
		total float64
		prev  int
	}
	var gains []gain
	for ci, c := range cands {
		gains = gains[:0]
		for _, item := range m.possible(c) {
			s := m.worth(c, item, coded)
			if s <= 0 {
				continue
			}
			total, prev := s, -1 // the first heading of the page
			if v := bestAll - c.backwards() + s; v > total {
				total, prev = v, stepAll
			}
			for i := 0; i <= item; i++ {
				v := bestAt[i]
				switch {
				case i == item && c.code.code == "":
					v += s * again
				case i == item:
					v += s * againCoded
				case i == item-1:
					v += s + onward
				default:
					v += s
				}
				if v > total {
					total, prev = v, stepAt[i]
				}
			}
			gains = append(gains, gain{item, total, prev})
		}
		for _, g := range gains {
			if g.total <= bestAt[g.item] {
				continue
			}
			steps = append(steps, step{ci, g.item, g.prev})
			bestAt[g.item], stepAt[g.item] = g.total, len(steps)-1
			if g.total > bestAll {
				bestAll, stepAll = g.total, len(steps)-1
			}
		}
	}
	var chosen []*candidate
	for s := stepAll; s >= 0; s = steps[s].prev {
		c := cands[steps[s].cand]
		c.item = steps[s].item
		chosen = append(chosen, c)
	}
	slices.Reverse(chosen)
	return chosen
}

// clear leaves out headings that add nothing: a title that repeats the item
// before or after it and is much less worth, or stands in another item's row,
// such as a document's name that resembles the next title; and lists of titles
// that another list of the page has too, as menus are.
func (m *matcher) clear(pg *pageReader, chosen []*candidate, coded []bool) []*candidate {
	drop := map[*candidate]bool{}
	for i := 0; i < len(chosen); {
		j, most := i, 0.0
		for ; j < len(chosen) && chosen[j].item == chosen[i].item; j++ {
			most = max(most, m.worth(chosen[j], chosen[j].item, coded))
		}
		for _, c := range chosen[i:j] {
			drop[c] = c.code.code == "" && m.worth(c, c.item, coded) < 0.8*most
		}
		i = j
	}
	m.oneEach(pg, chosen, coded, drop)
	chosen = slices.DeleteFunc(chosen, func(c *candidate) bool { return drop[c] })
	lists := ascending(chosen)
	var longest map[int]bool
	for _, list := range lists {
		if has := items(list); len(has) > len(longest) {
			longest = has
		}
	}
	for _, list := range lists {
		if has := items(list); len(has) < len(longest) && bare(list) && within(has, longest) {
			for _, c := range list {
				drop[c] = true
			}
		}
	}
	return slices.DeleteFunc(chosen, func(c *candidate) bool { return drop[c] })
}

// oneEach marks titles without a code that stand in the row or card of another
// item, where the page has a row or card for each.
func (m *matcher) oneEach(pg *pageReader, chosen []*candidate, coded []bool, drop map[*candidate]bool) {
	boxes := map[int][]*candidate{} // child of an element → the headings in it
	children := map[int][]int{}     // element → its children that hold headings
	for _, c := range chosen {
		if drop[c] {
			continue
		}
		for n := pg.node(c.run); n > 0; n = pg.Nodes[n].Parent {
			if len(boxes[n]) == 0 {
				parent := pg.Nodes[n].Parent
				children[parent] = append(children[parent], n)
			}
			boxes[n] = append(boxes[n], c)
		}
	}
	for _, rows := range children {
		single := 0
		for _, n := range rows {
			if len(items(boxes[n])) == 1 {
				single++
			}
		}
		if len(rows) < 5 || single*10 < len(rows)*7 {
			continue
		}
		for _, n := range rows {
			best := slices.MaxFunc(boxes[n], func(a, b *candidate) int {
				return cmp.Compare(m.worth(a, a.item, coded), m.worth(b, b.item, coded))
			})
			for _, c := range boxes[n] {
				if c.code.code == "" && c.item != best.item {
					drop[c] = true
				}
			}
		}
	}
}

// ascending cuts headings into the stretches in which the list does not go back.
func ascending(chosen []*candidate) (lists [][]*candidate) {
	for i, c := range chosen {
		if i == 0 || c.item < chosen[i-1].item {
			lists = append(lists, nil)
		}
		lists[len(lists)-1] = append(lists[len(lists)-1], c)
	}
	return lists
}

// bare reports whether no heading of a list has a code, and it is a list at all.
func bare(list []*candidate) bool {
	return len(items(list)) >= minListed && !slices.ContainsFunc(list, func(c *candidate) bool { return c.code.code != "" })
}

func items(list []*candidate) map[int]bool {
	set := map[int]bool{}
	for _, c := range list {
		set[c.item] = true
	}
	return set
}

// within reports whether at least four of five items of a are in b.
func within(a, b map[int]bool) bool {
	n := 0
	for i := range a {
		if b[i] {
			n++
		}
	}
	return n*5 >= len(a)*4
}

// backwards is what it costs to go back in the list to this candidate: little
// where all that is set like it are titles of items, in whatever order.
func (c *candidate) backwards() float64 {
	if c.code.code != "" || c.pure < 0.8 {
		return back
	}
	return back * (1 - 0.85*c.pure*c.support)
}

// possible lists the items that a candidate may stand for.
func (m *matcher) possible(c *candidate) []int {
	var items []int
	own := -1
	if i, ok := m.index[c.code.code]; ok {
		own = i
		items = append(items, i)
	}
	best := bestOf(c.alike).score
	for _, a := range c.alike {
		if a.item != own && a.score >= 0.6 && a.score >= best-closeCall {
			items = append(items, a.item)
		}
	}
	return items
}

// coded tells which items some candidate names by a plain code whose title does
// not contradict it, and marks the candidates that are set like those: on a page
// that prints codes, a title without one counts only where it is set as the
// others are.
func (m *matcher) coded(pg *pageReader, cands []*candidate) []bool {
	coded := make([]bool, len(m.rs.Items))
	kin := map[string]bool{}
	n := 0
	for _, c := range cands {
		i, ok := m.index[c.code.code]
		if !ok || c.code.sub || c.code.weak && scoreOf(c.alike, i) < 0.6 {
			continue
		}
		if m.contradicts(c, i) {
			i = bestOf(c.alike).item
		}
		if !coded[i] {
			coded[i] = true
			n++
		}
		kin[c.shape], kin[pg.shape(c.titled)] = true, true
	}
	for _, c := range cands {
		c.stranger = n >= minListed && c.code.code == "" && (!kin[c.shape] || c.pure < 0.5)
	}
	return coded
}

// contradicts reports whether a candidate's title is plainly another item's than
// the code's: much more like it, or the very words of it. Where the documents
// under it bear the printed code in their addresses, the title is last year's
// and the code is right.
func (m *matcher) contradicts(c *candidate, item int) bool {
	best, own := bestOf(c.alike), scoreOf(c.alike, item)
	if best.item == item || c.filed {
		return false
	}
	if best.score >= 0.85 && own < 0.3 {
		return true
	}
	if best.whole < 0.75 {
		return false
	}
	return best.score-own >= 0.25 || best.whole >= 0.93 && best.score-own >= 0.12
}

// worth is what choosing a candidate for an item adds to the total.
func (m *matcher) worth(c *candidate, item int, coded []bool) float64 {
	title := scoreOf(c.alike, item)
	fits := max(0, (title-0.5)*2) // 0 at half alike, 1 when equal
	shape := 0.6 + 0.4*c.support
	if c.code.code == m.rs.Items[item].Code {
		s := 1.0
		switch {
		case c.code.sub:
			s = 0.5
		case c.code.weak:
			s = 0.45
		}
		if m.contradicts(c, item) {
			if c.loose {
				return 0.6 * shape
			}
			return 0.1
		}
		return (s + fits) * shape
	}
	if c.code.code != "" {
		own, known := m.index[c.code.code]
		if known && !m.contradicts(c, own) || c.loose && title < 0.85 || title < 0.6 {
			return 0
		}
		return (0.2 + 0.8*fits) * shape
	}
	if coded[item] || c.stranger || title < 0.62 {
		return 0
	}
	s := fits
	if c.number > 0 && c.number == numberOf(m.rs.Items[item].Code) {
		s += 0.3
	}
	if s *= (0.3 + 0.7*c.support) * (0.4 + 0.6*c.pure); s < least {
		return 0
	}
	return s
}
