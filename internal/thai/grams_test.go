package thai

import (
	"math"
	"testing"
)

func TestSimilarity(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"โครงสร้าง", "โครงสร้าง", 1},
		{"E-Service", "e – service", 1},
		{"กข", "กข", 1},
		{"กข", "กค", 0},
		{"กขค", "งจฉ", 0},
		{"abcd", "abce", 0.5},
		{"aaaa", "aaa", 2.0 / 3},
		{"", "", 0},
		{"", "กขค", 0},
		{"()", "กขค", 0},
	} {
		if got := Similarity(c.a, c.b); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("Similarity(%q, %q) = %.3f, want %.3f", c.a, c.b, got, c.want)
		}
		if got, back := Similarity(c.a, c.b), Similarity(c.b, c.a); got != back {
			t.Errorf("%q and %q: %.3f one way, %.3f the other", c.a, c.b, got, back)
		}
	}
}

func TestDistortedTitleIsNearestToItsOwn(t *testing.T) {
	titles := []string{
		"แผนปฏิบัติการป้องกันการทุจริต",
		"รายงานการกำกับติดตามการดำเนินการป้องกันการทุจริตประจำปี รอบ 6 เดือน",
		"รายงานผลการดำเนินการป้องกันการทุจริตประจำปี",
		"คู่มือหรือมาตรฐานการปฏิบัติงาน",
		"คู่มือหรือมาตรฐานการให้บริการ",
		"กฎหมายที่เกี่ยวข้อง",
		"ข้อมูลเชิงสถิติการให้บริการ",
	}
	for distorted, want := range map[string]string{
		"แผนปฎิบัติการปองกันการทุจริต":         titles[0],
		"คู่มือหรือมาตราการปฏิบัติงาน":         titles[3],
		"มาตราฐานการให้บริการ":                 titles[4],
		"กฏหมายที่เกี่วข้อง":                   titles[5],
		"ข้อมูลเขิงสถิติการให้บริการ":          titles[6],
		"รายงานผลการดาเนินการป้องกันการทุจริต": titles[2],
	} {
		best, score := "", -1.0
		for _, title := range titles {
			if d := Similarity(distorted, title); d > score {
				best, score = title, d
			}
		}
		if best != want {
			t.Errorf("%q is nearest to %q (%.2f), want %q", distorted, best, score, want)
		}
	}
}

func TestGramsIn(t *testing.T) {
	short := GramsOf(Fold("แผนปฏิบัติการป้องกันการทุจริต"))
	long := GramsOf(Fold("O39 แผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. 2566"))
	if got := short.In(long); got != 1 {
		t.Errorf("a title is %.2f in a label that holds it, want 1", got)
	}
	if got := long.In(short); got >= 0.7 {
		t.Errorf("the label is %.2f in the title, want less than 0.7", got)
	}
	if got := Grams(nil).In(long); got != 0 {
		t.Errorf("nothing is %.2f in something, want 0", got)
	}
}

func BenchmarkDice(b *testing.B) {
	g := GramsOf(Fold("รายงานการกำกับติดตามการดำเนินการป้องกันการทุจริตประจำปี รอบ 6 เดือน"))
	h := GramsOf(Fold("รายงานผลการดำเนินการป้องกันการทุจริตประจำปี"))
	b.ReportAllocs()
	for b.Loop() {
		g.Dice(h)
	}
}
