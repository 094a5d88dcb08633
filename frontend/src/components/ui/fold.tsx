import { ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { cn } from "@/lib/cn";

interface FoldProps {
  title: string;
  hint?: string;
  startOpen?: boolean;
  className?: string;
  children: ReactNode;
}

/** What few people need, behind its title. */
export function Fold({ title, hint, startOpen = false, className, children }: FoldProps) {
  const [open, setOpen] = useState(startOpen);
  const id = useId();
  return (
    <section className={className}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center gap-2 rounded-md py-1 text-start"
      >
        <ChevronRight
          aria-hidden
          className={cn(
            "size-4 shrink-0 text-soft transition-transform rtl:-scale-x-100",
            open && "rotate-90",
          )}
        />
        <span className="font-semibold">{title}</span>
        {hint ? <span className="text-13 text-soft">{hint}</span> : null}
      </button>
      <div id={id} hidden={!open} className="pt-4">
        {open ? children : null}
      </div>
    </section>
  );
}
