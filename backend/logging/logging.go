// Package logging sets up the log: one rotating file in the data folder, in
// which people do not appear.
package logging

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"

	"github.com/DeRuina/timberjack"
)

const (
	fileName   = "mce.log"
	maxSizeMB  = 5
	maxBackups = 10
)

// Open returns a log that writes into dir; close it when the program ends.
func Open(dir string) (*slog.Logger, io.Closer, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, nil, err
	}
	out := &timberjack.Logger{Filename: filepath.Join(dir, fileName), MaxSize: maxSizeMB, MaxBackups: maxBackups, FileMode: 0o600}
	return New(out), out, nil
}

// New returns a log that writes to w. Texts of messages, names and numbers mask
// themselves by their types; what slips through in an error's words is masked
// here by its shape.
func New(w io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: mask}))
}

var (
	numbers = regexp.MustCompile(`\+?\d[\d\s().-]{5,}(\d\d)`)
	quoted  = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
)

func mask(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && (a.Key == slog.TimeKey || a.Key == slog.LevelKey || a.Key == slog.MessageKey) {
		return a
	}
	switch v := a.Value.Any().(type) {
	case error:
		a.Value = slog.StringValue(maskText(v.Error()))
	case string:
		a.Value = slog.StringValue(maskText(v))
	}
	return a
}

// maskText hides what looks like a phone number, and quotations, which in our
// error sentences are what somebody typed.
func maskText(s string) string {
	return numbers.ReplaceAllString(quoted.ReplaceAllString(s, `"..."`), "***$1")
}
