import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { dialogClass, scrimClass } from "@/components/ui/dialog";
import { cn } from "@/lib/cn";

interface AlertDialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  confirm: string;
  cancel: string;
  onConfirm: () => void;
  busy?: boolean;
  danger?: boolean;
  /** Something is to be filled in first. */
  unready?: boolean;
}

/** For acts that cannot be taken back or reach many people; the button says what it will do. */
export function AlertDialog(props: AlertDialogProps) {
  const { open, onClose, title, children, confirm, cancel, onConfirm, busy, danger, unready } = props;
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={scrimClass} />
        <Base.Popup className={cn(dialogClass, "max-w-110 gap-2 p-6")}>
          <Base.Title className="text-16 font-semibold">{title}</Base.Title>
          <Base.Description render={<div />} className="grid gap-2 text-soft">
            {children}
          </Base.Description>
          <div className="mt-4 flex justify-end gap-2">
            <Button onClick={onClose}>{cancel}</Button>
            <Button
              variant={danger ? "danger" : "primary"}
              onClick={onConfirm}
              busy={busy ?? false}
              disabled={unready ?? false}
            >
              {confirm}
            </Button>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
