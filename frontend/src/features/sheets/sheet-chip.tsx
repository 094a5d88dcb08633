import { useTranslation } from "react-i18next";
import type { Sheet } from "@/api/types";
import { Chip, type Tone } from "@/components/ui/chip";
import { type Health, healthOf } from "./sheet-health";

const TONES: Record<Health, Tone> = { active: "good", paused: "plain", error: "warn", needsYou: "bad" };

export function SheetChip({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const health = healthOf(sheet);
  return (
    <span data-testid="sheet-state" data-state={sheet.state}>
      <Chip tone={TONES[health]}>
        {health === "needsYou" ? t("sheets.needsYou") : t(`sheets.state.${health}`)}
      </Chip>
    </span>
  );
}
