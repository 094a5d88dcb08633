import { useTranslation } from "react-i18next";
import type { Command } from "@/app/palette-commands";

interface PaletteListProps {
  id: string;
  commands: Command[];
  chosen: Command | undefined;
  onRun: (command: Command) => void;
}

const GROUPS = ["chats", "actions", "screens"] as const;

export function PaletteList({ id, commands, chosen, onRun }: PaletteListProps) {
  const { t } = useTranslation();
  return (
    <div id={id} role="listbox" aria-label={t("palette.title")} className="min-h-0 overflow-y-auto p-2">
      {commands.length === 0 ? <p className="px-3 py-6 text-center text-soft">{t("palette.empty")}</p> : null}
      {GROUPS.map((group) => {
        const own = commands.filter((command) => command.group === group);
        if (own.length === 0) return null;
        return (
          <div key={group} role="group" aria-label={t(`palette.${group}`)} className="mb-1">
            <p aria-hidden className="px-3 pt-2 pb-1 font-semibold text-12 text-soft">
              {t(`palette.${group}`)}
            </p>
            {own.map((command) => (
              <button
                key={command.id}
                id={`${id}-${command.id}`}
                type="button"
                role="option"
                tabIndex={-1}
                aria-selected={command === chosen}
                onClick={() => onRun(command)}
                className="flex w-full items-baseline gap-3 rounded-md px-3 py-1.5 text-start hover:bg-hover aria-selected:bg-accent-wash"
              >
                <span dir="auto" className="min-w-0 flex-1 truncate">
                  {command.label}
                </span>
                <bdi dir="ltr" className="text-12 text-soft tabular-nums">
                  {command.hint}
                </bdi>
              </button>
            ))}
          </div>
        );
      })}
    </div>
  );
}
