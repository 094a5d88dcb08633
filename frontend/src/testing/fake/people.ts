import type { Activity, Chat, Lead, Message, Note } from "@/api/types";
import { fakeMessage } from "@/testing/fake/message";
import { PEOPLE, type Person } from "@/testing/fake/people-data";
import { emptyState, type FakeState } from "@/testing/fake/state";

const MIN = 60_000;
const DAY = 86_400_000;

const FIRST = [
  "Inês",
  "Kwame",
  "Sofia",
  "Rahul",
  "Camila",
  "Jan",
  "Fatima",
  "Diego",
  "Mei",
  "Oleksandr",
  "Siti",
  "Pedro",
];
const LAST = [
  "Fernández",
  "Mensah",
  "Rossi",
  "Verma",
  "Oliveira",
  "de Vries",
  "Hassan",
  "Martínez",
  "Lin",
  "Kovalenko",
  "Rahmawati",
  "Souza",
];

export function busyState(now: number, extra = 180): FakeState {
  const state = emptyState(now);
  state.account = {
    ...state.account,
    state: "online",
    phone: "5511961001022",
    phoneDisplay: "+55 11 96100-1022",
    name: "Sarah",
  };
  for (const [index, person] of PEOPLE.entries()) addPerson(state, person, index + 1, now);
  for (let index = 0; index < extra; index++) {
    const id = PEOPLE.length + index + 1;
    const name = `${FIRST[index % FIRST.length]} ${LAST[(index * 7) % LAST.length]}`;
    const tail = String(10_000_000 + index * 7919).slice(-8);
    state.leads.push(
      lead(
        {
          name,
          phone: `55119${tail}`,
          display: `+55 11 9${tail.slice(0, 4)}-${tail.slice(4)}`,
          tags: index % 3 === 0 ? ["spring"] : index % 5 === 0 ? ["Fair 2026"] : [],
          stageId: (index % 5) + 1,
          talk: [],
        },
        id,
        now - index * 3_600_000,
        index % 2 ? "sheet" : "file",
      ),
    );
  }
  return state;
}

function addPerson(state: FakeState, person: Person, id: number, now: number): void {
  const messages = person.talk.map(
    ([ago, who, text, status], index): Message =>
      fakeMessage({
        id: id * 100 + index,
        chatId: id,
        fromMe: who === "me",
        origin: who === "me" ? (text.includes("spring collection") ? "campaign" : "app") : "contact",
        text,
        at: now - ago * MIN,
        status: status ?? "received",
        error: status === "failed" ? "This number is not on WhatsApp." : "",
      }),
  );
  const last = messages.at(-1);
  state.messages.push(...messages);
  state.leads.push({
    ...lead(person, id, now - 11 * DAY, id % 2 ? "sheet" : "whatsapp"),
    firstMessageAt: messages[0]?.at ?? 0,
    lastMessageAt: last?.at ?? 0,
  });
  const chat: Chat = {
    id,
    leadId: id,
    name: person.name,
    phone: person.phone,
    phoneDisplay: person.display,
    stageId: person.stageId,
    tags: person.tags,
    optedOut: person.optedOut ?? false,
    newLead: person.name === "",
    lastText: last?.text ?? "",
    lastKind: last?.kind ?? "text",
    lastFromMe: last?.fromMe ?? false,
    lastStatus: last?.status ?? "",
    lastAt: last?.at ?? 0,
    unread: person.unread ?? 0,
    draft: person.draft ?? "",
    private: false,
    timer: 0,
  };
  state.chats.push(chat);
  const note: Note = {
    id,
    leadId: id,
    text: "Wants two for his brothers. Prefers mornings.",
    createdAt: now - 2 * DAY,
  };
  if (id === 2) state.notes.push(note);
  state.activities.push(...timeline(id, now));
}

function lead(person: Person, id: number, createdAt: number, source: Lead["source"]): Lead {
  return {
    id,
    name: person.name,
    nameSource: person.name ? "user" : "number",
    pushName: "",
    phone: person.phone,
    phoneDisplay: person.display,
    email: person.company ? "joao@shop-goncalves.example" : "",
    company: person.company ?? "",
    owner: person.owner ?? (id % 4 === 2 ? "Sarah" : id % 7 === 3 ? "Rita" : ""),
    source,
    stageId: person.stageId,
    tags: person.tags,
    optedOut: person.optedOut ?? false,
    firstMessageAt: 0,
    lastMessageAt: 0,
    createdAt,
    updatedAt: createdAt,
  };
}

function timeline(leadId: number, now: number): Activity[] {
  const entries: [string, string, string, number][] = [
    ["campaign_answered", "whatsapp", "Spring offer", now - DAY],
    ["stage_changed", "user", "Proposal", now - 2 * DAY],
    ["tagged", "user", "spring", now - 3 * DAY],
    ["imported", "sheet", "Fair 2026", now - 11 * DAY],
    ["created", "sheet", "", now - 11 * DAY],
  ];
  return entries.map(([kind, actor, detail, at], index) => ({
    id: leadId * 10 + index,
    leadId,
    kind,
    actor,
    detail,
    at,
    batchId: 0,
  }));
}
