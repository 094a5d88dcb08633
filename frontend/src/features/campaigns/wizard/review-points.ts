import { emptyAudience } from "@/api/campaigns";
import type { CampaignInput, LinkState, Reach } from "@/api/types";
import { type ScheduleFault, scheduleFault } from "./schedule-times";
import { firstUnwritten } from "./steps";

/** The steps of the wizard that a point can be put right in. */
const AUDIENCE = 0;
const MESSAGE = 1;
const SCHEDULE = 2;

export interface Point {
  key:
    | ScheduleFault
    | "nobody"
    | "everyoneOut"
    | "unwritten"
    | "notLinked"
    | "offline"
    | "untested"
    | "missing"
    | "cold";
  /** It cannot start like this. */
  blocking: boolean;
  count: number;
  /** Where it is put right; undefined when that is elsewhere. */
  step: number | undefined;
}

interface Facts {
  input: CampaignInput;
  reach: Reach | undefined;
  tested: boolean;
  link: LinkState | undefined;
  now: number;
}

/** What stands in the way of a start, then what deserves a look. */
export function pointsOf({ input, reach, tested, link, now }: Facts): Point[] {
  const points: Point[] = [];
  const add = (key: Point["key"], blocking: boolean, step?: number, count = 0) =>
    points.push({ key, blocking, step, count });
  const unwritten = firstUnwritten(input.steps);
  const fault = scheduleFault(input.schedule, now);
  const missing = reach?.excluded.find(({ reason }) => reason === "missing_variable")?.count ?? 0;

  if (emptyAudience(input.audience)) add("nobody", true, AUDIENCE);
  else if (reach?.total === 0 && !input.keepAdding) add("everyoneOut", true, AUDIENCE);
  if (unwritten >= 0) add("unwritten", true, MESSAGE, unwritten + 1);
  if (fault) add(fault, true, SCHEDULE);
  if (link === "not_linked" || link === "logged_out") add("notLinked", true);
  else if (link && link !== "online") add("offline", false);
  if (!tested && unwritten < 0) add("untested", false);
  if (missing > 0) add("missing", false, MESSAGE, missing);
  if (reach && reach.cold > 0) add("cold", false, AUDIENCE, reach.cold);
  return points;
}
