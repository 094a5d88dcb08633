import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { useId } from "react";

export interface Choice<V extends string> {
  value: V;
  label: string;
  hint?: string;
}

interface ChoicesProps<V extends string> {
  label: string;
  value: V;
  options: Choice<V>[];
  onChange: (value: V) => void;
}

/** A few choices of which one holds, each with a sentence. */
export function Choices<V extends string>({ label, value, options, onChange }: ChoicesProps<V>) {
  const id = useId();
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next: V) => onChange(next)}
      className="grid gap-2"
    >
      {options.map((option) => (
        <div key={option.value} className="flex items-start gap-2.5">
          <Radio.Root
            value={option.value}
            id={`${id}-${option.value}`}
            aria-label={option.label}
            aria-describedby={option.hint ? `${id}-${option.value}-hint` : undefined}
            className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-strong bg-surface transition-colors data-checked:border-accent data-checked:bg-accent"
          >
            <Radio.Indicator className="size-1.5 rounded-full bg-accent-ink" />
          </Radio.Root>
          <span className="grid min-w-0">
            <label htmlFor={`${id}-${option.value}`}>{option.label}</label>
            {option.hint ? (
              <span id={`${id}-${option.value}-hint`} className="text-12 text-soft">
                {option.hint}
              </span>
            ) : null}
          </span>
        </div>
      ))}
    </RadioGroup>
  );
}
