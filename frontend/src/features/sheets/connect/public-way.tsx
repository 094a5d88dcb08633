import { Link2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { NumberedSteps } from "@/components/ui/numbered-steps";
import { WayCard } from "./way-card";

/** Letting everybody with the link read it: quick, and the least private. */
export function PublicWay({ first, busy, onDone }: { first: boolean; busy: boolean; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <WayCard Icon={Link2} first={first} title={t("connect.public.title")}>
      <div className="text-13">
        <NumberedSteps steps={[t("connect.public.how1"), t("connect.public.how2")]} />
      </div>
      <p className="text-13 text-warn">{t("connect.public.warn")}</p>
      <Button className="justify-self-start" busy={busy} onClick={onDone}>
        {t("connect.public.done")}
      </Button>
    </WayCard>
  );
}
