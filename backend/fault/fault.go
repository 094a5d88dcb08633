// Package fault is the one error type that crosses package borders. Adapters
// translate foreign errors into it once, at their edge; nobody above them
// reads driver text.
package fault

import (
	"errors"
	"fmt"
)

// Code says what kind of failure happened. The set is closed: a variant of a
// failure goes into Error.Fields, not into a new code.
type Code string

// The closed set of codes.
const (
	Invalid     Code = "invalid"
	NotFound    Code = "not_found"
	Conflict    Code = "conflict"
	Unavailable Code = "unavailable"
	NotLinked   Code = "not_linked"
	RateLimited Code = "rate_limited"
	Restricted  Code = "restricted"
	Canceled    Code = "canceled"
	Internal    Code = "internal"
)

// Error is a failure with a code for programs and a sentence for people.
type Error struct {
	Code    Code
	Message string            // one plain sentence: what is wrong and what to do
	Fields  map[string]string // details by name: "reason", "field", "row", ...
	Err     error             // the cause; never shown to the user
}

func (e *Error) Error() string {
	if e.Err == nil {
		return string(e.Code) + ": " + e.Message
	}
	return string(e.Code) + ": " + e.Message + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// With returns e with one more field. It changes e, so call it on a new error.
func (e *Error) With(name, value string) *Error {
	if e.Fields == nil {
		e.Fields = make(map[string]string, 1)
	}
	e.Fields[name] = value
	return e
}

// New makes an error with a sentence for the user.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Wrap makes an error with a sentence for the user and a cause for the log.
func Wrap(err error, code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Err: err}
}

// CodeOf returns the code of the first Error in err's chain, Internal for any
// other error, and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

// Is reports whether err carries the given code.
func Is(err error, code Code) bool { return CodeOf(err) == code }

// MessageOf returns the sentence of the first Error in err's chain, "" for any
// other error.
func MessageOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Message
	}
	return ""
}
