import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";

interface CheckboxProps {
  checked: boolean;
  indeterminate?: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  id?: string;
}

export function Checkbox({ checked, indeterminate, onChange, label, id }: CheckboxProps) {
  return (
    <Base.Root
      id={id}
      checked={checked}
      indeterminate={indeterminate ?? false}
      onCheckedChange={onChange}
      aria-label={label}
      className="grid size-4 shrink-0 place-items-center rounded-xs border border-line-strong bg-surface transition-colors data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent"
    >
      <Base.Indicator className="text-accent-ink">
        {indeterminate ? (
          <Minus aria-hidden className="size-3" strokeWidth={3} />
        ) : (
          <Check aria-hidden className="size-3" strokeWidth={3} />
        )}
      </Base.Indicator>
    </Base.Root>
  );
}
