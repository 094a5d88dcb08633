import { useTranslation } from "react-i18next";
import { useGoogle, useServiceAccount } from "@/api/sheets";
import type { SignIn } from "../access/use-sign-in";
import { FileWay } from "./file-way";
import { GoogleWay } from "./google-way";
import { PublicWay } from "./public-way";
import { ShareWay } from "./share-way";
import type { Way } from "./which-ways";

interface WaysProps {
  ways: readonly Way[];
  signIn: SignIn;
  busy: boolean;
  onRetry: () => void;
  onFile: () => void;
}

/** The ways to a sheet that is not open to everybody, the easiest first. */
export function Ways({ ways, signIn, busy, onRetry, onFile }: WaysProps) {
  const { t } = useTranslation();
  const { data: google } = useGoogle();
  const { data: account } = useServiceAccount();
  if (!google || !account) return null;
  const email = account.email;
  // An address that must first be made is no easy way: it comes last.
  const order: Way[] =
    email === "" ? ["google", "public", "file", "share"] : ["google", "share", "public", "file"];
  const shown = order.filter((way) => ways.includes(way) && (way !== "google" || google.ready));
  const card = (way: Way, first: boolean) => {
    if (way === "google") return <GoogleWay key={way} google={google} signIn={signIn} first={first} />;
    if (way === "share")
      return <ShareWay key={way} email={email} first={first} busy={busy} onShared={onRetry} />;
    if (way === "public") return <PublicWay key={way} first={first} busy={busy} onDone={onRetry} />;
    return <FileWay key={way} first={first} busy={false} onChoose={onFile} />;
  };
  return (
    <section aria-label={t("connect.ways")} className="grid gap-3">
      <h2 className="font-semibold">{t("connect.ways")}</h2>
      <div className="grid grid-cols-2 items-start gap-4 max-[1000px]:grid-cols-1">
        {shown.map((way, index) => card(way, index === 0 && shown.length > 1))}
      </div>
    </section>
  );
}
