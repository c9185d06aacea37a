package thai

import "testing"

func FuzzFold(f *testing.F) {
	for _, s := range []string{"น้ำ", "ท่ี", "น\u0e4d\u0e49\u0e32", "น\u0e4d\u200b\u0e32", "เ\u200bเ", "กา\u0e4d\u0e48า", "Q & A", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Errorf("Fold(%+q) = %+q, folded again %+q", s, once, twice)
		}
		n := Normal(s)
		if twice := Normal(n); twice != n {
			t.Errorf("Normal(%+q) = %+q, again %+q", s, n, twice)
		}
		if f := Fold(n); f != once {
			t.Errorf("Fold(Normal(%+q)) = %+q, want %+q", s, f, once)
		}
	})
}
