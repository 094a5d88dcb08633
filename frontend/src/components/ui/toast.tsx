import { Toast as Base } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export type ToastKind = "done" | "problem";

interface ToastOptions {
  kind?: ToastKind;
  title: string;
  detail?: string | undefined;
  action?: { label: string; onClick: () => void };
}

const manager = Base.createToastManager();

/** Says briefly what happened; with an action (Undo) it stays long enough to be reached. */
export function showToast({ kind = "done", title, detail, action }: ToastOptions): void {
  manager.add({
    title,
    description: detail,
    type: kind,
    timeout: action || kind === "problem" ? 9000 : 4500,
    priority: kind === "problem" ? "high" : "low",
    ...(action ? { actionProps: { children: action.label, onClick: action.onClick } } : {}),
  });
}

export function ToastProvider({ closeLabel, children }: { closeLabel: string; children: ReactNode }) {
  return (
    <Base.Provider toastManager={manager} limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed end-4 bottom-4 z-60 flex w-90 max-w-[calc(100vw-32px)] flex-col gap-2 outline-none">
          <ToastList closeLabel={closeLabel} />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList({ closeLabel }: { closeLabel: string }) {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      data-testid="toast"
      toast={toast}
      className={cn(
        "floating flex items-start gap-3 rounded-md border border-line bg-surface p-3 shadow-float outline-none",
        toast.limited && "hidden",
      )}
    >
      {toast.type === "problem" ? (
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      ) : (
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
      )}
      <Base.Content className="min-w-0 flex-1">
        <Base.Title className="font-medium text-14" />
        <Base.Description className="break-words text-13 text-soft" />
      </Base.Content>
      <Base.Action className="rounded-sm px-2 py-0.5 font-medium text-13 text-accent hover:bg-accent-wash" />
      <Base.Close
        aria-label={closeLabel}
        className="grid size-6 shrink-0 place-items-center rounded-sm text-soft hover:bg-sunken hover:text-ink"
      >
        <X aria-hidden className="size-4" />
      </Base.Close>
    </Base.Root>
  ));
}
