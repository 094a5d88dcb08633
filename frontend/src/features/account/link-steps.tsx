import { useTranslation } from "react-i18next";
import { StepDrawing, type StepName } from "./step-drawing";

const DRAWINGS: Record<"qr" | "code", StepName[]> = {
  qr: ["menu", "devices", "scan"],
  code: ["menu", "devices", "type"],
};

/** What to do on the phone, with a drawing for each step. */
export function LinkSteps({ way }: { way: "qr" | "code" }) {
  const { t } = useTranslation();
  const texts =
    way === "qr"
      ? [t("account.steps.qr.1"), t("account.steps.qr.2"), t("account.steps.qr.3")]
      : [t("account.steps.code.1"), t("account.steps.code.2"), t("account.steps.code.3")];
  return (
    <>
      <ol className="grid gap-2">
        {texts.map((text, index) => (
          <li key={text} className="flex items-center gap-3">
            <StepDrawing name={DRAWINGS[way][index] ?? "menu"} />
            <span
              aria-hidden
              className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-wash font-semibold text-12 text-accent"
            >
              {index + 1}
            </span>
            <span>{text}</span>
          </li>
        ))}
      </ol>
      <p className="text-13 text-soft">{t("account.online")}</p>
    </>
  );
}
