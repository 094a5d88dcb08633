import { Ban, Copy, Download, Ellipsis, Pause, Play, RotateCw, UserRoundX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { campaignsApi } from "@/api/campaigns";
import type { Campaign, CampaignCounts } from "@/api/types";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import { showToast } from "@/components/ui/toast";
import { BeforeActions } from "./campaign-before";
import { openCount } from "./outcome";
import { useExport } from "./use-export";
import { useFollowUp } from "./use-follow-up";
import { useVerb } from "./use-verb";

/** Pause, resume, retry, follow up, duplicate, cancel: only what the present state allows. */
export function CampaignActions({ campaign, counts }: { campaign: Campaign; counts: CampaignCounts }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [cancelling, setCancelling] = useState(false);
  const { id, name, state } = campaign;
  const edit = (made: Campaign) => navigate(`/campaigns/${made.id}/edit`);
  const pause = useVerb(() => campaignsApi.pause(id));
  const resume = useVerb(() => campaignsApi.resume(id));
  const cancel = useVerb(() => campaignsApi.cancel(id));
  const retry = useVerb(() => campaignsApi.retryFailed(id));
  const settle = useVerb(
    () => campaignsApi.stopAdding(id),
    () => showToast({ title: t("campaign.stoppedAdding") }),
  );
  const duplicate = useVerb(() => campaignsApi.duplicate(id, t("campaign.copyOf", { name })), edit);
  const follow = useFollowUp(campaign, counts, edit);
  const save = useExport(id);
  const failed = counts.failed + counts.blocked;
  const left = openCount(counts);
  const open = state === "running" || state === "paused";
  const before = state === "scheduled" || state === "missed";
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
  const stop = {
    label: t("campaign.stopAdding"),
    icon: <UserRoundX aria-hidden />,
    onSelect: () => settle.mutate(),
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
        actions={[
          ...(failed > 0 && open ? [again] : []),
          ...follow,
          ...(before ? [] : [list]),
          copy,
          ...(campaign.keepAdding && open ? [stop] : []),
          ...(open || before ? [end] : []),
        ]}
      />
      {state === "completed" && failed > 0 ? (
        <Button icon={again.icon} busy={retry.isPending} onClick={again.onSelect}>
          {again.label}
        </Button>
      ) : null}
      {before ? <BeforeActions campaign={campaign} /> : null}
      {state === "running" ? (
        <Button
          variant="primary"
          icon={<Pause aria-hidden />}
          busy={pause.isPending}
          onClick={() => pause.mutate()}
        >
          {t("campaign.pause")}
        </Button>
      ) : null}
      {state === "paused" ? (
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
        title={t("campaign.cancelTitle", { name })}
        confirm={t("campaign.cancelYes", { count: left })}
        cancel={t("campaign.cancelKeep")}
        busy={cancel.isPending}
        danger
        onConfirm={() => cancel.mutate(undefined, { onSettled: () => setCancelling(false) })}
      >
        <p>{t("campaign.cancelBody", { count: left })}</p>
      </AlertDialog>
    </>
  );
}
