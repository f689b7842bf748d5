package webpicture

import (
	"container/list"
	"sync"

	"satchel/htmlview"
)

// cache keeps decoded pictures by their address, those longest unused going first.
type cache struct {
	mu        sync.Mutex
	most      int // bytes
	used      int
	byAddress map[string]*list.Element // of kept
	order     *list.List               // the latest used in front
}

type kept struct {
	address string
	picture htmlview.Picture
}

func newCache(most int) cache {
	return cache{most: most, byAddress: map[string]*list.Element{}, order: list.New()}
}

// weight is the memory of a picture, four bytes a pixel.
func weight(p htmlview.Picture) int { return 4 * int(p.Width) * int(p.Height) }

func (c *cache) get(address string) (htmlview.Picture, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byAddress[address]
	if !ok {
		return htmlview.Picture{}, false
	}
	c.order.MoveToFront(e)
	return e.Value.(kept).picture, true
}

func (c *cache) put(address string, p htmlview.Picture) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.byAddress[address]; ok || weight(p) > c.most {
		return
	}
	c.byAddress[address] = c.order.PushFront(kept{address, p})
	c.used += weight(p)
	for c.used > c.most {
		oldest := c.order.Remove(c.order.Back()).(kept)
		delete(c.byAddress, oldest.address)
		c.used -= weight(oldest.picture)
	}
}
