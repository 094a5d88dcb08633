import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useErrorText } from "@/api/error-text";
import { keys } from "@/api/keys";
import { sheetsApi, useSheet, useSheetTabs } from "@/api/sheets";
import type { Sheet, SheetInput, SheetUpdate } from "@/api/types";
import { PageHeader } from "@/components/page-header";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { IconButton } from "@/components/ui/icon-button";
import { TableSkeleton } from "@/components/ui/skeleton";
import { showToast } from "@/components/ui/toast";
import { RefusalBanner } from "../refusal/refusal-banner";
import { useRefusal } from "../refusal/use-refusal";
import { ColumnsCard } from "../setup/columns-card";
import { LeadsCard } from "../setup/leads-card";
import { PreviewCard } from "../setup/preview-card";
import { ReadingCard } from "../setup/reading-card";
import { SetupFooter } from "../setup/setup-footer";
import { useDraftPreview } from "../setup/use-draft-preview";
import { useSheetDraft } from "../setup/use-sheet-draft";
import { WriteBackCard } from "../setup/write-back-card";

/** Everything that was chosen for a connection, to be chosen again. */
export function SheetEditPage({ sheetId }: { sheetId: number }) {
  const { t } = useTranslation();
  const { data: sheet, error, refetch } = useSheet(sheetId);
  const errorText = useErrorText();
  if (error) {
    const { title, detail } = errorText(error);
    return (
      <ErrorState title={title} detail={detail} retry={t("common.retry")} onRetry={() => void refetch()} />
    );
  }
  return sheet ? <Edit sheet={sheet} /> : <TableSkeleton label={t("common.loading")} />;
}

function Edit({ sheet: latest }: { sheet: Sheet }) {
  const { t, i18n } = useTranslation();
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const refusalOf = useRefusal();
  const [sheet] = useState(latest); // a reading in between must not change what is being chosen
  const [start] = useState(() => ({
    tab: sheet.tab,
    headerRow: sheet.headerRow,
    choices: choicesOf(sheet),
    before: { header: sheet.header, mapping: sheet.mapping },
  }));
  const draft = useSheetDraft(sheet, start);
  const { preview, behind } = useDraftPreview(draft);
  const { data: tabs } = useSheetTabs(sheet.id, true);
  const leave = () => navigate(`/sheets/${sheet.id}`);
  const save = useMutation({
    mutationFn: async (input: SheetInput) => {
      const saved = await sheetsApi.update(sheet.id, changeOf(input));
      const waited = saved.state === "paused" && saved.reason !== "paused_by_user";
      return waited ? sheetsApi.resume(sheet.id) : saved;
    },
    onSuccess: () => {
      showToast({ title: t("connect.saved") });
      leave();
      return client.invalidateQueries({ queryKey: keys.sheets });
    },
    meta: { inline: true },
  });
  const { input } = draft;
  const lost = new Intl.ListFormat(i18n.language).format(draft.lost.map((title) => `“${title}”`));
  return (
    <div className="flex h-full flex-col gap-5 pt-6">
      <div className="shrink-0 px-8 max-[900px]:px-4">
        <PageHeader
          title={t("connect.editTitle", { title: sheet.title })}
          before={
            <IconButton label={t("common.back")} onClick={leave} className="-ms-2">
              <ArrowLeft aria-hidden className="rtl:-scale-x-100" />
            </IconButton>
          }
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-8 pb-6 max-[900px]:px-4">
        <div className="mx-auto grid max-w-260 gap-4">
          {save.error ? (
            <RefusalBanner {...refusalOf(save.error)} can={{ retry: () => input && save.mutate(input) }} />
          ) : null}
          {draft.lost.length > 0 ? (
            <Banner tone="bad" title={t("connect.lost", { columns: lost })} />
          ) : sheet.reason === "header_changed" ? (
            <Banner tone="warn" title={t("connect.changedTitles")} />
          ) : null}
          <ColumnsCard draft={draft} tabs={tabs ?? [{ id: sheet.gid, title: sheet.tab }]} />
          <LeadsCard draft={draft} connected />
          <ReadingCard draft={draft} />
          <WriteBackCard draft={draft} access={sheet.access} />
          <PreviewCard preview={preview} behind={behind} hasPhone={draft.hasPhone} ignored={false} />
        </div>
      </div>
      <SetupFooter preview={draft.hasPhone ? preview.data : undefined}>
        <Button onClick={leave}>{t("common.cancel")}</Button>
        <Button
          variant="primary"
          disabled={!draft.ready}
          busy={save.isPending}
          onClick={() => input && save.mutate(input)}
        >
          {t("common.save")}
        </Button>
      </SetupFooter>
    </div>
  );
}

function choicesOf(sheet: Sheet) {
  const { keyColumn, defaultCountry, tags, stageId, owner, notify, existingRows } = sheet;
  const { intervalMinutes, activeHours, writeBack } = sheet;
  return {
    ...{ keyColumn, defaultCountry, tags, stageId, owner, notify, existingRows },
    ...{ intervalMinutes, activeHours, writeBack },
  };
}

function changeOf(input: SheetInput): SheetUpdate {
  const { access: _access, spreadsheetId: _id, path: _path, existingRows: _rows, ...change } = input;
  return change;
}
