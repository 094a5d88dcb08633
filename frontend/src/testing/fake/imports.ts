import type { importsApi } from "@/api/imports";
import type { ImportFile, ImportPreview } from "@/api/types";
import type { Emit } from "@/testing/fake/state";

export function fakeImports(emit: Emit): typeof importsApi {
  return {
    stage: async (fileName) => importFile(fileName),
    configure: async (_token, { tab, encoding, delimiter }) => ({
      ...importFile("fair-leads.csv"),
      tab,
      encoding,
      delimiter,
    }),
    preview: async (_token, { mapping }) => preview(mapping.includes("phone")),
    commit: async (_token, { tags }) => {
      emit("lead:created", { ids: [] });
      return {
        importId: 1,
        rows: 1012,
        created: 940,
        updated: 52,
        unchanged: 8,
        duplicates: 4,
        rejected: 8,
        tags,
      };
    },
    exportRejected: async () => "row,reason\n",
    discard: async () => undefined,
  };
}

function importFile(fileName: string): ImportFile {
  return {
    token: "t1",
    fileName,
    tabs: [],
    tab: "",
    encoding: "utf-8",
    encodings: ["utf-8", "windows-1252", "utf-16"],
    delimiter: ";",
    headerRow: 1,
    rowCount: 1012,
    committed: false,
    defaultCountry: "BR",
    columns: [
      {
        index: 0,
        name: "Full name",
        samples: ["Inês Fernández", "Kwame Mensah", "Sofia Rossi"],
        guess: "name",
      },
      {
        index: 1,
        name: "WhatsApp",
        samples: ["11 96100-1022", "+233 24 123 4567", "347 123 4567"],
        guess: "phone",
      },
      { index: 2, name: "E-mail", samples: ["ines@example.com", "kwame@example.com", ""], guess: "email" },
      { index: 3, name: "Shop", samples: ["Casa Inês", "", "Rossi & Figli"], guess: "company" },
      { index: 4, name: "Remarks", samples: ["wants catalogue", "", "call in May"], guess: "note" },
      { index: 5, name: "utm_source", samples: ["ig", "fb", "ig"], guess: "" },
    ],
  };
}

function preview(hasPhone: boolean): ImportPreview {
  return {
    rows: 1012,
    newLeads: hasPhone ? 940 : 0,
    existing: hasPhone ? 60 : 0,
    duplicates: hasPhone ? 4 : 0,
    rejected: hasPhone ? 8 : 1012,
    sample: [
      {
        row: 2,
        name: "Inês Fernández",
        phone: "+55 11 96100-1022",
        original: "11 96100-1022",
        status: "new",
        reason: "",
      },
      {
        row: 3,
        name: "Kwame Mensah",
        phone: "+233 24 123 4567",
        original: "+233 24 123 4567",
        status: "new",
        reason: "",
      },
      {
        row: 4,
        name: "Sofia Rossi",
        phone: "+55 34 7123-4567",
        original: "347 123 4567",
        status: "existing",
        reason: "",
      },
      {
        row: 5,
        name: "Rahul Verma",
        phone: "",
        original: "9.19877E+11",
        status: "rejected",
        reason: "scientific_notation",
      },
      {
        row: 6,
        name: "Camila Oliveira",
        phone: "+55 11 98888-7777",
        original: "(11) 98888.7777",
        status: "new",
        reason: "",
      },
      {
        row: 7,
        name: "Camila O.",
        phone: "+55 11 98888-7777",
        original: "11988887777",
        status: "duplicate",
        reason: "",
      },
    ],
    problems: [
      {
        reason: "scientific_notation",
        count: 5,
        rows: [5, 88, 120, 301, 777].map((row) => ({ row, value: "9.19877E+11" })),
      },
      { reason: "missing", count: 3, rows: [41, 97, 402].map((row) => ({ row, value: "" })) },
    ],
  };
}
