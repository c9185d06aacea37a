package history

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

func FuzzNumbersAreUnpackedAsTheyWerePacked(f *testing.F) {
	f.Add(int64(1), int64(2), int64(-7))
	f.Fuzz(func(t *testing.T, a, b, c int64) {
		got, err := unpackNumbers(packNumbers([]int64{a, b, c}))
		if err != nil || !gocmp.Equal(got, []int64{a, b, c}) {
			t.Errorf("%v, %v", got, err)
		}
	})
}
