import { useMutation } from "@tanstack/react-query";
import { MessageCircle, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { chatsApi } from "@/api/chats";
import { useErrorText } from "@/api/error-text";
import { leadsApi, useLead } from "@/api/leads";
import { EditableText } from "@/components/editable-text";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { IconButton } from "@/components/ui/icon-button";
import { PhoneNumber } from "@/components/ui/phone-number";
import { Skeleton } from "@/components/ui/skeleton";
import { LeadConsent } from "./lead-consent";
import { LeadFields } from "./lead-fields";
import { LeadNotes } from "./lead-notes";
import { LeadOptOut } from "./lead-optout";
import { LeadTags } from "./lead-tags";
import { LeadTimeline } from "./lead-timeline";

interface LeadPanelProps {
  leadId: number;
  /** Offers to open the conversation; not where it is open already. */
  canMessage?: boolean;
  onClose?: () => void;
}

/** Everything about one person, each field changed by clicking it. */
export function LeadPanel({ leadId, canMessage = false, onClose }: LeadPanelProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { data, error, refetch } = useLead(leadId);
  const errorText = useErrorText();
  const open = useMutation({
    mutationFn: () => chatsApi.openForLead(leadId),
    onSuccess: (chat) => navigate(`/inbox/${chat.id}`),
  });
  if (error) {
    const { title, detail } = errorText(error);
    return (
      <ErrorState title={title} detail={detail} retry={t("common.retry")} onRetry={() => void refetch()} />
    );
  }
  if (!data) return <PanelSkeleton label={t("common.loading")} />;
  const { lead, notes, activities, consent, custom } = data;
  const name = lead.name || lead.phoneDisplay;
  return (
    <div data-testid="lead-panel" className="grid gap-4 p-5">
      {onClose ? (
        <IconButton label={t("common.close")} size="sm" onClick={onClose} className="absolute end-3 top-3">
          <X aria-hidden />
        </IconButton>
      ) : null}
      <div className="flex items-center gap-3 pe-8">
        <Avatar name={lead.name} seed={lead.phone} size="lg" />
        <div className="min-w-0 flex-1">
          <h2 aria-label={t("lead.panel", { name })} className="min-w-0">
            <EditableText
              value={lead.name}
              label={t("lead.editName")}
              placeholder={t("lead.addName")}
              savedLabel={t("lead.saved")}
              onSave={(next) => leadsApi.update(lead.id, { name: next })}
              className="font-semibold text-16"
            />
          </h2>
          <PhoneNumber value={lead.phoneDisplay} className="text-soft" />
        </div>
      </div>
      {canMessage ? (
        <Button
          variant="primary"
          icon={<MessageCircle aria-hidden />}
          busy={open.isPending}
          onClick={() => open.mutate()}
        >
          {t("lead.message")}
        </Button>
      ) : null}
      <LeadOptOut lead={lead} />
      <LeadTags lead={lead} />
      <LeadFields lead={lead} custom={custom} />
      <LeadConsent lead={lead} consent={consent} />
      <LeadNotes leadId={lead.id} notes={notes} />
      <LeadTimeline activities={activities} />
    </div>
  );
}

function PanelSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="grid gap-5 p-5">
      <div className="flex items-center gap-3">
        <Skeleton className="size-13 rounded-full" />
        <div className="grid flex-1 gap-2">
          <Skeleton className="h-4 w-3/5" />
          <Skeleton className="h-3 w-2/5" />
        </div>
      </div>
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-16 w-full" />
    </div>
  );
}
