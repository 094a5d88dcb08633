import type { campaignsApi } from "@/api/campaigns";
import type { Audience, CampaignStep, Lead } from "@/api/types";
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

type AudienceApi = Pick<typeof campaignsApi, "reach" | "leftOut" | "batches" | "preview">;

/** The part of the campaigns' API that looks at an audience. */
export function fakeAudience(state: FakeState): AudienceApi {
  return {
    reach: async ({ audience: a }) => {
      const people = reached(state, a);
      const out = named(state, a).length - people.length;
      const bad = a.numbers.split("\n").filter((line) => /[a-z]/i.test(line)).length;
      const cold = people.filter((lead) => lead.lastMessageAt === 0).length;
      return {
        total: people.length,
        excluded: [
          ...(out > 0 ? [{ reason: "opted_out", count: out }] : []),
          ...(bad > 0 ? [{ reason: "invalid", count: bad }] : []),
        ],
        warmth: [
          { warmth: "wrote_30" as const, count: people.length - cold },
          { warmth: "cold" as const, count: cold },
        ].filter(({ count }) => count > 0),
        cold,
        needsWord: cold > 5 && cold * 5 > people.length,
        startAt: Date.now(),
        finishAt: Date.now() + people.length * 45_000,
        days: [{ date: new Date().toISOString().slice(0, 10), count: people.length }],
      };
    },
    leftOut: async ({ audience: a }, reason) =>
      named(state, a)
        .filter((lead) => lead.optedOut)
        .map((lead) => ({ leadId: lead.id, name: lead.name, phoneDisplay: lead.phoneDisplay, reason })),
    batches: async () => ({
      imports: [{ id: 1, name: "expo-contacts.xlsx", count: 214, at: Date.now() - 86_400_000 }],
      sheets: [{ id: 1, name: "Website leads", count: 38, at: Date.now() - 172_800_000 }],
    }),
    preview: async (body, { audience: a }) => ({
      items: reached(state, a)
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
  };
}
