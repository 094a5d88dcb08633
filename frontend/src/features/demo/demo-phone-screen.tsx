import { ArrowLeft } from "lucide-react";
import { Fragment, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useDemoInbox } from "@/api/demo";
import type { DemoMessage, DemoPhone } from "@/api/types";
import { IconButton } from "@/components/ui/icon-button";
import { dayLabel, startOfDay } from "@/lib/dates";
import { DemoBubble } from "./demo-bubble";
import { DemoComposer } from "./demo-composer";

interface DemoPhoneScreenProps {
  phone: DemoPhone;
  /** The name of the owner, who is the other side here. */
  owner: string;
  onBack: () => void;
}

/** What one customer sees, and a place to write as that customer. */
export function DemoPhoneScreen({ phone, owner, onBack }: DemoPhoneScreenProps) {
  const { t } = useTranslation();
  const { data: messages = [] } = useDemoInbox(phone.number);
  const end = useRef<HTMLDivElement>(null);
  const name = phone.name || `+${phone.number}`;
  const count = messages.length;
  useEffect(() => {
    if (count > 0) end.current?.scrollIntoView?.({ block: "end" });
  }, [count]);
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
          {messages.map((message, index) => (
            <Fragment key={message.id}>
              <Day message={message} before={messages[index - 1]} />
              <DemoBubble message={message} name={name} owner={owner} />
            </Fragment>
          ))}
        </div>
        <div ref={end} />
      </div>
      <DemoComposer number={phone.number} name={name} reaction={reactionToLast(messages)} />
    </>
  );
}

/** The day, above the first message of it. */
function Day({ message, before }: { message: DemoMessage; before: DemoMessage | undefined }) {
  if (before && startOfDay(before.at) === startOfDay(message.at)) return null;
  return <span className="py-1 text-center text-12 text-soft">{dayLabel(message.at, Date.now())}</span>;
}

/** What the customer chose for the owner's last message; null when there is no such message. */
function reactionToLast(messages: DemoMessage[]): string | null {
  const last = messages.findLast((each) => !each.fromMe && each.kind !== "delete");
  return last ? (last.reactions.find((each) => each.fromMe)?.emoji ?? "") : null;
}
