import { useQuery } from "@tanstack/react-query";
import * as Account from "wailsjs/go/app/Account";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";

export const accountApi = {
  status: bound(Account.Status),
  link: bound(Account.Link),
  linkByCode: bound(Account.LinkByCode),
  cancelLink: bound(Account.CancelLink),
  confirmNumber: bound(Account.ConfirmNumber),
  askPasskey: bound(Account.AskPasskey),
  answerPasskey: bound(Account.AnswerPasskey),
  confirmPasskey: bound(Account.ConfirmPasskey),
  unlink: bound(Account.Unlink),
  reconnect: bound(Account.Reconnect),
};

export function useAccount() {
  return useQuery({ queryKey: keys.account, queryFn: () => accountApi.status() });
}
