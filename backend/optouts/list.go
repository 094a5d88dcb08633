package optouts

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
)

// Entry is one person who has opted out, now or once.
type Entry struct {
	LeadID       int64        `json:"leadId"` // 0 = no lead: found by the number that was typed
	Name         string       `json:"name"`
	Phone        string       `json:"phone"` // digits
	PhoneDisplay string       `json:"phoneDisplay"`
	Source       string       `json:"source"` // whatsapp, user or file
	Reason       string       `json:"reason"` // the word they wrote, or what was noted by hand
	At           clock.Millis `json:"at"`
	LiftedAt     clock.Millis `json:"liftedAt"` // 0 = in force
}

// Query selects from the list. The zero value is everyone.
type Query struct {
	Query  string `json:"query"`  // part of a name or number, or the whole number of somebody who is no lead
	Cursor string `json:"cursor"` // "next" of the page before; "" = first
	Limit  int    `json:"limit"`  // 1..200, 0 = 50
}

// Page is one page of the list; Next is "" on the last.
type Page struct {
	Items []Entry `json:"items"`
	Next  string  `json:"next"`
	Total int     `json:"total"` // of all pages
	// Unknown counts people who are out and no lead: only their keyed hash is kept.
	Unknown int `json:"unknown"`
}

// List returns who has opted out: those in force first, the latest first.
func (s *Service) List(ctx context.Context, q Query) (Page, error) {
	if q.Limit <= 0 {
		q.Limit = 50
	}
	q.Limit = min(q.Limit, 200)
	from, err := strconv.Atoi(cmp.Or(q.Cursor, "0"))
	if err != nil || from < 0 {
		return Page{}, fault.New(fault.Invalid, "That place in the list is not valid. Open the list again.").With("field", "cursor")
	}
	all, unknown, err := s.store.ListOptOuts(ctx)
	if err != nil {
		return Page{}, err
	}
	if q.Query = leads.CleanName(q.Query); q.Query != "" {
		all = slices.DeleteFunc(all, func(e Entry) bool { return !e.matches(q.Query) })
		if len(all) == 0 {
			if all, err = s.byNumber(ctx, q.Query); err != nil {
				return Page{}, err
			}
		}
	}
	slices.SortFunc(all, func(a, b Entry) int {
		if (a.LiftedAt == 0) != (b.LiftedAt == 0) {
			return cmp.Compare(min(a.LiftedAt, 1), min(b.LiftedAt, 1))
		}
		return cmp.Or(cmp.Compare(b.At, a.At), cmp.Compare(b.LeadID, a.LeadID))
	})
	page := Page{Items: []Entry{}, Total: len(all), Unknown: unknown}
	if from < len(all) {
		page.Items = all[from:min(from+q.Limit, len(all))]
	}
	if from+q.Limit < len(all) {
		page.Next = strconv.Itoa(from + q.Limit)
	}
	return page, nil
}

func (e Entry) matches(query string) bool {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, query)
	return strings.Contains(strings.ToLower(e.Name), strings.ToLower(query)) || (len(digits) >= 3 && strings.Contains(e.Phone, digits))
}

// byNumber looks for somebody of whom only the hash is kept: it can be asked
// for, but not read back.
func (s *Service) byNumber(ctx context.Context, query string) ([]Entry, error) {
	region, err := s.keeper.Region(ctx)
	if err != nil {
		return nil, err
	}
	number, err := phone.Parse(query, region)
	if err != nil {
		return nil, nil // not a number: nobody is found
	}
	o, err := s.leads.OptOutOfNumber(ctx, number)
	if err != nil || o == nil {
		return nil, err
	}
	id, err := s.leads.Find(ctx, leads.Person{Phone: number})
	return []Entry{{LeadID: id, Phone: number.Digits(), PhoneDisplay: number.Display(), Source: o.Source, Reason: o.Reason, At: o.At}}, err
}
