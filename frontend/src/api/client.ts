import type { Plain, PlainArgs } from "@/api/plain";

/**
 * The one place that knows how a call crosses to Go. Errors arrive as a JSON string in `Error.message`; everything
 * above sees a BackendError. This file is also the only one that may assert types.
 */
const CODES = [
  "invalid",
  "not_found",
  "conflict",
  "unavailable",
  "not_linked",
  "rate_limited",
  "restricted",
  "canceled",
  "internal",
] as const;

export type ErrorCode = (typeof CODES)[number];

export class BackendError extends Error {
  constructor(
    readonly code: ErrorCode,
    /** One plain sentence from the backend: what is wrong and what to do. */
    readonly detail: string,
    readonly fields: Record<string, string> = {},
    /** Ties an internal error to the log. */
    readonly ref = "",
  ) {
    super(detail || code);
    this.name = "BackendError";
  }
}

export function toBackendError(cause: unknown): BackendError {
  if (cause instanceof BackendError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  try {
    const parsed = JSON.parse(text) as Partial<Record<"code" | "message" | "ref", unknown>> & {
      fields?: unknown;
    };
    const code = CODES.find((known) => known === parsed.code) ?? "internal";
    const fields = (parsed.fields ?? {}) as Record<string, string>;
    return new BackendError(code, String(parsed.message ?? ""), fields, String(parsed.ref ?? ""));
  } catch {
    return new BackendError("internal", text);
  }
}

/** A generated function with plain arguments and results, and errors that are always a BackendError. */
export function bound<Args extends unknown[], Result>(method: (...args: Args) => Promise<Result>) {
  return async (...args: PlainArgs<Args>): Promise<Plain<Result>> => {
    if (!hasBackend()) throw new BackendError("unavailable", "");
    try {
      return (await method(...(args as unknown as Args))) as unknown as Plain<Result>;
    } catch (cause) {
      throw toBackendError(cause);
    }
  };
}

interface Page {
  go?: { app?: object };
  runtime?: { EventsOn: (name: string, handler: (data: unknown) => void) => () => void };
}

function page(): Page {
  return window as unknown as Page;
}

/** Hears one kind of event until the returned function is called. */
export function listen<Data>(name: string, handler: (data: Data) => void): () => void {
  const runtime = page().runtime;
  return runtime ? runtime.EventsOn(name, (data) => handler(data as Data)) : () => undefined;
}

/** True when a backend is behind the page at all. */
export function hasBackend(): boolean {
  return page().go?.app !== undefined;
}
