import { Bot, Forward, type LucideIcon, Megaphone, Smartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { cn } from "@/lib/cn";

const ORIGINS = { campaign: Megaphone, phone: Smartphone, automation: Bot };

/** Above the content: where one of ours was written, and that a message was passed on. */
export function MessageLabels({ message, className }: { message: Message; className?: string }) {
  const { t } = useTranslation();
  const { origin, forwarded, deletedAt } = message;
  const labels: [LucideIcon, string][] = [];
  if (origin === "campaign" || origin === "phone" || origin === "automation")
    labels.push([ORIGINS[origin], t(`inbox.message.${origin}`)]);
  if (forwarded > 0 && deletedAt === 0)
    labels.push([Forward, t(forwarded > 1 ? "inbox.message.forwardedOften" : "inbox.message.forwarded")]);
  return labels.map(([Icon, text]) => (
    <span key={text} className={cn("mb-0.5 flex items-center gap-1 text-12 text-soft", className)}>
      <Icon aria-hidden className="size-3 shrink-0 rtl:-scale-x-100" />
      {text}
    </span>
  ));
}
