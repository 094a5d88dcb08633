import { Switch as Base } from "@base-ui/react/switch";

interface SwitchProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  disabled?: boolean;
  /** Id of the text that explains it. */
  describedBy?: string;
}

export function Switch({ checked, onChange, label, disabled, describedBy }: SwitchProps) {
  return (
    <Base.Root
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled ?? false}
      aria-label={label}
      aria-describedby={describedBy}
      className="inline-flex h-5 w-9 shrink-0 items-center rounded-full bg-line-strong p-0.5 transition-colors data-checked:bg-accent data-disabled:opacity-50"
    >
      <Base.Thumb className="size-4 rounded-full bg-surface transition-transform data-checked:translate-x-4 rtl:data-checked:-translate-x-4" />
    </Base.Root>
  );
}
