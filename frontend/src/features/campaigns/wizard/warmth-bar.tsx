import { useTranslation } from "react-i18next";
import type { Reach } from "@/api/types";
import { cn } from "@/lib/cn";

const TONES = {
  wrote_30: "bg-good",
  wrote_90: "bg-accent",
  wrote: "bg-info",
  saved: "bg-faint",
  unanswered: "bg-warn",
  cold: "bg-bad",
} as const;

/** How well the account knows the people: side by side as wide as they are many, with a legend. */
export function WarmthBar({ reach }: { reach: Reach }) {
  const { t } = useTranslation();
  if (reach.total === 0) return null;
  return (
    <div className="grid gap-2">
      <h3 className="font-semibold text-12 text-soft">{t("wizard.warmth.title")}</h3>
      <div aria-hidden className="flex h-2 gap-0.5 overflow-hidden rounded-full">
        {reach.warmth.map(({ warmth, count }) => (
          <span
            key={warmth}
            className={cn("h-full min-w-0.5 transition-[width]", TONES[warmth])}
            style={{ width: `${(count / reach.total) * 100}%` }}
          />
        ))}
      </div>
      <dl className="grid gap-1 text-13">
        {reach.warmth.map(({ warmth, count }) => (
          <div key={warmth} className="flex items-center gap-2">
            <span aria-hidden className={cn("size-2.5 shrink-0 rounded-xs", TONES[warmth])} />
            <dt className="min-w-0 flex-1">{t(`wizard.warmth.${warmth}`)}</dt>
            <dd className="font-semibold tabular-nums">{count.toLocaleString()}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
