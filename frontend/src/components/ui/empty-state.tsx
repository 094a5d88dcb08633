import type { ReactNode } from "react";
import { Drawing, type DrawingName } from "@/components/ui/drawing";
import { cn } from "@/lib/cn";

interface EmptyStateProps {
  drawing: DrawingName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

export function EmptyState({ drawing, title, children, action, className }: EmptyStateProps) {
  return (
    <div
      className={cn("grid h-full place-content-center justify-items-center gap-2 p-8 text-center", className)}
    >
      <Drawing name={drawing} />
      <p className="mt-2 font-semibold text-16">{title}</p>
      {children ? <p className="max-w-90 text-pretty text-soft">{children}</p> : null}
      {action ? <div className="mt-3 flex gap-2">{action}</div> : null}
    </div>
  );
}
