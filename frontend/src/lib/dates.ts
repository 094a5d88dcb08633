/** Dates for people. Every time is UTC milliseconds; 0 means never. Days are the local calendar's. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale ?? ""}${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    formats.set(key, found);
  }
  return found;
}

export function timeOfDay(at: number, locale?: string): string {
  return format(locale, { timeStyle: "short" }).format(at);
}

export function fullDate(at: number, locale?: string): string {
  return format(locale, { dateStyle: "full", timeStyle: "short" }).format(at);
}

/** A day written "2026-12-25": Fri 25 Dec. */
export function shortDay(date: string, locale?: string): string {
  return format(locale, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" }).format(
    Date.parse(`${date}T00:00:00Z`),
  );
}

/** How many local calendar days `at` lies before `now`: 0 today, 1 yesterday, -1 tomorrow. */
export function daysAgo(at: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
}

export function startOfDay(at: number): number {
  const day = new Date(at);
  // Noon keeps the difference of two days whole across a change of the clocks.
  return Date.UTC(day.getFullYear(), day.getMonth(), day.getDate());
}

/** "today" and "yesterday" as the language says them, with a capital. */
function relativeDay(days: number, locale?: string): string {
  const text = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-days, "day");
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

/** Today, Yesterday, Friday, 12 Nov, 12 Nov 2025: the chip between two days of a chat. */
export function dayLabel(at: number, now: number, locale?: string): string {
  const days = daysAgo(at, now);
  if (days >= -1 && days <= 1) return relativeDay(days, locale);
  if (days > 1 && days < 7) return format(locale, { weekday: "long" }).format(at);
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(locale, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) }).format(
    at,
  );
}

/** The time of a row in a list: 14:32 today, Yesterday, Friday, 12 Nov. */
export function listTime(at: number, now: number, locale?: string): string {
  if (at === 0) return "";
  return daysAgo(at, now) === 0 ? timeOfDay(at, locale) : dayLabel(at, now, locale);
}

/** Day and time: Today 14:32, Tuesday 16:40, 12 Nov 09:15. */
export function dayAndTime(at: number, now: number, locale?: string): string {
  const ahead = -daysAgo(at, now);
  const day =
    ahead > 1 && ahead < 7 ? format(locale, { weekday: "long" }).format(at) : dayLabel(at, now, locale);
  return `${day} ${timeOfDay(at, locale)}`;
}

/** The same inside a sentence: today 14:32, Tuesday 16:40. */
export function dayAndTimeInText(at: number, now: number, locale?: string): string {
  const days = daysAgo(at, now);
  if (days < -1 || days > 1) return dayAndTime(at, now, locale);
  const day = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-days, "day");
  return `${day} ${timeOfDay(at, locale)}`;
}

/** Inside a sentence: the clock alone when it is today, else day and time. */
export function nearTimeInText(at: number, now: number, locale?: string): string {
  return daysAgo(at, now) === 0 ? timeOfDay(at, locale) : dayAndTimeInText(at, now, locale);
}

/** "2 minutes ago", "in 3 hours". */
export function ago(at: number, now: number, locale?: string): string {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const seconds = Math.round((at - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 45) return relative.format(0, "second");
  if (size < 3600) return relative.format(Math.round(seconds / 60), "minute");
  if (size < 86_400) return relative.format(Math.round(seconds / 3600), "hour");
  return relative.format(Math.round(seconds / 86_400), "day");
}

/** What is left of a wait: "45 s", "4:05 min" becomes "4 min 5 s", "13 h 42 min", "2 d 3 h"; no "1 d 0 h". */
export function countdown(until: number, now: number, locale?: string): string {
  const left = Math.max(0, Math.ceil((until - now) / 1000));
  const unit = (value: number, name: "second" | "minute" | "hour" | "day") =>
    new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
  if (left < 60) return unit(left, "second");
  const minutes = Math.floor(left / 60);
  if (minutes < 10) return `${unit(minutes, "minute")} ${unit(left % 60, "second")}`;
  if (minutes < 60) return unit(Math.ceil(left / 60), "minute");
  const hours = Math.floor(minutes / 60);
  const both = (large: string, rest: number, name: "minute" | "hour") =>
    rest === 0 ? large : `${large} ${unit(rest, name)}`;
  if (hours < 24) return both(unit(hours, "hour"), minutes % 60, "minute");
  return both(unit(Math.floor(hours / 24), "day"), hours % 24, "hour");
}

/** The length of a sound or a film: 0:07, 12:30, 1:02:03. */
export function playTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

/** A length of time in words, as timers of disappearing messages have it: 24 hours, 7 days, 90 days. */
export function spanInWords(seconds: number, locale?: string): string {
  const [value, unit] =
    seconds > 86_400
      ? [seconds / 86_400, "day"]
      : seconds >= 3600
        ? [seconds / 3600, "hour"]
        : seconds >= 60
          ? [seconds / 60, "minute"]
          : [seconds, "second"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(
    Math.round(value),
  );
}
