package batch

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// Progress is how far a run has come.
type Progress struct {
	Total   int // agencies in the run folder
	Done    int // audited, in earlier calls too
	Failed  int // could not be audited
	Running int // being audited

	Links     int           // checked by this call
	PerSecond float64       // links checked in a second, on average of the last half minute
	Elapsed   time.Duration // of this call
	Left      time.Duration // estimate of the time until all is done; 0 when it cannot be told
	Slowest   []ServerPace  // a few servers that take the longest for a link, slowest first
}

// ServerPace is how fast one server's agencies are audited in this call.
type ServerPace struct {
	Server  string
	Done    int // agencies that ended
	Running int
	Waiting int
	PerLink time.Duration // an agency's time divided by its links, on average
}

const slowestShown = 5

// tracker counts what the workers do.
type tracker struct {
	mu      sync.Mutex
	q       *queue
	begun   time.Time
	now     Progress
	ended   time.Duration // expected time of the jobs that ended
	flying  time.Duration // of those under way
	servers map[string]*pace
	dropped bool // a job was taken back
}

type pace struct {
	done, links int
	spent       time.Duration
}

func newTracker(db *store, q *queue) (*tracker, error) {
	t := &tracker{q: q, begun: time.Now(), servers: map[string]*pace{}}
	var err error
	t.now.Total, t.now.Done, t.now.Failed, err = db.count()
	return t, err
}

func (t *tracker) start(j job) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.now.Running++
	t.flying += j.expected
	if j.again {
		t.now.Failed--
	}
}

// drop takes a job back that will be done again.
func (t *tracker) drop(j job) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.dropped = true
	t.now.Running--
	t.flying -= j.expected
	if j.again {
		t.now.Failed++
	}
}

func (t *tracker) anyDropped() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.dropped
}

func (t *tracker) end(j job, links int, elapsed time.Duration, failed bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.now.Running--
	if failed {
		t.now.Failed++
	} else {
		t.now.Done++
	}
	t.now.Links += links
	t.ended += j.expected
	t.flying -= j.expected
	p := t.servers[j.key()]
	if p == nil {
		p = &pace{}
		t.servers[j.key()] = p
	}
	p.done++
	p.links += links
	p.spent += elapsed
}

// progress counts, and estimates the time left: all that is left at the pace
// so far, but no less than any one server needs for its own.
func (t *tracker) progress() Progress {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.q.mu.Lock()
	defer t.q.mu.Unlock()
	p := t.now
	p.Elapsed = time.Since(t.begun)
	var left time.Duration
	var paces []ServerPace
	for key, s := range t.q.servers {
		left += s.left
		seen := t.servers[key]
		if seen == nil {
			continue
		}
		mean := seen.spent / time.Duration(seen.done)
		p.Left = max(p.Left, mean*time.Duration(len(s.jobs))/time.Duration(t.q.perServer))
		if seen.links > 0 && s.name != "" {
			paces = append(paces, ServerPace{s.name, seen.done, s.running, len(s.jobs), seen.spent / time.Duration(seen.links)})
		}
	}
	if t.ended > 0 {
		left += t.flying / 2
		p.Left = max(p.Left, time.Duration(float64(p.Elapsed)*float64(left)/float64(t.ended)))
	}
	slices.SortFunc(paces, func(a, b ServerPace) int {
		return cmp.Or(cmp.Compare(b.PerLink, a.PerLink), cmp.Compare(a.Server, b.Server))
	})
	p.Slowest = slices.Clone(paces[:min(len(paces), slowestShown)])
	return p
}

// paceOver is how far back a linkPace looks.
const paceOver = 30 * time.Second

// linkPace is how many links were checked until when, of the last half minute.
type linkPace []linkMark

type linkMark struct {
	at    time.Duration
	links int
}

// perSecond takes the number of links of now, and returns how many have come in
// a second since the oldest that it knows.
func (p *linkPace) perSecond(now time.Duration, links int) float64 {
	*p = append(*p, linkMark{now, links})
	for len(*p) > 2 && (*p)[0].at < now-paceOver {
		*p = (*p)[1:]
	}
	first := (*p)[0]
	return float64(links-first.links) / max((now-first.at).Seconds(), 1e-3)
}
