import { useMutation } from "@tanstack/react-query";
import { Smartphone } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { accountApi } from "@/api/account";
import { demoApi } from "@/api/demo";
import { useErrorText } from "@/api/error-text";
import { useSystem } from "@/api/system";
import type { AccountStatus } from "@/api/types";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PhoneNumber } from "@/components/ui/phone-number";
import { Expiry } from "./expiry";
import { LinkSteps } from "./link-steps";

/** Linking by characters that are typed on the phone: first the number, then its code. */
export function CodeLink({ status, now }: { status: AccountStatus; now: number }) {
  const [editing, setEditing] = useState(false);
  const asked = status.codePhone !== "" && !editing;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-8 max-[760px]:grid-cols-1">
      <div className="grid gap-4">
        <LinkSteps way="code" />
      </div>
      {asked ? (
        <Code status={status} now={now} onEdit={() => setEditing(true)} />
      ) : (
        <NumberForm onDone={() => setEditing(false)} />
      )}
    </div>
  );
}

function NumberForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [number, setNumber] = useState("");
  const ask = useMutation({
    mutationFn: () => accountApi.linkByCode(number),
    onSuccess: onDone,
    meta: { inline: true },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  return (
    <form onSubmit={submit} className="grid w-66 gap-3">
      <Field
        label={t("account.number")}
        hint={t("account.numberHint")}
        error={ask.error ? errorText(ask.error).detail : undefined}
      >
        {(props) => (
          <Input
            {...props}
            type="tel"
            dir="ltr"
            autoComplete="tel"
            value={number}
            onChange={(event) => setNumber(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" busy={ask.isPending} disabled={number.trim() === ""}>
        {t("account.getCode")}
      </Button>
    </form>
  );
}

function Code({ status, now, onEdit }: { status: AccountStatus; now: number; onEdit: () => void }) {
  const { t } = useTranslation();
  const { data: system } = useSystem();
  const type = useMutation({ mutationFn: () => demoApi.enterCode() });
  return (
    <div className="grid w-66 justify-items-center gap-3">
      <p className="text-13 text-soft">
        {t("account.codeFor")} <PhoneNumber value={status.codePhone} />
      </p>
      <div className="grid h-20 w-full place-items-center rounded-lg border border-line bg-sunken">
        {status.code === "" ? (
          <span role="status" className="shimmer text-13">
            {t("account.loading")}
          </span>
        ) : (
          <output
            data-testid="pairing-code"
            data-selectable
            dir="ltr"
            aria-label={t("account.code")}
            className="font-mono font-semibold text-28 tracking-wider"
          >
            {status.code}
          </output>
        )}
      </div>
      <Expiry status={status} now={now} />
      <div className="flex flex-wrap justify-center gap-2">
        {status.code === "" ? null : (
          <CopyButton text={status.code} label={t("account.copyCode")} doneLabel={t("common.copied")} />
        )}
        <Button size="sm" onClick={onEdit}>
          {t("account.otherNumber")}
        </Button>
      </div>
      {system?.demo ? (
        <Button
          variant="primary"
          icon={<Smartphone aria-hidden />}
          busy={type.isPending}
          disabled={status.code === ""}
          onClick={() => type.mutate()}
        >
          {t("account.demoType")}
        </Button>
      ) : null}
    </div>
  );
}
