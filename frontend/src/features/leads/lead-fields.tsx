import { useMutation } from "@tanstack/react-query";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { leadsApi, useStages } from "@/api/leads";
import type { Lead } from "@/api/types";
import { EditableText } from "@/components/editable-text";
import { Select } from "@/components/ui/select";
import { useNow } from "@/hooks/use-now";
import { dayAndTime } from "@/lib/dates";
import { LeadOwner } from "./lead-owner";

const SOURCES = ["whatsapp", "file", "sheet", "manual"] as const;

export function LeadFields({ lead, custom }: { lead: Lead; custom: Record<string, string> }) {
  const { t } = useTranslation();
  const { data: stages = [] } = useStages();
  const now = useNow();
  const move = useMutation({ mutationFn: (stageId: number) => leadsApi.update(lead.id, { stageId }) });
  const stageId = move.isPending ? move.variables : lead.stageId;
  const source = SOURCES.find((each) => each === lead.source);
  return (
    <dl className="grid grid-cols-[88px_minmax(0,1fr)] items-center gap-x-3 gap-y-2 [&>dt]:text-soft">
      <dt>{t("lead.stage")}</dt>
      <dd>
        <Select
          label={t("lead.stage")}
          value={stageId}
          options={stages.map((stage) => ({ value: stage.id, label: stage.name }))}
          onChange={(next) => move.mutate(next)}
          className="-ms-2 h-8 w-44 px-[7px]"
        />
      </dd>
      <dt>{t("lead.email")}</dt>
      <dd className="min-w-0">
        <EditableText
          value={lead.email}
          label={t("lead.edit", { field: t("lead.email") })}
          placeholder={t("lead.addEmail")}
          savedLabel={t("lead.saved")}
          onSave={(email) => leadsApi.update(lead.id, { email })}
        />
      </dd>
      <dt>{t("lead.company")}</dt>
      <dd className="min-w-0">
        <EditableText
          value={lead.company}
          label={t("lead.edit", { field: t("lead.company") })}
          placeholder={t("lead.addCompany")}
          savedLabel={t("lead.saved")}
          onSave={(company) => leadsApi.update(lead.id, { company })}
        />
      </dd>
      <dt>{t("lead.owner")}</dt>
      <dd className="min-w-0">
        <LeadOwner lead={lead} />
      </dd>
      <dt>{t("lead.source")}</dt>
      <dd>{source ? t(`lead.from.${source}`) : lead.source}</dd>
      <dt>{t("lead.added")}</dt>
      <dd className="tabular-nums">{dayAndTime(lead.createdAt, now)}</dd>
      {Object.entries(custom).map(([title, value]) => (
        <Fragment key={title}>
          <dt dir="auto" className="break-words">
            {title}
          </dt>
          <dd dir="auto" className="break-words text-start">
            {value}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
