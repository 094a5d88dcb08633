import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Chip } from "@/components/ui/chip";

interface WayCardProps {
  Icon: LucideIcon;
  title: string;
  first: boolean;
  children: ReactNode;
}

/** One way to a sheet; the first of them is the easiest. */
export function WayCard({ Icon, title, first, children }: WayCardProps) {
  const { t } = useTranslation();
  return (
    <section
      aria-label={title}
      className="grid content-start gap-3 rounded-lg border border-line bg-surface p-4 data-first:border-accent"
      data-first={first || undefined}
    >
      <div className="flex items-center gap-3">
        <span className="grid size-9 shrink-0 place-items-center rounded-full bg-accent-wash text-accent">
          <Icon aria-hidden className="size-4.5" />
        </span>
        <h3 className="min-w-0 flex-1 font-semibold">{title}</h3>
        {first ? <Chip tone="accent">{t("connect.easiest")}</Chip> : null}
      </div>
      {children}
    </section>
  );
}
