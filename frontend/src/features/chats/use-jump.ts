import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { showToast } from "@/components/ui/toast";
import type { ThreadRow } from "./thread-rows";

/** How long a message that was gone to stays marked. */
const LIT = 1200;

/** A message to go to; a new object each time, so that the same can be gone to twice. */
export interface JumpTarget {
  id: number;
}

interface JumpOptions {
  rows: ThreadRow[];
  target: JumpTarget | null;
  complete: boolean;
  loadingOlder: boolean;
  onOlder: () => void;
  scrollTo: (index: number) => void;
}

/** Goes to a message, asking for older ones until it is there; returns the one to mark for a moment. */
export function useJump({ rows, target, complete, loadingOlder, onOlder, scrollTo }: JumpOptions): number {
  const { t } = useTranslation();
  const [reached, setReached] = useState<JumpTarget | null>(null);
  const [lit, setLit] = useState(0);
  useEffect(() => {
    if (!target || reached === target) return;
    const index = rows.findIndex((row) => row.kind === "message" && row.message.id === target.id);
    if (index >= 0) {
      setReached(target);
      setLit(target.id);
      scrollTo(index);
    } else if (complete) {
      setReached(target);
      showToast({ kind: "problem", title: t("inbox.thread.notHere") });
    } else if (!loadingOlder) onOlder();
  }, [rows, target, reached, complete, loadingOlder, onOlder, scrollTo, t]);
  useEffect(() => {
    if (lit === 0) return;
    const timer = setTimeout(() => setLit(0), LIT);
    return () => clearTimeout(timer);
  }, [lit]);
  return lit;
}
