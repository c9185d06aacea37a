package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"itacheck/crawler"
	"itacheck/ita"
	"itacheck/report"
)

// printTime is how long a browser may take to start and print a report.
const printTime = time.Minute

// pdfName is the one format that package report does not write by itself.
const pdfName = "pdf"

// formats lists the formats of --format: those of package report, and its web
// page as a browser prints it.
func formats() []report.Format {
	return append(report.Formats(), report.Format{
		Name: pdfName, Endings: []string{".pdf"}, Binary: true, Write: writePDF,
		Doc: ita.Text{TH: "หน้าเว็บ (html) ที่พิมพ์เป็น PDF ขนาด A4 ต้องมี Chromium, Chrome หรือ Edge ในเครื่อง", EN: "the html page printed as PDF on A4; needs Chromium, Chrome or Edge on this machine"},
	})
}

// findFormat returns the format with a name.
func findFormat(name string) (report.Format, error) {
	all := formats()
	if i := slices.IndexFunc(all, func(f report.Format) bool { return f.Name == name }); i >= 0 {
		return all[i], nil
	}
	return report.Find(name) // its error names those that there are
}

// needsBrowser adds a mistake where a format needs a browser and there is none.
func (a *app) needsBrowser(f report.Format, m *mistakes) {
	if f.Name != pdfName || crawler.FindBrowser() != "" {
		return
	}
	m.add(a.say(
		"--format pdf: ไม่พบเบราว์เซอร์ในเครื่องนี้ โปรดติดตั้ง Chromium, Chrome หรือ Edge หรือใช้ --format html แล้วสั่งพิมพ์เป็น PDF ในเครื่องอื่น",
		"--format pdf: there is no browser on this machine: install Chromium, Chrome or Edge, or use --format html and print that on another machine",
	))
}

// writePDF writes the HTML report as a browser prints it. An interrupted audit
// is still reported, so it takes no context but has a time of its own.
func writePDF(w io.Writer, r *ita.Result, o report.Options) error {
	html, err := report.Find("html")
	if err != nil {
		return err
	}
	var page bytes.Buffer
	if err := html.Write(&page, r, o); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), printTime)
	defer cancel()
	pdf, err := printed(ctx, page.String())
	if err != nil {
		return fmt.Errorf("printing the report as PDF: %w", err)
	}
	_, err = w.Write(pdf)
	return err
}

// printed prints a web page in a browser that can reach no network. The page is
// handed over as text, so that no file of it is left behind.
func printed(ctx context.Context, page string) ([]byte, error) {
	path := crawler.FindBrowser()
	if path == "" {
		return nil, errors.New("no Chromium, Chrome or Edge is installed")
	}
	files, err := os.MkdirTemp("", "itacheck-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(files)
	process, ended := chromedp.NewExecAllocator(ctx, crawler.BrowserOptions(path, files)...)
	defer ended()
	silent := func(string, ...any) {}
	tab, closed := chromedp.NewContext(process, chromedp.WithLogf(silent), chromedp.WithErrorf(silent))
	defer closed()
	var pdf []byte
	err = chromedp.Do(tab, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		pdf, err = printTab(ctx, t, page)
		return err
	}))
	return pdf, err
}

// printTab prints a page in a tab. Its style says how large the paper is and
// what stands at its edges.
func printTab(ctx context.Context, t *chromedp.Target, page string) ([]byte, error) {
	frames, err := cdp.Call(ctx, t, cdppage.GetFrameTree, cdp.Empty{})
	if err != nil {
		return nil, err
	}
	content := cdppage.SetDocumentContentParams{FrameID: frames.FrameTree.Frame.ID, HTML: page}
	if _, err := cdp.Call(ctx, t, cdppage.SetDocumentContent, content); err != nil {
		return nil, err
	}
	yes := true
	out, err := cdp.Call(ctx, t, cdppage.PrintToPDF, cdppage.PrintToPDFParams{
		PreferCSSPageSize: &yes, PrintBackground: &yes, GenerateTaggedPDF: &yes, GenerateDocumentOutline: &yes,
	})
	return out.Data, err
}
