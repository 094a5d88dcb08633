import type { ReactNode } from "react";

export type DrawingName =
  | "chats"
  | "chat"
  | "leads"
  | "campaigns"
  | "sheets"
  | "search"
  | "trouble"
  | "phone"
  | "private";

const SHAPES: Record<DrawingName, ReactNode> = {
  chats: (
    <>
      <rect x="14" y="20" width="62" height="42" rx="12" className="fill-accent-wash" />
      <path d="M28 60v12l13-11" className="fill-accent-wash" />
      <rect x="46" y="42" width="60" height="38" rx="12" className="fill-surface stroke-accent" />
      <path d="M94 79v10l-12-10" className="fill-surface stroke-accent" />
      <path d="M58 56h36M58 66h22" className="stroke-accent" />
    </>
  ),
  chat: (
    <>
      <rect x="22" y="18" width="76" height="56" rx="14" className="fill-accent-wash" />
      <path d="M40 72v16l17-15" className="fill-accent-wash" />
      <path d="M40 38h40M40 52h24" className="stroke-accent" />
      <circle cx="92" cy="24" r="9" className="fill-surface stroke-accent" />
      <path d="m88 24 3 3 5-6" className="stroke-accent" />
    </>
  ),
  leads: (
    <>
      <circle cx="46" cy="40" r="16" className="fill-accent-wash" />
      <path d="M18 86c2-18 14-26 28-26s26 8 28 26z" className="fill-accent-wash" />
      <circle cx="78" cy="46" r="12" className="fill-surface stroke-accent" />
      <path d="M58 86c1-15 9-21 20-21s19 6 20 21z" className="fill-surface stroke-accent" />
    </>
  ),
  campaigns: (
    <>
      <path d="M22 44v16l16 4 40 20V20L38 40z" className="fill-accent-wash" />
      <path d="M38 64v20h12V70" className="stroke-accent" />
      <path d="M78 20v64M88 40c7 6 7 18 0 24M97 32c12 10 12 30 0 40" className="stroke-accent" />
    </>
  ),
  sheets: (
    <>
      <rect x="20" y="18" width="66" height="70" rx="8" className="fill-accent-wash" />
      <path d="M20 38h66M20 55h66M20 72h66M46 18v70" className="stroke-surface" />
      <circle cx="88" cy="72" r="16" className="fill-surface stroke-accent" />
      <path d="m81 72 5 5 9-10" className="stroke-accent" />
    </>
  ),
  search: (
    <>
      <circle cx="54" cy="46" r="26" className="fill-accent-wash" />
      <circle cx="54" cy="46" r="26" className="stroke-accent" />
      <path d="m73 65 22 22" className="stroke-accent" />
      <path d="M44 46h20" className="stroke-accent" />
    </>
  ),
  trouble: (
    <>
      <path
        d="M20 34c0-8 18-14 40-14s40 6 40 14v38c0 8-18 14-40 14s-40-6-40-14z"
        className="fill-warn-wash"
      />
      <ellipse cx="60" cy="34" rx="40" ry="14" className="fill-surface stroke-warn" />
      <path d="M60 54v14M60 76v1" className="stroke-warn" />
    </>
  ),
  private: (
    <>
      <rect x="18" y="16" width="74" height="54" rx="14" className="fill-accent-wash" />
      <path d="M36 68v16l16-15" className="fill-accent-wash" />
      <path d="M36 36h36M36 50h18" className="stroke-accent" />
      <path d="M76 60v-7a9 9 0 0 1 18 0v7" className="stroke-accent" />
      <rect x="70" y="60" width="30" height="24" rx="6" className="fill-surface stroke-accent" />
      <path d="M85 69v6" className="stroke-accent" />
    </>
  ),
  phone: (
    <>
      <rect x="36" y="12" width="44" height="80" rx="10" className="fill-accent-wash" />
      <rect x="44" y="28" width="28" height="28" rx="4" className="fill-surface stroke-accent" />
      <path d="M51 35h5v5h-5zM60 35h5v5h-5zM51 44h5v5h-5zM61 45h4v4h-4z" className="fill-accent" />
      <path d="M52 80h12" className="stroke-accent" />
    </>
  ),
};

/** Our own small drawings for places that are empty. */
export function Drawing({ name }: { name: DrawingName }) {
  return (
    <svg
      viewBox="0 0 120 104"
      aria-hidden="true"
      className="h-26 w-30 fill-none stroke-2 [stroke-linecap:round] [stroke-linejoin:round]"
    >
      {SHAPES[name]}
    </svg>
  );
}
