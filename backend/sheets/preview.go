package sheets

import (
	"context"

	"mceplatform/backend/phone"
)

// Preview is what connecting a tab would bring.
type Preview struct {
	Rows     []PreviewRow `json:"rows"`     // the first ones
	Total    int          `json:"total"`    // rows that are not blank
	New      int          `json:"new"`      // people nobody knows yet
	Known    int          `json:"known"`    // people who are leads already
	Repeated int          `json:"repeated"` // rows of a person, or with a key, that stand further up too
	Rejected int          `json:"rejected"` // rows that cannot become a lead
}

// PreviewStatus says what would become of a row.
type PreviewStatus string

// What becomes of rows.
const (
	PreviewNew      PreviewStatus = "new"
	PreviewKnown    PreviewStatus = "known"
	PreviewRepeated PreviewStatus = "repeated"
	PreviewRejected PreviewStatus = "rejected"
)

// PreviewRow is a row as the lead it would become.
type PreviewRow struct {
	Row     int               `json:"row"`
	Status  PreviewStatus     `json:"status"`
	Name    string            `json:"name"`
	Phone   string            `json:"phone"` // as people write it
	Email   string            `json:"email"`
	Company string            `json:"company"`
	Owner   string            `json:"owner"`
	Stage   string            `json:"stage"`
	Tags    []string          `json:"tags"`
	Note    string            `json:"note"`
	Custom  map[string]string `json:"custom"`
	Reason  phone.Reason      `json:"reason"` // of a rejected row
	Value   string            `json:"value"`  // what the cell at fault says
}

// Preview reads a tab as a connection would.
func (s *Service) Preview(ctx context.Context, in Input) (Preview, error) {
	return Preview{}, nil
}
