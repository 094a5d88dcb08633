import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { demoApi, useDemo } from "@/api/demo";
import { keys } from "@/api/keys";
import { useSystem } from "@/api/system";
import { Checkbox } from "@/components/ui/checkbox";

/** In the demo: whether WhatsApp asks for a passkey, to see that too. */
export function DemoGate() {
  const { t } = useTranslation();
  const id = useId();
  const client = useQueryClient();
  const { data: system } = useSystem();
  const demo = system?.demo === true;
  const { data } = useDemo(demo);
  const gate = useMutation({
    mutationFn: (on: boolean) => demoApi.requirePasskey(on),
    onSuccess: (state) => client.setQueryData(keys.demo, state),
  });
  if (!demo) return null;
  return (
    <label htmlFor={id} className="flex items-center gap-2 text-13 text-soft">
      <Checkbox
        id={id}
        checked={data?.owner.passkey ?? false}
        onChange={(on) => gate.mutate(on)}
        label={t("account.demoGate")}
      />
      {t("account.demoGate")}
    </label>
  );
}
