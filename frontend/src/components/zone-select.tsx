import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type SearchOption, SearchSelect } from "@/components/ui/search-select";
import { allZones, localZone, zoneLabel } from "@/lib/zones";

interface ZoneSelectProps {
  id?: string;
  /** An IANA name; "" is the computer's own. */
  value: string;
  onChange: (zone: string) => void;
  className?: string;
}

/** A time zone by typing part of its name. */
export function ZoneSelect({ id, value, onChange, className }: ZoneSelectProps) {
  const { t, i18n } = useTranslation();
  const options = useMemo<SearchOption[]>(() => {
    const own = { value: "", label: t("zone.own", { zone: zoneLabel(localZone()) }) };
    return [own, ...allZones().map((zone) => ({ value: zone, label: zoneLabel(zone) }))];
  }, [t]);
  return (
    <SearchSelect
      id={id}
      options={options}
      selected={options.find((option) => option.value === value) ?? { value, label: zoneLabel(value) }}
      onChange={onChange}
      label={t("zone.label")}
      openLabel={t("zone.choose")}
      emptyText={t("zone.empty")}
      locale={i18n.language}
      className={className}
    />
  );
}
