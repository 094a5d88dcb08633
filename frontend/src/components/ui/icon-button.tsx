import type { ComponentProps } from "react";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";

interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label"> {
  label: string;
  size?: "sm" | "md";
  side?: "top" | "bottom" | "inline-end";
}

/** A button that is only a picture: its name is its tooltip and what a screen reader says. */
export function IconButton({ label, size = "md", side = "bottom", className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} side={side}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={cn(
          "inline-grid shrink-0 place-items-center rounded-md text-soft transition-colors hover:bg-sunken hover:text-ink",
          "disabled:pointer-events-none disabled:opacity-40",
          size === "md" ? "size-9 [&_svg]:size-5" : "size-7 [&_svg]:size-4",
          className,
        )}
      />
    </Tooltip>
  );
}
