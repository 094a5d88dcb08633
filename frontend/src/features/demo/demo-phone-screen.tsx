import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, SendHorizontal } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { demoApi, useDemoInbox } from "@/api/demo";
import { keys } from "@/api/keys";
import type { DemoPhone } from "@/api/types";
import { IconButton } from "@/components/ui/icon-button";
import { WhatsAppText } from "@/components/whatsapp-text";
import { useComposition } from "@/hooks/use-composition";
import { cn } from "@/lib/cn";
import { timeOfDay } from "@/lib/dates";

/** What one customer sees, and a place to write as that customer. */
export function DemoPhoneScreen({ phone, onBack }: { phone: DemoPhone; onBack: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: messages = [] } = useDemoInbox(phone.number);
  const [text, setText] = useState("");
  const composition = useComposition();
  const end = useRef<HTMLDivElement>(null);
  const name = phone.name || `+${phone.number}`;
  const send = useMutation({
    mutationFn: () => demoApi.sendAs(phone.number, text),
    onSuccess: () => {
      setText("");
      return client.invalidateQueries({ queryKey: keys.demo });
    },
  });
  const count = messages.length;
  useEffect(() => {
    if (count > 0) end.current?.scrollIntoView?.({ block: "end" });
  }, [count]);
  const submit = () => {
    if (text.trim() !== "" && !send.isPending) send.mutate();
  };
  return (
    <>
      <div className="flex items-center gap-2 border-line border-b px-2 py-2">
        <IconButton size="sm" label={t("demo.back")} onClick={onBack}>
          <ArrowLeft aria-hidden className="rtl:-scale-x-100" />
        </IconButton>
        <b dir="auto" className="min-w-0 flex-1 truncate text-start font-semibold">
          {name}
        </b>
      </div>
      <div role="log" aria-label={name} className="min-h-0 flex-1 overflow-y-auto bg-canvas p-3">
        {count === 0 ? <p className="pt-8 text-center text-13 text-soft">{t("demo.empty")}</p> : null}
        <div className="grid gap-1.5">
          {messages.map((message) => (
            <div
              key={message.id}
              dir="auto"
              data-selectable
              className={cn(
                "max-w-[85%] rounded-lg border px-3 py-1.5 text-13",
                message.fromMe
                  ? "justify-self-end border-transparent bg-mine"
                  : "justify-self-start border-line bg-theirs",
              )}
            >
              <WhatsAppText text={message.text} />
              <span className="float-end ms-3 mt-1 text-12 text-soft tabular-nums">
                {timeOfDay(message.at)}
              </span>
            </div>
          ))}
        </div>
        <div ref={end} />
      </div>
      <div className="flex items-center gap-2 border-line border-t p-3">
        <input
          dir="auto"
          value={text}
          aria-label={t("demo.write", { name })}
          placeholder={t("demo.write", { name })}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (!composition.owns(event) && event.key === "Enter") submit();
          }}
          {...composition.props}
          className="h-9 min-w-0 flex-1 rounded-md border border-transparent bg-sunken px-3 focus-visible:border-accent focus-visible:outline-0"
        />
        <IconButton label={t("demo.send")} disabled={text.trim() === ""} onClick={submit}>
          <SendHorizontal aria-hidden className="rtl:-scale-x-100" />
        </IconButton>
      </div>
    </>
  );
}
