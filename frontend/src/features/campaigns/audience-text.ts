import { useTranslation } from "react-i18next";
import type { Audience } from "@/api/types";

/** Whom a campaign is for, in a few words. */
export function useAudienceText(): (audience: Audience) => string {
  const { t } = useTranslation();
  return ({ tags, filter, imports, sheets, leads, numbers, followUp }) => {
    const parts = [
      ...tags,
      ...(followUp ? [t("campaigns.audience.followUp")] : []),
      ...(filter ? [t("campaigns.audience.filter")] : []),
      ...(imports.length > 0 ? [t("campaigns.audience.imports", { count: imports.length })] : []),
      ...(sheets.length > 0 ? [t("campaigns.audience.sheets", { count: sheets.length })] : []),
      ...(leads.length > 0 ? [t("campaigns.audience.leads", { count: leads.length })] : []),
      ...(numbers.trim() !== "" ? [t("campaigns.audience.numbers")] : []),
    ];
    return parts.length > 0 ? parts.join(", ") : t("campaigns.audience.nobody");
  };
}
