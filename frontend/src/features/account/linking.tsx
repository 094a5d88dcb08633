import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accountApi } from "@/api/account";
import { useLinkText } from "@/api/link-text";
import type { AccountStatus } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Tabs } from "@/components/ui/tabs";
import { useNow } from "@/hooks/use-now";
import { CodeLink } from "./code-link";
import { DemoGate } from "./demo-gate";
import { QrLink } from "./qr-link";

type Way = "qr" | "code";

/** The code on the screen, as a picture to scan or as characters to type; one can change at any time. */
export function Linking({ status }: { status: AccountStatus }) {
  const { t } = useTranslation();
  const now = useNow(1000);
  const { sentence } = useLinkText(status, now);
  const [way, setWay] = useState<Way>(status.codePhone === "" ? "qr" : "code");
  const cancel = useMutation({ mutationFn: () => accountApi.cancelLink() });
  const link = useMutation({ mutationFn: () => accountApi.link() });
  const change = (next: Way) => {
    setWay(next);
    if (next === "qr" && status.codePhone !== "") link.mutate();
  };
  return (
    <div className="grid gap-4">
      <Tabs<Way>
        value={way}
        onChange={change}
        tabs={[
          { value: "qr", label: t("account.ways.qr"), content: <QrLink status={status} now={now} /> },
          { value: "code", label: t("account.ways.code"), content: <CodeLink status={status} now={now} /> },
        ]}
      />
      {status.reason === "" ? null : (
        <p role="status" className="rounded-md bg-warn-wash px-4 py-2.5">
          {sentence}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-4">
        <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
          {t("account.cancel")}
        </Button>
        <DemoGate />
      </div>
    </div>
  );
}
