import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useStages } from "@/api/leads";
import type { Lead } from "@/api/types";
import { Checkbox } from "@/components/ui/checkbox";
import { useNow } from "@/hooks/use-now";
import { cn } from "@/lib/cn";
import { LEAD_GRID, LeadRow, WIDE_ONLY } from "./lead-row";

interface LeadTableProps {
  leads: Lead[];
  total: number;
  currentId: number;
  selected: ReadonlySet<number>;
  onSelect: (selected: ReadonlySet<number>) => void;
  onEnd: () => void;
}

/** All leads of a filter, drawn only where one looks. */
export function LeadTable({ leads, total, currentId, selected, onSelect, onEnd }: LeadTableProps) {
  const { t } = useTranslation();
  const { data: stages } = useStages();
  const stageNames = useMemo(() => new Map(stages?.map((stage) => [stage.id, stage.name])), [stages]);
  const scroller = useRef<HTMLDivElement>(null);
  const now = useNow();
  const virtual = useVirtualizer({
    count: leads.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 48,
    getItemKey: (index) => leads[index]?.id ?? index,
    overscan: 12,
    paddingEnd: 16,
  });
  const items = virtual.getVirtualItems();
  const nearEnd = (items.at(-1)?.index ?? 0) >= leads.length - 20;
  useEffect(() => {
    if (nearEnd) onEnd();
  }, [nearEnd, onEnd]);

  const all = leads.length > 0 && selected.size >= leads.length;
  const toggle = (id: number, on: boolean) => {
    const next = new Set(selected);
    if (on) next.add(id);
    else next.delete(id);
    onSelect(next);
  };

  return (
    <div ref={scroller} className="h-full overflow-y-auto overflow-x-hidden">
      <div role="table" aria-label={t("leads.table")} aria-rowcount={total + 1}>
        <div role="rowgroup" className="sticky top-0 z-10 border-line border-b bg-surface">
          <div role="row" className={cn(LEAD_GRID, "h-10 font-semibold text-12 text-soft")}>
            <span role="columnheader">
              <Checkbox
                checked={all}
                indeterminate={selected.size > 0 && !all}
                onChange={(on) => onSelect(on ? new Set(leads.map((lead) => lead.id)) : new Set())}
                label={t("leads.selectAll")}
              />
            </span>
            <span role="columnheader">{t("leads.column.name")}</span>
            <span role="columnheader">{t("leads.column.phone")}</span>
            <span role="columnheader" className={WIDE_ONLY}>
              {t("leads.column.tags")}
            </span>
            <span role="columnheader">{t("leads.column.stage")}</span>
            <span role="columnheader" className={WIDE_ONLY}>
              {t("leads.column.last")}
            </span>
          </div>
        </div>
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const lead = leads[item.index];
            return lead ? (
              <LeadRow
                key={item.key}
                lead={lead}
                stage={stageNames.get(lead.stageId) ?? ""}
                now={now}
                index={item.index}
                top={item.start}
                current={lead.id === currentId}
                selected={selected.has(lead.id)}
                onToggle={toggle}
              />
            ) : null;
          })}
        </div>
      </div>
    </div>
  );
}
