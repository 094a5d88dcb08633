import { Check, CheckCheck, CircleAlert, Clock3 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { MessageStatus } from "@/api/types";
import { cn } from "@/lib/cn";

const GLYPHS = {
  queued: Clock3,
  sending: Clock3,
  failed: CircleAlert,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
};

/** How far one of our messages got: clock, one tick, two, two coloured, "!" - each with its word. */
export function Ticks({ status, className }: { status: MessageStatus; className?: string }) {
  const { t } = useTranslation();
  if (status === "received") return null;
  const Glyph = GLYPHS[status];
  const word = t(`inbox.status.${status}`);
  return (
    <span
      role="img"
      aria-label={word}
      title={word}
      data-status={status}
      className={cn("inline-flex", className)}
    >
      <Glyph
        aria-hidden
        strokeWidth={2.25}
        className={cn(
          status === "queued" || status === "sending" ? "size-3" : "size-4",
          status === "read" ? "text-accent" : status === "failed" ? "text-bad" : "text-faint",
        )}
      />
    </span>
  );
}
