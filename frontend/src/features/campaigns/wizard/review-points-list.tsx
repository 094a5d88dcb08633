import { CircleAlert, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import type { Point } from "./review-points";

interface ReviewPointsListProps {
  points: Point[];
  onGo: (step: number) => void;
}

/** What stands in the way, in red, and what deserves a look, in amber; each with the way there. */
export function ReviewPointsList({ points, onGo }: ReviewPointsListProps) {
  const { t } = useTranslation();
  if (points.length === 0) return null;
  return (
    <ul aria-label={t("wizard.review.look")} className="grid gap-2 pb-5">
      {points.map(({ key, blocking, count, step }) => {
        const Icon = blocking ? CircleAlert : TriangleAlert;
        return (
          <li
            key={key}
            className={cn(
              "flex items-center gap-2.5 rounded-md py-1.5 ps-3 pe-2",
              blocking ? "bg-bad-wash" : "bg-warn-wash",
            )}
          >
            <Icon aria-hidden className={cn("size-4 shrink-0", blocking ? "text-bad" : "text-warn")} />
            <span className="min-w-0 flex-1">
              <span className="sr-only">{t(blocking ? "wizard.point.blocking" : "wizard.point.look")}</span>
              {t(`wizard.point.${key}`, { count })}
            </span>
            {step === undefined ? null : (
              <Button size="sm" variant="quiet" onClick={() => onGo(step)}>
                {t("wizard.point.go")}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
