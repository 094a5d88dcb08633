package app

import "log/slog"

// wailsLogger passes Wails' log on. Its debug and trace lines hold the arguments
// of every call, hence messages and numbers, and are dropped.
type wailsLogger struct{ log *slog.Logger }

func (wailsLogger) Print(string)         {}
func (wailsLogger) Trace(string)         {}
func (wailsLogger) Debug(string)         {}
func (wailsLogger) Info(string)          {}
func (l wailsLogger) Warning(msg string) { l.log.Warn("window", "text", msg) }
func (l wailsLogger) Error(msg string)   { l.log.Error("window", "text", msg) }
func (l wailsLogger) Fatal(msg string)   { l.log.Error("window", "text", msg) }
