import { BackendError } from "@/api/client";
import type { sheetsApi } from "@/api/sheets";
import type { Sheet, SheetInput } from "@/api/types";
import type { Emit, FakeState } from "@/testing/fake/state";

export function sheet(id: number, over: Partial<Sheet>, now: number): Sheet {
  return {
    id,
    title: "Fair 2026",
    spreadsheetId: "1AbCdEfGhIjKlMnOpQrStUvWx",
    tab: "Form responses",
    state: "active",
    reason: "",
    headerRow: 1,
    header: ["Timestamp", "Your name", "WhatsApp number", "E-mail"],
    mapping: ["", "name", "phone", "email"],
    keyColumn: "",
    intervalMinutes: 15,
    defaultCountry: "BR",
    tags: ["Fair 2026"],
    stageId: 1,
    existingRows: "import",
    createdAt: now - 900_000_000,
    lastRunAt: now - 130_000,
    nextRunAt: now + 770_000,
    rows: 312,
    newLeads: 304,
    changed: 6,
    rejected: 0,
    ...over,
  };
}

export function busySheets(state: FakeState, now: number): void {
  state.serviceAccount = { email: "mce-reader@shop-goncalves.iam.gserviceaccount.com" };
  state.sheets = [
    sheet(1, {}, now),
    sheet(
      2,
      { title: "Instagram ads", tab: "Leads", rows: 1204, rejected: 3, newLeads: 1180, tags: ["ig"] },
      now,
    ),
    sheet(
      3,
      {
        title: "Old newsletter",
        tab: "Sheet1",
        state: "paused",
        reason: "header_changed",
        nextRunAt: 0,
        rows: 88,
        newLeads: 80,
      },
      now,
    ),
    sheet(
      4,
      {
        title: "Partners",
        tab: "2026",
        state: "paused",
        reason: "paused_by_user",
        nextRunAt: 0,
        rows: 41,
        newLeads: 41,
      },
      now,
    ),
  ];
}

export function fakeSheets(state: FakeState, emit: Emit): typeof sheetsApi {
  const find = (id: number): Sheet => {
    const found = state.sheets.find((each) => each.id === id);
    if (!found) throw new BackendError("not_found", "This sheet is no longer connected.");
    return found;
  };
  const set = (change: Partial<Sheet>) => async (id: number) => {
    Object.assign(find(id), change);
    emit("sheet:changed", { id });
    return { ...find(id) };
  };
  return {
    list: async () => state.sheets.map((each) => ({ ...each })),
    get: async (id) => ({ ...find(id) }),
    serviceAccount: async () => state.serviceAccount,
    setServiceAccount: async (json) => {
      if (!json.includes("service_account"))
        throw new BackendError("invalid", "This is not a service account file.", { field: "file" });
      state.serviceAccount = { email: "mce-reader@shop-goncalves.iam.gserviceaccount.com" };
      return state.serviceAccount;
    },
    inspect: async (link) => {
      if (!link.includes("docs.google.com/spreadsheets"))
        throw new BackendError("invalid", "This is not a link to a Google Sheet.", {
          field: "link",
          reason: "bad_link",
        });
      return {
        spreadsheetId: "1AbCdEfGhIjKlMnOpQrStUvWx",
        title: "Spring fair",
        tabs: [
          { id: 0, title: "Form responses" },
          { id: 7, title: "Archive" },
        ],
      };
    },
    deleteServiceAccount: async () => {
      state.serviceAccount = { email: "" };
    },
    columns: async () => ({
      headerRow: 1,
      columns: [
        {
          index: 0,
          name: "Timestamp",
          samples: ["12/11/2026 09:15", "12/11/2026 10:02", "13/11/2026 08:40"],
          guess: "",
        },
        {
          index: 1,
          name: "Your name",
          samples: ["Inês Fernández", "Kwame Mensah", "Sofia Rossi"],
          guess: "name",
        },
        {
          index: 2,
          name: "WhatsApp number",
          samples: ["p:+5511961001022", "+233 24 123 4567", "347 123 4567"],
          guess: "phone",
        },
        { index: 3, name: "E-mail", samples: ["ines@example.com", "kwame@example.com", ""], guess: "email" },
      ],
      rowCount: 312,
    }),
    create: async (input: SheetInput) => {
      state.nextId += 1;
      const made = sheet(state.nextId, { ...input, lastRunAt: 0 }, Date.now());
      state.sheets.push(made);
      emit("sheet:changed", { id: made.id });
      return made;
    },
    update: async (id, input) => Object.assign(find(id), input),
    sync: set({ lastRunAt: Date.now() }),
    pause: set({ state: "paused", nextRunAt: 0 }),
    resume: set({ state: "active" }),
    delete: async (id) => {
      state.sheets = state.sheets.filter((each) => each.id !== id);
      emit("sheet:changed", { id });
    },
    runs: async (id) =>
      [0, 1, 2].map((index) => ({
        id: id * 10 + index,
        startedAt: find(id).lastRunAt - index * 9_000_000,
        endedAt: find(id).lastRunAt - index * 9_000_000 + 1800,
        rows: find(id).rows - index,
        created: index === 0 ? 4 : 1,
        changed: 0,
        rejected: find(id).rejected,
        error: index === 2 ? "google_unavailable" : "",
      })),
    problems: async (id) =>
      find(id).rejected === 0
        ? []
        : [
            { row: 42, value: "", reason: "missing", seenAt: Date.now() },
            { row: 118, value: "9.19877E+11", reason: "scientific_notation", seenAt: Date.now() },
            { row: 240, value: "call me", reason: "not_a_number", seenAt: Date.now() },
          ],
  };
}
