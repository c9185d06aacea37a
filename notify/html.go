package notify

import (
	"html/template"
	"strings"

	"itacheck/ita"
)

// page is a digest as a page for mail programs: styles stand on the elements,
// since many drop all others, and nothing is fetched.
var page = template.Must(template.New("digest").Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Subject}}</title></head>
<body style="margin:0;padding:16px;font:16px/1.6 'Sarabun','Noto Sans Thai',Tahoma,sans-serif;color:#1a1a1a;background:#fff">
<h1 style="font-size:20px;line-height:1.4;margin:0 0 16px">{{.Subject}}</h1>
{{if .Note}}<p>{{.Note}}</p>
{{end}}{{if .Nothing}}<p>{{.Nothing}}</p>
{{end}}{{range .Groups}}<h2 style="font-size:17px;margin:24px 0 8px">{{.Heading}}</h2>
<ul style="margin:0;padding-left:20px">
{{range .Items}}<li style="margin:0 0 12px"><strong>{{.Item}} {{.Title}}</strong>
{{- if .Agency}}<br>{{.Agency}}{{end}}
{{- if .Turned}}<br>{{.Turned}}{{end}}
{{- if .Todo}}<br>{{$.TodoWord}}{{.Todo}}{{end}}
{{- if .Opens}}<br><a href="{{.Opens}}" style="color:#0b57d0;word-break:break-all">{{.Opens}}</a>{{end}}</li>
{{end}}</ul>
{{end}}{{if .Link}}<p style="margin:24px 0 0"><a href="{{.Link}}" style="color:#0b57d0">{{.LinkWord}}</a></p>
{{end}}</body></html>
`))

type htmlItem struct {
	Change
	Turned string
	Opens  string
}

type htmlGroup struct {
	Heading string
	Items   []htmlItem
}

type htmlPage struct {
	Lang                                             ita.Lang
	Subject, Note, Nothing, TodoWord, Link, LinkWord string
	Groups                                           []htmlGroup
}

func (d Digest) html() string {
	p := htmlPage{
		Lang: ita.Thai, Subject: d.subject(), Note: d.Note, TodoWord: d.todoWord(), Link: d.Link,
		LinkWord: d.say(ita.Text{TH: "เปิดรายงาน", EN: "Open the report"}),
	}
	if d.Lang == ita.English {
		p.Lang = ita.English
	}
	for _, t := range turns {
		var g htmlGroup
		for _, c := range d.of(t.turn) {
			g.Items = append(g.Items, htmlItem{c, c.turned(), c.link()})
		}
		if g.Items != nil {
			g.Heading = d.say(t.heading, len(g.Items))
			p.Groups = append(p.Groups, g)
		}
	}
	if p.Groups == nil {
		p.Nothing = d.nothing()
	}
	var b strings.Builder
	if err := page.Execute(&b, p); err != nil {
		return "" // a strings.Builder takes everything, and so does the template; the text says it all
	}
	return b.String()
}
