// Package templates is the library of messages that are used again, and the
// small language of variables that they and campaigns are written in.
package templates

import (
	"context"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
)

// Template is a message of the library.
type Template struct {
	ID         int64             `json:"id"`
	Name       string            `json:"name"`
	Body       string            `json:"body"`
	Attachment *chats.Attachment `json:"attachment" gorm:"-"`
	CreatedAt  clock.Millis      `json:"createdAt" gorm:"autoCreateTime:false"`
	UpdatedAt  clock.Millis      `json:"updatedAt" gorm:"autoUpdateTime:false"` // GORM would write seconds by itself
}

// Input is a template as the window edits it.
type Input struct {
	Name       string            `json:"name"`
	Body       string            `json:"body"`
	Attachment *chats.Attachment `json:"attachment"` // of chats.Service.KeepFile; nil = none
}

// Store keeps the library. Changes run inside InTx; lists are never nil.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	ListTemplates(ctx context.Context) ([]Template, error) // by name
	GetTemplate(ctx context.Context, id int64) (Template, error)
	// CreateTemplate and UpdateTemplate return a conflict when the name is in use.
	CreateTemplate(ctx context.Context, t *Template) error
	UpdateTemplate(ctx context.Context, t Template) error
	DeleteTemplate(ctx context.Context, id int64) error
	// CustomFields lists the titles of the user's own columns.
	CustomFields(ctx context.Context) ([]string, error)
}
