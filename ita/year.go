package ita

import (
	"fmt"
	"strconv"
	"time"
)

// FiscalYear is a Thai fiscal year in the Buddhist Era: FY Y runs from
// 1 October Y-1 to 30 September Y. The Buddhist year is the Gregorian + 543.
type FiscalYear int

// Years that a contract allows; the JSON schema's bounds.
const (
	MinYear FiscalYear = 2550
	MaxYear FiscalYear = 2700
)

// Bangkok is the time zone in which a Thai office's day begins. It has had no
// daylight saving since 1920, so a fixed offset needs no zone database.
var Bangkok = time.FixedZone("ICT", 7*60*60)

// FiscalYearOf returns the fiscal year that a moment lies in, by Bangkok's calendar.
func FiscalYearOf(t time.Time) FiscalYear {
	t = t.In(Bangkok)
	y := FiscalYear(t.Year() + 543)
	if t.Month() >= time.October {
		y++
	}
	return y
}

// Day returns midnight in Bangkok of a day written with its Buddhist calendar year.
func Day(year int, month time.Month, day int) time.Time {
	return time.Date(year-543, month, day, 0, 0, 0, 0, Bangkok)
}

var months = [...]string{
	"มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
	"กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
}

// DayText writes a day by Bangkok's calendar, in Thai with the Buddhist year.
func DayText(t time.Time) Text {
	t = t.In(Bangkok)
	return Text{
		TH: fmt.Sprintf("%d %s %d", t.Day(), months[t.Month()-1], t.Year()+543),
		EN: fmt.Sprintf("%d %s %d", t.Day(), t.Month(), t.Year()),
	}
}

// Start is 1 October of the year before.
func (y FiscalYear) Start() time.Time { return Day(int(y)-1, time.October, 1) }

// HalfDue is the first day on which a first-half report can be asked for: 1 April.
func (y FiscalYear) HalfDue() time.Time { return Day(int(y), time.April, 1) }

// Submission is the usual last day for answering the OIT list, 30 April
// (domain/calendar.md: seen for FY2564 and FY2565).
func (y FiscalYear) Submission() time.Time { return Day(int(y), time.April, 30) }

// String returns the year as four digits.
func (y FiscalYear) String() string { return strconv.Itoa(int(y)) }
