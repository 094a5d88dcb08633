import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Pencil, X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { chatsApi } from "@/api/chats";
import { putMessage } from "@/api/message-cache";
import type { Message } from "@/api/types";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { plainLine } from "@/lib/whatsapp-format";
import { EmojiButton } from "./emoji-button";
import { insertAt, MessageField } from "./message-field";

/** Changes a text of ours, for everyone. Escape leaves it as it was. */
export function EditRow({ message, onDone }: { message: Message; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(message.text);
  const edit = useMutation({
    mutationFn: () => chatsApi.edit(message.id, text),
    onMutate: () => putMessage(client, { ...message, text, editedAt: Date.now() }),
    onSuccess: (changed) => putMessage(client, changed),
    onError: () => putMessage(client, message),
  });
  const save = () => {
    if (text.trim() === "") return;
    if (text !== message.text) edit.mutate();
    onDone();
  };
  return (
    <>
      <div className="mb-2.5 flex items-center gap-2 text-13">
        <p className="flex min-w-0 flex-1 items-center gap-2 rounded-sm border-accent border-s-3 bg-sunken px-2.5 py-1.5">
          <Pencil aria-hidden className="size-3.5 shrink-0 text-accent" />
          <b className="shrink-0 font-semibold">{t("inbox.composer.editing")}</b>
          <span dir="auto" className="min-w-0 truncate text-soft">
            {plainLine(message.text)}
          </span>
        </p>
        <IconButton label={t("inbox.composer.noEdit")} size="sm" side="top" onClick={onDone}>
          <X aria-hidden />
        </IconButton>
      </div>
      <div className="flex items-end gap-1">
        <EmojiButton onSelect={(emoji) => setText(insertAt(field.current, emoji) ?? text)} />
        <MessageField
          field={field}
          value={text}
          onChange={setText}
          onSend={save}
          onEscape={onDone}
          label={t("inbox.composer.editLabel")}
          placeholder={message.text}
        />
        <Button
          variant="primary"
          className="ms-1.5 h-10"
          disabled={text.trim() === ""}
          onClick={save}
          icon={<Check aria-hidden />}
        >
          {t("common.save")}
        </Button>
      </div>
    </>
  );
}
