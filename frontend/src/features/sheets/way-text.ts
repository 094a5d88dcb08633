import { useTranslation } from "react-i18next";
import type { SheetAccess } from "@/api/types";

/** By which way a sheet is read, in words. */
export function useWayText(): (access: SheetAccess, email: string) => string {
  const { t } = useTranslation();
  return (access, email) => {
    if (access === "google")
      return email === "" ? t("sheets.way.googleNobody") : t("sheets.way.google", { email });
    return t(`sheets.way.${access}`);
  };
}
