import { type campaignsApi, inputOf } from "@/api/campaigns";
import { BackendError } from "@/api/client";
import type { Campaign, CampaignCounts, CampaignDetail, CampaignInput, Comparison } from "@/api/types";
import { audience, fakeAudience, reachOf, say } from "@/testing/fake/audience";
import type { Emit, FakeState } from "@/testing/fake/state";

const NO_COMPARISON: Comparison = { tallies: [], variants: [], best: -1, sure: false };

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

function funnelOf({ sent, delivered, read, replied }: CampaignCounts): CampaignDetail["funnel"] {
  return {
    sent: sent + delivered + read + replied,
    delivered: delivered + read + replied,
    read: read + replied,
    replied,
  };
}

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
      audience: audience({ tags: ["spring"] }),
      keepAdding: false,
      steps: say("Hi {{first_name|there}}! The spring collection is here."),
      stopOn: { reply: true, tags: [], stages: [] },
      schedule: { startsOn: "", endsOn: "", zone: "", lateMinutes: 15, whenLater: "ask" },
      state,
      pace: { minGapSeconds: 30, maxGapSeconds: 60, perHour: 40, perDay: 150 },
      pausedBy: "",
      pausedReason: "",
      createdAt: now - 90_000_000,
      updatedAt: now,
      frozenAt: state === "draft" ? 0 : now - 80_000_000,
      finishedAt: state === "completed" ? now - 3_000_000 : 0,
      startAt: 0,
      missedAt: 0,
      holdUntil: 0,
      ...input,
    },
    counts: { ...ZERO, ...counts, total: sum },
    funnel: funnelOf({ ...ZERO, ...counts }),
    finishAt: state === "running" ? now + 27 * 3_600_000 : 0,
    halvedUntil: 0,
    waiting: { reason: "", until: 0 },
    lastHour: state === "running" ? 38 : 0,
    tested: false,
  };
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
  const draft = (input: Partial<CampaignInput>) => {
    state.nextId += 1;
    const made = campaign(state.nextId, "draft", input, {}, Date.now());
    state.campaigns.unshift(made);
    emit("campaign:changed", { id: made.campaign.id });
    return made.campaign;
  };
  /** Many strangers are written to only when a person has said how many they are. */
  const confirmed = (id: number, word: { cold: number }) => {
    const reach = reachOf(state, find(id).campaign);
    if (reach.needsWord && word.cold !== reach.cold)
      throw new BackendError("conflict", `${reach.cold} of these people have never written to you.`, {
        reason: "cold",
      });
    return reach;
  };
  return {
    list: async () => state.campaigns.map(({ campaign: each, counts }) => ({ campaign: each, counts })),
    get: async (id) => structuredClone(find(id)),
    create: async (input) => draft(input),
    duplicate: async (id, name) => draft({ ...inputOf(find(id).campaign), name }),
    followUp: async (id, who, name) =>
      draft({ name, audience: audience({ followUp: { campaignId: id, who } }) }),
    update: async (id, input) => {
      const found = find(id);
      if (JSON.stringify(found.campaign.steps) !== JSON.stringify(input.steps)) found.tested = false;
      emit("campaign:changed", { id });
      return Object.assign(found.campaign, input);
    },
    delete: async (id) => {
      state.campaigns = state.campaigns.filter((each) => each.campaign.id !== id);
      emit("campaign:changed", { id });
    },
    ...fakeAudience(state),
    start: async (id, word) => {
      const found = find(id);
      const { total } = confirmed(id, word);
      Object.assign(found, {
        counts: { ...ZERO, pending: total, total },
        finishAt: Date.now() + total * 45_000,
      });
      return move("running")(id);
    },
    schedule: async (id, word) => {
      confirmed(id, word);
      return move("scheduled")(id);
    },
    revise: move("draft"),
    stopAdding: async (id) => {
      find(id).campaign.keepAdding = false;
      emit("campaign:changed", { id });
      return { ...find(id).campaign };
    },
    sendTest: async (id) => {
      find(id).tested = true;
      emit("campaign:changed", { id });
      return [];
    },
    compare: async () => NO_COMPARISON,
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
