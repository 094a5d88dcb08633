import { useSheetPreview } from "@/api/sheets";
import { useDebounced } from "@/hooks/use-debounced";
import type { SheetDraft } from "./use-sheet-draft";

const DELAY = 350;

/** What the choices would bring, asked once they stand still. */
export function useDraftPreview(draft: SheetDraft) {
  const wanted = draft.hasPhone ? draft.input : null;
  const settled = useDebounced(wanted, DELAY);
  const preview = useSheetPreview(settled);
  return { preview, behind: wanted !== settled };
}
