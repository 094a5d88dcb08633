import { Search, X } from "lucide-react";
import type { Ref } from "react";
import { cn } from "@/lib/cn";

interface SearchInputProps {
  value: string;
  onChange: (value: string) => void;
  label: string;
  clearLabel: string;
  className?: string;
  ref?: Ref<HTMLInputElement>;
}

export function SearchInput({ value, onChange, label, clearLabel, className, ref }: SearchInputProps) {
  return (
    <div className={cn("relative", className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute inset-y-0 start-3 my-auto size-4 text-faint"
      />
      <input
        ref={ref}
        type="search"
        dir="auto"
        value={value}
        aria-label={label}
        placeholder={label}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && value !== "") {
            event.stopPropagation();
            onChange("");
          }
        }}
        className="h-9 w-full text-ellipsis rounded-md border border-transparent bg-sunken ps-9 pe-9 text-14 transition-colors hover:border-line focus-visible:border-accent focus-visible:bg-surface focus-visible:outline-0 [&::-webkit-search-cancel-button]:hidden"
      />
      {value === "" ? null : (
        <button
          type="button"
          aria-label={clearLabel}
          onClick={() => onChange("")}
          className="absolute inset-y-0 end-2 my-auto grid size-5 place-items-center rounded-xs text-soft hover:bg-line"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </div>
  );
}
