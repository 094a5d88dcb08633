import type { campaignsApi } from "@/api/campaigns";
import { BackendError } from "@/api/client";
import type { Audience, CampaignInput, CampaignStep, Lead, Reach } from "@/api/types";
import type { FakeState } from "@/testing/fake/state";

export function audience(parts: Partial<Audience>): Audience {
  return { tags: [], imports: [], sheets: [], leads: [], numbers: "", ...parts };
}

/** A campaign of one message. */
export function say(body: string): CampaignStep[] {
  return [{ variants: [{ body }], delayMinutes: 0 }];
}

/** Whom an audience names. */
function named(state: FakeState, a: Audience): Lead[] {
  const filter = a.filter;
  const fits = (lead: Lead) =>
    lead.tags.some((tag) => a.tags.includes(tag)) ||
    a.leads.includes(lead.id) ||
    (filter !== undefined &&
      `${lead.name} ${lead.phone}`.toLowerCase().includes(filter.query.toLowerCase()) &&
      filter.tags.every((tag) => lead.tags.includes(tag)) &&
      (filter.stageId === 0 || lead.stageId === filter.stageId)) ||
    (a.imports.length > 0 && lead.source === "file") ||
    (a.sheets.length > 0 && lead.source === "sheet") ||
    a.followUp !== undefined;
  return state.leads.filter(fits);
}

/** Whom an audience reaches. */
export function reached(state: FakeState, a: Audience): Lead[] {
  return named(state, a).filter((lead) => !lead.optedOut);
}

const VARIABLE = /\{\{\s*([^{}|]+?)\s*(?:\|([^{}]*))?\}\}/g;

/** A wording filled in for somebody, and what they lack. Nobody has values in columns of the user's own. */
function render(body: string, lead: Lead): { text: string; missing: string[] } {
  const values: Record<string, string> = {
    ...{ name: lead.name, first_name: lead.name.split(" ")[0] ?? "", company: lead.company },
    ...{ email: lead.email, phone: lead.phoneDisplay },
  };
  const missing: string[] = [];
  const text = body.replace(VARIABLE, (_all, field: string, fallback = "") => {
    const value = values[field] || fallback;
    if (value === "") missing.push(field);
    return value;
  });
  return { text, missing };
}

/** Refuses a wording as the backend does. */
function check(body: string): void {
  const open = body.replace(VARIABLE, "").indexOf("{{");
  if (open >= 0) throw new BackendError("invalid", "A variable is not closed.", { field: "body" });
}

type AudienceApi = Pick<typeof campaignsApi, "reach" | "leftOut" | "batches" | "preview">;

/** The figures of a campaign as it is. */
export function reachOf(
  state: FakeState,
  input: Pick<CampaignInput, "audience" | "steps" | "schedule">,
): Reach {
  const { audience: a, steps, schedule } = input;
  const startAt = Math.max(Date.now(), Date.parse(schedule.startsOn) || 0);
  const bodies = steps.flatMap(({ variants }) => variants.map(({ body }) => body));
  const able = reached(state, a);
  const people = able.filter((lead) => bodies.every((body) => render(body, lead).missing.length === 0));
  const groups = {
    opted_out: named(state, a).length - able.length,
    missing_variable: able.length - people.length,
    invalid: a.numbers.split("\n").filter((line) => /[a-z]/i.test(line)).length,
  };
  const cold = people.filter((lead) => lead.lastMessageAt === 0).length;
  return {
    total: people.length,
    excluded: Object.entries(groups)
      .map(([reason, count]) => ({ reason, count }))
      .filter(({ count }) => count > 0),
    warmth: [
      { warmth: "wrote_30" as const, count: people.length - cold },
      { warmth: "cold" as const, count: cold },
    ].filter(({ count }) => count > 0),
    cold,
    needsWord: cold > 5 && cold * 5 > people.length,
    startAt,
    finishAt: startAt + people.length * 45_000,
    days: [{ date: new Date(startAt).toISOString().slice(0, 10), count: people.length }],
  };
}

/** The part of the campaigns' API that looks at an audience. */
export function fakeAudience(state: FakeState): AudienceApi {
  return {
    reach: async (input) => reachOf(state, input),
    leftOut: async ({ audience: a }, reason) =>
      named(state, a)
        .filter((lead) => lead.optedOut)
        .map((lead) => ({ leadId: lead.id, name: lead.name, phoneDisplay: lead.phoneDisplay, reason })),
    batches: async () => ({
      imports: [{ id: 1, name: "expo-contacts.xlsx", count: 214, at: Date.now() - 86_400_000 }],
      sheets: [{ id: 1, name: "Website leads", count: 38, at: Date.now() - 172_800_000 }],
    }),
    preview: async (body, { audience: a }) => {
      check(body);
      const people = reached(state, a).map((lead) => ({ lead, ...render(body, lead) }));
      return {
        items: people.slice(0, 10).map(({ lead, text, missing }) => ({
          ...{ leadId: lead.id, name: lead.name, phoneDisplay: lead.phoneDisplay },
          ...{ text, missing },
        })),
        missingCount: people.filter(({ missing }) => missing.length > 0).length,
      };
    },
  };
}
