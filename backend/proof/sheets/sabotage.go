package main

import (
	"maps"
	"slices"
)

// sabotage is a rule that the parent breaks after each kill, as a program without
// it would have. A proof that passes under sabotage proves nothing.
type sabotage string

const (
	// sabotageForgetEdits forgets what a person has typed, and that the rows are
	// known: they are read as if they had changed.
	sabotageForgetEdits sabotage = "forget-edits"
	// sabotageOwnCells takes what others wrote into cells for the program's own.
	sabotageOwnCells sabotage = "own-cells"
	// sabotageLoseLeads forgets whose number is whose, so that somebody comes twice.
	sabotageLoseLeads sabotage = "lose-leads"
)

var sabotages = map[sabotage][]string{
	sabotageForgetEdits: {`UPDATE leads SET user_fields = ''`, `UPDATE sheet_rows SET hash = ''`},
	sabotageOwnCells:    {`UPDATE sheet_cells SET written = theirs, theirs = NULL WHERE theirs IS NOT NULL`},
	sabotageLoseLeads:   {`DELETE FROM identities WHERE lead_id = (SELECT max(id) FROM leads)`},
}

var sabotageModes = slices.Sorted(maps.Keys(sabotages))
