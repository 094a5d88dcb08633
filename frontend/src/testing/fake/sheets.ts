import { BackendError } from "@/api/client";
import type { sheetsApi } from "@/api/sheets";
import type { Sheet } from "@/api/types";
import { fakeGoogle, findSheet, refuse } from "@/testing/fake/google";
import { columns, preview, sheet } from "@/testing/fake/sheet-data";
import type { Emit, FakeState } from "@/testing/fake/state";

export function fakeSheets(state: FakeState, emit: Emit): typeof sheetsApi {
  const find = (id: number): Sheet => {
    const found = state.sheets.find((each) => each.id === id);
    if (!found) throw new BackendError("not_found", "This sheet is no longer connected.");
    return found;
  };
  const set = async (id: number, change: Partial<Sheet>) => {
    Object.assign(find(id), change);
    emit("sheet:changed", { id });
    return { ...find(id) };
  };
  const resumed = (): Partial<Sheet> => ({ state: "active", reason: "", nextRunAt: Date.now() + 600_000 });
  const file = async (path: string) => {
    if (path.includes("missing")) throw refuse("file_missing");
    const title = path.split(/[\\/]/).at(-1) ?? path;
    return { access: "file" as const, spreadsheetId: "", path, title, tabs: [{ id: -1, title: "2026" }] };
  };
  return {
    ...fakeGoogle(state),
    list: async () => state.sheets.map((each) => ({ ...each })),
    get: async (id) => ({ ...find(id) }),
    serviceAccount: async () => state.serviceAccount,
    setServiceAccount: async (json) => {
      if (!json.includes("service_account"))
        throw new BackendError("invalid", "This is not a service account file.", {
          ...{ field: "file", reason: "bad_service_account" },
        });
      state.serviceAccount = { email: "mce-reader@shop-goncalves.iam.gserviceaccount.com" };
      return state.serviceAccount;
    },
    deleteServiceAccount: async () => {
      state.serviceAccount = { email: "" };
    },
    inspect: async (link) => findSheet(state, link),
    inspectFile: file,
    chooseFile: async () => file(state.chosenFile),
    tabs: async (id) => [
      { id: find(id).gid, title: find(id).reason === "tab_renamed" ? "Leads 2027" : find(id).tab },
      { id: 99, title: "Archive" },
    ],
    columns: async (_place, _tab, headerRow) => {
      if (headerRow > 9)
        throw new BackendError("invalid", "The tab needs a row with column titles above its data.", {
          ...{ field: "headerRow", reason: "no_header" },
        });
      return columns(headerRow);
    },
    preview: async (input) => preview(input),
    create: async (input) => {
      const known = state.sheets.find(
        (each) =>
          each.tab === input.tab && each.spreadsheetId === input.spreadsheetId && each.path === input.path,
      );
      if (known)
        throw new BackendError("conflict", "This tab is connected already.", { id: String(known.id) });
      state.nextId += 1;
      const title = input.path.split(/[\\/]/).at(-1) || "Spring fair";
      const made = sheet(state.nextId, { ...input, title, lastRunAt: 0, last: undefined }, Date.now());
      state.sheets.push(made);
      emit("sheet:changed", { id: made.id });
      return made;
    },
    update: async (id, input) => set(id, { ...input, ...(input.mapping || input.tab ? resumed() : {}) }),
    sync: async (id) => set(id, { lastRunAt: Date.now() }),
    pause: async (id) => set(id, { state: "paused", reason: "paused_by_user", nextRunAt: 0 }),
    resume: async (id) => set(id, resumed()),
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
    conflicts: async (id) => state.conflicts[id] ?? [],
    settle: async (id, rowKey, field) => {
      const left = (state.conflicts[id] ?? []).filter(
        (each) => rowKey !== "" && (each.rowKey !== rowKey || each.field !== field),
      );
      state.conflicts[id] = left;
      await set(id, { conflicts: left.length });
    },
  };
}
