import { Share2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { NumberedSteps } from "@/components/ui/numbered-steps";
import { KeyDrop } from "../access/key-drop";
import { WayCard } from "./way-card";

interface ShareWayProps {
  /** The address to share with; "" when there is none yet. */
  email: string;
  first: boolean;
  busy: boolean;
  onShared: () => void;
}

/** Sharing the sheet with an address, as with a colleague. */
export function ShareWay({ email, first, busy, onShared }: ShareWayProps) {
  const { t } = useTranslation();
  const [setting, setSetting] = useState(false);
  if (email === "") {
    return (
      <WayCard Icon={Share2} first={first} title={t("connect.share.none")}>
        <p className="text-13 text-soft">{t("connect.share.noneBody")}</p>
        {setting ? (
          <KeyDrop />
        ) : (
          <Button className="justify-self-start" onClick={() => setSetting(true)}>
            {t("connect.share.setUp")}
          </Button>
        )}
      </WayCard>
    );
  }
  return (
    <WayCard Icon={Share2} first={first} title={t("connect.share.title")}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-sunken px-3 py-2">
        <code
          data-selectable
          data-testid="share-email"
          className="min-w-0 flex-1 break-all font-mono text-12"
        >
          {email}
        </code>
        <CopyButton text={email} label={t("common.copy")} doneLabel={t("common.copied")} />
      </div>
      <div className="text-13">
        <NumberedSteps steps={[t("connect.share.how1"), t("connect.share.how2")]} />
      </div>
      <Button
        variant={first ? "primary" : "secondary"}
        className="justify-self-start"
        busy={busy}
        onClick={onShared}
      >
        {t("connect.share.done")}
      </Button>
    </WayCard>
  );
}
