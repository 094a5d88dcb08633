import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { keys } from "@/api/keys";
import { sheetsApi } from "@/api/sheets";
import type { Google } from "@/api/types";

/**
 * Signing in to Google in the browser, which ends when the person there is done. A second start opens the page
 * again; the answer to the first is then nobody's business.
 */
export function useSignIn(spreadsheetId: string, onDone: (google: Google) => void) {
  const client = useQueryClient();
  const attempt = useRef(0);
  const [waiting, setWaiting] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  const start = async () => {
    attempt.current += 1;
    const mine = attempt.current;
    setWaiting(true);
    setFailure(null);
    try {
      const google = await sheetsApi.signIn(spreadsheetId);
      if (mine !== attempt.current) return;
      attempt.current += 1;
      setWaiting(false);
      client.setQueryData(keys.google, google);
      onDone(google);
    } catch (cause) {
      if (mine !== attempt.current) return;
      setWaiting(false);
      setFailure(cause);
    }
  };
  const cancel = () => {
    attempt.current += 1;
    setWaiting(false);
    void sheetsApi.cancelSignIn();
  };
  const waits = useRef(false);
  waits.current = waiting;
  useEffect(
    () => () => {
      if (waits.current) void sheetsApi.cancelSignIn();
    },
    [],
  );
  return {
    waiting,
    failure,
    start: () => void start(),
    cancel,
    /** With another account than the one that is signed in. */
    startAnew: () => void sheetsApi.signOut().then(start, setFailure),
  };
}

export type SignIn = ReturnType<typeof useSignIn>;
