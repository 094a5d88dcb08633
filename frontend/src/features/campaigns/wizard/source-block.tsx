import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Audience } from "@/api/types";
import { IconButton } from "@/components/ui/icon-button";

export interface SourceProps {
  audience: Audience;
  onChange: (audience: Audience) => void;
}

interface SourceBlockProps {
  title: string;
  onRemove: () => void;
  children: ReactNode;
}

/** One way to name people, with a way to be rid of it. */
export function SourceBlock({ title, onRemove, children }: SourceBlockProps) {
  const { t } = useTranslation();
  return (
    <section aria-label={title} className="rounded-md border border-line p-3 pt-1.5">
      <div className="mb-1.5 flex items-center">
        <h3 className="flex-1 font-medium text-13">{title}</h3>
        <IconButton size="sm" label={t("wizard.source.remove", { source: title })} onClick={onRemove}>
          <X aria-hidden />
        </IconButton>
      </div>
      {children}
    </section>
  );
}
