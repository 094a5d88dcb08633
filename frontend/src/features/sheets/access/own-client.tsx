import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toBackendError } from "@/api/client";
import { keys } from "@/api/keys";
import { sheetsApi } from "@/api/sheets";
import { systemApi } from "@/api/system";
import type { Google } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { showToast } from "@/components/ui/toast";

const CONSOLE = "https://console.cloud.google.com/auth/clients";

/** A client id and secret of the user's own, for a copy of the app that brings none. */
export function OwnClient({ google }: { google: Google }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [id, setId] = useState("");
  const [secret, setSecret] = useState("");
  const save = useMutation({
    mutationFn: (own: { id: string; secret: string }) => sheetsApi.setGoogleClient(own.id, own.secret),
    onSuccess: (next, own) => {
      client.setQueryData(keys.google, next);
      setId("");
      setSecret("");
      showToast({ title: own.id === "" ? t("googleAccess.clientRemoved") : t("googleAccess.clientSaved") });
    },
    meta: { inline: true },
  });
  const error = save.error ? toBackendError(save.error).detail : undefined;
  return (
    <form
      noValidate
      className="grid gap-3 rounded-md bg-sunken p-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ id: id.trim(), secret: secret.trim() });
      }}
    >
      <div className="flex flex-wrap items-center gap-2">
        <h4 className="font-medium">{t("googleAccess.ownClient")}</h4>
        {google.own ? <Chip tone="good">{t("googleAccess.inUse")}</Chip> : null}
      </div>
      <p className="text-13 text-soft">{t("googleAccess.ownClientHint")}</p>
      <Field label={t("googleAccess.clientId")} error={error}>
        {(props) => (
          <Input
            {...props}
            dir="ltr"
            autoComplete="off"
            spellCheck={false}
            value={id}
            onChange={(event) => setId(event.target.value)}
          />
        )}
      </Field>
      <Field label={t("googleAccess.clientSecret")}>
        {(props) => (
          <Input
            {...props}
            dir="ltr"
            type="password"
            autoComplete="off"
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" type="submit" disabled={id.trim() === ""} busy={save.isPending}>
          {t("googleAccess.saveClient")}
        </Button>
        {google.own ? (
          <Button size="sm" onClick={() => save.mutate({ id: "", secret: "" })}>
            {t("googleAccess.removeClient")}
          </Button>
        ) : null}
        <Button size="sm" variant="quiet" onClick={() => void systemApi.openLink(CONSOLE)}>
          {t("googleAccess.openConsole")}
        </Button>
      </div>
    </form>
  );
}
