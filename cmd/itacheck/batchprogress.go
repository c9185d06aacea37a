package main

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"itacheck/batch"
	"itacheck/report"
)

// batchProgress shows how far a run has come: on a terminal as a bar with a few
// lines below it. It is also where the log is written meanwhile, and where the
// figures for --metrics come from.
type batchProgress struct {
	a    *app
	mu   sync.Mutex
	now  batch.Progress
	bars *mpb.Progress // nil: nothing is drawn
	bar  *mpb.Bar
}

func (a *app) batchProgress() *batchProgress {
	p := &batchProgress{a: a}
	if a.quiet || !isTerminal(a.stderr) {
		return p
	}
	p.bars = mpb.New(mpb.WithOutput(coloring(a.stderr)), mpb.WithWidth(40))
	p.bar = p.bars.AddBar(
		0,
		mpb.PrependDecorators(decor.Name(a.say("หน่วยงาน ", "agencies "))),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return p.heading() })),
		mpb.BarExtender(mpb.BarFillerFunc(p.fill), false),
	)
	return p
}

// show takes the figures of a second. The bar is told without the lock, which
// it takes itself while it draws.
func (p *batchProgress) show(now batch.Progress) {
	p.mu.Lock()
	p.now = now
	bar := p.bar
	p.mu.Unlock()
	if bar != nil {
		bar.SetTotal(int64(max(now.Total, 1)), false)
		bar.SetCurrent(int64(now.Done + now.Failed))
	}
}

func (p *batchProgress) figures() batch.Progress {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

// heading is what stands beside the bar.
func (p *batchProgress) heading() string {
	now := p.figures()
	text := fmt.Sprintf("%d/%d", now.Done+now.Failed, now.Total)
	if now.Left > 0 {
		text += p.a.sayf(" เหลือราว %s", " %s left", p.a.span(now.Left))
	}
	return text
}

// fill writes the lines below the bar, none wider than the terminal.
func (p *batchProgress) fill(w io.Writer, s decor.Statistics) error {
	for _, line := range p.a.progressLines(p.figures()) {
		if cut := report.Wrap(line, max(s.AvailableWidth, 20)); len(cut) > 0 {
			line = cut[0]
		}
		if _, err := io.WriteString(w, line+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// progressLines are the figures of a run in words.
func (a *app) progressLines(p batch.Progress) []string {
	lines := []string{a.sayf(
		"ตรวจแล้ว %d กำลังตรวจ %d ตรวจไม่ได้ %d · %.0f ลิงก์/วินาที · ใช้เวลา %s",
		"done %d, in flight %d, failed %d · %.0f links/s · %s so far",
		p.Done, p.Running, p.Failed, p.PerSecond, a.span(p.Elapsed),
	)}
	var slow []string
	for _, s := range p.Slowest {
		slow = append(slow, a.sayf("%s %.1f วินาที/ลิงก์", "%s %.1f s/link", s.Server, s.PerLink.Seconds()))
	}
	if len(slow) > 0 {
		lines = append(lines, a.say("ช้าที่สุด: ", "slowest: ")+strings.Join(slow, " · "))
	}
	return lines
}

// span writes a length of time as people say it.
func (a *app) span(d time.Duration) string {
	switch d = d.Round(time.Second); {
	case d < time.Minute:
		return a.sayf("%d วินาที", "%d s", int(d.Seconds()))
	case d < time.Hour:
		return a.sayf("%d นาที", "%d min", int(d.Round(time.Minute).Minutes()))
	}
	d = d.Round(time.Minute)
	return a.sayf("%d ชม. %d นาที", "%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}

// Write puts log lines above the bar.
func (p *batchProgress) Write(b []byte) (int, error) {
	p.mu.Lock()
	bars := p.bars
	p.mu.Unlock()
	if bars != nil {
		return bars.Write(b)
	}
	return p.a.stderr.Write(b)
}

// end takes the bar away.
func (p *batchProgress) end() {
	p.mu.Lock()
	bars, bar := p.bars, p.bar
	p.bars, p.bar = nil, nil
	p.mu.Unlock()
	if bars != nil {
		bar.Abort(true)
		bars.Wait()
	}
}

// runLog is the log of the run itself. Where no terminal shows the progress, a
// line a minute does, unless another --log-level or --quiet was asked for.
func (a *app) runLog(w io.Writer) *slog.Logger {
	if a.quiet || isTerminal(a.stderr) || a.logLevel != defaultLogLevel {
		return a.logger(w)
	}
	b := *a
	b.logLevel = "info"
	return b.logger(w)
}
