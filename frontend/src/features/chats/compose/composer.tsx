import { SendHorizontal } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useAccount } from "@/api/account";
import type { Chat, Message } from "@/api/types";
import { Button } from "@/components/ui/button";
import type { Outgoing } from "../use-send";
import { AttachMenu } from "./attach-menu";
import { EditRow } from "./edit-row";
import { EmojiButton } from "./emoji-button";
import { FileTray } from "./file-tray";
import { insertAt, MessageField } from "./message-field";
import { ReplyBar } from "./reply-bar";
import { useDraft } from "./use-draft";
import type { Staging } from "./use-staging";
import { useTypingOut } from "./use-typing-out";

interface ComposerProps {
  chat: Chat;
  staging: Staging;
  /** The message that is answered. */
  replyTo: Message | null;
  /** The message of ours that is changed instead of writing a new one. */
  editing: Message | null;
  onSend: (out: Outgoing) => void;
  /** Neither answers nor edits any more. */
  onDone: () => void;
  onEditLast: () => void;
}

/** Where messages are written: words, files with captions, changes of what was sent. */
export function Composer(props: ComposerProps) {
  const { chat, staging, replyTo, editing, onSend, onDone } = props;
  const { t } = useTranslation();
  const name = chat.name || chat.phoneDisplay;
  const sendFiles: Parameters<typeof FileTray>[0]["onSend"] = (files) => {
    for (const { staged, as, preview, caption } of files) {
      if (!staged) continue;
      const first = staged === files[0]?.staged;
      onSend({ file: { staged, as, preview }, text: caption, ...(first && replyTo ? { replyTo } : {}) });
    }
    staging.release(files.map((file) => file.key));
    onDone();
  };
  const row = (): ReactNode => {
    if (staging.files.length > 0) return <FileTray name={name} staging={staging} onSend={sendFiles} />;
    if (editing) return <EditRow key={editing.id} message={editing} onDone={onDone} />;
    return <WriteRow {...props} name={name} />;
  };
  return (
    <div className="border-line border-t bg-surface px-5 py-3 max-[800px]:px-3">
      {chat.optedOut ? <p className="mb-2 text-12 text-soft">{t("inbox.composer.optedOut")}</p> : null}
      {replyTo && !editing ? <ReplyBar message={replyTo} onClose={onDone} /> : null}
      {row()}
    </div>
  );
}

function WriteRow(props: ComposerProps & { name: string }) {
  const { chat, name, staging, replyTo, onSend, onDone, onEditLast } = props;
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, change, flush } = useDraft(chat);
  const typing = useTypingOut(chat.id);
  const placeholder = usePlaceholder();
  const write = (next: string) => {
    change(next);
    if (next.trim() === "") typing.stop();
    else typing.write();
  };
  const submit = (out: Outgoing) => {
    onSend({ ...out, ...(replyTo ? { replyTo } : {}) });
    onDone();
  };
  const send = () => {
    if (text.trim() === "") return;
    submit({ text });
    change("");
    flush();
    typing.stop();
  };
  return (
    <div className="flex items-end gap-1">
      <AttachMenu onFiles={staging.add} onSend={submit} />
      <EmojiButton onSelect={(emoji) => write(insertAt(field.current, emoji) ?? text)} />
      <MessageField
        key={replyTo?.id}
        field={field}
        value={text}
        onChange={write}
        onSend={send}
        onEscape={replyTo ? onDone : undefined}
        onUp={onEditLast}
        onFiles={staging.add}
        onBlur={flush}
        label={t("inbox.composer.label", { name })}
        hint={t("inbox.composer.hint")}
        placeholder={placeholder}
      />
      <Button
        variant="primary"
        className="ms-1.5 h-10"
        disabled={text.trim() === ""}
        onClick={send}
        icon={<SendHorizontal aria-hidden className="rtl:-scale-x-100" />}
      >
        {t("inbox.composer.send")}
      </Button>
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
