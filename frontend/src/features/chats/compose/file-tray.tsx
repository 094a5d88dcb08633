import { Plus, SendHorizontal, X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { fileSize } from "@/lib/files";
import { FilePicker } from "./file-picker";
import { MessageField } from "./message-field";
import { FilePreview, TrayThumb } from "./tray-preview";
import type { Staging, TrayFile } from "./use-staging";

interface FileTrayProps {
  name: string;
  staging: Staging;
  onSend: (files: TrayFile[]) => void;
}

/** Without words: WhatsApp shows none with these. */
const WORDLESS = ["sticker", "voice", "audio"];

/** Files before they are sent: each with its picture, how it is sent, and its caption. */
export function FileTray({ name, staging, onSend }: FileTrayProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const [chosen, setChosen] = useState(0);
  const { files, change, remove, add } = staging;
  const file = files.find((each) => each.key === chosen) ?? files[0];
  const ready = files.filter((each) => each.staged);
  const moving = files.some((each) => !each.staged && each.error === "");
  const send = () => {
    if (!moving && ready.length > 0) onSend(ready);
  };
  if (!file) return null;
  const wordless = WORDLESS.includes(file.as);
  return (
    <section aria-label={t("inbox.tray.label", { count: files.length })} className="grid gap-3">
      <div className="flex items-center gap-4 rounded-lg bg-sunken p-3">
        <FilePreview file={file} />
        <div className="grid min-w-0 flex-1 content-center gap-1">
          <b dir="auto" className="truncate text-start font-semibold">
            {file.name}
          </b>
          <span className="text-13 text-soft tabular-nums">
            {file.staged || file.error
              ? fileSize(file.size)
              : t("inbox.tray.preparing", { percent: Math.round(file.share * 100) })}
          </span>
          {file.error ? (
            <p role="alert" className="text-13 text-bad">
              {file.error}
            </p>
          ) : null}
          {file.staged && file.staged.canBe.length > 1 ? (
            <div className="mt-1 w-48">
              <Select
                label={t("inbox.tray.as")}
                value={file.as}
                options={file.staged.canBe.map((kind) => ({
                  value: kind,
                  label: t(`inbox.tray.asKind.${kind}`),
                }))}
                onChange={(as) => change(file.key, { as })}
              />
            </div>
          ) : null}
        </div>
        <IconButton
          label={t("inbox.tray.remove", { name: file.name })}
          onClick={() => remove(file.key)}
          className="self-start"
        >
          <X aria-hidden />
        </IconButton>
      </div>
      <div className="flex items-center gap-2 overflow-x-auto p-0.5">
        {files.length > 1
          ? files.map((each) => (
              <TrayThumb
                key={each.key}
                file={each}
                current={each === file}
                onChoose={() => {
                  setChosen(each.key);
                  field.current?.focus();
                }}
              />
            ))
          : null}
        <FilePicker label={t("inbox.tray.more")} onFiles={add}>
          <Plus aria-hidden className="size-5" />
        </FilePicker>
      </div>
      <div className="flex items-end gap-2.5">
        <MessageField
          key={file.key}
          field={field}
          value={wordless ? "" : file.caption}
          disabled={wordless}
          onChange={(caption) => change(file.key, { caption })}
          onSend={send}
          onEscape={() => remove(file.key)}
          onFiles={add}
          label={t("inbox.tray.caption", { name })}
          placeholder={t(wordless ? "inbox.tray.noCaption" : "inbox.tray.captionHint")}
        />
        <Button
          variant="primary"
          className="h-10"
          disabled={moving || ready.length === 0}
          onClick={send}
          icon={<SendHorizontal aria-hidden className="rtl:-scale-x-100" />}
        >
          {ready.length > 1 ? t("inbox.tray.send", { count: ready.length }) : t("inbox.composer.send")}
        </Button>
      </div>
    </section>
  );
}
