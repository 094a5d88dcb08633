import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import * as z from "zod/mini";
import { toBackendError } from "@/api/client";
import { leadsApi, useOwners, useStages, useTags } from "@/api/leads";
import { TagField } from "@/components/tag-field";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { SuggestInput } from "@/components/ui/suggest-input";
import { showToast } from "@/components/ui/toast";
import { useReasonText } from "@/i18n/reason";

const schema = z.object({
  name: z.string(),
  phone: z.string().check(z.trim(), z.minLength(1)),
  email: z.string(),
  company: z.string(),
  owner: z.string(),
  tags: z.array(z.string()),
  stageId: z.number(),
});

/** Adds one person by hand. The backend reads the number; its objection appears at the field. */
export function NewLeadDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { data: stages = [] } = useStages();
  const { data: known = [] } = useTags();
  const { data: owners = [] } = useOwners();
  const reasonText = useReasonText();
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: {
      name: "",
      phone: "",
      email: "",
      company: "",
      owner: "",
      tags: [] as string[],
      stageId: 0,
    },
  });
  const create = useMutation({
    mutationFn: leadsApi.create,
    meta: { inline: true },
    onSuccess: (lead) => {
      showToast({ title: t("lead.new.created", { name: lead.name || lead.phoneDisplay }) });
      navigate(`/leads/${lead.id}`);
    },
    onError: (cause) => {
      const { detail, fields } = toBackendError(cause);
      const message = fields.reason ? reasonText(fields.reason) : detail;
      form.setError(fields.field === "email" ? "email" : fields.field === "name" ? "name" : "phone", {
        type: "backend",
        message,
      });
    },
  });
  const { errors } = form.formState;
  const stageOptions = stages.map((stage) => ({ value: stage.id, label: stage.name }));
  return (
    <Dialog
      open
      keepOnOutsideClick
      onClose={onClose}
      title={t("lead.new.title")}
      closeLabel={t("common.close")}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button variant="primary" type="submit" form="new-lead" busy={create.isPending}>
            {t("lead.new.create")}
          </Button>
        </>
      }
    >
      <form
        id="new-lead"
        noValidate
        className="grid grid-cols-2 gap-4"
        onSubmit={(event) => void form.handleSubmit((values) => create.mutate(values))(event)}
      >
        <Field label={t("lead.new.name")} className="col-span-2" error={errors.name?.message}>
          {(props) => <Input {...props} autoFocus {...form.register("name")} />}
        </Field>
        <Field
          label={t("lead.new.phone")}
          className="col-span-2"
          hint={t("lead.new.phoneHint")}
          error={
            errors.phone &&
            (errors.phone.type === "backend" ? errors.phone.message : t("lead.new.phoneNeeded"))
          }
        >
          {(props) => <Input {...props} dir="ltr" inputMode="tel" {...form.register("phone")} />}
        </Field>
        <Field label={t("lead.email")} error={errors.email?.message}>
          {(props) => <Input {...props} inputMode="email" {...form.register("email")} />}
        </Field>
        <Field label={t("lead.company")}>
          {(props) => <Input {...props} {...form.register("company")} />}
        </Field>
        <Field label={t("lead.stage")}>
          {({ id }) => (
            <Select
              id={id}
              label={t("lead.stage")}
              value={form.watch("stageId") || (stages[0]?.id ?? 0)}
              options={stageOptions}
              onChange={(stageId) => form.setValue("stageId", stageId)}
            />
          )}
        </Field>
        <Field label={t("lead.owner")} hint={t("lead.ownerHint")}>
          {(props) => (
            <SuggestInput
              {...props}
              label={t("lead.owner")}
              value={form.watch("owner")}
              suggestions={owners}
              onChange={(owner) => form.setValue("owner", owner)}
            />
          )}
        </Field>
        <Field label={t("tags.label")} className="col-span-2">
          {({ id }) => (
            <TagField
              id={id}
              value={form.watch("tags")}
              known={known.map((tag) => tag.name)}
              onChange={(tags) => form.setValue("tags", tags)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
