import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useBatches } from "@/api/campaigns";
import type { Batches } from "@/api/types";
import { Checkbox } from "@/components/ui/checkbox";
import { Skeleton } from "@/components/ui/skeleton";
import { useNow } from "@/hooks/use-now";
import { dayLabel } from "@/lib/dates";
import type { SourceProps } from "./source-block";

const KINDS = ["imports", "sheets"] as const;

/** Whom imported files brought and connected sheets name. */
export function SourceBatches({ audience, onChange }: SourceProps) {
  const { t } = useTranslation();
  const { data } = useBatches();
  if (!data) return <Skeleton className="h-8 w-3/5" />;
  if (data.imports.length + data.sheets.length === 0)
    return <p className="text-13 text-soft">{t("wizard.noBatches")}</p>;
  return (
    <div className="grid gap-2">
      {KINDS.filter((kind) => data[kind].length > 0).map((kind) => (
        <fieldset key={kind}>
          <legend className="text-12 text-soft">{t(`wizard.batch.${kind}`)}</legend>
          <ul className="max-h-44 overflow-y-auto">
            {data[kind].map((batch) => (
              <BatchRow
                key={batch.id}
                batch={batch}
                chosen={audience[kind].includes(batch.id)}
                onChoose={(chosen) => {
                  const others = audience[kind].filter((id) => id !== batch.id);
                  onChange({ ...audience, [kind]: chosen ? [...others, batch.id] : others });
                }}
              />
            ))}
          </ul>
        </fieldset>
      ))}
    </div>
  );
}

interface BatchRowProps {
  batch: Batches["imports"][number];
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
}

function BatchRow({ batch, chosen, onChoose }: BatchRowProps) {
  const { t } = useTranslation();
  const id = useId();
  const now = useNow();
  return (
    <li className="flex items-center gap-2.5 py-1">
      <Checkbox id={id} label={batch.name} checked={chosen} onChange={onChoose} />
      <label htmlFor={id} className="min-w-0 flex-1 truncate">
        <bdi>{batch.name}</bdi>
      </label>
      <span className="shrink-0 text-12 text-soft">{dayLabel(batch.at, now)}</span>
      <span className="w-20 shrink-0 text-end text-13 tabular-nums">
        {t("common.people", { count: batch.count })}
      </span>
    </li>
  );
}
