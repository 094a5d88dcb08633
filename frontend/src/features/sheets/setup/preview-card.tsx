import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { SheetPreview } from "@/api/types";
import { Card } from "@/components/ui/card";
import { TableSkeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { RefusalBanner } from "../refusal/refusal-banner";
import { useRefusal } from "../refusal/use-refusal";
import { PreviewTable } from "./preview-table";

interface PreviewCardProps {
  preview: UseQueryResult<SheetPreview>;
  /** What is chosen has not reached the preview yet. */
  behind: boolean;
  hasPhone: boolean;
  ignored: boolean;
}

/** The first rows as the leads they will become. It follows the choices and never holds them up. */
export function PreviewCard({ preview, behind, hasPhone, ignored }: PreviewCardProps) {
  const { t } = useTranslation();
  const refusalOf = useRefusal();
  const { data, error, isFetching, refetch } = preview;
  return (
    <Card aria-label={t("sheetPreview.title")} aria-busy={isFetching || behind} className="grid gap-3">
      <div>
        <h2 className="font-semibold">{t("sheetPreview.title")}</h2>
        {ignored ? <p className="text-13 text-soft">{t("sheetPreview.ignored")}</p> : null}
      </div>
      {!hasPhone ? (
        <p className="text-soft">{t("sheetPreview.phoneFirst")}</p>
      ) : error ? (
        <RefusalBanner {...refusalOf(error)} can={{ retry: () => void refetch() }} busy={isFetching} />
      ) : data ? (
        <div className={cn("transition-opacity", (isFetching || behind) && "opacity-60")}>
          {data.rows.length === 0 ? (
            <p className="text-soft">{t("sheetPreview.empty")}</p>
          ) : (
            <PreviewTable rows={data.rows} />
          )}
        </div>
      ) : (
        <TableSkeleton label={t("sheetPreview.loading")} rows={4} />
      )}
    </Card>
  );
}
