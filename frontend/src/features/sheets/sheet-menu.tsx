import { Ellipsis, Pause, Play, Settings2, Unplug } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { Sheet } from "@/api/types";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import { useSheetVerbs } from "./use-sheet-verbs";

export function SheetMenu({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { pause, resume, remove } = useSheetVerbs(sheet.id, sheet.title);
  const [deleting, setDeleting] = useState(false);
  const paused = sheet.state === "paused";
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t("common.openMenu")}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
        actions={[
          paused
            ? { label: t("sheets.resume"), icon: <Play aria-hidden />, onSelect: () => resume.mutate() }
            : { label: t("sheets.pause"), icon: <Pause aria-hidden />, onSelect: () => pause.mutate() },
          {
            label: t("sheets.edit"),
            icon: <Settings2 aria-hidden />,
            onSelect: () => navigate(`/sheets/${sheet.id}/edit`),
          },
          {
            label: t("sheets.delete"),
            icon: <Unplug aria-hidden />,
            danger: true,
            onSelect: () => setDeleting(true),
          },
        ]}
      />
      <AlertDialog
        open={deleting}
        danger
        onClose={() => setDeleting(false)}
        title={t("sheets.deleteTitle", { title: sheet.title })}
        confirm={t("sheets.delete")}
        cancel={t("common.cancel")}
        busy={remove.isPending}
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => {
              setDeleting(false);
              navigate("/sheets");
            },
          })
        }
      >
        <p>{t("sheets.deleteBody")}</p>
      </AlertDialog>
    </>
  );
}
