import { BackendError } from "@/api/client";
import type { leadsApi } from "@/api/leads";
import type { Lead } from "@/api/types";
import type { Emit, FakeState } from "@/testing/fake/state";

export function fakeLeads(state: FakeState, emit: Emit): typeof leadsApi {
  const find = (id: number): Lead => {
    const lead = state.leads.find((each) => each.id === id);
    if (!lead) throw new BackendError("not_found", "This lead is no longer there.");
    return lead;
  };
  const changed = (ids: number[]) => emit("lead:changed", { ids });
  return {
    list: async ({ query, tags, stageId, sort, cursor, limit }) => {
      const wanted = query.toLowerCase();
      const all = state.leads
        .filter((lead) =>
          `${lead.name} ${lead.phone} ${lead.email} ${lead.company}`.toLowerCase().includes(wanted),
        )
        .filter(
          (lead) =>
            tags.every((tag) => lead.tags.includes(tag)) && (stageId === 0 || lead.stageId === stageId),
        )
        .sort((a, b) =>
          sort === "name"
            ? a.name.localeCompare(b.name)
            : sort === "created"
              ? b.createdAt - a.createdAt
              : b.lastMessageAt - a.lastMessageAt || b.createdAt - a.createdAt,
        );
      const from = Number(cursor || 0);
      return {
        items: all.slice(from, from + limit),
        next: from + limit < all.length ? String(from + limit) : "",
        total: all.length,
      };
    },
    get: async (id) => ({
      lead: { ...find(id) },
      notes: state.notes.filter((note) => note.leadId === id),
      activities: state.activities.filter((activity) => activity.leadId === id),
      chatId: state.chats.find((chat) => chat.leadId === id)?.id ?? 0,
      custom: {},
    }),
    create: async (input) => {
      if (!/\d{8,}/.test(input.phone.replace(/\D/g, ""))) {
        throw new BackendError("invalid", "This is not a phone number.", {
          field: "phone",
          reason: "not_a_number",
        });
      }
      state.nextId += 1;
      const phone = input.phone.replace(/\D/g, "");
      const lead: Lead = {
        ...input,
        id: state.nextId,
        nameSource: "user",
        pushName: "",
        phone,
        phoneDisplay: `+${phone}`,
        source: "manual",
        optedOut: false,
        firstMessageAt: 0,
        lastMessageAt: 0,
        createdAt: Date.now(),
        updatedAt: Date.now(),
      };
      state.leads.push(lead);
      emit("lead:created", { ids: [lead.id] });
      return lead;
    },
    update: async (id, update) => {
      const lead = Object.assign(find(id), update);
      const chat = state.chats.find((each) => each.leadId === id);
      if (chat) {
        Object.assign(chat, { name: lead.name, stageId: lead.stageId });
        emit("chat:changed", { chatId: chat.id });
      }
      changed([id]);
      return { ...lead };
    },
    addTag: async (ids, tag) => {
      for (const id of ids) find(id).tags = [...new Set([...find(id).tags, tag])];
      changed(ids);
    },
    removeTag: async (ids, tag) => {
      for (const id of ids) find(id).tags = find(id).tags.filter((each) => each !== tag);
      changed(ids);
    },
    setConsent: async (ids) => changed(ids),
    tags: async () => {
      const counts = new Map<string, number>();
      for (const lead of state.leads)
        for (const tag of lead.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
      return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
    },
    stages: async () => state.stages,
    addNote: async (leadId, text) => {
      state.nextId += 1;
      const note = { id: state.nextId, leadId, text, createdAt: Date.now() };
      state.notes.unshift(note);
      changed([leadId]);
      return note;
    },
    deleteNote: async (noteId) => {
      const note = state.notes.find((each) => each.id === noteId);
      state.notes = state.notes.filter((each) => each.id !== noteId);
      changed([note?.leadId ?? 0]);
    },
    undoMerge: async (batchId) => {
      const merged = state.activities.find((each) => each.batchId === batchId);
      if (!merged) throw new BackendError("conflict", "This was undone already.");
      state.nextId += 1;
      const lead: Lead = {
        ...find(merged.leadId),
        id: state.nextId,
        name: merged.detail,
        phone: "",
        phoneDisplay: "",
      };
      state.leads.push(lead);
      merged.batchId = 0;
      changed([merged.leadId, lead.id]);
      return lead;
    },
  };
}
