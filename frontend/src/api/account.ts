import { useQuery } from "@tanstack/react-query";
import * as Account from "wailsjs/go/app/Account";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";

export const accountApi = {
  status: bound(Account.Status),
  link: bound(Account.Link),
  cancelLink: bound(Account.CancelLink),
  unlink: bound(Account.Unlink),
  reconnect: bound(Account.Reconnect),
};

export function useAccount() {
  return useQuery({ queryKey: keys.account, queryFn: () => accountApi.status() });
}
