import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: string;
  closeLabel: string;
  size?: "sm" | "md" | "lg" | "xl";
  /** Clicking beside it keeps what was typed in a longer form. */
  keepOnOutsideClick?: boolean;
  footer?: ReactNode;
  children: ReactNode;
}

const SIZES = { sm: "max-w-105", md: "max-w-140", lg: "max-w-200", xl: "max-w-260" };

export const scrimClass =
  "fixed inset-0 z-40 bg-scrim transition-opacity data-starting-style:opacity-0 data-ending-style:opacity-0";
export const dialogClass =
  "floating fixed inset-0 z-50 m-auto flex h-fit max-h-[calc(100vh-48px)] w-[calc(100vw-48px)] flex-col rounded-lg border border-line bg-surface shadow-float outline-none";

export function Dialog(props: DialogProps) {
  const { open, onClose, title, description, closeLabel, size = "md", footer, children } = props;
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => !next && onClose()}
      disablePointerDismissal={props.keepOnOutsideClick ?? false}
    >
      <Base.Portal>
        <Base.Backdrop className={scrimClass} />
        <Base.Popup className={cn(dialogClass, SIZES[size])}>
          <header className="flex items-start gap-4 px-6 pt-5 pb-3">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-16 font-semibold">{title}</Base.Title>
              {description ? (
                <Base.Description className="mt-1 text-13 text-soft">{description}</Base.Description>
              ) : null}
            </div>
            <Base.Close
              aria-label={closeLabel}
              className="-me-2 -mt-1 grid size-8 place-items-center rounded-md text-soft hover:bg-sunken hover:text-ink"
            >
              <X aria-hidden className="size-5" />
            </Base.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-6 pt-1 pb-6">{children}</div>
          {footer ? (
            <footer className="flex items-center justify-end gap-2 border-line border-t px-6 py-4">
              {footer}
            </footer>
          ) : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
