import { cn } from "@/lib/cn";
import { initials, tintOf } from "@/lib/initials";

const TINTS = [
  "bg-tint-1 text-tint-1-ink",
  "bg-tint-2 text-tint-2-ink",
  "bg-tint-3 text-tint-3-ink",
  "bg-tint-4 text-tint-4-ink",
  "bg-tint-6 text-tint-6-ink",
];
const NAMELESS = "bg-tint-5 text-tint-5-ink";
const SIZES = { sm: "size-7 text-12", md: "size-10 text-14", lg: "size-13 text-20" };

interface AvatarProps {
  name: string;
  /** What stays the same when the name changes. */
  seed: string;
  size?: keyof typeof SIZES;
}

export function Avatar({ name, seed, size = "md" }: AvatarProps) {
  const letters = initials(name);
  const tint = letters === "?" ? NAMELESS : TINTS[tintOf(seed, TINTS.length) - 1];
  return (
    <span
      aria-hidden
      className={cn("grid shrink-0 place-items-center rounded-full font-semibold", SIZES[size], tint)}
    >
      {letters}
    </span>
  );
}
