import { cn } from "@/lib/cn";

/** A phone number keeps its order inside right-to-left text. */
export function PhoneNumber({ value, className }: { value: string; className?: string }) {
  return (
    <bdi dir="ltr" data-selectable className={cn("tabular-nums", className)}>
      {value}
    </bdi>
  );
}
