import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

type BannerTone = "info" | "good" | "warn" | "bad";

const TONES: Record<BannerTone, { box: string; icon: string; Icon: typeof Info }> = {
  info: { box: "bg-info-wash", icon: "text-info", Icon: Info },
  good: { box: "bg-good-wash", icon: "text-good", Icon: CircleCheck },
  warn: { box: "bg-warn-wash", icon: "text-warn", Icon: TriangleAlert },
  bad: { box: "bg-bad-wash", icon: "text-bad", Icon: CircleAlert },
};

interface BannerProps {
  tone?: BannerTone;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

/** One sentence about a state and, at its end, what to do about it. */
export function Banner({ tone = "info", title, children, action, className }: BannerProps) {
  const { box, icon, Icon } = TONES[tone];
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      className={cn("flex items-center gap-3 rounded-lg px-4 py-3", box, className)}
    >
      <Icon aria-hidden className={cn("size-5 shrink-0", icon)} />
      <div className="min-w-0 flex-1">
        <span className="font-semibold">{title}</span>
        {children ? <span className="text-soft"> {children}</span> : null}
      </div>
      {action}
    </div>
  );
}
