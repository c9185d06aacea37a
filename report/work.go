package report

import (
	"cmp"
	"slices"
)

// work is what one unit has to do.
type work struct {
	owner string // empty: nobody was named
	rows  []*row
	gain  float64 // points of all its items together
}

// workList groups the items that somebody must see to by who is responsible:
// the owners in the order of what they can gain, then the items of nobody. In
// each group what is to be mended stands before what is to be looked at, what
// brings most first.
func (v *view) workList() []work {
	var all []work
	for i := range v.rows {
		w := &v.rows[i]
		if !w.open() {
			continue
		}
		at := slices.IndexFunc(all, func(g work) bool { return g.owner == w.owner })
		if at < 0 {
			at = len(all)
			all = append(all, work{owner: w.owner})
		}
		all[at].rows = append(all[at].rows, w)
		all[at].gain += w.gain
	}
	for _, g := range all {
		slices.SortStableFunc(g.rows, func(a, b *row) int {
			return cmp.Or(
				boolCompare(fails(b.it.Status), fails(a.it.Status)),
				cmp.Compare(b.gain, a.gain),
				cmp.Compare(a.unit, b.unit),
			)
		})
	}
	slices.SortStableFunc(all, func(a, b work) int {
		return cmp.Or(
			boolCompare(a.owner == "", b.owner == ""),
			cmp.Compare(rounded(b.gain), rounded(a.gain)),
			cmp.Compare(a.owner, b.owner),
		)
	})
	return all
}

// boolCompare orders false before true.
func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// unit is the name of a group of the work list.
func (v *view) unit(g work) string {
	return cmp.Or(g.owner, v.say("ยังไม่ได้กำหนดผู้รับผิดชอบ", "No unit named yet"))
}
