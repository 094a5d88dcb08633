import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { sheetsApi, useGoogle, useServiceAccount } from "@/api/sheets";
import type { Sheet, Spreadsheet } from "@/api/types";
import { Dialog } from "@/components/ui/dialog";
import { showToast } from "@/components/ui/toast";
import { GoogleAccess } from "./access/google-access";
import { KeyDrop } from "./access/key-drop";
import { SignInWaiting } from "./access/sign-in-waiting";
import { useSignIn } from "./access/use-sign-in";
import { RefusalBanner } from "./refusal/refusal-banner";
import { useRefusal } from "./refusal/use-refusal";
import { TabDialog } from "./tab-dialog";
import { useSheetVerbs } from "./use-sheet-verbs";

type Asking = "" | "key" | "tab" | "client";

/** The tab to go on with in another file: the one of the same name, else the first. */
function tabOf(file: Spreadsheet, sheet: Sheet): string {
  const same = file.tabs.find((tab) => tab.title === sheet.tab);
  return (same ?? file.tabs[0])?.title ?? sheet.tab;
}

/** Why a connected sheet is not read, and every way on. */
export function SheetTrouble({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState<Asking>("");
  const { sync, resume, update } = useSheetVerbs(sheet.id, sheet.title);
  const { data: google } = useGoogle();
  const { data: account } = useServiceAccount();
  const refusalOf = useRefusal();
  const { about } = sheet;
  const now = sheet.reason === "tab_renamed" ? about : "";
  const goOn = () => (sheet.state === "paused" ? resume.mutate() : sync.mutate());
  const signIn = useSignIn(sheet.spreadsheetId, () => {
    if (sheet.access === "google") goOn();
    else update.mutate({ access: "google" }, { onSuccess: goOn });
  });
  const choose = useMutation({
    mutationFn: () => sheetsApi.chooseFile(),
    onSuccess: (file) => {
      if (!file) return;
      update.mutate({ path: file.path, tab: tabOf(file, sheet) }, { onSuccess: goOn });
    },
    meta: { inline: true },
    onError: (cause) => showToast({ kind: "problem", title: refusalOf(cause).detail }),
  });
  const close = () => setAsking("");
  const email = account?.email ?? "";
  const failed = signIn.failure ? refusalOf(signIn.failure) : undefined;
  return (
    <div data-testid="sheet-trouble" className="shrink-0">
      {signIn.waiting ? (
        <SignInWaiting signIn={signIn} />
      ) : (
        <RefusalBanner
          {...(failed ?? {
            reason: sheet.reason,
            facts: { tab: sheet.tab, column: about, now, email: about || email },
          })}
          tone={sheet.state === "error" ? "warn" : sheet.reason === "paused_by_user" ? "info" : "bad"}
          busy={resume.isPending || sync.isPending || update.isPending}
          can={{
            retry: goOn,
            resume: () => resume.mutate(),
            another: () => navigate("/sheets/new"),
            chooseColumns: () => navigate(`/sheets/${sheet.id}/edit`),
            settings: () => navigate(`/sheets/${sheet.id}/edit`),
            chooseTab: () => setAsking("tab"),
            chooseFile: () => choose.mutate(),
            addKey: () => setAsking("key"),
            ownClient: () => setAsking("client"),
            ...(now ? { useNewName: () => update.mutate({ tab: now }, { onSuccess: goOn }) } : {}),
            ...(google?.ready
              ? { google: signIn.start, otherAccount: signIn.startAnew }
              : { google: () => setAsking("client") }),
            ...(email !== "" && sheet.access === "link"
              ? { useAddress: () => update.mutate({ access: "service_account" }, { onSuccess: goOn }) }
              : {}),
          }}
        />
      )}
      <TabDialog open={asking === "tab"} sheet={sheet} onClose={close} onChosen={goOn} />
      <Dialog
        open={asking === "key"}
        onClose={close}
        title={t("remedy.addKey")}
        closeLabel={t("common.close")}
        size="sm"
      >
        <KeyDrop
          onDone={() => {
            close();
            goOn();
          }}
        />
      </Dialog>
      <Dialog
        open={asking === "client"}
        onClose={close}
        title={t("googleAccess.title")}
        closeLabel={t("common.close")}
        size="lg"
      >
        <GoogleAccess startOpen />
      </Dialog>
    </div>
  );
}
