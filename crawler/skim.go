package crawler

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"itacheck/ita"
)

// maxText is how many characters of visible text a Fetch keeps.
const maxText = 4000

// skimmed is what one pass over HTML shows, without building a tree.
type skimmed struct {
	title    string
	text     string // the beginning of the visible text, blanks folded
	password bool   // has a password field
	shows    int    // links, pictures and embedded frames
	move     string // content of <meta http-equiv=refresh>
}

// skim reads HTML in UTF-8 tag by tag; no nesting can harm it.
func skim(b []byte) skimmed {
	var (
		s      skimmed
		title  strings.Builder
		text   = folded{b: make([]byte, 0, min(len(b), 3*maxText)), left: maxText}
		hidden atom.Atom // the element whose content is not shown
		titled bool      // inside the first <title>
	)
	z := html.NewTokenizer(bytes.NewReader(b))
	for {
		switch z.Next() {
		case html.ErrorToken:
			s.title, s.text = clip(collapse(title.String()), maxTitle), string(text.b)
			return s
		case html.TextToken:
			switch {
			case titled:
				title.WriteString(clipBytes(string(z.Text()), max(0, 4*maxTitle-title.Len())))
			case hidden == 0:
				text.write(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := atom.Lookup(name)
			switch tag {
			case atom.A, atom.Img, atom.Iframe, atom.Frame, atom.Embed, atom.Object, atom.Video:
				s.shows++
			}
			switch tag {
			case atom.Title:
				titled = title.Len() == 0
				if hidden == 0 {
					hidden = tag
				}
			case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Select, atom.Textarea, atom.Iframe:
				if hidden == 0 {
					hidden = tag
				}
			case atom.Input:
				attrs := attributes(z, more)
				s.password = s.password || strings.EqualFold(attrs["type"], "password")
			case atom.Meta:
				attrs := attributes(z, more)
				if s.move == "" && hidden != atom.Noscript && strings.EqualFold(strings.TrimSpace(attrs["http-equiv"]), "refresh") {
					s.move = attrs["content"]
				}
			}
			if hidden == 0 && !inline(tag) {
				text.space()
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			if tag == atom.Title {
				titled = false
			}
			if tag == hidden {
				hidden = 0
			}
			if hidden == 0 && !inline(tag) {
				text.space()
			}
		}
	}
}

// describe puts into a Fetch what its HTML shows.
func (s *skimmed) describe(f *ita.Fetch) {
	f.Title, f.Text, f.Password, f.Shows = s.title, s.text, s.password, s.shows
}

// inline reports whether an element does not part words.
func inline(tag atom.Atom) bool {
	switch tag {
	case atom.A, atom.B, atom.I, atom.U, atom.Em, atom.Strong, atom.Span, atom.Font, atom.Small, atom.Big, atom.Sup, atom.Sub, atom.Mark:
		return true
	}
	return false
}

func attributes(z *html.Tokenizer, more bool) map[string]string {
	attrs := map[string]string{}
	for more {
		var key, val []byte
		key, val, more = z.TagAttr()
		attrs[string(key)] = string(val)
	}
	return attrs
}

// folded collects text in UTF-8 up to a number of characters, each run of blanks as one.
type folded struct {
	b    []byte
	left int
	gap  bool
}

func (t *folded) space() { t.gap = len(t.b) > 0 }

func (t *folded) write(s []byte) {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == 0xC2 && i+1 < len(s) && s[i+1] == 0xA0 { // a no-break space
			i++
			c = ' '
		}
		if c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' {
			t.space()
			continue
		}
		if utf8.RuneStart(c) {
			if t.gap && t.left > 0 {
				t.b = append(t.b, ' ')
				t.gap, t.left = false, t.left-1
			}
			if t.left == 0 {
				return
			}
			t.left--
		}
		t.b = append(t.b, c)
	}
}

// refresh is the address that a page moves on to by itself, when it does so
// soon and to another one; else nil.
func (s *skimmed) refresh(from *url.URL) *url.URL {
	delay, to, found := strings.Cut(strings.ReplaceAll(s.move, ",", ";"), ";")
	seconds, err := strconv.ParseFloat(strings.TrimSpace(delay), 64)
	if !found || err != nil || seconds > maxRefreshDelay {
		return nil
	}
	to = strings.TrimSpace(to)
	if len(to) >= 3 && strings.EqualFold(to[:3], "url") {
		to = strings.TrimLeft(to[3:], " \t=")
	}
	to = strings.Trim(to, `"' `)
	u, err := from.Parse(escape(to))
	if err != nil || to == "" {
		return nil
	}
	if u, err = parseURL(u.String()); err != nil || u.String() == from.String() {
		return nil
	}
	return u
}

// A page may have one tag for so many of the bytes that the longest page may
// have, 210,000 by default. Each costs up to two kilobytes of memory; of the
// pages of agencies that were measured, none had more than 2,300.
const (
	bytesPerTag   = 50
	bytesPerStyle = 10 // elements that html.Parse opens anew
)

// tooManyTags refuses a page that would take too much memory as a tree, where
// the longest page may have a number of bytes. Every "<" may begin a tag. A
// style that is left open, <b>, is opened once more by html.Parse in each
// further paragraph, so that a page of 10 MB can make a billion elements.
func tooManyTags(b []byte, longest int64) error {
	refused := func(n int) error {
		return &failure{code: ita.FailTooLarge, detail: fmt.Sprintf("the page has more than %d tags", n)}
	}
	maxTags, maxStyles := int(longest/bytesPerTag), int(longest/bytesPerStyle)
	if bytes.Count(b, []byte("<")) > maxTags {
		return refused(maxTags)
	}
	alike := map[string]int{}        // tags of styles that are open, as written → how many
	open := map[atom.Atom][]string{} // by element, innermost last
	left, made := 0, 0               // elements that are open, and that were opened anew
	for z := html.NewTokenizer(bytes.NewReader(b)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return nil
		}
		if made += left; made > maxStyles {
			return refused(maxStyles)
		}
		if kind != html.StartTagToken && kind != html.EndTagToken {
			continue
		}
		raw := z.Raw()
		name, _ := z.TagName()
		tag := atom.Lookup(name)
		if !styles(tag) {
			continue
		}
		if of := open[tag]; kind == html.EndTagToken && len(of) > 0 {
			alike[of[len(of)-1]]--
			open[tag] = of[:len(of)-1]
			left--
		} else if kind == html.StartTagToken && alike[string(raw)] < 3 { // html.Parse keeps three that are alike
			alike[string(raw)]++
			open[tag] = append(of, string(raw))
			left++
		}
	}
}

// styles reports whether an element is opened anew after the paragraph that it
// was left open in: the formatting elements of the HTML standard.
func styles(tag atom.Atom) bool {
	switch tag {
	case atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S, atom.Small, atom.Strike,
		atom.Strong, atom.Tt, atom.U:
		return true
	}
	return false
}

// maxNesting is how many containers flatten leaves open at once; html.Parse
// takes 512 elements of all sorts.
const maxNesting = 200

// flatten drops containers and text styles that are nested deeper than any
// layout needs. A page generator that never closes a <div> makes such pages;
// what they show stays.
func flatten(b []byte) []byte {
	var out bytes.Buffer
	kept, dropped, depth := map[atom.Atom]int{}, map[atom.Atom]int{}, 0
	z := html.NewTokenizer(bytes.NewReader(b))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			if z.Err() == io.EOF {
				out.Write(z.Raw())
			}
			return out.Bytes()
		}
		raw := bytes.Clone(z.Raw()) // TagName changes it
		if kind == html.StartTagToken || kind == html.EndTagToken {
			name, _ := z.TagName()
			if tag := atom.Lookup(name); container(tag) {
				switch {
				case kind == html.StartTagToken && depth >= maxNesting:
					dropped[tag]++
					continue
				case kind == html.StartTagToken:
					kept[tag]++
					depth++
				case dropped[tag] > 0:
					dropped[tag]--
					continue
				case kept[tag] > 0:
					kept[tag]--
					depth--
				}
			}
		}
		out.Write(raw)
	}
}

// container reports whether an element holds others, must be closed by a tag
// of its own, and means nothing by itself.
func container(tag atom.Atom) bool {
	switch tag {
	case atom.Div, atom.Span, atom.Font, atom.Center, atom.B, atom.I, atom.U, atom.Em, atom.Strong, atom.Small, atom.Big,
		atom.Section, atom.Article, atom.Blockquote:
		return true
	}
	return false
}

// wholeRunes cuts off a letter that the end of b splits.
func wholeRunes(b []byte) []byte {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if c := b[len(b)-n]; utf8.RuneStart(c) {
			if c >= 0x80 && !utf8.FullRune(b[len(b)-n:]) {
				return b[:len(b)-n]
			}
			break
		}
	}
	return b
}
