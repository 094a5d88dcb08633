import { useTranslation } from "react-i18next";
import { useChats } from "@/api/chats";
import { SCREENS } from "@/app/routes";
import { useDebounced } from "@/hooks/use-debounced";

export interface Command {
  id: string;
  group: "chats" | "actions" | "screens";
  label: string;
  hint: string;
  path: string;
}

const PEOPLE = 8;

/** What a query can mean: acts and screens by name, people by name or number. */
export function usePaletteCommands(query: string): Command[] {
  const { t } = useTranslation();
  const settled = useDebounced(query.trim(), 120);
  const { data } = useChats(settled, "all");
  const wanted = query.trim().toLocaleLowerCase();
  const named = (label: string) => label.toLocaleLowerCase().includes(wanted);
  const screens = SCREENS.map(
    ({ id, path }, index): Command => ({
      id,
      group: "screens",
      label: t(`nav.${id}`),
      hint: String(index + 1),
      path,
    }),
  );
  const actions: Command[] = [
    { id: "new-lead", group: "actions", label: t("palette.newLead"), hint: "", path: "/leads/new" },
    { id: "import", group: "actions", label: t("palette.import"), hint: "", path: "/leads/import" },
    {
      id: "new-campaign",
      group: "actions",
      label: t("palette.newCampaign"),
      hint: "",
      path: "/campaigns/new",
    },
    { id: "connect", group: "actions", label: t("palette.connectSheet"), hint: "", path: "/sheets/new" },
  ];
  const chats = (data?.pages[0]?.items ?? []).slice(0, PEOPLE).map(
    (chat): Command => ({
      id: `chat-${chat.id}`,
      group: "chats",
      label: chat.name || chat.phoneDisplay,
      hint: chat.name ? chat.phoneDisplay : "",
      path: `/inbox/${chat.id}`,
    }),
  );
  return [
    ...chats,
    ...actions.filter(({ label }) => named(label)),
    ...screens.filter(({ label }) => named(label)),
  ];
}
