import { Upload } from "lucide-react";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

interface DropZoneProps {
  name: string;
  onFiles: (files: File[]) => void;
  children: ReactNode;
}

/** A conversation onto which files can be dropped; says so while they hover over it. */
export function DropZone({ name, onFiles, children }: DropZoneProps) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  // Entering a child leaves its parent: the depth tells a real leave from that.
  const depth = useRef(0);
  const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  const end = () => {
    depth.current = 0;
    setOver(false);
  };
  return (
    <section
      aria-label={t("inbox.thread.conversation", { name })}
      onDragEnter={(event) => {
        if (!carriesFiles(event)) return;
        depth.current += 1;
        setOver(true);
      }}
      onDragOver={(event) => {
        if (carriesFiles(event)) event.preventDefault();
      }}
      onDragLeave={() => {
        depth.current -= 1;
        if (depth.current <= 0) end();
      }}
      onDrop={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        end();
        onFiles([...event.dataTransfer.files]);
      }}
      className="relative flex h-full min-w-0 flex-col"
    >
      {children}
      {over ? (
        <div className="pointer-events-none absolute inset-2 z-20 grid place-content-center place-items-center gap-3 rounded-lg border-2 border-accent border-dashed bg-accent-wash/90 text-accent">
          <Upload aria-hidden className="size-8" />
          <p className="max-w-90 truncate font-semibold text-16">{t("inbox.tray.drop", { name })}</p>
        </div>
      ) : null}
    </section>
  );
}
