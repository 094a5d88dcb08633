import type { ReactNode } from "react";

/** The ways on and back, in reach at the end of the card; the page that scrolls has 24 px below it. */
export function WizardFooter({ children }: { children: ReactNode }) {
  return (
    <footer className="sticky -bottom-6 z-10 -mx-5 -mb-5 flex flex-wrap justify-end gap-2 rounded-b-lg border-line border-t bg-surface px-5 py-3">
      {children}
    </footer>
  );
}
