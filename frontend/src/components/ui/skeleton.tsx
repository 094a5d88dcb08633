import { cn } from "@/lib/cn";

/** Stands where content will be; shows only when loading takes longer than 200 ms. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div className="late-appear">
      <div className={cn("shimmer rounded-sm bg-sunken", className)} />
    </div>
  );
}

export function ListSkeleton({ label, rows = 8 }: { label: string; rows?: number }) {
  const keys = Array.from({ length: rows }, (_, index) => index);
  return (
    <div role="status" aria-label={label} className="grid">
      {keys.map((key) => (
        <div key={key} className="flex items-center gap-3 px-4 py-2.5">
          <Skeleton className="size-10 rounded-full" />
          <div className="grid flex-1 gap-2">
            <Skeleton className={cn("h-3", key % 2 ? "w-1/2" : "w-2/5")} />
            <Skeleton className={cn("h-3", key % 3 ? "w-4/5" : "w-3/5")} />
          </div>
        </div>
      ))}
    </div>
  );
}

export function TableSkeleton({ label, rows = 8 }: { label: string; rows?: number }) {
  const keys = Array.from({ length: rows }, (_, index) => index);
  return (
    <div role="status" aria-label={label} className="grid gap-5 p-5">
      {keys.map((key) => (
        <div key={key} className="grid grid-cols-[2fr_2fr_1fr_1fr] gap-6">
          <Skeleton className="h-3 w-3/5" />
          <Skeleton className="h-3 w-1/2" />
          <Skeleton className="h-3 w-2/3" />
          <Skeleton className="h-3 w-1/2" />
        </div>
      ))}
    </div>
  );
}
