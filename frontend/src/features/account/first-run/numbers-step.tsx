import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CountrySelect } from "@/components/country-select";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { systemCountry } from "@/lib/countries";

interface NumbersStepProps {
  country: string;
  busy: boolean;
  onNext: (country: string) => void;
}

export function NumbersStep({ country, busy, onNext }: NumbersStepProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(country || systemCountry());
  return (
    <div className="grid gap-5">
      <div>
        <h1 className="font-semibold text-20 tracking-tight">{t("setup.numbersTitle")}</h1>
        <p className="mt-1 text-soft">{t("setup.numbersBody")}</p>
      </div>
      <Field label={t("country.label")} className="max-w-90">
        {({ id }) => <CountrySelect id={id} value={chosen} onChange={setChosen} />}
      </Field>
      <Button
        variant="primary"
        disabled={chosen === ""}
        busy={busy}
        onClick={() => onNext(chosen)}
        className="justify-self-end"
      >
        {t("common.next")}
      </Button>
    </div>
  );
}
