package checks

import (
	"slices"

	"itacheck/ita"
)

// serverWarnings are the warnings that are about a server, not about one of its links.
var serverWarnings = []string{"tls_expired", "tls_incomplete_chain", "tls_legacy"}

// Servers says once for each server what is amiss with how it lets itself be
// reached: its links open here, but not for everybody. They are those of the
// pages and of the items' links, in that order.
func Servers(pages []ita.Page, items []ita.ItemResult) []ita.Finding {
	type fault struct{ host, warning string }
	var out []ita.Finding
	said := map[fault]bool{}
	see := func(address string, warnings []string) {
		for _, w := range warnings {
			f := fault{hostOf(address), w}
			if said[f] || !slices.Contains(serverWarnings, w) {
				continue
			}
			said[f] = true
			why := ita.ReasonOf(w)
			out = append(out, ita.Finding{
				Check: "server", Severity: ita.SeverityWarning, URL: address, Remedy: why.Remedy,
				Message: ita.Text{TH: f.host + ": " + why.Means.TH, EN: f.host + ": " + why.Means.EN},
			})
		}
	}
	for i := range pages {
		see(pages[i].URL(), pages[i].Fetch.Warnings)
	}
	for i := range items {
		for _, e := range items[i].Evidence {
			address := e.Link.URL
			if e.Reach.FinalURL != "" {
				address = e.Reach.FinalURL
			}
			see(address, e.Reach.Warnings)
		}
	}
	return out
}
