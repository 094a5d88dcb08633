import { FlaskConical } from "lucide-react";
import { useTranslation } from "react-i18next";
import { cn } from "@/lib/cn";

const MARK =
  "flex shrink-0 items-center gap-1.5 rounded-full bg-warn-wash px-2.5 py-0.5 font-semibold text-12 text-warn";

/** Says that nothing here is real; with `onClick` it opens the phones. */
export function DemoMark({ onClick, className }: { onClick?: (() => void) | undefined; className?: string }) {
  const { t } = useTranslation();
  const words = (
    <>
      <FlaskConical aria-hidden className="size-3.5" />
      <span className="max-[1000px]:hidden">{t("strip.demo")}</span>
      <span className="min-[1001px]:hidden">{t("strip.demoShort")}</span>
    </>
  );
  return onClick ? (
    <button
      type="button"
      data-testid="demo-mark"
      aria-label={`${t("strip.demo")}. ${t("demo.title")}`}
      onClick={onClick}
      className={cn(MARK, className)}
    >
      {words}
    </button>
  ) : (
    <span data-testid="demo-mark" title={t("strip.demo")} className={cn(MARK, className)}>
      {words}
    </span>
  );
}
