import type { Schedule } from "@/api/types";
import { localZone, momentOf, wallOf } from "@/lib/zones";

const DAY = 86_400_000;

/** The zone that a schedule's wall times are meant in. */
export function zoneOf({ zone }: Schedule): string {
  return zone || localZone();
}

/** Start and end as moments; undefined where there is none. */
export function timesOf(schedule: Schedule): { start: number | undefined; end: number | undefined } {
  const zone = zoneOf(schedule);
  const moment = (wall: string) => (wall === "" ? undefined : momentOf(wall, zone));
  return { start: moment(schedule.startsOn), end: moment(schedule.endsOn) };
}

/** In the morning some days from now, where the schedule is meant. */
export function morning(now: number, days: number, schedule: Schedule): string {
  return `${wallOf(now + days * DAY, zoneOf(schedule)).slice(0, 10)}T09:00`;
}

export type ScheduleFault = "startPassed" | "endPassed" | "endFirst";

/** What is wrong with the times, as the backend would say at the start. */
export function scheduleFault(schedule: Schedule, now: number): ScheduleFault | undefined {
  const { start, end } = timesOf(schedule);
  if (start !== undefined && start <= now) return "startPassed";
  if (end !== undefined && end <= now) return "endPassed";
  if (start !== undefined && end !== undefined && end <= start) return "endFirst";
  return undefined;
}
