import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useChatCounts } from "@/api/chats";
import { SCREENS } from "@/app/routes";
import { Badge } from "@/components/ui/badge";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";

/** The screens, at the start side of the window. */
export function Rail() {
  const { t } = useTranslation();
  const [location] = useLocation();
  const { data: counts } = useChatCounts();
  const unread = counts?.unread ?? 0;
  return (
    <nav
      aria-label={t("nav.label")}
      className="flex flex-col items-center gap-1 border-line border-e bg-surface py-3"
    >
      {SCREENS.map(({ id, path, Icon }) => {
        const current = location === path || location.startsWith(`${path}/`);
        return (
          <Tooltip key={id} text={t(`nav.${id}`)} side="inline-end">
            <Link
              href={path}
              aria-label={
                id === "inbox" && unread > 0
                  ? `${t("nav.inbox")}, ${t("nav.unread", { count: unread })}`
                  : t(`nav.${id}`)
              }
              aria-current={current ? "page" : undefined}
              className={cn(
                "relative grid size-11 cursor-default place-items-center rounded-lg text-soft transition-colors hover:bg-sunken hover:text-ink",
                "aria-[current=page]:bg-accent-wash aria-[current=page]:text-accent",
                id === "settings" && "mt-auto",
              )}
            >
              <Icon aria-hidden className="size-5" strokeWidth={1.75} />
              {id === "inbox" ? (
                <Badge
                  count={unread}
                  label={t("nav.unread", { count: unread })}
                  className="absolute end-0.5 top-0.5 min-w-4 px-1 leading-4 ring-2 ring-surface"
                />
              ) : null}
            </Link>
          </Tooltip>
        );
      })}
    </nav>
  );
}
