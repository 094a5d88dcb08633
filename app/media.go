package app

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	goruntime "runtime"

	"mceplatform/backend"
	"mceplatform/backend/chats"
	"mceplatform/backend/fault"
	"mceplatform/backend/media"
)

// Media are the files that go out and come in with messages. The page hands over
// content and ids, never paths; it shows files under /media/.
type Media struct{ h *host }

// Stage begins to take over a file of the page.
func (a *Media) Stage(name string, size int64) (chats.Staged, error) {
	return call(a.h, "Media.Stage", func(ctx context.Context, b *backend.Backend) (chats.Staged, error) {
		return b.Chats.StageFile(ctx, name, size)
	})
}

// Append adds the next part, in base64.
func (a *Media) Append(id, part string) error {
	return act(a.h, "Media.Append", func(ctx context.Context, b *backend.Backend) error { return b.Chats.AppendFile(ctx, id, part) })
}

// Finish says that the file is whole.
func (a *Media) Finish(id string) (chats.Staged, error) {
	return call(a.h, "Media.Finish", func(ctx context.Context, b *backend.Backend) (chats.Staged, error) {
		return b.Chats.FinishFile(ctx, id)
	})
}

// Keep makes an attachment of a campaign or template of a staged file.
func (a *Media) Keep(id string, as chats.Kind) (chats.Attachment, error) {
	return call(a.h, "Media.Keep", func(ctx context.Context, b *backend.Backend) (chats.Attachment, error) {
		return b.Chats.KeepFile(ctx, id, as)
	})
}

// Drop forgets a file that is not sent.
func (a *Media) Drop(id string) error {
	return act(a.h, "Media.Drop", func(ctx context.Context, b *backend.Backend) error { return b.Chats.DropFile(ctx, id) })
}

// Fetch fetches the file of a message that was too large to come by itself, or
// that failed.
func (a *Media) Fetch(messageID int64) (chats.Message, error) {
	return call(a.h, "Media.Fetch", func(ctx context.Context, b *backend.Backend) (chats.Message, error) {
		return b.Chats.FetchMedia(ctx, messageID)
	})
}

// Open shows the file of a message in the system's own program, when it is of a
// kind that cannot run anything. It opens a copy under a readable name, marked
// as coming from outside.
func (a *Media) Open(messageID int64) error {
	return act(a.h, "Media.Open", func(ctx context.Context, b *backend.Backend) error {
		f, m, err := b.Chats.OpenMedia(ctx, messageID)
		if err != nil {
			return err
		}
		defer f.Close()
		if !media.Openable(m.Mime) {
			return fault.New(fault.Invalid, "Files of this kind are not opened from here. Save it, and open it yourself if you trust who sent it.")
		}
		dir, err := os.MkdirTemp("", "mce-open-*")
		if err != nil {
			return fault.Wrap(err, fault.Unavailable, "The file cannot be opened: no temporary folder can be made.")
		}
		path := filepath.Join(dir, saveName(f, m))
		if err := copyOut(f, path); err != nil {
			return err
		}
		return openWithSystem(path)
	})
}

// Save asks where to, and saves the file of a message there. It returns false
// when the user changed their mind.
func (a *Media) Save(messageID int64) (bool, error) {
	return call(a.h, "Media.Save", func(ctx context.Context, b *backend.Backend) (bool, error) {
		f, m, err := b.Chats.OpenMedia(ctx, messageID)
		if err != nil {
			return false, err
		}
		defer f.Close()
		path, saved, err := a.h.save(saveName(f, m), func(w io.Writer) error { return copyAll(w, f) })
		if saved && err == nil {
			markOfTheWeb(path)
		}
		return saved, err
	})
}

// saveName is the sender's name for a file with the ending of what is in it.
func saveName(f io.ReadSeeker, m chats.Media) string {
	return media.SaveName(m.FileName, media.Inspect(f, m.Mime, m.FileName).Ext)
}

// copyOut writes a file outside the data folder and marks it as coming from
// the internet, so that the system warns before it runs anything in it.
func copyOut(f io.ReadSeeker, path string) error {
	err := writeFile(path, func(w io.Writer) error { return copyAll(w, f) })
	if err == nil {
		markOfTheWeb(path)
	}
	return err
}

func copyAll(w io.Writer, f io.ReadSeeker) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err := io.Copy(w, f)
	return err
}

// markOfTheWeb is a courtesy of the system: where it cannot be set, nothing is
// worse than without.
func markOfTheWeb(path string) {
	switch goruntime.GOOS {
	case "windows":
		_ = os.WriteFile(path+":Zone.Identifier", []byte("[ZoneTransfer]\r\nZoneId=3\r\n"), 0o600)
	case "darwin":
		_ = exec.Command("xattr", "-w", "com.apple.quarantine", "0081;00000000;MCE Platform;", path).Run()
	}
}

func openWithSystem(path string) error {
	var cmd *exec.Cmd
	switch goruntime.GOOS {
	case "windows":
		cmd = exec.Command("rundll32", "url.dll,FileProtocolHandler", path)
	case "darwin":
		cmd = exec.Command("open", path)
	default:
		cmd = exec.Command("xdg-open", path)
	}
	if err := cmd.Start(); err != nil {
		return fault.Wrap(err, fault.Unavailable, "No program was found to open this file.")
	}
	go func() { _ = cmd.Wait() }()
	return nil
}
