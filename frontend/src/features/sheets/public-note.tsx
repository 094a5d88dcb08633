import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useServiceAccount } from "@/api/sheets";
import type { Sheet } from "@/api/types";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { useSignIn } from "./access/use-sign-in";
import { Ways } from "./connect/ways";
import { AWAY_FROM_PUBLIC } from "./connect/which-ways";
import { useSheetVerbs } from "./use-sheet-verbs";

/** A sheet that everybody with its link can read, and how that is changed without connecting anew. */
export function PublicNote({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { update } = useSheetVerbs(sheet.id, sheet.title);
  const { data: account } = useServiceAccount();
  const signIn = useSignIn(sheet.spreadsheetId, () => update.mutate({ access: "google" }));
  return (
    <>
      <Banner
        tone="warn"
        title={t("connect.publicTitle")}
        action={
          <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t("connect.publicHide") : t("sheets.makePrivate")}
          </Button>
        }
      >
        {t("sheets.publicHint")}
      </Banner>
      {open ? (
        <>
          <p className="text-13 text-soft">{t("sheets.makePrivateSteps")}</p>
          <Ways
            ways={AWAY_FROM_PUBLIC}
            signIn={signIn}
            busy={update.isPending}
            onRetry={() => {
              if (account?.email) update.mutate({ access: "service_account" });
            }}
            onFile={() => undefined}
          />
        </>
      ) : null}
    </>
  );
}
