import { useState } from "react";
import { emptyAudience, usePreviews } from "@/api/campaigns";
import type { CampaignInput } from "@/api/types";

/** One of the first people of the audience, and the way to the next. */
export function usePreviewPerson(input: CampaignInput) {
  const { data } = usePreviews("", input);
  const [chosen, setChosen] = useState(0);
  const people = emptyAudience(input.audience) ? [] : (data?.items ?? []);
  const at = Math.max(0, Math.min(chosen, people.length - 1));
  const turn = (by: number) => setChosen((people.length + at + by) % people.length);
  return { at, count: people.length, person: people[at], turn };
}

export type PreviewPerson = ReturnType<typeof usePreviewPerson>;
