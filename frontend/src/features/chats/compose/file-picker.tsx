import { type ReactNode, type Ref, useId } from "react";

interface FilePickerProps {
  label: string;
  accept?: string;
  onFiles: (files: File[]) => void;
  /** Without it nothing is seen; the field is pressed by its reference. */
  children?: ReactNode;
  ref?: Ref<HTMLInputElement>;
}

/** Lets several files be chosen. */
export function FilePicker({ label, accept, onFiles, children, ref }: FilePickerProps) {
  const id = useId();
  const input = (
    <input
      id={id}
      ref={ref}
      type="file"
      multiple
      accept={accept}
      aria-label={label}
      tabIndex={children ? undefined : -1}
      className="sr-only"
      onChange={(event) => {
        const files = [...(event.target.files ?? [])];
        event.target.value = "";
        if (files.length > 0) onFiles(files);
      }}
    />
  );
  if (!children) return input;
  return (
    <label
      htmlFor={id}
      title={label}
      className="relative grid size-12 shrink-0 place-items-center rounded-md border-2 border-line border-dashed text-soft focus-within:border-accent hover:border-line-strong hover:text-ink"
    >
      {children}
      {input}
    </label>
  );
}
