package main

import (
	"errors"
	"time"

	"github.com/robfig/cron/v3"

	"itacheck/ita"
)

// schedule says when the run after one is due.
type schedule interface {
	Next(last time.Time) time.Time
}

// every is a schedule of one length of time.
type every time.Duration

// Next is a length of time after the last run.
func (e every) Next(last time.Time) time.Time { return last.Add(time.Duration(e)) }

// thaiClock is a schedule by the clock in Bangkok.
type thaiClock struct{ cron.Schedule }

// Next is the first of the times after the last run.
func (c thaiClock) Next(last time.Time) time.Time { return c.Schedule.Next(last.In(ita.Bangkok)) }

// cron reads times as cron writes them: minute, hour, day, month, day of the week.
func (a *app) cron(s string) (schedule, error) {
	times, err := cron.ParseStandard(s)
	if err != nil {
		return nil, errors.New(a.sayf(
			"%q: ให้เขียนเป็น นาที ชั่วโมง วัน เดือน วันในสัปดาห์ เช่น \"0 6 * * 1-5\" คือ 6 โมงเช้าวันจันทร์ถึงศุกร์",
			"%q: write minute, hour, day, month and day of the week: \"0 6 * * 1-5\" is six in the morning, Monday to Friday", s,
		))
	}
	return thaiClock{times}, nil
}
