import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSheetTabs } from "@/api/sheets";
import type { Sheet } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Choices } from "@/components/ui/choices";
import { Dialog } from "@/components/ui/dialog";
import { ListSkeleton } from "@/components/ui/skeleton";
import { RefusalBanner } from "./refusal/refusal-banner";
import { useRefusal } from "./refusal/use-refusal";
import { useSheetVerbs } from "./use-sheet-verbs";

interface TabDialogProps {
  open: boolean;
  sheet: Sheet;
  onClose: () => void;
  onChosen: () => void;
}

/** Which tab it is now, after the one that was read has gone. */
export function TabDialog({ open, sheet, onClose, onChosen }: TabDialogProps) {
  const { t } = useTranslation();
  const refusalOf = useRefusal();
  const { data: tabs, error, refetch } = useSheetTabs(sheet.id, open);
  const { update } = useSheetVerbs(sheet.id, sheet.title);
  const [chosen, setChosen] = useState("");
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t("remedy.chooseTab")}
      closeLabel={t("common.close")}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button
            variant="primary"
            disabled={chosen === ""}
            busy={update.isPending}
            onClick={() =>
              update.mutate(
                { tab: chosen },
                {
                  onSuccess: () => {
                    onClose();
                    onChosen();
                  },
                },
              )
            }
          >
            {t("common.save")}
          </Button>
        </>
      }
    >
      {error ? <RefusalBanner {...refusalOf(error)} can={{ retry: () => void refetch() }} /> : null}
      {tabs ? (
        <Choices
          label={t("connect.tab")}
          value={chosen}
          options={tabs.map(({ title }) => ({ value: title, label: title }))}
          onChange={setChosen}
        />
      ) : error ? null : (
        <ListSkeleton label={t("common.loading")} rows={3} />
      )}
    </Dialog>
  );
}
