package thai

import (
	"slices"
	"unicode/utf8"
)

// Grams are the trigrams of a folded text, each as often as it occurs,
// ascending. A text of one or two characters is one gram by itself.
//
// Trigrams tell distorted Thai titles apart better than edit distances do, and
// need no words; but absolute scores do not separate (a true match may score
// .22, a false one .40): compare candidates with each other.
type Grams []uint64

// GramsOf returns the trigrams of a text that has been folded.
func GramsOf(folded string) Grams {
	n := utf8.RuneCountInString(folded)
	if n == 0 {
		return nil
	}
	const rune21 = 1<<21 - 1 // a character has 21 bits, so three fit exactly
	g := make(Grams, 0, max(n-2, 1))
	var gram uint64
	i := 0
	for _, r := range folded {
		gram = gram<<21&(1<<63-1) | uint64(r)&rune21
		if i++; i >= 3 || i == n {
			g = append(g, gram)
		}
	}
	slices.Sort(g)
	return g
}

// Dice is twice the number of trigrams in common over the number of both: 1 for
// equal texts, 0 for texts with nothing in common and when either is empty.
func (g Grams) Dice(h Grams) float64 {
	if len(g) == 0 || len(h) == 0 {
		return 0
	}
	return 2 * float64(g.common(h)) / float64(len(g)+len(h))
}

// In is the share of g's trigrams that are in h too, 0 to 1: 1 when the text of
// g stands somewhere in that of h, 0 when either is empty.
func (g Grams) In(h Grams) float64 {
	if len(g) == 0 {
		return 0
	}
	return float64(g.common(h)) / float64(len(g))
}

func (g Grams) common(h Grams) int {
	n := 0
	for i, j := 0, 0; i < len(g) && j < len(h); {
		switch {
		case g[i] < h[j]:
			i++
		case g[i] > h[j]:
			j++
		default:
			n++
			i++
			j++
		}
	}
	return n
}

// Similarity is the [Grams.Dice] of two texts, which are folded first. For one
// text against many, compute the Grams once.
func Similarity(a, b string) float64 {
	return GramsOf(Fold(a)).Dice(GramsOf(Fold(b)))
}
