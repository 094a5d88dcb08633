import { ArrowLeft, PanelRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useStages } from "@/api/leads";
import type { Chat } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { Chip } from "@/components/ui/chip";
import { IconButton } from "@/components/ui/icon-button";
import { PhoneNumber } from "@/components/ui/phone-number";
import { useInboxView } from "./inbox-store";

export function ThreadHeader({ chat }: { chat: Chat }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { data: stages } = useStages();
  const { panelOpen, togglePanel } = useInboxView();
  const stage = stages?.find((each) => each.id === chat.stageId);
  return (
    <header className="flex h-15 shrink-0 items-center gap-3 border-line border-b bg-surface px-5 max-[800px]:ps-2">
      <IconButton
        label={t("inbox.thread.back")}
        onClick={() => navigate("/inbox")}
        className="min-[801px]:hidden"
      >
        <ArrowLeft aria-hidden className="rtl:-scale-x-100" />
      </IconButton>
      <Avatar name={chat.name} seed={chat.phone} />
      <div className="min-w-0 flex-1">
        <h2 dir="auto" className="truncate text-start font-semibold">
          {chat.name || <PhoneNumber value={chat.phoneDisplay} />}
        </h2>
        {chat.name ? (
          <PhoneNumber value={chat.phoneDisplay} className="block truncate text-12 text-soft" />
        ) : null}
      </div>
      {chat.optedOut ? <Chip tone="bad">{t("inbox.optedOut")}</Chip> : null}
      {stage ? <Chip tone="info">{stage.name}</Chip> : null}
      <IconButton
        label={panelOpen ? t("inbox.thread.hidePerson") : t("inbox.thread.person")}
        aria-pressed={panelOpen}
        onClick={togglePanel}
        className="min-[1101px]:hidden"
      >
        <PanelRight aria-hidden className="rtl:-scale-x-100" />
      </IconButton>
    </header>
  );
}
