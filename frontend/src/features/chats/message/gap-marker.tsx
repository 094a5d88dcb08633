import { CloudOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Gap } from "@/api/types";
import { daysAgo, nearTimeInText, timeOfDay } from "@/lib/dates";

/** A time in which this computer heard nothing: what came in for it since, and what is still missing. */
export function GapMarker({ gap, now }: { gap: Gap; now: number }) {
  const { t } = useTranslation();
  const from = nearTimeInText(gap.from, now);
  const to = daysAgo(gap.from, gap.to) === 0 ? timeOfDay(gap.to) : nearTimeInText(gap.to, now);
  return (
    <div data-testid="gap" className="flex justify-center pt-4 pb-2">
      <span className="inline-flex max-w-[min(92%,560px)] items-start gap-2 rounded-lg bg-warn-wash px-3 py-2 text-13 text-soft">
        <CloudOff aria-hidden className="mt-px size-4 shrink-0 text-warn" />
        <span className="text-pretty tabular-nums">
          {t("inbox.gap.arrived", { count: gap.arrived, from, to })}{" "}
          {gap.missing > 0 ? t("inbox.gap.missing", { count: gap.missing }) : null}{" "}
          {gap.open ? t("inbox.gap.open") : null}
        </span>
      </span>
    </div>
  );
}
