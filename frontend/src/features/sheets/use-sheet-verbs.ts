import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { sheetsApi } from "@/api/sheets";
import type { SheetUpdate } from "@/api/types";
import { showToast } from "@/components/ui/toast";
import { useSheetReason } from "@/i18n/sheet-reason";
import { useRefusal } from "./refusal/use-refusal";

/** What can be done to a connection. */
export function useSheetVerbs(id: number, title: string) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const refusalOf = useRefusal();
  const reasonText = useSheetReason();
  const onSettled = () => client.invalidateQueries({ queryKey: keys.sheets });
  const onError = (cause: unknown) => {
    const { reason, facts, detail } = refusalOf(cause);
    showToast({
      kind: "problem",
      title: t("sheets.notRead", { title }),
      detail: reason === "" ? detail : reasonText(reason, facts),
    });
  };
  const read = { onSettled, onError, meta: { inline: true } };
  return {
    sync: useMutation({ mutationFn: () => sheetsApi.sync(id), ...read }),
    resume: useMutation({ mutationFn: () => sheetsApi.resume(id), ...read }),
    /** Another choice; what waited for it goes on. */
    update: useMutation({ mutationFn: (change: SheetUpdate) => sheetsApi.update(id, change), ...read }),
    pause: useMutation({ mutationFn: () => sheetsApi.pause(id), onSettled }),
    remove: useMutation({ mutationFn: () => sheetsApi.delete(id), onSettled }),
  };
}
