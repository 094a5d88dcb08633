import { useTranslation } from "react-i18next";

const MINUTES = [5, 15, 30];
const HOURS = [1, 6, 24];

/** How often a sheet can be read; one that is none of the usual is offered too. */
export function useIntervals(current: number): { value: number; label: string }[] {
  const { t } = useTranslation();
  const usual = [...MINUTES, ...HOURS.map((hours) => hours * 60)];
  const all = usual.includes(current) || current === 0 ? usual : [...usual, current].sort((a, b) => a - b);
  return all.map((value) => ({
    value,
    label:
      value % 60 === 0 ? t("connect.hour", { count: value / 60 }) : t("connect.minutes", { count: value }),
  }));
}
