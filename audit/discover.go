package audit

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"itacheck/ita"
	"itacheck/rules"
)

// Bounds of the search for the ITA page.
const (
	searchPages  = 15 // page requests
	searchClicks = 3  // from the page that it starts at
)

// lead is a page to try in the search.
type lead struct {
	address string
	words   string
	from    string
	clicks  int
	score   float64
	year    ita.FiscalYear
}

// search finds the page that lists the items of the year asked for, starting at
// any page of the site and following the likeliest link first. It reads at most
// searchPages pages and returns the first one that is certain; else the best of
// those that do not say which year they are for.
func (g *gatherer) search(ctx context.Context, start string) (ita.Page, error) {
	year := g.o.Rules.Year
	todo := []lead{{address: start}}
	if home := homeOf(start); home != start {
		todo = append(todo, lead{address: home, from: start, clicks: 1, score: -1}) // when nothing else is left
	}
	tried := map[string]bool{}
	var first, maybe *ita.Page
	maybeScore := 0.0
	var seen []lead // for the message when nothing is found
	mapped := false // the sitemap has been read
	for len(g.read) < searchPages && ctx.Err() == nil {
		if len(todo) == 0 {
			if mapped {
				break
			}
			mapped = true
			todo = g.sitemap(ctx, start)
			continue
		}
		best := 0
		for i := range todo {
			if todo[i].score > todo[best].score {
				best = i
			}
		}
		next := todo[best]
		todo = slices.Delete(todo, best, best+1)
		if tried[next.address] {
			continue
		}
		p := g.page(ctx, next.address)
		p.Parent = next.from
		tried[next.address], tried[p.URL()] = true, true
		g.report(StageSearch, len(g.read), searchPages, next.address)
		if first == nil {
			if err := unreadable(&p); err != nil {
				return p, err
			}
			first = &p
		}
		if p.Fetch.Failure != "" || p.Fetch.Status != 200 {
			continue
		}
		switch fit := g.fits(ctx, &p, next); {
		case fit >= certain:
			return p, nil
		case fit > maybeScore:
			maybe, maybeScore = &p, fit
		}
		if next.clicks >= searchClicks {
			continue
		}
		for _, l := range rules.Leads(&p, year) {
			link := &p.Links[l.Link]
			to := lead{address: link.URL, words: link.Text, from: p.URL(), clicks: next.clicks + 1, score: l.Score, year: l.Year}
			if l.Year == 0 && next.year == year {
				to.year = year // one click further on the way that the year was named on
			}
			if !sameOrganisation(to.address, start) || tried[to.address] {
				continue
			}
			todo = append(todo, to)
			seen = append(seen, to)
		}
	}
	if maybe != nil {
		return *maybe, nil
	}
	if first == nil {
		return ita.Page{}, &CannotLook{Code: ita.FailCancelled, Message: ita.ReasonOf(ita.FailCancelled).Means, Remedy: ita.ReasonOf(ita.FailCancelled).Remedy}
	}
	return *first, notFound(first, seen, year)
}

// homeOf is the address of the website that a page belongs to.
func homeOf(page string) string {
	u, err := url.Parse(page)
	if err != nil {
		return page
	}
	return u.ResolveReference(&url.URL{Path: "/"}).String()
}

// sitemap returns the addresses of a site's sitemap that look like ITA pages.
func (g *gatherer) sitemap(ctx context.Context, start string) []lead {
	src, ok := g.src.(interface {
		Sitemap(ctx context.Context, site string) []string
	})
	if !ok {
		return nil
	}
	var out []lead
	for _, address := range src.Sitemap(ctx, start) {
		if l := rules.AddressLead(address, g.o.Rules.Year); l.Score > 0 && sameOrganisation(address, start) {
			out = append(out, lead{address: address, from: start, clicks: 1, score: l.Score, year: l.Year})
		}
	}
	return out
}

// certain is the fit of a page that is surely the one looked for.
const certain = 1.0

// fits says how well a page fits as the ITA page of the year: certain when it
// lists the items and names the year, less when it names none, 0 when it lists
// no items or is for another year.
func (g *gatherer) fits(ctx context.Context, p *ita.Page, l lead) float64 {
	rs := g.o.Rules
	site := &ita.Site{Pages: []ita.Page{*p}}
	m := g.o.match(site)
	n, coded := listed(m), rules.CodedItems(m.Headings)
	about := rules.About(p) || l.score >= 3
	if n*3 < len(rs.Items) && about {
		for i := range p.Links { // the list may stand in a frame
			f := &p.Links[i]
			if f.Via != "frame" || rules.IsDocument(f.URL) || !sameSite(f.URL, p.URL()) {
				continue
			}
			frame := g.page(ctx, f.URL)
			site.Pages = append(site.Pages, frame)
			m = g.o.match(site)
			n, coded = listed(m), rules.CodedItems(m.Headings)
			break
		}
	}
	if n < minListed && about {
		if r := g.rendered(ctx, *p); r.Rendered {
			*p, site.Pages[0] = r, r
			m = g.o.match(site)
			n, coded = listed(m), rules.CodedItems(m.Headings)
		}
	}
	if n*3 < len(rs.Items) || coded < minListed && !about {
		return 0
	}
	years := m.Years
	if len(years) == 0 {
		years = rules.TitleYears(p)
	}
	switch {
	case slices.Contains(years, rs.Year):
		return certain
	case len(years) > 0:
		return 0
	case l.year == rs.Year:
		return certain
	}
	return 0.5 + 0.4*float64(n)/float64(len(rs.Items))
}

// notFound says that no ITA page of the year was found, and what came nearest.
func notFound(p *ita.Page, seen []lead, year ita.FiscalYear) error {
	slices.SortStableFunc(seen, func(a, b lead) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return strings.Compare(a.address, b.address)
	})
	var list strings.Builder
	shown := map[string]bool{}
	for _, l := range seen {
		if len(shown) == 5 {
			break
		}
		if !shown[l.address] {
			shown[l.address] = true
			fmt.Fprintf(&list, "\n  %s (%s)", l.address, brief(l.words))
		}
	}
	e := &CannotLook{Code: "no_ita_page", Page: *p}
	e.Message = ita.Text{
		TH: fmt.Sprintf("ค้นจาก %s แล้วไม่พบหน้า ITA ของปีงบประมาณ %s", p.URL(), year),
		EN: fmt.Sprintf("no ITA page of fiscal year %s was found from %s", year, p.URL()),
	}
	e.Remedy = ita.Text{
		TH: "เปิดเว็บไซต์ด้วยเบราว์เซอร์ หาหน้าที่มีรายการของปีนั้น แล้วระบุที่อยู่ด้วย --ita-page",
		EN: "open the website in a browser, find the page that lists the items of that year, and give its address with --ita-page",
	}
	if list.Len() > 0 {
		e.Remedy.TH += " หน้าที่ใกล้เคียง:" + list.String()
		e.Remedy.EN += "; the nearest were:" + list.String()
	}
	return e
}

// brief cuts the words of a link to what tells it from others.
func brief(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// sameOrganisation reports whether two addresses are of one organisation: the
// same host, or hosts below the same registered name (ita.agency.go.th).
func sameOrganisation(a, b string) bool {
	if sameSite(a, b) {
		return true
	}
	name := func(s string) string {
		u, err := url.Parse(s)
		if err != nil {
			return s
		}
		labels := strings.Split(strings.ToLower(u.Hostname()), ".")
		n := 2
		if len(labels) > 2 && labels[len(labels)-1] == "th" {
			n = 3 // agency.go.th
		}
		return strings.Join(labels[max(0, len(labels)-n):], ".")
	}
	return name(a) == name(b)
}
