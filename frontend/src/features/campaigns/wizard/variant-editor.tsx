import { useTranslation } from "react-i18next";
import { useVariables } from "@/api/templates";
import type { Variant } from "@/api/types";
import { MessageEditor } from "@/components/message-editor";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { AttachmentField } from "../message/attachment-field";
import { TemplateMenu } from "./template-menu";

interface VariantEditorProps {
  label: string;
  variant: Variant;
  wordless: boolean;
  onChange: (change: Partial<Variant>) => void;
}

/** One wording: its words and its file. */
export function VariantEditor({ label, variant, wordless, onChange }: VariantEditorProps) {
  const { t } = useTranslation();
  const { data: columns = [] } = useVariables();
  return (
    <div className="grid gap-3">
      <MessageEditor
        label={label}
        value={variant.body}
        onChange={(body) => onChange({ body })}
        columns={columns}
        wordless={wordless}
        autoFocus
        tools={<TemplateMenu variant={variant} onChange={onChange} />}
      />
      <AttachmentField attachment={variant.attachment} onChange={(attachment) => onChange({ attachment })} />
      {wordless && variant.body !== "" ? (
        <Banner
          tone="warn"
          title={t("wizard.wordlessBody")}
          action={
            <Button size="sm" onClick={() => onChange({ body: "" })}>
              {t("wizard.removeWords")}
            </Button>
          }
        />
      ) : null}
    </div>
  );
}
