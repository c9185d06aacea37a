package thai

import (
	"slices"
	"strings"

	"itacheck/ita"
)

// monthNames are the ways in which months are written: in full, shortened with
// and without dots, in colloquial short form, misspelt as met on real pages,
// and in English. The dot that ends a short form is not part of it.
var monthNames = [13][]string{
	1:  {"มกราคม", "มกรา", "มกรคม", "มกราม", "ม.ค", "ม. ค", "มค", "january", "jan"},
	2:  {"กุมภาพันธ์", "กุมภาพันธุ์", "กุมภาพันธ", "กุมภาพัน", "กุมภา", "ก.พ", "ก. พ", "กพ", "february", "feb"},
	3:  {"มีนาคม", "มีนา", "มี.ค", "มี. ค", "มีค", "march", "mar"},
	4:  {"เมษายน", "เมษา", "เมศายน", "เม.ย", "เม. ย", "เมย", "april", "apr"},
	5:  {"พฤษภาคม", "พฤษภา", "พฤษาคม", "พฤกษาคม", "พ.ค", "พ. ค", "พค", "may"},
	6:  {"มิถุนายน", "มิถุนา", "มิ.ย", "มิ. ย", "มิย", "june", "jun"},
	7:  {"กรกฎาคม", "กรกฏาคม", "กรกฎา", "กรกฏา", "ก.ค", "ก. ค", "กค", "july", "jul"},
	8:  {"สิงหาคม", "สิงหา", "ส.ค", "ส. ค", "สค", "august", "aug"},
	9:  {"กันยายน", "กันยา", "กันยน", "ก.ย", "ก. ย", "กย", "september", "sept", "sep"},
	10: {"ตุลาคม", "ตุลา", "ตุลคม", "ต.ค", "ต. ค", "ตค", "october", "oct"},
	11: {"พฤศจิกายน", "พฤศจิกา", "พฤษจิกายน", "พฤศจิกายม", "พ.ย", "พ. ย", "พย", "november", "nov"},
	12: {"ธันวาคม", "ธันวา", "ธ.ค", "ธ. ค", "ธค", "december", "dec"},
}

// fiscalMonth is a month counted through the fiscal years: twelve times the
// fiscal year, and 0 for October to 11 for September.
type fiscalMonth int

// monthOf is the fiscal month of a calendar month; year is Buddhist.
func monthOf(year, month int) fiscalMonth {
	return fiscalMonth(12*year + month + 2)
}

// monthIn is the fiscal month that a calendar month is in a fiscal year.
func monthIn(fiscalYear, month int) fiscalMonth {
	return fiscalMonth(12*fiscalYear + (month+2)%12)
}

func (m fiscalMonth) year() ita.FiscalYear { return ita.FiscalYear(m / 12) }

// partOf names the months from a to b.
func partOf(a, b fiscalMonth) Part {
	if a.year() != b.year() {
		if a%12 == 0 && b%12 == 11 {
			return Whole
		}
		return Month
	}
	switch [2]fiscalMonth{a % 12, b % 12} {
	case [2]fiscalMonth{0, 11}:
		return Whole
	case [2]fiscalMonth{0, 5}:
		return FirstHalf
	case [2]fiscalMonth{6, 11}:
		return SecondHalf
	case [2]fiscalMonth{0, 2}:
		return Q1
	case [2]fiscalMonth{3, 5}:
		return Q2
	case [2]fiscalMonth{6, 8}:
		return Q3
	case [2]fiscalMonth{9, 11}:
		return Q4
	}
	return Month
}

// yearAfter reads the year that token j, or a few words on, gives to what
// stands before. fiscal says that it is a fiscal one; next is the token after.
func (r *reader) yearAfter(j int) (year int, fiscal bool, next int) {
	for n := 0; n < 4 && j < len(r.t) && r.t[j].follows("-.,(") &&
		slices.Contains([]kind{yearWord, budget, eraBE, eraCE, scheme}, r.t[j].kind); n++ {
		fiscal = fiscal || r.t[j].kind == budget
		j++
	}
	if j >= len(r.t) || !r.t[j].follows("-.,/") || r.t[j].broken {
		return 0, false, 0
	}
	year = yearOf(&r.t[j], true)
	switch {
	case year == 0, r.tied(j+1) && r.t[j+1].sep != '-', r.t[j].digits == 2 && r.measured(j), latinAt(r.s, r.t[j].end) && !r.wordAfter(r.t[j].end):
		return 0, false, 0
	}
	return year, fiscal, j + 1
}

// nextMonth returns the month that follows at token j after a separator, ถึง,
// และ, วันที่ or a day; -1 when something else does.
func (r *reader) nextMonth(j int) int {
	for n := 0; n < 4 && j < len(r.t) && !r.t[j].broken && r.t[j].follows("-,/."); n++ {
		t := &r.t[j]
		if t.kind == month {
			return j
		}
		if !t.day() && !slices.Contains([]kind{until, and, dayWord, monthWord}, t.kind) {
			break
		}
		j++
	}
	return -1
}

// months reads a month with its year, several that share one, or a span of
// them, and returns the token to go on from.
func (r *reader) months(i int) int {
	var list []int
	j := i
	for {
		list = append(list, r.t[j].value)
		if year, fiscal, next := r.yearAfter(j + 1); year != 0 {
			a, b := resolve(list, year, fiscal)
			if k := r.joined(next); k > 0 {
				if r.t[k].day() && k+1 < len(r.t) && r.t[k+1].follows("-") {
					k++
				}
				if year, fiscal, after := r.yearAfter(k + 1); year != 0 && r.t[k].kind == month {
					if _, last := resolve([]int{r.t[k].value}, year, fiscal); last >= b && last-a < 60 {
						b, next = last, after
					}
				}
			}
			r.emitMonths(a, b, r.dayBefore(i), next-1)
			return next
		}
		k := r.nextMonth(j + 1)
		if k < 0 || len(list) == 12 {
			break
		}
		j = k
	}
	// ปีงบประมาณ 2565 (ตุลาคม - มีนาคม)
	if a, b := resolve(list, 0, true); a <= b && len(list) > 1 {
		r.modify(modifier{a: a, b: b, start: r.t[i].start, end: r.t[j].end, beside: true, fiscal: true})
	}
	return j + 1
}

// resolve returns the first and the last of months that are listed before one
// year, which is the last month's: ต.ค. - ก.พ. 63 began in 62.
func resolve(list []int, year int, fiscal bool) (a, b fiscalMonth) {
	last := len(list) - 1
	if fiscal {
		return monthIn(year, list[0]), monthIn(year, list[last])
	}
	b = monthOf(year, list[last])
	for k := last - 1; k >= 0; k-- {
		if list[k] > list[k+1] {
			year--
		}
	}
	return monthOf(year, list[0]), b
}

// dayBefore is the token of the day before the month at token i, or i.
func (r *reader) dayBefore(i int) int {
	if i == 0 || !r.t[i-1].day() || !r.t[i].follows("-") || r.t[i-1].start < r.done || r.t[i].sep == '-' && r.t[i-1].sep == '-' {
		return i
	}
	if i > 1 && r.t[i-2].kind == form && r.t[i-1].follows(".") {
		return i // สขร.1 ตุลาคม 2563
	}
	return i - 1
}

// modifier is a part of a year whose year stands elsewhere: a quarter, a half,
// months.
type modifier struct {
	a, b       fiscalMonth // 0 to 11
	start, end int
	beside     bool // it counts only right beside a year
	fiscal     bool // it counts only for a fiscal year
}

// modify takes note of a modifier. One that is joined to the one before by และ
// or a comma adds to it.
func (r *reader) modify(m modifier) {
	if n := len(r.mods); n > 0 && m.start-r.mods[n-1].end < 16 {
		switch strings.TrimSpace(r.s[r.mods[n-1].end:m.start]) {
		case "และ", "กับ", ",", "/", "-", "–":
			p := &r.mods[n-1]
			p.a, p.b, p.end = min(p.a, m.a), max(p.b, m.b), m.end
			p.beside = p.beside && m.beside
			return
		}
	}
	r.mods = append(r.mods, m)
}

// quarters reads ไตรมาส and the numbers after it, with a year tied to them or not.
func (r *reader) quarters(i int) int {
	first, last := 0, 0
	j := i + 1
	for k := j; k < len(r.t) && r.t[k].follows("-,/("); k++ {
		t := &r.t[k]
		if t.kind == number && t.digits == 1 && t.value >= 1 && t.value <= 4 {
			if first == 0 {
				first = t.value
			}
			last, j = t.value, k+1
		} else if !slices.Contains([]kind{quarter, ordinal, and, until}, t.kind) {
			break
		}
	}
	if first == 0 || last < first {
		return i + 1
	}
	m := modifier{a: fiscalMonth(3*first - 3), b: fiscalMonth(3*last - 1), start: r.t[i].start, end: r.t[j-1].end}
	return r.partWithYear(i, j, m)
}

// partWithYear puts out a part of the year whose number is tied to it
// (ไตรมาส 1/2566); otherwise the part waits for a year.
func (r *reader) partWithYear(i, j int, m modifier) int {
	if j < len(r.t) && r.t[j].kind == number && r.t[j].follows("/-") && !r.tied(j+1) {
		if y := fiscalMonth(12 * yearOf(&r.t[j], r.t[j].sep == '/')); y != 0 && !r.dead(j, j, lead{from: j}) {
			r.emitMonths(y+m.a, y+m.b, i, j)
			return j + 1
		}
	}
	r.modify(m)
	return j
}

// half reads รอบ 6 เดือน from its number on; it returns i when this is another number.
func (r *reader) half(i int) int {
	t := &r.t[i]
	if t.digits > 2 || t.value%3 != 0 || t.value < 3 || t.value > 12 ||
		i+1 >= len(r.t) || r.t[i+1].kind != monthWord || !r.t[i+1].follows("") {
		return i
	}
	m := modifier{b: fiscalMonth(t.value - 1), start: t.start, end: r.t[i+1].end, beside: r.file == nil}
	if i > 0 && r.t[i-1].kind == round && t.follows("") {
		m.start, m.beside = r.t[i-1].start, false
	}
	j := i + 2
	if j < len(r.t) && r.t[j].kind == firstOf && r.t[j].follows("(") {
		m.end, m.beside = r.t[j].end, false
		if r.t[j].value == 2 {
			m.a, m.b = 12-fiscalMonth(t.value), 11
		}
		j++
	}
	r.modify(m)
	return j
}

// round reads รอบที่ 1 of a fiscal year, by which appraisals call the halves.
func (r *reader) round(i int) int {
	j := i + 1
	if j < len(r.t) && r.t[j].kind == ordinal && r.t[j].follows("") {
		j++
	}
	if j >= len(r.t) || !r.t[j].follows("") || r.t[j].digits != 1 || r.t[j].value < 1 || r.t[j].value > 2 {
		return i + 1
	}
	if j+1 < len(r.t) && r.t[j+1].kind == monthWord {
		return i + 1
	}
	m := modifier{a: 0, b: 5, start: r.t[i].start, end: r.t[j].end, beside: true, fiscal: true}
	if r.t[j].value == 2 {
		m.a, m.b = 6, 11
	}
	return r.partWithYear(i, j+1, m)
}

// reach is how far from a year its quarter or half may stand, in bytes: some
// fifty letters.
const reach = 150

// attach gives each modifier to the nearest whole year, which then is that part.
func (r *reader) attach() {
	type claim struct {
		mod  *modifier
		dist int
	}
	claims := make([]claim, len(r.out))
	next := 0 // the first mention after the modifier
	for k := range r.mods {
		m := &r.mods[k]
		for next < len(r.out) && r.out[next].Start < m.start {
			next++
		}
		best, dist := -1, reach
		for _, n := range []int{next - 1, next} {
			if n < 0 || n >= len(r.out) {
				continue
			}
			if d, ok := r.fits(m, &r.out[n]); ok && d < dist {
				best, dist = n, d
			}
		}
		if best >= 0 && (claims[best].mod == nil || dist < claims[best].dist) {
			claims[best] = claim{m, dist}
		}
	}
	for n, c := range claims {
		if c.mod == nil {
			continue
		}
		y := &r.out[n]
		y.Part, y.Fiscal = partOf(c.mod.a, c.mod.b), true
		y.FirstMonth, y.LastMonth = int(c.mod.a)+1, int(c.mod.b)+1
		y.Start, y.End = min(y.Start, c.mod.start), max(y.End, c.mod.end)
		if text := r.s[y.Start:y.End]; strings.Count(text, "(") > strings.Count(text, ")") && strings.HasPrefix(r.s[y.End:], ")") {
			y.End++
		}
	}
}

// fits returns how far a modifier is from a mention, and whether it can be part of it.
func (r *reader) fits(m *modifier, y *Mention) (dist int, ok bool) {
	from, to := y.End, m.start
	if m.start < y.Start {
		from, to = m.end, y.Start
	}
	dist = to - from
	if y.Part != Whole || y.From != y.To || m.fiscal && !y.Fiscal || dist < 0 || dist >= reach {
		return dist, false
	}
	between := r.s[from:to]
	if m.beside && (dist > 12 || strings.Trim(between, " ()[]-–_.,:/\n") != "") {
		return dist, false
	}
	return dist, !strings.ContainsAny(between, ";|")
}
