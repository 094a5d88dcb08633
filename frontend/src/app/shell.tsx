import type { ReactNode } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { useLocation } from "wouter";
import { ClosingDialog } from "@/app/closing-dialog";
import { ErrorBoundary } from "@/app/error-boundary";
import { Rail } from "@/app/rail";
import { SCREENS } from "@/app/routes";
import { StatusStrip } from "@/app/status-strip";
import { useUi } from "@/app/ui-store";

const ANYWHERE = { enableOnFormTags: true, preventDefault: true } as const;

/** Strip, rail and the screen between them. */
export function Shell({ aside, children }: { aside?: ReactNode; children: ReactNode }) {
  const [address, navigate] = useLocation();
  const { openPalette } = useUi();
  useHotkeys(
    SCREENS.map((_, index) => `mod+${index + 1}`),
    (_event, hotkey) => {
      const screen = SCREENS[Number(hotkey.keys?.[0]) - 1];
      if (screen) navigate(screen.path);
    },
    ANYWHERE,
  );
  useHotkeys("mod+comma", () => navigate("/settings"), ANYWHERE);
  useHotkeys("mod+k", openPalette, ANYWHERE);
  return (
    <div className="grid h-full grid-cols-[64px_minmax(0,1fr)] grid-rows-[36px_minmax(0,1fr)]">
      <StatusStrip />
      <Rail />
      <div className="flex min-h-0 min-w-0">
        <main className="min-h-0 min-w-0 flex-1">
          <ErrorBoundary place={address}>{children}</ErrorBoundary>
        </main>
        {aside}
      </div>
      <ClosingDialog />
    </div>
  );
}
