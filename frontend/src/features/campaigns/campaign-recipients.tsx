import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useRecipients } from "@/api/campaigns";
import { useErrorText } from "@/api/error-text";
import type { Campaign, CampaignCounts, Recipient } from "@/api/types";
import { ErrorState } from "@/components/ui/error-state";
import { type Pill, Pills } from "@/components/ui/pills";
import { TableSkeleton } from "@/components/ui/skeleton";
import { useNow } from "@/hooks/use-now";
import { countOf, FILTER_STATES, type RecipientFilter } from "./outcome";
import { RECIPIENT_GRID, RecipientRow, WIDE_ONLY } from "./recipient-row";

const FILTERS: RecipientFilter[] = [
  "all",
  "togo",
  "sent",
  "delivered",
  "read",
  "replied",
  "failed",
  "skipped",
];

/** What became of each person, with the reason. */
export function CampaignRecipients({ campaign, counts }: { campaign: Campaign; counts: CampaignCounts }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<RecipientFilter>("all");
  const list = useRecipients(campaign.id, FILTER_STATES[filter]);
  const errorText = useErrorText();
  const recipients = list.data?.pages.flatMap((page) => page.items) ?? [];
  const pills: Pill<RecipientFilter>[] = FILTERS.filter(
    (each) => each === "all" || each === filter || countOf(counts, each) > 0,
  ).map((each) => ({
    value: each,
    label: t(`campaign.filter.${each}`),
    count: each === "all" ? undefined : countOf(counts, each),
    tone: each === "failed" ? "bad" : undefined,
  }));
  const content = () => {
    if (list.isError) {
      const { title, detail } = errorText(list.error);
      return (
        <ErrorState
          title={title}
          detail={detail}
          retry={t("common.retry")}
          onRetry={() => void list.refetch()}
        />
      );
    }
    if (list.isPending) return <TableSkeleton label={t("common.loading")} rows={5} />;
    if (recipients.length === 0) return <p className="p-6 text-soft">{t("campaign.noRecipients")}</p>;
    return (
      <Table
        campaign={campaign}
        recipients={recipients}
        onEnd={() => {
          if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
        }}
      />
    );
  };
  return (
    <section
      aria-label={t("campaign.people")}
      className="flex min-h-80 flex-1 flex-col overflow-hidden rounded-lg border border-line bg-surface"
    >
      <div className="px-5 pt-4 pb-2">
        <Pills label={t("campaign.people")} value={filter} options={pills} onChange={setFilter} />
      </div>
      <div className="min-h-0 flex-1">{content()}</div>
    </section>
  );
}

interface TableProps {
  campaign: Campaign;
  recipients: Recipient[];
  onEnd: () => void;
}

function Table({ campaign, recipients, onEnd }: TableProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const now = useNow();
  const virtual = useVirtualizer({
    count: recipients.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 40,
    getItemKey: (index) => recipients[index]?.id ?? index,
    overscan: 10,
    paddingEnd: 8,
  });
  const items = virtual.getVirtualItems();
  const nearEnd = (items.at(-1)?.index ?? 0) >= recipients.length - 20;
  useEffect(() => {
    if (nearEnd) onEnd();
  }, [nearEnd, onEnd]);
  return (
    <div ref={scroller} className="h-full overflow-y-auto overflow-x-hidden">
      <div role="table" aria-label={t("campaign.people")}>
        <div role="rowgroup" className="sticky top-0 z-10 border-line border-b bg-surface">
          <div role="row" className={`${RECIPIENT_GRID} h-9 font-semibold text-12 text-soft`}>
            <span role="columnheader">{t("campaign.column.person")}</span>
            <span role="columnheader" className={WIDE_ONLY}>
              {t("campaign.column.phone")}
            </span>
            <span role="columnheader">{t("campaign.column.result")}</span>
            <span role="columnheader">{t("campaign.column.why")}</span>
            <span role="columnheader">{t("campaign.column.when")}</span>
          </div>
        </div>
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const recipient = recipients[item.index];
            return recipient ? (
              <RecipientRow
                key={item.key}
                campaign={campaign}
                recipient={recipient}
                now={now}
                top={item.start}
              />
            ) : null;
          })}
        </div>
      </div>
    </div>
  );
}
