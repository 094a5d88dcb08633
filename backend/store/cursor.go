package store

import (
	"encoding/base64"
	"encoding/json"

	"mceplatform/backend/fault"
)

// cursor is the place after the last row of a page: its sort value and its id.
type cursor struct {
	number int64
	text   string
	id     int64
}

type cursorJSON struct {
	N int64  `json:"n,omitempty"`
	T string `json:"t,omitempty"`
	I int64  `json:"i"`
}

func numberCursor(n, id int64) string { return encodeCursor(cursorJSON{N: n, I: id}) }

func textCursor(t string, id int64) string { return encodeCursor(cursorJSON{T: t, I: id}) }

func encodeCursor(c cursorJSON) string {
	b, err := json.Marshal(c)
	if err != nil {
		panic(err) // a struct of two numbers and a string always encodes
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// parseCursor reads a cursor; nil stands for the first page.
func parseCursor(s string) (*cursor, error) {
	if s == "" {
		return nil, nil
	}
	var c cursorJSON
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "That place in the list is not valid. Open the list again.").With("field", "cursor")
	}
	return &cursor{number: c.N, text: c.T, id: c.I}, nil
}
