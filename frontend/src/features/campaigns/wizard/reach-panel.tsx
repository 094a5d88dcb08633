import { useState } from "react";
import { useTranslation } from "react-i18next";
import { emptyAudience } from "@/api/campaigns";
import { useErrorText } from "@/api/error-text";
import type { CampaignInput, Reach } from "@/api/types";
import { useReasonText } from "@/i18n/reason";
import { LeftOutDialog } from "./left-out-dialog";
import { useSettledReach } from "./use-settled-reach";
import { WarmthBar } from "./warmth-bar";

/** How many people a choice reaches, how well they are known, and who is left out and why. */
export function ReachPanel({ input }: { input: CampaignInput }) {
  const { t } = useTranslation();
  const { data, error } = useSettledReach(input);
  const errorText = useErrorText();
  const content = () => {
    if (emptyAudience(input.audience)) return <p className="mt-1 text-soft">{t("wizard.chooseSome")}</p>;
    if (error) return <p className="mt-1 text-bad">{errorText(error).detail ?? errorText(error).title}</p>;
    return (
      <>
        <p
          data-testid="audience-total"
          aria-live="polite"
          className="mt-1 font-semibold text-28 tabular-nums tracking-tight"
        >
          {data ? (data.total === 0 ? t("wizard.nobody") : t("common.people", { count: data.total })) : "–"}
        </p>
        {data ? (
          <div className="mt-4 grid gap-4 border-line border-t pt-4 empty:hidden">
            <WarmthBar reach={data} />
            <LeftOutList input={input} reach={data} />
          </div>
        ) : null}
      </>
    );
  };
  return (
    <section
      aria-label={t("wizard.reach")}
      className="sticky top-0 self-start rounded-lg bg-sunken p-5 max-[900px]:static"
    >
      <h2 className="text-13 text-soft">{t("wizard.reach")}</h2>
      {content()}
    </section>
  );
}

/** The number alone, for where the panel is out of sight. */
export function ReachLine({ input }: { input: CampaignInput }) {
  const { t } = useTranslation();
  const { data } = useSettledReach(input);
  if (!data || emptyAudience(input.audience)) return null;
  return (
    <p className="me-auto self-center text-13 text-soft min-[901px]:hidden">
      {`${t("wizard.reach")}: ${t("common.people", { count: data.total })}`}
    </p>
  );
}

/** The groups of people left out; each opens the list behind it. */
export function LeftOutList({ input, reach }: { input: CampaignInput; reach: Reach }) {
  const { t } = useTranslation();
  const reasonText = useReasonText();
  const [shown, setShown] = useState("");
  const found = reach.excluded.find(({ reason }) => reason === shown);
  if (reach.excluded.length === 0) return null;
  return (
    <div className="grid gap-1">
      <h3 className="font-semibold text-12 text-soft">{t("wizard.leftOut")}</h3>
      <ul className="grid text-13">
        {reach.excluded.map(({ reason, count }) => (
          <li key={reason}>
            <button
              type="button"
              aria-haspopup="dialog"
              onClick={() => setShown(reason)}
              className="group -mx-2 flex w-[calc(100%+16px)] items-baseline gap-4 rounded-sm px-2 py-0.5 text-start hover:bg-line"
            >
              <span className="min-w-0 flex-1 underline decoration-line-strong underline-offset-2">
                {reasonText(reason)}
              </span>
              <b className="font-semibold tabular-nums">{count.toLocaleString()}</b>
            </button>
          </li>
        ))}
      </ul>
      {found ? <LeftOutDialog input={input} {...found} onClose={() => setShown("")} /> : null}
    </div>
  );
}
