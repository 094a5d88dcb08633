import { Eye } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Tooltip } from "@/components/ui/tooltip";

/** Beside a sheet that everybody with its link may read. */
export function PrivacyChip() {
  const { t } = useTranslation();
  return (
    <Tooltip text={t("sheets.publicHint")}>
      <span
        data-testid="privacy-chip"
        className="inline-flex shrink-0 items-center gap-1 whitespace-nowrap rounded-full bg-warn-wash px-2.5 py-0.5 text-12 text-warn leading-[18px]"
      >
        <Eye aria-hidden className="size-3" />
        {t("sheets.public")}
      </span>
    </Tooltip>
  );
}
