package batch

import (
	"cmp"
	"container/heap"
	"slices"
	"strconv"
	"sync"
	"time"
)

// job is one agency to be audited.
type job struct {
	at       int    // index in the list
	n        int64  // its row in the database
	server   string // what it is on
	expected time.Duration
	again    bool // it failed before
}

// queue hands out jobs. A server answers one polite stream of requests however
// many agencies it has, so the server with the most work left is what the run
// may end up waiting for: its agencies come first, the longest of them first.
// More than one at a time only wait for each other in that stream and hold
// workers up, so a server gets a second and third one when it would else be
// done later than all others, or when workers have nothing else to do.
type queue struct {
	perServer, workers int

	mu      sync.Mutex
	changed *sync.Cond
	servers map[string]*server
	ready   servers       // those with a job that may begin now
	waiting int           // jobs not handed out
	total   time.Duration // expected time of those
	closed  bool
}

// server is the jobs of one server.
type server struct {
	name    string
	jobs    []job         // not handed out, longest first
	left    time.Duration // expected time of jobs
	running int
	first   int  // lowest place in the list, to settle ties
	place   int  // in queue.ready; -1 when it is not there
	late    bool // it must go on now, or would be done after all others
}

func newQueue(jobs []job, workers, perServer int) *queue {
	q := &queue{workers: max(workers, 1), perServer: perServer, servers: map[string]*server{}, waiting: len(jobs)}
	q.changed = sync.NewCond(&q.mu)
	for _, j := range jobs {
		s := q.servers[j.key()]
		if s == nil {
			s = &server{name: j.server, first: j.at, place: -1}
			q.servers[j.key()] = s
		}
		s.jobs = append(s.jobs, j)
		s.left += j.expected
		q.total += j.expected
	}
	for _, s := range q.servers {
		slices.SortStableFunc(s.jobs, func(a, b job) int { return cmp.Compare(b.expected, a.expected) })
		q.settle(s)
	}
	return q
}

// key tells servers apart; a job without one is on a server of its own. No
// host name begins with a NUL.
func (j job) key() string {
	if j.server == "" {
		return "\x00" + strconv.Itoa(j.at)
	}
	return j.server
}

// next hands out the next job; it waits while all that is left is on busy
// servers. There is none when all are handed out or the queue is closed.
func (q *queue) next() (job, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.ready) == 0 && q.waiting > 0 && !q.closed {
		q.changed.Wait()
	}
	if q.waiting == 0 || q.closed {
		return job{}, false
	}
	s := q.ready[0]
	j := s.jobs[0]
	s.jobs = s.jobs[1:]
	s.left -= j.expected
	q.total -= j.expected
	s.running++
	q.settle(s)
	q.waiting--
	if q.waiting == 0 {
		q.changed.Broadcast()
	}
	return j, true
}

// done gives a job's place on its server to the next.
func (q *queue) done(j job) {
	q.mu.Lock()
	defer q.mu.Unlock()
	s := q.servers[j.key()]
	s.running--
	q.settle(s)
	q.changed.Signal()
}

// close ends the handing out.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.changed.Broadcast()
}

// left is how many jobs have not been handed out.
func (q *queue) left() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.waiting
}

// settle puts a server where it belongs after its jobs have changed.
func (q *queue) settle(s *server) {
	s.late = s.running == 0 || s.left/time.Duration(s.running) > q.total/time.Duration(q.workers)
	switch may := len(s.jobs) > 0 && s.running < q.perServer; {
	case may && s.place < 0:
		heap.Push(&q.ready, s)
	case may:
		heap.Fix(&q.ready, s.place)
	case s.place >= 0:
		heap.Remove(&q.ready, s.place)
	}
}

// servers is a heap: the late ones before the others, most work first.
type servers []*server

func (h servers) Len() int { return len(h) }

func (h servers) Less(i, j int) bool {
	if h[i].late != h[j].late {
		return h[i].late
	}
	if h[i].left != h[j].left {
		return h[i].left > h[j].left
	}
	return h[i].first < h[j].first
}

func (h servers) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].place, h[j].place = i, j
}

func (h *servers) Push(x any) {
	s := x.(*server)
	s.place = len(*h)
	*h = append(*h, s)
}

func (h *servers) Pop() any {
	old := *h
	s := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	s.place = -1
	return s
}
