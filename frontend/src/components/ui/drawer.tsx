import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

interface DrawerProps {
  open: boolean;
  onClose: () => void;
  title: string;
  closeLabel: string;
  children: ReactNode;
  className?: string;
}

/** A panel over the end side of the window; the list behind it stays usable. */
export function Drawer({ open, onClose, title, closeLabel, children, className }: DrawerProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()} modal={false} disablePointerDismissal>
      <Base.Portal>
        <Base.Popup
          className={cn(
            "drawer-motion fixed end-0 top-9 bottom-0 z-30 flex w-90 max-w-full flex-col border-line border-s bg-surface shadow-float outline-none",
            className,
          )}
        >
          <Base.Title className="sr-only">{title}</Base.Title>
          <Base.Close
            aria-label={closeLabel}
            className="absolute end-3 top-3 z-10 grid size-8 place-items-center rounded-md text-soft hover:bg-sunken hover:text-ink"
          >
            <X aria-hidden className="size-5" />
          </Base.Close>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
