import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { onEvent } from "@/api/events";
import { systemApi } from "@/api/system";
import { AlertDialog } from "@/components/ui/alert-dialog";

/** Asked when the window is closed while a campaign still has people to write to. */
export function ClosingDialog() {
  const { t } = useTranslation();
  const [names, setNames] = useState<string[]>([]);
  useEffect(() => onEvent("app:closing", ({ campaigns }) => setNames(campaigns)), []);
  const answer = (quit: boolean) => {
    setNames([]);
    void systemApi.answerClose(quit);
  };
  return (
    <AlertDialog
      open={names.length > 0}
      onClose={() => answer(false)}
      title={t("closing.title")}
      confirm={t("closing.quit")}
      cancel={t("closing.stay")}
      onConfirm={() => answer(true)}
    >
      <p>{t("closing.body", { count: names.length, names: names.join(", ") })}</p>
      <p>{t("closing.promise")}</p>
    </AlertDialog>
  );
}
