import { useTranslation } from "react-i18next";
import type { ImportPreview } from "@/api/types";
import { cn } from "@/lib/cn";

export function ImportCounts({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation();
  const tiles = [
    { key: "new", count: preview.newLeads, tone: "text-good" },
    { key: "existing", count: preview.existing, tone: "text-ink" },
    { key: "duplicates", count: preview.duplicates, tone: "text-ink" },
    { key: "rejected", count: preview.rejected, tone: preview.rejected > 0 ? "text-warn" : "text-ink" },
  ] as const;
  return (
    <dl className="grid grid-cols-4 gap-3 max-[900px]:grid-cols-2">
      {tiles.map(({ key, count, tone }) => (
        <div
          key={key}
          data-testid={`import-${key}`}
          className="flex flex-col-reverse rounded-md bg-sunken px-4 py-3"
        >
          <dt className="text-13 text-soft">{t(`import.count.${key}`)}</dt>
          <dd className={cn("font-semibold text-28 tabular-nums tracking-tight", tone)}>
            {count.toLocaleString()}
          </dd>
        </div>
      ))}
    </dl>
  );
}
