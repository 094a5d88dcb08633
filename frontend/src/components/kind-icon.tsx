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

/** The kinds of messages, as the backend names them. */
type Kind = Shown | "text" | "reaction" | "edit";
type Shown = Pictured | "notice";
type Pictured =
  | ("image" | "video" | "audio" | "voice" | "document" | "sticker" | "location" | "contact" | "poll")
  | ("view_once" | "waiting" | "unreadable" | "unsupported" | "delete");

const ICONS: Partial<Record<Kind, LucideIcon>> = {
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
export function KindIcon({ kind, className }: { kind: Kind; className?: string }) {
  const Icon = ICONS[kind];
  return Icon ? <Icon aria-hidden className={className} /> : null;
}

/** What a message is when it has no words: "Photo", "Voice message". */
export function useKindWord(): (kind: Kind) => string {
  const { t } = useTranslation();
  return (kind) => (kind === "text" || kind === "reaction" || kind === "edit" ? "" : t(`inbox.kind.${kind}`));
}
