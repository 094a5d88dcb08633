import { UserX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error-text";
import { useOptOuts } from "@/api/optouts";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { SearchInput } from "@/components/ui/search-input";
import { useDebounced } from "@/hooks/use-debounced";
import { SettingsSection } from "../settings-section";
import { AddOptOutDialog } from "./add-optout-dialog";
import { OptOutRow } from "./optout-row";

/** Who wants no campaigns, with a way to add somebody and to let somebody back in. */
export function OptOutsSection() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [adding, setAdding] = useState(false);
  const [typed, setTyped] = useState("");
  const query = useDebounced(typed.trim(), 200);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useOptOuts(query);
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const unknown = data?.pages[0]?.unknown ?? 0;
  const problem = error ? errorText(error) : undefined;
  return (
    <SettingsSection title={t("optouts.title")}>
      <p className="-mt-2 text-soft">{t("optouts.body")}</p>
      <div className="flex flex-wrap items-center gap-3">
        <SearchInput
          value={typed}
          onChange={setTyped}
          label={t("optouts.search")}
          clearLabel={t("common.clear")}
          className="min-w-60 flex-1"
        />
        <Button icon={<UserX aria-hidden />} onClick={() => setAdding(true)}>
          {t("optouts.add")}
        </Button>
      </div>
      {problem ? (
        <ErrorState
          title={problem.title}
          detail={problem.detail}
          retry={t("common.retry")}
          onRetry={() => void refetch()}
        />
      ) : null}
      {items.length > 0 ? (
        <ul aria-label={t("optouts.title")} className="grid divide-y divide-line border-line border-y">
          {items.map((entry) => (
            <OptOutRow key={`${entry.leadId} ${entry.phone}`} entry={entry} />
          ))}
        </ul>
      ) : null}
      {data && items.length === 0 ? (
        <p className="text-soft">{t(query === "" ? "optouts.none" : "optouts.noMatch")}</p>
      ) : null}
      {hasNextPage ? (
        <Button
          size="sm"
          className="justify-self-start"
          busy={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t("optouts.more")}
        </Button>
      ) : null}
      {unknown > 0 && query === "" ? (
        <p className="text-13 text-soft">{t("optouts.unknown", { count: unknown })}</p>
      ) : null}
      {adding ? <AddOptOutDialog onClose={() => setAdding(false)} /> : null}
    </SettingsSection>
  );
}
