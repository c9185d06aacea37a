package history

import (
	"bytes"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"itacheck/ita"
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

// FuzzStored reads any bytes as what a history holds: numbers, and items as
// compressed JSON. What can be read is written and read again as the same.
func FuzzStored(f *testing.F) {
	var d deflater
	for _, it := range []Item{
		{},
		{Code: "O12", Status: ita.Stale, Raw: ita.Pass, Found: []ita.FiscalYear{2565}, Links: []Link{{URL: "https://www.example.go.th/ก.pdf", Text: "แผน", State: ita.ReachOK}}},
	} {
		packed, err := d.pack(it)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(packed)
		f.Add(packed[:len(packed)/2])
	}
	f.Add(packNumbers([]int64{1, 2, 3, 900, -1}))
	f.Add(bytes.Repeat([]byte{0xff}, 11))
	f.Fuzz(func(t *testing.T, data []byte) {
		var in inflater
		if list, err := unpackNumbers(data); err == nil {
			again, err := unpackNumbers(packNumbers(list))
			if err != nil || !gocmp.Equal(again, list) {
				t.Errorf("%v became %v, %v", list, again, err)
			}
		}
		var it, again Item
		if in.unpack(data, &it) != nil {
			return
		}
		packed, err := d.pack(it)
		if err != nil {
			t.Fatal(err)
		}
		if err := in.unpack(packed, &again); err != nil || !gocmp.Equal(again, it, cmpopts.EquateEmpty()) {
			t.Errorf("%+v became %+v, %v", it, again, err)
		}
	})
}
