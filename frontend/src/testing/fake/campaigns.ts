import type { campaignsApi } from "@/api/campaigns";
import { BackendError } from "@/api/client";
import type {
  Campaign,
  CampaignCounts,
  CampaignDetail,
  CampaignInput,
  Recipient,
  RecipientState,
} from "@/api/types";
import type { Emit, FakeState } from "@/testing/fake/state";

const ZERO: CampaignCounts = {
  pending: 0,
  sending: 0,
  uncertain: 0,
  sent: 0,
  delivered: 0,
  read: 0,
  replied: 0,
  failed: 0,
  blocked: 0,
  skipped: 0,
  cancelled: 0,
  total: 0,
};

export function campaign(
  id: number,
  state: Campaign["state"],
  input: Partial<CampaignInput>,
  counts: Partial<CampaignCounts>,
  now: number,
): CampaignDetail {
  const sum = Object.values(counts).reduce((a, b) => a + b, 0);
  return {
    campaign: {
      id,
      name: "Spring offer",
      tags: ["spring"],
      body: "Hi {{first_name|there}}! The spring collection is here.",
      state,
      pace: { minGapSeconds: 30, maxGapSeconds: 60, perHour: 40, perDay: 150 },
      pausedBy: "",
      pausedReason: "",
      createdAt: now - 90_000_000,
      updatedAt: now,
      frozenAt: state === "draft" ? 0 : now - 80_000_000,
      finishedAt: state === "completed" ? now - 3_000_000 : 0,
      ...input,
    },
    counts: { ...ZERO, ...counts, total: sum },
    finishAt: state === "running" ? now + 27 * 3_600_000 : 0,
    halvedUntil: 0,
    waiting: { reason: "", until: 0 },
  };
}

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
    { name: "Fair 2026 follow-up", tags: ["Fair 2026"] },
    { replied: 12, read: 20, delivered: 8, failed: 3, pending: 57 },
    now,
  );
  paused.campaign.pausedBy = "errors";
  paused.campaign.pausedReason = "The last 5 messages failed. Look at the reasons before you go on.";
  state.campaigns = [
    running,
    paused,
    campaign(3, "draft", { name: "Winter sale", tags: ["walk-in"] }, {}, now),
    campaign(
      4,
      "completed",
      { name: "Thank you 2025", tags: ["expo"] },
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
      state: recipientState,
      reason,
      updatedAt: now - index * 900_000,
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
        state: "pending",
        reason: "",
        updatedAt: now,
      });
  }
}

export function fakeCampaigns(state: FakeState, emit: Emit): typeof campaignsApi {
  const find = (id: number): CampaignDetail => {
    const found = state.campaigns.find((each) => each.campaign.id === id);
    if (!found) throw new BackendError("not_found", "This campaign is no longer there.");
    return found;
  };
  const move = (to: Campaign["state"]) => async (id: number) => {
    Object.assign(find(id).campaign, {
      state: to,
      pausedBy: to === "paused" ? "user" : "",
      pausedReason: "",
    });
    emit("campaign:changed", { id });
    return { ...find(id).campaign };
  };
  const people = (tags: string[]) =>
    state.leads.filter((lead) => lead.tags.some((tag) => tags.includes(tag)));
  return {
    list: async () => state.campaigns.map(({ campaign: each, counts }) => ({ campaign: each, counts })),
    get: async (id) => structuredClone(find(id)),
    create: async (input) => {
      state.nextId += 1;
      const made = campaign(state.nextId, "draft", input, {}, Date.now());
      state.campaigns.unshift(made);
      emit("campaign:changed", { id: made.campaign.id });
      return made.campaign;
    },
    duplicate: async (id, name) => {
      state.nextId += 1;
      const { tags, body, pace } = find(id).campaign;
      const made = campaign(state.nextId, "draft", { name, tags, body, pace }, {}, Date.now());
      state.campaigns.unshift(made);
      return made.campaign;
    },
    update: async (id, input) => Object.assign(find(id).campaign, input),
    delete: async (id) => {
      state.campaigns = state.campaigns.filter((each) => each.campaign.id !== id);
      emit("campaign:changed", { id });
    },
    audience: async (tags) => {
      const all = people(tags);
      const out = all.filter((lead) => lead.optedOut).length;
      return {
        total: all.length - out,
        excluded: out > 0 ? [{ reason: "opted_out", count: out }] : [],
        finishAt: Date.now() + (all.length - out) * 45_000,
      };
    },
    preview: async (body, tags) => ({
      items: people(tags)
        .slice(0, 10)
        .map((lead) => {
          const missing = lead.name === "" && /\{\{\s*name\s*\}\}/.test(body) ? ["name"] : [];
          const text = body.replace(
            /\{\{\s*(\w+)\s*(?:\|([^}]*))?\}\}/g,
            (_all, field: string, fallback = "") =>
              field === "company"
                ? lead.company || fallback
                : (field === "first_name" ? lead.name.split(" ")[0] : lead.name) || fallback,
          );
          return { leadId: lead.id, name: lead.name, phoneDisplay: lead.phoneDisplay, text, missing };
        }),
      missingCount: 0,
    }),
    start: async (id) => {
      const found = find(id);
      const total = people(found.campaign.tags).length;
      Object.assign(found, {
        counts: { ...ZERO, pending: total, total },
        finishAt: Date.now() + total * 45_000,
      });
      return move("running")(id);
    },
    pause: move("paused"),
    resume: move("running"),
    cancel: move("cancelled"),
    retryFailed: async (id) => {
      const { counts } = find(id);
      const { failed, blocked, pending } = counts;
      Object.assign(counts, { failed: 0, blocked: 0, pending: pending + failed + blocked });
      return move(find(id).campaign.state === "paused" ? "paused" : "running")(id);
    },
    export: async () => true,
    decide: async (id, decision) => {
      const recipient = state.recipients.find((each) => each.id === id);
      if (recipient?.state !== "uncertain")
        throw new BackendError("conflict", "It is certain by now what became of this message.");
      recipient.state = ({ again: "pending", sent: "sent", leave: "cancelled" } as const)[decision];
      recipient.reason = "";
      emit("campaign:progressed", { id: state.campaigns[0]?.campaign.id ?? 0 });
    },
    recipients: async (id, { states }) => {
      find(id);
      return {
        items: state.recipients.filter((each) => states.length === 0 || states.includes(each.state)),
        next: "",
      };
    },
  };
}
