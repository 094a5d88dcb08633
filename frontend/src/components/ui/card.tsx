import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

export function Card({ className, ...rest }: ComponentProps<"section">) {
  return (
    <section {...rest} className={cn("shrink-0 rounded-lg border border-line bg-surface p-5", className)} />
  );
}
