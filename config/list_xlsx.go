package config

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// maxUnzipped bounds what a workbook may unpack to; 20,000 rows make some 20 MB.
const maxUnzipped = 64 << 20

// maxRatio is how many times its size a large part of a workbook may unpack to;
// long lists reach some thirty.
const maxRatio = 200

// maxSheets is how many sheets are looked at for headings.
const maxSheets = 50

// maxSheetCells bounds the cells of a sheet: the last cell of a row counts for
// all before it, so that a small file can have very many.
const maxSheetCells = 20_000_000

// errTooLarge is a workbook beyond these bounds.
var errTooLarge = errors.New("unpacks to too much")

// readXLSX reads the first sheet that is not hidden and has headings. Cells are
// read as they are stored: a formula is its last value, a number its digits.
func (l *list) readXLSX(data []byte) {
	f, err := openWorkbook(data)
	switch {
	case errors.Is(err, errTooLarge):
		l.tooLarge()
		return
	case err != nil:
		l.whole("เปิดไฟล์ Excel ไม่ได้ ให้เปิดด้วย Excel แล้วบันทึกใหม่เป็น .xlsx", "not a workbook that can be read: open it in Excel and save it anew as .xlsx")
		return
	}
	defer f.Close() //nolint:errcheck // it was read from memory
	if err := l.sheets(f); errors.Is(err, errTooLarge) {
		l.tooLarge()
	} else if err != nil {
		l.whole("ไฟล์ Excel เสียหาย ให้เปิดด้วย Excel แล้วบันทึกใหม่เป็น .xlsx", "the workbook is damaged: open it in Excel and save it anew as .xlsx")
	}
}

func (l *list) tooLarge() {
	l.whole("ไฟล์ขยายแล้วใหญ่ผิดปกติ ให้คัดลอกเฉพาะรายชื่อไปไว้ในไฟล์ใหม่", "unpacks to far more than a list needs: copy the list alone into a new file")
}

// openWorkbook opens a workbook that unpacks to no more than it may.
func openWorkbook(data []byte) (f *excelize.File, err error) {
	defer recovered(&err)
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var size uint64
	for _, part := range z.File {
		size += min(part.UncompressedSize64, maxUnzipped+1)
		if size > maxUnzipped || part.UncompressedSize64 > 8<<20 && part.UncompressedSize64/maxRatio > part.CompressedSize64 {
			return nil, errTooLarge
		}
	}
	return excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped, RawCellValue: true})
}

// recovered makes an error of a panic: a library that fails on a broken file
// must not take the program down.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("not a workbook: %v", r)
	}
}

// sheets finds the sheet with the list and reads it.
func (l *list) sheets(f *excelize.File) (err error) {
	defer recovered(&err)
	var names []string
	var heads [][][]string // the first rows of each
	var unread error
	for _, name := range f.GetSheetList() {
		if visible, err := f.GetSheetVisible(name); err != nil || !visible || len(names) == maxSheets {
			continue
		}
		rows, err := firstSheetRows(f, name)
		if err != nil { // a sheet that is a chart, or damaged
			unread = err
			continue
		}
		names, heads = append(names, name), append(heads, rows)
	}
	for _, loose := range []bool{false, true} {
		chosen := ""
		for i, name := range names {
			at, known := findHeading(heads[i], loose)
			switch {
			case known == 0:
			case chosen == "":
				chosen = name
				if err := l.sheet(f, name, at, heads[i][at]); err != nil {
					return err
				}
			case !loose:
				l.add(ListProblem{Kind: ListWarning, Sheet: name, Message: textf("แผ่นงานนี้ไม่ได้อ่าน อ่านเฉพาะแผ่นงาน %q หากต้องการให้รวมไว้ในแผ่นงานเดียว",
					"this sheet is not read, only the sheet %q: put all agencies into one", chosen)})
			}
		}
		if chosen != "" {
			return nil
		}
	}
	if unread != nil {
		return unread
	}
	l.noHeading(slices.Concat(heads...))
	return nil
}

func firstSheetRows(f *excelize.File, name string) ([][]string, error) {
	rows, err := f.Rows(name)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // it was read from memory
	var out [][]string
	for len(out) < headingDepth && rows.Next() {
		row, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		out = append(out, row[:min(len(row), maxCells)])
	}
	return out, rows.Error()
}

func (l *list) sheet(f *excelize.File, name string, at int, heading []string) error {
	t := l.newTable(name, at+1, heading)
	rows, err := f.Rows(name)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // it was read from memory
	read := 0
	for line := 1; rows.Next(); line++ {
		values, err := rows.Columns()
		if err != nil {
			return err
		}
		if read += len(values); read > maxSheetCells {
			return errTooLarge
		}
		if line <= at+1 {
			continue
		}
		for i, v := range values[:min(len(values), len(heading))] {
			values[i] = number(v)
		}
		if !t.row(line, values) {
			break
		}
	}
	return rows.Error()
}

// number writes out a number that is stored with an exponent: a long code.
func number(v string) string {
	if !strings.Contains(v, "E+") {
		return v
	}
	n, err := strconv.ParseFloat(v, 64)
	if err != nil || n < 0 || n >= 1e15 {
		return v
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}
