package crawler

import (
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"strings"

	"itacheck/ita"
)

// Bounds of reading a sitemap.
const (
	maxSitemaps  = 3     // files of an index
	maxAddresses = 10000 // in all
)

// Sitemap returns the addresses that a website's sitemap.xml lists, none when it
// has no readable one. Of a long file the first 256 KiB are read.
func (c *Crawler) Sitemap(ctx context.Context, site string) []string {
	ctx, end := c.begin(ctx)
	defer end()
	u, err := parseURL(site)
	if err != nil {
		return nil
	}
	u = u.ResolveReference(&url.URL{Path: "/sitemap.xml"})
	addresses, parts := locations(c.beginning(ctx, u.String()))
	for i, part := range parts {
		if i == maxSitemaps || len(addresses) >= maxAddresses {
			break
		}
		more, _ := locations(c.beginning(ctx, part))
		addresses = append(addresses, more...)
	}
	return addresses[:min(len(addresses), maxAddresses)]
}

// beginning reads the first part of an address, nil when it cannot be read.
func (c *Crawler) beginning(ctx context.Context, address string) []byte {
	f := &ita.Fetch{URL: address, Bytes: -1}
	req, err := http.NewRequestWithContext(context.WithValue(ctx, fetchKey{}, f), http.MethodGet, address, nil)
	if err != nil {
		return nil
	}
	req.Header = *pageHeader()
	req.Header.Set("User-Agent", c.cfg.UserAgent)
	resp, err := c.heads.Do(req)
	if err != nil {
		return nil
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil
	}
	return body
}

// locations returns the pages and the further sitemaps that a sitemap lists. A
// file that breaks off gives what came before.
func locations(body []byte) (pages, sitemaps []string) {
	d := xml.NewDecoder(bytes.NewReader(toUTF8(body)))
	d.Strict = false
	inside := "" // url or sitemap
	for {
		tok, err := d.Token()
		if err != nil {
			return pages, sitemaps
		}
		start, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "url", "sitemap":
			inside = start.Name.Local
		case "loc":
			text, err := d.Token()
			words, ok := text.(xml.CharData)
			if err != nil || !ok {
				continue
			}
			address := strings.TrimSpace(string(words))
			if inside == "sitemap" {
				sitemaps = append(sitemaps, address)
			} else {
				pages = append(pages, address)
			}
		}
	}
}
