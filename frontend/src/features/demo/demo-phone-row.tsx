import { useTranslation } from "react-i18next";
import type { DemoPhone } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";

const MANNERS = ["answers", "reads", "ignores", "stops", "vanished"] as const;

export function DemoPhoneRow({ phone, onOpen }: { phone: DemoPhone; onOpen: () => void }) {
  const { t } = useTranslation();
  const manner = MANNERS.find((each) => each === phone.manner);
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className="flex w-full items-center gap-3 px-4 py-2 text-start -outline-offset-2 hover:bg-hover"
      >
        <Avatar name={phone.name} seed={phone.number} size="sm" />
        <span className="min-w-0 flex-1">
          <b dir="auto" className="block truncate text-start font-medium">
            {phone.name || `+${phone.number}`}
          </b>
          <span className="block truncate text-12 text-soft">
            {manner ? t(`demo.manner.${manner}`) : phone.manner}
          </span>
        </span>
        <Badge count={phone.unread} label={t("demo.unread", { count: phone.unread })} />
      </button>
    </li>
  );
}
