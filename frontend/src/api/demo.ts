import { useQuery } from "@tanstack/react-query";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";
import type { DemoMessage, DemoState } from "@/api/types";

export const demoApi = {
  state: bound<[], DemoState>("Demo", "State"),
  scanQR: bound<[], DemoState>("Demo", "ScanQR"),
  inbox: bound<[string], DemoMessage[]>("Demo", "Inbox"),
  sendAs: bound<[string, string], DemoState>("Demo", "SendAs"),
  growSheet: bound<[number], DemoState>("Demo", "GrowSheet"),
  sampleCSV: bound<[], string>("Demo", "SampleCSV"),
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
