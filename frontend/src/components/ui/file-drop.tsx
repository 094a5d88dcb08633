import { Upload } from "lucide-react";
import { type DragEvent, type ReactNode, useId, useState } from "react";
import { cn } from "@/lib/cn";

interface FileDropProps {
  accept: string;
  title: string;
  hint: ReactNode;
  onFile: (file: File) => void;
  className?: string;
  busy?: boolean;
}

/** A place to drop one file, or to choose it. */
export function FileDrop({ accept, title, hint, onFile, className, busy }: FileDropProps) {
  const [over, setOver] = useState(false);
  const id = useId();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        "grid place-items-center gap-2 rounded-lg border-2 border-line border-dashed p-8 text-center transition-colors hover:border-line-strong hover:bg-hover focus-within:border-accent",
        over && "border-accent bg-accent-wash",
        busy && "pointer-events-none opacity-60",
        className,
      )}
    >
      <span className="grid size-10 place-items-center rounded-full bg-accent-wash text-accent">
        <Upload aria-hidden className="size-5" />
      </span>
      <span className="font-medium">{title}</span>
      <span className="text-13 text-soft">{hint}</span>
      <input
        id={id}
        type="file"
        accept={accept}
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
    </label>
  );
}
