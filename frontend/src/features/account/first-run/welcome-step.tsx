import { HardDrive, Lock, ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Drawing } from "@/components/ui/drawing";

const PROMISES = [
  { key: "welcome1", Icon: HardDrive },
  { key: "welcome2", Icon: Lock },
  { key: "welcome3", Icon: ShieldCheck },
] as const;

export function WelcomeStep({ onNext }: { onNext: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="grid justify-items-center gap-4 text-center">
      <Drawing name="chats" />
      <h1 className="font-semibold text-28 tracking-tight">{t("setup.welcomeTitle")}</h1>
      <p className="max-w-130 text-pretty text-16 text-soft">{t("setup.welcomeBody")}</p>
      <ul className="my-3 grid max-w-130 gap-3 text-start">
        {PROMISES.map(({ key, Icon }) => (
          <li key={key} className="grid grid-cols-[20px_minmax(0,1fr)] gap-3">
            <Icon aria-hidden className="size-5 text-accent" strokeWidth={1.75} />
            {t(`setup.${key}`)}
          </li>
        ))}
      </ul>
      <Button variant="primary" autoFocus onClick={onNext} className="min-w-32">
        {t("setup.begin")}
      </Button>
    </div>
  );
}
