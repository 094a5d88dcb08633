package whatsapp

import (
	"fmt"
	"log/slog"
	"regexp"
	"sync"

	signallog "go.mau.fi/libsignal/logger"
	waLog "go.mau.fi/whatsmeow/util/log"
)

// logger passes whatsmeow's log on without the people in it. Debug lines hold
// whole messages and are dropped.
type logger struct {
	log    *slog.Logger
	module string
}

func newLogger(log *slog.Logger, module string) waLog.Logger { return logger{log: log, module: module} }

var (
	// Runs of digits of this length are numbers, LIDs or ids of people.
	people = regexp.MustCompile(`\d{4,}(\d\d)`)
	// A stanza carries names and contents.
	stanza = regexp.MustCompile(`(?s)<.*>`)
)

func redact(format string, args []any) string {
	return people.ReplaceAllString(stanza.ReplaceAllString(fmt.Sprintf(format, args...), "<...>"), "***$1")
}

func (l logger) Errorf(format string, args ...any) {
	l.log.Error("whatsmeow", "module", l.module, "text", redact(format, args))
}
func (l logger) Warnf(format string, args ...any) {
	l.log.Warn("whatsmeow", "module", l.module, "text", redact(format, args))
}
func (l logger) Infof(format string, args ...any) {
	l.log.Info("whatsmeow", "module", l.module, "text", redact(format, args))
}
func (l logger) Debugf(string, ...any) {}
func (l logger) Sub(module string) waLog.Logger {
	return logger{log: l.log, module: l.module + "/" + module}
}

// QuietSignal keeps the Signal library off the terminal. Its own set-up happens
// at the first use, from several goroutines, which is a data race. New calls it;
// a process that runs a simulator only calls it before starting one.
var QuietSignal = sync.OnceFunc(func() {
	var quiet signallog.Loggable = silent{}
	signallog.Setup(&quiet)
})

type silent struct{}

func (silent) Debug(string, string)   {}
func (silent) Info(string, string)    {}
func (silent) Warning(string, string) {}
func (silent) Error(string, string)   {}
func (silent) Configure(string)       {}
