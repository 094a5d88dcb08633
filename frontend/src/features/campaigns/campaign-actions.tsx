import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, Copy, Download, Ellipsis, Pause, Play, RotateCw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { campaignsApi } from "@/api/campaigns";
import { keys } from "@/api/keys";
import type { Campaign, CampaignCounts } from "@/api/types";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import { openCount } from "./outcome";
import { useExport } from "./use-export";

/** Pause, resume, retry, duplicate, cancel: only what the present state allows. */
export function CampaignActions({ campaign, counts }: { campaign: Campaign; counts: CampaignCounts }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [cancelling, setCancelling] = useState(false);
  const onSuccess = () => client.invalidateQueries({ queryKey: keys.campaigns });
  const pause = useMutation({ mutationFn: () => campaignsApi.pause(campaign.id), onSuccess });
  const resume = useMutation({ mutationFn: () => campaignsApi.resume(campaign.id), onSuccess });
  const cancel = useMutation({
    mutationFn: () => campaignsApi.cancel(campaign.id),
    onSuccess,
    onSettled: () => setCancelling(false),
  });
  const retry = useMutation({ mutationFn: () => campaignsApi.retryFailed(campaign.id), onSuccess });
  const duplicate = useMutation({
    mutationFn: () => campaignsApi.duplicate(campaign.id, t("campaign.copyOf", { name: campaign.name })),
    onSuccess: (made) => navigate(`/campaigns/${made.id}/edit`),
  });
  const save = useExport(campaign.id);
  const failed = counts.failed + counts.blocked;
  const left = openCount(counts);
  const open = campaign.state === "running" || campaign.state === "paused";
  const again = {
    label: t("campaign.retry", { count: failed }),
    icon: <RotateCw aria-hidden />,
    onSelect: () => retry.mutate(),
  };
  const copy = {
    label: t("campaign.duplicate"),
    icon: <Copy aria-hidden />,
    onSelect: () => duplicate.mutate(),
  };
  const list = {
    label: t("campaign.export"),
    icon: <Download aria-hidden />,
    onSelect: () => save.mutate(),
  };
  const end = {
    label: t("campaign.cancel"),
    icon: <Ban aria-hidden />,
    danger: true,
    onSelect: () => setCancelling(true),
  };
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t("common.openMenu")}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
        actions={[...(failed > 0 && open ? [again] : []), list, copy, ...(open ? [end] : [])]}
      />
      {campaign.state === "completed" && failed > 0 ? (
        <Button icon={again.icon} busy={retry.isPending} onClick={again.onSelect}>
          {again.label}
        </Button>
      ) : null}
      {campaign.state === "running" ? (
        <Button
          variant="primary"
          icon={<Pause aria-hidden />}
          busy={pause.isPending}
          onClick={() => pause.mutate()}
        >
          {t("campaign.pause")}
        </Button>
      ) : null}
      {campaign.state === "paused" ? (
        <Button
          variant="primary"
          icon={<Play aria-hidden />}
          busy={resume.isPending}
          onClick={() => resume.mutate()}
        >
          {t("campaign.resume")}
        </Button>
      ) : null}
      <AlertDialog
        open={cancelling}
        onClose={() => setCancelling(false)}
        title={t("campaign.cancelTitle", { name: campaign.name })}
        confirm={t("campaign.cancelYes", { count: left })}
        cancel={t("campaign.cancelKeep")}
        busy={cancel.isPending}
        danger
        onConfirm={() => cancel.mutate()}
      >
        <p>{t("campaign.cancelBody", { count: left })}</p>
      </AlertDialog>
    </>
  );
}
