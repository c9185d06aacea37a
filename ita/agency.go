package ita

import "time"

// Agency is one audited body and how its website is to be looked at.
type Agency struct {
	ID         string
	Name       string
	URL        string // the website
	ITAPage    string // the page that lists the items; empty: to be found
	Year       FiscalYear
	Scheme     string
	ExtraPages []string          // other pages to read items from
	Owners     map[string]string // item code → the unit responsible
	Waivers    []Waiver
	Verdicts   []HumanVerdict // on items that could not be judged
	Limits     Limits
}

// Limits bound a crawl. Zero fields take the crawler's defaults.
type Limits struct {
	Delay        time.Duration // between the starts of two requests to one host; negative: none
	Timeout      time.Duration // for one request
	MaxPages     int           // pages read in order to find items
	IgnoreRobots string        // the reason for not obeying robots.txt, for one's own site only; empty: obey
}

// Listed is an agency in a list of many, with what the list sorts it by.
type Listed struct {
	Agency
	Province string
	District string
	Type     string // kind of agency in the list's own words, such as อบต. or เทศบาล
	Owner    string // who looks after it in the office that keeps the list
	Tags     []string
	Row      int // where it stands in the list, from 1
}
