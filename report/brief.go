package report

import (
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"itacheck/ita"
)

// What a brief page has besides its content.
var (
	//go:embed html/brief.html
	briefFrame string
	//go:embed html/brief.css
	briefStyle string
)

// longestAddress is how long an address may be that a brief page repeats.
const longestAddress = 200

// WriteBrief writes what one agency of many has to do, as a page a fifth as
// long as the HTML report, so that the pages of five hundred agencies can be
// handed on together. It needs no other file and asks for nothing. up is the
// address of the page that lists the agencies; empty: there is none.
func WriteBrief(w io.Writer, r *ita.Result, o Options, up string) error {
	frame, err := template.New("brief").Funcs(template.FuncMap{"onWeb": onWeb}).Parse(briefFrame)
	if err != nil {
		return fmt.Errorf("reading the frame of brief pages: %w", err)
	}
	if err := frame.Execute(w, briefOf(newView(r, o), up)); err != nil {
		return fmt.Errorf("writing the brief page of %s: %w", r.Agency.URL, err)
	}
	return nil
}

// What the frame of a brief page is filled with.
type (
	briefPage struct {
		view                *view
		Lang                ita.Lang
		Policy, Up          string
		Style               template.HTML
		Agency, Year, Facts string
		Site, Page          string
		Notes               []string
		Score, Counts       string
		Work, Rest          []briefItem
		Foot                string
	}
	briefItem struct {
		htmlBadge
		ID, Code, Title, Link, Found, Remedy, Who string
	}
)

// Say returns one of two wordings.
func (p *briefPage) Say(th, en string) string { return p.view.say(th, en) }

func briefOf(v *view, up string) *briefPage {
	p := &briefPage{
		view: v, Lang: cmp.Or(v.lang, ita.Thai), Up: up,
		Policy: "default-src 'none'; style-src " + hashOf(briefStyle) + "; base-uri 'none'; form-action 'none'",
		Style:  template.HTML("<style>" + briefStyle + "</style>"),
		Agency: v.agency, Year: v.rs.Year.String(), Facts: v.facts(), Site: v.site, Page: v.page, Notes: v.notes(), Foot: v.foot(),
	}
	if s := v.r.Score; s != nil {
		p.Score = scoreRange(s.Low, s.High)
	}
	var counts []string
	for _, c := range v.counts() {
		counts = append(counts, fmt.Sprintf("%s %d", c.word, c.n))
	}
	p.Counts = strings.Join(counts, " · ")
	ids := v.htmlIDs()
	for _, g := range v.workList() {
		for _, w := range g.rows {
			p.Work = append(p.Work, v.toDo(w, ids[w]))
		}
	}
	for i := range v.rows {
		if w := &v.rows[i]; !w.open() {
			p.Rest = append(p.Rest, briefItem{htmlBadge: v.badge(w.it.Status), Code: w.code, Title: w.title, Link: v.firstLink(w, ita.ReachOK)})
		}
	}
	return p
}

// facts are the year, the list and the day of judgement in one line.
func (v *view) facts() string {
	s := v.say("ปีงบประมาณ ", "Fiscal year ") + v.rs.Year.String() + " · " + v.ruleSet()
	if d := v.asOf(); d != "" {
		s += " · " + v.say("ตัดสิน ณ วันที่ ", "judged as of ") + d
	}
	return s
}

// toDo is an item with the worst of what was found and the first thing to do.
func (v *view) toDo(w *row, id string) briefItem {
	it := briefItem{htmlBadge: v.badge(w.it.Status), ID: id, Code: w.code, Title: w.title}
	if len(w.messages) > 0 {
		it.Found = w.messages[0]
	}
	if len(w.remedies) > 0 {
		it.Remedy = w.remedies[0]
	}
	it.Link = v.firstLink(w, ita.ReachBroken, ita.ReachRestricted, ita.ReachUndecided, ita.ReachOK)
	it.Who = v.responsible(w)
	if g := points(w.gain); g != "" {
		it.Who = strings.TrimPrefix(it.Who+" · +"+g+v.say(" คะแนน", " points"), " · ")
	}
	return it
}

// firstLink is the address of an item's first link in one of some states, the
// first state first; empty where there is none that could be opened.
func (v *view) firstLink(w *row, states ...ita.ReachState) string {
	for _, s := range states {
		for i := range w.it.Evidence {
			e := &w.it.Evidence[i]
			if a := linkAddress(e); e.Reach.State == s && !e.Match.Elsewhere && onWeb(a) && len(a) <= longestAddress {
				return a
			}
		}
	}
	return ""
}
