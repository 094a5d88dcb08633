import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

export const controlClass =
  "w-full rounded-md border border-line bg-surface px-3 text-14 text-ink transition-colors hover:border-line-strong " +
  "focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-bad " +
  "disabled:opacity-50";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input dir="auto" {...rest} className={cn(controlClass, "h-9", className)} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      dir="auto"
      {...rest}
      className={cn(controlClass, "min-h-20 resize-none py-2 leading-5", className)}
    />
  );
}
