import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { sheetsApi } from "@/api/sheets";

/** What can be done to a connection. */
export function useSheetVerbs(id: number) {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: keys.sheets });
  return {
    sync: useMutation({ mutationFn: () => sheetsApi.sync(id), onSettled }),
    pause: useMutation({ mutationFn: () => sheetsApi.pause(id), onSettled }),
    resume: useMutation({ mutationFn: () => sheetsApi.resume(id), onSettled }),
    remove: useMutation({ mutationFn: () => sheetsApi.delete(id), onSettled }),
  };
}
