import { useTranslation } from "react-i18next";
import type { Reach } from "@/api/types";
import { shortDay } from "@/lib/dates";

/** How many days are shown. */
const MOST = 10;

/** The dry run: how many messages would go out on which day. */
export function DryRun({ days }: { days: Reach["days"] }) {
  const { t } = useTranslation();
  if (days.length < 2) return null;
  const most = Math.max(...days.map(({ count }) => count));
  const more = days.length - MOST;
  return (
    <section aria-label={t("wizard.dryRun.title")} className="mt-4 border-line border-t pt-3">
      <h3 className="mb-2 text-13 text-soft">{t("wizard.dryRun.title")}</h3>
      <dl className="grid gap-1 text-13">
        {days.slice(0, MOST).map(({ date, count }) => (
          <div key={date} className="grid grid-cols-[84px_minmax(0,1fr)_44px] items-center gap-2">
            <dt className="text-soft">{shortDay(date)}</dt>
            <dd aria-hidden className="h-2 rounded-full bg-surface">
              <span
                className="block h-full rounded-full bg-accent"
                style={{ width: `${(count / most) * 100}%` }}
              />
            </dd>
            <dd className="text-end tabular-nums">{count.toLocaleString()}</dd>
          </div>
        ))}
      </dl>
      {more > 0 ? (
        <p className="mt-1.5 text-12 text-soft">{t("wizard.dryRun.more", { count: more })}</p>
      ) : null}
    </section>
  );
}
