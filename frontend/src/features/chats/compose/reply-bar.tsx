import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { IconButton } from "@/components/ui/icon-button";
import { QuotePicture, QuoteText } from "../message/quote-block";

/** What is being answered, above the field. Escape takes it away. */
export function ReplyBar({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation();
  const { id, fromMe, kind, text, media } = message;
  const quote = { waId: "", fromMe, kind, text: text || (media?.fileName ?? ""), messageId: id };
  return (
    <div
      role="group"
      aria-label={t("inbox.composer.replying")}
      className="mb-2.5 flex items-center gap-2 text-13"
    >
      <div className="flex min-w-0 flex-1 overflow-hidden rounded-sm border-accent border-s-3 bg-sunken">
        <QuoteText quote={quote} />
        <QuotePicture quote={quote} />
      </div>
      <IconButton label={t("inbox.composer.noReply")} size="sm" side="top" onClick={onClose}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
