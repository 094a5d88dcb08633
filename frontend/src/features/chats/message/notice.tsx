import { ArrowRightLeft, KeyRound, Timer, TimerOff, UserRoundX } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Notice as NoticeDetail } from "@/api/types";
import { PhoneNumber } from "@/components/ui/phone-number";
import { spanInWords } from "@/lib/dates";

/** Something that happened to the conversation, told by nobody in it. */
export function Notice({ notice, name }: { notice: NoticeDetail; name: string }) {
  const { t } = useTranslation();
  const { what, value } = notice;
  const seconds = Number(value);
  const off = what === "timer" && !(seconds > 0);
  const Icon = off
    ? TimerOff
    : { keys_changed: KeyRound, number_changed: ArrowRightLeft, new_person: UserRoundX, timer: Timer }[what];
  const text = {
    keys_changed: t("inbox.notice.keysChanged", { name }),
    number_changed: t("inbox.notice.numberChanged", { name }),
    new_person: t("inbox.notice.newPerson"),
    timer: off ? t("inbox.notice.timerOff") : t("inbox.notice.timerOn", { span: spanInWords(seconds) }),
  }[what];
  const numbered = value !== "" && (what === "number_changed" || what === "new_person");
  return (
    <div data-testid="notice" className="flex justify-center pt-3 pb-1">
      <span className="max-w-[min(90%,400px)] text-balance rounded-lg border border-line bg-surface px-3 py-1.5 text-center text-12 text-soft">
        <Icon aria-hidden className="me-1.5 inline-block size-3.5 align-[-3px]" />
        {text} {numbered ? <PhoneNumber value={value} className="font-medium text-ink" /> : null}
      </span>
    </div>
  );
}
