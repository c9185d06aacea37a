package batch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"itacheck/ita"
)

// pageName is the path of an agency's page within the run folder.
func pageName(id string) string { return path.Join(reportsDir, fileName(id)+".html") }

func pagePath(dir, id string) string { return filepath.Join(dir, filepath.FromSlash(pageName(id))) }

// hasPage reports whether an agency's page is there.
func hasPage(dir, id string) bool {
	info, err := os.Stat(pagePath(dir, id))
	return err == nil && info.Size() > 0
}

// page writes an agency's page.
func (r *Runner) page(id string, res *ita.Result) error {
	if r.Page == nil {
		return nil
	}
	if _, err := replaceFile(pagePath(r.Dir, id), func(w io.Writer) error { return r.Page(w, res) }); err != nil {
		return fmt.Errorf("writing the page of %s: %w", id, err)
	}
	return nil
}

// mendPages makes the pages again that are not there though their reports are:
// removed, lost in a power cut, or never made by an older itacheck. What is left
// when ctx ends is for the next run. A report that cannot be read, by an itacheck
// that is older than the one that wrote it, stays without a page.
func (r *Runner) mendPages(ctx context.Context, db *store) error {
	if r.Page == nil || r.Read == nil {
		return nil
	}
	ids, err := db.done()
	if err != nil {
		return err
	}
	var errs []error
	for _, id := range ids {
		if ctx.Err() != nil {
			break
		}
		if hasPage(r.Dir, id) {
			continue
		}
		errs = append(errs, r.mendPage(id))
	}
	return errors.Join(errs...)
}

func (r *Runner) mendPage(id string) error {
	f, err := os.Open(reportPath(r.Dir, id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // the next run audits it again
	}
	if err != nil {
		return fmt.Errorf("reading the report of %s: %w", id, err)
	}
	defer f.Close()
	res, err := r.Read(f)
	if err != nil {
		r.Log.Warn("no page can be made of a report", "agency", id, "error", err)
		return nil
	}
	return r.page(id, res)
}
