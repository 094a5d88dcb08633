import { RotateCw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Drawing } from "@/components/ui/drawing";

interface ErrorStateProps {
  title: string;
  detail?: string | undefined;
  retry: string;
  onRetry: () => void;
}

export function ErrorState({ title, detail, retry, onRetry }: ErrorStateProps) {
  return (
    <div role="alert" className="grid h-full place-content-center justify-items-center gap-2 p-8 text-center">
      <Drawing name="trouble" />
      <p className="mt-2 font-semibold text-16">{title}</p>
      {detail ? (
        <p data-selectable className="max-w-105 break-words text-soft">
          {detail}
        </p>
      ) : null}
      <Button className="mt-3" icon={<RotateCw aria-hidden />} onClick={onRetry}>
        {retry}
      </Button>
    </div>
  );
}
