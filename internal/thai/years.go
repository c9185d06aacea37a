package thai

import (
	"slices"
	"strings"
	"unicode/utf8"

	"itacheck/ita"
)

// Part is how much of a fiscal year a mention speaks of.
type Part int

// Parts of a fiscal year.
const (
	Whole      Part = iota
	FirstHalf       // October to March
	SecondHalf      // April to September
	Q1              // October to December
	Q2              // January to March
	Q3              // April to June
	Q4              // July to September
	Month           // one or several months that are none of these
)

// String names the part, in English.
func (p Part) String() string {
	return [...]string{"whole year", "first half", "second half", "Q1", "Q2", "Q3", "Q4", "months"}[p]
}

// Mention is a place in a text that names a fiscal year, or several in a row.
type Mention struct {
	// From and To are the first and the last fiscal year named; equal unless
	// the text names a span of years (2566-2570), or months of two fiscal years.
	From, To ita.FiscalYear
	Part     Part
	// Fiscal says that the text calls it a fiscal year (ปีงบประมาณ 2566), or that
	// it was worked out from months, quarters or halves. Otherwise it is a year
	// as such, which the fiscal year of the same number is taken for.
	Fiscal bool
	// FirstMonth and LastMonth are the months named, counted through the fiscal
	// year: 1 is October of From-1, 12 is September of To. Both are 0 when the
	// text names no months.
	FirstMonth, LastMonth int
	Text                  string // the words, as written: s[Start:End]
	Start, End            int    // bytes
}

// Covers reports whether y is among the years named.
func (m Mention) Covers(y ita.FiscalYear) bool { return m.From <= y && y <= m.To }

// Years returns the fiscal years that a text names, in the order of the text,
// none overlapping another; nil when it names none.
//
// Read as years are: Buddhist years of four digits, Arabic or Thai, wherever
// they stand; Gregorian ones (2012 to 2035, plus 543) and two digits (55 to 75)
// only where the words before call them a year: ปี, พ.ศ., งบประมาณ, ITA, a month.
// Months, quarters (ไตรมาส) and halves (รอบ 6 เดือน, ครึ่งปีหลัง) become parts of the
// fiscal year that they lie in, so that ธันวาคม 2563 is in 2564; a quarter or
// half goes to the nearest year of the text. A calendar date is its month.
// Number/year (ครั้งที่ 4/2568) is that year.
//
// Left out are: the year in a law's own name (พ.ร.บ. … พ.ศ. 2560) but not one that
// a budget or plan is for; academic years; amounts, numbered sections,
// telephone and document numbers, copyright lines, digits within longer
// numbers, codes and hashes; and years outside 2540 to 2590.
//
// The time taken grows with the length of s alone. Text that has no digit costs
// one pass without allocation.
func Years(s string) []Mention { return read(s, nil) }

// read reads the years of a text; of a file name when file is not nil.
func read(s string, file *fileName) []Mention {
	if !hasDigit(s) {
		return nil
	}
	text, at := readable(s)
	var buf [32]token
	r := reader{s: text, file: file, t: tokenize(text, buf[:0]), law: -1}
	for i := 0; i < len(r.t); {
		i = r.step(i)
	}
	r.attach()
	for i := range r.out {
		m := &r.out[i]
		if at != nil {
			m.Start, m.End = int(at[m.Start]), sourceEnd(s, int(at[m.End-1]))
		}
		m.Text = s[m.Start:m.End]
	}
	return r.out
}

func hasDigit(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= '0' && s[i] <= '9' || thaiDigit(s, i) {
			return true
		}
	}
	return false
}

// Bounds of the years that are believed, in the Buddhist Era.
const (
	minYear = 2540
	maxYear = 2590
)

// reader goes over the tokens of a text from left to right.
type reader struct {
	s    string
	t    []token
	file *fileName // s is a file name; nil: a text
	out  []Mention
	mods []modifier
	done int // where the last mention ends

	law      int  // the token that began the law whose year is still to come; -1 when none
	lawDepth int  // how many brackets are open around that law's name
	lawEnd   int  // where the last law's year ended; 0 when none
	report   bool // รายงาน stands before
	rights   int  // copyright years are looked for up to here
}

// step reads what begins at token i and returns the token to go on from.
func (r *reader) step(i int) int {
	t := &r.t[i]
	if t.broken {
		r.report, r.rights, r.lawEnd = false, 0, 0
		if t.kind != eraBE {
			r.law = -1
		}
	}
	if r.law >= 0 && t.low < r.lawDepth {
		r.law = -1
	}
	switch t.kind {
	case report:
		r.report = true
	case law:
		r.law, r.lawDepth = i, t.depth
	case softLaw:
		if !r.report {
			r.law, r.lawDepth = i, t.depth
		}
	case amended:
		if r.lawEnd > 0 && t.start-r.lawEnd < 250 {
			r.law, r.lawDepth = i, t.low // outside of (ฉบับที่ 2)
		}
	case and:
		if r.lawEnd > 0 && t.start-r.lawEnd < 5 && i+1 < len(r.t) && r.t[i+1].kind == eraBE && r.t[i+1].follows("") {
			r.law, r.lawDepth = i, t.depth
		}
	case budget:
		if r.law >= 0 && (r.t[r.law].value == ordinance || r.law == i-1 && t.follows("")) {
			r.law = -1
		}
	case rights:
		r.rights = t.end + 180
	case academic:
		return r.skip(i+1, number, eraBE, ordinal)
	case phone:
		return r.skip(i+1, number)
	case counted:
		if j := i + 1; j < len(r.t) && r.t[j].kind == number && r.t[j].follows(".:") && !r.t[j].broken {
			if end := r.cluster(j); !strings.Contains(r.s[r.t[j].start:r.t[end-1].end], "/") {
				return end
			}
		}
	case month:
		return r.months(i)
	case quarter:
		return r.quarters(i)
	case round:
		return r.round(i)
	case half:
		m := modifier{a: 0, b: 5, start: t.start, end: t.end}
		if t.value == 2 {
			m.a, m.b = 6, 11
		}
		r.modify(m)
	case number:
		return r.number(i)
	}
	return i + 1
}

// skip returns the first token from i on that is of another kind than these, or
// after other text.
func (r *reader) skip(i int, kinds ...kind) int {
	for i < len(r.t) && r.t[i].sep != 'x' && !r.t[i].broken && slices.Contains(kinds, r.t[i].kind) {
		i++
	}
	return i
}

// sourceEnd is the end of the character at i.
func sourceEnd(s string, i int) int {
	_, n := utf8.DecodeRuneInString(s[i:])
	return i + n
}

// lead is what the words right before a number make of it.
type lead struct {
	from   int  // the first token that belongs to the year's words
	year   bool // ปี, งบประมาณ, ITA: whatever follows is a year that the text is about
	fiscal bool
	era    bool // พ.ศ. or ค.ศ.
	scheme bool // only ITA or OIT, which scores and numbers follow too
}

// context reports that the words call the number a year.
func (l lead) context() bool { return l.year || l.era }

// leading reads the words before token i.
func (r *reader) leading(i int) lead {
	l := lead{from: i}
	for k := i; k > 0 && k > i-6; k-- {
		p := &r.t[k-1]
		if p.start < r.done || !r.leads(k) {
			break
		}
		switch p.kind {
		case yearWord:
			l.year = true
		case budget:
			l.year, l.fiscal = true, true
		case eraBE, eraCE:
			l.era = true
		case scheme:
			l.scheme = !l.year && !l.era
			l.year = true
		default:
			return l
		}
		if l.from == k && r.t[k].sep != '(' {
			l.from = k - 1
		}
	}
	return l
}

// leads reports that token k goes with the one before it.
func (r *reader) leads(k int) bool {
	t, p := &r.t[k], &r.t[k-1]
	switch {
	case t.follows("-.:"):
		return true
	case t.sep == '(':
		return p.kind == yearWord || p.kind == budget
	}
	// ปีงบปนะมาณ: the rest of a misspelt word
	return p.kind == budget && k > 1 && r.t[k-2].kind == yearWord && p.sep == 0 && t.letter <= 10
}

// cluster returns the end of the numbers from token i on that are tied
// together: 02-123-4567, 1/2568, 31.3.66.
func (r *reader) cluster(i int) int {
	first := i
	for i++; r.tied(i) && !r.secondDate(first, i); i++ {
	}
	return i
}

// secondDate reports that a dash before token i stands between two dates, of
// which the first begins at token first: 1/10/2565-31/3/2566.
func (r *reader) secondDate(first, i int) bool {
	if i-first != 3 || r.t[i].sep != '-' || !r.tied(i+1) || !r.tied(i+2) {
		return false
	}
	sep := r.t[first+1].sep
	return (sep == '/' || sep == '.') && r.t[first+2].sep == sep && r.t[i+1].sep == sep && r.t[i+2].sep == sep
}

// tied reports a number that a single mark without spaces ties to the number
// before it, and that is no month's day.
func (r *reader) tied(i int) bool {
	return i < len(r.t) && r.t[i].kind == number && !r.t[i].spaced && strings.ContainsRune("-/.,:", r.t[i].sep) && !r.dayOf(i)
}

// dayOf reports that token i is the day of the month after it.
func (r *reader) dayOf(i int) bool {
	return r.t[i].day() && i+1 < len(r.t) && r.t[i+1].kind == month && r.t[i+1].follows("-")
}

// number reads the number at token i, and what is tied to it.
func (r *reader) number(i int) int {
	if next := r.half(i); next > i {
		return next
	}
	if r.dayOf(i) {
		return i + 1 // the month takes it
	}
	if next := r.phoneNumber(i); next > i {
		return next
	}
	l := r.leading(i)
	if next := r.span(i, l); next > i {
		return next
	}
	end := r.cluster(i)
	switch end - i {
	case 1:
		r.single(i, l)
	case 2:
		r.pair(i, l)
	default:
		return r.many(i, end)
	}
	return end
}

// phoneNumber passes over 0 2566 1234.
func (r *reader) phoneNumber(i int) int {
	if i+2 >= len(r.t) || r.t[i].value != 0 || r.t[i].digits != 1 {
		return i
	}
	for _, t := range r.t[i+1 : i+3] {
		if t.kind != number || t.sep != ' ' || t.digits != 4 {
			return i
		}
	}
	return i + 3
}

// yearOf is the Buddhist year that a token gives, 0 when none. With context, it
// may be Gregorian or have two digits.
func yearOf(t *token, context bool) int {
	switch {
	case t.kind != number:
	case t.digits == 4 && t.value >= minYear && t.value <= maxYear:
		return t.value
	case context && t.digits == 4 && t.value >= 2012 && t.value <= 2035:
		return t.value + 543
	case context && t.digits == 2 && t.value >= 55 && t.value <= 75:
		return 2500 + t.value
	}
	return 0
}

// span reads two years with a dash or ถึง between them, which may have words
// before each.
func (r *reader) span(i int, l lead) int {
	from := yearOf(&r.t[i], l.context() || r.file != nil && r.t[i].digits == 4)
	j := i + 1
	if from == 0 || j >= len(r.t) || r.t[j].broken {
		return i
	}
	joined := r.t[j].sep == '-'
	if r.t[j].kind == until && r.t[j].follows("") {
		joined = true
		j++
	}
	for n := 0; n < 3 && j < len(r.t) && r.t[j].follows("-.") && slices.Contains([]kind{yearWord, budget, eraBE, eraCE}, r.t[j].kind); n++ {
		j++
	}
	if !joined || j >= len(r.t) || !r.t[j].follows("-.") || r.t[j].kind != number {
		return i
	}
	t := &r.t[j]
	to := yearOf(t, r.t[i].value < minYear)
	if t.digits == 2 && (r.t[i].digits == 2 || !t.spaced) {
		to = 2500 + t.value
	}
	if to == 0 || to < from || to-from > 25 || to > maxYear || r.measured(j) {
		return i
	}
	if r.tied(j+1) && !r.t[j+1].follows("-,") {
		return i
	}
	if !r.dead(i, j, l) {
		r.emit(Mention{From: ita.FiscalYear(from), To: ita.FiscalYear(to), Fiscal: l.fiscal}, l.from, j)
	}
	return j + 1
}

// single reads a number that stands alone.
func (r *reader) single(i int, l lead) {
	t := &r.t[i]
	if m, ok := gluedMonth(t); ok && !r.dead(i, i, l) {
		r.emitMonths(m, m, i, i)
		return
	}
	if t.digits == 4 && t.value > 2400 && t.value < minYear { // of an old law
		r.lawYear(i, l)
		return
	}
	y := yearOf(t, l.context() || r.file != nil && t.digits == 4)
	if t.digits == 2 && (r.measured(i) || l.scheme && t.value > 72) {
		y = 0
	}
	if y == 0 && r.file != nil {
		r.singleInName(i)
		return
	}
	if y != 0 && !r.dead(i, i, l) && !r.lawYear(i, l) {
		r.emitYear(y, l, i)
	}
}

// gluedMonth reads 032569 as March 2569.
func gluedMonth(t *token) (fiscalMonth, bool) {
	month, year := t.value/10000, t.value%10000
	if t.digits != 6 || month < 1 || month > 12 || year < 2550 || year > 2580 {
		return 0, false
	}
	return monthOf(year, month), true
}

// pair reads two numbers that are tied together.
func (r *reader) pair(i int, l lead) {
	a, b := &r.t[i], &r.t[i+1]
	year := yearOf(b, false)
	padded := a.digits == 2 && a.value < 10
	if r.dead(i, i+1, l) {
		return
	}
	switch {
	case b.sep == ',' && b.digits == 3, b.sep == ':': // an amount, a time
	case b.sep == ',':
		r.single(i, l)
		l.from = i + 1
		r.single(i+1, l)
	case year == 0:
		r.pairWithoutYear(i, l)
	case a.value >= 1 && a.value <= 12 && (b.sep == '.' && a.digits == 2 || padded) && !r.ordinal(i):
		m := monthOf(year, a.value)
		r.emitMonths(m, m, i, i+1)
	case yearOf(a, false) != 0:
		r.single(i, l)
		r.single(i+1, lead{from: i + 1, year: l.year, fiscal: l.fiscal})
	case a.digits <= 2, b.sep != '.' && a.digits == 3 && a.value >= 100, b.sep == '/' && a.digits == 4 && a.value >= 1000:
		r.emitYear(year, lead{from: i, fiscal: l.fiscal}, i+1)
	}
}

// pairWithoutYear reads two tied numbers of which the second is no year of four
// digits: 2568/1, ปี 68-1, ครั้งที่ 1/66.
func (r *reader) pairWithoutYear(i int, l lead) {
	a, b := &r.t[i], &r.t[i+1]
	switch y := yearOf(a, l.context()); {
	case b.sep == '.':
	case y != 0 && b.digits <= 2 && !r.lawYear(i, l):
		r.emitYear(y, l, i)
	case b.sep == '/' && a.digits <= 3 && r.ordinal(i) && yearOf(b, true) != 0 && b.digits == 2:
		r.emitYear(yearOf(b, true), lead{from: i}, i+1)
	case r.file != nil:
		r.singleInName(i + 1)
	}
}

// ordinal reports that ที่ or ครั้งที่ stands before token i.
func (r *reader) ordinal(i int) bool {
	return i > 0 && r.t[i-1].kind == ordinal && r.t[i].follows("")
}

// many reads three tied numbers or more and returns the token after what it read.
func (r *reader) many(i, end int) int {
	l := lead{from: i}
	if m, next, ok := r.date(i); ok {
		last := m
		if k := r.joined(next); k > 0 {
			if to, after, ok := r.date(k); ok && to >= m {
				last, next = to, after
			}
		}
		if !r.dead(i, next-1, l) {
			r.emitMonths(m, last, i, next-1)
		}
		return next
	}
	if r.dead(i, end-1, l) {
		return end
	}
	years, short, commas := 0, 0, 0
	for k := i; k < end; k++ {
		switch t := &r.t[k]; {
		case yearOf(t, false) != 0:
			years++
		case t.digits <= 2:
			short++
		}
		if k > i && r.t[k].sep == ',' {
			commas++
		}
	}
	switch {
	case years == end-i: // 2563,2564,2565
		for k := i; k < end; k++ {
			r.single(k, lead{from: k})
		}
	case years == 1 && years+short == end-i && commas == 0 && r.t[i].value > 0 && r.t[end-1].sep != '.': // 1-2/2566
		for k := i; k < end; k++ {
			if y := yearOf(&r.t[k], false); y != 0 {
				r.emitYear(y, lead{from: k}, k)
			}
		}
	}
	return end
}

// date reads a date in numbers at token i: 31/3/2566, 31-03-66, 2023-03-31.
func (r *reader) date(i int) (m fiscalMonth, next int, ok bool) {
	if i+2 >= len(r.t) || r.cluster(i) != i+3 || r.t[i+1].sep != r.t[i+2].sep || strings.ContainsRune(",:", r.t[i+1].sep) {
		return 0, 0, false
	}
	d, mon, y := &r.t[i], &r.t[i+1], &r.t[i+2]
	if d.digits == 4 {
		d, y = y, d
	}
	if !d.day() || mon.digits > 2 || mon.value < 1 || mon.value > 12 {
		return 0, 0, false
	}
	if y.digits == 2 && mon.sep != '/' && (d.digits != 2 || mon.digits != 2) {
		return 0, 0, false
	}
	year := yearOf(y, true)
	if year == 0 || r.file != nil && y.value >= 2000 && y.value < minYear { // when it was taken or uploaded
		return 0, 0, false
	}
	return monthOf(year, mon.value), i + 3, true
}

// joined returns the token that a dash or ถึง before token i leads to; 0 when none.
func (r *reader) joined(i int) int {
	if i >= len(r.t) || r.t[i].broken {
		return 0
	}
	found := r.t[i].sep == '-'
	for n := 0; n < 3 && i < len(r.t) && r.t[i].follows("-") && slices.Contains([]kind{until, dayWord, monthWord}, r.t[i].kind); n++ {
		found = found || r.t[i].kind == until
		i++
	}
	if !found || i >= len(r.t) || !r.t[i].follows("-") {
		return 0
	}
	return i
}

// measured reports that a unit, a percent sign or a month's or year's count
// stands after token i.
func (r *reader) measured(i int) bool {
	rest := strings.TrimLeft(r.s[r.t[i].end:min(len(r.s), r.t[i].end+8)], " ")
	if strings.HasPrefix(rest, "%") || strings.HasPrefix(rest, ".-") || strings.HasPrefix(rest, "฿") {
		return true
	}
	if i+1 >= len(r.t) || !r.t[i+1].follows("") {
		return false
	}
	k := r.t[i+1].kind
	return k == unit || r.t[i].digits == 2 && (k == monthWord || k == yearWord && r.file == nil)
}

// dead reports that the numbers of tokens i to j are no years, because of what
// they are stuck to or stand beside.
func (r *reader) dead(i, j int, l lead) bool {
	from, end := r.t[i].start, r.t[j].end
	if from < r.rights {
		return true
	}
	if from > 0 && l.from == i && strings.IndexByte("#@=$+&", r.s[from-1]) >= 0 {
		return true
	}
	if j+1 < len(r.t) && r.t[j+1].kind == rights && r.t[j+1].follows("") || strings.HasPrefix(strings.TrimLeft(r.s[end:min(len(r.s), end+12)], " "), "All right") {
		return true
	}
	if r.measured(j) && !l.era && !(l.year && !l.fiscal) {
		return true
	}
	if latinAt(r.s, from-1) && (l.from == i || r.t[i].sep != 0) && !r.wordBefore(from) {
		return true
	}
	return latinAt(r.s, end) && !r.wordAfter(end)
}

// wordBefore reports that the Latin letters that end at i are a word, and not
// part of a code or a hash: plan2566 but not b3e2566.
func (r *reader) wordBefore(i int) bool {
	k := i
	for k > 0 && k > i-24 && latinAt(r.s, k-1) {
		k--
	}
	return i-k >= 3 && i-k < 24 && (k == 0 || !isDigit(r.s[k-1]) || i-k >= 5)
}

// wordAfter is the same of the letters that begin at i.
func (r *reader) wordAfter(i int) bool {
	k := i
	for k < len(r.s) && k < i+24 && latinAt(r.s, k) {
		k++
	}
	return k-i >= 3 && k-i < 24 && (k == len(r.s) || !isDigit(r.s[k]))
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// lawYear reports that the year at token i belongs to a law's name, and notes
// that the name ends there.
func (r *reader) lawYear(i int, l lead) bool {
	if r.law < 0 {
		return false
	}
	named := !l.year && r.t[i].start-r.t[r.law].end < 900
	if named {
		r.lawEnd = r.t[i].end
		r.done = r.lawEnd
	}
	r.law = -1
	return named
}

func (r *reader) emitYear(y int, l lead, last int) {
	r.emit(Mention{From: ita.FiscalYear(y), To: ita.FiscalYear(y), Fiscal: l.fiscal}, l.from, last)
}

// emitMonths puts out the months from a to b, read from tokens first to last.
func (r *reader) emitMonths(a, b fiscalMonth, first, last int) {
	r.emit(Mention{
		From: a.year(), To: b.year(), Part: partOf(a, b), Fiscal: true, FirstMonth: int(a%12) + 1, LastMonth: int(b%12) + 1,
	}, first, last)
}

func (r *reader) emit(m Mention, first, last int) {
	m.Start, m.End = r.t[first].start, r.t[last].end
	if m.From < minYear || m.To > maxYear || m.Start < r.done {
		return
	}
	r.done = m.End
	r.out = append(r.out, m)
}
