package report

import (
	"slices"

	"itacheck/ita"
)

// linkRow is one link in words.
type linkRow struct {
	text, address, state, why, page, years string
	quotes                                 []string   // where its years were read, in its own words
	likeStatus                             ita.Status // the verdict in whose colours its state is shown
}

func (v *view) linkRow(e *ita.Evidence) linkRow {
	l := linkRow{
		text:    v.clean(e.Link.Text, maxTitle),
		address: linkAddress(e),
		page:    address(e.SourcePage),
		why:     v.text(ita.ReasonOf(e.Reach.Reason).Means),
	}
	if l.text == "" {
		l.text = v.say("(ลิงก์ไม่มีข้อความ)", "(no text)")
	}
	state, like := reachWord(e.Reach.State)
	l.state, l.likeStatus = state.In(v.lang), like
	var ys []ita.FiscalYear
	for _, y := range e.Years {
		ys = append(ys, y.Year)
	}
	l.quotes = v.quotes(e.Years)
	l.years = years(ys)
	return l
}

// quotes say where years were read and in which words; years of the same words
// are one quote.
func (v *view) quotes(seen []ita.YearSeen) []string {
	var out []string
	for i, y := range seen {
		same := func(z ita.YearSeen) bool { return z.Where == y.Where && z.Text == y.Text }
		if slices.IndexFunc(seen, same) < i {
			continue
		}
		if len(out) == maxLines {
			break
		}
		var ys []ita.FiscalYear
		for _, z := range seen {
			if same(z) {
				ys = append(ys, z.Year)
			}
		}
		q := years(ys) + " " + sourceWord(y.Where).In(v.lang)
		if s := v.clean(y.Text, maxTitle); s != "" {
			q += ": “" + s + "”"
		}
		out = append(out, q)
	}
	return out
}
