import type { ReactNode } from "react";

interface PageHeaderProps {
  title: string;
  /** Beside the title: a count or a state. */
  beside?: ReactNode;
  /** Before the title: a way back. */
  before?: ReactNode;
  children?: ReactNode;
}

export function PageHeader({ title, beside, before, children }: PageHeaderProps) {
  return (
    <header className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 gap-y-2">
      {before}
      <h1 dir="auto" className="min-w-0 truncate font-semibold text-20 tracking-tight">
        {title}
      </h1>
      {beside}
      <div className="ms-auto flex flex-wrap items-center gap-2">{children}</div>
    </header>
  );
}
