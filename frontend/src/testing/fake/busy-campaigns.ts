import type { Recipient, RecipientState } from "@/api/types";
import { audience } from "@/testing/fake/audience";
import { campaign } from "@/testing/fake/campaigns";
import type { FakeState } from "@/testing/fake/state";

/** A running, a paused and a completed campaign, and a draft. */
export function busyCampaigns(state: FakeState, now: number): void {
  const running = campaign(
    1,
    "running",
    { name: "Spring offer" },
    { replied: 386, read: 268, delivered: 114, sent: 4, failed: 14, skipped: 26, pending: 427, sending: 1 },
    now,
  );
  running.waiting = { reason: "day_cap", until: now + 49_320_000 };
  const paused = campaign(
    2,
    "paused",
    { name: "Fair 2026 follow-up", audience: audience({ tags: ["Fair 2026"] }) },
    { replied: 12, read: 20, delivered: 8, failed: 3, pending: 57 },
    now,
  );
  paused.campaign.pausedBy = "errors";
  paused.campaign.pausedReason = "The last 5 messages failed. Look at the reasons before you go on.";
  state.campaigns = [
    running,
    paused,
    campaign(3, "draft", { name: "Winter sale", audience: audience({ tags: ["walk-in"] }) }, {}, now),
    campaign(
      4,
      "completed",
      { name: "Thank you 2025", audience: audience({ tags: ["expo"] }) },
      { replied: 61, read: 110, delivered: 20, sent: 2, failed: 4, skipped: 3 },
      now,
    ),
  ];
  const rows: [string, string, RecipientState, string][] = [
    ["Ana Silva", "+55 11 95530-2210", "replied", ""],
    ["Zoë Santoso", "+62 812 3033 282", "skipped", "missing_variable"],
    ["Müge Çelik", "+90 532 111 2233", "failed", "This number is not on WhatsApp."],
    ["Łukasz Kowalski", "+48 512 345 678", "skipped", "opted_out"],
    ["João Gonçalves", "+55 11 96100-1022", "read", ""],
    ["Priya Sharma", "+91 98765 43210", "delivered", ""],
    ["Thabo Nwosu", "+27 82 123 4567", "sending", ""],
  ];
  state.recipients = rows.map(
    ([name, phoneDisplay, recipientState, reason], index): Recipient => ({
      id: index + 1,
      leadId: index + 1,
      chatId: index + 1,
      name,
      phone: phoneDisplay.replace(/\D/g, ""),
      phoneDisplay,
      step: 0,
      variant: 0,
      state: recipientState,
      reason,
      updatedAt: now - index * 900_000,
      dueAt: 0,
    }),
  );
  for (let index = 0; index < 60; index++) {
    const lead = state.leads[index + 12];
    if (lead)
      state.recipients.push({
        id: 100 + index,
        leadId: lead.id,
        chatId: 0,
        name: lead.name,
        phone: lead.phone,
        phoneDisplay: lead.phoneDisplay,
        step: 0,
        variant: 0,
        state: "pending",
        reason: "",
        updatedAt: now,
        dueAt: 0,
      });
  }
}
