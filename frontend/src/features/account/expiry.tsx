import { useTranslation } from "react-i18next";
import type { AccountStatus } from "@/api/types";
import { countdown } from "@/lib/dates";

/** How long the code on the screen is good for, and that it replaced another one. */
export function Expiry({ status, now }: { status: AccountStatus; now: number }) {
  const { t } = useTranslation();
  const { expiresAt, renewed } = status;
  if (expiresAt === 0) return null;
  return (
    <div className="grid justify-items-center gap-0.5 text-center text-12 text-soft">
      <p role="timer" className="tabular-nums">
        {expiresAt > now ? t("account.newCode", { left: countdown(expiresAt, now) }) : t("account.expired")}
      </p>
      {renewed ? <p role="status">{t("account.renewed")}</p> : null}
    </div>
  );
}
