import type { ReactNode } from "react";

export function LeadSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-2 border-line border-t pt-3.5">
      <h3 className="font-semibold text-12 text-soft">{title}</h3>
      {children}
    </section>
  );
}
