import { Circle, Square } from "lucide-react";
import { useTranslation } from "react-i18next";

/** A question with its options, to be read; votes are cast and counted on the phone. */
export function PollContent({
  question,
  options,
  multi,
}: {
  question: string;
  options: string[];
  multi: boolean;
}) {
  const { t } = useTranslation();
  const Box = multi ? Square : Circle;
  return (
    <div className="grid w-70 max-w-full gap-2">
      <b dir="auto" className="break-words font-semibold">
        {question}
      </b>
      <ul className="grid gap-1.5">
        {options.map((option, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two options may say the same
          <li key={index} className="flex items-start gap-2">
            <Box aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
            <span dir="auto" className="min-w-0 break-words">
              {option}
            </span>
          </li>
        ))}
      </ul>
      <span className="border-ink/8 border-t pt-1.5 text-12 text-soft">
        {t(multi ? "inbox.poll.multi" : "inbox.poll.one")}
      </span>
    </div>
  );
}
