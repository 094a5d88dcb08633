import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ChartBar, Contact, FileText, Image, MapPin, Mic, Plus, SendHorizontal } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { demoApi } from "@/api/demo";
import { keys } from "@/api/keys";
import type { DemoThing } from "@/api/types";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import { useComposition } from "@/hooks/use-composition";
import { DemoReact } from "./demo-react";

const THINGS = [
  ["photo", Image],
  ["voice", Mic],
  ["document", FileText],
  ["place", MapPin],
  ["contact", Contact],
  ["poll", ChartBar],
] as const;

interface DemoComposerProps {
  number: string;
  name: string;
  /** The reaction to the owner's last message; null when there is no such message. */
  reaction: string | null;
}

/** Writes, sends and reacts as a customer. */
export function DemoComposer({ number, name, reaction }: DemoComposerProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const composition = useComposition();
  const refresh = () => client.invalidateQueries({ queryKey: keys.demo });
  const sent = () => {
    setText("");
    return refresh();
  };
  const send = useMutation({ mutationFn: () => demoApi.sendAs(number, text), onSuccess: sent });
  const thing = useMutation({
    mutationFn: (what: DemoThing) => demoApi.sendThing(number, what, text),
    onSuccess: (_, what) => (what === "photo" || what === "document" ? sent() : refresh()),
  });
  const react = useMutation({
    mutationFn: (emoji: string) => demoApi.react(number, emoji),
    onSuccess: refresh,
  });
  const submit = () => {
    if (text.trim() !== "" && !send.isPending) send.mutate();
  };
  return (
    <div className="flex items-center gap-1 border-line border-t p-2">
      <Menu
        side="top"
        align="start"
        trigger={
          <IconButton label={t("demo.attach")} side="top">
            <Plus aria-hidden />
          </IconButton>
        }
        actions={THINGS.map(([what, Icon]) => ({
          label: t(`demo.thing.${what}`),
          icon: <Icon aria-hidden />,
          onSelect: () => thing.mutate(what),
        }))}
      />
      <DemoReact current={reaction} onChoose={(emoji) => react.mutate(emoji)} />
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
        className="ms-1 h-9 min-w-0 flex-1 rounded-md border border-transparent bg-sunken px-3 focus-visible:border-accent focus-visible:outline-0"
      />
      <IconButton label={t("demo.send")} side="top" disabled={text.trim() === ""} onClick={submit}>
        <SendHorizontal aria-hidden className="rtl:-scale-x-100" />
      </IconButton>
    </div>
  );
}
