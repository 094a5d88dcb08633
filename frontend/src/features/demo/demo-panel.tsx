import { useMutation } from "@tanstack/react-query";
import { QrCode, Rows3, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAccount } from "@/api/account";
import { demoApi, useDemo } from "@/api/demo";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { ListSkeleton } from "@/components/ui/skeleton";
import { showToast } from "@/components/ui/toast";
import { DemoPhoneRow } from "./demo-phone-row";
import { DemoPhoneScreen } from "./demo-phone-screen";

/** The other side of the demo: the owner's phone and the customers'. */
export function DemoPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { data } = useDemo(true);
  const [number, setNumber] = useState("");
  const phone = data?.phones.find((each) => each.number === number);
  return (
    <aside
      aria-label={t("demo.title")}
      data-testid="demo-panel"
      className="flex w-85 shrink-0 flex-col border-warn border-s-2 bg-surface max-[1000px]:fixed max-[1000px]:end-0 max-[1000px]:top-9 max-[1000px]:bottom-0 max-[1000px]:z-30 max-[1000px]:shadow-float"
    >
      <header className="flex items-start gap-2 bg-warn-wash px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold text-warn">{t("demo.title")}</h2>
          <p className="text-12 text-soft">{t("demo.body")}</p>
        </div>
        <IconButton size="sm" label={t("common.close")} onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </header>
      {phone ? (
        <DemoPhoneScreen
          key={phone.number}
          phone={phone}
          owner={data?.owner.name ?? ""}
          onBack={() => setNumber("")}
        />
      ) : (
        <>
          <DemoActions sheetLink={data?.sheetLink ?? ""} sharedLink={data?.sharedSheetLink ?? ""} />
          <h3 className="px-4 pt-2 pb-1 font-semibold text-12 text-soft">{t("demo.phones")}</h3>
          <div className="min-h-0 flex-1 overflow-y-auto pb-2">
            {data ? (
              <ul>
                {data.phones.map((each) => (
                  <DemoPhoneRow key={each.number} phone={each} onOpen={() => setNumber(each.number)} />
                ))}
              </ul>
            ) : (
              <ListSkeleton label={t("common.loading")} rows={5} />
            )}
          </div>
        </>
      )}
    </aside>
  );
}

function DemoActions({ sheetLink, sharedLink }: { sheetLink: string; sharedLink: string }) {
  const { t } = useTranslation();
  const { data: status } = useAccount();
  const scan = useMutation({
    mutationFn: () => demoApi.scanQR(),
    onSuccess: () => showToast({ title: t("demo.scanned") }),
  });
  const grow = useMutation({
    mutationFn: () => demoApi.growSheet(3),
    onSuccess: () => showToast({ title: t("demo.grown") }),
  });
  const canScan = status?.state === "linking" && status.qr !== "";
  return (
    <div className="flex flex-wrap gap-2 p-4">
      {status?.state === "online" ? null : (
        <Button
          size="sm"
          variant="primary"
          icon={<QrCode aria-hidden />}
          disabled={!canScan}
          title={canScan ? undefined : t("demo.noScan")}
          busy={scan.isPending}
          onClick={() => scan.mutate()}
        >
          {t("demo.scan")}
        </Button>
      )}
      <Button size="sm" icon={<Rows3 aria-hidden />} busy={grow.isPending} onClick={() => grow.mutate()}>
        {t("demo.growSheet")}
      </Button>
      {sheetLink === "" ? null : (
        <CopyButton text={sheetLink} label={t("demo.sheetLink")} doneLabel={t("common.copied")} />
      )}
      {sharedLink === "" ? null : (
        <CopyButton text={sharedLink} label={t("demo.sharedLink")} doneLabel={t("common.copied")} />
      )}
    </div>
  );
}
