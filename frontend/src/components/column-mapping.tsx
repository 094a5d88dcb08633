import { useTranslation } from "react-i18next";
import { Chip } from "@/components/ui/chip";
import { Select } from "@/components/ui/select";
import { cn } from "@/lib/cn";

const FIELDS = [
  "",
  "name",
  "first_name",
  "last_name",
  "phone",
  "email",
  "company",
  "owner",
  "tags",
  "note",
  "stage",
  "custom",
] as const;

export type ColumnField = (typeof FIELDS)[number];

interface MappedColumn {
  index: number;
  name: string;
  samples: string[];
  guess: ColumnField;
}

interface ColumnMappingProps {
  columns: MappedColumn[];
  mapping: ColumnField[];
  onChange: (mapping: ColumnField[]) => void;
}

/** Each column of a table with three of its values and, beside it, what it means. */
export function ColumnMapping({ columns, mapping, onChange }: ColumnMappingProps) {
  const { t } = useTranslation();
  const options = FIELDS.map((field) => ({
    value: field,
    label: t(`columns.field.${field === "" ? "ignore" : field}`),
  }));
  return (
    <table className="w-full table-fixed">
      <thead>
        <tr className="border-line border-b text-start text-12 text-soft">
          <th className="w-[28%] py-2 text-start font-semibold">{t("columns.column")}</th>
          <th className="py-2 text-start font-semibold">{t("columns.samples")}</th>
          <th className="w-64 py-2 text-start font-semibold">{t("columns.meaning")}</th>
        </tr>
      </thead>
      <tbody>
        {columns.map((column) => {
          const field = mapping[column.index] ?? "";
          const title = column.name || t("columns.unnamed", { letter: letterOf(column.index) });
          return (
            <tr key={column.index} className="border-line border-b last:border-0">
              <td className="py-2 pe-4">
                <span dir="auto" className={cn("block truncate font-medium", field === "" && "text-soft")}>
                  {title}
                </span>
              </td>
              <td className="py-2 pe-4">
                <span dir="auto" className="block truncate text-soft" title={column.samples.join(" · ")}>
                  {column.samples.filter(Boolean).join(" · ") || "–"}
                </span>
              </td>
              <td className="py-2">
                <span className="flex items-center gap-2">
                  <Select
                    label={t("columns.meaningOf", { column: title })}
                    value={field}
                    options={options}
                    onChange={(next) =>
                      onChange(
                        columns.map((each) =>
                          each.index === column.index ? next : (mapping[each.index] ?? ""),
                        ),
                      )
                    }
                    className={cn("w-44", field === "" && "text-soft")}
                  />
                  {field !== "" && field === column.guess ? (
                    <Chip tone="good">{t("columns.guessed")}</Chip>
                  ) : null}
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** A, B ... Z, AA, as spreadsheets name columns. */
function letterOf(index: number): string {
  const high = Math.floor(index / 26);
  return (high > 0 ? letterOf(high - 1) : "") + String.fromCharCode(65 + (index % 26));
}
