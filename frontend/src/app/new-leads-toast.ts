import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { onEvent } from "@/api/events";
import { showToast } from "@/components/ui/toast";
import { useLeadsView } from "@/features/leads/leads-store";

/** Says that a sheet has brought leads, where that was asked for, and shows them. */
export function useNewLeadsToast(): void {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  useEffect(
    () =>
      onEvent("sheet:new_leads", ({ title, count, notify }) => {
        if (!notify) return;
        const see = () => {
          useLeadsView.setState({ query: "", tags: [], stageId: 0, sort: "created" });
          navigate("/leads");
        };
        showToast({
          title: t("sheets.newToast", { count, title }),
          action: { label: t("sheets.newToastSee"), onClick: see },
        });
      }),
    [t, navigate],
  );
}
