import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";

export function SettingsSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card aria-label={title} className="grid gap-4">
      <h2 className="font-semibold text-16">{title}</h2>
      {children}
    </Card>
  );
}
