import { useTranslation } from "react-i18next";
import type { ImportFile, ImportOptions } from "@/api/types";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

const DELIMITERS = [
  { value: ",", name: "comma" },
  { value: ";", name: "semicolon" },
  { value: "\t", name: "tab" },
  { value: "|", name: "pipe" },
] as const;

interface ReadOptionsProps {
  file: ImportFile;
  onReread: (change: Partial<Pick<ImportOptions, "tab" | "encoding" | "delimiter">>) => void;
}

/** How the file is read, only as far as there is a choice. */
export function ReadOptions({ file, onReread }: ReadOptionsProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap gap-4">
      {file.tabs.length > 1 ? (
        <Field label={t("import.tab")} className="w-56">
          {({ id }) => (
            <Select
              id={id}
              label={t("import.tab")}
              value={file.tab}
              options={file.tabs.map((tab) => ({ value: tab, label: tab }))}
              onChange={(tab) => onReread({ tab })}
            />
          )}
        </Field>
      ) : null}
      {file.encodings.length > 1 ? (
        <Field label={t("import.encoding")} className="w-48">
          {({ id }) => (
            <Select
              id={id}
              label={t("import.encoding")}
              value={file.encoding}
              options={file.encodings.map((encoding) => ({ value: encoding, label: encoding }))}
              onChange={(encoding) => onReread({ encoding })}
            />
          )}
        </Field>
      ) : null}
      {file.delimiter !== "" ? (
        <Field label={t("import.delimiter")} className="w-48">
          {({ id }) => (
            <Select
              id={id}
              label={t("import.delimiter")}
              value={file.delimiter}
              options={DELIMITERS.map(({ value, name }) => ({
                value,
                label: t(`import.delimiterOf.${name}`),
              }))}
              onChange={(delimiter) => onReread({ delimiter })}
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}
