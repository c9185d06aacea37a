package rules

import (
	"slices"

	"itacheck/ita"
)

// ChangeKind says what became of an item between two lists.
type ChangeKind string

// Kinds of change. A pair of items may have several of the last three.
const (
	Came     ChangeKind = "came"     // From is empty
	Went     ChangeKind = "went"     // To is empty
	Merged   ChangeKind = "merged"   // several items of the old list are one now
	Split    ChangeKind = "split"    // one item of the old list is several now
	Moved    ChangeKind = "moved"    // the same topic has another code
	Retitled ChangeKind = "retitled" // the same topic has another official title
	Retimed  ChangeKind = "retimed"  // the content must be for another period
)

// Change is one difference between an old list and a new one.
type Change struct {
	Kind ChangeKind
	From []*ita.Item // of the old list, in its order
	To   []*ita.Item // of the new list, in its order
}

// Compare lists what changed from list a to list b, in the order of b, then
// what went, in the order of a. Items are the same when they share a topic.
func Compare(a, b *ita.RuleSet) []Change {
	sources, targets := make([][]*ita.Item, len(b.Items)), make([][]*ita.Item, len(a.Items))
	for i := range a.Items {
		for j := range b.Items {
			if share(&a.Items[i], &b.Items[j]) {
				sources[j] = append(sources[j], &a.Items[i])
				targets[i] = append(targets[i], &b.Items[j])
			}
		}
	}
	of := func(it *ita.Item) []*ita.Item {
		return targets[slices.IndexFunc(a.Items, func(x ita.Item) bool { return x.Code == it.Code })]
	}
	var out []Change
	for j := range b.Items {
		from, to := sources[j], &b.Items[j]
		switch {
		case len(from) == 0:
			out = append(out, Change{Kind: Came, To: []*ita.Item{to}})
		case len(from) > 1:
			out = append(out, Change{Kind: Merged, From: from, To: []*ita.Item{to}})
		}
		for _, old := range from {
			if t := of(old); len(t) > 1 && t[0] == to {
				out = append(out, Change{Kind: Split, From: []*ita.Item{old}, To: t})
			}
		}
		if len(from) == 1 && len(of(from[0])) == 1 {
			out = append(out, differences(from[0], to)...)
		}
	}
	for i := range a.Items {
		if len(targets[i]) == 0 {
			out = append(out, Change{Kind: Went, From: []*ita.Item{&a.Items[i]}})
		}
	}
	return out
}

func share(a, b *ita.Item) bool {
	return slices.ContainsFunc(a.Topics, func(t string) bool { return slices.Contains(b.Topics, t) })
}

// differences compares two forms of one item.
func differences(a, b *ita.Item) []Change {
	var out []Change
	add := func(k ChangeKind, differs bool) {
		if differs {
			out = append(out, Change{Kind: k, From: []*ita.Item{a}, To: []*ita.Item{b}})
		}
	}
	add(Moved, a.Code != b.Code)
	add(Retitled, a.Title.TH != b.Title.TH)
	add(Retimed, a.Period != b.Period || !slices.Equal(a.Accept, b.Accept))
	return out
}
