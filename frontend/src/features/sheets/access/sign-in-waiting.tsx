import { LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import type { SignIn } from "./use-sign-in";

/** While the person is in the browser. */
export function SignInWaiting({ signIn }: { signIn: SignIn }) {
  const { t } = useTranslation();
  return (
    <div role="status" className="flex flex-wrap items-center gap-3 rounded-lg bg-info-wash px-4 py-3">
      <LoaderCircle aria-hidden className="size-5 shrink-0 animate-spin text-info" />
      <span className="min-w-50 flex-1">
        <b className="block font-semibold">{t("connect.google.waiting")}</b>
        <span className="text-13 text-soft">{t("connect.google.waitingBody")}</span>
      </span>
      <span className="flex gap-2">
        <Button size="sm" onClick={signIn.start}>
          {t("connect.google.again")}
        </Button>
        <Button size="sm" variant="quiet" onClick={signIn.cancel}>
          {t("common.cancel")}
        </Button>
      </span>
    </div>
  );
}
