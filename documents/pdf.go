package documents

import (
	"bytes"
	"cmp"
	"strings"
	"time"
	"unicode"
)

// scanCover is the part of a page that images must cover for it to be a scan.
const scanCover = 0.6

// offlineTries is how often a PDF is read with what of it is at hand, before
// PDFium may wait for more while it is running.
const offlineTries = 10

// readPDF reads the first pages of a PDF. Running PDFium takes tens of megabytes
// and waiting for a part of a document takes seconds, so that the one is not done
// during the other: what it lacks is fetched when it has ended, and it is run anew.
func (j *job) readPDF(t *Text, w *window) error {
	cut, err := noEnd(w)
	if err != nil {
		return err
	}
	if hopeless, err := noObject(w); cut && (hopeless || err != nil) {
		return cmp.Or(err, problemf(ProblemTruncated, "no end of file, and nothing at its beginning"))
	}
	for try := 0; ; try++ {
		w.offline = try < offlineTries
		attempt := *t
		err := j.tryPDF(&attempt, w, cut)
		lacks := w.lacks
		if lacks < 0 {
			*t = attempt
			return err
		}
		w.offline, w.lacks, w.err = false, -1, nil
		if _, err := w.block(lacks); err != nil {
			return err
		}
	}
}

// tryPDF reads a PDF in its turn.
func (j *job) tryPDF(t *Text, w *window, cut bool) error {
	j.clock.pause() // waiting and compiling are not the document's fault
	select {
	case j.slot <- struct{}{}:
		defer func() { <-j.slot }()
	case <-j.ctx.Done():
		return stopped(j.ctx)
	}
	j.start.Do(func() { j.engine, j.broken = startPDFium(j.opt.CacheDir, j.opt.Memory) })
	j.clock.resume()
	if j.broken != nil {
		return problemf(ProblemUnsupported, "%v", j.broken)
	}
	d, err := j.engine.open(j.ctx, w)
	if err != nil {
		if cut && problemOf(err, "") == ProblemDamaged {
			return problemf(ProblemTruncated, "no end of file, and %v", err)
		}
		return err
	}
	defer d.close()
	t.Total = d.pages()
	t.Title = cleanTitle(d.meta("Title"))
	t.Producer = oneLine(d.meta("Producer"))
	t.Created, t.Modified = pdfTime(d.meta("CreationDate")), pdfTime(d.meta("ModDate"))
	if err := j.pdfPages(t, d); err != nil {
		if countLetters(t.All()) == 0 || problemOf(err, "") == ProblemTooComplex {
			return err
		}
		t.Detail = err.Error() // what was read is read
	}
	if t.Problem == "" && cut {
		t.Problem = ProblemTruncated
	}
	return nil
}

// noEnd reports that a PDF lacks the mark at its end.
func noEnd(w *window) (bool, error) {
	tail, err := w.tail(4096)
	return !bytes.Contains(tail, []byte("%%EOF")) && !bytes.Contains(tail, []byte("startxref")), err
}

// noObject reports that there is no part of a PDF where each has its first ones.
func noObject(w *window) (bool, error) {
	head, err := w.head(headSize)
	return !bytes.Contains(head, []byte("obj")), err
}

// pdfPages reads pages until told to stop, and tells what they are.
func (j *job) pdfPages(t *Text, d pdfDocument) error {
	var scans, garbled, read int
	var firstErr error
	for i := range min(t.Total, j.opt.Pages) {
		p, err := d.page(i)
		if err != nil {
			if problemOf(err, "") != ProblemDamaged {
				return err
			}
			if firstErr == nil {
				firstErr = err
			}
			t.Pages = append(t.Pages, "")
			continue
		}
		read++
		text := repair(p.text)
		switch scan := p.cover >= scanCover; {
		case scan && countLetters(text) < 20: // a page number or stamp is no text
			scans++
		case unreadable(text, p.chars, p.lost):
			garbled++
			t.Detail = clip(text, 200)
			text = "" // a number in it would be any number
		case scan && p.hidden:
			scans++
			t.Scanned = append(t.Scanned, doubtThaiDigits(text))
			text = ""
		}
		if !j.add(t, text) {
			break
		}
	}
	t.Images = read > 0 && scans == read
	switch {
	case read == 0 && firstErr != nil:
		t.Pages = nil
		return firstErr
	case t.Total < 1:
		return problemf(ProblemDamaged, "it has no pages")
	case countLetters(strings.Join(t.Pages, "")) > 0:
		return nil
	case garbled > 0:
		t.Problem = ProblemMojibake
	case len(t.Scanned) == 0:
		t.Problem = ProblemNoText
	}
	t.Pages = nil
	if j.opt.OCR != nil && len(t.Scanned) == 0 && (garbled > 0 || scans > 0) {
		j.ocrPage(t, d)
	}
	return nil
}

// ocrPage reads the first page as a picture. When that does not work, the
// document stays as unread as it was.
func (j *job) ocrPage(t *Text, d pdfDocument) {
	j.clock.more(j.opt.Time) // drawing a large scan takes seconds
	img, err := d.picture(0)
	if err != nil {
		t.Detail = err.Error()
		return
	}
	j.ocr(t, img)
}

// pdfTime reads a date like D:20260131093000+07'00'; zero when it is none.
func pdfTime(s string) time.Time {
	s = strings.ReplaceAll(strings.TrimPrefix(strings.TrimSpace(s), "D:"), "'", "")
	for _, layout := range [...]string{"20060102150405Z0700", "20060102150405Z", "20060102150405", "20060102"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	if len(s) > 14 {
		return pdfTime(s[:14])
	}
	return time.Time{}
}

func countLetters(s string) (n int) {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
