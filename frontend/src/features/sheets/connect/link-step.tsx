import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toBackendError } from "@/api/client";
import { useErrorText } from "@/api/error-text";
import { sheetsApi } from "@/api/sheets";
import type { Spreadsheet } from "@/api/types";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useSheetReason } from "@/i18n/sheet-reason";
import { ShareAddress } from "./share-address";

interface LinkStepProps {
  email: string;
  onBack: () => void;
  onNext: (spreadsheet: Spreadsheet, tab: string) => void;
}

/** The sheet by its browser link, then which of its tabs. */
export function LinkStep({ email, onBack, onNext }: LinkStepProps) {
  const { t } = useTranslation();
  const [link, setLink] = useState("");
  const [tab, setTab] = useState("");
  const errorText = useErrorText();
  const reasonText = useSheetReason();
  const inspect = useMutation({
    mutationFn: () => sheetsApi.inspect(link),
    onSuccess: (found) => {
      const pointed = found.tabs.find((each) => each.id === found.gid) ?? found.tabs[0];
      setTab(pointed?.title ?? "");
    },
    meta: { inline: true },
  });
  const { reason } = inspect.error ? toBackendError(inspect.error).fields : {};
  const problem = inspect.error ? errorText(inspect.error) : undefined;
  const found = inspect.data;
  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (link.trim() !== "") inspect.mutate();
      }}
    >
      <ShareAddress email={email} />
      <div className="flex items-start gap-2">
        <Field label={t("connect.link")} hint={t("connect.linkHint")} className="flex-1">
          {(props) => (
            <Input
              {...props}
              autoFocus
              dir="ltr"
              type="url"
              value={link}
              placeholder="https://docs.google.com/spreadsheets/d/…"
              onChange={(event) => {
                setLink(event.target.value);
                inspect.reset();
              }}
            />
          )}
        </Field>
        <Button type="submit" className="mt-[22px]" disabled={link.trim() === ""} busy={inspect.isPending}>
          {t("connect.open")}
        </Button>
      </div>
      {problem ? (
        <Banner tone="bad" title={reason ? reasonText(reason) : problem.title}>
          {reason ? null : problem.detail}
        </Banner>
      ) : null}
      {found ? (
        <div className="flex flex-wrap items-end gap-4">
          <Banner tone="good" title={t("connect.found", { title: found.title })} className="flex-1" />
          <Field label={t("connect.tab")} className="w-64">
            {({ id }) => (
              <Select
                id={id}
                label={t("connect.tab")}
                value={tab}
                options={found.tabs.map(({ title }) => ({ value: title, label: title }))}
                onChange={setTab}
              />
            )}
          </Field>
        </div>
      ) : null}
      <footer className="flex justify-end gap-2 border-line border-t pt-4">
        <Button onClick={onBack}>{t("common.back")}</Button>
        <Button variant="primary" disabled={!found || tab === ""} onClick={() => found && onNext(found, tab)}>
          {t("common.next")}
        </Button>
      </footer>
    </form>
  );
}
