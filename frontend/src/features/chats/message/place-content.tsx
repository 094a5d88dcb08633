import { ExternalLink, MapPin } from "lucide-react";
import { useTranslation } from "react-i18next";
import { systemApi } from "@/api/system";
import type { Place } from "@/api/types";
import { coordinatesText, mapLink } from "@/lib/places";

/** A place without a map: nothing is fetched from a server of maps to show it. */
export function PlaceContent({ place }: { place: Place }) {
  const { t } = useTranslation();
  return (
    <div className="w-70 max-w-full select-none overflow-hidden rounded-md bg-ink/5">
      <Ground />
      <div className="grid gap-0.5 px-3 py-2">
        <b dir="auto" className="break-words font-semibold">
          {place.name || t(place.live ? "inbox.place.live" : "inbox.kind.location")}
        </b>
        {place.address ? (
          <span dir="auto" data-selectable className="break-words text-13">
            {place.address}
          </span>
        ) : null}
        <span dir="ltr" data-selectable className="text-start text-12 text-soft tabular-nums rtl:text-end">
          {coordinatesText(place)}
        </span>
        {place.live ? <span className="text-12 text-soft">{t("inbox.place.liveNote")}</span> : null}
        <button
          type="button"
          onClick={() => void systemApi.openLink(mapLink(place))}
          className="mt-1 inline-flex items-center gap-1.5 justify-self-start rounded-xs font-medium text-13 text-accent hover:underline"
        >
          <ExternalLink aria-hidden className="size-3.5" />
          {t("inbox.place.open")}
        </button>
      </div>
    </div>
  );
}

/** A drawing of streets, the same for every place. */
function Ground() {
  return (
    <div aria-hidden className="relative h-24 bg-info-wash">
      <svg
        aria-hidden
        viewBox="0 0 280 96"
        preserveAspectRatio="xMidYMid slice"
        className="absolute inset-0 size-full fill-none stroke-surface"
      >
        <path d="M-10 70c60-14 90 6 140-10s90-50 160-46" strokeWidth="9" />
        <path d="M40-10c10 40-6 70 12 116M186-10c-6 34 26 60 20 116" strokeWidth="6" />
        <path d="M-10 22h130l60 30h110M96 96l34-36" strokeWidth="3.5" />
        <path d="M228 96c2-20 30-30 62-28" className="stroke-good/30" strokeWidth="22" />
      </svg>
      <span className="absolute inset-0 m-auto grid size-9 place-items-center rounded-full bg-accent text-accent-ink shadow-float">
        <MapPin className="size-5" />
      </span>
    </div>
  );
}
