import { LogIn } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Google } from "@/api/types";
import { Button } from "@/components/ui/button";
import { SignInWaiting } from "../access/sign-in-waiting";
import type { SignIn } from "../access/use-sign-in";
import { RefusalBanner } from "../refusal/refusal-banner";
import { useRefusal } from "../refusal/use-refusal";
import { WayCard } from "./way-card";

/** Signing in and picking the sheet, in the browser. */
export function GoogleWay({ google, signIn, first }: { google: Google; signIn: SignIn; first: boolean }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const failed = signIn.failure ? refusal(signIn.failure) : undefined;
  return (
    <WayCard Icon={LogIn} first={first} title={t("connect.google.title")}>
      <p className="text-13 text-soft">
        {google.email === ""
          ? t("connect.google.body")
          : t("connect.google.signedIn", { email: google.email })}
      </p>
      {failed ? <RefusalBanner {...failed} can={{ google: signIn.start, retry: signIn.start }} /> : null}
      {signIn.waiting ? (
        <SignInWaiting signIn={signIn} />
      ) : failed ? null : (
        <Button
          variant={first ? "primary" : "secondary"}
          className="justify-self-start"
          onClick={signIn.start}
        >
          {google.email === "" ? t("connect.google.start") : t("connect.google.pick")}
        </Button>
      )}
    </WayCard>
  );
}
