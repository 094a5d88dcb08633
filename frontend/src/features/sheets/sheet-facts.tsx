import { useTranslation } from "react-i18next";
import type { Sheet } from "@/api/types";
import { Card } from "@/components/ui/card";
import { useNow } from "@/hooks/use-now";
import { cn } from "@/lib/cn";
import { ago, countdown } from "@/lib/dates";

/** The last reading in numbers, and when the next one is. */
export function SheetFacts({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const now = useNow(10_000);
  const { last } = sheet;
  const next =
    sheet.nextRunAt === 0
      ? sheet.state === "paused"
        ? t("sheets.facts.paused")
        : "–"
      : sheet.nextRunAt > now
        ? t("sheets.nextIn", { left: countdown(sheet.nextRunAt, now) })
        : t("sheets.nextNow");
  return (
    <Card aria-label={t("sheets.facts.title")} className="grid gap-4">
      <dl className="grid grid-cols-6 gap-x-6 gap-y-4 max-[1100px]:grid-cols-3">
        <Fact label={t("sheets.facts.at")}>
          {sheet.lastRunAt === 0 ? t("sheets.never") : ago(sheet.lastRunAt, now)}
        </Fact>
        <Fact label={t("sheets.facts.next")}>{next}</Fact>
        <Count label={t("sheets.facts.rows")} count={last?.rows ?? sheet.rows} />
        <Count label={t("sheets.facts.new")} count={last?.created} tone="text-good" />
        <Count label={t("sheets.facts.changed")} count={last?.changed} />
        <Count label={t("sheets.facts.rejected")} count={sheet.rejected} tone="text-warn" />
      </dl>
      <p className="text-13 text-soft">
        {t("sheets.facts.since", {
          leads: t("sheets.newLeads", { count: sheet.newLeads }),
          changed: t("sheets.facts.changedCount", { count: sheet.changed }),
        })}
      </p>
    </Card>
  );
}

function Fact({ label, children }: { label: string; children: string }) {
  return (
    <div className="flex min-w-0 flex-col-reverse justify-end">
      <dt className="text-13 text-soft">{label}</dt>
      <dd className="flex h-8.5 items-center font-semibold text-16 tabular-nums">
        <span className="truncate first-letter:uppercase">{children}</span>
      </dd>
    </div>
  );
}

interface CountProps {
  label: string;
  count: number | undefined;
  /** When there are any. */
  tone?: string;
}

function Count({ label, count, tone }: CountProps) {
  return (
    <div className="flex min-w-0 flex-col-reverse justify-end">
      <dt className="text-13 text-soft">{label}</dt>
      <dd className={cn("font-semibold text-28 tabular-nums tracking-tight", (count ?? 0) > 0 && tone)}>
        {count === undefined ? "–" : count.toLocaleString()}
      </dd>
    </div>
  );
}
