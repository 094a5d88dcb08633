import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Banner } from "@/components/ui/banner";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { AudienceSources } from "./audience-sources";
import { ReachPanel } from "./reach-panel";
import type { StepProps } from "./steps";

/** What the campaign is called and whom it is for. */
export function AudienceStep({ input, onChange }: StepProps) {
  const { t } = useTranslation();
  const hint = useId();
  return (
    <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-8 max-[900px]:grid-cols-1">
      <div className="grid content-start gap-5">
        <Field label={t("wizard.name")} hint={t("wizard.nameHint")}>
          {(props) => (
            <Input
              {...props}
              autoFocus
              maxLength={80}
              value={input.name}
              placeholder={t("wizard.nameExample")}
              onChange={(event) => onChange({ name: event.target.value })}
            />
          )}
        </Field>
        <AudienceSources audience={input.audience} onChange={(audience) => onChange({ audience })} />
        <div className="flex items-center gap-4 border-line border-t pt-4">
          <p className="min-w-0 flex-1">
            <span className="font-medium">{t("wizard.keepAdding")}</span>
            <span id={hint} className="block text-12 text-soft">
              {t("wizard.keepAddingHint")}
            </span>
          </p>
          <Switch
            label={t("wizard.keepAdding")}
            describedBy={hint}
            checked={input.keepAdding}
            onChange={(keepAdding) => onChange({ keepAdding })}
          />
        </div>
        <Banner tone="warn" title={t("wizard.warm")} />
      </div>
      <ReachPanel input={input} />
    </div>
  );
}
