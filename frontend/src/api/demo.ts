import { useQuery } from "@tanstack/react-query";
import * as Demo from "wailsjs/go/app/Demo";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";

export const demoApi = {
  state: bound(Demo.State),
  scanQR: bound(Demo.ScanQR),
  enterCode: bound(Demo.EnterCode),
  requirePasskey: bound(Demo.RequirePasskey),
  answerPasskey: bound(Demo.AnswerPasskey),
  inbox: bound(Demo.Inbox),
  sendAs: bound(Demo.SendAs),
  sendThing: bound(Demo.SendThing),
  react: bound(Demo.React),
  growSheet: bound(Demo.GrowSheet),
  sampleCSV: bound(Demo.SampleCSV),
};

export function useDemo(enabled: boolean) {
  return useQuery({ queryKey: keys.demo, queryFn: () => demoApi.state(), enabled });
}

export function useDemoInbox(number: string) {
  return useQuery({
    queryKey: keys.demoInbox(number),
    queryFn: () => demoApi.inbox(number),
    enabled: number !== "",
  });
}
