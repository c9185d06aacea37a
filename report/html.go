package report

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"slices"
	"strings"

	"itacheck/ita"
)

// What every page has: its frame, looks and behaviour.
var (
	//go:embed html/page.html
	htmlFrame string
	//go:embed html/page.css
	htmlStyle string
	//go:embed html/page.js
	htmlScript string
)

// maxLinks is how many links of one item a page shows.
const maxLinks = 30

// writeHTML writes one page that needs nothing else: no other file, no
// request, no script, though a small one lets the reader search and sort. A
// strict policy holds it to that. It prints on A4 with the agency's name on each page.
func writeHTML(w io.Writer, r *ita.Result, o Options) error {
	frame, err := template.New("page").Funcs(template.FuncMap{"onWeb": onWeb}).Parse(htmlFrame)
	if err != nil {
		return fmt.Errorf("reading the frame of HTML reports: %w", err)
	}
	if err := frame.Execute(w, htmlOf(newView(r, o))); err != nil {
		return fmt.Errorf("writing the report of %s as HTML: %w", r.Agency.URL, err)
	}
	return nil
}

// What the frame is filled with.
type (
	htmlPage struct {
		view          *view
		Lang          ita.Lang
		Policy        string
		Style, Script template.HTML
		Agency, Title string
		Year          string
		RuleSet, AsOf string
		Site, Page    string
		Notes         []string
		Score         *htmlScore
		Counts        []htmlBadge
		Raw           string // how it stands without what people say
		Total         string
		Parts         []htmlPart
		ScoreNotes    []string
		Due           string
		Work          []htmlWork
		Foot          string
	}
	htmlScore struct {
		Range     string
		Low, High string // lengths, of 400
	}
	htmlBadge struct {
		Class, Symbol, Word string
		Status              ita.Status
		N                   int
	}
	htmlPart struct {
		ID, Title   string
		Pass, Total int
		Says        string // the bar in words
		Score       string
		Bars        []htmlBar
		Items       []htmlItem
	}
	htmlBar struct {
		Class    string
		X, Width string // of 100
	}
	htmlItem struct {
		htmlBadge
		ID, Code, Title       string
		Open                  bool
		Rank                  int
		Expected, Found, Asks string
		Messages, Remedies    []string
		Responsible, Suggest  string
		Gain, Mend            string
		Raw                   *htmlBadge // the machine's own verdict, where people say another
		RawStatus             ita.Status
		Fingerprint, Paste    string
		Links                 []htmlLink
		LinksSay, More        string
	}
	htmlLink struct {
		htmlBadge
		Text, Address, Why string
		Quotes             []string
	}
	htmlWork struct {
		Unit, Sum string
		Items     []htmlItem
	}
)

// Say returns one of two wordings.
func (p *htmlPage) Say(th, en string) string { return p.view.say(th, en) }

func htmlOf(v *view) *htmlPage {
	style := htmlStyle + printedHead(v)
	p := &htmlPage{
		view: v, Lang: cmp.Or(v.lang, ita.Thai),
		Policy: "default-src 'none'; style-src " + hashOf(style) + "; script-src " + hashOf(htmlScript) + "; base-uri 'none'; form-action 'none'",
		Style:  template.HTML("<style>" + style + "</style>"),
		Script: template.HTML("<script>" + htmlScript + "</script>"),
		Agency: v.agency, Title: v.title(), Year: v.rs.Year.String(), RuleSet: v.ruleSet(), AsOf: v.asOf(),
		Site: v.site, Page: v.page, Notes: v.notes(), Score: v.htmlScore(), ScoreNotes: v.scoreNotes(), Due: v.due(),
		Total: fmt.Sprintf(v.say("ทั้งหมด %d ข้อ", "%d items"), len(v.rows)),
		Raw:   v.rawLine(),
		Foot:  v.foot(),
	}
	for _, c := range v.counts() {
		badge := v.badge(c.status)
		badge.N = c.n
		p.Counts = append(p.Counts, badge)
	}
	ids := v.htmlIDs()
	for i, part := range v.parts() {
		p.Parts = append(p.Parts, v.htmlPart(i, part, ids))
	}
	for _, g := range v.workList() {
		p.Work = append(p.Work, v.htmlWork(g, ids))
	}
	return p
}

// hashOf is a source expression that allows exactly this text inline.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// printedHead puts the agency's name and the number of the page on every
// printed page. The name is a CSS string in which every character that is no
// letter, digit or mark is escaped.
func printedHead(v *view) string {
	return fmt.Sprintf(`@page {
  size: A4; margin: 20mm 15mm 18mm;
  @top-left { content: "%s"; font: 9pt sans-serif; }
  @top-right { content: "OIT %s"; font: 9pt sans-serif; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; }
}
`, cssString(v.clean(v.agency, 80)), v.rs.Year)
}

func cssString(s string) string {
	var b strings.Builder
	for _, r := range s {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || 'ก' <= r && r <= '๛' {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\%06x`, r)
		}
	}
	return b.String()
}

// notes are what the reader must know before the rest.
func (v *view) notes() []string {
	var out []string
	if s := v.incomplete(); s != "" {
		out = append(out, s)
	}
	return append(append(out, v.notices...), v.about()...)
}

func (v *view) htmlScore() *htmlScore {
	s := v.r.Score
	if s == nil {
		return nil
	}
	length := func(score float64) string { return fmt.Sprintf("%.1f", min(max(number(score), 0), 100)*4) }
	return &htmlScore{scoreRange(s.Low, s.High), length(s.Low), length(s.High)}
}

// badge shows a verdict by word, sign and colour.
func (v *view) badge(s ita.Status) htmlBadge {
	b := htmlBadge{Status: s, Word: statusWord(s).In(v.lang)}
	switch s {
	case ita.Pass:
		b.Class, b.Symbol = "s-pass", "✓"
	case ita.Missing, ita.Unreachable:
		b.Class, b.Symbol = "s-bad", "✗"
	case ita.Stale, ita.WrongYear, ita.Unlabelled:
		b.Class, b.Symbol = "s-year", "!"
	case ita.Undecided:
		b.Class, b.Symbol = "s-undecided", "?"
	default:
		b.Class, b.Symbol = "s-other", "–"
	}
	return b
}

var plainCode = regexp.MustCompile(`^[A-Z]{1,5}[0-9]{1,2}$`)

// htmlIDs name the items on the page: by their codes, so that a link to one can
// be passed on, or by their place where a code would not do.
func (v *view) htmlIDs() map[*row]string {
	ids, taken := map[*row]string{}, map[string]bool{}
	for i := range v.rows {
		id := v.rows[i].code
		if !plainCode.MatchString(id) || taken[id] {
			id = fmt.Sprintf("item-%d", i+1)
		}
		ids[&v.rows[i]], taken[id] = id, true
	}
	return ids
}

func (v *view) htmlPart(n int, p part, ids map[*row]string) htmlPart {
	out := htmlPart{
		ID: fmt.Sprintf("part-%d", n+1), Title: p.title, Pass: p.pass, Total: len(p.rows), Score: p.score,
		Says: fmt.Sprintf(v.say("ผ่าน %d ตรวจไม่ได้ %d ไม่ผ่าน %d อื่น ๆ %d", "%d pass, %d undecided, %d fail, %d other"), p.pass, p.undecided, p.fail, p.other),
	}
	at := 0
	for _, bar := range []struct {
		class string
		n     int
	}{{"b-pass", p.pass}, {"b-undecided", p.undecided}, {"b-fail", p.fail}, {"b-other", p.other}} {
		if bar.n > 0 {
			share := func(n int) string { return fmt.Sprintf("%.2f", 100*float64(n)/float64(len(p.rows))) }
			out.Bars = append(out.Bars, htmlBar{bar.class, share(at), share(bar.n)})
		}
		at += bar.n
	}
	for _, w := range p.rows {
		out.Items = append(out.Items, v.htmlItem(w, ids[w]))
	}
	return out
}

func (v *view) htmlItem(w *row, id string) htmlItem {
	it := htmlItem{
		htmlBadge: v.badge(w.it.Status), ID: id, Code: w.code, Title: w.title, Open: w.open(), Rank: slices.Index(ita.Statuses[:], w.it.Status),
		Expected: w.expected, Found: w.found, Asks: w.asks, Messages: w.messages, Remedies: w.remedies,
		Responsible: v.responsible(w), Gain: points(w.gain), Mend: w.mend,
		RawStatus: w.raw, Fingerprint: w.fingerprint, Paste: v.paste(w),
	}
	if w.raw != w.it.Status {
		raw := v.badge(w.raw)
		it.Raw = &raw
	}
	if w.it.Status == ita.Pass {
		it.Rank = len(ita.Statuses) // what needs doing comes first
	}
	for i := range w.it.Evidence {
		if i == maxLinks {
			it.More = fmt.Sprintf(v.say("และอีก %d ลิงก์ ดูได้ในรายงานแบบ XLSX หรือ JSON", "and %d more; the XLSX and JSON reports have them all"), len(w.it.Evidence)-i)
			break
		}
		it.Links = append(it.Links, v.htmlLink(&w.it.Evidence[i]))
	}
	n := len(w.it.Evidence)
	it.LinksSay = v.say(fmt.Sprintf("ลิงก์ที่พบ %d ลิงก์", n), plural(n, "link", "links")+" found")
	return it
}

func (v *view) htmlLink(e *ita.Evidence) htmlLink {
	l := v.linkRow(e)
	badge := v.badge(l.likeStatus)
	badge.Word = l.state
	return htmlLink{badge, l.text, l.address, l.why, l.quotes}
}

func (v *view) htmlWork(g work, ids map[*row]string) htmlWork {
	out := htmlWork{Unit: v.unit(g), Sum: v.say(fmt.Sprintf("%d ข้อ", len(g.rows)), plural(len(g.rows), "item", "items"))}
	if p := points(g.gain); p != "" {
		out.Sum += v.say(" · อาจได้เพิ่มสูงสุด "+p+" คะแนน", " · up to "+p+" points")
	}
	for _, w := range g.rows {
		it := v.htmlItem(w, ids[w])
		if g.owner == "" && w.unit != "" {
			it.Suggest = v.say("หน่วยที่เสนอแนะ: ", "Suggested unit: ") + w.unit
		}
		out.Items = append(out.Items, it)
	}
	return out
}

// foot says what made the report, from how much, and when.
func (v *view) foot() string {
	return strings.Join([]string{
		strings.TrimSpace("itacheck " + v.clean(v.r.ToolVersion, maxTitle)),
		v.say("ตรวจเมื่อ ", "audited on ") + date(v.r.Started).In(v.lang),
		v.say(fmt.Sprintf("ตรวจ %d ลิงก์", v.r.Links), plural(v.r.Links, "link", "links")+" checked"),
		v.say(fmt.Sprintf("อ่าน %d หน้า", len(v.r.Pages)), plural(len(v.r.Pages), "page", "pages")+" read"),
	}, " · ")
}
