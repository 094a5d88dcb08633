import { useTranslation } from "react-i18next";
import { useLeftOut } from "@/api/campaigns";
import { useErrorText } from "@/api/error-text";
import type { CampaignInput } from "@/api/types";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { PhoneNumber } from "@/components/ui/phone-number";
import { ListSkeleton } from "@/components/ui/skeleton";
import { useReasonText } from "@/i18n/reason";

interface LeftOutDialogProps {
  input: CampaignInput;
  reason: string;
  count: number;
  onClose: () => void;
}

/** Whom the audience leaves out for one reason, the first of them. */
export function LeftOutDialog({ input, reason, count, onClose }: LeftOutDialogProps) {
  const { t } = useTranslation();
  const reasonText = useReasonText();
  const errorText = useErrorText();
  const { data, error, refetch } = useLeftOut({ ...input, name: "" }, reason);
  const content = () => {
    if (error)
      return <ErrorState {...errorText(error)} retry={t("common.retry")} onRetry={() => void refetch()} />;
    if (!data) return <ListSkeleton label={t("common.loading")} rows={4} />;
    return (
      <>
        <ul className="divide-y divide-line">
          {data.map(({ leadId, name, phoneDisplay }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what was pasted has no id and may be there twice
            <li key={`${leadId}-${index}`} className="flex items-baseline gap-3 py-1.5">
              <span data-selectable className="min-w-0 flex-1 truncate">
                <bdi>{name || "–"}</bdi>
              </span>
              <PhoneNumber value={phoneDisplay} className="text-13 text-soft" />
            </li>
          ))}
        </ul>
        {count > data.length ? (
          <p className="pt-3 text-12 text-soft">{t("wizard.leftOutFirst", { shown: data.length, count })}</p>
        ) : null}
      </>
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={reasonText(reason)}
      description={t("wizard.leftOutCount", { count })}
      closeLabel={t("common.close")}
      size="sm"
    >
      {content()}
    </Dialog>
  );
}
