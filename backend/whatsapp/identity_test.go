package whatsapp

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// One place makes and reads WhatsApp's identifiers. Elsewhere a LID would sooner
// or later be taken for a number.
func TestIdentifiersAreMadeInOnePlace(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	makes := regexp.MustCompile(`types\.(NewJID|NewADJID|ParseJID|DefaultUserServer|HiddenUserServer|LegacyUserServer)\b`)
	for _, f := range files {
		if f == "identity.go" || strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if found := makes.Find(b); found != nil {
			t.Errorf("%s uses %s; that belongs into identity.go", f, found)
		}
	}
}
