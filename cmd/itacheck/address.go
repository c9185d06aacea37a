package main

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"itacheck/crawler"
	"itacheck/ita"
)

// withScheme is an address as typed, with https where nothing is said.
func withScheme(raw string) string {
	if strings.Contains(raw, "://") {
		return raw
	}
	return "https://" + strings.TrimPrefix(raw, "//")
}

// address checks an address without asking the network for it.
func (a *app) address(what, raw string) error {
	typed, err := crawler.Resolve(context.Background(), nil, withScheme(raw)) // needs no crawler for an address with a scheme
	ext := strings.ToLower(raw)
	switch {
	case strings.HasSuffix(ext, ".yaml") || strings.HasSuffix(ext, ".yml"):
		return errors.New(a.sayf("%s %q เป็นไฟล์ ไม่ใช่ที่อยู่เว็บไซต์ ถ้าเป็นไฟล์ตั้งค่าหน่วยงาน ใช้: --config %s", "%s %q is a file, not an address; for an agency file: --config %s", what, raw, raw))
	case err != nil:
		return errors.New(a.sayf("%s %q ไม่ใช่ที่อยู่เว็บไซต์ ให้เขียนเช่น https://www.example.go.th/ita", "%s %q is no web address: write it as https://www.example.go.th/ita", what, raw))
	}
	if u, err := url.Parse(typed); err == nil && u.User != nil {
		return errors.New(a.sayf("%s: ที่อยู่ต้องไม่มี @ ชื่อผู้ใช้ หรือรหัสผ่าน เพราะที่อยู่จะปรากฏในรายงาน และประชาชนเปิดดูได้โดยไม่ต้องมี", "%s: no @, name or password may be part of an address: it would stand in the report, and what the public sees needs none", what))
	}
	return nil
}

// siteOf is the home page of the site that a page belongs to.
func siteOf(page string) string {
	u, err := url.Parse(withScheme(page))
	if err != nil || page == "" {
		return page
	}
	u.Path, u.RawPath, u.RawQuery, u.Fragment = "/", "", "", ""
	return u.String()
}

func hostOf(raw string) string {
	u, err := url.Parse(withScheme(raw))
	if err != nil {
		return raw
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// resolve completes the addresses as typed. Without an ITA page the audit
// searches the website for it.
func resolve(ctx context.Context, c *crawler.Crawler, ag *ita.Agency) (err error) {
	for _, address := range []*string{&ag.ITAPage, &ag.URL} {
		if *address == "" || strings.Contains(*address, "://") {
			continue
		}
		if *address, err = crawler.Resolve(ctx, c, *address); err != nil {
			return err
		}
	}
	return nil
}
