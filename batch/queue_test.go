package batch

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
)

// drain works a queue off with some workers; a job takes the time expected of
// it on its server's one stream of requests, of which it uses the given part.
func drain(q *queue, workers int, stream float64) (wall time.Duration, mostOnOne int) {
	begun := time.Now()
	var mu sync.Mutex
	running := map[string]int{}
	streams := map[string]time.Time{} // when each server's stream is free
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for {
				j, ok := q.next()
				if !ok {
					return
				}
				mu.Lock()
				running[j.server]++
				mostOnOne = max(mostOnOne, running[j.server])
				free := streams[j.server]
				if free.Before(time.Now()) {
					free = time.Now()
				}
				free = free.Add(time.Duration(float64(j.expected) * stream))
				streams[j.server] = free
				mu.Unlock()
				end := time.Now().Add(j.expected)
				if free.After(end) {
					end = free
				}
				time.Sleep(time.Until(end))
				mu.Lock()
				running[j.server]--
				mu.Unlock()
				q.done(j)
			}
		})
	}
	group.Wait()
	return time.Since(begun), mostOnOne
}

// hosting makes jobs as agencies are hosted: many alone, some hundred together
// on a few servers.
func hosting(agencies int) []job {
	rnd := rand.New(rand.NewPCG(1, 2))
	jobs := make([]job, agencies)
	for i := range jobs {
		server := fmt.Sprintf("alone-%d", i)
		if i%3 == 0 {
			server = fmt.Sprintf("company-%d", i%7)
		}
		jobs[i] = job{at: i, server: server, expected: time.Duration(20+rnd.IntN(60)) * time.Second}
	}
	rnd.Shuffle(len(jobs), func(i, j int) { jobs[i].at, jobs[j].at = jobs[j].at, jobs[i].at })
	return jobs
}

func TestWallTimeComesNearToWhatIsPossible(t *testing.T) {
	for name, c := range map[string]struct {
		agencies, workers int
		stream            float64
	}{
		"few workers: all the work counts":        {300, 8, 0.9},
		"many workers: the busiest server counts": {300, 128, 0.9},
		"the nation": {8300, 32, 0.5},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				jobs := hosting(c.agencies)
				var total, slowest time.Duration
				servers := map[string]time.Duration{}
				for _, j := range jobs {
					total += j.expected
					servers[j.server] += time.Duration(float64(j.expected) * c.stream)
					slowest = max(slowest, servers[j.server], j.expected)
				}
				bound := max(total/time.Duration(c.workers), slowest)
				wall, most := drain(newQueue(jobs, c.workers, 3), c.workers, c.stream)
				ratio := float64(wall) / float64(bound)
				t.Logf("wall time %v, bound %v, ratio %.3f", wall, bound, ratio)
				if ratio > 1.10 {
					t.Errorf("wall time is %.2f times the bound", ratio)
				}
				if most > 3 {
					t.Errorf("%d agencies at once on one server", most)
				}
			})
		})
	}
}

func TestJobsOfAFullServerDoNotHoldWorkersUp(t *testing.T) {
	q := newQueue([]job{
		{at: 0, server: "a", expected: 9},
		{at: 1, server: "a", expected: 8},
		{at: 2, server: "a", expected: 7},
		{at: 3, server: "b", expected: 1},
		{at: 4, expected: 2},
		{at: 5, expected: 2},
	}, 1, 2)
	var order []int
	next := func() job {
		j, _ := q.next()
		order = append(order, j.at)
		return j
	}
	first := next()
	for range 4 {
		next()
	}
	q.done(first)
	next()
	if diff := gocmp.Diff([]int{0, 4, 5, 3, 1, 2}, order); diff != "" {
		t.Error(diff)
	}
	if _, ok := q.next(); ok {
		t.Error("a job more than there are")
	}
}

func TestClosedQueueLetsWaitingWorkersGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue([]job{{at: 0, server: "a"}, {at: 1, server: "a"}}, 1, 1)
		if _, ok := q.next(); !ok {
			t.Fatal("no job")
		}
		waited := false
		go func() {
			_, ok := q.next()
			waited = !ok
		}()
		synctest.Wait()
		q.close()
		synctest.Wait()
		if !waited || q.left() != 1 {
			t.Errorf("waited %v, left %d", waited, q.left())
		}
	})
}

func BenchmarkQueue(b *testing.B) {
	for _, n := range []int{300, 8300} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			jobs := hosting(n)
			b.ReportAllocs()
			for b.Loop() {
				q := newQueue(jobs, 16, 3)
				for {
					j, ok := q.next()
					if !ok {
						break
					}
					q.done(j)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/agency")
		})
	}
}

func BenchmarkRun(b *testing.B) {
	for _, n := range []int{300, 8300} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			list := province(n)
			most := peak(func() {
				for b.Loop() {
					if _, err := runner(b.TempDir()).Run(b.Context(), list); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.ReportMetric(float64(most)/(1<<20), "peak-MiB")
			b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "agencies/s")
		})
	}
}

func BenchmarkProgress(b *testing.B) {
	t := &tracker{q: newQueue(hosting(8300), 16, 3), servers: map[string]*pace{}}
	for _, j := range hosting(8300) {
		t.start(j)
		t.end(j, 100, j.expected, false)
	}
	for b.Loop() {
		t.progress()
	}
}
