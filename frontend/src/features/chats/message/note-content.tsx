import { Ban, CircleDashed, EyeOff, FileWarning, Smartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";

/** What stands where a content cannot be shown, and why. */
export function NoteContent({ message }: { message: Message }) {
  const { t } = useTranslation();
  const [Icon, key] = noteOf(message);
  return (
    <span className="break-words text-soft italic">
      <Icon aria-hidden className="me-1.5 inline-block size-4 align-[-3px]" />
      {t(key)}
    </span>
  );
}

function noteOf({ kind, fromMe, deletedAt }: Message) {
  if (deletedAt > 0) return [Ban, fromMe ? "inbox.message.deletedByYou" : "inbox.kind.delete"] as const;
  if (kind === "view_once") return [EyeOff, "inbox.message.viewOnce"] as const;
  if (kind === "waiting") return [CircleDashed, "inbox.message.waiting"] as const;
  if (kind === "unreadable") return [FileWarning, "inbox.message.unreadable"] as const;
  return [Smartphone, "inbox.message.unsupported"] as const;
}
