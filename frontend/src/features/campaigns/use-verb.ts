import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useErrorText } from "@/api/error-text";
import { keys } from "@/api/keys";
import { showToast } from "@/components/ui/toast";

/** One verb of a campaign; a refusal is shown, and every campaign is read again. */
export function useVerb<Result>(act: () => Promise<Result>, done?: (result: Result) => void) {
  const client = useQueryClient();
  const errorText = useErrorText();
  return useMutation({
    mutationFn: act,
    onSuccess: (result: Result) => {
      done?.(result);
      return client.invalidateQueries({ queryKey: keys.campaigns });
    },
    onError: (error) => showToast({ kind: "problem", ...errorText(error) }),
  });
}
