import { Dialog as Base } from "@base-ui/react/dialog";
import { type KeyboardEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { type Command, usePaletteCommands } from "@/app/palette-commands";
import { PaletteList } from "@/app/palette-list";
import { useUi } from "@/app/ui-store";
import { scrimClass } from "@/components/ui/dialog";
import { useComposition } from "@/hooks/use-composition";

/** Ctrl/Cmd+K: a screen, an act or a person by typing. */
export function CommandPalette() {
  const { paletteOpen, closePalette } = useUi();
  return (
    <Base.Root open={paletteOpen} onOpenChange={(open) => !open && closePalette()}>
      <Base.Portal>
        <Base.Backdrop className={scrimClass} />
        <Base.Popup className="floating fixed inset-x-0 top-[12vh] z-50 mx-auto flex max-h-[70vh] w-[calc(100vw-48px)] max-w-150 flex-col overflow-hidden rounded-lg border border-line bg-surface shadow-float outline-none">
          {paletteOpen ? <Palette onClose={closePalette} /> : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const commands = usePaletteCommands(query);
  const composition = useComposition();
  const listId = useId();
  const chosen = commands[Math.min(at, commands.length - 1)];
  const run = (command: Command) => {
    onClose();
    navigate(command.path);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (composition.owns(event)) return;
    const last = commands.length - 1;
    if (event.key === "ArrowDown") setAt(at >= last ? 0 : at + 1);
    else if (event.key === "ArrowUp") setAt(at <= 0 ? last : at - 1);
    else if (event.key === "Enter" && chosen) run(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <Base.Title className="sr-only">{t("palette.title")}</Base.Title>
      <input
        autoFocus
        dir="auto"
        role="combobox"
        aria-label={t("palette.placeholder")}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={chosen ? `${listId}-${chosen.id}` : undefined}
        placeholder={t("palette.placeholder")}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        {...composition.props}
        className="h-13 shrink-0 border-line border-b bg-transparent px-5 text-16 outline-none"
      />
      <PaletteList id={listId} commands={commands} chosen={chosen} onRun={run} />
    </>
  );
}
