package app

import (
	"fmt"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/sheets"
)

// notify tells of new leads from a sheet through the system, for who does not
// look at the window. The page says it too.
func (h *host) notify(e event.Event) {
	news, ok := e.Data.(sheets.NewLeads)
	if !ok || !news.Notify {
		return
	}
	go func() { // the bus does not wait for a notification service
		if err := h.sendNotification(fmt.Sprintf("sheet-%d", news.ID), headline(news.Count), news.Title); err != nil {
			h.log.Warn("notification", "err", err)
		}
	}()
}

func headline(leads int) string {
	if leads == 1 {
		return "A new lead"
	}
	return fmt.Sprintf("%d new leads", leads)
}

func (h *host) sendNotification(id, title, body string) error {
	ctx := h.wailsContext()
	if ctx == nil || !runtime.IsNotificationAvailable(ctx) {
		return nil
	}
	h.notifying.Do(func() {
		if h.notifyErr = runtime.InitializeNotifications(ctx); h.notifyErr == nil {
			_, h.notifyErr = runtime.RequestNotificationAuthorization(ctx)
		}
	})
	if h.notifyErr != nil {
		return h.notifyErr
	}
	return runtime.SendNotification(ctx, runtime.NotificationOptions{ID: id, Title: title, Body: body})
}

// browse opens a page of a sign-in in the user's browser.
func (h *host) browse(address string) error {
	ctx := h.wailsContext()
	if ctx == nil {
		return fault.New(fault.Unavailable, "There is no window, so no browser can be opened.")
	}
	clean, err := cleanLink(address)
	if err == nil {
		runtime.BrowserOpenURL(ctx, clean)
	}
	return err
}
