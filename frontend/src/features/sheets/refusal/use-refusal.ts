import { toBackendError } from "@/api/client";
import { useErrorText } from "@/api/error-text";
import type { SheetFacts } from "@/i18n/sheet-reason";

export interface Refusal {
  /** "" when the backend named none. */
  reason: string;
  facts: SheetFacts;
  detail: string;
}

/** What a failed call about a sheet says: its reason with what the sentence names, else plain words. */
export function useRefusal(): (cause: unknown) => Refusal {
  const errorText = useErrorText();
  return (cause) => {
    const { fields } = toBackendError(cause);
    const { title, detail } = errorText(cause);
    return {
      reason: fields.reason ?? "",
      facts: { email: fields.email, now: fields.tab, column: fields.column },
      detail: detail ?? title,
    };
  };
}
