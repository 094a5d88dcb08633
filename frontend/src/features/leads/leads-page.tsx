import { Import, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useErrorText } from "@/api/error-text";
import { useLeads } from "@/api/leads";
import { PageHeader } from "@/components/page-header";
import { Button, buttonClass } from "@/components/ui/button";
import { Drawer } from "@/components/ui/drawer";
import { ErrorState } from "@/components/ui/error-state";
import { TableSkeleton } from "@/components/ui/skeleton";
import { useDebounced } from "@/hooks/use-debounced";
import { useMediaQuery } from "@/hooks/use-media-query";
import { LeadFilters } from "./lead-filters";
import { LeadPanel } from "./lead-panel";
import { LeadTable } from "./lead-table";
import { LeadsEmpty } from "./leads-empty";
import { useLeadsView } from "./leads-store";
import { NewLeadDialog } from "./new-lead-dialog";

interface LeadsPageProps {
  /** The lead whose panel is open; 0 for none. */
  leadId: number;
  creating: boolean;
}

/** Everyone the business knows: find, tag, open. */
export function LeadsPage({ leadId, creating }: LeadsPageProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { query, tags, stageId, sort } = useLeadsView();
  const settled = useDebounced(query.trim(), 150);
  const list = useLeads({ query: settled, tags, stageId, sort });
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const errorText = useErrorText();
  const wide = useMediaQuery("(min-width: 1241px)");
  const leads = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = list.data?.pages[0]?.total;
  const close = () => navigate("/leads");

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
    if (list.isPending) return <TableSkeleton label={t("common.loading")} />;
    if (leads.length === 0)
      return <LeadsEmpty filtered={settled !== "" || tags.length > 0 || stageId !== 0} />;
    return (
      <LeadTable
        leads={leads}
        total={total ?? leads.length}
        currentId={leadId}
        selected={selected}
        onSelect={setSelected}
        onEnd={() => {
          if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
        }}
      />
    );
  };

  return (
    <div className="flex h-full min-w-0">
      <div className="flex min-w-0 flex-1 flex-col gap-4 px-8 pt-6 max-[900px]:px-4">
        <PageHeader
          title={t("leads.title")}
          beside={
            total === undefined ? null : (
              <span className="text-soft tabular-nums">{total.toLocaleString()}</span>
            )
          }
        >
          <Link href="/leads/import" className={buttonClass()}>
            <Import aria-hidden />
            {t("leads.import")}
          </Link>
          <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => navigate("/leads/new")}>
            {t("leads.new")}
          </Button>
        </PageHeader>
        <LeadFilters selected={selected} onClearSelection={() => setSelected(new Set())} />
        <div className="min-h-0 flex-1 overflow-hidden rounded-t-lg border border-line border-b-0 bg-surface">
          {content()}
        </div>
      </div>
      {leadId > 0 && wide ? (
        <aside className="relative w-90 shrink-0 overflow-y-auto border-line border-s bg-surface">
          <LeadPanel key={leadId} leadId={leadId} onClose={close} canMessage />
        </aside>
      ) : null}
      {wide ? null : (
        <Drawer open={leadId > 0} onClose={close} title={t("leads.title")} closeLabel={t("common.close")}>
          {leadId > 0 ? <LeadPanel key={leadId} leadId={leadId} canMessage /> : null}
        </Drawer>
      )}
      {creating ? <NewLeadDialog onClose={close} /> : null}
    </div>
  );
}
