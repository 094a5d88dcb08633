import { Library, Megaphone, MessageCircle, Settings, Sheet, Users } from "lucide-react";

/** The screens, in the order of the rail and of Ctrl/Cmd+1 to 6. */
export const SCREENS = [
  { id: "inbox", path: "/inbox", Icon: MessageCircle },
  { id: "leads", path: "/leads", Icon: Users },
  { id: "campaigns", path: "/campaigns", Icon: Megaphone },
  { id: "sheets", path: "/sheets", Icon: Sheet },
  { id: "templates", path: "/templates", Icon: Library },
  { id: "settings", path: "/settings", Icon: Settings },
] as const;

export type ScreenId = (typeof SCREENS)[number]["id"];
