import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Campaign, Recipient, RecipientState } from "@/api/types";
import { Chip, type Tone } from "@/components/ui/chip";
import { PhoneNumber } from "@/components/ui/phone-number";
import { useReasonText } from "@/i18n/reason";
import { cn } from "@/lib/cn";
import { dayAndTime, listTime } from "@/lib/dates";
import { DecideMenu } from "./decide-menu";
import { letterOf } from "./outcome";

export const RECIPIENT_GRID =
  "grid grid-cols-[minmax(0,1.4fr)_minmax(0,1.2fr)_112px_minmax(0,2.4fr)_96px] items-center gap-x-4 px-5 max-[1000px]:grid-cols-[minmax(0,1.4fr)_104px_minmax(0,1.6fr)_80px]";
export const WIDE_ONLY = "max-[1000px]:hidden";

const TONES: Record<RecipientState, Tone> = {
  pending: "plain",
  sending: "info",
  uncertain: "warn",
  sent: "plain",
  delivered: "info",
  read: "accent",
  replied: "good",
  failed: "bad",
  blocked: "bad",
  skipped: "plain",
  cancelled: "plain",
};

interface RecipientRowProps {
  campaign: Campaign;
  recipient: Recipient;
  now: number;
  top: number;
}

export function RecipientRow({ campaign, recipient, now, top }: RecipientRowProps) {
  const { t } = useTranslation();
  const reasonText = useReasonText();
  const { name, phoneDisplay, chatId, state, reason, updatedAt, dueAt } = recipient;
  const title = name || phoneDisplay;
  const why = reason === "" ? "" : reasonText(reason);
  return (
    <div
      role="row"
      data-testid="recipient-row"
      className={cn(RECIPIENT_GRID, "absolute inset-x-0 top-0 h-10 border-line border-b")}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="cell" dir="auto" className="truncate text-start font-medium">
        {chatId > 0 ? (
          <Link
            href={`/inbox/${chatId}`}
            aria-label={t("campaign.openChat", { name: title })}
            className="cursor-default hover:underline"
          >
            {title}
          </Link>
        ) : (
          title
        )}
      </span>
      <span role="cell" className={cn("truncate text-soft", WIDE_ONLY)}>
        <PhoneNumber value={phoneDisplay} />
      </span>
      <span role="cell">
        <Chip tone={TONES[state]}>{t(`campaign.recipient.${state}`)}</Chip>
      </span>
      <span role="cell" dir="auto" className="flex min-w-0 items-center gap-2 text-start text-soft">
        <Way campaign={campaign} recipient={recipient} />
        <span className="truncate" title={why}>
          {why}
        </span>
        {state === "uncertain" ? <DecideMenu recipient={recipient} /> : null}
      </span>
      <span role="cell" className="truncate text-soft tabular-nums">
        {state === "pending" ? (dueAt > now ? dayAndTime(dueAt, now) : "–") : listTime(updatedAt, now)}
      </span>
    </div>
  );
}

/** Which message is next or was last, and in which wording, when there are several. */
function Way({ campaign, recipient }: { campaign: Campaign; recipient: Recipient }) {
  const { t } = useTranslation();
  const { steps } = campaign;
  const wordings = Math.max(1, ...steps.map(({ variants }) => variants.length));
  if (recipient.state === "skipped" || (steps.length < 2 && wordings < 2)) return null;
  const words = [
    ...(steps.length > 1 ? [t("campaign.stepOf", { at: recipient.step + 1, count: steps.length })] : []),
    ...(wordings > 1 ? [t("campaign.variantName", { letter: letterOf(recipient.variant) })] : []),
  ];
  return <span className="shrink-0 text-12">{words.join(" · ")}</span>;
}
