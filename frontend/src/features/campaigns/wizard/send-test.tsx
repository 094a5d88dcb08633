import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Smartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { campaignsApi } from "@/api/campaigns";
import { useErrorText } from "@/api/error-text";
import { keys } from "@/api/keys";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Pills } from "@/components/ui/pills";
import { firstUnwritten, letterOf, variantCount } from "./steps";
import type { CampaignDraft } from "./use-campaign-draft";

interface SendTestProps {
  draft: CampaignDraft;
  tested: boolean;
  /** Whose values stand in it; 0 = the first of the audience. */
  leadId: number;
  variant: number;
  onVariant: (variant: number) => void;
}

/** Sends the message, as the person beside gets it, to the owner's own number. */
export function SendTest({ draft, tested, leadId, variant, onVariant }: SendTestProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const errorText = useErrorText();
  const { steps } = draft.input;
  const count = variantCount(steps);
  const send = useMutation({
    mutationFn: async () => {
      const id = await draft.keep();
      await campaignsApi.sendTest(id, leadId, variant);
      return id;
    },
    onSuccess: (id) => client.invalidateQueries({ queryKey: keys.campaign(id) }),
    meta: { inline: true },
  });
  const problem = send.error ? errorText(send.error) : undefined;
  return (
    <section aria-label={t("wizard.test.title")} className="grid gap-2">
      {count > 1 ? (
        <Pills
          label={t("wizard.wordings")}
          value={letterOf(variant)}
          options={Array.from({ length: count }, (_, index) => ({
            value: letterOf(index),
            label: t("wizard.wording", { letter: letterOf(index) }),
          }))}
          onChange={(letter) => onVariant(letter.charCodeAt(0) - 65)}
        />
      ) : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          icon={<Smartphone aria-hidden />}
          disabled={firstUnwritten(steps) >= 0}
          busy={send.isPending}
          onClick={() => send.mutate()}
        >
          {t("wizard.test.send")}
        </Button>
        <span role="status">
          <Chip tone={tested ? "good" : "plain"}>
            {t(tested ? "wizard.test.tested" : "wizard.test.untested")}
          </Chip>
        </span>
      </div>
      {send.isSuccess ? <p className="text-13 text-soft">{t("wizard.test.sent")}</p> : null}
      {problem ? (
        <Banner tone="bad" title={problem.title}>
          {problem.detail}
        </Banner>
      ) : null}
    </section>
  );
}
