import { BackendError } from "@/api/client";
import type { optOutsApi } from "@/api/optouts";
import type { Lead } from "@/api/types";
import type { Emit, FakeState } from "@/testing/fake/state";

const defaults = () => ({
  words: { stop: ["stop", "sair", "baja"], start: ["start", "voltar"] },
  confirm: true,
  text: "You will get no more campaign messages from us. Write START to get them again.",
});

export function fakeOptOuts(state: FakeState, emit: Emit): typeof optOutsApi {
  const digits = (text: string) => text.replace(/\D/g, "");
  const find = (leadId: number, phone: string): Lead | undefined =>
    state.leads.find((lead) => (leadId > 0 ? lead.id === leadId : lead.phone === digits(phone)));
  const put = (lead: Lead, out: boolean, detail: string) => {
    lead.optedOut = out;
    state.nextId += 1;
    state.activities.unshift({
      ...{ id: state.nextId, leadId: lead.id, kind: out ? "opted_out" : "rejoined", actor: "user" },
      ...{ detail, at: Date.now(), batchId: 0 },
    });
    emit("lead:changed", { ids: [lead.id] });
  };
  return {
    list: async ({ query, cursor, limit }) => {
      const all = state.leads
        .filter((lead) => lead.optedOut || state.activities.some(wasOut(lead)))
        .filter((lead) => `${lead.name} ${lead.phone}`.toLowerCase().includes(query.toLowerCase()))
        .map((lead) => {
          const { id: leadId, name, phone, phoneDisplay } = lead;
          const why = state.activities.find(wasOut(lead));
          return {
            ...{ leadId, name, phone, phoneDisplay, source: why?.actor ?? "whatsapp" },
            ...{ reason: why?.detail ?? "STOP", at: why?.at ?? lead.lastMessageAt },
            liftedAt: lead.optedOut ? 0 : Date.now(),
          };
        });
      const from = Number(cursor || 0);
      const next = from + limit < all.length ? String(from + limit) : "";
      return { items: all.slice(from, from + limit), next, total: all.length, unknown: state.unknownOptOuts };
    },
    create: async ({ leadId, phone, reason }) => {
      if (leadId === 0 && digits(phone).length < 8)
        throw new BackendError("invalid", "Bad", { field: "phone", reason: "too_short" });
      const lead = find(leadId, phone);
      if (lead?.optedOut)
        throw new BackendError("conflict", "This person gets no campaigns already.", { field: "phone" });
      if (lead) put(lead, true, reason);
      else state.unknownOptOuts += 1;
    },
    delete: async ({ leadId, phone }) => {
      const lead = find(leadId, phone);
      if (lead) put(lead, false, "");
    },
    rules: async () => state.optOutRules,
    defaultRules: async () => defaults(),
    update: async (rules) => {
      if (rules.words.stop.includes("yes"))
        throw new BackendError("invalid", "“yes” is too ordinary: people write it for other reasons.", {
          field: "stop",
        });
      state.optOutRules = rules;
      return rules;
    },
  };
}

const wasOut = (lead: Lead) => (activity: { leadId: number; kind: string }) =>
  activity.leadId === lead.id && activity.kind === "opted_out";

export { defaults as defaultOptOutRules };
