// Package migrations holds the steps that bring a database to the current
// schema. A step is raw SQL, runs in its own transaction and is never edited
// after a release: add a new one instead.
package migrations

import (
	"embed"
	"strings"
)

//go:embed *.sql
var files embed.FS

// Step is one migration; ID is its file name without the ending and sorts in
// the order of application.
type Step struct {
	ID  string
	SQL string
}

// Steps returns every step in order. The number of steps is the schema version
// kept in PRAGMA user_version.
func Steps() ([]Step, error) {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	steps := make([]Step, 0, len(entries))
	for _, e := range entries {
		b, err := files.ReadFile(e.Name())
		if err != nil {
			return nil, err
		}
		steps = append(steps, Step{ID: strings.TrimSuffix(e.Name(), ".sql"), SQL: string(b)})
	}
	return steps, nil
}
