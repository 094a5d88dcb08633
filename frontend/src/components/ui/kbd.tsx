import type { ReactNode } from "react";

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className="rounded-xs border border-line px-1.5 font-sans text-12 text-soft">{children}</kbd>;
}
