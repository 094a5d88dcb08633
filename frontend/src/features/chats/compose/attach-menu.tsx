import { Contact, FileText, Images, MapPin, Paperclip } from "lucide-react";
import { useRef, useState } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { useTranslation } from "react-i18next";
import type { Compose } from "@/api/types";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import type { Outgoing } from "../use-send";
import { ContactDialog } from "./contact-dialog";
import { FilePicker } from "./file-picker";
import { PlaceDialog } from "./place-dialog";

interface AttachMenuProps {
  onFiles: (files: File[], as?: Compose["as"]) => void;
  onSend: (out: Outgoing) => void;
}

/** What can be sent beside words. Ctrl/Cmd+Shift+A opens it. */
export function AttachMenu({ onFiles, onSend }: AttachMenuProps) {
  const { t } = useTranslation();
  const pictures = useRef<HTMLInputElement>(null);
  const documents = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [dialog, setDialog] = useState<"contact" | "place" | null>(null);
  useHotkeys("mod+shift+a", () => setOpen(true), { enableOnFormTags: true, preventDefault: true });
  return (
    <>
      <Menu
        open={open}
        onOpenChange={setOpen}
        side="top"
        align="start"
        trigger={
          <IconButton label={t("inbox.attach.label")} side="top" className="size-10">
            <Paperclip aria-hidden />
          </IconButton>
        }
        actions={[
          {
            label: t("inbox.attach.pictures"),
            icon: <Images aria-hidden />,
            onSelect: () => pictures.current?.click(),
          },
          {
            label: t("inbox.attach.document"),
            icon: <FileText aria-hidden />,
            onSelect: () => documents.current?.click(),
          },
          {
            label: t("inbox.attach.contact"),
            icon: <Contact aria-hidden />,
            onSelect: () => setDialog("contact"),
          },
          {
            label: t("inbox.attach.place"),
            icon: <MapPin aria-hidden />,
            onSelect: () => setDialog("place"),
          },
        ]}
      />
      <FilePicker
        ref={pictures}
        accept="image/*,video/*"
        label={t("inbox.attach.pictures")}
        onFiles={(files) => onFiles(files)}
      />
      <FilePicker
        ref={documents}
        label={t("inbox.attach.document")}
        onFiles={(files) => onFiles(files, "document")}
      />
      {dialog === "contact" ? (
        <ContactDialog onClose={() => setDialog(null)} onSend={(leads) => onSend({ leads })} />
      ) : null}
      {dialog === "place" ? (
        <PlaceDialog onClose={() => setDialog(null)} onSend={(place) => onSend({ place })} />
      ) : null}
    </>
  );
}
