import { type KeyboardEvent, useMemo } from "react";
import { CompositionGuard } from "@/lib/enter-key";

/** Spread `props` on a text field and ask `owns` before acting on Enter or Escape. */
export function useComposition() {
  return useMemo(() => {
    const guard = new CompositionGuard();
    return {
      props: {
        onCompositionStart: () => guard.start(),
        onCompositionEnd: (event: { timeStamp: number }) => guard.end(event.timeStamp),
      },
      owns: (event: KeyboardEvent) =>
        guard.owns({
          isComposing: event.nativeEvent.isComposing,
          keyCode: event.nativeEvent.keyCode,
          timeStamp: event.timeStamp,
        }),
    };
  }, []);
}
