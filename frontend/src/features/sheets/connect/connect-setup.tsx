import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { toBackendError } from "@/api/client";
import { keys } from "@/api/keys";
import { sheetsApi } from "@/api/sheets";
import type { SheetInput, Spreadsheet } from "@/api/types";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toast";
import { RefusalBanner } from "../refusal/refusal-banner";
import { useRefusal } from "../refusal/use-refusal";
import { ColumnsCard } from "../setup/columns-card";
import { LeadsCard } from "../setup/leads-card";
import { PreviewCard } from "../setup/preview-card";
import { ReadingCard } from "../setup/reading-card";
import { SetupFooter } from "../setup/setup-footer";
import { useDraftPreview } from "../setup/use-draft-preview";
import { type DraftStart, useSheetDraft } from "../setup/use-sheet-draft";
import { WriteBackCard } from "../setup/write-back-card";

interface ConnectSetupProps {
  spreadsheet: Spreadsheet;
  defaultCountry: string;
  step: "columns" | "rules";
  onStep: (step: "sheet" | "columns" | "rules") => void;
}

/** What the columns mean, then what becomes of the rows; the preview stays in sight. */
export function ConnectSetup({ spreadsheet, defaultCountry, step, onStep }: ConnectSetupProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const [start] = useState(() => startOf(spreadsheet, defaultCountry));
  const draft = useSheetDraft(spreadsheet, start);
  const { preview, behind } = useDraftPreview(draft);
  const create = useMutation({
    mutationFn: (input: SheetInput) => sheetsApi.create(input),
    onSuccess: (sheet) => {
      showToast({ title: t("connect.created", { title: sheet.title }) });
      navigate(`/sheets/${sheet.id}`);
      return client.invalidateQueries({ queryKey: keys.sheets });
    },
    meta: { inline: true },
  });
  const { input } = draft;
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto px-8 pb-6 max-[900px]:px-4">
        <div className="mx-auto grid max-w-260 gap-4">
          {create.error ? (
            <Failure cause={create.error} onRetry={() => input && create.mutate(input)} />
          ) : null}
          {step === "columns" ? (
            <ColumnsCard draft={draft} tabs={spreadsheet.tabs} />
          ) : (
            <>
              <LeadsCard draft={draft} />
              <ReadingCard draft={draft} />
              <WriteBackCard draft={draft} access={spreadsheet.access} />
            </>
          )}
          <PreviewCard
            preview={preview}
            behind={behind}
            hasPhone={draft.hasPhone}
            ignored={draft.choices.existingRows === "ignore"}
          />
        </div>
      </div>
      <SetupFooter preview={draft.hasPhone ? preview.data : undefined}>
        <Button onClick={() => onStep(step === "columns" ? "sheet" : "columns")}>{t("common.back")}</Button>
        {step === "columns" ? (
          <Button variant="primary" disabled={!draft.ready} onClick={() => onStep("rules")}>
            {t("common.next")}
          </Button>
        ) : (
          <Button
            variant="primary"
            disabled={!draft.ready}
            busy={create.isPending}
            onClick={() => input && create.mutate(input)}
          >
            {t("connect.create")}
          </Button>
        )}
      </SetupFooter>
    </>
  );
}

/** Why it was not connected; a tab that is connected already can be opened. */
function Failure({ cause, onRetry }: { cause: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const refusalOf = useRefusal();
  const { code, fields } = toBackendError(cause);
  if (code !== "conflict" || !fields.id)
    return <RefusalBanner {...refusalOf(cause)} can={{ retry: onRetry }} />;
  return (
    <Banner
      tone="bad"
      title={t("connect.already")}
      action={
        <Button size="sm" onClick={() => navigate(`/sheets/${fields.id}`)}>
          {t("connect.openExisting")}
        </Button>
      }
    />
  );
}

const INTERVAL = 15;

function startOf({ tabs, gid }: Spreadsheet, defaultCountry: string): DraftStart {
  const pointed = tabs.find(({ id }) => id === gid) ?? tabs[0];
  return {
    tab: pointed?.title ?? "",
    headerRow: 0,
    choices: {
      ...{ keyColumn: "", defaultCountry, tags: [], stageId: 0, owner: "", notify: true },
      ...{
        existingRows: "import",
        intervalMinutes: INTERVAL,
        activeHours: { from: 0, to: 0 },
        writeBack: [],
      },
    },
  };
}
