import { ArrowLeft, Lock, PanelRight, Timer } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useStages } from "@/api/leads";
import { useTyping } from "@/api/live";
import type { Chat } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { Chip } from "@/components/ui/chip";
import { IconButton } from "@/components/ui/icon-button";
import { PhoneNumber } from "@/components/ui/phone-number";
import { spanInWords } from "@/lib/dates";
import { ChatMenu } from "./chat-menu";
import { useInboxView } from "./inbox-store";

export function ThreadHeader({ chat }: { chat: Chat }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { data: stages } = useStages();
  const { panelOpen, togglePanel } = useInboxView();
  const typing = useTyping(chat.id);
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
        {typing ? (
          <span role="status" className="block text-12 text-accent">
            {t("inbox.typing")}
          </span>
        ) : chat.name ? (
          <PhoneNumber value={chat.phoneDisplay} className="block truncate text-12 text-soft" />
        ) : null}
      </div>
      {chat.private ? (
        <HeaderChip icon={<Lock aria-hidden className="size-3" />} text={t("inbox.private.mark")} />
      ) : null}
      {chat.timer > 0 ? (
        <HeaderChip
          icon={<Timer aria-hidden className="size-3" />}
          text={spanInWords(chat.timer)}
          hint={t("inbox.thread.timer", { span: spanInWords(chat.timer) })}
        />
      ) : null}
      {chat.optedOut ? <Chip tone="bad">{t("inbox.optedOut")}</Chip> : null}
      {stage ? (
        <Chip tone="info" className="max-[900px]:hidden">
          {stage.name}
        </Chip>
      ) : null}
      <ChatMenu chat={chat} />
      <IconButton
        label={panelOpen ? t("inbox.thread.hidePerson") : t("inbox.thread.person")}
        aria-pressed={panelOpen}
        onClick={togglePanel}
        className="group-data-wide/inbox:hidden"
      >
        <PanelRight aria-hidden className="rtl:-scale-x-100" />
      </IconButton>
    </header>
  );
}

function HeaderChip({ icon, text, hint }: { icon: ReactNode; text: string; hint?: string }) {
  return (
    <span
      title={hint}
      className="inline-flex shrink-0 items-center gap-1.5 rounded-full bg-sunken px-2.5 py-0.5 text-12 text-soft leading-[18px]"
    >
      {icon}
      {text}
      {hint ? <span className="sr-only">{hint}</span> : null}
    </span>
  );
}
