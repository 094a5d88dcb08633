import { NumberField as Base } from "@base-ui/react/number-field";
import { Minus, Plus } from "lucide-react";
import { cn } from "@/lib/cn";

interface NumberFieldProps {
  id?: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  onChange: (value: number) => void;
  label: string;
  lessLabel: string;
  moreLabel: string;
  invalid?: boolean;
  className?: string;
}

const step =
  "grid w-8 place-items-center text-soft hover:bg-sunken hover:text-ink data-disabled:opacity-40 [&_svg]:size-4";

export function NumberField(props: NumberFieldProps) {
  const { id, value, min, max, onChange, label, invalid, className } = props;
  return (
    <Base.Root
      id={id}
      value={value}
      min={min}
      max={max}
      step={props.step ?? 1}
      onValueChange={(next) => onChange(next ?? min)}
    >
      <Base.Group
        className={cn(
          "flex h-9 w-36 overflow-hidden rounded-md border border-line bg-surface focus-within:border-accent hover:border-line-strong",
          invalid && "border-bad",
          className,
        )}
      >
        <Base.Decrement aria-label={props.lessLabel} className={step}>
          <Minus aria-hidden />
        </Base.Decrement>
        <Base.Input
          aria-label={label}
          aria-invalid={invalid || undefined}
          className="w-0 min-w-0 flex-1 border-line border-x bg-transparent text-center tabular-nums focus-visible:outline-0"
        />
        <Base.Increment aria-label={props.moreLabel} className={step}>
          <Plus aria-hidden />
        </Base.Increment>
      </Base.Group>
    </Base.Root>
  );
}
