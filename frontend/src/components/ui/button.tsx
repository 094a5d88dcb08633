import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "border-accent bg-accent text-accent-ink hover:border-accent-hover hover:bg-accent-hover",
  secondary: "border-line bg-surface text-ink hover:border-line-strong hover:bg-hover",
  quiet: "border-transparent bg-transparent text-soft hover:bg-sunken hover:text-ink",
  danger: "border-bad bg-bad text-bad-ink hover:border-bad-hover hover:bg-bad-hover",
};

const SIZES = { md: "h-9 px-3 rounded-md text-14", sm: "h-7 px-2 rounded-sm text-13" };

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  size?: keyof typeof SIZES;
  icon?: ReactNode;
  busy?: boolean;
}

export function buttonClass(variant: ButtonVariant = "secondary", size: keyof typeof SIZES = "md"): string {
  return cn(
    "inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap border font-medium transition-colors",
    "disabled:pointer-events-none disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
    VARIANTS[variant],
    SIZES[size],
  );
}

export function Button({ variant, size, icon, busy, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cn(buttonClass(variant, size), busy && "opacity-70", className)}
    >
      {icon}
      {children}
    </button>
  );
}
