import { useMutation } from "@tanstack/react-query";
import { KeyRound, LoaderCircle, Smartphone } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accountApi } from "@/api/account";
import { demoApi } from "@/api/demo";
import { useErrorText } from "@/api/error-text";
import { useSystem } from "@/api/system";
import type { AccountStatus } from "@/api/types";
import { Button } from "@/components/ui/button";
import { useNow } from "@/hooks/use-now";
import { cn } from "@/lib/cn";
import { countdown } from "@/lib/dates";
import { PasskeyBrowser } from "./passkey-browser";
import { PasskeyConfirm } from "./passkey-confirm";

/** WhatsApp wants the account's passkey: how to give it, and how far that is. */
export function Passkey({ status }: { status: AccountStatus }) {
  const { t } = useTranslation();
  const now = useNow(1000);
  const cancel = useMutation({ mutationFn: () => accountApi.cancelLink() });
  const { stage, expiresAt } = status.passkey;
  return (
    <div className="grid gap-4" data-testid="passkey" data-stage={stage}>
      {stage === "asked" || stage === "sent" ? <Answering status={status} /> : null}
      {stage === "confirm" ? <PasskeyConfirm code={status.passkey.code} /> : null}
      {stage === "finish" ? <Waiting text={t("account.passkey.finish")} /> : null}
      <div className="flex flex-wrap items-center gap-4">
        <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
          {t("account.cancel")}
        </Button>
        {expiresAt > 0 ? (
          <p role="timer" className="text-13 text-soft tabular-nums">
            {t("account.passkey.left", { left: countdown(expiresAt, now) })}
          </p>
        ) : null}
      </div>
    </div>
  );
}

/** The ways to answer. They stay while WhatsApp looks at an answer: it may refuse it, or want another one. */
function Answering({ status }: { status: AccountStatus }) {
  const { t } = useTranslation();
  const [again, setAgain] = useState(false);
  const sent = status.passkey.stage === "sent";
  return (
    <>
      {sent ? (
        <div className="grid justify-items-start gap-2">
          <Waiting text={t("account.passkey.sent")} />
          {again ? null : (
            <p className="text-13 text-soft">
              {t("account.passkey.silent")}{" "}
              <button
                type="button"
                onClick={() => setAgain(true)}
                className="rounded-xs font-medium text-accent hover:underline"
              >
                {t("account.passkey.again")}
              </button>
            </p>
          )}
        </div>
      ) : null}
      <div className={cn("grid gap-4", sent && !again && "hidden")}>
        <Asked status={status} />
      </div>
    </>
  );
}

function Waiting({ text }: { text: string }) {
  return (
    <p role="status" className="flex items-center gap-2 text-soft">
      <LoaderCircle aria-hidden className="size-4 animate-spin" />
      {text}
    </p>
  );
}

function Asked({ status }: { status: AccountStatus }) {
  const { t } = useTranslation();
  const { authenticator, snippet } = status.passkey;
  const { data: system } = useSystem();
  const demo = useMutation({ mutationFn: () => demoApi.answerPasskey() });
  return (
    <>
      <div>
        <h3 className="flex items-center gap-2 font-semibold">
          <KeyRound aria-hidden className="size-4 text-accent" />
          {t("account.passkey.title")}
        </h3>
        <p className="mt-1 text-soft">{t("account.passkey.body")}</p>
      </div>
      {authenticator === "" ? null : <SystemDialog name={authenticator} />}
      {system?.demo ? (
        <Button
          variant="primary"
          className="justify-self-start"
          icon={<Smartphone aria-hidden />}
          busy={demo.isPending}
          onClick={() => demo.mutate()}
        >
          {t("account.demoPasskey")}
        </Button>
      ) : null}
      <h4 className="font-medium">
        {authenticator === "" ? t("account.passkey.browser") : t("account.passkey.or")}
      </h4>
      <PasskeyBrowser snippet={snippet} />
    </>
  );
}

function SystemDialog({ name }: { name: string }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const ask = useMutation({ mutationFn: () => accountApi.askPasskey(), meta: { inline: true } });
  return (
    <div className="grid justify-items-start gap-1">
      <Button
        variant="primary"
        icon={<KeyRound aria-hidden />}
        busy={ask.isPending}
        onClick={() => ask.mutate()}
      >
        {t("account.passkey.system", { name })}
      </Button>
      <p className="text-12 text-soft">{t("account.passkey.systemHint")}</p>
      {ask.error ? (
        <p role="alert" className="text-13 text-bad">
          {errorText(ask.error).detail}
        </p>
      ) : null}
    </div>
  );
}
