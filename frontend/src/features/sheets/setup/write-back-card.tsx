import { useTranslation } from "react-i18next";
import type { SheetAccess } from "@/api/types";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { SwitchRow } from "./reading-card";
import type { SheetDraft } from "./use-sheet-draft";

const FIELDS = ["stage", "owner", "last_contact", "opt_out"] as const;

/** Columns of the sheet that MCE fills, one by one chosen. Off until somebody switches it on. */
export function WriteBackCard({ draft, access }: { draft: SheetDraft; access: SheetAccess }) {
  const { t, i18n } = useTranslation();
  const can = access === "google" || access === "service_account";
  const { writing, free, fillable, choices } = draft;
  const columnOf = (field: (typeof FIELDS)[number]) => {
    const column = choices.writeBack.find((each) => each.field === field)?.column ?? "";
    return free.includes(column) ? column : "";
  };
  const taken = FIELDS.map(columnOf).filter((column) => column !== "");
  const quoted = new Intl.ListFormat(i18n.language).format(taken.map((column) => `“${column}”`));
  return (
    <Card className="grid gap-5">
      <SwitchRow
        label={t("writeBack.title")}
        hint={!can ? t("writeBack.cannot") : writing ? t("writeBack.on") : t("writeBack.off")}
        checked={can && writing}
        disabled={!can}
        onChange={draft.setWriting}
      />
      {can && writing ? (
        <>
          {fillable.length === 0 ? (
            <Banner
              tone="info"
              title={t("writeBack.noColumns")}
              action={
                <Button
                  size="sm"
                  busy={draft.columns.isFetching}
                  onClick={() => void draft.columns.refetch()}
                >
                  {t("writeBack.again")}
                </Button>
              }
            />
          ) : (
            <>
              <p className="text-13 text-soft">{t("writeBack.mappedHint")}</p>
              <div className="grid grid-cols-4 gap-4 max-[1000px]:grid-cols-2">
                {FIELDS.map((field) => (
                  <Field
                    key={field}
                    label={t(`writeBack.field.${field}`)}
                    hint={t(`writeBack.hint.${field}`)}
                  >
                    {(props) => (
                      <Select
                        {...props}
                        label={t("writeBack.column", { field: t(`writeBack.field.${field}`) })}
                        value={columnOf(field)}
                        options={[
                          { value: "", label: t("writeBack.none") },
                          ...fillable
                            .filter((column) => column === columnOf(field) || !taken.includes(column))
                            .map((column) => ({
                              value: column,
                              label: free.includes(column) ? column : t("writeBack.readNow", { column }),
                            })),
                        ]}
                        onChange={(column) => draft.setWriteColumn(field, column)}
                      />
                    )}
                  </Field>
                ))}
              </div>
            </>
          )}
          {taken.length > 0 ? (
            <Banner tone="warn" title={t("writeBack.warn", { columns: quoted })} />
          ) : fillable.length > 0 ? (
            <Banner tone="info" title={t("writeBack.choose")} />
          ) : null}
        </>
      ) : null}
    </Card>
  );
}
