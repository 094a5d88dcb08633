import { useTranslation } from "react-i18next";
import { useOwners, useStages, useTags } from "@/api/leads";
import { TagField } from "@/components/tag-field";
import { Card } from "@/components/ui/card";
import { Choices } from "@/components/ui/choices";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { SuggestInput } from "@/components/ui/suggest-input";
import type { SheetDraft } from "./use-sheet-draft";

/** What becomes of rows: where new leads go, and what happens to the rows that are there. */
export function LeadsCard({ draft, connected = false }: { draft: SheetDraft; connected?: boolean }) {
  const { t } = useTranslation();
  const { data: known = [] } = useTags();
  const { data: stages = [] } = useStages();
  const { data: owners = [] } = useOwners();
  const { choices, change } = draft;
  return (
    <Card className="grid gap-5">
      <h2 className="font-semibold">{t("connect.leadsTitle")}</h2>
      <div className="grid grid-cols-3 gap-4 max-[900px]:grid-cols-2">
        <Field label={t("connect.stage")}>
          {({ id }) => (
            <Select
              id={id}
              label={t("connect.stage")}
              value={choices.stageId}
              options={[
                ...(connected ? [] : [{ value: 0, label: t("connect.firstStage") }]),
                ...stages.map((stage) => ({ value: stage.id, label: stage.name })),
              ]}
              onChange={(stageId) => change({ stageId })}
            />
          )}
        </Field>
        <Field label={t("connect.tags")}>
          {({ id }) => (
            <TagField
              id={id}
              label={t("connect.tags")}
              value={choices.tags}
              known={known.map((tag) => tag.name)}
              onChange={(tags) => change({ tags })}
            />
          )}
        </Field>
        <Field label={t("connect.owner")} hint={t("connect.ownerHint")}>
          {(props) => (
            <SuggestInput
              {...props}
              label={t("connect.owner")}
              value={choices.owner}
              suggestions={owners}
              onChange={(owner) => change({ owner })}
            />
          )}
        </Field>
      </div>
      {connected ? null : (
        <fieldset className="grid gap-2">
          <legend className="mb-2 font-medium text-13">{t("connect.existing")}</legend>
          <Choices
            label={t("connect.existing")}
            value={choices.existingRows}
            options={[
              {
                value: "import",
                label: t("connect.existingImport"),
                hint: t("connect.existingImportHint"),
              },
              {
                value: "ignore",
                label: t("connect.existingIgnore"),
                hint: t("connect.existingIgnoreHint"),
              },
            ]}
            onChange={(existingRows) => change({ existingRows })}
          />
        </fieldset>
      )}
    </Card>
  );
}
