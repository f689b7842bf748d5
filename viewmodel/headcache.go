package viewmodel

import (
	"container/list"

	"satchel/mailstore"
)

// headCache keeps the heads last looked at, up to a limit, so that a list of a
// million rows costs no more than the part somebody has seen of late.
type headCache struct {
	limit  int
	byID   map[mailstore.MessageID]*list.Element
	recent *list.List // of *mailstore.Head, last used first
}

func newHeadCache(limit int) *headCache {
	return &headCache{limit: limit, byID: map[mailstore.MessageID]*list.Element{}, recent: list.New()}
}

// get gives a head that is here, else nil. The caller may change its flags.
func (c *headCache) get(id mailstore.MessageID) *mailstore.Head {
	e, ok := c.byID[id]
	if !ok {
		return nil
	}
	c.recent.MoveToFront(e)
	return e.Value.(*mailstore.Head)
}

func (c *headCache) has(id mailstore.MessageID) bool { _, ok := c.byID[id]; return ok }

func (c *headCache) put(h mailstore.Head) {
	if e, ok := c.byID[h.ID]; ok {
		e.Value = &h
		c.recent.MoveToFront(e)
		return
	}
	c.byID[h.ID] = c.recent.PushFront(&h)
	for c.recent.Len() > c.limit {
		oldest := c.recent.Back()
		delete(c.byID, oldest.Value.(*mailstore.Head).ID)
		c.recent.Remove(oldest)
	}
}

func (c *headCache) drop(id mailstore.MessageID) {
	if e, ok := c.byID[id]; ok {
		c.recent.Remove(e)
		delete(c.byID, id)
	}
}
