import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import { cn } from "@/lib/cn";

export interface MenuAction {
  label: string;
  icon?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  onSelect: () => void;
}

interface MenuProps {
  trigger: ReactElement;
  actions: MenuAction[];
  align?: "start" | "end";
  side?: "top" | "bottom";
  /** For a menu that a key opens too. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

export const menuPopupClass =
  "floating min-w-44 rounded-md border border-line bg-surface p-1 shadow-float outline-none";

export function Menu({ trigger, actions, align = "end", side = "bottom", ...opening }: MenuProps) {
  return (
    <Base.Root {...opening}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} side={side} className="z-50">
          <Base.Popup className={menuPopupClass}>
            {actions.map((action) => (
              <MenuRow key={action.label} action={action} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** One action of a menu. */
export function MenuRow({ action }: { action: MenuAction }) {
  return (
    <Base.Item
      disabled={action.disabled ?? false}
      onClick={action.onSelect}
      className={cn(
        "flex cursor-default items-center gap-2 rounded-sm px-2 py-1.5 outline-none data-disabled:opacity-50 data-highlighted:bg-sunken [&_svg]:size-4",
        action.danger ? "text-bad" : "text-ink",
      )}
    >
      {action.icon}
      {action.label}
    </Base.Item>
  );
}
