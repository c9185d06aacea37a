package documents

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// OCR reads the text in a picture, a JPEG or PNG file.
type OCR interface {
	Read(ctx context.Context, image []byte) (string, error)
}

// Tesseract is OCR by the program of that name, with its Thai model.
type Tesseract struct {
	Path string // of the program
}

// FindTesseract looks for tesseract with the Thai model on the search path, and
// reports whether it is there.
func FindTesseract(ctx context.Context) (*Tesseract, bool) {
	path, err := exec.LookPath("tesseract")
	if err != nil {
		return nil, false
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, path, "--list-langs").Output()
	if err != nil || !slices.Contains(strings.Fields(string(out)), "tha") {
		return nil, false
	}
	return &Tesseract{Path: path}, true
}

// Read runs the program over one picture. It ends with the context.
func (t *Tesseract) Read(ctx context.Context, picture []byte) (string, error) {
	cmd := exec.CommandContext(ctx, t.Path, "stdin", "stdout", "-l", "tha")
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1") // more threads make it slower
	cmd.Stdin = bytes.NewReader(picture)
	cmd.WaitDelay = time.Second
	var out, complaint limited
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", fmt.Errorf("tesseract: %w: %s", err, clip(strings.TrimSpace(complaint.String()), 200))
	}
	return out.String(), nil
}

// limited keeps the beginning of what is written to it.
type limited struct{ bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	if room := maxPageText - l.Len(); room > 0 {
		l.Buffer.Write(p[:min(len(p), room)])
	}
	return len(p), nil
}

// maxPixels is the largest picture given to OCR: A3 at 400 dpi.
const maxPixels = 32 << 20

// ocr reads a picture of the document's first page. The document's clock
// stands still meanwhile: OCR has a time of its own.
func (j *job) ocr(t *Text, picture []byte) {
	c, _, err := image.DecodeConfig(bytes.NewReader(picture))
	if err == nil && c.Width*c.Height > maxPixels {
		err = errors.New("too many pixels")
	}
	if err != nil {
		t.Detail = "OCR: " + err.Error()
		return
	}
	ctx, cancel := context.WithTimeout(j.ctx, j.opt.OCRTime)
	defer cancel()
	j.clock.pause()
	text, err := j.opt.OCR.Read(ctx, picture)
	j.clock.resume()
	if err != nil {
		t.Detail = "OCR: " + err.Error()
		return
	}
	if text = doubtThaiDigits(repair(text)); countLetters(text) == 0 {
		return
	}
	t.Scanned = append(t.Scanned, text)
	if t.Problem == ProblemNoText {
		t.Problem = ""
	}
}

func encodePNG(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := e.Encode(&b, img); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
