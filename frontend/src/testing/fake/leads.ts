import { BackendError } from "@/api/client";
import type { leadsApi } from "@/api/leads";
import type { ImportPreview, Lead } from "@/api/types";
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
    stageImport: async (fileName) => importFile(fileName),
    configureImport: async (_token, source) => ({ ...importFile("fair-leads.csv"), ...source }),
    previewImport: async (_token, options) => preview(options.mapping.includes("phone")),
    commitImport: async () => {
      emit("lead:created", { ids: [] });
      const { rows, newLeads, existing, duplicates, rejected } = preview(true);
      return { rows, newLeads, existing, duplicates, rejected };
    },
    discardImport: async () => undefined,
  };
}

function importFile(fileName: string) {
  return {
    token: "t1",
    fileName,
    tabs: [""],
    tab: "",
    encoding: "utf-8",
    delimiter: ";",
    headerRow: 1,
    rowCount: 1012,
    columns: [
      {
        index: 0,
        name: "Full name",
        samples: ["Inês Fernández", "Kwame Mensah", "Sofia Rossi"],
        guess: "name" as const,
      },
      {
        index: 1,
        name: "WhatsApp",
        samples: ["11 96100-1022", "+233 24 123 4567", "347 123 4567"],
        guess: "phone" as const,
      },
      {
        index: 2,
        name: "E-mail",
        samples: ["ines@example.com", "kwame@example.com", ""],
        guess: "email" as const,
      },
      { index: 3, name: "Shop", samples: ["Casa Inês", "", "Rossi & Figli"], guess: "company" as const },
      { index: 4, name: "Remarks", samples: ["wants catalogue", "", "call in May"], guess: "note" as const },
      { index: 5, name: "utm_source", samples: ["ig", "fb", "ig"], guess: "" as const },
    ],
  };
}

function preview(hasPhone: boolean): ImportPreview {
  const sample = [
    { row: 2, name: "Inês Fernández", phone: "+55 11 96100-1022", original: "11 96100-1022", status: "new" },
    { row: 3, name: "Kwame Mensah", phone: "+233 24 123 4567", original: "+233 24 123 4567", status: "new" },
    { row: 4, name: "Sofia Rossi", phone: "+55 34 7123-4567", original: "347 123 4567", status: "existing" },
    { row: 5, name: "Rahul Verma", phone: "", original: "9.19877E+11", status: "rejected" },
    {
      row: 6,
      name: "Camila Oliveira",
      phone: "+55 11 98888-7777",
      original: "(11) 98888.7777",
      status: "new",
    },
  ];
  return {
    rows: 1012,
    newLeads: hasPhone ? 940 : 0,
    existing: 60,
    duplicates: 4,
    rejected: hasPhone ? 8 : 1012,
    sample,
    problems: [
      {
        reason: "scientific_notation",
        count: 5,
        rows: [
          { row: 5, value: "9.19877E+11", reason: "scientific_notation" },
          { row: 88, value: "5.51196E+12", reason: "scientific_notation" },
        ],
      },
      {
        reason: "missing",
        count: 3,
        rows: [
          { row: 41, value: "", reason: "missing" },
          { row: 97, value: "", reason: "missing" },
          { row: 402, value: "", reason: "missing" },
        ],
      },
    ],
  };
}
