import { useMutation } from "@tanstack/react-query";
import { Check, ChevronDown, RotateCw, UserX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { campaignsApi } from "@/api/campaigns";
import type { Decision, Recipient } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";

const CHOICES = [
  ["again", RotateCw],
  ["sent", Check],
  ["leave", UserX],
] as const;

/** Nobody knows whether the message left: a person looks at the phone and says how to go on. */
export function DecideMenu({ recipient }: { recipient: Recipient }) {
  const { t } = useTranslation();
  const decide = useMutation({
    mutationFn: (decision: Decision) => campaignsApi.decide(recipient.id, decision),
  });
  return (
    <Menu
      trigger={
        <Button
          size="sm"
          busy={decide.isPending}
          className="shrink-0"
          aria-label={t("campaign.decide.for", { name: recipient.name || recipient.phoneDisplay })}
        >
          {t("campaign.decide.open")}
          <ChevronDown aria-hidden className="size-3.5" />
        </Button>
      }
      actions={CHOICES.map(([decision, Icon]) => ({
        label: t(`campaign.decide.${decision}`),
        icon: <Icon aria-hidden />,
        onSelect: () => decide.mutate(decision),
      }))}
    />
  );
}
