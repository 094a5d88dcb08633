package backend_test

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"mceplatform/backend"
	"mceplatform/backend/account"
	"mceplatform/backend/backendtest"
	"mceplatform/backend/chats"
	"mceplatform/backend/config"
	"mceplatform/backend/event"
	"mceplatform/backend/gsheets"
	"mceplatform/backend/gsheets/sheetsim"
	"mceplatform/backend/logging"
	"mceplatform/backend/secret"
	"mceplatform/backend/store"
	"mceplatform/backend/whatsapp"
	"mceplatform/backend/whatsapp/wasim"
)

// told counts everything that the client says to the server about a message.
type told struct {
	mu   sync.Mutex
	list []string
}

func (c *told) config() wasim.Config {
	return wasim.Config{OnReceipt: func(i wasim.ReceiptInfo) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if i.Peer == bob {
			c.list = append(c.list, i.Type)
		}
	}}
}

func (c *told) all() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Join(c.list, ",")
}

// A session database that fails while a message is decrypted must not be taken
// for a message that cannot be: that would be acknowledged and lost.
func TestNothingIsAcknowledgedWhileTheSessionFails(t *testing.T) {
	for name, tt := range map[string]struct{ breaks, mends string }{
		"disk full":  {"PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000"},
		"read-only":  {"PRAGMA query_only = 1", "PRAGMA query_only = 0"},
		"unreadable": {"ALTER TABLE whatsmeow_identity_keys RENAME TO hidden", "ALTER TABLE hidden RENAME TO whatsmeow_identity_keys"},
	} {
		t.Run(name, func(t *testing.T) {
			var said told
			var session *sql.DB
			w := backendtest.NewWorld(t, said.config())
			w.Tune = func(c *whatsapp.Config) { session = c.Session }
			a := w.Start(t)
			w.Link(t, a)
			p := w.Person(bob, "Bob", wasim.Behaviour{})
			if _, err := session.Exec(tt.breaks); err != nil {
				t.Fatal(err)
			}
			var reconnects atomic.Int64 // a message that is not taken makes the link ask for it again
			a.Bus.Subscribe(func(e event.Event) {
				if st, ok := e.Data.(account.Status); ok && st.State == account.Online {
					reconnects.Add(1)
				}
			})
			text := strings.Repeat("a long message ", 20000) // more than the free pages of the file hold
			if _, err := p.SendText(t.Context(), w.Owner, text, wasim.SendOptions{}); err != nil {
				t.Fatal(err)
			}
			backendtest.Eventually(t, "two failed tries", func() bool { return reconnects.Load() >= 2 })
			if s := said.all(); s != "" {
				t.Errorf("the server was told %q of a message that is not stored", s)
			}
			if _, err := session.Exec(tt.mends); err != nil {
				t.Fatal(err)
			}
			backendtest.Eventually(t, "the message", func() bool { return len(list(t, a)) == 1 && list(t, a)[0].Unread == 1 })
			backendtest.Eventually(t, "its receipt", func() bool { return said.all() != "" })
			if s := said.all(); strings.Contains(s, "retry") || strings.Contains(s, "ack") {
				t.Errorf("the server was told %q", s)
			}
		})
	}
}

// kept is a world whose backend has a link, a conversation and a Google key.
type kept struct {
	*backendtest.World
	session *sql.DB
	email   string
	pem     string
}

const (
	inText  = "the customer's secret order"
	outText = "the shop's secret answer"
)

func newKept(t *testing.T) (*kept, *backendtest.App) {
	t.Helper()
	k := &kept{World: backendtest.NewWorld(t, wasim.Config{})}
	k.Tune = func(c *whatsapp.Config) { k.session = c.Session }
	google, err := sheetsim.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = google.Close() })
	k.Google = gsheets.Options{Endpoint: google.URL(), TokenURL: google.TokenURL()}
	key, err := google.NewServiceAccountJSON()
	if err != nil {
		t.Fatal(err)
	}
	var parts struct {
		Email string `json:"client_email"`
		PEM   string `json:"private_key"`
	}
	if err := json.Unmarshal(key, &parts); err != nil {
		t.Fatal(err)
	}
	k.email, k.pem = parts.Email, parts.PEM
	// As a version before the encryption left it.
	folder := filepath.Join(k.DataDir, config.SecretFolder)
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "google-service-account"), key, 0o600); err != nil {
		t.Fatal(err)
	}
	a := k.Start(t)
	k.Link(t, a)
	p := k.Person(bob, "Bob", wasim.Behaviour{})
	if _, err := p.SendText(t.Context(), k.Owner, inText, wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the message", func() bool { return len(list(t, a)) == 1 })
	if _, err := a.Chats.Send(t.Context(), list(t, a)[0].ID, chats.Compose{Text: outText, ClientID: "c"}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the answer", func() bool { return list(t, a)[0].LastStatus == chats.StatusDelivered })
	return k, a
}

func (k *kept) serviceAccount(t *testing.T, a *backendtest.App) string {
	t.Helper()
	got, err := a.Sheets.ServiceAccount(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func session(t *testing.T, a *backendtest.App) backend.SessionInfo {
	t.Helper()
	info, err := a.Session(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// keys returns what must never be readable, by name.
func (k *kept) keys(t *testing.T) map[string][]byte {
	t.Helper()
	var noise, identity, signed, adv, prekey []byte
	err := k.session.QueryRow("SELECT noise_key, identity_key, signed_pre_key, adv_key FROM whatsmeow_device").Scan(&noise, &identity, &signed, &adv)
	if err != nil {
		t.Fatal(err)
	}
	if err := k.session.QueryRow("SELECT key FROM whatsmeow_pre_keys LIMIT 1").Scan(&prekey); err != nil {
		t.Fatal(err)
	}
	block := strings.Split(strings.TrimSpace(k.pem), "\n")
	return map[string][]byte{
		"noise key": noise, "identity key": identity, "signed prekey": signed, "adv key": adv, "prekey": prekey,
		"service account": []byte(block[len(block)/2]),
	}
}

// readable returns which of the needles stand in the file, plain, as hex or as base64.
func readable(raw []byte, needles map[string][]byte) []string {
	var found []string
	for name, needle := range needles {
		for _, form := range [][]byte{needle, []byte(hex.EncodeToString(needle)), []byte(strings.ToUpper(hex.EncodeToString(needle))), []byte(base64.RawStdEncoding.EncodeToString(needle))} {
			if len(needle) < 8 || bytes.Contains(raw, form) {
				found = append(found, name)
				break
			}
		}
	}
	return found
}

func TestNothingOfTheSessionIsReadableOnTheDisk(t *testing.T) {
	k, a := newKept(t)
	logFile, closer, err := logging.Open(filepath.Join(k.DataDir, config.LogFolder))
	if err != nil {
		t.Fatal(err)
	}
	defer closer.Close()
	a.Stop()
	k.Log = logFile
	a = k.Start(t)
	a.AwaitOnline(t)

	needles := k.keys(t)
	plain := filepath.Join(t.TempDir(), "plain.db")
	if _, err := k.session.Exec("VACUUM INTO ?", "file:"+plain+"?vfs=os"); err != nil {
		t.Fatal(err)
	}
	inSession := map[string][]byte{"table names": []byte("whatsmeow_"), "SQLite header": []byte("SQLite format 3\x00"), "sent text": []byte(outText)}
	raw, err := os.ReadFile(plain)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(readable(raw, needles)) + len(readable(raw, inSession)); n != len(needles)+len(inSession) {
		t.Fatalf("an unencrypted copy shows %v and %v: the test would find nothing", readable(raw, needles), readable(raw, inSession))
	}
	inSession["received text"] = []byte(inText)
	for _, file := range keyFiles(t, k.World) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if needles["session key"], err = hex.DecodeString(string(text)); err != nil {
			t.Fatal(err)
		}
	}
	look := func(moment string) {
		seen := 0
		for path, raw := range folder(t, k.DataDir) {
			if strings.HasPrefix(path, "session.db") {
				seen++
			}
			if found := readable(raw, needles); len(found) > 0 {
				t.Errorf("%s: %s shows %v", moment, path, found)
			}
			if isData := strings.HasPrefix(path, "mce.db") || strings.HasPrefix(path, "backups"); !isData {
				if found := readable(raw, inSession); len(found) > 0 {
					t.Errorf("%s: %s shows %v", moment, path, found)
				}
			}
		}
		if moment == "running" && seen < 2 {
			t.Errorf("running: no journal of the session was there to look into")
		}
	}
	look("running")
	a.Stop()
	look("closed")
	if _, err := os.Stat(filepath.Join(k.DataDir, config.SecretFolder)); !os.IsNotExist(err) {
		t.Errorf("the folder of secrets is still there: %v", err)
	}
}

// folder returns all files below dir by their relative path.
func folder(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func keyFiles(t *testing.T, w *backendtest.World) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(config.SimulatedKeyDir(w.DataDir), "*.key"))
	if err != nil || len(list) != 1 {
		t.Fatalf("keys: %v, %v", list, err)
	}
	return list
}

func TestALostKeyAsksToLinkAgainAndKeepsAllData(t *testing.T) {
	k, a := newKept(t)
	if info := session(t, a); info.Protection != secret.ByFile || info.Notice != store.NoticeNothing || k.serviceAccount(t, a) != k.email {
		t.Errorf("session = %+v, account %q", info, k.serviceAccount(t, a))
	}
	a.Stop()
	for _, file := range keyFiles(t, k.World) {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	a = k.Start(t)
	if st := a.Account.Status().State; st != account.NotLinked {
		t.Errorf("state = %s", st)
	}
	if n := session(t, a).Notice; n != store.NoticeKeyLost {
		t.Errorf("notice = %q", n)
	}
	if c := list(t, a); len(c) != 1 || c[0].LastText != outText || k.serviceAccount(t, a) != "" {
		t.Errorf("chats = %+v, account %q", c, k.serviceAccount(t, a))
	}
	locked, err := filepath.Glob(filepath.Join(k.DataDir, "session.db.locked-*"))
	if err != nil || len(locked) == 0 {
		t.Errorf("the old file is not kept: %v, %v", locked, err)
	}
	k.Link(t, a)
	if n := session(t, a).Notice; n != store.NoticeNothing {
		t.Errorf("linked again, and still %q", n)
	}
	if c := list(t, a); len(c) != 1 {
		t.Errorf("chats = %+v", c)
	}
}

func TestACopiedFolderOpensNoSession(t *testing.T) {
	k, a := newKept(t)
	a.Stop()
	elsewhere := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(elsewhere, os.DirFS(k.DataDir)); err != nil {
		t.Fatal(err)
	}
	here := k.DataDir
	k.DataDir = elsewhere // and no key beside it
	a = k.Start(t)
	if st, n := a.Account.Status().State, session(t, a).Notice; st != account.NotLinked || n != store.NoticeKeyElsewhere {
		t.Errorf("state %s, notice %q", st, n)
	}
	if len(list(t, a)) != 1 {
		t.Error("the data did not come along")
	}
	k.Link(t, a)
	a.Stop()
	k.DataDir = here
	a = k.Start(t)
	a.AwaitOnline(t)
	if n := session(t, a).Notice; n != store.NoticeNothing {
		t.Errorf("the first computer says %q", n)
	}
}

func TestAKeyThatCannotBeKeptStopsTheStart(t *testing.T) {
	keys := t.TempDir()
	data := t.TempDir()
	if err := os.WriteFile(filepath.Join(keys, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := backend.New(t.Context(), backend.Config{DataDir: data, Keys: secret.NewFileKeyring(filepath.Join(keys, "file"))})
	if err == nil || !strings.Contains(err.Error(), "key of the WhatsApp link") {
		t.Errorf("err = %v", err)
	}
}
