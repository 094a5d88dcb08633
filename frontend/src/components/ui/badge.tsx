import { cn } from "@/lib/cn";

/** A count that wants attention; more than 99 is "99+". */
export function Badge({ count, label, className }: { count: number; label: string; className?: string }) {
  if (count <= 0) return null;
  return (
    <span
      className={cn(
        "inline-block min-w-[18px] rounded-full bg-accent px-1.5 text-center font-semibold text-12 text-accent-ink leading-[18px] tabular-nums",
        className,
      )}
    >
      <span aria-hidden>{count > 99 ? "99+" : count}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
