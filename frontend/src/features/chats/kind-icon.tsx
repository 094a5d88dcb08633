import {
  Ban,
  ChartBar,
  CircleDashed,
  Contact,
  EyeOff,
  FileText,
  FileWarning,
  Image,
  type LucideIcon,
  MapPin,
  Mic,
  Music,
  Sticker,
  Video,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { MessageKind } from "@/api/types";

const ICONS: Partial<Record<MessageKind, LucideIcon>> = {
  image: Image,
  video: Video,
  audio: Music,
  voice: Mic,
  document: FileText,
  sticker: Sticker,
  location: MapPin,
  contact: Contact,
  poll: ChartBar,
  view_once: EyeOff,
  waiting: CircleDashed,
  unreadable: FileWarning,
  unsupported: FileWarning,
  delete: Ban,
};

/** The small picture before the name of a kind; nothing before a text. */
export function KindIcon({ kind, className }: { kind: MessageKind; className?: string }) {
  const Icon = ICONS[kind];
  return Icon ? <Icon aria-hidden className={className} /> : null;
}

/** What a message is when it has no words: "Photo", "Voice message". */
export function useKindWord(): (kind: MessageKind) => string {
  const { t } = useTranslation();
  return (kind) => (kind === "text" || kind === "reaction" || kind === "edit" ? "" : t(`inbox.kind.${kind}`));
}
