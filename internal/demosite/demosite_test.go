package demosite

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"itacheck/ita"
)

// get fetches one address of the site; redirects are followed, a circle is an error.
func get(t *testing.T, srv *httptest.Server, address string) (*http.Response, []byte, error) {
	t.Helper()
	resp, err := srv.Client().Get(srv.URL + address)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return resp, body, nil
}

// page reads a page of the site in the encoding that it declares.
func page(t *testing.T, srv *httptest.Server, address string) *goquery.Document {
	t.Helper()
	_, body, err := get(t, srv, address)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(body, []byte(`charset="windows-874"`)) {
		if body, err = charmap.Windows874.NewDecoder().Bytes(body); err != nil {
			t.Fatal(err)
		}
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// A visitor who follows every link meets working pages and documents, except
// where a fault was planted.
func TestEveryLinkLeadsWhereIntended(t *testing.T) {
	srv := httptest.NewServer(Handler())
	defer srv.Close()
	want := map[string]string{
		"/files/hr-report-2565.pdf":                 "404 text/html; charset=utf-8",
		"/files/service-water.pdf":                  "404 text/html; charset=utf-8",
		"/download/procurement-report-2565":         "500 text/html; charset=utf-8",
		"/files/anti-corruption-plan-2566-2570.pdf": "200 text/html; charset=utf-8",
		"/members/satisfaction-2565.pdf":            "200 text/html; charset=utf-8",
		"/statistics/complaints":                    "too many redirects",
	}
	got := map[string]string{}
	seen := map[string]bool{"/": true}
	for queue := []string{"/"}; len(queue) > 0; queue = queue[1:] {
		address := queue[0]
		resp, body, err := get(t, srv, address)
		if err != nil {
			got[address] = "no answer"
			if strings.Contains(err.Error(), "stopped after 10 redirects") {
				got[address] = "too many redirects"
			}
			continue
		}
		seen[resp.Request.URL.Path] = true
		contentType := resp.Header.Get("Content-Type")
		answer := fmt.Sprint(resp.StatusCode, " ", contentType)
		if resp.StatusCode != http.StatusOK || strings.HasSuffix(address, ".pdf") && contentType != "application/pdf" {
			got[address] = answer
			continue
		}
		if !strings.HasPrefix(contentType, "text/html") {
			continue
		}
		doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		doc.Find("a[href], img[src], form[action]").Each(func(_ int, s *goquery.Selection) {
			href := s.AttrOr("href", s.AttrOr("src", s.AttrOr("action", "")))
			u, err := url.Parse(href)
			if err != nil {
				t.Errorf("%s links to %q: %v", address, href, err)
				return
			}
			if !strings.HasPrefix(u.Path, "/") || u.Host != "" {
				if href != "" && href != "#" && href != "javascript:void(0)" {
					t.Errorf("%s links away to %q", address, href)
				}
				return
			}
			if !seen[u.Path] {
				seen[u.Path] = true
				queue = append(queue, u.Path)
			}
		})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("links that do not lead to a working page or document (-want +got):\n%s", diff)
	}
	for _, d := range documents() {
		if !seen[d.name] {
			t.Errorf("no page links to %s", d.name)
		}
	}
	if len(seen) < 50 {
		t.Errorf("walked only %d addresses", len(seen))
	}
}

// row is one item as the ITA page prints it.
type row struct {
	printed, title string
	hrefs          []string
	text           string
}

func itaRows(t *testing.T, srv *httptest.Server) []row {
	t.Helper()
	var rows []row
	hrefs := func(s *goquery.Selection) (h []string) {
		s.Find("a").Each(func(_ int, a *goquery.Selection) { h = append(h, a.AttrOr("href", "(none)")) })
		return h
	}
	main := page(t, srv, ITAPath).Find("main")
	main.Find("tr").Each(func(_ int, tr *goquery.Selection) {
		if td := tr.Find("td"); td.Length() == 3 {
			rows = append(rows, row{td.Eq(0).Text(), td.Eq(1).Text(), hrefs(td.Eq(2)), strings.TrimSpace(td.Eq(2).Text())})
		}
	})
	main.Find("h3").Each(func(_ int, h3 *goquery.Selection) {
		code, title, _ := strings.Cut(h3.Text(), " ")
		list := h3.Next()
		rows = append(rows, row{code, title, hrefs(list), strings.TrimSpace(list.Text())})
	})
	return rows
}

func TestITAPageListsAll43ItemsInOrder(t *testing.T) {
	srv := httptest.NewServer(Handler())
	defer srv.Close()
	rows := itaRows(t, srv)
	if len(rows) != 43 {
		t.Fatalf("%d items, want 43", len(rows))
	}
	for i, r := range rows {
		want := "O" + strconv.Itoa(i+1)
		if want == "O30" {
			want = "O33" // a planted slip
		}
		if r.printed != want {
			t.Errorf("item %d is printed as %s, want %s", i+1, r.printed, want)
		}
		if r.title == "" || r.text == "" {
			t.Errorf("%s has no title or no text", want)
		}
	}
}

// What each fault looks like to a visitor of the item's first link.
func TestFaultsBehaveAsDeclared(t *testing.T) {
	srv := httptest.NewServer(Handler())
	defer srv.Close()
	rows := itaRows(t, srv)
	href := func(code string) string {
		n, err := strconv.Atoi(strings.TrimPrefix(code, "O"))
		if err != nil || n < 1 || n > len(rows) {
			t.Fatalf("no item %q", code)
		}
		return strings.Join(rows[n-1].hrefs, " ")
	}
	text := func(code string) string {
		n, _ := strconv.Atoi(strings.TrimPrefix(code, "O"))
		return rows[n-1].text
	}
	status := func(address string) int {
		resp, _, err := get(t, srv, address)
		if err != nil {
			return 0
		}
		return resp.StatusCode
	}
	holds := func(address, words string) bool {
		_, body, err := get(t, srv, address)
		return err == nil && bytes.Contains(body, []byte(words))
	}
	robots := func() bool {
		_, body, err := get(t, srv, "/robots.txt")
		return err == nil && string(body) == "User-agent: *\nDisallow: /private/\n"
	}
	behaves := map[string]bool{
		"O6":  holds(href("O6"), "\xa1\xae\xcb\xc1\xd2\xc2"), // กฎหมาย in windows-874
		"O10": status(href("O10")) == 200 && holds(href("O10"), "ไม่พบหน้าที่ต้องการ"),
		"O11": status(href("O11")) == 200 && holds(href("O11"), "%PDF-"),
		"O13": !regexp.MustCompile(`25\d\d|๒๕`).MatchString(rows[12].title + text("O13") + href("O13")),
		"O14": strings.Contains(rows[13].title, "มาตราการ"),
		"O15": len(rows[14].hrefs) == 3 && status(rows[14].hrefs[2]) == 404,
		"O16": href("O16") == "",
		"O17": status(href("O17")) == 200 && holds(href("O17"), `type="password"`),
		"O19": strings.Contains(text("O19"), "2565"),
		"O22": status(href("O22")) == 500,
		"O24": href("O24") == "#",
		"O26": status(href("O26")) == 404,
		"O29": status(href("O29")) == 0,
		"O30": rows[29].printed == "O33",
		"O31": strings.Contains(text("O31"), "2567"),
		"O34": strings.Contains(text("O34"), "๒๕๖๖") && holds(href("O34"), "FY 2565"),
		"O36": strings.HasSuffix(href("O36"), ".pdf") && holds(href("O36"), "<!DOCTYPE html>"),
		"O37": rows[36].hrefs == nil && strings.Contains(text("O37"), "(รอเอกสาร)"),
		"O38": status(href("O38")) == 200 && !holds(href("O38"), "%PDF-"),
		"O40": href("O40") == "javascript:void(0)",
		"O41": robots() && strings.HasPrefix(href("O41"), "/private/"),
		"O43": href("O43") == ITAPath,
	}
	var codes []string
	spoilt := 0
	for _, f := range Faults() {
		codes = append(codes, f.Code)
		if !behaves[f.Code] {
			t.Errorf("%s does not behave as %q", f.Code, f.What.EN)
		}
		if f.What.TH == "" || f.What.EN == "" || !slices.Contains(ita.Statuses[:], f.Want) {
			t.Errorf("%s is not described in full: %+v", f.Code, f)
		}
		if f.Want != ita.Pass {
			spoilt++
		}
	}
	if len(codes) != len(behaves) || len(slices.Compact(slices.Clone(codes))) != len(codes) {
		t.Errorf("faults are %v, checked %d", codes, len(behaves))
	}
	if spoilt != 17 {
		t.Errorf("%d items are spoilt, want 17", spoilt)
	}
}

func TestWindows874PageLosesNothing(t *testing.T) {
	srv := httptest.NewServer(Handler())
	defer srv.Close()
	doc := page(t, srv, "/laws")
	if got := doc.Find("h1").Text(); got != "กฎหมายที่เกี่ยวข้อง" {
		t.Errorf("title is %q", got)
	}
	if strings.ContainsAny(doc.Text(), "\x1a\ufffd") {
		t.Error("a character has no place in windows-874")
	}
}

func TestEveryPageHasATitle(t *testing.T) {
	for address, a := range pages() {
		if strings.HasPrefix(a.contentType, "text/html") && bytes.Contains(a.body, []byte("<title> -")) {
			t.Errorf("%s has no title", address)
		}
	}
}

func TestDocumentsAreWhatTheirNamesSay(t *testing.T) {
	answers := map[string]answer{}
	addDocuments(answers)
	for name, a := range answers {
		var err error
		switch {
		case strings.HasSuffix(name, ".pdf"):
			err = checkPDF(a.body)
		case strings.HasSuffix(name, ".png"):
			_, err = png.Decode(bytes.NewReader(a.body))
		default:
			err = checkOffice(a.body)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnnualReportNamesNoYearInside(t *testing.T) {
	answers := map[string]answer{}
	addDocuments(answers)
	body := answers["/files/annual-report.pdf"].body
	if regexp.MustCompile(`25[56]\d|20[12]\d`).Match(bytes.SplitN(body, []byte("xref"), 2)[0]) {
		t.Error("a year can be read in it")
	}
}

// checkPDF follows the cross-reference table to every object.
func checkPDF(b []byte) error {
	if !bytes.HasPrefix(b, []byte("%PDF-1.4\n")) || !bytes.HasSuffix(b, []byte("%%EOF\n")) {
		return errors.New("no PDF head or end")
	}
	m := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(b)
	if m == nil {
		return errors.New("no startxref")
	}
	start, _ := strconv.Atoi(string(m[1]))
	var first, count int
	table := b[start:]
	if _, err := fmt.Sscanf(string(table), "xref\n%d %d\n", &first, &count); err != nil {
		return fmt.Errorf("cross-reference table: %w", err)
	}
	entries := table[bytes.Index(table, []byte("\n0000000000"))+1:]
	for i := 1; i < count; i++ {
		entry := string(entries[20*i : 20*i+20])
		offset, err := strconv.Atoi(entry[:10])
		if err != nil || entry[10:] != " 00000 n \n" {
			return fmt.Errorf("entry %d is %q", i, entry)
		}
		if !bytes.HasPrefix(b[offset:], fmt.Appendf(nil, "%d 0 obj\n", i)) {
			return fmt.Errorf("object %d is not at %d", i, offset)
		}
	}
	for _, s := range regexp.MustCompile(`(?s)/Length (\d+) >>\nstream\n(.*?)\nendstream`).FindAllSubmatch(b, -1) {
		if n, _ := strconv.Atoi(string(s[1])); n != len(s[2]) {
			return fmt.Errorf("a stream of %d bytes says %d", len(s[2]), n)
		}
	}
	if !bytes.Contains(table, fmt.Appendf(nil, "/Size %d ", count)) {
		return errors.New("size and table differ")
	}
	return nil
}

// checkOffice reads every part of an Office file as XML.
func checkOffice(b []byte) error {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return err
	}
	if len(z.File) < 3 || z.File[0].Name != "[Content_Types].xml" {
		return errors.New("no content types")
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return err
		}
		d := xml.NewDecoder(r)
		for err == nil {
			_, err = d.Token()
		}
		if err != io.EOF {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return nil
}

func TestUnknownAddressIsNotFound(t *testing.T) {
	srv := httptest.NewServer(Handler())
	defer srv.Close()
	for _, address := range []string{"/nothing", "/layout", "/../go.mod", "/site/layout.html"} {
		resp, _, err := get(t, srv, address)
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s answers %d", address, resp.StatusCode)
		}
	}
}

func TestRangeAndHeadWork(t *testing.T) {
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		r := httptest.NewRequest(method, "/files/annual-plan-2566.pdf", nil)
		r.Header.Set("Range", "bytes=0-7")
		w := httptest.NewRecorder()
		Handler().ServeHTTP(w, r)
		if w.Code != http.StatusPartialContent || w.Header().Get("Last-Modified") != "" {
			t.Errorf("%s answers %d, headers %v", method, w.Code, w.Header())
		}
		if method == http.MethodGet && w.Body.String() != "%PDF-1.4" {
			t.Errorf("range is %q", w.Body.String())
		}
	}
}
