import { useMutation } from "@tanstack/react-query";
import { type ClipboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { sheetsApi, useServiceAccount } from "@/api/sheets";
import type { Spreadsheet } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { showToast } from "@/components/ui/toast";
import { GoogleAccess } from "../access/google-access";
import { useSignIn } from "../access/use-sign-in";
import { RefusalBanner } from "../refusal/refusal-banner";
import { useRefusal } from "../refusal/use-refusal";
import { FileWay } from "./file-way";
import { FoundSheet } from "./found-sheet";
import { Ways } from "./ways";
import { waysAround } from "./which-ways";

interface SheetStepProps {
  found: Spreadsheet | null;
  onFound: (spreadsheet: Spreadsheet | null) => void;
  onNext: () => void;
}

const LINK = /docs\.google\.com\/spreadsheets\//;

/** One box for the link. The easiest way that works is found by itself; else the others are shown. */
export function SheetStep({ found, onFound, onNext }: SheetStepProps) {
  const { t } = useTranslation();
  const refusalOf = useRefusal();
  const { data: account } = useServiceAccount();
  const [link, setLink] = useState("");
  const [advanced, setAdvanced] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const inspect = useMutation({
    mutationFn: (text: string) => sheetsApi.inspect(text),
    onSuccess: onFound,
    onError: () => onFound(null),
    meta: { inline: true },
  });
  const choose = useMutation({
    mutationFn: () => sheetsApi.chooseFile(),
    onSuccess: (file) => {
      if (!file) return; // changed their mind
      inspect.reset();
      onFound(file);
    },
    meta: { inline: true },
  });
  const again = () => inspect.mutate(link);
  const signIn = useSignIn(idOf(link), ({ email }) => {
    showToast({ title: t("connect.google.done", { email }) });
    // Whoever has picked it reads it so, although its link may still be open to everybody.
    if (found?.access === "link") onFound({ ...found, access: "google" });
    else again();
  });
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData("text").trim();
    if (!LINK.test(pasted)) return;
    event.preventDefault();
    setLink(pasted);
    inspect.mutate(pasted);
  };
  const failed = inspect.error ?? choose.error;
  const refusal = failed ? refusalOf(failed) : undefined;
  const ways = inspect.error && refusal ? waysAround(refusal.reason) : [];
  const showFile = () => choose.mutate();
  return (
    <div className="grid gap-5">
      <Card className="grid gap-4">
        <form
          noValidate
          className="flex items-start gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (link.trim() !== "") again();
          }}
        >
          <Field label={t("connect.link")} hint={t("connect.linkHint")} className="flex-1">
            {(props) => (
              <Input
                {...props}
                ref={field}
                autoFocus
                dir="ltr"
                type="url"
                spellCheck={false}
                value={link}
                placeholder="https://docs.google.com/spreadsheets/d/…"
                onPaste={onPaste}
                onChange={(event) => {
                  setLink(event.target.value);
                  inspect.reset();
                  onFound(null);
                }}
              />
            )}
          </Field>
          <Button
            type="submit"
            variant={found ? "secondary" : "primary"}
            className="mt-[22px]"
            disabled={link.trim() === ""}
            busy={inspect.isPending}
          >
            {inspect.isPending ? t("connect.opening") : t("connect.open")}
          </Button>
        </form>
        {refusal ? (
          <RefusalBanner
            {...refusal}
            facts={{ ...refusal.facts, email: refusal.facts.email || account?.email }}
            busy={inspect.isPending}
            can={{
              retry: choose.error ? showFile : again,
              chooseFile: showFile,
              another: () => {
                field.current?.focus();
                field.current?.select();
              },
              ...(ways.length === 0 || refusal.reason === "not_picked"
                ? { google: signIn.start, otherAccount: signIn.startAnew }
                : {}),
              ...(refusal.reason.startsWith("sign_in") || refusal.reason === "no_sign_in"
                ? { google: signIn.start }
                : {}),
              addKey: () => setAdvanced(true),
              ownClient: () => setAdvanced(true),
            }}
          />
        ) : null}
        {found ? (
          <FoundSheet
            spreadsheet={found}
            signIn={signIn}
            busy={inspect.isPending}
            onShared={() => onFound({ ...found, access: "service_account" })}
            onNext={onNext}
          />
        ) : null}
      </Card>
      {ways.length > 0 ? (
        <Ways ways={ways} signIn={signIn} busy={inspect.isPending} onRetry={again} onFile={showFile} />
      ) : null}
      {!found && !inspect.error ? (
        <section aria-label={t("connect.or")} className="grid gap-3">
          <h2 className="font-semibold">{t("connect.or")}</h2>
          <FileWay first={false} busy={choose.isPending} onChoose={showFile} />
        </section>
      ) : null}
      <GoogleAccess key={String(advanced)} startOpen={advanced} />
    </div>
  );
}

function idOf(link: string): string {
  return /\/spreadsheets\/d\/([\w-]+)/.exec(link)?.[1] ?? "";
}
