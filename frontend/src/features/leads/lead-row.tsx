import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import type { Lead } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { Checkbox } from "@/components/ui/checkbox";
import { Chip } from "@/components/ui/chip";
import { PhoneNumber } from "@/components/ui/phone-number";
import { cn } from "@/lib/cn";
import { listTime } from "@/lib/dates";

export const LEAD_GRID =
  "grid grid-cols-[20px_minmax(0,2fr)_minmax(0,1.3fr)_minmax(0,1.5fr)_120px_104px] items-center gap-x-4 px-4 max-[1000px]:grid-cols-[20px_minmax(0,2fr)_minmax(0,1.4fr)_120px]";
export const WIDE_ONLY = "max-[1000px]:hidden";

interface LeadRowProps {
  lead: Lead;
  stage: string;
  now: number;
  index: number;
  top: number;
  current: boolean;
  selected: boolean;
  onToggle: (id: number, on: boolean) => void;
}

const TAGS_SHOWN = 2;

export function LeadRow({ lead, stage, now, index, top, current, selected, onToggle }: LeadRowProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const name = lead.name || lead.phoneDisplay;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the name is the link; the row only widens it for the mouse
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-testid="lead-row"
      onClick={() => navigate(`/leads/${lead.id}`)}
      className={cn(
        LEAD_GRID,
        "absolute inset-x-0 top-0 h-12 border-line border-b hover:bg-hover",
        (current || selected) && "bg-accent-wash hover:bg-accent-wash",
      )}
      style={{ transform: `translateY(${top}px)` }}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: only keeps the click from opening the row */}
      <span role="cell" onClick={(event) => event.stopPropagation()}>
        <Checkbox
          checked={selected}
          onChange={(on) => onToggle(lead.id, on)}
          label={t("leads.select", { name })}
        />
      </span>
      <span role="cell" className="flex min-w-0 items-center gap-3">
        <Avatar name={lead.name} seed={lead.phone} size="sm" />
        <span className="min-w-0">
          <Link
            href={`/leads/${lead.id}`}
            dir="auto"
            className="block cursor-default truncate text-start font-medium"
            onClick={(event) => event.stopPropagation()}
          >
            {lead.name || <PhoneNumber value={lead.phoneDisplay} />}
          </Link>
          {lead.company ? (
            <span dir="auto" className="block truncate text-start text-12 text-soft">
              {lead.company}
            </span>
          ) : null}
        </span>
        {lead.optedOut ? <Chip tone="bad">{t("inbox.optedOut")}</Chip> : null}
      </span>
      <span role="cell" className="truncate text-soft">
        <PhoneNumber value={lead.phoneDisplay} />
      </span>
      <span role="cell" className={cn("flex min-w-0 gap-1 overflow-hidden", WIDE_ONLY)}>
        {lead.tags.slice(0, TAGS_SHOWN).map((tag) => (
          <Chip key={tag}>{tag}</Chip>
        ))}
        {lead.tags.length > TAGS_SHOWN ? <Chip>{`+${lead.tags.length - TAGS_SHOWN}`}</Chip> : null}
      </span>
      <span role="cell" className="min-w-0">
        <span className="block truncate">{stage}</span>
        {lead.owner ? (
          <span dir="auto" className="block truncate text-start text-12 text-soft">
            {lead.owner}
          </span>
        ) : null}
      </span>
      <span role="cell" className={cn("truncate text-soft tabular-nums", WIDE_ONLY)}>
        {listTime(lead.lastMessageAt, now) || "–"}
      </span>
    </div>
  );
}
