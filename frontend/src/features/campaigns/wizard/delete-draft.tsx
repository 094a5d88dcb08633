import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { campaignsApi } from "@/api/campaigns";
import { keys } from "@/api/keys";
import { AlertDialog } from "@/components/ui/alert-dialog";

interface DeleteDraftProps {
  id: number;
  name: string;
  /** Called before, so that nothing keeps it again. */
  onDelete: () => void;
  onClose: () => void;
}

export function DeleteDraft({ id, name, onDelete, onClose }: DeleteDraftProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => campaignsApi.delete(id),
    onSuccess: () => {
      navigate("/campaigns");
      return client.invalidateQueries({ queryKey: keys.campaignList });
    },
  });
  return (
    <AlertDialog
      open
      danger
      onClose={onClose}
      title={t("campaigns.deleteTitle", { name })}
      confirm={t("campaigns.delete")}
      cancel={t("common.cancel")}
      busy={remove.isPending}
      onConfirm={() => {
        onDelete();
        remove.mutate();
      }}
    >
      <p>{t("campaigns.deleteBody")}</p>
    </AlertDialog>
  );
}
