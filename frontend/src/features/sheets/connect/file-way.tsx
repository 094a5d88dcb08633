import { FileSpreadsheet } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { handOver } from "@/api/handover";
import { PasteCells } from "@/components/paste-cells";
import { Button } from "@/components/ui/button";
import { WayCard } from "./way-card";

interface FileWayProps {
  first: boolean;
  busy: boolean;
  onChoose: () => void;
}

/** The way out: a file that is read again when it changes, or the cells once. */
export function FileWay({ first, busy, onChoose }: FileWayProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [pasting, setPasting] = useState(false);
  return (
    <WayCard Icon={FileSpreadsheet} first={first} title={t("connect.fileWay.title")}>
      <p className="text-13 text-soft">{t("connect.fileWay.body")}</p>
      <div className="flex flex-wrap gap-2">
        <Button busy={busy} onClick={onChoose}>
          {t("connect.fileWay.choose")}
        </Button>
        {pasting ? null : (
          <Button variant="quiet" onClick={() => setPasting(true)}>
            {t("connect.fileWay.paste")}
          </Button>
        )}
      </div>
      {pasting ? (
        <PasteCells
          onFile={(file) => {
            handOver(file);
            navigate("/leads/import");
          }}
        />
      ) : null}
    </WayCard>
  );
}
