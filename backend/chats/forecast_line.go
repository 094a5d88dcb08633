package chats

import (
	"slices"
	"time"

	"mceplatform/backend/clock"
)

// line is the people of a campaign who have yet to get it, as Queue offers them:
// those whose turn has not come in their order, and those put back by when.
type line struct {
	people []Person
	all    int // with some of them a second time, as a margin
	sent   int
	fresh  [2]class // without and with a conversation to start
}

// class is the people of a line who have a conversation, or those who have none.
type class struct {
	order   []int32 // places in the line
	next    int
	waiting []waiting
}

// waiting is those of a group who were put back, the earliest first.
type waiting struct {
	group   *group
	batches []batch
}

// batch is who was put back until the same time, in the order of the line.
type batch struct {
	due    clock.Millis
	places []int32
}

func newLine(people []Person, margin int) *line {
	l := &line{people: people, all: len(people) + margin}
	for i := range l.all {
		c := &l.fresh[0]
		if l.at(int32(i)).NewChat {
			c = &l.fresh[1]
		}
		c.order = append(c.order, int32(i))
	}
	return l
}

// at is the person in a place of the line.
func (l *line) at(place int32) *Person {
	if beyond := int(place) - len(l.people); beyond >= 0 {
		return &l.people[(beyond+1)*marginOf-1]
	}
	return &l.people[place]
}

func (l *line) left() int { return l.all - l.sent }

// stuck reports that some have no hour in common with the owner.
func (l *line) stuck() bool {
	for i := range l.fresh {
		for _, q := range l.fresh[i].waiting {
			if len(q.batches) > 0 && q.group.noTime > mostNoTime {
				return true
			}
		}
	}
	return false
}

func (c *class) left() int {
	n := len(c.order) - c.next
	for i := range c.waiting {
		for _, b := range c.waiting[i].batches {
			n += len(b.places)
		}
	}
	return n
}

// putBack defers the first of those whose turn has not come.
func (c *class) putBack(g *group) {
	b := batch{due: g.until, places: c.order[c.next : c.next+1]}
	c.next++
	for i := range c.waiting {
		if c.waiting[i].group == g {
			c.waiting[i].add(b)
			return
		}
	}
	c.waiting = append(c.waiting, waiting{group: g, batches: []batch{b}})
}

// add puts a batch behind the others: the time until which a group is put back
// only grows.
func (q *waiting) add(b batch) {
	if last := len(q.batches) - 1; last >= 0 && q.batches[last].due == b.due {
		q.batches[last].places = merge(q.batches[last].places, b.places)
		return
	}
	// What is put back is a part of the line's order, which must stay as it is.
	b.places = slices.Clip(b.places)
	q.batches = append(q.batches, b)
}

// merge joins two lists that are in order.
func merge(a, b []int32) []int32 {
	if len(b) == 0 || len(a) == 0 || a[len(a)-1] < b[0] {
		return append(a, b...)
	}
	list := make([]int32, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0] < b[0] {
			list, a = append(list, a[0]), a[1:]
		} else {
			list, b = append(list, b[0]), b[1:]
		}
	}
	return append(append(list, a...), b...)
}

// pick takes the first person whom something may go to now, of those who have a
// conversation unless mayStart. With nobody it returns when to look again; 0 =
// nobody is left.
func (w *walk) pick(l *line, mayStart bool) (to *group, newChat bool, later clock.Millis) {
	classes := l.fresh[:1]
	if mayStart {
		classes = l.fresh[:]
	}
	for {
		c := firstFresh(classes)
		if c < 0 {
			break
		}
		g := w.groupOf(l.at(classes[c].order[classes[c].next]))
		if w.meet(g) > w.now {
			classes[c].putBack(g)
			continue
		}
		classes[c].next++
		return g, c == 1, 0
	}
	for {
		c, q := firstWaiting(classes)
		if q == nil {
			return nil, false, 0
		}
		b := &q.batches[0]
		if b.due > w.now {
			return nil, false, b.due
		}
		if at := w.meet(q.group); at > w.now {
			again := *b
			again.due = at
			q.batches = q.batches[1:]
			q.add(again)
			continue
		}
		if b.places = b.places[1:]; len(b.places) == 0 {
			q.batches = q.batches[1:]
		}
		return q.group, c == 1, 0
	}
}

func firstFresh(classes []class) int {
	best := -1
	for i := range classes {
		c := &classes[i]
		if c.next < len(c.order) && (best < 0 || c.order[c.next] < classes[best].order[classes[best].next]) {
			best = i
		}
	}
	return best
}

func firstWaiting(classes []class) (int, *waiting) {
	at := -1
	var best *waiting
	for i := range classes {
		for j := range classes[i].waiting {
			if q := &classes[i].waiting[j]; len(q.batches) > 0 && (best == nil || q.batches[0].before(best.batches[0])) {
				at, best = i, q
			}
		}
	}
	return at, best
}

func (b batch) before(o batch) bool {
	return b.due < o.due || (b.due == o.due && b.places[0] < o.places[0])
}

// meet is when something may go to a group, as far as hours and look-ups go.
func (w *walk) meet(g *group) clock.Millis {
	if w.now < g.until {
		return g.until
	}
	if g.lookUp && w.lookUp > w.now {
		g.until = w.lookUp
		return g.until
	}
	if w.now < g.awake {
		return w.now
	}
	at, why := g.plan.meet(w.now.Time(), g.zones)
	if why == WaitNothing {
		g.noTime, g.awake = 0, w.nextChange(g)
		return w.now
	}
	if g.noTime++; why != WaitNoTime {
		g.noTime = 0
	}
	switch g.until = Stamp(at); {
	case g.noTime > mostNoTime:
		g.until = w.start.Add(2 * farthest)
	case g.noTime > 0: // there is none before the horizon
		g.until = w.now.Add(meetHorizon - 24*time.Hour)
	}
	return g.until
}

// mostNoTime is how often a common hour is looked for as far as meetHorizon goes:
// for a year, as clocks change.
const mostNoTime = 27

// nextChange is until when the hours of a group certainly stay what they are.
func (w *walk) nextChange(g *group) clock.Millis {
	quiet, work := w.plan.Rules.Quiet, g.plan.Rules.Work
	if !quiet.On && !w.ownHours {
		return w.openUntil
	}
	t := w.now.Time()
	marks := []int{quiet.From, quiet.To}
	next := nextMark(t.In(w.zone), []int{quiet.From, quiet.To, work.From, work.To})
	for _, zone := range g.zones {
		if at := nextMark(t.In(zone), marks); at.Before(next) {
			next = at
		}
	}
	return min(clock.MillisOf(next), w.openUntil)
}

// open is when the owner works, from now on.
func (w *walk) open() clock.Millis {
	if w.now < w.openUntil {
		return w.now
	}
	plan := w.plan
	if w.ownHours {
		plan.Rules.Work = Hours{}
	}
	r := plan.Rules
	at, why := plan.open(w.now.Time())
	if why != WaitNothing {
		return max(Stamp(at), w.now+1)
	}
	if !r.Work.On && len(r.Holidays) == 0 {
		w.openUntil = w.now.Add(24 * time.Hour)
		return w.now
	}
	w.openUntil = clock.MillisOf(nextMark(at.In(w.zone), []int{r.Work.From, r.Work.To}))
	return w.now
}
