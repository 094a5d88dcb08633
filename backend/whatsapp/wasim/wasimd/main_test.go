package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	_ "github.com/glebarez/go-sqlite"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	waLog "go.mau.fi/whatsmeow/util/log"
	"google.golang.org/protobuf/proto"

	"mceplatform/backend/whatsapp/wasim"
)

const (
	childEnv = "WASIMD_TEST_CHILD"
	owner    = "4915100000001"
	bob      = "4915100000002"
)

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestRefusesOtherAddresses(t *testing.T) {
	for _, args := range [][]string{{"-listen", "0.0.0.0:0"}, {"-whatsapp", "0.0.0.0:0"}, {"-listen", "example.com:80"}} {
		if err := run(t.Context(), args); err == nil {
			t.Errorf("%v was accepted", args)
		}
	}
}

// daemon is a wasimd in a process of its own, so that it can be killed.
type daemon struct {
	t   *testing.T
	cmd *exec.Cmd
	announcement
}

func startDaemon(t *testing.T, state string) *daemon {
	t.Helper()
	file := filepath.Join(t.TempDir(), "announce.json")
	cmd := exec.Command(os.Args[0], "-announce", file, "-state", state) //nolint:gosec // the test binary itself
	cmd.Env = append(os.Environ(), childEnv+"=1")
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	d := &daemon{t: t, cmd: cmd}
	t.Cleanup(d.kill)
	for deadline := time.Now().Add(60 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		data, err := os.ReadFile(file)
		if err == nil {
			if err = json.Unmarshal(data, &d.announcement); err != nil {
				t.Fatal(err)
			}
			return d
		}
		if time.Now().After(deadline) {
			t.Fatal("the simulator does not announce itself")
		}
	}
}

func (d *daemon) kill() {
	_ = d.cmd.Process.Kill()
	_ = d.cmd.Wait()
}

func (d *daemon) post(path string, body any) {
	d.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		d.t.Fatal(err)
	}
	resp, err := http.Post(d.Control+path, "application/json", bytes.NewReader(data))
	if err != nil {
		d.t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		answer, _ := io.ReadAll(resp.Body)
		d.t.Fatalf("POST %s: %s %s", path, resp.Status, answer)
	}
}

// shown waits until the phone shows the text.
func (d *daemon) shown(ctx context.Context, number, text string) {
	d.t.Helper()
	for ctx.Err() == nil {
		resp, err := http.Get(d.Control + "/phones/" + number + "/inbox")
		if err != nil {
			d.t.Fatal(err)
		}
		var inbox []wasim.ShownMessage
		err = json.NewDecoder(resp.Body).Decode(&inbox)
		_ = resp.Body.Close()
		if err != nil {
			d.t.Fatal(err)
		}
		for _, m := range inbox {
			if m.Text == text {
				return
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	d.t.Fatalf("%s does not show %q", number, text)
}

// connect opens the client's database and points it at the simulator.
func (d *daemon) connect(dsn string) (*whatsmeow.Client, chan any) {
	d.t.Helper()
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		d.t.Fatal(err)
	}
	container := sqlstore.NewWithDB(db, "sqlite", waLog.Noop)
	if err = container.Upgrade(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
	device, err := container.GetFirstDevice(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	httpClient, err := d.Endpoint.HTTPClient()
	if err != nil {
		d.t.Fatal(err)
	}
	c := whatsmeow.NewClient(device, waLog.Noop)
	c.SetWebsocketHTTPClient(httpClient)
	c.SetPreLoginHTTPClient(httpClient)
	evts := make(chan any, 1000)
	c.AddEventHandler(func(e any) { evts <- e })
	d.t.Cleanup(func() {
		c.Disconnect()
		_ = db.Close()
	})
	if err = c.Connect(); err != nil {
		d.t.Fatal(err)
	}
	return c, evts
}

func next[T any](ctx context.Context, t *testing.T, evts chan any, ok func(T) bool) T {
	t.Helper()
	for {
		select {
		case e := <-evts:
			if v, is := e.(T); is && (ok == nil || ok(v)) {
				return v
			}
		case <-ctx.Done():
			var zero T
			t.Fatalf("no %T arrived", zero)
		}
	}
}

func says(text string) func(*events.Message) bool {
	return func(m *events.Message) bool { return m.Message.GetConversation() == text }
}

// A killed simulator comes back with the same identity: the client is still
// linked, and texts go both ways although all sessions of the phones are gone.
func TestKillAndRestart(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 45*time.Second)
	defer cancel()
	state := filepath.Join(t.TempDir(), "state.json")
	dsn := "file:" + filepath.Join(t.TempDir(), "wa.db") +
		"?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=foreign_keys(1)"
	to := types.NewJID(bob, types.DefaultUserServer)

	d := startDaemon(t, state)
	whatsmeow.WACertPubKey = [32]byte(d.Endpoint.RootKey)
	d.post("/phones", map[string]string{"number": owner, "pushName": "Olivia"})
	d.post("/phones", map[string]string{"number": bob, "pushName": "Bob"})
	c, evts := d.connect(dsn)
	qr := next[*events.QR](ctx, t, evts, nil)
	d.post("/phones/"+owner+"/scan", map[string]string{"code": qr.Codes[0]})
	next[*events.Connected](ctx, t, evts, nil)
	exchange(ctx, t, d, c, evts, to, "one")
	// What happened in the last moments before a kill is lost on purpose.
	time.Sleep(400 * time.Millisecond)
	c.Disconnect()
	d.kill()

	d = startDaemon(t, state)
	c, evts = d.connect(dsn)
	next[*events.Connected](ctx, t, evts, nil)
	d.shown(ctx, bob, "out one")
	exchange(ctx, t, d, c, evts, to, "two")
}

func exchange(ctx context.Context, t *testing.T, d *daemon, c *whatsmeow.Client, evts chan any, to types.JID, name string) {
	t.Helper()
	if _, err := c.SendMessage(ctx, to, &waE2E.Message{Conversation: proto.String("out " + name)}); err != nil {
		t.Fatal(err)
	}
	d.shown(ctx, bob, "out "+name)
	d.post("/phones/"+bob+"/send", map[string]string{"to": owner, "text": "in " + name})
	next(ctx, t, evts, says("in "+name))
}
