import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { accountApi } from "@/api/account";
import { useErrorText } from "@/api/error-text";
import { systemApi } from "@/api/system";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";

const PAGE = "https://web.whatsapp.com";

/** The passkey by the person's own browser: a text to run there, and its answer brought back. */
export function PasskeyBrowser({ snippet }: { snippet: string }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [answer, setAnswer] = useState("");
  const open = useMutation({ mutationFn: () => systemApi.openLink(PAGE) });
  const send = useMutation({ mutationFn: () => accountApi.answerPasskey(answer), meta: { inline: true } });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <ol className="grid list-decimal gap-3 ps-5">
        <li>
          <p>{t("account.passkey.step1")}</p>
          <Button size="sm" className="mt-1.5" onClick={() => open.mutate()}>
            {t("account.passkey.open")}
          </Button>
        </li>
        <li>{t("account.passkey.step2")}</li>
        <li>
          <p>{t("account.passkey.step3")}</p>
          <Textarea
            readOnly
            dir="ltr"
            data-testid="passkey-snippet"
            aria-label={t("account.passkey.snippet")}
            value={snippet}
            onFocus={(event) => event.currentTarget.select()}
            className="mt-1.5 font-mono text-12"
          />
          <CopyButton text={snippet} label={t("account.passkey.copy")} doneLabel={t("common.copied")} />
        </li>
        <li>{t("account.passkey.step4")}</li>
      </ol>
      <Field
        label={t("account.passkey.answer")}
        error={send.error ? errorText(send.error).detail : undefined}
      >
        {(props) => (
          <Textarea
            {...props}
            dir="ltr"
            spellCheck={false}
            value={answer}
            onChange={(event) => setAnswer(event.target.value)}
            className="font-mono text-12"
          />
        )}
      </Field>
      <Button
        type="submit"
        variant="primary"
        className="justify-self-start"
        busy={send.isPending}
        disabled={answer.trim() === ""}
      >
        {t("account.passkey.send")}
      </Button>
    </form>
  );
}
