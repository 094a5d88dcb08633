import { TriangleAlert } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";

interface NoticeStepProps {
  accepted: boolean;
  busy: boolean;
  onAccept: () => void;
}

const NOTICES = ["notice1", "notice2", "notice3", "notice4"] as const;

/** What linking a number to an app like this can cost. It cannot be skipped. */
export function NoticeStep({ accepted, busy, onAccept }: NoticeStepProps) {
  const { t } = useTranslation();
  const [agreed, setAgreed] = useState(accepted);
  const id = useId();
  return (
    <div className="grid gap-5">
      <h1 className="flex items-center gap-3 font-semibold text-20 tracking-tight">
        <span className="grid size-10 place-items-center rounded-full bg-warn-wash text-warn">
          <TriangleAlert aria-hidden className="size-5" />
        </span>
        {t("setup.noticeTitle")}
      </h1>
      <ul className="grid list-disc gap-3 ps-5 marker:text-warn">
        {NOTICES.map((key) => (
          <li key={key} className="ps-1">
            {t(`setup.${key}`)}
          </li>
        ))}
      </ul>
      <label htmlFor={id} className="flex items-center gap-3 rounded-md bg-sunken px-4 py-3 font-medium">
        <Checkbox id={id} checked={agreed} onChange={setAgreed} label={t("setup.accept")} />
        {t("setup.accept")}
      </label>
      <Button
        variant="primary"
        disabled={!agreed}
        busy={busy}
        onClick={onAccept}
        className="justify-self-end"
      >
        {t("setup.agree")}
      </Button>
    </div>
  );
}
