import { useMemo, useState } from "react";
import { useSheetColumns } from "@/api/sheets";
import type { IntakeField, SheetInput, SheetPlace, WriteColumn } from "@/api/types";

export type SheetChoices = Omit<SheetInput, keyof SheetPlace | "tab" | "headerRow" | "mapping">;

export interface DraftStart {
  tab: string;
  /** 0 is looked for. */
  headerRow: number;
  choices: SheetChoices;
  /** Titles and what they meant, of a connection that is changed. */
  before?: { header: string[]; mapping: IntakeField[] };
}

/** Everything that is chosen for a sheet, before it is saved. */
export function useSheetDraft(place: SheetPlace, start: DraftStart) {
  const [tab, setTab] = useState(start.tab);
  const [headerRow, setHeaderRow] = useState(start.headerRow);
  const [chosen, setChosen] = useState<IntakeField[] | null>(null);
  const [choices, setChoices] = useState(start.choices);
  const [writing, setWriting] = useState(start.choices.writeBack.length > 0);
  const columns = useSheetColumns(place, tab, headerRow, choices.defaultCountry);
  const { data } = columns;
  const before = start.before;
  const mapping = useMemo(() => {
    if (chosen) return chosen;
    const guesses = data?.columns.map(({ guess }) => guess) ?? [];
    return before && data ? follow(before, data.columns, guesses) : guesses;
  }, [chosen, data, before]);
  const free = useMemo(
    () =>
      (data?.columns ?? [])
        .filter(({ index, name }) => name !== "" && !mapping[index] && name !== choices.keyColumn)
        .map(({ name }) => name),
    [data, mapping, choices.keyColumn],
  );
  /** Columns that could be filled: with them those that were found to say what MCE writes. */
  const fillable = useMemo(
    () =>
      (data?.columns ?? [])
        .filter(({ index, name }) => free.includes(name) || WRITTEN.includes(mapping[index] ?? ""))
        .filter(({ name }) => name !== "" && name !== choices.keyColumn)
        .map(({ name }) => name),
    [data, mapping, free, choices.keyColumn],
  );
  const titles = useMemo(
    () => (data?.columns ?? []).map(({ name }) => name).filter((name) => name !== ""),
    [data],
  );
  const input = useMemo<SheetInput | null>(() => {
    if (!data) return null;
    const { access, spreadsheetId, path } = place;
    const writeBack = writing ? choices.writeBack.filter(({ column }) => free.includes(column)) : [];
    const keyColumn = titles.includes(choices.keyColumn) ? choices.keyColumn : "";
    return {
      ...choices,
      ...{ access, spreadsheetId, path, tab, mapping, writeBack, keyColumn, headerRow: data.headerRow },
    };
  }, [data, place, choices, writing, free, titles, tab, mapping]);
  const hasPhone = mapping.includes("phone");
  const incomplete = writing && (input?.writeBack.length ?? 0) === 0;
  const restart = () => setChosen(null);
  return {
    ...{ tab, columns, mapping, choices, writing, titles, free, fillable, input, hasPhone },
    headerRow: headerRow || (data?.headerRow ?? 1),
    /** What was mapped before and stands in no title any more. */
    lost: before && data ? lostTitles(before, titles) : [],
    /** Whether it can be saved as it stands. */
    ready: input !== null && hasPhone && !incomplete && !columns.error,
    incomplete,
    setTab: (next: string) => {
      setTab(next);
      setHeaderRow(0);
      restart();
    },
    setHeaderRow: (next: number) => {
      setHeaderRow(next);
      restart();
    },
    setMapping: setChosen,
    setWriting,
    change: (change: Partial<SheetChoices>) => setChoices((now) => ({ ...now, ...change })),
    /** A column that is filled is not read. */
    setWriteColumn: (field: WriteColumn["field"], column: string) => {
      const at = data?.columns.find(({ name }) => name === column)?.index ?? -1;
      if (mapping[at]) setChosen(mapping.map((each, index) => (index === at ? "" : each)));
      setChoices((now) => ({
        ...now,
        writeBack: [
          ...now.writeBack.filter((each) => each.field !== field),
          ...(column === "" ? [] : [{ field, column }]),
        ],
      }));
    },
  };
}

/** What MCE can read and write. */
const WRITTEN: IntakeField[] = ["stage", "owner"];

export type SheetDraft = ReturnType<typeof useSheetDraft>;

interface Before {
  header: string[];
  mapping: IntakeField[];
}

function lostTitles({ header, mapping }: Before, titles: string[]): string[] {
  return header.filter((title, index) => mapping[index] && !titles.includes(title));
}

/** What the columns meant follows their titles; for one that is new, a guess at what was lost. */
function follow(
  before: Before,
  columns: { index: number; name: string }[],
  guesses: IntakeField[],
): IntakeField[] {
  const meant = columns.map(({ name }) => {
    const at = name === "" ? -1 : before.header.indexOf(name);
    return at < 0 ? null : (before.mapping[at] ?? "");
  });
  return meant.map((field, index) => {
    if (field !== null) return field;
    const guess = guesses[index] ?? "";
    return before.mapping.includes(guess) && !meant.includes(guess) ? guess : "";
  });
}
