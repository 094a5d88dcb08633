import { useEffect, useState } from "react";
import { FROM_MEMORY, intoMemory } from "@/lib/playable";

/** An address that a film can be played from; undefined until it is there. */
export function usePlayable(url: string, fromMemory = FROM_MEMORY): string | undefined {
  const direct = !fromMemory || url.startsWith("blob:");
  const [memory, setMemory] = useState<string>();
  useEffect(() => {
    if (direct) return;
    let left = false;
    const made = intoMemory(url);
    made.then(
      (address) => {
        if (!left) setMemory(address);
      },
      () => {
        if (!left) setMemory(url); // the player says what is wrong with it
      },
    );
    return () => {
      left = true;
      setMemory(undefined);
      made.then(URL.revokeObjectURL, () => undefined);
    };
  }, [url, direct]);
  return direct ? url : memory;
}
