/** Wall times like "2026-12-01T09:00" and the time zones they are meant in. */

const WALL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** The computer's own zone. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function allZones(): string[] {
  return Intl.supportedValuesOf("timeZone");
}

/** Browsers go on listing some zones under names that people no longer use. */
const RENAMED: Record<string, string> = {
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

/** "America/Sao_Paulo" as people read it: "America / Sao Paulo". */
export function zoneLabel(name: string): string {
  const zone = RENAMED[name] ?? name;
  return zone.replaceAll("_", " ").replaceAll("/", " / ");
}

/** The clock of a zone at a moment, as a wall time. */
export function wallOf(at: number, zone: string): string {
  const part = partsOf(at, zone);
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

/** The moment of a wall time in a zone; undefined when it is no time. What the clocks skip is the hour after. */
export function momentOf(wall: string, zone: string): number | undefined {
  const asked = WALL.test(wall) ? Date.parse(`${wall}:00Z`) : Number.NaN;
  if (Number.isNaN(asked)) return undefined;
  const first = asked - offsetAt(asked, zone);
  return asked - offsetAt(first, zone);
}

function offsetAt(at: number, zone: string): number {
  return Date.parse(`${wallOf(at, zone)}:00Z`) - Math.floor(at / 60_000) * 60_000;
}

function partsOf(at: number, zone: string): Record<string, string> {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** Day and time on the clocks of a zone: Tue, 1 Dec, 09:00. */
export function timeIn(at: number, zone: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(at);
}
