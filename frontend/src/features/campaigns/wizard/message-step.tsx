import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { PhonePreview } from "./phone-preview";
import { StepCard } from "./step-card";
import { addStep, MOST_STEPS, type StepProps } from "./steps";
import { StopOnFields } from "./stop-on-fields";
import { usePreviewPerson } from "./use-preview-person";

/** The messages one after the other, beside the phones of people who would get them. */
export function MessageStep({ input, onChange }: StepProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(0);
  const [variant, setVariant] = useState(0);
  const preview = usePreviewPerson(input);
  const { steps } = input;
  const several = steps.length > 1;
  return (
    <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-8 max-[900px]:grid-cols-1">
      <div className="grid content-start gap-4">
        <ol aria-label={t("wizard.messages")} className="grid gap-4">
          {steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a message has no identity but its place
            <li key={index}>
              <StepCard
                step={step}
                at={index}
                several={several}
                open={!several || open === index}
                onOpen={() => setOpen(open === index ? -1 : index)}
                variant={variant}
                onVariant={setVariant}
                onChange={(make) => onChange((before) => ({ steps: make(before.steps) }))}
              />
            </li>
          ))}
        </ol>
        {steps.length < MOST_STEPS ? (
          <Button
            icon={<Plus aria-hidden />}
            className="justify-self-start"
            onClick={() => {
              onChange((before) => ({ steps: addStep(before.steps) }));
              setOpen(steps.length);
            }}
          >
            {t("wizard.addMessage")}
          </Button>
        ) : null}
        <StopOnFields value={input.stopOn} several={several} onChange={(stopOn) => onChange({ stopOn })} />
      </div>
      <PhonePreview input={input} variant={variant} preview={preview} />
    </div>
  );
}
