package main

import (
	"io"
	"sync"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"itacheck/audit"
)

// progress shows how far an audit has come, on a terminal. It is also where the
// log is written meanwhile: lines come out above the bars.
type progress struct {
	a    *app
	mu   sync.Mutex
	bars *mpb.Progress // nil: nothing is shown
	bar  map[audit.Stage]*mpb.Bar
}

func (a *app) progress() *progress {
	p := &progress{a: a, bar: map[audit.Stage]*mpb.Bar{}}
	if !a.quiet && isTerminal(a.stderr) {
		p.bars = mpb.New(mpb.WithOutput(coloring(a.stderr)), mpb.WithWidth(40))
	}
	return p
}

// show draws one step. It may be called from several goroutines.
func (p *progress) show(step audit.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bars == nil {
		return
	}
	bar := p.bar[step.Stage]
	if bar == nil {
		name := p.a.say("อ่านหน้าเว็บ ", "pages ")
		switch step.Stage {
		case audit.StageSearch:
			name = p.a.say("หาหน้า ITA ", "finding the ITA page ")
		case audit.StageLinks:
			name = p.a.say("ตรวจลิงก์ ", "links ")
		case audit.StageDocuments:
			name = p.a.say("อ่านเอกสาร ", "documents ")
		}
		// With a total of 0 the bar does not end by itself: pages come in several rounds.
		bar = p.bars.AddBar(0, mpb.PrependDecorators(decor.Name(name, decor.WCSyncWidthR)), mpb.AppendDecorators(decor.CountersNoUnit("%d/%d")))
		p.bar[step.Stage] = bar
	}
	bar.SetTotal(int64(max(step.Total, step.Done)), false)
	bar.SetCurrent(int64(step.Done))
}

// Write puts log lines above the bars.
func (p *progress) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var w io.Writer = p.a.stderr
	if p.bars != nil {
		w = p.bars
	}
	return w.Write(b)
}

// end takes the bars away.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bars == nil {
		return
	}
	for _, bar := range p.bar {
		bar.Abort(true)
	}
	p.bars.Wait()
	p.bars = nil
}
