package app

import (
	"mceplatform/backend/account"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/demo"
	"mceplatform/backend/leads"
	"mceplatform/backend/secret"
	"mceplatform/backend/settings"
	"mceplatform/backend/sheets"
	"mceplatform/backend/store"
)

// bound is the complete list of what the page can call.
func (h *host) bound() []any {
	return []any{
		&Account{h}, &Chats{h}, &Media{h}, &Leads{h}, &OptOuts{h}, &Imports{h}, &Campaigns{h}, &Templates{h}, &Sheets{h}, &Settings{h}, &System{h}, &Demo{h},
	}
}

type enum[T ~string] []struct {
	Value  T
	TSName string
}

// enums become TypeScript enums.
var enums = []any{
	enum[account.State]{
		{account.NotLinked, "NotLinked"}, {account.Linking, "Linking"}, {account.PasskeyRequired, "PasskeyRequired"},
		{account.ConfirmNumber, "ConfirmNumber"}, {account.Connecting, "Connecting"}, {account.Online, "Online"},
		{account.Offline, "Offline"}, {account.Replaced, "Replaced"}, {account.LoggedOut, "LoggedOut"}, {account.Banned, "Banned"},
		{account.Outdated, "Outdated"}, {account.ClockWrong, "ClockWrong"}, {account.Failed, "Failed"},
	},
	enum[account.PasskeyStage]{
		{account.PasskeyAsked, "Asked"}, {account.PasskeySent, "Sent"}, {account.PasskeyConfirm, "Confirm"}, {account.PasskeyFinish, "Finish"},
	},
	enum[account.SyncStage]{
		{account.SyncNone, "None"}, {account.SyncWaiting, "Waiting"}, {account.SyncReceiving, "Receiving"}, {account.SyncDone, "Done"},
	},
	enum[chats.Status]{
		{chats.StatusQueued, "Queued"}, {chats.StatusSending, "Sending"}, {chats.StatusFailed, "Failed"}, {chats.StatusSent, "Sent"},
		{chats.StatusDelivered, "Delivered"}, {chats.StatusRead, "Read"}, {chats.StatusReceived, "Received"},
	},
	enum[chats.Origin]{{chats.FromContact, "Contact"}, {chats.FromApp, "App"}, {chats.FromPhone, "Phone"}, {chats.FromCampaign, "Campaign"}, {chats.FromRule, "Automation"}},
	enum[chats.Kind]{
		{chats.KindText, "Text"}, {chats.KindImage, "Image"}, {chats.KindVideo, "Video"}, {chats.KindAudio, "Audio"}, {chats.KindVoice, "Voice"},
		{chats.KindDocument, "Document"}, {chats.KindSticker, "Sticker"}, {chats.KindLocation, "Location"}, {chats.KindContact, "Contact"},
		{chats.KindPoll, "Poll"}, {chats.KindViewOnce, "ViewOnce"}, {chats.KindUnsupported, "Unsupported"}, {chats.KindWaiting, "Waiting"},
		{chats.KindUnreadable, "Unreadable"}, {chats.KindNotice, "Notice"}, {chats.KindDelete, "Delete"}, {chats.KindReaction, "Reaction"}, {chats.KindEdit, "Edit"},
	},
	enum[chats.MediaState]{
		{chats.MediaRemote, "Remote"}, {chats.MediaFetching, "Fetching"}, {chats.MediaReady, "Ready"}, {chats.MediaRequested, "Requested"},
		{chats.MediaExpired, "Expired"}, {chats.MediaFailed, "Failed"},
	},
	enum[chats.ListFilter]{{chats.FilterAll, "All"}, {chats.FilterUnread, "Unread"}, {chats.FilterWaiting, "Waiting"}, {chats.FilterDrafts, "Drafts"}},
	enum[chats.WaitReason]{
		{chats.WaitNothing, "Nothing"}, {chats.WaitGap, "Gap"}, {chats.WaitMinute, "MinuteCap"}, {chats.WaitHour, "HourCap"}, {chats.WaitDay, "DayCap"},
		{chats.WaitHalved, "HalvedCap"}, {chats.WaitRateLimited, "RateLimited"},
		{chats.WaitLookUp, "LookUpLimit"}, {chats.WaitRamp, "Ramp"}, {chats.WaitNewChats, "NewChats"}, {chats.WaitRestricted, "Restricted"}, {chats.WaitHours, "Hours"}, {chats.WaitHoliday, "Holiday"},
		{chats.WaitQuiet, "Quiet"}, {chats.WaitNoTime, "NoTime"}, {chats.WaitOffline, "Offline"},
		{chats.WaitUndo, "Undo"}, {chats.WaitFile, "File"}, {chats.WaitStep, "Step"}, {chats.WaitMatches, "Matches"},
	},
	enum[leads.Sort]{{leads.SortRecent, "Recent"}, {leads.SortCreated, "Created"}, {leads.SortName, "Name"}},
	enum[leads.Source]{{leads.SourceWhatsApp, "WhatsApp"}, {leads.SourceFile, "File"}, {leads.SourceSheet, "Sheet"}, {leads.SourceManual, "Manual"}},
	enum[leads.NameSource]{{leads.NameNumber, "Number"}, {leads.NamePush, "Push"}, {leads.NameAddress, "AddressBook"}, {leads.NameIntake, "Intake"}, {leads.NameUser, "User"}},
	enum[campaigns.State]{
		{campaigns.Draft, "Draft"}, {campaigns.Scheduled, "Scheduled"}, {campaigns.Missed, "Missed"},
		{campaigns.Running, "Running"}, {campaigns.Paused, "Paused"}, {campaigns.Completed, "Completed"}, {campaigns.Cancelled, "Cancelled"},
	},
	enum[campaigns.Lack]{{campaigns.NotDelivered, "NotDelivered"}, {campaigns.NotRead, "NotRead"}, {campaigns.NotReplied, "NotReplied"}},
	enum[campaigns.Warmth]{
		{campaigns.WroteIn30, "WroteIn30"}, {campaigns.WroteIn90, "WroteIn90"}, {campaigns.WroteOnce, "WroteOnce"}, {campaigns.Saved, "Saved"},
		{campaigns.Unanswered, "Unanswered"}, {campaigns.Cold, "Cold"},
	},
	enum[leads.ConsentState]{{leads.ConsentUnknown, "Unknown"}, {leads.ConsentGiven, "Given"}, {leads.ConsentRefused, "Refused"}},
	enum[campaigns.Decision]{{campaigns.SendAgain, "SendAgain"}, {campaigns.CountAsSent, "CountAsSent"}, {campaigns.LeaveOut, "LeaveOut"}},
	enum[campaigns.RecipientState]{
		{campaigns.RecipientPending, "Pending"}, {campaigns.RecipientSending, "Sending"}, {campaigns.RecipientUncertain, "Uncertain"},
		{campaigns.RecipientSent, "Sent"}, {campaigns.RecipientDelivered, "Delivered"}, {campaigns.RecipientRead, "Read"},
		{campaigns.RecipientReplied, "Replied"}, {campaigns.RecipientFailed, "Failed"}, {campaigns.RecipientBlocked, "Blocked"},
		{campaigns.RecipientSkipped, "Skipped"}, {campaigns.RecipientCancelled, "Cancelled"},
	},
	enum[secret.Protection]{{"", "Unknown"}, {secret.ByKeychain, "Keychain"}, {secret.ByFile, "File"}},
	enum[store.SessionNotice]{
		{store.NoticeNothing, "Nothing"}, {store.NoticeKeyLost, "KeyLost"}, {store.NoticeKeyElsewhere, "KeyElsewhere"}, {store.NoticeDamaged, "Damaged"},
	},
	enum[demo.Thing]{
		{demo.Photo, "Photo"}, {demo.Voice, "Voice"}, {demo.Document, "Document"}, {demo.Place, "Place"}, {demo.Contact, "Contact"}, {demo.Poll, "Poll"},
	},
	enum[settings.Theme]{{settings.ThemeSystem, "System"}, {settings.ThemeLight, "Light"}, {settings.ThemeDark, "Dark"}},
	enum[sheets.Access]{{sheets.AccessLink, "Link"}, {sheets.AccessGoogle, "Google"}, {sheets.AccessAccount, "ServiceAccount"}, {sheets.AccessFile, "File"}},
	enum[sheets.State]{{sheets.Active, "Active"}, {sheets.Paused, "Paused"}, {sheets.Failed, "Failed"}},
	enum[sheets.WriteField]{{sheets.WriteStage, "Stage"}, {sheets.WriteOwner, "Owner"}, {sheets.WriteLastContact, "LastContact"}, {sheets.WriteOptOut, "OptOut"}},
	enum[sheets.Settlement]{{sheets.UseOurs, "Ours"}, {sheets.KeepTheirs, "Theirs"}},
	enum[sheets.PreviewStatus]{
		{sheets.PreviewNew, "New"}, {sheets.PreviewKnown, "Known"}, {sheets.PreviewRepeated, "Repeated"}, {sheets.PreviewRejected, "Rejected"},
	},
	enum[StartupState]{
		{StartupOK, "OK"}, {StartupDamaged, "Damaged"}, {StartupLocked, "Locked"}, {StartupNewer, "Newer"}, {StartupRunning, "Running"}, {StartupFailed, "Failed"},
	},
}
