import { useTranslation } from "react-i18next";
import { useTags } from "@/api/leads";
import type { SheetInput } from "@/api/types";
import { CountrySelect } from "@/components/country-select";
import { TagField } from "@/components/tag-field";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

export type SheetChoices = Pick<
  SheetInput,
  "defaultCountry" | "tags" | "existingRows" | "keyColumn" | "intervalMinutes"
>;

interface SheetOptionsProps {
  value: SheetChoices;
  columns: string[];
  onChange: (change: Partial<SheetChoices>) => void;
}

const MINUTES = [5, 15, 30];
const HOURS = [1, 6, 24];

export function SheetOptions({ value, columns, onChange }: SheetOptionsProps) {
  const { t } = useTranslation();
  const { data: known = [] } = useTags();
  const intervals = [
    ...MINUTES.map((count) => ({ value: count, label: t("connect.minutes", { count }) })),
    ...HOURS.map((count) => ({ value: count * 60, label: t("connect.hour", { count }) })),
  ];
  return (
    <div className="grid grid-cols-3 gap-4 max-[900px]:grid-cols-1">
      <Field label={t("country.label")}>
        {({ id }) => (
          <CountrySelect
            id={id}
            value={value.defaultCountry}
            onChange={(defaultCountry) => onChange({ defaultCountry })}
          />
        )}
      </Field>
      <Field label={t("connect.existing")}>
        {({ id }) => (
          <Select
            id={id}
            label={t("connect.existing")}
            value={value.existingRows}
            options={[
              { value: "import", label: t("connect.existingImport") },
              { value: "ignore", label: t("connect.existingIgnore") },
            ]}
            onChange={(existingRows) => onChange({ existingRows })}
          />
        )}
      </Field>
      <Field label={t("connect.tags")}>
        {({ id }) => (
          <TagField
            id={id}
            label={t("connect.tags")}
            value={value.tags}
            known={known.map((tag) => tag.name)}
            onChange={(tags) => onChange({ tags })}
          />
        )}
      </Field>
      <Field label={t("connect.key")}>
        {({ id }) => (
          <Select
            id={id}
            label={t("connect.key")}
            value={value.keyColumn}
            options={[
              { value: "", label: t("connect.keyPhone") },
              ...columns.map((column) => ({ value: column, label: column })),
            ]}
            onChange={(keyColumn) => onChange({ keyColumn })}
          />
        )}
      </Field>
      <Field label={t("connect.interval")}>
        {({ id }) => (
          <Select
            id={id}
            label={t("connect.interval")}
            value={value.intervalMinutes}
            options={intervals}
            onChange={(intervalMinutes) => onChange({ intervalMinutes })}
          />
        )}
      </Field>
    </div>
  );
}
