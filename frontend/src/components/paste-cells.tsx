import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";

/** Cells copied from a spreadsheet, as a file with tabs between them. */
export function PasteCells({ busy = false, onFile }: { busy?: boolean; onFile: (file: File) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const rows = text.split("\n").filter((line) => line.trim() !== "").length;
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onFile(new File([text], t("paste.file"), { type: "text/tab-separated-values" }));
      }}
    >
      <Field label={t("paste.label")} hint={t("paste.hint")}>
        {(props) => (
          <Textarea
            {...props}
            rows={5}
            spellCheck={false}
            value={text}
            placeholder={t("paste.placeholder")}
            onChange={(event) => setText(event.target.value)}
            className="overflow-x-auto whitespace-pre font-mono text-12"
          />
        )}
      </Field>
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" disabled={rows < 2} busy={busy}>
          {t("paste.go")}
        </Button>
        {rows > 0 ? (
          <span className="text-13 text-soft tabular-nums">{t("paste.rows", { count: rows })}</span>
        ) : null}
      </div>
    </form>
  );
}
