import type { ReactNode } from "react";
import type { SheetPreview } from "@/api/types";
import { PreviewLine } from "./preview-line";

interface SetupFooterProps {
  preview: SheetPreview | undefined;
  children: ReactNode;
}

/** What it would bring, and the buttons, always in sight. */
export function SetupFooter({ preview, children }: SetupFooterProps) {
  return (
    <footer className="flex shrink-0 flex-wrap items-center justify-end gap-x-4 gap-y-2 border-line border-t bg-surface px-8 py-3 max-[900px]:px-4">
      <span aria-live="polite" className="min-w-60 flex-1 text-13 text-soft">
        {preview ? <PreviewLine preview={preview} /> : null}
      </span>
      <span className="flex gap-2">{children}</span>
    </footer>
  );
}
