import { useTranslation } from "react-i18next";
import { useStages, useTags } from "@/api/leads";
import type { CampaignInput } from "@/api/types";
import { TagField } from "@/components/tag-field";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";

type StopOn = CampaignInput["stopOn"];

interface StopOnFieldsProps {
  value: StopOn;
  /** There are messages after the first. */
  several: boolean;
  onChange: (stopOn: StopOn) => void;
}

/** What ends the campaign for one person. */
export function StopOnFields({ value, several, onChange }: StopOnFieldsProps) {
  const { t } = useTranslation();
  const { data: known = [] } = useTags();
  const { data: stages = [] } = useStages();
  return (
    <section aria-label={t("wizard.stop.title")} className="grid gap-4 border-line border-t pt-4">
      <div>
        <h2 className="font-semibold">{t("wizard.stop.title")}</h2>
        <p className="text-13 text-soft">{t("wizard.stop.hint")}</p>
      </div>
      {several ? (
        <div className="flex items-center gap-4">
          <p className="flex-1">{t("wizard.stop.reply")}</p>
          <Switch
            label={t("wizard.stop.reply")}
            checked={value.reply}
            onChange={(reply) => onChange({ ...value, reply })}
          />
        </div>
      ) : null}
      <Field label={t("wizard.stop.tags")}>
        {({ id }) => (
          <TagField
            id={id}
            label={t("wizard.stop.tags")}
            value={value.tags}
            known={known.map((tag) => tag.name)}
            onChange={(tags) => onChange({ ...value, tags })}
            creatable={false}
          />
        )}
      </Field>
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium text-13">{t("wizard.stop.stages")}</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-2">
          {stages.map(({ id, name }) => (
            <span key={id} className="flex items-center gap-2">
              <Checkbox
                id={`stop-stage-${id}`}
                label={name}
                checked={value.stages.includes(id)}
                onChange={(on) =>
                  onChange({
                    ...value,
                    stages: on ? [...value.stages, id] : value.stages.filter((each) => each !== id),
                  })
                }
              />
              <label htmlFor={`stop-stage-${id}`} dir="auto">
                {name}
              </label>
            </span>
          ))}
        </div>
      </fieldset>
    </section>
  );
}
