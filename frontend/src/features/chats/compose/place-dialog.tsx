import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Place } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { coordinatesText, parsePlace } from "@/lib/places";

/** A place by a pasted map link or by its coordinates. Nothing is fetched. */
export function PlaceDialog({ onClose, onSend }: { onClose: () => void; onSend: (place: Place) => void }) {
  const { t } = useTranslation();
  const [where, setWhere] = useState("");
  const [name, setName] = useState("");
  const [address, setAddress] = useState("");
  const [asked, setAsked] = useState(false);
  const place = parsePlace(where);
  const send = () => {
    setAsked(true);
    if (!place) return;
    onSend({ ...place, name: name.trim(), address: address.trim(), live: false });
    onClose();
  };
  return (
    <Dialog
      open
      keepOnOutsideClick
      onClose={onClose}
      size="sm"
      title={t("inbox.attach.placeTitle")}
      closeLabel={t("common.close")}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button variant="primary" type="submit" form="send-place">
            {t("inbox.attach.placeSend")}
          </Button>
        </>
      }
    >
      <form
        id="send-place"
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Field
          label={t("inbox.attach.placeWhere")}
          hint={
            place
              ? t("inbox.attach.placeFound", { coordinates: coordinatesText(place) })
              : t("inbox.attach.placeHint")
          }
          error={asked && !place ? t("inbox.attach.placeWrong") : undefined}
        >
          {(props) => (
            <Input
              {...props}
              autoFocus
              dir="ltr"
              value={where}
              onChange={(event) => setWhere(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("inbox.attach.placeName")}>
          {(props) => <Input {...props} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label={t("inbox.attach.placeAddress")}>
          {(props) => (
            <Input {...props} value={address} onChange={(event) => setAddress(event.target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
