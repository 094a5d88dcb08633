import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { sheetsApi, useGoogle, useServiceAccount, useSheets } from "@/api/sheets";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Fold } from "@/components/ui/fold";
import { showToast } from "@/components/ui/toast";
import { KeyDrop } from "./key-drop";
import { OwnClient } from "./own-client";

/** Everything about the ways into private sheets: the sign-in, an own client, an address of an own account. */
export function GoogleAccess({ startOpen = false }: { startOpen?: boolean }) {
  const { t } = useTranslation();
  return (
    <Fold
      title={t("googleAccess.title")}
      hint={t("googleAccess.hint")}
      startOpen={startOpen}
      className="rounded-lg border border-line bg-surface px-5 py-4"
    >
      <div className="grid grid-cols-2 items-start gap-x-10 gap-y-6 max-[1000px]:grid-cols-1">
        <SignedIn />
        <Account />
      </div>
    </Fold>
  );
}

function SignedIn() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: google } = useGoogle();
  const [asking, setAsking] = useState(false);
  const out = useMutation({
    mutationFn: () => sheetsApi.signOut(),
    onSuccess: () => {
      setAsking(false);
      showToast({ title: t("googleAccess.signedOut") });
      return client.invalidateQueries({ queryKey: keys.google });
    },
  });
  if (!google) return null;
  return (
    <div className="grid gap-3">
      <h3 className="font-semibold">{t("googleAccess.google")}</h3>
      {google.email !== "" ? (
        <div className="flex flex-wrap items-center gap-3">
          <span data-selectable>{t("googleAccess.signedIn", { email: google.email })}</span>
          <Button size="sm" onClick={() => setAsking(true)}>
            {t("googleAccess.signOut")}
          </Button>
        </div>
      ) : (
        <p className="text-soft">{google.ready ? t("googleAccess.nobody") : t("googleAccess.notReady")}</p>
      )}
      <OwnClient google={google} />
      <AlertDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("googleAccess.signOutTitle")}
        confirm={t("googleAccess.signOut")}
        cancel={t("common.cancel")}
        busy={out.isPending}
        onConfirm={() => out.mutate()}
      >
        <p>{t("googleAccess.signOutBody")}</p>
      </AlertDialog>
    </div>
  );
}

function Account() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: account } = useServiceAccount();
  const { data: sheets = [] } = useSheets();
  const [asking, setAsking] = useState(false);
  const used = sheets.filter(({ access }) => access === "service_account").length;
  const remove = useMutation({
    mutationFn: () => sheetsApi.deleteServiceAccount(),
    onSuccess: () => {
      setAsking(false);
      showToast({ title: t("googleAccess.removed") });
      return client.invalidateQueries({ queryKey: keys.serviceAccount });
    },
  });
  if (!account) return null;
  const set = account.email !== "";
  return (
    <div className="grid gap-3">
      <h3 className="font-semibold">{t("googleAccess.account")}</h3>
      {set ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <code data-selectable data-testid="service-email" className="break-all font-mono text-13">
            {account.email}
          </code>
          <CopyButton text={account.email} label={t("common.copy")} doneLabel={t("common.copied")} />
          <Button size="sm" variant="quiet" onClick={() => setAsking(true)}>
            {t("googleAccess.remove")}
          </Button>
        </div>
      ) : (
        <p className="text-soft">{t("googleAccess.accountNone")}</p>
      )}
      <Fold title={set ? t("googleAccess.other") : t("connect.share.setUp")} startOpen={!set}>
        <KeyDrop again={set} />
      </Fold>
      <AlertDialog
        open={asking}
        danger
        onClose={() => setAsking(false)}
        title={t("googleAccess.removeTitle")}
        confirm={t("googleAccess.remove")}
        cancel={t("common.cancel")}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        <p>{used > 0 ? t("googleAccess.removeBody", { count: used }) : t("googleAccess.removeBodyNone")}</p>
      </AlertDialog>
    </div>
  );
}
