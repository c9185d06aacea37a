package crawler

import "sync/atomic"

// maxKept is how many bytes of documents the crawlers of a network keep, from
// the probe that found each until it is opened.
const maxKept = 64 << 20

// allowance is what may be kept.
type allowance struct{ taken atomic.Int64 }

// take reports whether there is room for n more bytes, and takes it.
func (a *allowance) take(n int) bool {
	if a.taken.Add(int64(n)) <= maxKept {
		return true
	}
	a.give(n)
	return false
}

func (a *allowance) give(n int) { a.taken.Add(-int64(n)) }

// keep holds on to the beginning of a document, if there is room.
func (c *Crawler) keep(address string, head []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept[address] == nil && c.room.take(len(head)) {
		c.kept[address] = head
	}
}

// give hands over what was kept of a document; nil when nothing was.
func (c *Crawler) give(address string) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	head := c.kept[address]
	delete(c.kept, address)
	c.room.give(len(head))
	return head
}

// forget gives up all that is kept.
func (c *Crawler) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, head := range c.kept {
		c.room.give(len(head))
	}
	clear(c.kept)
}
