import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error-text";
import { keys } from "@/api/keys";
import { sheetsApi } from "@/api/sheets";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { FileDrop } from "@/components/ui/file-drop";
import { ShareAddress } from "./share-address";

interface AccessStepProps {
  email: string;
  onNext: () => void;
}

const HOW = ["how1", "how2", "how3"] as const;

/** A key file once; from then on an address to share sheets with. */
export function AccessStep({ email, onNext }: AccessStepProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const errorText = useErrorText();
  const set = useMutation({
    mutationFn: async (file: File) => sheetsApi.setServiceAccount(await file.text()),
    onSuccess: (account) => client.setQueryData(keys.serviceAccount, account),
    meta: { inline: true },
  });
  const problem = set.error ? errorText(set.error) : undefined;
  return (
    <div className="grid gap-5">
      <div>
        <h2 className="font-semibold text-16">{t("connect.accessTitle")}</h2>
        <p className="mt-1 max-w-160 text-soft">{t("connect.accessBody")}</p>
      </div>
      <div className="grid grid-cols-2 gap-8 max-[900px]:grid-cols-1">
        <ol className="grid content-start gap-3">
          {HOW.map((key, index) => (
            <li key={key} className="grid grid-cols-[24px_minmax(0,1fr)] gap-3">
              <span
                aria-hidden
                className="grid size-6 place-items-center rounded-full bg-accent-wash font-semibold text-12 text-accent"
              >
                {index + 1}
              </span>
              <span className="pt-0.5">{t(`connect.${key}`)}</span>
            </li>
          ))}
        </ol>
        <div className="grid content-start gap-3">
          {problem ? (
            <Banner tone="bad" title={problem.title}>
              {problem.detail}
            </Banner>
          ) : null}
          <FileDrop
            accept=".json,application/json"
            title={email === "" ? t("connect.drop") : t("connect.other")}
            hint={t("connect.dropHint")}
            busy={set.isPending}
            onFile={(file) => set.mutate(file)}
          />
        </div>
      </div>
      {email === "" ? null : <ShareAddress email={email} />}
      <footer className="flex justify-end border-line border-t pt-4">
        <Button variant="primary" disabled={email === ""} onClick={onNext}>
          {t("common.next")}
        </Button>
      </footer>
    </div>
  );
}
