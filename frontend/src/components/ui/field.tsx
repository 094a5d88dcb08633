import { type ReactNode, useId } from "react";
import { cn } from "@/lib/cn";

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  className?: string;
  children: (props: {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": boolean;
  }) => ReactNode;
}

/** A label above a control, with its hint or its error below. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={cn("grid content-start gap-1", className)}>
      <label htmlFor={id} className="text-13 font-medium">
        {label}
      </label>
      {children({
        id,
        "aria-describedby": note ? `${id}-note` : undefined,
        "aria-invalid": error !== undefined,
      })}
      {note ? (
        <div id={`${id}-note`} className={cn("text-12", error ? "text-bad" : "text-soft")}>
          {note}
        </div>
      ) : null}
    </div>
  );
}
