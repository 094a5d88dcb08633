package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"

	"mceplatform/backend"
	"mceplatform/backend/fault"
)

// call runs one bound method: it gives it a context and the backend, turns a
// panic into an error, and logs what is no fault of the user's. Without its
// recover a panic would leave the page waiting for ever.
func call[T any](h *host, name string, fn func(ctx context.Context, b *backend.Backend) (T, error)) (out T, err error) {
	defer func() {
		if r := recover(); r != nil {
			ref := reference()
			h.log.Error("panic in a call", "call", name, "ref", ref, "stack", string(debug.Stack()))
			err = fault.New(fault.Internal, "Something went wrong in the program. Nothing was lost; the log has the details.").With("ref", ref)
		}
	}()
	b := h.current()
	if b == nil {
		return out, fault.New(fault.Unavailable, "The data could not be opened.").With("reason", string(h.startupState().State))
	}
	out, err = fn(context.Background(), b)
	return out, h.report(name, err)
}

// act is call for methods without a result.
func act(h *host, name string, fn func(ctx context.Context, b *backend.Backend) error) error {
	_, err := call(h, name, func(ctx context.Context, b *backend.Backend) (struct{}, error) { return struct{}{}, fn(ctx, b) })
	return err
}

// report logs an error that is the program's and gives it a reference.
func (h *host) report(name string, err error) error {
	if err == nil {
		return nil
	}
	var f *fault.Error
	if errors.As(err, &f) && f.Code != fault.Internal {
		h.log.Info("call refused", "call", name, "code", string(f.Code))
		return err
	}
	ref := reference()
	h.log.Error("call failed", "call", name, "ref", ref, "err", err)
	return fault.Wrap(err, fault.Internal, "Something went wrong in the program. Nothing was lost; the log has the details.").With("ref", ref)
}

func reference() string { return fmt.Sprintf("%06x", rand.Uint32N(1<<24)) }

// formatError is what the page gets: Wails puts it into new Error(...), so it
// has to be a string.
func formatError(err error) any {
	out := struct {
		Code    fault.Code        `json:"code"`
		Message string            `json:"message"`
		Fields  map[string]string `json:"fields"`
		Ref     string            `json:"ref"`
	}{Code: fault.Internal, Fields: map[string]string{}}
	var f *fault.Error
	if errors.As(err, &f) {
		out.Code, out.Message, out.Ref = f.Code, f.Message, f.Fields["ref"]
		for k, v := range f.Fields {
			out.Fields[k] = v
		}
	}
	b, err := json.Marshal(out)
	if err != nil {
		return `{"code":"internal"}`
	}
	return string(b)
}
