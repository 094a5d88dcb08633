import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error-text";
import { Tooltip } from "@/components/ui/tooltip";
import type { CampaignDraft } from "./use-campaign-draft";

/** Whether what stands here is kept. */
export function DraftStatus({ draft }: { draft: CampaignDraft }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { id, input, dirty, save } = draft;
  const unnamed = input.name.trim() === "";
  const state = () => {
    if (unnamed) return dirty ? t("wizard.unnamed") : null;
    if (save.isPending || (dirty && !save.error)) return t("wizard.saving");
    if (save.error) {
      const { title, detail } = errorText(save.error);
      return (
        <Tooltip text={detail ?? title} side="bottom">
          <span className="text-warn">{t("wizard.unsaved")}</span>
        </Tooltip>
      );
    }
    return id > 0 ? t("wizard.saved") : null;
  };
  return (
    <span role="status" className="text-12 text-soft">
      {state()}
    </span>
  );
}
