import { BookmarkPlus, ChevronDown, Library } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Variant } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { showToast } from "@/components/ui/toast";
import { SaveTemplateDialog } from "./save-template-dialog";
import { TemplateDialog } from "./template-dialog";

interface TemplateMenuProps {
  variant: Variant;
  onChange: (change: Partial<Variant>) => void;
}

/** Takes a message from the library, or keeps this one there. */
export function TemplateMenu({ variant, onChange }: TemplateMenuProps) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<"insert" | "save" | null>(null);
  const { body, attachment } = variant;
  const empty = body.trim() === "" && !attachment;
  return (
    <>
      <Menu
        trigger={
          <Button size="sm" variant="quiet">
            {t("wizard.template.menu")}
            <ChevronDown aria-hidden />
          </Button>
        }
        actions={[
          {
            label: t("wizard.template.insert"),
            icon: <Library aria-hidden />,
            onSelect: () => setDialog("insert"),
          },
          {
            label: t("wizard.template.save"),
            icon: <BookmarkPlus aria-hidden />,
            disabled: empty,
            onSelect: () => setDialog("save"),
          },
        ]}
      />
      {dialog === "insert" ? (
        <TemplateDialog
          onClose={() => setDialog(null)}
          onChoose={(template) => {
            setDialog(null);
            onChange({ body: template.body, attachment: template.attachment });
            if (empty) return;
            showToast({
              title: t("wizard.template.inserted", { name: template.name }),
              action: { label: t("common.undo"), onClick: () => onChange({ body, attachment }) },
            });
          }}
        />
      ) : null}
      {dialog === "save" ? <SaveTemplateDialog variant={variant} onClose={() => setDialog(null)} /> : null}
    </>
  );
}
