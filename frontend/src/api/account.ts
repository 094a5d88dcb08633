import { useQuery } from "@tanstack/react-query";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";
import type { AccountStatus } from "@/api/types";

export const accountApi = {
  status: bound<[], AccountStatus>("Account", "Status"),
  link: bound<[], void>("Account", "Link"),
  cancelLink: bound<[], void>("Account", "CancelLink"),
  unlink: bound<[], void>("Account", "Unlink"),
  reconnect: bound<[], void>("Account", "Reconnect"),
};

export function useAccount() {
  return useQuery({ queryKey: keys.account, queryFn: () => accountApi.status() });
}
