package gsheets

import (
	"slices"
	"sync"
	"time"

	"mceplatform/backend/sheets"
	"mceplatform/backend/tabular"
)

// While a sheet is being connected, its tabs are looked at one after the other. That costs one
// download; but whoever reads a tab again wants to see what has changed.
const (
	bookFor  = 30 * time.Second
	maxBooks = 64 << 20 // bytes
)

// book is a downloaded document.
type book struct {
	title string
	data  []byte
	tabs  []string
	ids   map[string]int64 // Google's numbers of tabs, where they are known
	at    time.Time
	only  string          // the one tab it was downloaded for, "" = to look at all of them
	taken map[string]bool // readings of tabs that it has served
}

// books are the documents that were downloaded last. The zero value is empty.
type books struct {
	mu   sync.Mutex
	list map[string]*book // by id
}

// keep holds a document for a while.
func (bs *books) keep(id string, b *book) {
	bs.mu.Lock()
	defer bs.mu.Unlock()
	bs.purge()
	if bs.list == nil {
		bs.list = make(map[string]*book)
	}
	bs.list[id] = b
	for size := 0; ; size = 0 {
		oldest := id
		for other, held := range bs.list {
			if size += len(held.data); held.at.Before(bs.list[oldest].at) {
				oldest = other
			}
		}
		if size <= maxBooks || oldest == id {
			break
		}
		delete(bs.list, oldest)
	}
	time.AfterFunc(bookFor+time.Second, func() {
		bs.mu.Lock()
		defer bs.mu.Unlock()
		bs.purge()
	})
}

func (bs *books) purge() {
	for id, b := range bs.list {
		if time.Since(b.at) > bookFor {
			delete(bs.list, id)
		}
	}
}

// whole returns a document that was downloaded to be looked at, nil = there is none.
func (bs *books) whole(id string) *book {
	bs.mu.Lock()
	defer bs.mu.Unlock()
	bs.purge()
	if b := bs.list[id]; b != nil && b.only == "" {
		return b
	}
	return nil
}

// take returns the document for one reading of a tab, which it serves once.
func (bs *books) take(id, tab string, as sheets.Render) *book {
	bs.mu.Lock()
	defer bs.mu.Unlock()
	bs.purge()
	b, reading := bs.list[id], string(as)+" "+tab
	if b == nil || b.taken[reading] || b.only != "" && b.only != tab || !slices.Contains(b.tabs, tab) {
		return nil
	}
	b.taken[reading] = true
	return b
}

// drop forgets a document.
func (bs *books) drop(id string) {
	bs.mu.Lock()
	defer bs.mu.Unlock()
	delete(bs.list, id)
}

// number notes Google's number of a tab.
func (bs *books) number(b *book, tab string, gid int64) {
	bs.mu.Lock()
	defer bs.mu.Unlock()
	b.ids[tab] = gid
}

// tabsOf lists the tabs. Google's number is not known of most.
func (bs *books) tabsOf(b *book) []sheets.Tab {
	bs.mu.Lock()
	defer bs.mu.Unlock()
	out := make([]sheets.Tab, len(b.tabs))
	for i, tab := range b.tabs {
		out[i] = sheets.Tab{ID: -1, Title: tab}
		if gid, known := b.ids[tab]; known {
			out[i].ID = gid
		}
	}
	return out
}

// tabLike is the only tab whose first row is that of a text, "" = none or several. Numbers and
// dates look different in the two, so that tells more than comparing everything.
func (b *book) tabLike(file download) string {
	text, err := tabular.Open(file.name, file.data, tabular.Options{Encoding: "utf-8", Delimiter: ","})
	if err != nil || len(text.Rows) == 0 {
		return ""
	}
	found := ""
	for _, tab := range b.tabs {
		table, err := tabular.Open(b.title, b.data, tabular.Options{Tab: tab})
		if err != nil || len(table.Rows) == 0 || table.Rows[0].Number != text.Rows[0].Number || !slices.Equal(table.Rows[0].Cells, text.Rows[0].Cells) {
			continue
		}
		if found != "" {
			return ""
		}
		found = tab
	}
	return found
}
