package sheets

import "mceplatform/backend/clock"

// WriteField is what a column of a sheet can be told of a row's lead.
type WriteField string

// The fields.
const (
	WriteStage       WriteField = "stage"        // the stage's name
	WriteOwner       WriteField = "owner"        // who looks after the lead
	WriteLastContact WriteField = "last_contact" // date and time of the last message, on the computer's clock
	WriteOptOut      WriteField = "opt_out"      // "Opted out", else nothing
)

// WriteColumn is a column that the user gave to a field. Nothing else of a sheet is ever written.
type WriteColumn struct {
	Field  WriteField `json:"field"`
	Column string     `json:"column"` // its title
}

// Conflict is a cell that somebody else changed, and that is therefore left alone.
type Conflict struct {
	RowKey string       `json:"rowKey"`
	Field  WriteField   `json:"field"`
	Row    int          `json:"row"` // where it was last seen
	LeadID int64        `json:"leadId"`
	Lead   string       `json:"lead"`   // the name, or the number
	Theirs string       `json:"theirs"` // what the sheet says
	Ours   string       `json:"ours"`   // what it would be given
	At     clock.Millis `json:"at"`
}

// Settlement is a person's word on conflicts.
type Settlement string

// The words.
const (
	UseOurs    Settlement = "ours"   // write it over
	KeepTheirs Settlement = "theirs" // leave the cell until the lead changes again
)
