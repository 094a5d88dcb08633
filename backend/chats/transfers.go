package chats

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/media"
)

const (
	// uploadLasts is how long we rely on the server keeping what we uploaded; it
	// is said to keep it for about a month.
	uploadLasts   = 7 * 24 * time.Hour
	transferTries = 6
	progressEvery = 250 * time.Millisecond
	// mostDownloaded bounds what a server can make us write: a file may be larger
	// than its message says.
	mostDownloaded = 2 << 30
)

// RunTransfers carries files to and from WhatsApp, one up and one down at a
// time, until ctx ends.
func (s *Service) RunTransfers(ctx context.Context) error {
	if err := s.store.InTx(ctx, s.store.RestartTransfers); err != nil {
		return err
	}
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		return s.store.DropUnused(ctx, clock.NowMillis(s.clock)-unusedFor)
	})
	if err != nil {
		return err
	}
	s.sweep(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.transferLoop(ctx, s.up, s.uploadNext)
	}()
	s.transferLoop(ctx, s.down, s.downloadNext)
	<-done
	return nil
}

func (s *Service) transferLoop(ctx context.Context, wake <-chan struct{}, next func(context.Context) (bool, error)) {
	for ctx.Err() == nil {
		worked, err := next(ctx)
		if err != nil && ctx.Err() == nil {
			s.log.Error("transfer of a file", "err", err)
		}
		if worked && err == nil {
			continue
		}
		timer := time.NewTimer(lookAgain)
		select {
		case <-ctx.Done():
		case <-wake:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// wants reports whether a file of this size is fetched without being asked for.
func (s *Service) wants(ctx context.Context, size int64) bool {
	p, err := s.preferences.Preferences(ctx)
	return err == nil && size <= p.AutoDownloadBytes
}

// FetchMedia fetches the file of a message that was too large to be fetched by
// itself, or that failed.
func (s *Service) FetchMedia(ctx context.Context, messageID int64) (Message, error) {
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		m, err := s.store.GetMessage(ctx, messageID)
		if err != nil {
			return err
		}
		if m.Media == nil {
			return fault.New(fault.NotFound, "This message has no file.")
		}
		if m.Media.State == MediaReady || m.Media.State == MediaFetching {
			return nil
		}
		if m.Media.Remote.DirectPath == "" || len(m.Media.Remote.Key) == 0 {
			return fault.New(fault.Conflict, "The message does not say where its file is. Open it on your phone.")
		}
		m.Media.State, m.Media.Wanted, m.Media.Attempts, m.Media.NextAt, m.Media.Reason = MediaRemote, true, 0, 0, ""
		s.messageChanged(ctx, m, 0)
		return s.store.UpdateMedia(ctx, *m.Media)
	})
	if err != nil {
		return Message{}, err
	}
	poke(s.down)
	return s.store.GetMessage(ctx, messageID)
}

// downloadNext fetches the next file that is wanted; false when there is none
// or WhatsApp cannot be reached.
func (s *Service) downloadNext(ctx context.Context) (bool, error) {
	if !s.transport.Online() {
		return false, nil
	}
	var m *Message
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		var err error
		if m, err = s.store.NextDownload(ctx, clock.NowMillis(s.clock)); err != nil || m == nil {
			return err
		}
		m.Media.State = MediaFetching
		m.Media.Attempts++
		s.messageChanged(ctx, *m, 0)
		return s.store.UpdateMedia(ctx, *m.Media)
	})
	if err != nil || m == nil {
		return false, err
	}
	got := *m.Media
	if err = s.download(ctx, *m, &got); err != nil && ctx.Err() != nil {
		return false, nil // RestartTransfers takes it up again
	}
	if err != nil {
		s.giveReason(&got, err)
	}
	err = s.store.InTx(ctx, func(ctx context.Context) error {
		s.messageChanged(ctx, *m, 0)
		return s.store.UpdateMedia(ctx, got)
	})
	if err == nil && got.State == MediaRequested {
		err = s.ask(ctx, *m) // only now: the answer looks for what was asked
	}
	return true, err
}

// ask lets the owner's phone put a file on the server again. What is not asked
// for now is asked for when somebody presses the button.
func (s *Service) ask(ctx context.Context, m Message) error {
	head, err := s.store.ChatHead(ctx, m.ChatID)
	if err != nil {
		return err
	}
	return s.transport.RequestAgain(ctx, MediaOwner{LeadID: head.LeadID, WAID: m.WAID, FromMe: m.FromMe}, m.Media.Remote.Key)
}

// download fetches one file into the folder and describes it in got.
func (s *Service) download(ctx context.Context, m Message, got *Media) error {
	temp, err := s.files.Temp()
	if err != nil {
		return err
	}
	defer temp.Drop()
	if err := s.transport.Download(ctx, m.Kind, *m.Media, limited{temp}, s.progress(ctx, m.ChatID, m.ID, m.Media.Size)); err != nil {
		return err
	}
	if _, err := temp.Seek(0, io.SeekStart); err != nil {
		return err
	}
	info := media.Inspect(temp, got.Mime, got.FileName)
	if got.SHA256, got.Size, err = temp.Keep(); err != nil {
		return err
	}
	got.describe(info)
	got.State, got.Reason, got.Attempts, got.NextAt = MediaReady, "", 0, 0
	return nil
}

// describe takes over what the content itself says.
func (m *Media) describe(i media.Info) {
	m.Mime, m.Animated = i.Mime, m.Animated || i.Animated
	if i.Width > 0 {
		m.Width, m.Height = i.Width, i.Height
	}
	if i.DurationMS > 0 {
		m.DurationMS = i.DurationMS
	}
	if i.Waveform != nil {
		m.Waveform = i.Waveform
	}
	if i.Thumb != nil {
		m.Thumb = i.Thumb
	}
}

func (s *Service) giveReason(m *Media, err error) {
	var me *MediaError
	switch {
	case errors.As(err, &me) && me.Gone:
		m.State, m.Reason = MediaRequested, "WhatsApp's server no longer has this file. Your phone has been asked for it."
	case errors.As(err, &me) && me.Again && m.Attempts < transferTries:
		m.State, m.NextAt = MediaRemote, clock.NowMillis(s.clock).Add(backoff(m.Attempts))
	case errors.As(err, &me):
		m.State, m.Reason = MediaFailed, "The file could not be fetched or is not what the message says."
	case errors.Is(err, errTooLarge):
		m.State, m.Reason = MediaFailed, "The file is larger than the message says. It was not kept."
	default:
		m.State, m.Reason = MediaFailed, "The file could not be kept: "+diskWord(err)+"."
	}
	s.log.Warn("file not fetched", "media", m.ID, "state", string(m.State), "attempt", m.Attempts)
}

// MediaAnswered hears what the phone said about a file that the server no
// longer had, within the caller's transaction: where it lies now, or "" when
// the phone does not have it either.
func (s *Service) MediaAnswered(ctx context.Context, m Message, directPath string) error {
	if m.Media == nil || m.Media.State != MediaRequested {
		return nil
	}
	if directPath == "" {
		m.Media.State, m.Media.Reason = MediaExpired, "Neither WhatsApp's server nor your phone has this file any more."
	} else {
		m.Media.State, m.Media.Wanted, m.Media.Attempts, m.Media.NextAt, m.Media.Reason = MediaRemote, true, 0, 0, ""
		m.Media.Remote.DirectPath = directPath
		defer poke(s.down)
	}
	s.messageChanged(ctx, m, 0)
	return s.store.UpdateMedia(ctx, *m.Media)
}

// FindRequested returns the message whose file the phone was asked for, with
// the key that opens the phone's answer; nil when there is none.
func (s *Service) FindRequested(ctx context.Context, waID string, fromMe bool) (*Message, error) {
	return s.store.FindRequested(ctx, waID, fromMe)
}

// uploadNext uploads the file of the next message that waits for it.
func (s *Service) uploadNext(ctx context.Context) (bool, error) {
	account, err := s.accounts.ActiveID(ctx)
	if err != nil || account == 0 || !s.transport.Online() {
		return false, err
	}
	now := clock.NowMillis(s.clock)
	send, err := s.store.NextUpload(ctx, account, now, now.Add(-uploadLasts))
	if err != nil {
		return false, err
	}
	if send == nil {
		return s.uploadShared(ctx)
	}
	m, err := s.store.GetMessage(ctx, send.MessageID)
	if err != nil {
		return false, err
	}
	remote, err := s.upload(ctx, m)
	if ctx.Err() != nil {
		return false, nil
	}
	up := *m.Media
	up.Attempts++
	if err == nil {
		up.Remote, up.UploadedAt, up.Attempts, up.NextAt = remote, clock.NowMillis(s.clock), 0, 0
	}
	defer poke(s.wake)
	return true, s.store.InTx(ctx, func(ctx context.Context) error {
		var me *MediaError
		switch {
		case err == nil:
			return s.store.UpdateMedia(ctx, up)
		case errors.As(err, &me) && me.Again && up.Attempts < transferTries:
			up.NextAt = clock.NowMillis(s.clock).Add(backoff(up.Attempts))
			return s.store.UpdateMedia(ctx, up)
		}
		s.log.Warn("file not uploaded", "media", up.ID, "attempt", up.Attempts)
		reason := "WhatsApp did not take the file."
		if errors.Is(err, os.ErrNotExist) || fault.Is(err, fault.NotFound) {
			reason = "The file is no longer on this computer."
		}
		up.Attempts, up.NextAt = 0, 0
		if err := s.store.UpdateMedia(ctx, up); err != nil {
			return err
		}
		return s.settle(ctx, *send, Outcome{State: SendFailed, Code: "upload", Reason: reason})
	})
}

func (s *Service) upload(ctx context.Context, m Message) (Remote, error) {
	file, err := s.files.Get(m.Media.SHA256)
	if err != nil {
		return Remote{}, err
	}
	defer file.Close()
	return s.transport.Upload(ctx, m.Kind, file, s.progress(ctx, m.ChatID, m.ID, m.Media.Size))
}

// progress tells the window how far a transfer is, a few times a second.
func (s *Service) progress(ctx context.Context, chatID, messageID, size int64) func(int64) {
	var last time.Time
	return func(done int64) {
		now := time.Now()
		if size <= 0 || now.Sub(last) < progressEvery {
			return
		}
		last = now
		s.bus.Publish(ctx, event.Event{Name: EventMedia, Data: MediaEvent{ChatID: chatID, MessageID: messageID, Percent: int(min(done*100/size, 100))}})
	}
}

// sweep removes files that no message has any more.
func (s *Service) sweep(ctx context.Context) {
	for {
		id, sha, err := s.store.NextDropped(ctx)
		if err != nil || id == 0 {
			if err != nil {
				s.log.Error("look for files to remove", "err", err)
			}
			return
		}
		if sha != "" {
			if err := s.files.Remove(sha); err != nil {
				s.log.Error("remove a file", "err", err)
				return
			}
		}
		if err := s.store.InTx(ctx, func(ctx context.Context) error { return s.store.DeleteMedia(ctx, id) }); err != nil {
			s.log.Error("forget a file", "err", err)
			return
		}
	}
}

// OpenMedia opens the file of a message for the window.
func (s *Service) OpenMedia(ctx context.Context, messageID int64) (*os.File, Media, error) {
	m, err := s.store.GetMessage(ctx, messageID)
	if err != nil {
		return nil, Media{}, err
	}
	if m.Media == nil || m.Media.State != MediaReady {
		return nil, Media{}, fault.New(fault.NotFound, "The file is not here.")
	}
	f, err := s.files.Get(m.Media.SHA256)
	return f, *m.Media, err
}

// Thumb returns the small picture of a message's file, JPEG.
func (s *Service) Thumb(ctx context.Context, messageID int64) ([]byte, error) {
	m, err := s.store.GetMessage(ctx, messageID)
	if err != nil {
		return nil, err
	}
	if m.Media == nil || len(m.Media.Thumb) == 0 {
		return nil, fault.New(fault.NotFound, "There is no picture of this.")
	}
	return m.Media.Thumb, nil
}

var errTooLarge = errors.New("the file is larger than any message's may be")

// limited refuses to write past the largest file we take. It embeds no file:
// io.Copy would find its ReadFrom and go past Write.
type limited struct{ temp *media.Temp }

func (l limited) Write(p []byte) (int, error) {
	at, err := l.temp.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, err
	}
	if at+int64(len(p)) > mostDownloaded {
		return 0, errTooLarge
	}
	return l.temp.Write(p)
}

func (l limited) Read(p []byte) (int, error)                   { return l.temp.Read(p) }
func (l limited) Seek(offset int64, whence int) (int64, error) { return l.temp.Seek(offset, whence) }
func (l limited) ReadAt(p []byte, off int64) (int, error)      { return l.temp.ReadAt(p, off) }
func (l limited) WriteAt(p []byte, off int64) (int, error)     { return l.temp.WriteAt(p, off) }
func (l limited) Truncate(size int64) error                    { return l.temp.Truncate(size) }
func (l limited) Stat() (os.FileInfo, error)                   { return l.temp.Stat() }
