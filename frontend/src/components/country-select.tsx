import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type SearchOption, SearchSelect } from "@/components/ui/search-select";
import { countries } from "@/lib/countries";

interface CountrySelectProps {
  id?: string;
  value: string;
  onChange: (code: string) => void;
  className?: string;
  "aria-describedby"?: string | undefined;
}

/** A country by typing part of its name. */
export function CountrySelect({ id, value, onChange, className, ...rest }: CountrySelectProps) {
  const { t, i18n } = useTranslation();
  const options = useMemo<SearchOption[]>(
    () => countries(i18n.language).map(({ code, name }) => ({ value: code, label: name })),
    [i18n.language],
  );
  return (
    <SearchSelect
      id={id}
      options={options}
      selected={options.find((option) => option.value === value) ?? null}
      onChange={onChange}
      label={t("country.label")}
      openLabel={t("country.placeholder")}
      emptyText={t("country.empty")}
      locale={i18n.language}
      placeholder={t("country.placeholder")}
      className={className}
      aria-describedby={rest["aria-describedby"]}
    />
  );
}
