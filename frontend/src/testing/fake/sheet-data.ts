import type {
  Sheet,
  SheetColumns,
  SheetConflict,
  SheetInput,
  SheetPreview,
  SheetPreviewRow,
} from "@/api/types";
import type { FakeState } from "@/testing/fake/state";

const TITLES = ["Timestamp", "Your name", "WhatsApp number", "E-mail", "City", "Next step", "Seller", ""];

export function sheet(id: number, over: Partial<Sheet>, now: number): Sheet {
  return {
    id,
    access: "link",
    spreadsheetId: `1AbCdEfGhIjKlMnOpQrStUvWx${id}`,
    path: "",
    title: "Fair 2026",
    tab: "Form responses",
    gid: 0,
    state: "active",
    reason: "",
    about: "",
    headerRow: 1,
    header: TITLES,
    mapping: ["", "name", "phone", "email", "custom", "", "", ""],
    keyColumn: "",
    intervalMinutes: 15,
    activeHours: { from: 0, to: 0 },
    writeBack: [],
    defaultCountry: "BR",
    tags: ["Fair 2026"],
    stageId: 1,
    owner: "",
    notify: true,
    existingRows: "import",
    createdAt: now - 900_000_000,
    lastRunAt: now - 130_000,
    nextRunAt: now + 770_000,
    last: {
      ...{ id: id * 100, startedAt: now - 131_800, endedAt: now - 130_000 },
      ...{ rows: over.rows ?? 312, created: 4, changed: 1, rejected: over.rejected ?? 0, error: "" },
    },
    rows: 312,
    newLeads: 304,
    changed: 6,
    rejected: 0,
    conflicts: 0,
    ...over,
  };
}

export function busySheets(state: FakeState, now: number): void {
  state.serviceAccount = { email: "mce-reader@shop-goncalves.iam.gserviceaccount.com" };
  state.google = { ready: true, own: false, email: "sarah@shop-goncalves.example" };
  state.sheets = [
    sheet(1, {}, now),
    sheet(
      2,
      {
        ...{ title: "Instagram ads", tab: "Leads", access: "google", gid: 7, tags: ["ig"], owner: "Sarah" },
        ...{ rows: 1204, rejected: 3, newLeads: 1180, conflicts: 2, activeHours: { from: 480, to: 1200 } },
        writeBack: [
          { field: "stage", column: "Next step" },
          { field: "owner", column: "Seller" },
        ],
      },
      now,
    ),
    sheet(
      3,
      {
        ...{ title: "Old newsletter", tab: "Sheet1", access: "service_account", rows: 88, newLeads: 80 },
        ...{ state: "paused", reason: "header_changed", about: "Phone", nextRunAt: 0 },
        header: ["Timestamp", "Your name", "Mobile", "E-mail"],
        mapping: ["", "name", "phone", "email"],
      },
      now,
    ),
    sheet(
      4,
      {
        ...{ title: "Partners.xlsx", tab: "2026", access: "file", spreadsheetId: "", gid: -1 },
        ...{ path: "C:\\Users\\sarah\\Documents\\Partners.xlsx", rows: 41, newLeads: 41 },
        ...{ state: "paused", reason: "paused_by_user", nextRunAt: 0 },
      },
      now,
    ),
  ];
  state.conflicts = { 2: conflicts(now) };
}

function conflicts(now: number): SheetConflict[] {
  const at = now - 3_600_000;
  return [
    {
      ...{ rowKey: "a", field: "stage", row: 17, leadId: 3, lead: "Priya Sharma", at },
      ...{ theirs: "called twice", ours: "Talking" },
    },
    {
      ...{ rowKey: "b", field: "owner", row: 203, leadId: 2, lead: "João Gonçalves", at },
      ...{ theirs: "Rita", ours: "Sarah" },
    },
  ];
}

const SAMPLES: [SheetColumns["columns"][number]["guess"], string[]][] = [
  ["", ["12/11/2026 09:15", "12/11/2026 10:02", "13/11/2026 08:40"]],
  ["name", ["Inês Fernández", "Kwame Mensah", "Sofia Rossi"]],
  ["phone", ["p:+5511961001022", "+233 24 123 4567", "347 123 4567"]],
  ["email", ["ines@example.com", "kwame@example.com"]],
  ["", ["Campinas", "Accra", "São Paulo"]],
  ["", []],
  ["", []],
  ["", ["x"]],
];

export function columns(headerRow: number): SheetColumns {
  return {
    headerRow: headerRow || 1,
    columns: SAMPLES.map(([guess, samples], index) => ({ index, name: TITLES[index] ?? "", samples, guess })),
    rowCount: 312,
  };
}

export function preview({ mapping, stageId, owner, tags, keyColumn }: SheetInput): SheetPreview {
  const has = (field: SheetInput["mapping"][number]) => mapping.includes(field);
  const row = (at: number, name: string, phone: string, over: Partial<SheetPreviewRow>): SheetPreviewRow => ({
    ...{
      row: at,
      status: "new",
      phone,
      tags,
      owner,
      email: "",
      company: "",
      note: "",
      reason: "",
      value: "",
    },
    name: has("name") ? name : "",
    stage: ["New", "New", "Talking", "Proposal", "Won", "Lost"][stageId] ?? "New",
    custom: {},
    ...over,
  });
  return {
    ...{ total: 312, new: 290, known: 12, repeated: keyColumn === "" ? 4 : 0, rejected: 6 },
    rows: [
      row(2, "Inês Fernández", "+55 11 96100-1022", {
        email: has("email") ? "ines@example.com" : "",
        custom: mapping[4] === "custom" ? { City: "Campinas" } : {},
      }),
      row(3, "Kwame Mensah", "+233 24 123 4567", { status: "known", owner: "Rita" }),
      row(4, "Sofia Rossi", "+55 34 7123-4567", {}),
      row(5, "Rahul Verma", "", { status: "rejected", reason: "scientific_notation", value: "9.19877E+11" }),
      row(6, "", "", { status: "rejected", reason: "missing" }),
      row(7, "Sofia R.", "+55 34 7123-4567", { status: "repeated" }),
    ],
  };
}
