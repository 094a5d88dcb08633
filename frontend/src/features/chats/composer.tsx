import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useAccount } from "@/api/account";
import type { Chat } from "@/api/types";
import { Button } from "@/components/ui/button";
import { useComposition } from "@/hooks/use-composition";
import { useDraft } from "./use-draft";

interface ComposerProps {
  chat: Chat;
  onSend: (text: string) => void;
}

const MARKERS: Record<string, string> = { b: "*", i: "_", "shift+x": "~" };
const TALLEST = 168;

/** Where a message is written: Enter sends, Shift+Enter breaks the line, Ctrl/Cmd+B and I mark. */
export function Composer({ chat, onSend }: ComposerProps) {
  const { t } = useTranslation();
  const { text, change, flush } = useDraft(chat);
  const composition = useComposition();
  const field = useRef<HTMLTextAreaElement>(null);
  const name = chat.name || chat.phoneDisplay;
  const placeholder = usePlaceholder();

  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = text === "" ? "" : `${Math.min(area.scrollHeight, TALLEST)}px`;
  }, [text]);

  const send = () => {
    if (text.trim() === "") return;
    onSend(text);
    change("");
    flush();
  };

  const mark = (marker: string) => {
    const area = field.current;
    if (!area) return;
    const { selectionStart: from, selectionEnd: to } = area;
    area.setRangeText(`${marker}${text.slice(from, to)}${marker}`, from, to, "end");
    if (from === to) area.setSelectionRange(from + 1, from + 1);
    change(area.value);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (composition.owns(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      send();
      return;
    }
    const marker = MARKERS[`${event.shiftKey ? "shift+" : ""}${event.key.toLowerCase()}`];
    if (marker && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      mark(marker);
    }
  };

  return (
    <div className="border-line border-t bg-surface px-5 py-3">
      {chat.optedOut ? <p className="mb-2 text-12 text-soft">{t("inbox.composer.optedOut")}</p> : null}
      <div className="flex items-end gap-2.5">
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          aria-label={t("inbox.composer.label", { name })}
          title={t("inbox.composer.hint")}
          placeholder={placeholder}
          onChange={(event) => change(event.target.value)}
          onBlur={flush}
          onKeyDown={onKeyDown}
          {...composition.props}
          className="h-10 min-h-10 flex-1 resize-none rounded-lg border border-transparent bg-sunken px-3.5 py-[9px] leading-5 transition-colors hover:border-line focus-visible:border-accent focus-visible:bg-surface focus-visible:outline-0 placeholder:truncate"
        />
        <Button
          variant="primary"
          className="h-10"
          disabled={text.trim() === ""}
          onClick={send}
          icon={<SendHorizontal aria-hidden className="rtl:-scale-x-100" />}
        >
          {t("inbox.composer.send")}
        </Button>
      </div>
    </div>
  );
}

function usePlaceholder(): string {
  const { t } = useTranslation();
  const { data: status } = useAccount();
  if (!status || status.state === "online") return t("inbox.composer.placeholder");
  if (status.state === "not_linked" || status.state === "logged_out")
    return t("inbox.composer.placeholderUnlinked");
  return t("inbox.composer.placeholderOffline");
}
