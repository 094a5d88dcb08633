import type { ReactNode } from "react";

export type StepName = "menu" | "devices" | "scan" | "type";

const SHAPES: Record<StepName, ReactNode> = {
  menu: (
    <>
      <path d="M24 16h16M24 24h16M24 32h10" className="stroke-line-strong" />
      <circle cx="43" cy="48" r="8" className="fill-accent-wash stroke-accent" />
      <path d="M43 44.5v.1M43 48v.1M43 51.5v.1" className="stroke-accent" />
    </>
  ),
  devices: (
    <>
      <rect x="21" y="14" width="22" height="9" rx="2" className="fill-accent-wash stroke-accent" />
      <path d="M24 32h16M24 40h12" className="stroke-line-strong" />
      <path d="M40 58V46l9 7-5 1z" className="fill-surface stroke-accent" />
    </>
  ),
  scan: (
    <>
      <path d="M23 24v-6h6M41 18v0h0M35 18h6v6M23 36v6h6M41 36v6h-6" className="stroke-accent" />
      <path d="M27 22h4v4h-4zM34 22h4v4h-4zM27 32h4v4h-4zM35 33h3v3h-3z" className="fill-accent" />
      <path d="M26 52h12" className="stroke-line-strong" />
    </>
  ),
  type: (
    <>
      <path d="M24 22v7M29 22v7M35 22v7M40 22v7" className="stroke-accent" />
      <path d="M23 34h6M35 34h6" className="stroke-accent" />
      <path d="M25 44h.1M32 44h.1M39 44h.1M25 50h.1M32 50h.1M39 50h.1" className="stroke-line-strong" />
    </>
  ),
};

/** A small phone that shows one step of linking. The words beside it say the same. */
export function StepDrawing({ name }: { name: StepName }) {
  return (
    <svg
      viewBox="0 0 64 72"
      aria-hidden="true"
      className="h-15 w-13 shrink-0 fill-none stroke-2 [stroke-linecap:round] [stroke-linejoin:round]"
    >
      <rect x="15" y="4" width="34" height="62" rx="7" className="fill-sunken stroke-line-strong" />
      {SHAPES[name]}
    </svg>
  );
}
